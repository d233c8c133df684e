/** Which dates whoever takes over a part is given: the former one's, a later one by the authority, or a fair one. */

import { describe, expect, test } from 'vitest'
import {
  AssignmentReassigned,
  AssignmentResumed,
  AssignmentSuspended,
  AssignmentTransferred,
  AssignmentWaived,
} from '#proto/qiantou/task/v1/task_events.ts'
import { toDate } from '#shared/domain/calendar.ts'
import type { BodySideFact, TaskFact } from '#shared/domain/task-fact.ts'
import { milestoneLights, partLight } from '#shared/domain/task-light.ts'
import type { Part, Task } from '#shared/domain/task-state.ts'
import { Story, type Told, told } from '#shared/testing/story.ts'
import {
  acknowledged,
  body,
  halfYearReached,
  issued,
  lead,
  office,
  outsider,
  releaseRequested,
  reported,
  successor,
  supporter,
  takenOver,
  taskName,
  text,
} from '#shared/testing/task-facts.ts'
import { type TaskCommand, taskDecider } from './task.ts'

type Scene = Told<TaskFact | BodySideFact>

const on = (day: string, actor = office) =>
  new Story(taskDecider, { actor, subject: taskName, at: new Date(`${day}T04:00:00Z`) })
const reason = text('职责调整')
const to = { organisation: supporter, successor }
const transfer = (due?: string): TaskCommand => ({
  type: 'Transfer',
  ...to,
  reason,
  ...(due ? { due: toDate(due) } : {}),
})
const succeed: TaskCommand = { type: 'Succeed', ...to }

const dated = (day: string, warn: string) => ({ due: toDate(day), warnOn: toDate(warn) })
const limits = (day: string) => ({ acknowledgeBy: toDate(day), reassignBy: toDate(day) })
/** `former`: where the handover moved it. */
const halfYear = (day: string, warn: string, former?: string) => [
  { id: 'half-year', ...dated(day, warn), ...(former ? { formerDue: toDate(former) } : {}) },
]
/** Nobody has announced the days of 2027 yet, nor whether some before New Year are off for it. */
const provisional = true
const taken = { organisation: supporter, successor: body(successor, 'ROLE_RESPONSIBLE') }

/** Told when it was issued, and not on the day on which the story goes on. */
const given: readonly Scene[] = [issued(), acknowledged(supporter)].map((scene) =>
  'fact' in scene
    ? { ...scene, at: new Date('2026-03-02T04:00:00Z') }
    : told(scene, { at: new Date('2026-03-02T04:00:00Z') }),
)
const partOf = (state: Task | undefined) => state?.parts.find(({ organisation }) => organisation === successor) as Part

describe('a part that is late', () => {
  test('comes with the dates that it had, unless the authority gives it more time', () => {
    const fact = AssignmentTransferred.create({
      ...{ ...taken, reason, ...limits('2027-01-13'), ...dated('2026-12-31', '2026-12-24') },
      ...{ milestones: halfYear('2026-06-30', '2026-06-23'), provisional },
    })
    const state = on('2027-01-11')
      .given(...given)
      .when(transfer())
      .then([fact])
    expect(partLight(state as Task, partOf(state), '2027-01-11').reason).toBe('LIGHT_REASON_OVERDUE')
  })

  test('is due on the later day that the authority gives, milestones that were missed too; the former date is kept', () => {
    const fact = AssignmentTransferred.create({
      ...{ ...taken, reason, ...limits('2027-01-13'), ...dated('2027-03-31', '2027-03-24') },
      ...{ formerDue: toDate('2026-12-31'), milestones: halfYear('2027-03-31', '2027-03-24', '2026-06-30') },
      provisional,
    })
    const state = on('2027-01-11')
      .given(...given)
      .when(transfer('2027-03-31'))
      .then([fact])
    expect(partOf(state)).toMatchObject({
      ...{ due: '2027-03-31', formerDues: ['2026-12-31'] },
      milestones: { 'half-year': { due: '2027-03-31', formerDues: ['2026-06-30'] } },
    })
    expect(partLight(state as Task, partOf(state), '2027-01-11').reason).toBe('LIGHT_REASON_NOT_STARTED')
  })

  test('is given to another body on request alike', () => {
    const asked: readonly Scene[] = [issued(), releaseRequested(supporter)]
    const fact = AssignmentReassigned.create({
      ...{ ...taken, reason, ...limits('2026-03-04'), ...dated('2027-03-31', '2027-03-24') },
      ...{ formerDue: toDate('2026-12-31'), milestones: halfYear('2026-06-30', '2026-06-23') },
      provisional,
    })
    on('2026-03-02')
      .given(...asked)
      .when({ type: 'Reassign', ...to, reason, due: toDate('2027-03-31') })
      .then([fact])
  })

  test('is not given an earlier day, the same, or one that has passed', () => {
    const late = on('2027-01-11').given(...given)
    late.when(transfer('2026-12-31')).then({
      reason: 'EXTENSION_NOT_LATER',
      kind: 'invalid',
      details: { due: '2026-12-31', former: '2026-12-31', today: '2027-01-11' },
    })
    late.when(transfer('2027-01-10')).then({ reason: 'EXTENSION_NOT_LATER' })
    on('2026-05-06')
      .given(...given)
      .when(transfer('2026-12-30'))
      .then({ reason: 'EXTENSION_NOT_LATER' })
  })
})

describe('a successor by reorganisation', () => {
  const service = (day: string) => on(day, 'services/lead-agency').given(...given)
  const moved = (dates: object) => AssignmentTransferred.create({ ...taken, succession: true, ...dates })

  test('does not begin late: what has passed is due once it has had five working days', () => {
    const state = service('2027-01-11')
      .when(succeed)
      .then([
        moved({
          ...{ ...limits('2027-01-13'), ...dated('2027-01-18', '2027-01-11'), formerDue: toDate('2026-12-31') },
          milestones: halfYear('2027-01-18', '2027-01-11', '2026-06-30'),
          provisional,
        }),
      ])
    expect(partOf(state).formerDues).toEqual(['2026-12-31'])
    expect(partLight(state as Task, partOf(state), '2027-01-11').reason).toBe('LIGHT_REASON_DUE_NEAR')
  })

  test('keeps every date that leaves it as much time; each is looked at for itself', () => {
    service('2026-07-06')
      .when(succeed)
      .then([
        moved({
          ...{ ...limits('2026-07-08'), ...dated('2026-12-31', '2026-12-24'), provisional },
          milestones: halfYear('2026-07-13', '2026-07-06', '2026-06-30'),
        }),
      ])
  })

  test('has nothing to do with milestones that were reached', () => {
    const reached: Scene = { ...reported(supporter, 100), at: new Date('2026-03-02T04:00:00Z') } as Scene
    const state = on('2026-07-06', 'services/lead-agency')
      .given(...given, reached)
      .when(succeed)
      .then([
        moved({
          ...{ ...limits('2026-07-08'), ...dated('2026-12-31', '2026-12-24'), provisional },
          ...{ milestones: [], reached: halfYearReached() },
        }),
      ])
    expect(partOf(state).formerDues).toBeUndefined()
  })
})

describe('a part that is suspended', () => {
  const suspended = told(AssignmentSuspended.create({ organisation: supporter, reason }), {
    at: new Date('2026-06-29T04:00:00Z'),
  })
  const service = (day: string) => on(day, 'services/lead-agency').given(...given, suspended)
  /** Handed over after six working days, with one day left of its milestone. */
  const fact = AssignmentTransferred.create({
    ...{ ...taken, reason, ...limits('2026-07-09'), ...dated('2026-12-31', '2026-12-24'), provisional },
    ...{ milestones: halfYear('2026-06-30', '2026-06-23'), suspendedOn: toDate('2026-06-29') },
  })

  test('stays so with whoever takes it over, by the dates of the day on which its clock was stopped', () => {
    const state = on('2026-07-07')
      .given(...given, suspended)
      .when(transfer())
      .then([fact])
    expect(partOf(state)).toMatchObject({
      ...{ state: 'ASSIGNMENT_STATE_SUSPENDED', inner: 'ASSIGNMENT_STATE_ISSUED', suspendedOn: '2026-06-29' },
      since: '2026-07-07',
    })
    const light = partLight(state as Task, partOf(state), '2026-12-01')
    expect([light.reason, light.turn]).toEqual(['LIGHT_REASON_SUSPENDED', [office]])
  })

  test('resumed, its dates move by the whole of it; the new body’s own limits by what it stood since it was given', () => {
    const handedOver = told(fact, { at: new Date('2026-07-07T04:00:00Z') })
    const state = on('2026-07-09')
      .given(...given, suspended, handedOver)
      .when({ type: 'Resume', organisation: successor })
      .then([
        AssignmentResumed.create({
          ...{ organisation: successor, workingDays: 8, ...dated('2027-01-12', '2027-01-05') },
          ...{ milestones: halfYear('2026-07-10', '2026-07-03'), ...limits('2026-07-13'), provisional },
        }),
      ])
    expect(partOf(state)).toMatchObject({ state: 'ASSIGNMENT_STATE_ISSUED', formerDues: ['2026-12-31'] })
  })

  test('gives the successor of a body that has ended as much time from when it goes on', () => {
    const state = service('2026-08-03')
      .when(succeed)
      .then([
        AssignmentTransferred.create({
          ...{ ...taken, succession: true, ...limits('2026-08-05'), ...dated('2026-12-31', '2026-12-24'), provisional },
          ...{ milestones: halfYear('2026-07-06', '2026-06-29', '2026-06-30'), suspendedOn: toDate('2026-06-29') },
        }),
      ])
    expect(partOf(state)).toMatchObject({ state: 'ASSIGNMENT_STATE_SUSPENDED' })
  })

  test('has missed no milestone while it stood, whatever later day the authority gives it', () => {
    const moved = on('2026-08-03')
      .given(...given, suspended)
      .when(transfer('2027-03-31'))
    expect(moved.decision).toMatchObject({
      right: [{ milestones: [{ due: { month: 6, day: 30 }, formerDue: undefined }] }],
    })
  })

  test('is given a later day as on the one on which its clock was stopped, however long ago that is', () => {
    const late = on('2027-04-01').given(...given, suspended)
    expect(late.when(transfer('2027-03-31')).decision).toMatchObject({ _tag: 'Right' })
    late.when(transfer('2026-12-31')).then({ reason: 'EXTENSION_NOT_LATER' })
  })
})

describe('what the former body reports, and the handover that crosses with it,', () => {
  const heard = [issued(), acknowledged(supporter), reported(supporter, 100)]
  const handover = (said: Partial<AssignmentTransferred>): AssignmentTransferred =>
    AssignmentTransferred.create({ ...taken, reason, ...takenOver, ...said })
  const eitherWay = (before: readonly Scene[], one: Scene, other: Scene): readonly (Task | undefined)[] =>
    [
      [one, other],
      [other, one],
    ].map((scenes) => on('2026-03-02').state(...before, ...scenes))

  test('end the same way: what was reached when it was decided stays so, though a correction takes it back', () => {
    const fact = handover({ milestones: [], reached: halfYearReached() })
    on('2026-03-02')
      .given(...heard)
      .when(transfer())
      .then([fact])
    const [first, second] = eitherWay(heard, fact, reported(supporter, 60, 2))
    expect(first).toEqual(second)
    expect(partOf(first).milestones).toEqual({ 'half-year': { reachedOn: '2026-03-02' } })
    // The former part is what it was when it went: both say the same.
    expect(first?.parts[1]?.milestones).toEqual({ 'half-year': { reachedOn: '2026-03-02' } })
    expect(milestoneLights(first as Task, partOf(first), '2026-07-01')).toEqual([])
    expect(partLight(first as Task, partOf(first), '2026-07-01').reason).not.toBe('LIGHT_REASON_MILESTONE_MISSED')
  })

  test('end the same way: what was owed stays so, though the former one has reached it meanwhile', () => {
    const [first, second] = eitherWay([issued(), acknowledged(supporter)], handover({}), reported(supporter, 100))
    expect(first).toEqual(second)
    expect(first?.parts[1]?.milestones).toEqual({ 'half-year': {} })
    expect(milestoneLights(first as Task, partOf(first), '2026-07-01')).toMatchObject([{ due: '2026-06-30' }])
    expect(partLight(first as Task, partOf(first), '2026-07-01').reason).toBe('LIGHT_REASON_MILESTONE_MISSED')
  })

  test('say nothing of a correction that was heard before: that milestone is owed', () => {
    on('2026-03-02')
      .given(...heard, reported(supporter, 60, 2))
      .when(transfer())
      .then([handover({})])
  })

  test('are of the former body: whoever takes over in its turn is told of what the first had reached', () => {
    const moved = handover({ milestones: [], reached: halfYearReached('2026-02-27') })
    on('2026-03-02')
      .given(issued(), acknowledged(supporter), moved, reported(supporter, 60, 2))
      .when({ type: 'Transfer', organisation: successor, successor: outsider, reason })
      .then([{ ...moved, organisation: successor, successor: body(outsider, 'ROLE_RESPONSIBLE') }])
  })
})

// Records of old name what is owed, and not what was reached.
test('whoever takes over owes no milestone that was reached before, and takes the role of the part', () => {
  const handover = AssignmentTransferred.create({
    organisation: lead,
    ...{ successor: body(supporter, 'ROLE_LEAD'), ...takenOver, milestones: [] },
  })
  const waived = AssignmentWaived.create({ organisation: supporter, reason })
  const task = on('2026-03-02').state(issued(), acknowledged(lead), reported(lead, 100), waived, handover) as Task
  const part = task.parts.find(({ organisation }) => organisation === supporter)
  expect(part).toMatchObject({ role: 'ROLE_LEAD', state: 'ASSIGNMENT_STATE_ISSUED' })
  expect(part?.milestones).toEqual({ 'half-year': { reachedOn: '2026-03-02' } })
})
