/** What awards were worked out from besides their own records, as the log tells it: what pools had, and who was granted what. */
import { BudgetSet, PoolOpened, YearClosed } from '#proto/qiantou/pool/v1/pool_events.ts'
import { ProgrammeImported } from '#proto/qiantou/programme/v1/programme_events.ts'
import type { ReadRecord } from '#shared/record/record.ts'
import { readFact } from '#shared/record/record.ts'
import type { Positioned } from '../bus/tail.ts'
import { grantedBy, type Movement, movementsIn, moving, takenBy } from './movement.ts'

/** What is read of a programme's records. */
export const groundTypes: readonly string[] = [
  ...[ProgrammeImported, PoolOpened, BudgetSet, YearClosed],
  ...moving,
].map(({ $type }) => $type)

/** In which moment something is asked: before a record of the service that records all of it. */
type Moment = Pick<ReadRecord, 'sequence' | 'source'>

export type Ground = {
  /** Whether the caller gets the programme's records from its first one on: its office, auditors, services. */
  readonly isWhole: boolean
  /** Whether the caller gets everything that a pool pays, from its opening on. */
  readonly hasPool: (pool: string) => boolean
  /** What a pool's year had left, in fen. */
  readonly leftFen: (pool: string, year: number, moment: Moment) => bigint
  /** What moved for an applicant. */
  readonly movements: (applicant: string, moment: Moment) => readonly Movement[]
}

/** What a record adds to what a pool's year has left, in fen. */
function addedBy({ type, data, subject }: ReadRecord, pool: string, year: number): bigint {
  if (subject !== pool) return 0n
  if (type === BudgetSet.$type) {
    const set = BudgetSet.decode(data)
    return set.year === year ? set.fen - set.formerFen : 0n
  }
  if (type !== YearClosed.$type) return 0n
  const closed = YearClosed.decode(data)
  if (closed.year === year) return -closed.lapsedFen - closed.carriedFen
  return closed.year + 1 === year ? closed.carriedFen : 0n
}

/** @param records those of `groundTypes` that the caller gets, in order */
export function groundOf(records: readonly Positioned[]): Ground {
  const moved = records.map(({ record }) => ({
    record,
    movements: moving.some(({ $type }) => $type === record.type) ? movementsIn(readFact(record).fact) : [],
  }))
  const before = ({ sequence, source }: Moment) =>
    moved.filter(({ record }) => record.source === source && record.sequence < sequence)
  const types = new Set(records.map(({ record }) => record.type))
  const opened = new Set(records.flatMap(({ record }) => (record.type === PoolOpened.$type ? [record.subject] : [])))
  return {
    isWhole: types.has(ProgrammeImported.$type),
    hasPool: (pool) => opened.has(pool),
    leftFen: (pool, year, moment) =>
      before(moment).reduce((left, { record, movements }) => {
        const own = movements.filter(({ reservation }) => reservation.pool === pool && reservation.year === year)
        return own.reduce((rest, one) => rest - takenBy(one), left + addedBy(record, pool, year))
      }, 0n),
    movements: (applicant, moment) =>
      before(moment).flatMap(({ movements }) =>
        movements.filter(({ reservation }) => reservation.applicant === applicant),
      ),
  }
}

/** What movements come to for who was granted it, in fen. */
export const grantedFen = (movements: readonly Movement[]): bigint =>
  movements.reduce((sum, one) => sum + grantedBy(one), 0n)
