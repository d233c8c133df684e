/** More time, corrections, sign-off: what a body may do with its part, and what time does with it. */
import { describe, expect, test } from 'vitest'
import {
  DeadlineReached,
  ExtensionRequested,
  ProgressReported,
} from '#proto/qiantou/assignment/v1/assignment_events.ts'
import { Evidence, SignOff } from '#proto/qiantou/record/v1/record.ts'
import {
  AssignmentSuspended,
  ExtensionGranted,
  ExtensionOpinionGiven,
  ExtensionRefused,
} from '#proto/qiantou/task/v1/task_events.ts'
import { startOf, toDate } from '#shared/domain/calendar.ts'
import { rulesOf } from '#shared/domain/rules.ts'
import { Story, type Told, told } from '#shared/testing/story.ts'
import {
  accepted,
  acknowledged,
  assignmentName,
  extensionRequested,
  issued,
  lead,
  noon,
  office,
  outsider,
  reopened,
  reported,
  submitted,
  supporter,
  taskName,
  text,
} from '#shared/testing/task-facts.ts'
import { type AssignmentCommand, assignmentDecider } from './assignment.ts'
import type { Assignment, AssignmentFact, TaskFact } from './assignment-state.ts'

const ours = assignmentName(supporter)
const on = (day: string) =>
  new Story(assignmentDecider, { actor: supporter, subject: ours, at: new Date(`${day}T04:00:00Z`) })
const story = on('2026-03-02')
type Scene = Told<AssignmentFact | TaskFact>
const ofTask = (fact: TaskFact, actor = office): Scene => told<TaskFact>(fact, { actor, subject: taskName, at: noon })
const begun: Scene[] = [ofTask(issued()), acknowledged(supporter)]

const ground = { parties: new Set([office, lead, supporter]), judges: [office, lead], rules: rulesOf(undefined) }
const reason = text('招标流程较长')
const ask = (due: string, milestone = ''): AssignmentCommand => ({
  ...ground,
  type: 'RequestExtension',
  milestone,
  due: toDate(due),
  reason,
})
const asked = (due: string, milestone = '', extension = 1): ExtensionRequested =>
  ExtensionRequested.create({ extension, milestone, due: toDate(due), reason })
const report: AssignmentCommand = {
  ...{ ...ground, type: 'Report', milestone: '', percent: 50, text: reason, evidence: [], corrects: 0 },
}

test('while a part is suspended nothing is done about it: it waits for the authority', () => {
  const suspended = ofTask(AssignmentSuspended.create({ organisation: supporter, reason }))
  const waits = { reason: 'ASSIGNMENT_SUSPENDED', kind: 'precondition', details: { since: '2026-03-02' } } as const
  story
    .given(ofTask(issued()), suspended)
    .when({ ...ground, type: 'Acknowledge' })
    .then(waits)
  story
    .given(...begun, suspended)
    .when(report)
    .then(waits)
  story
    .given(...begun, suspended)
    .when(ask('2027-02-01'))
    .then(waits)
})

describe('more time', () => {
  test('is asked for before the due date has passed, for a later one', () => {
    on('2026-12-31')
      .given(...begun)
      .when(ask('2027-02-01'))
      .then([asked('2027-02-01')])
    on('2027-01-01')
      .given(...begun)
      .when(ask('2027-02-01'))
      .then({ reason: 'EXTENSION_TOO_LATE' })
    story
      .given(...begun)
      .when(ask('2026-12-31'))
      .then({ reason: 'EXTENSION_NOT_LATER' })
  })

  test('of a milestone by its own date', () => {
    on('2026-06-30')
      .given(...begun)
      .when(ask('2026-08-01', 'half-year'))
      .then([asked('2026-08-01', 'half-year')])
    on('2026-07-01')
      .given(...begun)
      .when(ask('2026-08-01', 'half-year'))
      .then({ reason: 'EXTENSION_TOO_LATE' })
    story
      .given(...begun)
      .when(ask('2026-08-01', 'year'))
      .then({ reason: 'MILESTONE_UNKNOWN' })
  })

  test('of a milestone until the day on which the part is due, and no later', () => {
    const given = story.given(...begun)
    given.when(ask('2026-12-31', 'half-year')).then([asked('2026-12-31', 'half-year')])
    given.when(ask('2027-01-01', 'half-year')).then({
      reason: 'MILESTONE_AFTER_DUE',
      kind: 'invalid',
      details: { milestone: 'half-year', due: '2027-01-01', last: '2026-12-31' },
    })
    const extended = ofTask(
      ExtensionGranted.create({ organisation: supporter, extension: 1, due: toDate('2027-02-01') }),
    )
    story
      .given(...begun, extensionRequested(supporter, '2027-02-01'), extended)
      .when(ask('2027-02-01', 'half-year'))
      .then([asked('2027-02-01', 'half-year', 2)])
  })

  test('one request waits at a time; what became of each is kept', () => {
    const first = extensionRequested(supporter, '2027-02-01')
    story
      .given(...begun, first)
      .when(ask('2027-03-01'))
      .then({ reason: 'EXTENSION_PENDING' })
    const refused = ofTask(ExtensionRefused.create({ organisation: supporter, extension: 1, reason }))
    const state = story
      .given(...begun, first, refused)
      .when(ask('2027-03-01'))
      .then([asked('2027-03-01', '', 2)])
    expect(state?.extensionRequests?.map(({ number, outcome }) => [number, outcome])).toEqual([
      [1, 'REFUSED'],
      [2, undefined],
    ])
    const granted = ofTask(
      ExtensionGranted.create({ organisation: supporter, extension: 1, due: toDate('2027-02-01') }),
    )
    on('2027-01-15')
      .given(...begun, first, granted)
      .when(ask('2027-03-01'))
      .then([asked('2027-03-01', '', 2)])
  })

  test('the day that was granted, what the leads think and why it was refused stay with the request', () => {
    const first = extensionRequested(supporter, '2027-02-01')
    const opinion = (supports: boolean, actor: string) =>
      ofTask(ExtensionOpinionGiven.create({ organisation: supporter, extension: 1, supports, text: reason }), actor)
    const grant = (due: string) =>
      ofTask(ExtensionGranted.create({ organisation: supporter, extension: 1, due: toDate(due) }))
    const said = [opinion(true, lead), opinion(true, outsider), opinion(false, lead)]
    const of = (...facts: typeof said) => story.state(...begun, first, ...facts)?.extensionRequests?.[0]
    const kept = { sha256: expect.any(String) }
    expect(of(...said)?.opinions).toMatchObject([
      { lead: outsider, supports: true, text: kept },
      { lead, supports: false, text: kept },
    ])
    const decidedAt = noon.toISOString()
    expect(of(grant('2027-01-15'))).toMatchObject({ outcome: 'GRANTED', granted: '2027-01-15', decidedAt })
    // As it was asked for: said once.
    expect(of(grant('2027-02-01'))).not.toHaveProperty('granted')
    const refused = ofTask(ExtensionRefused.create({ organisation: supporter, extension: 1, reason }))
    expect(of(refused)).toMatchObject({ outcome: 'REFUSED', refusal: kept, decidedAt })
  })

  test('not of a part that is submitted', () => {
    story
      .given(...begun, submitted(supporter))
      .when(ask('2027-02-01'))
      .then({ reason: 'NOT_WORKABLE' })
  })
})

describe('release', () => {
  const release: AssignmentCommand = { ...ground, type: 'RequestReassignment', reason }

  test('is asked for within two working days', () => {
    on('2026-03-05').given(ofTask(issued())).when(release).then({ reason: 'REASSIGNMENT_TOO_LATE' })
    expect(on('2026-03-04').given(ofTask(issued())).when(release).decision._tag).toBe('Right')
  })
})

describe('reports', () => {
  test('a correction names the report that it corrects', () => {
    const correction = { ...report, milestone: 'half-year', corrects: 1 } as AssignmentCommand
    story
      .given(...begun)
      .when(correction)
      .then({ reason: 'REPORT_UNKNOWN' })
    const state = story
      .given(...begun, reported(supporter, 40))
      .when(correction)
      .then([ProgressReported.create({ report: 2, milestone: 'half-year', percent: 50, text: reason, corrects: 1 })])
    expect(state?.reports.at(-1)).toMatchObject({ number: 2, corrects: 1 })
  })

  test('a correction is about what it corrects: another milestone, or the whole, is none of it', () => {
    const of = (milestone: string, corrects: number) => ({ ...report, milestone, corrects }) as AssignmentCommand
    const on = (number: number, milestone: string) =>
      told(ProgressReported.create({ report: number, milestone, percent: 100 }), { actor: supporter, at: noon })
    const given = story.given(...begun, on(1, 'half-year'), on(2, ''))
    given.when(of('', 1)).then({
      ...{ reason: 'CORRECTION_ELSEWHERE', kind: 'precondition' },
      details: { report: '1', milestone: 'half-year' },
    })
    given.when(of('half-year', 2)).then({ reason: 'CORRECTION_ELSEWHERE' })
    const corrected = ProgressReported.create({
      ...{ report: 3, milestone: 'half-year', percent: 50, text: reason, corrects: 1 },
    })
    const state = given.when(of('half-year', 1)).then([corrected])
    expect(state?.milestones).toEqual({ 'half-year': {} })
    expect(given.when(of('', 2)).decision).toMatchObject({ _tag: 'Right' })
  })

  test('a report that is not among the newest any more is corrected by none, on its own milestone or elsewhere', () => {
    const of = (milestone: string, corrects: number) => ({ ...report, milestone, corrects }) as AssignmentCommand
    const on = (number: number, milestone: string, evidence: Evidence[] = []) =>
      told(ProgressReported.create({ report: number, milestone, percent: 100, evidence }), {
        actor: supporter,
        at: noon,
      })
    const later = Array.from({ length: 20 }, (_, i) => on(i + 2, ''))
    const given = story.given(...begun, on(1, 'half-year'), ...later)
    for (const milestone of ['', 'half-year'])
      given.when(of(milestone, 1)).then({
        ...{ reason: 'CORRECTION_TOO_OLD', kind: 'precondition' },
        details: { report: '1', newest: '20', oldest: '2' },
      })
    expect(given.when(of('', 2)).decision).toMatchObject({ _tag: 'Right' })
    given.when(of('', 22)).then({ reason: 'REPORT_UNKNOWN' })
    // With nineteen after it, it is the oldest of the newest twenty.
    const before = story.given(...begun, on(1, 'half-year'), ...later.slice(1).map((_, i) => on(i + 2, '')))
    expect(before.when(of('half-year', 1)).decision).toMatchObject({ _tag: 'Right' })
    before.when(of('', 1)).then({ reason: 'CORRECTION_ELSEWHERE' })
    const files = Array.from({ length: 51 }, () => Evidence.create({ title: '佐证' }))
    story
      .given(...begun, on(1, 'half-year', files), on(2, '', files))
      .when(of('half-year', 1))
      .then({ reason: 'CORRECTION_TOO_OLD', details: { report: '1', newest: '1', oldest: '2' } })
  })

  test('are not given on a milestone that the reopened part did without, nor is more time asked for it', () => {
    const done = [submitted(supporter), ofTask(accepted(supporter)), ofTask(reopened(supporter))]
    const given = story.given(...begun, reported(supporter, 40), ...done)
    const settled = {
      reason: 'MILESTONE_SETTLED',
      kind: 'precondition',
      details: { milestone: 'half-year', since: '2026-03-02' },
    } as const
    given.when({ ...report, milestone: 'half-year' } as AssignmentCommand).then(settled)
    given.when(ask('2026-08-01', 'half-year')).then(settled)
    expect(given.when(report).decision).toMatchObject({ _tag: 'Right' })
  })

  test('the chain of whoever handled, reviewed and signed stands with it', () => {
    const signOff = [
      SignOff.create({ step: 'SIGN_OFF_STEP_HANDLED', person: 'p-17' }),
      SignOff.create({ step: 'SIGN_OFF_STEP_SIGNED', person: 'p-3' }),
    ]
    const reported = ProgressReported.create({ report: 1, percent: 50, text: reason })
    const state = story.state(...begun, told(reported, { signOff }))
    expect(state?.reports[0]?.signOff).toEqual(signOff.map(({ step, person }) => ({ step, person })))
  })
})

test('time tells of what was not done, by the service itself, and moves on to what is next', () => {
  const state = story.state(...begun) as Assignment
  const facts = assignmentDecider.elapse?.(state, { at: startOf('2026-07-01') } as never)
  expect(facts).toEqual([
    DeadlineReached.create({ deadline: 'DEADLINE_MILESTONE', milestone: 'half-year', date: toDate('2026-06-30') }),
  ])
  const next = story.state(...begun, ...(facts ?? [])) as Assignment
  expect(assignmentDecider.due?.(next)).toBe(startOf('2026-12-24').toISOString())
})

test('a submission is reviewed by a day that is provisional where a notice may still change it', () => {
  const submit: AssignmentCommand = { ...ground, type: 'Submit', text: reason, evidence: [] }
  const provisional = (day: string) =>
    on(day)
      .given(...begun)
      .when(submit).decision
  expect(provisional('2026-12-18')).toMatchObject({ right: [{ reviewBy: toDate('2026-12-25'), provisional: false }] })
  expect(provisional('2026-12-24')).toMatchObject({ right: [{ reviewBy: toDate('2026-12-31'), provisional: true }] })
})
