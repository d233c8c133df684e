/** Times and dates as people in China read them. */
import type { DateMessage } from '#proto/google/type/date.ts'

let shanghai: Intl.DateTimeFormat | undefined

/** `2026-03-01 10:00:01`, in Asia/Shanghai; empty where there is none. */
export function timeText(time: Date | undefined): string {
  // Made when first needed: it takes longer than many a command. sv-SE writes dates as ISO 8601 does.
  shanghai ??= new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', dateStyle: 'short', timeStyle: 'medium' })
  return time ? shanghai.format(time) : ''
}

/** `2026-11-30`; empty where there is none. */
export const dateText = (date: DateMessage | undefined): string =>
  date ? [date.year, date.month, date.day].map((part, i) => String(part).padStart(i === 0 ? 4 : 2, '0')).join('-') : ''

/** Today's date in Asia/Shanghai. */
export const today = (now: Date): string => timeText(now).slice(0, 10)
