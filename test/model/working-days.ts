/** Working days, counted another way than the services do: by a table of sums over all days of some years. */
import { isWorkday } from 'chinese-days'
import type { Day } from '#shared/domain/calendar.ts'

const first = Date.UTC(2024, 0, 1)
const dayMilliseconds = 86_400_000
const indexOf = (day: Day): number => (Date.parse(day) - first) / dayMilliseconds
export const dayAt = (index: number): Day => new Date(first + index * dayMilliseconds).toISOString().slice(0, 10)

/** sums[i] is how many working days there are up to and with the day of that index. */
const sums: number[] = []
/** The index of the nth working day. */
const nth: number[] = []
for (let index = 0, sum = 0; index < 8 * 366; index += 1) {
  if (isWorkday(dayAt(index))) {
    sum += 1
    nth[sum] = index
  }
  sums[index] = sum
}

const sumOn = (day: Day): number => sums[indexOf(day)] as number
const isWorked = (day: Day): boolean => nth[sumOn(day)] === indexOf(day)

/** The day so many working days after another, or before it where `count` is negative. */
export function workingDaysLater(day: Day, count: number): Day {
  if (count === 0) return day
  // Going back, a working day from which it counts is not one of those counted.
  const from = count < 0 && !isWorked(day) ? sumOn(day) + 1 : sumOn(day)
  return dayAt(nth[from + count] as number)
}

/** How many working days there are after the one day, up to and with the other. */
export const workingDaysAfter = (day: Day, until: Day): number => Math.max(0, sumOn(until) - sumOn(day))

export const daysLater = (day: Day, count: number): Day => dayAt(indexOf(day) + count)
