import { type AnyFold, names, type Recorded, type Source, type StreamId } from '#shared/domain/decider.ts'
import { type DeliveredRecord, type ReadRecord, readFact, readRecord } from '#shared/record/record.ts'

/** Which facts a service folds into which of its streams, besides the one that each was decided on. */
export type Absorbs = {
  /** Facts of other services, by source. */
  readonly folds: ReadonlyMap<Source, readonly AnyFold[]>
  /** Its own facts, in the batch that decides them: so an award takes from its pool what nobody else can take meanwhile. */
  readonly within?: readonly AnyFold[]
}

/** Every fold that is fed by others' decisions. */
export const foldsOf = ({ folds, within = [] }: Absorbs): readonly AnyFold[] => [
  ...[...folds.values()].flat(),
  ...within,
]

/** Into which streams, by which folds, a fact goes besides the stream that it was decided on. */
export const stepsBeside = (
  folds: readonly AnyFold[],
  recorded: Recorded,
): readonly { readonly stream: StreamId; readonly fold: AnyFold }[] =>
  folds
    .filter((fold) => names(fold.folds, recorded.fact.$type))
    .flatMap((fold) => fold.touches(recorded).map((stream) => ({ stream, fold })))

/** How reading a delivered record went: what it says, or why it says nothing here. */
export type Opened =
  | { readonly record: ReadRecord; readonly recorded: Recorded }
  | { readonly unreadable: string; key: string }

/** A batch looks at a record twice: for the streams to load, and to fold it. It is decoded once. */
const opened = new WeakMap<Absorbs, WeakMap<DeliveredRecord, Opened | 'unconcerned'>>()

/** Opens a delivered record. Only what the service folds is opened: a type it has never heard of is none of its business. */
export function open(delivered: DeliveredRecord, absorbs: Absorbs): Opened | 'unconcerned' {
  const known = opened.get(absorbs) ?? new WeakMap<DeliveredRecord, Opened | 'unconcerned'>()
  opened.set(absorbs, known)
  const result = known.get(delivered) ?? decode(delivered, absorbs)
  known.set(delivered, result)
  return result
}

function decode(delivered: DeliveredRecord, absorbs: Absorbs): Opened | 'unconcerned' {
  // Until it says what it belongs to, it stands for itself and holds nobody up.
  let key = `${delivered.source} ${delivered.sequence}`
  try {
    const record = readRecord(delivered.bytes)
    key = record.partitionkey
    if (record.source !== delivered.source || record.sequence !== delivered.sequence)
      return { unreadable: `says it is ${record.source} ${record.sequence}`, key }
    const folds = absorbs.folds.get(delivered.source)?.some((fold) => names(fold.folds, record.type))
    return folds ? { record, recorded: readFact(record) } : 'unconcerned'
  } catch (error) {
    return { unreadable: (error as Error).message, key }
  }
}

/** The streams that taking in a delivered record may look at: those that it folds into. */
export function streamsTouched(delivered: DeliveredRecord, absorbs: Absorbs): readonly StreamId[] {
  const result = open(delivered, absorbs)
  if (result === 'unconcerned' || 'unreadable' in result) return []
  return stepsBeside(absorbs.folds.get(delivered.source) ?? [], result.recorded).map(({ stream }) => stream)
}
