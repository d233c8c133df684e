/** Working days, counted another way than the services do: by a table of sums over all days of some years. */
import { isWorkday } from 'chinese-days'
import type { Day } from '#shared/domain/calendar.ts'

const first = Date.UTC(2024, 0, 1)
const dayMilliseconds = 86_400_000
const indexOf = (day: Day): number => (Date.parse(day) - first) / dayMilliseconds
export const dayAt = (index: number): Day => new Date(first + index * dayMilliseconds).toISOString().slice(0, 10)
export const daysLater = (day: Day, count: number): Day => dayAt(indexOf(day) + count)

/** Of every day whether it is worked on, as announced. */
const announced = Array.from({ length: 8 * 366 }, (_, index) => isWorkday(dayAt(index)))
const isWeekday = (day: Day): boolean => ![0, 6].includes(new Date(day).getUTCDay())
/** Only what is announced differs from the weekdays; 29 December may be in the next notice. */
const newest = dayAt(announced.findLastIndex((isWorked, index) => isWorked !== isWeekday(dayAt(index)))).slice(0, 4)
const lastCertain = `${newest}-12-28`

/** Those of a programme, which sets some days otherwise (rule 2). */
export class WorkingDays {
  /** What the programme sets. */
  readonly days: ReadonlyMap<Day, boolean>
  /** sums[i] is how many working days there are up to and with the day of that index. */
  private readonly sums: number[] = []
  /** The index of the nth working day. */
  private readonly nth: number[] = []

  constructor(days: ReadonlyMap<Day, boolean> = new Map()) {
    this.days = days
    const set = new Map([...days].map(([day, isWorked]) => [indexOf(day), isWorked]))
    let sum = 0
    for (const [index, isWorked] of announced.entries()) {
      if (set.get(index) ?? isWorked) {
        sum += 1
        this.nth[sum] = index
      }
      this.sums[index] = sum
    }
  }

  private sumOn(day: Day): number {
    return this.sums[indexOf(day)] as number
  }

  /** The day so many working days after another, or before it where `count` is negative. */
  later(day: Day, count: number): Day {
    if (count === 0) return day
    const isWorked = this.nth[this.sumOn(day)] === indexOf(day)
    // Going back, a working day from which it counts is not one of those counted.
    const from = count < 0 && !isWorked ? this.sumOn(day) + 1 : this.sumOn(day)
    return dayAt(this.nth[from + count] as number)
  }

  /** How many working days there are after the one day, up to and with the other. */
  after(day: Day, until: Day): number {
    return Math.max(0, this.sumOn(until) - this.sumOn(day))
  }

  /** Whether a notice that is still to come may change it: what a programme sets for itself is certain. */
  isProvisional(day: Day): boolean {
    return day > lastCertain && !this.days.has(day)
  }

  /** Whether it may change one of the days over which a limit is counted. */
  mayMove(from: Day, last: Day): boolean {
    return from < last && (this.isProvisional(last) || this.mayMove(from, daysLater(last, -1)))
  }
}
