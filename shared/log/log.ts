import type { Source } from '#shared/domain/decider.ts'
import type { Database } from '#shared/postgres/database.ts'
import type { DeliveredRecord } from '#shared/record/record.ts'

/** A source that this process owns: its record table and the news that it grew. */
export type SourceStore = {
  readonly source: Source
  readonly database: Database
  /** Own records after a sequence, in sequence, at most `limit`. */
  readonly read: (after: bigint, limit: number) => Promise<readonly Omit<DeliveredRecord, 'source'>[]>
  /** Calls back after every commit that recorded something, with what it recorded. @returns how to stop. */
  readonly onAppend: (listener: (appended: readonly DeliveredRecord[]) => void) => () => void
}

/** How far a subscription is behind a source. */
export type LagOfSource = {
  readonly position: bigint
  /** Undefined where the source can't be asked. */
  readonly latest: bigint | undefined
  /** Why nothing is taken in at present, in one line; absent where all is well. */
  readonly stopped?: string
}

/** How far a subscription is behind, by source. */
export type Lag = ReadonlyMap<Source, LagOfSource>

export type Subscription = { readonly stop: () => Promise<void>; readonly lag: () => Promise<Lag> }

export type SubscribeOptions = {
  /** Instances of one group share the sources: each source is followed by one of them at a time. */
  readonly group: string
  readonly sources: readonly Source[]
  /** Where the consumer's own database says it stands: the last sequence taken in, 0 at first. */
  readonly from: (source: Source) => Promise<bigint>
  /** For how long a delivery gathers records before the next one; 0 unless given. */
  readonly gatherMilliseconds?: number
  /**
   * As many deliveries of a source may be under way at a time, begun in order; 1 unless given. For a consumer that takes
   * them in in the order in which they begin, and refuses one that comes after one that it has refused.
   */
  readonly underway?: number
  /**
   * Takes in a batch of one source, in sequence. Delivery is at least once. Where it throws, the same records come again
   * after a pause. `signal` is aborted when the subscription stops.
   */
  readonly deliver: (batch: readonly DeliveredRecord[], signal: AbortSignal) => Promise<void>
}

/**
 * What a source records reaches every group of subscribers, at least once and in order. Two engines: Kafka, where a
 * relay publishes to one topic with one partition for each source, and PostgreSQL, where nothing is copied and
 * subscribers tail the source's record table. One contract suite holds for both (test/contract/log.test.ts).
 */
export type Log = {
  /** From now on the records of a source that this process owns reach every group. @returns how to stop. */
  readonly attach: (store: SourceStore) => Promise<{ readonly stop: () => Promise<void> }>
  readonly subscribe: (options: SubscribeOptions) => Promise<Subscription>
  /** Stops what is still attached and subscribed, and closes the connections. */
  readonly close: () => Promise<void>
}
