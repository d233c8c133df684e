/** Days, deadlines and working days (docs/domain.md, rule 2). All days are days in Asia/Shanghai. */
import announced from 'chinese-days/dist/chinese-days.json' with { type: 'json' }
import type { DateMessage } from '#proto/google/type/date.ts'

/** ISO 8601, such as `2026-03-02`; sorts as text. */
export type Day = string

const hourMilliseconds = 3_600_000
const dayMilliseconds = 24 * hourMilliseconds
/** Asia/Shanghai is UTC+8 all year; it has had no summer time since 1991. */
const offsetMilliseconds = 8 * hourMilliseconds

const two = (number: number): string => `${number}`.padStart(2, '0')

// Every command asks for the same few days again and again, and reading and writing them as dates is slow.
const numbers = new Map<Day, number>()
const texts = new Map<number, Day>()
const maxKept = 4096

/** How many days a day is after 1970-01-01. */
function numberOf(day: Day): number {
  const kept = numbers.get(day)
  if (kept !== undefined) return kept
  if (numbers.size >= maxKept) numbers.clear()
  const number = Date.parse(day) / dayMilliseconds
  numbers.set(day, number)
  return number
}

/** The day that is so many days after 1970-01-01. */
function dayAt(number: number): Day {
  const kept = texts.get(number)
  if (kept !== undefined) return kept
  if (texts.size >= maxKept) texts.clear()
  const day = new Date(number * dayMilliseconds).toISOString().slice(0, 10)
  texts.set(number, day)
  return day
}

/** The day that it is at a moment. */
export const dayOf = (at: Date): Day => dayAt(Math.floor((at.getTime() + offsetMilliseconds) / dayMilliseconds))

/** When a day begins. */
export const startOf = (day: Day): Date => new Date(numberOf(day) * dayMilliseconds - offsetMilliseconds)

/** 24:00 of a day: the first moment at which its deadline has passed. */
export const endOf = (day: Day): Date => new Date((numberOf(day) + 1) * dayMilliseconds - offsetMilliseconds)

/** The day so many days later, or earlier. */
export const addDays = (day: Day, days: number): Day => dayAt(numberOf(day) + days)

/** From a message into a state. */
export const dayFrom = ({ year, month, day }: DateMessage): Day =>
  `${year}`.padStart(4, '0').concat('-', two(month), '-', two(day))

/** From a state into a message. */
export const toDate = (day: Day): DateMessage => ({
  $type: 'google.type.Date',
  year: Number(day.slice(0, 4)),
  month: Number(day.slice(5, 7)),
  day: Number(day.slice(8)),
})

export const toDateOrNone = (day: Day | undefined): DateMessage | undefined => (day ? toDate(day) : undefined)

/** Which days are worked on. */
export type Calendar = {
  readonly isWorkingDay: (day: Day) => boolean
  /** Whether a notice that is still to come may change it. */
  readonly isProvisional: (day: Day) => boolean
}

// The library's functions build their tables in the time zone of the machine; its data are right everywhere.
const { holidays, workdays }: Readonly<Record<'holidays' | 'workdays', Readonly<Record<Day, string>>>> = announced

const announcedYears = new Set(Object.keys(holidays).map((day) => day.slice(0, 4)))
/**
 * New Year is in the next year's notice, with days before it: 29 December has been worked for it (2007, 2018), no earlier one.
 */
const lastCertain: Day = `${[...announcedYears].sort().at(-1)}-12-28`

/** 1970-01-01 was a Thursday: counted from Monday, the fourth. */
const isWeekday = (day: Day): boolean => (((numberOf(day) + 3) % 7) + 7) % 7 < 5

/**
 * Holidays and make-up days (调休) as the State Council has announced them. Of a year that is not announced the weekdays are
 * taken for working days, provisionally; so are the last days of the newest year that is.
 */
export const stateCouncil: Calendar = {
  isWorkingDay: (day) => day in workdays || (isWeekday(day) && !(day in holidays)),
  isProvisional: (day) => day > lastCertain || !announcedYears.has(day.slice(0, 4)),
}

/** A calendar in which some days are otherwise: what a programme decides for itself is not provisional. */
export const withDays = (calendar: Calendar, days: ReadonlyMap<Day, boolean>): Calendar => ({
  isWorkingDay: (day) => days.get(day) ?? calendar.isWorkingDay(day),
  isProvisional: (day) => !days.has(day) && calendar.isProvisional(day),
})

/** The later of two days. */
export const laterOf = (one: Day, other: Day): Day => (one < other ? other : one)

/**
 * The last day of a limit of working days: the day from which it counts is not one of them. Negative counts go back.
 * A calendar without working days for a year is refused.
 */
export function workingDaysFrom(calendar: Calendar, day: Day, count: number): Day {
  const step = Math.sign(count)
  let found = day
  for (let left = Math.abs(count), days = 0; left > 0; days += 1) {
    if (days > 366 + Math.abs(count) * 7) throw new RangeError(`the calendar has no working days around ${day}`)
    found = addDays(found, step)
    if (calendar.isWorkingDay(found)) left -= 1
  }
  return found
}

/** Whether a notice that is still to come may move a limit: a day through which it runs is not announced (rule 2). */
export function isRunProvisional(calendar: Calendar, from: Day, last: Day): boolean {
  for (let day = addDays(from, 1); day <= last; day = addDays(day, 1)) if (calendar.isProvisional(day)) return true
  return false
}

/** The last day of a limit, and whether it may still move. */
export type Limit = { readonly last: Day; readonly provisional: boolean }

/** A limit that is set as a date: which day it is stands, whether that day is worked on may not. */
export const limitOn = (calendar: Calendar, day: Day): Limit => ({
  last: day,
  provisional: calendar.isProvisional(day),
})

/** A limit of working days from a day on. */
export function limitFrom(calendar: Calendar, day: Day, workingDays: number): Limit {
  const last = workingDaysFrom(calendar, day, workingDays)
  return { last, provisional: isRunProvisional(calendar, day, last) }
}

/** How many working days lie after one day, up to and with another; 0 where that is not later. */
export function workingDaysBetween(calendar: Calendar, from: Day, to: Day): number {
  let count = 0
  for (let day = addDays(from, 1); day <= to; day = addDays(day, 1)) if (calendar.isWorkingDay(day)) count += 1
  return count
}
