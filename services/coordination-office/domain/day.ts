/** Days in Asia/Shanghai, as states keep them: `2026-03-01`, so that they compare as text; '' lies before all of them. */
import type { DateMessage } from '#proto/google/type/date.ts'

/** Since before the directory began. */
export const always = ''

const dayMilliseconds = 24 * 60 * 60 * 1_000
/** China has one time, and no summer time since 1991. */
const shanghaiMilliseconds = 8 * 60 * 60 * 1_000

const isoDay = (milliseconds: number): string => new Date(milliseconds).toISOString().slice(0, 10)

/** The day of a fact or of a request; absent is `always`. */
export const dayOf = (date: DateMessage | undefined): string =>
  date ? isoDay(Date.UTC(date.year, date.month - 1, date.day)) : always

/** The day for an answer or a fact. */
export function toDate(day: string | undefined): DateMessage | undefined {
  if (!day) return undefined
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number)
  return { $type: 'google.type.Date', year, month, day: date }
}

/** The day that a moment belongs to. */
export const dayAt = (at: Date): string => isoDay(at.getTime() + shanghaiMilliseconds)

export const dayAfter = (day: string): string => (day === always ? day : isoDay(Date.parse(day) + dayMilliseconds))
export const dayBefore = (day: string): string => (day === always ? day : isoDay(Date.parse(day) - dayMilliseconds))
