/** The month or the quarter that a report is for, which is its id. */
import { addDays, type Day } from './calendar.ts'

export type ReportKind = 'REPORT_KIND_MONTHLY_DISPATCH' | 'REPORT_KIND_QUARTERLY_BULLETIN'

/** The first and the last day of the period that an id stands for, and what for; undefined where it stands for none. */
export function periodOf(id: string): { readonly kind: ReportKind; readonly from: Day; readonly to: Day } | undefined {
  const [, year, month, quarter] = id.match(/^(\d{4})-(?:(0[1-9]|1[0-2])|q([1-4]))$/) ?? []
  if (!year) return undefined
  const first = month ? Number(month) : Number(quarter) * 3 - 2
  const next = first + (month ? 1 : 3)
  const start = (number: number): Day =>
    number > 12 ? `${Number(year) + 1}-01-01` : `${year}-${`${number}`.padStart(2, '0')}-01`
  const kind = month ? 'REPORT_KIND_MONTHLY_DISPATCH' : 'REPORT_KIND_QUARTERLY_BULLETIN'
  return { kind, from: start(first), to: addDays(start(next), -1) }
}

/** Whether a period goes on after a day as of which it is reported on: a month may be dispatched before it is over. */
export const goesOnAfter = (id: string, day: Day): boolean => day < (periodOf(id)?.to ?? day)
