/** Which limits of a body's part time has to have told of (`DeadlineReached`), by docs/domain.md, rules 1 to 4 and 8, alone. */
import { datesIn, reportDayBefore, reportDayFrom } from './part-dates.ts'
import type { Life } from './part-life.ts'
import { partState } from './part-state.ts'
import { type Event, reopens } from './reference-event.ts'
import { endOfDay, type Limit, type Telling, tellingOf } from './telling.ts'
import { dateText, daysFrom, shanghaiDay, shifted } from './working-days.ts'

const atWork = ['ISSUED', 'ACKNOWLEDGED', 'IN_PROGRESS']

/** `hn-kjt MILESTONE m1 2026-03-31`. A due date that is set anew when a task is opened again is told of anew, be it the same. */
const keyOf = (body: string, kind: string, milestone: string, date: string, reopenings: number): string => {
  const again = reopenings && /^(DUE|WARNING)$/.test(kind) ? `reopened ${reopenings}` : ''
  return [body.split('/')[1], kind, milestone, date, again].filter((word) => word !== '').join(' ')
}

/** The next monthly report that a body owes, and when it is reminded of it; of those before time has told already. */
function reportLimits(
  { organisation, gift }: Life,
  until: readonly Event[],
): readonly (readonly [string, string, string])[] {
  const { monthlyReport } = gift.what === 'TaskIssued' ? gift.fact.content : gift.fact
  if (!monthlyReport) return []
  const { day, reminderDays } = monthlyReport
  const given = until
    .filter(({ what, about, fact }) => about === organisation && what === 'ProgressReported' && fact.corrects === 0)
    .map(({ time }) => shanghaiDay(time))
  const isGiven = (due: string): boolean => given.some((one) => one > reportDayBefore(due, day) && one <= due)
  let due = reportDayFrom(shanghaiDay((until.at(-1) as Event).time), day)
  while (isGiven(due)) due = reportDayFrom(daysFrom(due, 1), day)
  const report = ['REPORT', due, endOfDay(due)] as const
  return reminderDays ? [['REPORT_REMINDER', due, daysFrom(due, -reminderDays)], report] : [report]
}

/** What stands open of a part, as so many records leave it. */
function limitsIn(life: Life, issued: Event, until: readonly Event[]): readonly Limit[] {
  const { organisation } = life
  const dates = datesIn({ ...life, events: until }, issued)
  const state = partState(until, organisation)
  const reopenings = until.filter((event) => reopens(event, organisation)).length
  const limit = (kind: string, date: string, from = endOfDay(date), milestone = ''): Limit => ({
    ...{ key: keyOf(organisation, kind, milestone, date, reopenings), from },
  })
  if (state === 'SUBMITTED') return [limit('REVIEW', dates.reviewBy)]
  if (!atWork.includes(state)) return []
  const { rules, due } = dates
  return [
    ...(state === 'ISSUED' ? [limit('ACKNOWLEDGE', dates.acknowledgeBy)] : []),
    limit('WARNING', due, shifted(due, -rules.warningWorkingDays, rules.days)),
    limit('DUE', due),
    ...dates.milestones
      .filter(({ isReached }) => !isReached)
      .map((one) => limit('MILESTONE', one.due, endOfDay(one.due), one.id)),
    ...reportLimits(life, until).map(([kind, date, from]) => limit(kind, date, from)),
  ]
}

/** What concerns a body's part. */
const concerns = (event: Event, body: string): boolean =>
  event.about === body ||
  reopens(event, body) ||
  (event.what === 'TaskCancelled' && event.fact.organisations.includes(body))

/** What time has to tell of a part, and what it may. */
export function deadlinesOf(life: Life, issued: Event, moments: readonly string[]): Telling {
  const own = life.events.filter((event) => event === life.gift || concerns(event, life.organisation))
  return tellingOf(own, moments, (until) => limitsIn(life, issued, until))
}

/** What time has told of a part. */
export function toldOf({ organisation, events }: Life): readonly { readonly key: string; readonly time: string }[] {
  return events.flatMap(({ what, about, fact, time }, i) => {
    if (what !== 'DeadlineReached' || about !== organisation) return []
    const reopenings = events.slice(0, i).filter((event) => reopens(event, organisation)).length
    const kind = fact.deadline.replace('DEADLINE_', '')
    return [{ key: keyOf(organisation, kind, fact.milestone, dateText(fact.date), reopenings), time }]
  })
}
