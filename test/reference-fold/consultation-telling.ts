/** When the limit of a consultation's case is told of (`TimeLimitPassed`), by docs/domain.md, rules 26 to 31, alone. */
import { initiatorOf, referenceConsultation } from './consultation.ts'
import type { Event } from './reference-event.ts'
import { endOfDay, type Telling, tellingOf } from './telling.ts'
import { dateText } from './working-days.ts'

/** `2026-3-5` of the reference. */
const dated = (limit: string): string => {
  const [year = 0, month = 0, day = 0] = limit.split('-').map(Number)
  return dateText({ year, month, day })
}

const keyOf = (caseNumber: number, limit: string): string => `case ${caseNumber} ${limit}`

/** Every limit of a case that waits for answers, once its last day is over. */
export const consultationTelling = (events: readonly Event[], moments: readonly string[]): Telling =>
  tellingOf(events, moments, (until) =>
    referenceConsultation(until)
      .cases.filter(({ state }) => state === 'OPEN')
      .map(({ number, limit }) => ({ key: keyOf(number, dated(limit)), from: endOfDay(dated(limit)) })),
  )

/** What time has told, whom it named, and who was silent by then. */
export const consultationTold = (events: readonly Event[]) =>
  events.flatMap(({ what, time, fact }, i) => {
    if (what !== 'TimeLimitPassed') return []
    const known = events.slice(0, i)
    const before = referenceConsultation(known).cases.find(({ number }) => number === fact.caseNumber)
    // The initiator is silent about nothing of its own.
    const [, initiator] = initiatorOf(known).split('/')
    const silent = fact.silent.map((name: string) => name.split('/')[1]) as readonly string[]
    return [
      {
        key: keyOf(fact.caseNumber, dateText(fact.limit)),
        time,
        silent,
        meant: (before?.turn ?? []).filter((one) => one !== initiator),
      },
    ]
  })
