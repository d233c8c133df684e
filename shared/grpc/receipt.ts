import type { Receipt as ReceiptMessage } from '#proto/qiantou/record/v1/record.ts'
import type { Receipt } from '#shared/postgres/work.ts'

/** A receipt as an answer carries it; a command that was only validated has none. */
export const toReceipt = (receipt: Receipt | undefined): ReceiptMessage | undefined =>
  receipt && { $type: 'qiantou.record.v1.Receipt', ...receipt }
