/** What clients did and were told, for the summary and the comparison. */
import type { Receipt } from '#proto/qiantou/record/v1/record.ts'

const count = (counts: Map<string, number>, key: string): void => void counts.set(key, (counts.get(key) ?? 0) + 1)

export class Tally {
  readonly receipts: Receipt[] = []
  /** By act. */
  readonly acts = new Map<string, number>()
  /** By reason. */
  readonly refusals = new Map<string, number>()
  /** What no client should meet: INTERNAL, UNKNOWN, something done that may not be, another receipt for a repeat. */
  readonly wrongs: string[] = []
  /** Commands that were sent again, because nobody knew what had become of them. */
  resent = 0

  did(act: string, receipt: Receipt | undefined): void {
    count(this.acts, act)
    if (receipt) this.receipts.push(receipt)
    else this.wrongs.push(`${act} was answered without a receipt`)
  }

  refused(reason: string): void {
    count(this.refusals, reason)
  }
}
