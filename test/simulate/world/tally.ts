/** What clients did and were told, for the summary and the comparison. */
import type { Receipt } from '#proto/qiantou/record/v1/record.ts'

const count = (counts: Map<string, number>, key: string): void => void counts.set(key, (counts.get(key) ?? 0) + 1)

/** `SECRECY_LEVEL_WORK_SECRET PUBLICATION_ATTRIBUTE_WITHHELD`; a dash for what is not said. */
export type Marked = { readonly source: string; readonly sequence: bigint; readonly mark: string }

export class Tally {
  readonly receipts: Receipt[] = []
  /** By act. */
  readonly acts = new Map<string, number>()
  /** By reason. */
  readonly refusals = new Map<string, number>()
  /** Questions that found nothing, by question and reason. */
  readonly questions = new Map<string, number>()
  /** What no client should meet: INTERNAL, UNKNOWN, something done that may not be, another receipt for a repeat. */
  readonly wrongs: string[] = []
  /** Texts that said how secret they are, or whether they are published, by the records that refer to them. */
  readonly marked: Marked[] = []
  /** Commands that were sent again, because nobody knew what had become of them. */
  resent = 0

  acted(act: string): void {
    count(this.acts, act)
  }

  did(act: string, receipt: Receipt | undefined): void {
    count(this.acts, act)
    if (receipt) this.receipts.push(receipt)
    else this.wrongs.push(`${act} was answered without a receipt`)
  }

  unanswered(question: string): void {
    count(this.questions, question)
  }

  refused(reason: string): void {
    count(this.refusals, reason)
  }
}
