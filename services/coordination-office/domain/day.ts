/** Days of the directory: those of the calendar, and `always`, which lies before all of them. */
import { addDays } from '#shared/domain/calendar.ts'
import { always } from '#shared/domain/organisation-state.ts'

export const dayAfter = (day: string): string => (day === always ? day : addDays(day, 1))
export const dayBefore = (day: string): string => (day === always ? day : addDays(day, -1))
