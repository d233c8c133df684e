/** Working days, counted anew from what the State Council has announced: nothing here is shared with the services' calendar. */
import announced from 'chinese-days/dist/chinese-days.json' with { type: 'json' }

type Date8 = { readonly year: number; readonly month: number; readonly day: number }
/** A day that a programme sets otherwise. */
export type OtherDay = { readonly date?: Date8 | undefined; readonly working: boolean }

const { holidays, workdays } = announced as unknown as Readonly<Record<string, Readonly<Record<string, string>>>>

const millisecondsOfDay = 86_400_000
const text = (noon: number): string => new Date(noon).toISOString().slice(0, 10)
const noonOf = (day: string): number => Date.parse(`${day}T12:00:00Z`)

export const dateText = ({ year, month, day }: Date8): string =>
  [`${year}`.padStart(4, '0'), `${month}`.padStart(2, '0'), `${day}`.padStart(2, '0')].join('-')

/** The day in Shanghai, eight hours ahead, at a moment. */
export const shanghaiDay = (time: string): string => text(Date.parse(time) + 8 * 3_600_000)

/** The day that is so many days of the calendar later, or earlier. */
export const daysFrom = (day: string, count: number): string => text(noonOf(day) + count * millisecondsOfDay)

function works(day: string, others: readonly OtherDay[]): boolean {
  const set = others.find(({ date }) => date && dateText(date) === day)
  if (set) return set.working
  if (workdays?.[day] !== undefined) return true
  if (holidays?.[day] !== undefined) return false
  const weekday = new Date(noonOf(day)).getUTCDay()
  return weekday > 0 && weekday < 6
}

/** The working days after one day up to another, counted; none where that is not later. */
export function workingDaysAfter(from: string, to: string, others: readonly OtherDay[]): number {
  let count = 0
  for (let noon = noonOf(from) + millisecondsOfDay; noon <= noonOf(to); noon += millisecondsOfDay)
    if (works(text(noon), others)) count += 1
  return count
}

/** The working day that is so many after a day, or before it; the day itself where that is none. */
export function shifted(from: string, by: number, others: readonly OtherDay[]): string {
  let noon = noonOf(from)
  for (let left = Math.abs(by); left > 0; ) {
    noon += Math.sign(by) * millisecondsOfDay
    if (works(text(noon), others)) left -= 1
  }
  return text(noon)
}
