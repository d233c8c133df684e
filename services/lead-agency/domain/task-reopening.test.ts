/** What may follow when a task has been struck off. */

import { describe, expect, test } from 'vitest'
import { ProgressReported } from '#proto/qiantou/assignment/v1/assignment_events.ts'
import { AssignmentTransferred, AssignmentWaived, TaskArchived } from '#proto/qiantou/task/v1/task_events.ts'
import { toDate } from '#shared/domain/calendar.ts'
import { endedOn } from '#shared/domain/presence.ts'
import type { Rejection } from '#shared/domain/rejection.ts'
import type { BodySideFact, TaskFact } from '#shared/domain/task-fact.ts'
import { Story, type Told, told } from '#shared/testing/story.ts'
import {
  accepted,
  acknowledged,
  assignmentName,
  body,
  cancelled,
  closed,
  evidence,
  issued,
  lead,
  noon,
  office,
  outsider,
  proposed,
  reopened,
  submitted,
  supporter,
  takenOver,
  taskName,
  text,
} from '#shared/testing/task-facts.ts'
import { type TaskCommand, taskDecider } from './task.ts'

const story = new Story(taskDecider, { actor: office, subject: taskName, at: noon })
type Scene = Told<TaskFact | BodySideFact>

const finished = (organisation: string): Scene[] => [
  acknowledged(organisation),
  submitted(organisation),
  accepted(organisation),
]
const struckOff: Scene[] = [
  issued(),
  ...finished(lead),
  ...finished(supporter),
  told(proposed(), { actor: lead }),
  closed(),
]
const waived = AssignmentWaived.create({ organisation: supporter, reason: text('已由他处提供') })
const reopen = (organisations: readonly string[], due = '2027-06-30', absent?: Rejection): TaskCommand => ({
  ...{
    type: 'Reopen',
    organisations,
    absent,
    workers: new Map(),
    due: toDate(due),
    reason: text('审计发现问题,须整改'),
  },
})
const archive: TaskCommand = { type: 'Archive' }

describe('opening again', () => {
  test('lets accepted parts go on until another date, and closing is proposed anew', () => {
    const state = story
      .given(...struckOff)
      .when(reopen([supporter]))
      .then([reopened(supporter)])
    expect(state).toMatchObject({ state: 'ISSUED', closingProposedBy: [] })
    expect(state?.endedAt).toBeUndefined()
    expect(state?.parts).toMatchObject([
      { organisation: lead, state: 'ASSIGNMENT_STATE_ACCEPTED' },
      {
        ...{ organisation: supporter, state: 'ASSIGNMENT_STATE_IN_PROGRESS', submissionCount: 1 },
        ...{ due: '2027-06-30', warnOn: '2027-06-23', formerDues: ['2026-12-31'] },
        // What it had not reached by then was done without.
        milestones: { 'half-year': { reachedOn: '2026-03-02' } },
      },
    ])
    story
      .given(...struckOff, reopened(supporter))
      .when({ type: 'ProposeClosing', statement: text('已整改'), evidence: [evidence('验收报告')] }, lead)
      .then({ reason: 'ASSIGNMENTS_OPEN', details: { organisations: supporter } })
    story
      .given(...struckOff, reopened(supporter), submitted(supporter, 2), accepted(supporter, 2))
      .when({ type: 'ProposeClosing', statement: text('已达标准'), evidence: [evidence('验收报告')] }, lead)
      .then([proposed()])
  })

  test('leaves the milestones reached that it did without, whatever old records report on them; one that was reached is as reported', () => {
    const on = (report: number, percent: number): Scene =>
      told(ProgressReported.create({ report, milestone: 'half-year', percent, text: text('进展') }), {
        ...{ actor: supporter, subject: assignmentName(supporter), at: noon },
      })
    const half = [...struckOff, reopened(supporter), on(1, 50)]
    const milestoneOf = (...scenes: readonly Scene[]) => story.state(...scenes)?.parts[1]?.milestones?.['half-year']
    expect(milestoneOf(...half)).toEqual({ reachedOn: '2026-03-02', settled: true })
    const whole = [issued(), acknowledged(supporter), on(1, 100), submitted(supporter), accepted(supporter)]
    const done: Scene[] = [...whole, ...finished(lead), told(proposed(), { actor: lead }), closed()]
    expect(milestoneOf(...done, reopened(supporter))).toEqual({ reachedOn: '2026-03-02' })
    expect(milestoneOf(...done, reopened(supporter), on(2, 50))).toEqual({})
  })

  test('is for the authority, and for parts that were accepted', () => {
    story
      .given(...struckOff)
      .when(reopen([supporter]), lead)
      .then({ reason: 'NOT_ISSUING_AUTHORITY' })
    const without: Scene[] = [issued(), ...finished(lead), waived, told(proposed(), { actor: lead }), closed()]
    story
      .given(...without)
      .when(reopen([lead, supporter]))
      .then({ reason: 'ASSIGNMENT_NOT_ACCEPTED', details: { organisations: supporter } })
  })

  test('needs a date that has not passed, and bodies that are there', () => {
    const absent = endedOn(supporter, { date: '2026-02-01', successors: [lead] })
    story
      .given(...struckOff)
      .when(reopen([supporter], '2026-03-01'))
      .then({ reason: 'DUE_PASSED' })
    story
      .given(...struckOff)
      .when(reopen([supporter], '2026-03-02'))
      .then([{ ...reopened(supporter), due: toDate('2026-03-02'), warnOn: toDate('2026-02-24'), provisional: false }])
    story
      .given(...struckOff)
      .when(reopen([supporter], '2027-06-30', absent))
      .then(absent)
  })
})

describe('the part of an authority that came to have it by succession', () => {
  const merged = (former: string): TaskFact =>
    AssignmentTransferred.create({
      ...{ organisation: former, successor: body(office, 'ROLE_RESPONSIBLE'), ...takenOver, succession: true },
    })
  const refused = {
    reason: 'NOBODY_ELSE_REVIEWS',
    kind: 'precondition',
    details: { clause: '2-1', organisation: office },
  } as const

  test('is not opened again by it where nobody else would review it', () => {
    const sole = issued([body(supporter, 'ROLE_RESPONSIBLE')], 'RESPONSIBILITY_MODE_SOLE')
    const done: Scene[] = [sole, merged(supporter), ...finished(office), told(proposed(), { actor: office }), closed()]
    story
      .given(...done)
      .when(reopen([office]))
      .then(refused)
  })

  test('is, where a lead reviews it', () => {
    const done: Scene[] = [issued(), ...finished(lead), merged(supporter), ...finished(office)]
    story
      .given(...done, told(proposed(), { actor: lead }), closed())
      .when(reopen([office]))
      .then([reopened(office)])
  })

  test('is not, where that lead is no longer there and nobody else succeeds it, which no record of a closed task says', () => {
    const done: Scene[] = [issued(), ...finished(lead), merged(supporter), ...finished(office)]
    const given = story.given(...done, told(proposed(), { actor: lead }), closed())
    const worker = (name: string): TaskCommand =>
      ({ ...reopen([office]), workers: new Map([[lead, name]]) }) as TaskCommand
    given.when(worker('')).then(refused)
    given.when(worker(office)).then(refused)
    given.when(worker(outsider)).then([reopened(office)])
  })
})

describe('archiving', () => {
  test('is for the authority; afterwards nothing is decided any more', () => {
    story
      .given(...struckOff)
      .when(archive, lead)
      .then({ reason: 'NOT_ISSUING_AUTHORITY' })
    const state = story
      .given(...struckOff)
      .when(archive)
      .then([TaskArchived.create()])
    expect(state?.state).toBe('ARCHIVED')
    for (const command of [archive, reopen([supporter])])
      story
        .given(...struckOff, TaskArchived.create())
        .when(command)
        .then({ reason: 'TASK_NOT_CLOSED', details: { state: 'TASK_STATE_ARCHIVED' } })
    story
      .given(...struckOff, TaskArchived.create())
      .when({ type: 'Comment', text: text('请查阅') })
      .then({ reason: 'TASK_ENDED' })
  })
})

test('a task that is not closed is neither opened again nor archived', () => {
  for (const scenes of [[issued()], [issued(), cancelled(lead, supporter)]])
    for (const command of [archive, reopen([supporter])])
      story
        .given(...scenes)
        .when(command)
        .then({ reason: 'TASK_NOT_CLOSED' })
})
