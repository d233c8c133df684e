/** What limits of working days come to: worked out once, where a fact is decided, and kept in it. */
import type { DateMessage } from '#proto/google/type/date.ts'
import type { Rules } from '#proto/qiantou/programme/v1/programme_events.ts'
import type { MilestoneDue, TaskContent, TaskIssued } from '#proto/qiantou/task/v1/task_events.ts'
import { type Day, dayFrom, dayOf, limitFrom, toDate, workingDaysFrom } from '#shared/domain/calendar.ts'
import { calendarOf } from '#shared/domain/rules.ts'

/** From when on a due date is near. */
export const warnOn = (due: Day, rules: Rules): DateMessage =>
  toDate(workingDaysFrom(calendarOf(rules), due, -rules.warningWorkingDays))

/** The due date of a milestone, with from when on it is near. */
export const milestoneDue = (id: string, due: Day, rules: Rules): MilestoneDue => ({
  $type: 'qiantou.task.v1.MilestoneDue',
  id,
  due: toDate(due),
  warnOn: warnOn(due, rules),
  formerDue: undefined,
})

/** Whether one of the days that are set lies in a year that nobody has announced yet. */
export const isProvisional = (rules: Rules, dates: readonly (DateMessage | undefined)[]): boolean =>
  dates.some((date) => date && calendarOf(rules).isProvisional(dayFrom(date)))

type Limits = Pick<TaskIssued, 'acknowledgeBy' | 'reassignBy' | 'provisional'>

/** By when a body that gets a part on that day acknowledges it, and may ask to be released. */
export function limitsFrom(day: Day, rules: Rules): Limits {
  const calendar = calendarOf(rules)
  const acknowledging = limitFrom(calendar, day, rules.acknowledgeWorkingDays)
  const asking = limitFrom(calendar, day, rules.reassignmentWorkingDays)
  return {
    acknowledgeBy: toDate(acknowledging.last),
    reassignBy: toDate(asking.last),
    provisional: acknowledging.provisional || asking.provisional,
  }
}

type Terms = Limits & Pick<TaskIssued, 'warnOn' | 'milestonesWarnOn'>

/** Every limit of a task that is issued at a moment. */
export function termsOf(content: TaskContent, rules: Rules, at: Date): Terms {
  const day = dayOf(at)
  const due = content.due ? dayFrom(content.due) : day
  const limits = limitsFrom(day, rules)
  const milestones = content.milestones.map((milestone) => (milestone.due ? dayFrom(milestone.due) : due))
  return {
    ...limits,
    warnOn: warnOn(due, rules),
    milestonesWarnOn: milestones.map((milestone) => warnOn(milestone, rules)),
    provisional: limits.provisional || isProvisional(rules, [due, ...milestones].map(toDate)),
  }
}
