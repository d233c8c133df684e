/** Resources as they stood on days that are over: what anybody works out from their records, asked of the service that has them. */
import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js'
import type { DateMessage } from '#proto/google/type/date.ts'
import { type Day, dayFrom, dayOf, endOf } from '#shared/domain/calendar.ts'
import { type AnyDecider, type AnyFold, type Fold, names, type ResourceName } from '#shared/domain/decider.ts'
import { type Rejection, reject, rejection } from '#shared/domain/rejection.ts'
import { workflowOf } from '#shared/domain/resource-name.ts'
import type { Fields } from '#shared/grpc/fields.ts'
import type { Aggregates } from '#shared/lifecycle/aggregates.ts'
import { sourceOf } from '#shared/lifecycle/service.ts'
import { readHead } from '#shared/postgres/head.ts'
import { type ReadRecord, readFact } from '#shared/record/record.ts'
import type { Head } from './heads.ts'
import type { RecordsUnder } from './records-under.ts'

/** For how long a call waits for the event log. */
const patienceMilliseconds = 2_000

type Asking = { readonly asOf?: DateMessage | undefined }

/** Checks the day that a reader asks about, where it names one. */
export function checkAsOf({ asOf }: Asking, fields: Fields): void {
  if (asOf) fields.date('as_of', asOf)
}

/** The states of resources, folded from their records up to the end of a day. */
export class Past {
  private readonly records: Pick<RecordsUnder, 'of' | 'arrives'>
  private readonly own: Aggregates
  private readonly followed: readonly string[]

  /** `followed`: the services whose records this one is told of. */
  constructor(records: Pick<RecordsUnder, 'of' | 'arrives'>, own: Aggregates, followed: readonly string[]) {
    this.records = records
    this.own = own
    this.followed = followed
  }

  /**
   * What stands today, `now`, or, where a day before is asked about, what stood at its end, for whom it is there today. `then`
   * makes it of all that had been recorded of its workflow by then, in order, of a programme only what is of `types`. Refused
   * where nothing had been, and while the event log is behind this service.
   */
  async standing<Standing>(
    { name, asOf }: { readonly name: ResourceName; readonly asOf?: DateMessage | undefined },
    now: Either<Rejection, Standing>,
    then: (records: readonly ReadRecord[], day: Day, now: Standing) => Standing | undefined,
    types: readonly string[] = [],
  ): Promise<Either<Rejection, Standing>> {
    const today = dayOf(this.own.clock.now())
    const day = asOf ? dayFrom(asOf) : today
    if (day > today) return reject('invalid', 'AS_OF_AHEAD', { date: day, today })
    if (day === today || isLeft(now)) return now
    const behind = await this.logBehind()
    if (behind) return left(behind)
    const all = await this.records.of(workflowOf(name), types)
    const records = all.filter(({ time }) => time < endOf(day))
    const stood = then(records, day, now.right)
    return stood === undefined ? reject('notFound', 'NOT_THERE_YET', { name, date: day }) : right(stood)
  }

  /** Why nothing can be said yet: the event log has not admitted what this service has taken in, or recorded itself. */
  async logBehind(): Promise<Rejection | undefined> {
    const { store } = this.own
    const taken = this.followed
      .map(sourceOf)
      .map(async (source) => ({ source, sequence: await store.position(source) }))
    return this.missing(await Promise.all(taken))
  }

  /** Why the event log has not all yet that others, `heads`, and this service have recorded. */
  async missing(heads: readonly Head[]): Promise<Rejection | undefined> {
    const { store, database } = this.own
    for (const { source, sequence } of [...heads, { source: store.source, sequence: await readHead(database) }]) {
      if (sequence === undefined) return rejection('precondition', 'SOURCE_SILENT', { source })
      if (!(await this.records.arrives({ source, sequence }, patienceMilliseconds)))
        return rejection('precondition', 'LOG_BEHIND', { source })
    }
    return undefined
  }
}

/** The state of a stream after these records, those of its workflow in order, as a fold of its service has it. */
export function stateAfter<State extends object>(
  records: readonly ReadRecord[],
  stream: ResourceName,
  fold: Fold<State, never, never> | AnyFold,
): State | undefined {
  const { owns = [] } = fold as Partial<AnyDecider>
  let state: State | undefined
  for (const record of records) {
    const recorded = readFact(record)
    const isOwn = record.subject === stream && names(owns, record.type)
    if (isOwn || (names(fold.folds, record.type) && (fold as AnyFold).touches(recorded).includes(stream)))
      state = (fold as AnyFold).evolve(state, recorded, stream) as State | undefined
  }
  return state
}
