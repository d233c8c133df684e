/** What bodies were asked, worked out from the records of a period alone, once those before it were read. */
import { LastAsked } from '#shared/archive/last-asked.ts'
import type { RecordsUnder } from '#shared/archive/records-under.ts'
import { type Day, dayOf } from '#shared/domain/calendar.ts'
import type { Recorded, ResourceName } from '#shared/domain/decider.ts'
import { readFact } from '#shared/record/record.ts'
import { type Asked, askedIn, burdenTypes, type Period, Work } from '../domain/burden.ts'

/** The records up to a position, all of days before that one, taken in. */
type Kept = { readonly before: Day; readonly position: bigint | undefined; readonly work: Work }

/**
 * What was at work when a period began is kept for those that begin later, so that a question about a month reads that month, not
 * the years before it.
 */
export class KeptBurdens {
  private readonly records: Pick<RecordsUnder, 'each'>
  private readonly kept = new LastAsked<Kept>()

  constructor(records: Pick<RecordsUnder, 'each'>) {
    this.records = records
  }

  /** What everybody was asked in a period, the oldest first: in a programme, or where none is named in all of them. */
  async askedIn(period: Period, programme: ResourceName = ''): Promise<readonly Asked[]> {
    const known = this.kept.of(programme)
    const last = known && known.before <= period.from ? known : undefined
    const work = new Work(last?.work)
    let position = last?.position
    // From the first record of the period on: the log is in the order of arrival, and one of an earlier day may follow it.
    const rest: Recorded[] = []
    const wanted = { subject: programme, types: burdenTypes, afterPosition: position }
    const reading = this.records.each(wanted, (record, at) => {
      const recorded = readFact(record)
      if (rest.length > 0 || dayOf(recorded.at) >= period.from) rest.push(recorded)
      else {
        work.take(recorded as Parameters<Work['take']>[0])
        position = at
      }
    })
    await reading.catch(this.kept.forget(programme))
    if (!known || last) this.kept.keep(programme, { before: period.from, position, work })
    return askedIn(rest, period, work)
  }
}
