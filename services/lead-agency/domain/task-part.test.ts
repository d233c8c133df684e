/** Transfer, suspension, waiving: what the authority decides about one body's part, and the lights it gives. */

import { describe, expect, test } from 'vitest'
import { AssignmentAcknowledged } from '#proto/qiantou/assignment/v1/assignment_events.ts'
import {
  AssignmentResumed,
  AssignmentSuspended,
  AssignmentTransferred,
  AssignmentWaived,
  ExtensionGranted,
  TaskCommented,
  TaskIssued,
} from '#proto/qiantou/task/v1/task_events.ts'
import { toDate } from '#shared/domain/calendar.ts'
import type { BodySideFact, TaskFact } from '#shared/domain/task-fact.ts'
import { partLight } from '#shared/domain/task-light.ts'
import { taskParties } from '#shared/domain/task-roles.ts'
import type { Task } from '#shared/domain/task-state.ts'
import { Story, type Told, told } from '#shared/testing/story.ts'
import { propose } from '#shared/testing/task-commands.ts'
import {
  accepted,
  acknowledged,
  assignmentName,
  body,
  extensionRequested,
  issued,
  lead,
  noon,
  office,
  outsider,
  reported,
  submitted,
  successor,
  supporter,
  takenOver,
  taskName,
  text,
} from '#shared/testing/task-facts.ts'
import { type TaskCommand, taskDecider } from './task.ts'

const story = new Story(taskDecider, { actor: office, subject: taskName, at: noon })
const on = (day: string) =>
  new Story(taskDecider, { actor: office, subject: taskName, at: new Date(`${day}T04:00:00Z`) })
type Scene = Told<TaskFact | BodySideFact>

const reason = text('政策调整')
const about = (type: 'Suspend' | 'Waive'): TaskCommand => ({
  type,
  organisation: supporter,
  reason,
})
const transfer = (to = successor): TaskCommand => ({ type: 'Transfer', organisation: supporter, successor: to, reason })
const grant = (due?: string): TaskCommand => ({
  type: 'GrantExtension',
  organisation: supporter,
  due: due ? toDate(due) : undefined,
})
const resume: TaskCommand = { type: 'Resume', organisation: supporter }

const suspended = (day: string): Scene =>
  told(AssignmentSuspended.create({ organisation: supporter, reason }), { at: new Date(`${day}T04:00:00Z`) })
const acknowledgedOn = (day: string): Scene =>
  told(AssignmentAcknowledged.create(), {
    ...{ actor: supporter, subject: assignmentName(supporter), at: new Date(`${day}T04:00:00Z`) },
  })
const granted = (due: string): ExtensionGranted =>
  ExtensionGranted.create({
    ...{ organisation: supporter, extension: 1, due: toDate(due), warnOn: toDate('2027-01-25') },
    // Nobody has announced the days of 2027 yet.
    provisional: true,
  })

const partOf = (state: Task | undefined, organisation = supporter) =>
  state?.parts.find((part) => part.organisation === organisation)

describe('transfer', () => {
  const fact = AssignmentTransferred.create({
    organisation: supporter,
    successor: body(successor, 'ROLE_RESPONSIBLE'),
    reason,
    ...takenOver,
  })

  test('the authority gives an open part to another body, with new limits and the dates of the part', () => {
    const state = story.given(issued(), reported(supporter, 40)).when(transfer()).then([fact])
    expect(partOf(state)?.state).toBe('ASSIGNMENT_STATE_TRANSFERRED')
    expect(partOf(state, successor)).toMatchObject({
      state: 'ASSIGNMENT_STATE_ISSUED',
      since: '2026-03-02',
      percent: 0,
    })
    expect([...taskParties(state as Task)]).toEqual([office, lead, successor])
    expect(taskDecider.parties(fact, state as Task)).toEqual({ admits: [successor], releases: [supporter] })
  })

  test('nobody else does, what has ended is not given, and nobody gets a second part', () => {
    story.given(issued()).when(transfer(), lead).then({ reason: 'NOT_ISSUING_AUTHORITY' })
    const done = [submitted(supporter), accepted(supporter)]
    story
      .given(issued(), ...done)
      .when(transfer())
      .then({ reason: 'ASSIGNMENT_ENDED' })
    story.given(issued()).when(transfer(lead)).then({ reason: 'ALREADY_ASSIGNED' })
  })
})

describe('suspension', () => {
  test('stops the clock: resumed after three working days, every date moves by three', () => {
    const resumed = AssignmentResumed.create({
      organisation: supporter,
      workingDays: 3,
      due: toDate('2027-01-05'),
      warnOn: toDate('2026-12-29'),
      milestones: [{ id: 'half-year', due: toDate('2026-07-03'), warnOn: toDate('2026-06-26') }],
      provisional: true,
    })
    const state = on('2026-03-12')
      .given(issued(), acknowledgedOn('2026-03-02'), suspended('2026-03-09'))
      .when(resume)
      .then([resumed])
    expect(partOf(state)).toMatchObject({
      state: 'ASSIGNMENT_STATE_ACKNOWLEDGED',
      due: '2027-01-05',
      formerDues: ['2026-12-31'],
      milestones: { 'half-year': { due: '2026-07-03', formerDues: ['2026-06-30'] } },
      provisional: true,
    })
  })

  test('moves no milestone that was reached before, nor one that had passed', () => {
    const resumedOn = (...given: readonly Scene[]) =>
      on('2026-07-08')
        .given(issued(), ...given)
        .when(resume)
    const reachedBefore = resumedOn(reported(supporter, 100), suspended('2026-03-09'))
    expect(reachedBefore.decision).toMatchObject({ right: [{ milestones: [] }] })
    const missedBefore = resumedOn(reported(supporter, 90), suspended('2026-07-01'))
    expect(missedBefore.decision).toMatchObject({ right: [{ milestones: [] }] })
    const owed = resumedOn(reported(supporter, 90), suspended('2026-06-30'))
    expect(owed.decision).toMatchObject({ right: [{ milestones: [{ id: 'half-year' }] }] })
  })

  test('over free days alone no date passes: it lies on the day of resuming', () => {
    const content = { ...issued().content, due: toDate('2026-12-04') }
    const { decision } = on('2026-12-06')
      .given(TaskIssued.fromPartial({ ...issued(), content }), acknowledged(supporter), suspended('2026-12-04'))
      .when(resume)
    expect(decision).toMatchObject({ right: [{ workingDays: 0, due: toDate('2026-12-06'), milestones: [] }] })
    // What had passed before has passed.
    const late = on('2026-12-13')
      .given(TaskIssued.fromPartial({ ...issued(), content }), acknowledged(supporter), suspended('2026-12-11'))
      .when(resume)
    expect(late.decision).toMatchObject({ right: [{ workingDays: 0, due: toDate('2026-12-04') }] })
  })

  test('a part that waits to be acknowledged has that many days more for it', () => {
    const state = on('2026-03-06').given(issued(), suspended('2026-03-03')).when(resume)
    expect(state.decision).toMatchObject({ right: [{ workingDays: 3, acknowledgeBy: { month: 3, day: 9 } }] })
  })

  test('acknowledging that crossed with the suspension was in time, as the limit for it stood', () => {
    const given = [issued(), suspended('2026-03-03'), acknowledgedOn('2026-03-05')]
    const { decision } = on('2026-03-06')
      .given(...given)
      .when(resume)
    expect(decision).toMatchObject({ right: [{ workingDays: 3, acknowledgeBy: { month: 3, day: 9 } }] })
    const dates = { due: toDate('2027-01-06'), acknowledgeBy: toDate('2026-03-09') }
    const state = story.state(...given, AssignmentResumed.create({ organisation: supporter, ...dates })) as Task
    expect(partLight(state, partOf(state) as Task['parts'][number], '2026-03-06')).toMatchObject({
      reason: 'LIGHT_REASON_ON_COURSE',
    })
  })

  test('so has its body for asking to be released, unless that time had passed', () => {
    const state = on('2026-03-06').given(issued(), suspended('2026-03-04')).when(resume)
    expect(state.decision).toMatchObject({ right: [{ workingDays: 2, reassignBy: { month: 3, day: 6 } }] })
    const resumed = AssignmentResumed.create({
      ...{ organisation: supporter, due: toDate('2027-01-05'), reassignBy: toDate('2026-03-06') },
    })
    expect(partOf(story.state(issued(), suspended('2026-03-04'), resumed))?.reassignBy).toBe('2026-03-06')
    const late = on('2026-03-10').given(issued(), suspended('2026-03-05')).when(resume)
    expect(late.decision).toMatchObject({ right: [{ reassignBy: undefined }] })
  })

  test('the reviewer of a submission that waited has that many days more for it', () => {
    const before = [issued(), submitted(supporter), suspended('2026-03-05')]
    const { decision } = on('2026-03-10')
      .given(...before)
      .when(resume)
    expect(decision).toMatchObject({ right: [{ workingDays: 3, reviewBy: { month: 3, day: 12 } }] })
    const dates = { due: toDate('2027-01-05'), reviewBy: toDate('2026-03-12') }
    const state = story.state(...before, AssignmentResumed.create({ organisation: supporter, ...dates }))
    expect(partOf(state)).toMatchObject({ state: 'ASSIGNMENT_STATE_SUBMITTED', reviewBy: '2026-03-12' })
  })

  test('is shown: a grey light, the turn of the authority', () => {
    const state = story.state(issued(), acknowledged(supporter), suspended('2026-03-09')) as Task
    expect(partLight(state, partOf(state) as never, '2027-05-01')).toMatchObject({
      colour: 'LIGHT_COLOUR_GREY',
      reason: 'LIGHT_REASON_SUSPENDED',
      turn: [office],
    })
  })

  test('once at a time, of what is open, by the authority alone', () => {
    story.given(issued(), suspended('2026-03-02')).when(about('Suspend')).then({ reason: 'ALREADY_SUSPENDED' })
    story.given(issued()).when(resume).then({ reason: 'NOT_SUSPENDED' })
    story.given(issued()).when(about('Suspend'), lead).then({ reason: 'NOT_ISSUING_AUTHORITY' })
    story
      .given(issued())
      .when(about('Suspend'))
      .then([AssignmentSuspended.create({ organisation: supporter, reason })])
  })
})

test('a waived part is closed with a reason, and stays in sight of its body', () => {
  const fact = AssignmentWaived.create({ organisation: supporter, reason })
  const state = story.given(issued(), reported(supporter, 10)).when(about('Waive')).then([fact]) as Task
  expect(partOf(state)?.state).toBe('ASSIGNMENT_STATE_WAIVED')
  expect(taskParties(state).has(supporter)).toBe(true)
  story.given(issued(), fact).when(about('Waive')).then({ reason: 'ASSIGNMENT_ENDED' })
})

test('where no lead is left, the authority reviews, grants, and proposes closing', () => {
  const waived = AssignmentWaived.create({ organisation: lead, reason })
  const given: Scene[] = [issued(), waived, acknowledged(supporter)]
  const state = story.given(...given, submitted(supporter)).when({ type: 'Accept', organisation: supporter })
  state.then([accepted(supporter)])
  story
    .given(...given, extensionRequested(supporter, '2027-02-01'))
    .when(grant())
    .then([granted('2027-02-01')])
  const done: Scene[] = [...given, submitted(supporter), accepted(supporter)]
  expect(story.given(...done).when(propose).decision._tag).toBe('Right')
  story
    .given(...done)
    .when(propose, lead)
    .then({ reason: 'NOT_PROPOSER' })
})

test('whoever has a part comments; who is copied only reads; nobody else knows of it', () => {
  const copied = { ...issued(), copied: [successor] }
  const comment: TaskCommand = { type: 'Comment', text: reason }
  story
    .given(copied)
    .when(comment, supporter)
    .then([TaskCommented.create({ text: reason })])
  story.given(copied).when(comment, successor).then({ reason: 'ONLY_READS' })
  story.given(copied).when(comment, outsider).then({ reason: 'TASK_NOT_FOUND' })
  const withPart = [
    copied,
    AssignmentTransferred.create({
      ...{ organisation: supporter, successor: body(successor, 'ROLE_RESPONSIBLE'), ...takenOver },
    }),
  ]
  story
    .given(...withPart)
    .when(comment, successor)
    .then([TaskCommented.create({ text: reason })])
  expect(taskParties(story.state(copied) as Task).has(successor)).toBe(true)
  expect(taskDecider.parties(copied, story.state(copied) as Task).admits).toContain(successor)
})

test('a fact of the body names its assignment', () => {
  expect(taskDecider.touches({ subject: assignmentName(supporter) } as never)).toEqual([taskName])
})
