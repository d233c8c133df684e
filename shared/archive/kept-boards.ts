/** The boards of programmes on days that are over, so that a report reads what was recorded since the one before. */
import { Boards, type BoardTask } from '#shared/domain/board.ts'
import { type Day, endOf } from '#shared/domain/calendar.ts'
import type { ResourceName } from '#shared/domain/decider.ts'
import { KeptFold } from './kept-fold.ts'
import type { RecordsUnder } from './records-under.ts'

/** Of so many programmes the boards are kept: those asked about last. */
const maxKept = 8

export class KeptBoards {
  private readonly records: Pick<RecordsUnder, 'each'>
  private readonly kept = new Map<ResourceName, KeptFold<Boards>>()

  constructor(records: Pick<RecordsUnder, 'each'>) {
    this.records = records
  }

  /** The board of a programme at the end of a day. */
  async on(day: Day, programme: ResourceName): Promise<readonly BoardTask[]> {
    let beyond: Boards | undefined
    const boards = await this.foldOf(programme).before(endOf(day), (record, before) => {
      beyond ??= new Boards(before)
      // What was recorded on that day and arrived after a record of the next is of that day.
      if (record.time < endOf(day)) beyond.fold(record)
    })
    return (beyond ?? boards).on(day)
  }

  private foldOf(programme: ResourceName): KeptFold<Boards> {
    const fold =
      this.kept.get(programme) ??
      new KeptFold<Boards>(this.records, {
        subject: programme,
        more: (others) => new Boards(others),
        take: (boards, record) => boards.fold(record),
      })
    this.kept.delete(programme)
    this.kept.set(programme, fold)
    const [oldest] = this.kept.size > maxKept ? this.kept.keys() : []
    if (oldest) this.kept.delete(oldest)
    return fold
  }
}
