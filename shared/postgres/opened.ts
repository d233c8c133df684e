import { type AnyDecider, names, type Reaction, type Recorded, type Source } from '#shared/domain/decider.ts'
import { type DeliveredRecord, type ReadRecord, readFact, readRecord } from '#shared/record/record.ts'

/** Which foreign facts a service folds into which of its streams, and what it does about them. */
export type Absorbs = {
  readonly deciders: ReadonlyMap<Source, readonly AnyDecider[]>
  readonly react: (recorded: Recorded) => readonly Reaction[]
}

/** How reading a delivered record went: what it says, or why it says nothing here. */
export type Opened =
  | { readonly record: ReadRecord; readonly recorded: Recorded }
  | { readonly unreadable: string; key: string }

/** Opens a delivered record. Only what the service folds is opened: a type it has never heard of is none of its business. */
export function open(delivered: DeliveredRecord, absorbs: Absorbs): Opened | 'unconcerned' {
  let key = ''
  try {
    const record = readRecord(delivered.bytes)
    key = record.partitionkey
    if (record.source !== delivered.source || record.sequence !== delivered.sequence)
      return { unreadable: `says it is ${record.source} ${record.sequence}`, key }
    const folds = absorbs.deciders.get(delivered.source)?.some((decider) => names(decider.folds, record.type))
    return folds ? { record, recorded: readFact(record) } : 'unconcerned'
  } catch (error) {
    return { unreadable: (error as Error).message, key }
  }
}
