/** Monthly reports of a part that stands still, or waits for others: none falls due in that time (docs/domain.md, rule 3). */

import { describe, expect, test } from 'vitest'
import { ProgressReported } from '#proto/qiantou/assignment/v1/assignment_events.ts'
import { AssignmentResumed, AssignmentSuspended, MonthlyReport } from '#proto/qiantou/task/v1/task_events.ts'
import { recordedOf, type Told } from '#shared/testing/story.ts'
import {
  acknowledged,
  assignmentName,
  issued,
  noon,
  office,
  releaseRequested,
  returned,
  submitted,
  supporter,
  taskContent,
  text,
  upheld,
} from '#shared/testing/task-facts.ts'
import { type Day, dayFrom, endOf, startOf, toDate } from './calendar.ts'
import { type Course, elapsed, nextReport } from './course.ts'
import { basisOf } from './course-basis.ts'
import { acted, decidedAbout, started } from './course-fold.ts'
import type { BodySideFact, TaskSideFact } from './task-fact.ts'

type Fact = BodySideFact | TaskSideFact
/** By the 31st, with a reminder three days before; no milestone and no due date comes between. */
const asked = {
  ...taskContent(),
  due: toDate('2027-12-31'),
  milestones: [],
  monthlyReport: { day: 31, reminderDays: 3 },
}
const content = { ...asked, monthlyReport: MonthlyReport.create(asked.monthlyReport) }
const basis = basisOf({ ...issued(), content, milestonesWarnOn: [], warnOn: undefined }, noon)

const fold = (course: Course, ...scenes: readonly Told<Fact>[]): Course =>
  scenes.reduce((state, scene) => {
    const recorded = recordedOf(scene, { actor: office, subject: assignmentName(supporter), at: noon })
    const { fact, at } = recorded
    return fact.$type.startsWith('qiantou.assignment.')
      ? acted(state, basis, fact as BodySideFact, at)
      : decidedAbout(state, basis, { ...recorded, fact: fact as TaskSideFact })
  }, course)

const on = (day: Day, scene: Told<Fact>): Told<Fact> => ({
  ...('fact' in scene ? scene : { fact: scene }),
  at: new Date(startOf(day).getTime() + 4 * 3_600_000),
})
const suspended = (day: Day) => on(day, AssignmentSuspended.create({ organisation: supporter, reason: text('停') }))
const resumed = (day: Day) => on(day, AssignmentResumed.create({ organisation: supporter, due: content.due }))
const report = (day: Day) => on(day, ProgressReported.create({ report: 1, percent: 10, text: text('报') }))
const atWork = fold(started, on('2026-03-02', acknowledged(supporter)))

/** What time tells of up to the end of a day, in its order, and the course after it. */
function until(course: Course, day: Day): { readonly course: Course; readonly told: readonly string[] } {
  const [facts, told]: [Course, string[]] = [course, []]
  let state = facts
  for (let found = elapsed(state, basis, endOf(day)); found.length; found = elapsed(state, basis, endOf(day)))
    for (const fact of found) {
      told.push(`${fact.deadline.replace('DEADLINE_', '')} ${fact.date ? dayFrom(fact.date) : ''}`)
      state = acted(state, basis, fact, endOf(day))
    }
  return { course: state, told }
}

describe('no monthly report falls due', () => {
  test('while the part is suspended; resumed, the next is that of the next day by which one is due', () => {
    const stood = fold(atWork, suspended('2026-03-20'))
    expect(until(stood, '2026-07-15').told).toEqual([])
    const going = fold(stood, resumed('2026-06-10'))
    expect(nextReport(going, basis)).toBe('2026-06-30')
    expect(until(going, '2026-06-29').told).toEqual(['REPORT_REMINDER 2026-06-30'])
    expect(until(going, '2026-06-30').told).toEqual(['REPORT_REMINDER 2026-06-30', 'REPORT 2026-06-30'])
  })

  test('while a submission waits for review; returned, likewise', () => {
    const waits = fold(atWork, on('2026-03-31', submitted(supporter)))
    expect(until(waits, '2026-05-15').told).toEqual(['REVIEW 2026-03-09'])
    const going = fold(waits, on('2026-05-31', returned(supporter)))
    // On the very day it is owed until that is over.
    expect(until(going, '2026-05-31').told).toContain('REPORT 2026-05-31')
    expect(nextReport(fold(waits, on('2026-06-01', returned(supporter))), basis)).toBe('2026-06-30')
  })

  test('while a decision on its release is waited for', () => {
    const waits = fold(started, on('2026-03-03', releaseRequested(supporter)))
    const going = fold(waits, on('2026-05-04', upheld(supporter)))
    expect(nextReport(going, basis)).toBe('2026-05-31')
  })

  test('in a suspension within a review, nor after it while the review goes on', () => {
    const waits = fold(atWork, on('2026-03-20', submitted(supporter)), suspended('2026-04-02'), resumed('2026-04-20'))
    expect(nextReport(fold(waits, on('2026-06-02', returned(supporter))), basis)).toBe('2026-06-30')
  })
})

describe('what was owed before', () => {
  test('is late as it was, and told of where time had not told of it yet', () => {
    const missed = until(atWork, '2026-03-31').course
    expect(fold(missed, suspended('2026-04-02'), resumed('2026-05-04')).reportLate).toBe('2026-03-31')
    // Nobody looked at the clock until the part went on again: both services had been away.
    const away = fold(atWork, suspended('2026-04-02'), resumed('2026-05-04'))
    const { told, course } = until(away, '2026-05-26')
    expect(told).toEqual(['REPORT_REMINDER 2026-03-31', 'REPORT 2026-03-31'])
    expect([course.reportLate, nextReport(course, basis)]).toEqual(['2026-03-31', '2026-05-31'])
  })

  test('is given by a report after it', () => {
    const missed = fold(until(atWork, '2026-03-31').course, suspended('2026-04-02'), resumed('2026-05-04'))
    expect(fold(missed, report('2026-05-05')).reportLate).toBeUndefined()
  })
})

describe('what time told of while a suspension was on its way', () => {
  /** The body's side hears of what was decided only after it has told of so much. */
  const told = until(atWork, '2026-04-30').course
  const facts = [
    ...['2026-03-31', '2026-04-30'].map(
      (day) =>
        ({
          $type: 'qiantou.assignment.v1.DeadlineReached',
          deadline: 'DEADLINE_REPORT',
          milestone: '',
          date: toDate(day),
        }) as const,
    ),
  ]
  const decisions = (from: Day, to: Day) => [suspended(from), resumed(to)]

  test('was not due where it lay within: both sides say so', () => {
    const heard = fold(told, ...decisions('2026-03-20', '2026-05-06'))
    expect(heard).toEqual(fold(atWork, ...decisions('2026-03-20', '2026-05-06'), ...facts))
    expect([heard.reportLate, nextReport(heard, basis)]).toEqual([undefined, '2026-05-31'])
  })

  test('stays late where it came before, or after', () => {
    for (const [from, to, late] of [
      ['2026-04-10', '2026-05-06', '2026-03-31'],
      ['2026-03-20', '2026-04-10', '2026-04-30'],
    ] as const) {
      const heard = fold(told, ...decisions(from, to))
      expect(heard.reportLate).toBe(late)
      expect(fold(atWork, ...decisions(from, to), ...facts)).toEqual(heard)
    }
  })

  test('stands beside a report that crossed with it', () => {
    const given = fold(told, report('2026-05-02'))
    const [stop, go] = decisions('2026-04-10', '2026-05-06') as [Told<Fact>, Told<Fact>]
    const heard = fold(given, stop, go)
    expect(fold(atWork, stop, go, ...facts, report('2026-05-02'))).toEqual(heard)
    expect(nextReport(heard, basis)).toBe('2026-06-30')
  })
})
