import { describe, expect, test } from 'vitest'
import { SignOff } from '#proto/qiantou/record/v1/record.ts'
import * as report from '#proto/qiantou/supervision/v1/report_events.ts'
import { type Day, toDate } from '#shared/domain/calendar.ts'
import { lightLines, linesText } from '#shared/domain/light-lines.ts'
import { goesOnAfter, periodOf } from '#shared/domain/report-period.ts'
import type { TaskFact } from '#shared/domain/task-fact.ts'
import { Story, told } from '#shared/testing/story.ts'
import { cancelled, issued, lead, noon, office, supporter, taskName, text } from '#shared/testing/task-facts.ts'
import { type ReportCommand, reportDecider, unreportable } from './report.ts'
import { taskView } from './task.ts'

const name = 'programmes/hunan/reports/2026-03'
const story = new Story(reportDecider, { actor: office, subject: name, at: noon })
const lightsSha256 = Buffer.alloc(32, 1)
const part = `${taskName}/assignments/hn-fgw`
const reason = text('口径调整')
const adjustment = { assignment: part, colour: 'LIGHT_COLOUR_YELLOW' as const, reason }
const confirm: ReportCommand = {
  ...{ type: 'Confirm', office, id: '2026-03', asOf: '2026-03-31', lightsSha256 },
  ...{ hasTasks: true, assignments: [part], ended: [], adjustments: [adjustment] },
}
const confirmed = report.ReportConfirmed.fromPartial({
  ...{ kind: 'REPORT_KIND_MONTHLY_DISPATCH', asOf: toDate('2026-03-31'), lightsSha256, assignments: 1 },
  adjustments: [adjustment],
})
const withdrawn = report.ReportWithdrawn.create({ reason })
const withdraw: ReportCommand = { type: 'Withdraw', office, reason }

describe('a report', () => {
  test('says who signed it, where that is said', () => {
    const signOff = [SignOff.create({ step: 'SIGN_OFF_STEP_SIGNED', person: 'p-1' })]
    const kept = [{ step: 'SIGN_OFF_STEP_SIGNED', person: 'p-1' }]
    expect(story.state(told(confirmed, { signOff }))).toMatchObject({ signOff: kept })
    expect(story.state(confirmed)).not.toHaveProperty('signOff')
  })

  test('is confirmed once; withdrawn with a reason, it may be confirmed anew', () => {
    const state = story.given().when(confirm).then([confirmed])
    expect(state).toMatchObject({ asOf: '2026-03-31', lightsSha256: '01'.repeat(32), assignments: 1 })
    story.given(confirmed).when(confirm).then({ reason: 'REPORT_CONFIRMED' })
    story.given(confirmed).when(withdraw).then([withdrawn])
    story.given(confirmed, withdrawn).when(withdraw).then({ reason: 'REPORT_WITHDRAWN' })
    expect(story.given(confirmed, withdrawn).when(confirm).then([confirmed])?.withdrawn).toBeUndefined()
  })

  test("is the office's own: others learn nothing of it", () => {
    story.given(confirmed).when(confirm, lead).then({ reason: 'PROGRAMME_NOT_FOUND' })
    story.given(confirmed).when(withdraw, lead).then({ reason: 'REPORT_NOT_FOUND' })
    story.given().when(withdraw).then({ reason: 'REPORT_NOT_FOUND' })
  })

  test('is confirmed of no day by which the programme had no task', () => {
    story
      .given()
      .when({ ...confirm, hasTasks: false, assignments: [], adjustments: [] } as ReportCommand)
      .then({ reason: 'NO_TASK_TO_REPORT', kind: 'precondition', details: { date: '2026-03-31' } })
  })

  test('says otherwise only of what had a light', () => {
    story
      .given()
      .when({ ...confirm, assignments: [] } as ReportCommand)
      .then({ reason: 'ADJUSTMENT_UNKNOWN' })
  })

  test('says nothing otherwise of what was done, or had ended', () => {
    const ended = { ...confirm, ended: [part] } as ReportCommand
    const details = { assignment: part, date: '2026-03-31' }
    story.given().when(ended).then({ reason: 'ADJUSTMENT_OF_ENDED', kind: 'precondition', details })
    story
      .given()
      .when({ ...ended, adjustments: [] } as ReportCommand)
      .then([report.ReportConfirmed.fromPartial({ ...confirmed, adjustments: [] })])
  })
})

test.each([
  ['2026-02', 'REPORT_KIND_MONTHLY_DISPATCH', '2026-02-01', '2026-02-28'],
  ['2026-12', 'REPORT_KIND_MONTHLY_DISPATCH', '2026-12-01', '2026-12-31'],
  ['2026-q1', 'REPORT_KIND_QUARTERLY_BULLETIN', '2026-01-01', '2026-03-31'],
  ['2026-q4', 'REPORT_KIND_QUARTERLY_BULLETIN', '2026-10-01', '2026-12-31'],
])('%s is a %s from %s to %s', (id, kind, from, to) => {
  expect(periodOf(id)).toEqual({ kind, from, to })
})

test.each(['2026-13', '2026-q5', '2026', '2026-00', '2026-3'])('%s is no period', (id) => {
  expect(periodOf(id)).toBeUndefined()
})

test('a day is reported on in its own period, and once it is over', () => {
  const refused = (asOf: Day, today: Day) => unreportable('2026-03', asOf, today)
  expect(refused('2026-03-31', '2026-04-01')).toBeUndefined()
  expect(refused('2026-03-31', '2026-03-31')).toMatchObject({ left: { reason: 'AS_OF_NOT_OVER' } })
  for (const outside of ['2026-02-28', '2026-04-01'])
    expect(refused(outside, '2026-06-01')).toMatchObject({ left: { reason: 'AS_OF_OUTSIDE' } })
})

test('a period goes on until its last day', () => {
  expect(['2026-03-30', '2026-03-31'].map((day) => goesOnAfter('2026-03', day))).toEqual([true, false])
  expect(['2026-03-31', '2026-06-30'].map((day) => goesOnAfter('2026-q2', day))).toEqual([true, false])
})

test('the lights are a line for each part by name, of those that have ended too', () => {
  const tasks = new Story(taskView, { actor: office, subject: taskName, at: noon })
  const of = (day: Day, ...facts: readonly TaskFact[]): string => {
    const task = tasks.state(...facts)
    return linesText(lightLines(task ? [{ name: taskName, task, lastReports: new Map(), people: new Map() }] : [], day))
  }
  expect(of('2026-03-03', issued())).toBe(
    [
      `${part} LIGHT_COLOUR_GREY LIGHT_REASON_NOT_STARTED`,
      `${taskName}/assignments/hn-kjt LIGHT_COLOUR_GREY LIGHT_REASON_NOT_STARTED`,
      '',
    ].join('\n'),
  )
  expect(of('2027-01-01', issued())).toContain(`${part} LIGHT_COLOUR_RED LIGHT_REASON_OVERDUE\n`)
  expect(of('2026-03-03', issued(), cancelled(lead, supporter))).toContain(
    `${part} LIGHT_COLOUR_UNSPECIFIED LIGHT_REASON_UNSPECIFIED\n`,
  )
})
