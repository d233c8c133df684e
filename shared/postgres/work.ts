import type { Either } from 'fp-ts/lib/Either.js'
import type { SignOff } from '#proto/qiantou/record/v1/record.ts'
import type { Actor, After, AnyDecider, ResourceName, Source, StateOf, StreamId } from '#shared/domain/decider.ts'
import type { Rejection } from '#shared/domain/rejection.ts'

/** Proof that a command was recorded; `sequence` is the last of its records. */
export type Receipt = { readonly source: Source; readonly sequence: bigint; readonly hash: Uint8Array }

/** Free text on its way into the store: `sha256` is over salt and bytes. */
export type Content = {
  readonly sha256: Uint8Array
  readonly salt: Uint8Array
  readonly bytes: Uint8Array
  readonly mediaType: string
}

/** A command on its way into a batch. */
export type Command = {
  readonly stream: StreamId
  readonly decider: AnyDecider
  /** Makes what the decider decides, with what it takes from other streams; a rejection where they already say no. */
  readonly make: (stateOf: StateOf) => Either<Rejection, unknown>
  /**
   * Says no where another stream does, to what has been decided: who may not know of the resource hears that first, and
   * nothing of this.
   */
  readonly veto?: ((stateOf: StateOf) => Rejection | undefined) | undefined
  /** The other streams that it takes something from. */
  readonly beside?: readonly StreamId[]
  /** What must have been taken in before it is decided. */
  readonly after?: readonly After[]
  /** The version the caller has seen; undefined goes without. */
  readonly etag?: bigint | undefined
  readonly actor: Actor
  /** UUID in text form, lower case. */
  readonly requestId: string
  /** The first 16 bytes of the SHA-256 of the request's type and of what the caller sent: it only tells a caller's own commands apart. */
  readonly requestHash: Uint8Array
  readonly contents: readonly Content[]
  readonly correlationId: ResourceName
  /** Who handled, reviewed and signed it; every record of it says so. */
  readonly signOff?: readonly SignOff[]
  readonly traceparent?: string | undefined
  /** Decide, answer, record nothing (AIP-163). */
  readonly validateOnly?: boolean
}

/** What a command came to: the stream as it stands after it, and the receipt unless it was only validated. */
export type Decided<State extends object = object> = {
  readonly stream: StreamId
  readonly state: State
  readonly version: bigint
  readonly receipt: Receipt | undefined
  /** Answered from the first receipt: the caller may have lost sight of the stream since. */
  readonly isRepeat?: true
}
export type Outcome = Either<Rejection, Decided>

/** How a stream stands. */
export type StreamRow<State extends object = object> = { readonly version: bigint; readonly state: State | undefined }

/** The head row. */
export type Head = {
  readonly tick: bigint
  readonly sequence: bigint
  readonly hash: Uint8Array
  readonly time: Date
  readonly seen: ReadonlyMap<Source, bigint>
}

/** How far a source was taken in; `id` is its row's. */
export type Position = { readonly id: number; readonly sequence: bigint }

/** Everything of the database that decisions start from, besides the streams. True while the tick is unchanged. */
export type Ground = {
  readonly head: Head
  readonly positions: ReadonlyMap<Source, Position>
  /** Under which something is parked. */
  readonly parkedKeys: ReadonlySet<string>
}
