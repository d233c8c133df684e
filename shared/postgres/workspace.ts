import { isLeft, left, right } from 'fp-ts/lib/Either.js'
import type { Clock } from '#shared/clock/clock.ts'
import type { AnyFold, Fact, FoldOf, Recorded, Source, StreamId } from '#shared/domain/decider.ts'
import type { Books, Entry } from '#shared/domain/ledger.ts'
import { rejection } from '#shared/domain/rejection.ts'
import { type DeliveredRecord, type ReadRecord, readRecord } from '#shared/record/record.ts'
import { uuidV7 } from '#shared/record/uuid.ts'
import { compose } from './compose.ts'
import { type Absorbs, open, stepsBeside } from './opened.ts'
import type { Redriven } from './queue.ts'
import { NotTakenIn } from './store-fault.ts'
import type { Command, Ground, Head, Outcome, Position, StreamRow } from './work.ts'

type RecordRow = { sequence: bigint; ordinal: number; bytes: Uint8Array }
type ParkedRow = DeliveredRecord & { key: string; reason: string; parkTime: Date; ordinal: number }

/** What its column holds. */
const maxRun = 32_767

/** What a batch will write, beside the head and the streams. */
export type Writes = {
  readonly records: RecordRow[]
  readonly receipts: { command: Command; sequence: bigint }[]
  readonly contents: { command: Command }[]
  /** Runs of one source's records, folded one right after the other. */
  readonly inbox: { sourceId: number; sequence: bigint; length: number; ordinal: number }[]
  readonly parked: ParkedRow[]
  readonly unparked: { source: Source; sequence: bigint }[]
  /** What its records book, each with its number among those of its record, from 1. */
  readonly entries: (Entry & { readonly sequence: bigint; readonly number: number; readonly at: Date })[]
}

/**
 * A batch while it is being decided: the ground and the streams as loaded, plus what earlier work of the batch did.
 * Nothing here waits; what the batch comes to is in `head`, `streams`, `positions`, `writes`.
 */
export class Workspace {
  head: Head
  readonly streams: Map<StreamId, StreamRow & { readonly fold: AnyFold }> = new Map()
  readonly positions: Map<Source, Position> = new Map()
  /** Foreign records that were folded. */
  readonly folded: ReadRecord[] = []
  readonly writes: Writes = {
    records: [],
    receipts: [],
    contents: [],
    inbox: [],
    parked: [],
    unparked: [],
    entries: [],
  }
  private readonly parkedKeys: Set<string>
  private readonly ground: Ground
  private readonly loaded: ReadonlyMap<StreamId, StreamRow>
  private readonly source: Source
  private readonly clock: Clock
  private readonly absorbs: Absorbs
  private readonly books: Books | undefined
  private ordinal = 0

  constructor(
    ground: Ground,
    loaded: ReadonlyMap<StreamId, StreamRow>,
    own: {
      readonly source: Source
      readonly clock: Clock
      readonly absorbs: Absorbs
      readonly books?: Books | undefined
    },
  ) {
    this.ground = ground
    this.head = ground.head
    this.loaded = loaded
    this.parkedKeys = new Set(ground.parkedKeys)
    this.source = own.source
    this.clock = own.clock
    this.absorbs = own.absorbs
    this.books = own.books
  }

  /** Whether there is anything to write. */
  get changed(): boolean {
    const { records, parked, unparked } = this.writes
    return records.length + parked.length + unparked.length + this.positions.size > 0
  }

  position(source: Source): Position {
    const position = this.positions.get(source) ?? this.ground.positions.get(source)
    if (!position) throw new Error(`${source} is not followed`)
    return position
  }

  /** Decides a command, unless what it builds on has not been taken in; a source that is not followed is not waited for. */
  execute(command: Command): Outcome | NotTakenIn {
    const missing = command.after?.find(
      ({ source, sequence }) => this.absorbs.folds.has(source) && this.position(source).sequence < sequence,
    )
    return missing ? new NotTakenIn(this.source, missing) : this.decide(command)
  }

  /** Decides a command on the state that earlier work of the batch has left. */
  private decide(work: Command): Outcome {
    const row = this.row(work.stream)
    const at = new Date(Math.max(this.clock.now().getTime(), this.head.time.getTime()))
    const { actor, requestId, correlationId } = work
    const command = work.make((stream, fold) => this.row(stream, fold).state)
    if (isLeft(command)) return command
    const decision = work.decider.decide(command.right, row.state, {
      actor,
      at,
      // Made where a decider asks for them: few do.
      get ids() {
        return Array.from({ length: 8 }, () => uuidV7(at))
      },
      requestId,
      correlationId,
      signOff: work.signOff ?? [],
    })
    // Who may not see the resource learns nothing of its version; everybody else first learns that theirs is stale.
    const hidden = isLeft(decision) && (decision.left.kind === 'notFound' || decision.left.kind === 'permission')
    if (!hidden && work.etag !== undefined && work.etag !== row.version)
      return left(rejection('conflict', 'ETAG_MISMATCH', { etag: `${work.etag}`, current: `${row.version}` }))
    if (isLeft(decision)) return decision
    const no = work.veto?.((stream, fold) => this.row(stream, fold).state)
    if (no) return left(no)
    const composed = compose(work, decision.right as readonly Fact[], {
      ...{ at, row, head: this.head, source: this.source },
      positions: this.knownPositions(),
    })
    if ('reason' in composed) return left(composed)
    const { state, version } = composed
    if (work.validateOnly) return right({ stream: work.stream, state, version: row.version, receipt: undefined })
    this.head = composed.head
    this.streams.set(work.stream, { version, state, fold: work.decider })
    for (const recorded of composed.recorded) {
      this.foldWithin(recorded)
      const booked = this.books?.(recorded) ?? []
      const { sequence, at } = recorded
      this.writes.entries.push(...booked.map((entry, i) => ({ ...entry, sequence, number: i + 1, at })))
    }
    for (const row of composed.records) this.writes.records.push({ ...row, ordinal: this.ordinal++ })
    this.writes.receipts.push({ command: work, sequence: this.head.sequence })
    if (work.contents.length) this.writes.contents.push({ command: work })
    const receipt = { source: this.source, sequence: this.head.sequence, hash: this.head.hash }
    return right({ stream: work.stream, state, version, receipt })
  }

  /** Folds an own fact into the other streams that it touches. @throws where its command has not named one: a bug */
  private foldWithin(recorded: Recorded): void {
    for (const { stream, fold } of stepsBeside(this.absorbs.within ?? [], recorded)) {
      if (!this.loaded.has(stream) && !this.streams.has(stream))
        throw new Error(
          `${recorded.fact.$type} of ${recorded.subject} folds into ${stream}, which its command does not name`,
        )
      const row = this.row(stream)
      const state = fold.evolve(row.state, recorded, stream) as object | undefined
      if (state !== undefined) this.streams.set(stream, { version: row.version + 1n, state, fold })
    }
  }

  /**
   * Takes in the next record of a source: folds it, or parks it. Drops what was taken in before.
   * @returns an error where records are missing before it, `early` where its maker had seen more; then it is not taken in.
   */
  absorb(delivered: DeliveredRecord): Error | 'early' | undefined {
    const position = this.position(delivered.source)
    if (delivered.sequence <= position.sequence) return undefined
    if (delivered.sequence !== position.sequence + 1n)
      return new Error(`${delivered.source} skips from ${position.sequence} to ${delivered.sequence}`)
    if (this.isEarly(delivered)) return 'early'
    this.positions.set(delivered.source, { id: position.id, sequence: delivered.sequence })
    const opened = open(delivered, this.absorbs)
    if (opened === 'unconcerned') return undefined
    if ('unreadable' in opened) this.park(delivered, opened.key, opened.unreadable)
    else this.takeIn(delivered, opened.record, opened.recorded)
    return undefined
  }

  /** Tries what is parked under a key again, in order, up to the first that fails once more. */
  redriveAll(waiting: readonly DeliveredRecord[]): Redriven {
    const failed = waiting.findIndex((record) => this.redrive(record) !== undefined)
    const redriven = failed < 0 ? waiting.length : failed
    return { redriven, remaining: waiting.length - redriven }
  }

  /** Tries a parked record again. @returns why it stays parked, or undefined when it is done. */
  private redrive(parked: DeliveredRecord): string | undefined {
    const opened = open(parked, this.absorbs)
    if (opened !== 'unconcerned') {
      if ('unreadable' in opened) return opened.unreadable
      const unfoldable = this.fold(opened.record, opened.recorded)
      if (unfoldable) return unfoldable
    }
    this.writes.unparked.push({ source: parked.source, sequence: parked.sequence })
    return undefined
  }

  private knownPositions(): ReadonlyMap<Source, Position> {
    return this.positions.size ? new Map([...this.ground.positions, ...this.positions]) : this.ground.positions
  }

  private row<State extends object>(stream: StreamId, fold?: FoldOf<State>): StreamRow<State>
  private row(stream: StreamId): StreamRow {
    return this.streams.get(stream) ?? this.loaded.get(stream) ?? { version: 0n, state: undefined }
  }

  private takeIn(delivered: DeliveredRecord, record: ReadRecord, recorded: Recorded): void {
    const key = record.partitionkey
    const unfoldable = this.parkedKeys.has(key)
      ? 'waits behind a parked record of its key'
      : this.fold(record, recorded)
    if (unfoldable) this.park(delivered, key, unfoldable)
  }

  /** Whether the maker of a record had seen what has not been taken in here: an answer is not read before its question. */
  private isEarly({ bytes }: DeliveredRecord): boolean {
    let seen: ReadRecord['seen']
    try {
      seen = readRecord(bytes).seen
    } catch {
      // It is parked, and says why.
    }
    return [...(seen ?? [])].some(
      ([source, sequence]) => this.absorbs.folds.has(source) && this.position(source).sequence < sequence,
    )
  }

  /** Folds a foreign fact into every stream it touches. @returns why it can't be folded; then nothing of it was. */
  private fold(record: ReadRecord, recorded: Recorded): string | undefined {
    const folded = new Map<StreamId, StreamRow & { readonly fold: AnyFold }>()
    try {
      for (const { stream, fold } of stepsBeside(this.absorbs.folds.get(recorded.source) ?? [], recorded)) {
        const row = this.row(stream)
        const state = fold.evolve(row.state, recorded, stream)
        if (state !== undefined) folded.set(stream, { version: row.version + 1n, state, fold })
      }
    } catch (error) {
      return `does not fold: ${(error as Error).message}`
    }
    for (const [stream, row] of folded) this.streams.set(stream, row)
    this.folded.push(record)
    this.enter(this.position(recorded.source).id, recorded.sequence)
    return undefined
  }

  /** Notes in the inbox what was folded: with the run before it, where nothing came between them. */
  private enter(sourceId: number, sequence: bigint): void {
    const run = this.writes.inbox.at(-1)
    const goesOn =
      run?.sourceId === sourceId &&
      run.sequence + BigInt(run.length) === sequence &&
      run.ordinal + run.length === this.ordinal
    if (goesOn && run.length < maxRun) run.length += 1
    else this.writes.inbox.push({ sourceId, sequence, length: 1, ordinal: this.ordinal })
    this.ordinal += 1
  }

  private park(delivered: DeliveredRecord, key: string, reason: string): void {
    this.parkedKeys.add(key)
    this.writes.parked.push({ ...delivered, key, reason, parkTime: this.clock.now(), ordinal: this.ordinal++ })
  }
}
