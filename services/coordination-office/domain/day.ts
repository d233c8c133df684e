/** Days of the directory: those of the calendar, and `always`, which lies before all of them. */
import type { DateMessage } from '#proto/google/type/date.ts'
import { addDays, dayFrom, toDate as toWholeDate } from '#shared/domain/calendar.ts'
import { always } from '#shared/domain/organisation-state.ts'

/** The day of a request; absent is `always`. */
export const dayOf = (date: DateMessage | undefined): string => (date ? dayFrom(date) : always)

/** The day for an answer or a fact. */
export const toDate = (day: string | undefined): DateMessage | undefined => (day ? toWholeDate(day) : undefined)

export const dayAfter = (day: string): string => (day === always ? day : addDays(day, 1))
export const dayBefore = (day: string): string => (day === always ? day : addDays(day, -1))
