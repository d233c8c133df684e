/** What bodies were asked, worked out from the records since a period began, once those before it were read. */
import type { RecordsUnder } from '#shared/archive/records-under.ts'
import { type Day, dayOf } from '#shared/domain/calendar.ts'
import type { Recorded } from '#shared/domain/decider.ts'
import { readFact } from '#shared/record/record.ts'
import { type Asked, askedIn, burdenTypes, type Period, Work } from '../domain/burden.ts'

/** The records up to a position, all of days before that one, taken in. */
type Kept = { readonly before: Day; readonly position: bigint | undefined; readonly work: Work }

/**
 * What was at work when a period began is kept for those that begin later, so that a question about last month reads that month, not
 * the years before it. All programmes are kept as one: a question is one pass of the log, however many of them it is about.
 */
export class KeptBurdens {
  private readonly records: Pick<RecordsUnder, 'each'>
  private kept: Kept | undefined

  constructor(records: Pick<RecordsUnder, 'each'>) {
    this.records = records
  }

  /** What everybody was asked in a period, in all programmes, the oldest first. */
  async askedIn(period: Period): Promise<readonly Asked[]> {
    const { kept } = this
    const before = kept && kept.before <= period.from ? kept : undefined
    const work = new Work(before?.work)
    let position = before?.position
    // From the first record of the period on: the log is in the order of arrival, and one of an earlier day may follow it.
    const rest: Recorded[] = []
    const take: Parameters<RecordsUnder['each']>[1] = (record, at) => {
      const recorded = readFact(record)
      if (rest.length > 0 || dayOf(recorded.at) >= period.from) rest.push(recorded)
      else {
        work.take(recorded as Parameters<Work['take']>[0])
        position = at
      }
    }
    try {
      await this.records.each({ types: burdenTypes, afterPosition: position }, take)
    } catch (error) {
      // The log may not go on from there: it was restored, and has less than it had. The next question reads it anew.
      if (this.kept === kept) this.kept = undefined
      throw error
    }
    if (!kept || before) this.kept = { before: period.from, position, work }
    return askedIn(rest, period, work)
  }
}
