/** Bills as states keep them: a state is JSON. */
import type { DateMessage } from '#proto/google/type/date.ts'
import type { Bill } from '#proto/qiantou/application/v1/application.ts'
import { type Day, dayFrom, toDate } from '#shared/domain/calendar.ts'

export type KeptBill = { readonly invoice: string; readonly day: Day; readonly fen: string }

export const keptBill = ({ invoice, date, fen }: Bill): KeptBill => ({
  ...{ invoice, day: dayFrom(date as DateMessage), fen: `${fen}` },
})

export const toBill = ({ invoice, day, fen }: KeptBill): Bill => ({
  $type: 'qiantou.application.v1.Bill',
  ...{ invoice, date: toDate(day), fen: BigInt(fen) },
})
