/** The boards of programmes on days that are over. */
import { Boards, type BoardTask } from '#shared/domain/board.ts'
import { type Day, endOf } from '#shared/domain/calendar.ts'
import type { ResourceName } from '#shared/domain/decider.ts'
import type { RecordsUnder } from './records-under.ts'

/** Of so many programmes the boards are kept: those asked about last. */
const maxKept = 8

/** The records up to a position, all of a day or of days before it, folded. */
type Kept = { readonly day: Day; readonly position: bigint | undefined; readonly boards: Boards }

/**
 * The boards of programmes at the end of days that are over. What was folded for one day is kept for the days after it, so that a
 * report reads what was recorded since the one before, not the years before that.
 */
export class KeptBoards {
  private readonly records: Pick<RecordsUnder, 'each'>
  private readonly kept = new Map<ResourceName, Kept>()

  constructor(records: Pick<RecordsUnder, 'each'>) {
    this.records = records
  }

  async on(day: Day, programme: ResourceName): Promise<readonly BoardTask[]> {
    const known = this.kept.get(programme)
    const before = known && known.day <= day ? known : undefined
    const boards = new Boards(before?.boards)
    let position = before?.position
    // From the first record of a later day on: the log is in the order of arrival, and one of an earlier day may follow it.
    let beyond: Boards | undefined
    const take: Parameters<RecordsUnder['each']>[1] = (record, at) => {
      if (record.time >= endOf(day)) beyond ??= new Boards(boards)
      else (beyond ?? boards).fold(record)
      if (!beyond) position = at
    }
    try {
      await this.records.each({ subject: programme, afterPosition: position }, take)
    } catch (error) {
      // The log may not go on from there: it was restored, and has less than it had. The next question reads it anew.
      if (this.kept.get(programme) === known) this.kept.delete(programme)
      throw error
    }
    if (!known || before) this.keep(programme, { day, position, boards })
    return (beyond ?? boards).on(day)
  }

  private keep(programme: ResourceName, kept: Kept): void {
    this.kept.delete(programme)
    this.kept.set(programme, kept)
    const [oldest] = this.kept.size > maxKept ? this.kept.keys() : []
    if (oldest) this.kept.delete(oldest)
  }
}
