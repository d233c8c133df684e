/**
 * When time has to tell of something, and when it may: read off the records alone. A limit is told of where it has passed and
 * what it is for is not done, at every moment at which the services have come to rest: before anybody acts on a day, and
 * after. Within one look of everybody's at their work facts cross, so that more may be told of than must.
 */
import type { Event } from './reference-event.ts'
import { daysFrom, shanghaiDay } from './working-days.ts'

/** A limit, `hn-kjt DUE 2026-03-31`, and the first day on which it is told of: the one after its last, of a reminder its own. */
export type Limit = { readonly key: string; readonly from: string }

/** Morning and evening of a day: time moves from one to the next, and nobody does anything between. */
export const momentOf = (time: string): string => {
  const hours = new Date(time).getUTCHours() + 8
  return `${shanghaiDay(time)} ${hours >= 15 && hours < 24 ? 'evening' : 'at nine'}`
}

/** The moments of a history, in order. */
export const momentsOf = (times: readonly string[]): readonly string[] =>
  [...new Set(times.map(momentOf))].sort(inOrder)

/** A day's morning lies before its evening. */
const place = (moment: string): string => moment.replace('at nine', '1').replace('evening', '2')
const inOrder = (one: string, other: string): number => (place(one) < place(other) ? -1 : 1)

export const endOfDay = (day: string): string => daysFrom(day, 1)

export type Telling = {
  /** By limit the moment at which it has to have been told of. */
  readonly must: ReadonlyMap<string, string>
  readonly may: ReadonlySet<string>
}

/**
 * What time tells, of a history as long as it stood at its moments. `limitsIn` says which limits stand open once so many of the
 * records had come; `moments` are those at which anything at all happened.
 */
export function tellingOf(
  events: readonly Event[],
  moments: readonly string[],
  limitsIn: (until: readonly Event[]) => readonly Limit[],
): Telling {
  const must = new Map<string, string>()
  const may = new Set<string>()
  for (const [i, { time }] of events.entries()) {
    const [now, next] = [momentOf(time), events[i + 1] && momentOf((events[i + 1] as Event).time)]
    const isRest = next !== now
    for (const { key, from } of limitsIn(events.slice(0, i + 1))) {
      const told = moments.find((one) => place(one) >= place(now) && place(one) > from)
      // The next record of this history comes before: it is looked at with that one.
      if (told === undefined || (next !== undefined && place(told) > place(next))) continue
      may.add(key)
      if (isRest && !must.has(key)) must.set(key, told)
    }
  }
  return { must, may }
}

/** How what was told differs from what had to be: not at all, late, twice, or though it was not due. */
export function differencesIn(
  told: readonly { readonly key: string; readonly time: string }[],
  { must, may }: Telling,
): readonly string[] {
  const first = new Map(told.toReversed().map(({ key, time }) => [key, momentOf(time)]))
  return [
    ...[...must].flatMap(([key, by]) => {
      const at = first.get(key)
      if (at === undefined) return [`not told: ${key}, by ${by}`]
      return place(at) > place(by) ? [`told late: ${key} on ${at} instead of ${by}`] : []
    }),
    ...told.filter(({ key }, i) => told.findIndex((one) => one.key === key) < i).map(({ key }) => `told twice: ${key}`),
    ...[...first.keys()].filter((key) => !may.has(key)).map((key) => `told though not due: ${key}`),
  ]
}
