/** What limits of working days come to, over holidays, make-up days, and days that a programme sets otherwise. */
import { expect, test } from 'vitest'
import { CalendarDay, Rules } from '#proto/qiantou/programme/v1/programme_events.ts'
import { TaskContent } from '#proto/qiantou/task/v1/task_events.ts'
import { type Day, dayFrom, startOf, toDate } from '#shared/domain/calendar.ts'
import { rulesOf } from '#shared/domain/rules.ts'
import { termsOf } from './terms.ts'

const terms = (on: Day, due: Day, rules: Partial<Rules> = {}) => {
  const content = TaskContent.fromPartial({ due: toDate(due), milestones: [{ id: 'm', due: toDate(due) }] })
  const { acknowledgeBy, reassignBy, warnOn, milestonesWarnOn, provisional } = termsOf(
    content,
    rulesOf(Rules.fromPartial(rules)),
    startOf(on),
  )
  const days = [acknowledgeBy, reassignBy, warnOn, milestonesWarnOn[0]].map((date) => date && dayFrom(date))
  return { days, provisional }
}

test('two working days from the last day before National Day end after it; five before a due date skip it', () => {
  expect(terms('2026-09-30', '2026-10-13')).toEqual({
    days: ['2026-10-09', '2026-10-09', '2026-09-30', '2026-09-30'],
    provisional: false,
  })
})

test('a programme sets other numbers, and other days', () => {
  const days = [CalendarDay.create({ date: toDate('2026-10-09'), working: false })]
  expect(
    terms('2026-09-30', '2026-12-31', { acknowledgeWorkingDays: 1, reassignmentWorkingDays: 3, days }).days,
  ).toEqual(['2026-10-08', '2026-10-12', '2026-12-24', '2026-12-24'])
})

test('a date in a year that nobody has announced makes all of it provisional', () => {
  expect(terms('2026-03-02', '2036-12-31').provisional).toBe(true)
})

test('what a programme sets for itself is certain, whatever a notice still comes to say', () => {
  const days = [CalendarDay.create({ date: toDate('2036-12-31'), working: true })]
  expect(terms('2026-03-02', '2036-12-31', { days }).provisional).toBe(false)
  expect(terms('2026-03-02', '2036-12-30', { days }).provisional).toBe(true)
})

test('either limit makes them provisional that runs through a day which a notice may still change', () => {
  const days = [CalendarDay.create({ date: toDate('2027-03-01'), working: true })]
  const limits = (acknowledgeWorkingDays: number, reassignmentWorkingDays: number) =>
    terms('2026-12-25', '2027-03-01', { acknowledgeWorkingDays, reassignmentWorkingDays, days }).provisional
  expect([limits(1, 1), limits(2, 1), limits(1, 2)]).toEqual([false, true, true])
})
