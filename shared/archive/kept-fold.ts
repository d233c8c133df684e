/** What records come to, kept for questions about later moments. */
import type { ResourceName } from '#shared/domain/decider.ts'
import type { ReadRecord } from '#shared/record/record.ts'
import type { RecordsUnder } from './records-under.ts'

/** What is made of records under a resource, or of some types; `more` goes on from others, which stay as they are. */
type Folding<Folded> = {
  readonly subject?: ResourceName
  readonly types?: readonly string[]
  readonly more: (others: Folded | undefined) => Folded
  readonly take: (folded: Folded, record: ReadRecord) => void
}

type Last = { readonly position: bigint; readonly id: string }
/** The records up to the last of these, all of before a moment, folded. */
type Kept<Folded> = { readonly before: Date; readonly last: Last | undefined; readonly folded: Folded }

const beforeThat = (last: Last | undefined): bigint | undefined =>
  last && last.position > 0n ? last.position - 1n : undefined

/** The log has another record where the last was that is folded: it was restored, and has gone on otherwise. */
class LogReplaced extends Error {}

/**
 * A fold of the log that goes on from where the last question left it: whoever asks about last month, or yesterday, reads what was
 * recorded since then, not the years before.
 */
export class KeptFold<Folded> {
  private readonly records: Pick<RecordsUnder, 'each'>
  private readonly folding: Folding<Folded>
  private kept: Kept<Folded> | undefined

  constructor(records: Pick<RecordsUnder, 'each'>, folding: Folding<Folded>) {
    this.records = records
    this.folding = folding
  }

  /**
   * What the records before a moment come to. From the first later one on they all go to `rest`: the log is in the order of
   * arrival, and one from before the moment may follow it.
   */
  async before(moment: Date, rest: (record: ReadRecord, folded: Folded) => void): Promise<Folded> {
    const { kept } = this
    const earlier = kept && kept.before <= moment ? kept : undefined
    const { subject = '', types = [], more, take } = this.folding
    const folded = more(earlier?.folded)
    const former = earlier?.last
    let last = former
    let goesOn = former === undefined
    let isOver = false
    try {
      await this.records.each({ subject, types, afterPosition: beforeThat(former) }, (record, position) => {
        if (!goesOn) {
          // The last that is folded comes once more, and first.
          if (record.id !== former?.id) throw new LogReplaced()
          goesOn = true
          return
        }
        isOver ||= record.time >= moment
        if (isOver) return rest(record, folded)
        take(folded, record)
        last = { position, id: record.id }
      })
      if (!goesOn) throw new LogReplaced()
    } catch (error) {
      // The log may have less than it had, too, and not know the position. The next question reads it anew.
      if (this.kept === kept) this.kept = undefined
      if (error instanceof LogReplaced) return this.before(moment, rest)
      throw error
    }
    if (!kept || earlier) this.kept = { before: moment, last, folded }
    return folded
  }
}
