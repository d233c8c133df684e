/** What bodies were asked, worked out from the records since a period began, once those before it were read. */
import { KeptFold } from '#shared/archive/kept-fold.ts'
import type { RecordsUnder } from '#shared/archive/records-under.ts'
import { startOf } from '#shared/domain/calendar.ts'
import type { Recorded } from '#shared/domain/decider.ts'
import { readFact } from '#shared/record/record.ts'
import { type Asked, askedIn, burdenTypes, type Period, Work } from '../domain/burden.ts'

/** All programmes are kept as one: a question is one pass of the log, however many of them it is about. */
export class KeptBurdens {
  private readonly work: KeptFold<Work>

  constructor(records: Pick<RecordsUnder, 'each'>) {
    this.work = new KeptFold<Work>(records, {
      types: burdenTypes,
      more: (others) => new Work(others),
      take: (work, record) => work.take(readFact(record) as Parameters<Work['take']>[0]),
    })
  }

  /** What everybody was asked in a period, in all programmes, the oldest first. */
  async askedIn(period: Period): Promise<readonly Asked[]> {
    const rest: Recorded[] = []
    const work = await this.work.before(startOf(period.from), (record) => rest.push(readFact(record)))
    return askedIn(rest, period, work)
  }
}
