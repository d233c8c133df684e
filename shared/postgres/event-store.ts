import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises'
import type { Clock } from '#shared/clock/clock.ts'
import type { After, FoldOf, Source, StreamId } from '#shared/domain/decider.ts'
import type { Books } from '#shared/domain/ledger.ts'
import type { DeliveredRecord } from '#shared/record/record.ts'
import type { Logger } from '#shared/telemetry/logger.ts'
import { activeSpanContext, inLinkedSpan, markSpan } from '#shared/telemetry/span.ts'
import { Arrivals } from './arrivals.ts'
import { type Connection, type Database, inTransaction, isDatabaseFault } from './database.ts'
import { Early } from './early.ts'
import type { Generation } from './generation.ts'
import { Cache, isStill, readGround, readParked } from './ground.ts'
import { Line } from './line.ts'
import type { Absorbs } from './opened.ts'
import { maxBatch, nextBatch, type Redriven, type Settle, streamsOf, type Work } from './queue.ts'
import { answeredBefore } from './receipt.ts'
import * as sql from './statements.ts'
import { NotTakenIn, StoreFault } from './store-fault.ts'
import type { Command, Outcome, StreamRow } from './work.ts'
import { Workspace } from './workspace.ts'
import { writeBatch } from './write-batch.ts'

/**
 * What other sources recorded waits that long for company, unless a call builds on it: it goes along with the next
 * command's commit, or with more of its kind.
 */
const usualGatherMilliseconds = 8
/** For how long work is tried while the database is away. */
const databasePatienceMilliseconds = 10_000

type Own = {
  readonly source: Source
  readonly clock: Clock
  readonly absorbs: Absorbs
  /** What records book, where the service keeps a ledger. */
  readonly books?: Books | undefined
  readonly logger?: Logger
  /** For how long what others recorded waits for company. */
  readonly gatherMilliseconds?: number | undefined
  /** Whose states these are, where another version may run beside this one. */
  readonly generation?: Pick<Generation, 'mayLag' | 'catchUp' | 'current' | 'committed'> | undefined
  /** How much shares one commit at most; for measuring what sharing is worth. */
  readonly maxBatch?: number
}

/** Where decisions become records: decides inside the batch, writes each batch by one statement. */
export class EventStore {
  readonly source: Source
  private readonly database: Database
  private readonly own: Own
  private readonly cache = new Cache()
  private readonly queue: Work[] = []
  private readonly early = new Early()
  /** The batch that is being decided and written. */
  private underway: readonly Work[] = []
  private readonly listeners = new Set<(appended: readonly DeliveredRecord[]) => void>()
  private readonly line: Line
  private running: Promise<void> | undefined
  private gathering: NodeJS.Timeout | undefined

  constructor(options: Own & { readonly database: Database }) {
    this.source = options.source
    this.database = options.database
    this.own = options
    const { folds } = options.absorbs
    this.line = new Line({
      known: (source) => (folds.has(source) ? (this.cache.ground?.positions.get(source)?.sequence ?? -1n) : undefined),
      position: (source) => this.position(source),
      works: () => [...this.early.all, ...this.queue, ...this.underway],
      start: () => this.start(),
    })
  }

  /** Begins to follow the sources whose facts are folded here. Call once before anything else. */
  async open(): Promise<void> {
    for (const source of this.own.absorbs.folds.keys()) await this.database.query(sql.addSource, [source])
  }

  /**
   * Decides a command inside the next batch, behind what it builds on, which may take so long to come. Resolves after the
   * commit, rejections included. A repeat of (actor, request id) resolves to the first receipt with the stream as it is now.
   * @throws StoreFault while the database is away, NotTakenIn where what it builds on does not come.
   */
  async execute(command: Command, patienceMilliseconds = 0): Promise<Outcome> {
    const deadline = performance.now() + patienceMilliseconds
    for (let until: 'inLine' | 'takenIn' = 'inLine'; ; until = 'takenIn') {
      const left = Math.max(0, deadline - performance.now())
      for (const after of command.after ?? [])
        if (!(await this.line[until](after, left))) throw new NotTakenIn(this.source, after)
      const span = activeSpanContext()
      const waitingSince = Date.now()
      const decided = this.enqueue<Outcome>((settle) => ({ kind: 'command', command, settle, waitingSince, span }))
      // What stood in line need not get in: then until it is.
      const outcome = await decided.catch((error) =>
        error instanceof NotTakenIn && left > 0 ? error : Promise.reject(error),
      )
      if (!(outcome instanceof NotTakenIn)) return outcome
    }
  }

  /**
   * Takes in records of other sources, in sequence for each: folds them, once each.
   * Records that were taken in before are dropped. @throws StoreFault while the database is away, or where whoever delivers
   * stops, as `signal` says, before what they build on has come.
   */
  absorb(records: readonly DeliveredRecord[], signal?: AbortSignal): Promise<void> {
    const last = records.at(-1)
    if (!last) return Promise.resolve()
    const waitingSince = Date.now()
    const absorbed = this.enqueue<void>((settle) => ({ kind: 'records', records, settle, waitingSince, signal }))
    this.line.stands(last.source, last.sequence)
    return absorbed
  }

  /** Tries what is parked under a key again, in order, up to the first that fails once more. */
  redrive(key: string): Promise<Redriven> {
    return this.enqueue((settle) => ({ kind: 'redrive', key, settle, waitingSince: Date.now() }))
  }

  /** The state of a stream for a read, as its fold has it. */
  load<State extends object>(stream: StreamId, fold?: FoldOf<State>): Promise<StreamRow<State> | undefined>
  async load(stream: StreamId): Promise<StreamRow | undefined> {
    if (this.own.generation?.mayLag) await this.own.generation.current()
    const { rows } = await this.database.query({ name: 'read-stream', text: sql.readStream, values: [stream] })
    return rows[0]
  }

  /** As `load`, from memory where it is there: may be behind what another instance of this service wrote. */
  glance<State extends object>(stream: StreamId, fold?: FoldOf<State>): Promise<StreamRow<State> | undefined>
  async glance(stream: StreamId): Promise<StreamRow | undefined> {
    // A stream that was not there when it was last loaded may have begun in a batch that is just being committed.
    const known = this.own.generation?.mayLag ? undefined : this.cache.streams.get(stream)
    return known?.state ? known : this.load(stream)
  }

  /** Own records in sequence, for the log engines and exports. */
  async read(after: bigint, limit: number): Promise<readonly { sequence: bigint; bytes: Uint8Array }[]> {
    return (await this.database.query({ name: 'read-records', text: sql.readRecords, values: [after, limit] })).rows
  }

  /** How far a source was taken in. */
  async position(source: Source): Promise<bigint> {
    return (await this.database.query(sql.readPosition, [source])).rows[0]?.sequence ?? 0n
  }

  /** Waits until a record of another source has been taken in. @returns whether it was in time, or is not followed here. */
  takenIn(after: After, milliseconds: number): Promise<boolean> {
    return this.line.takenIn(after, milliseconds)
  }

  /** Calls back after every commit that recorded something, with what it recorded. @returns how to stop. */
  onAppend(listener: (appended: readonly DeliveredRecord[]) => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** Waits until everything that was handed in has been answered; what came too early is refused. */
  async drain(): Promise<void> {
    for (this.start(); this.running; this.start()) await this.running
    this.early.refuse()
  }

  private enqueue<T>(make: (settle: Settle<T>) => Work): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const work = make({ resolve, reject })
      this.queue.push(work)
      if (this.isPressing) this.start()
      else this.gather()
    })
  }

  /** Whether somebody waits for what stands in line. */
  private get isPressing(): boolean {
    return this.line.isAwaited || this.queue.some(({ kind }) => kind !== 'records')
  }

  private gather(): void {
    this.gathering ??= setTimeout(() => this.start(), this.own.gatherMilliseconds ?? usualGatherMilliseconds)
  }

  private start(): void {
    clearTimeout(this.gathering)
    this.gathering = undefined
    if (this.queue.length) this.running ??= this.run()
  }

  private async run(): Promise<void> {
    // When a turn of the event loop is over: what arrived in it shares the batch. Under load the next one gathers while
    // this one is being written.
    await turn()
    do {
      // What came too early is tried again with whatever is delivered next.
      if (this.queue.some(({ kind }) => kind === 'records')) this.queue.unshift(...this.early.take())
      const batch = nextBatch(this.queue, this.own.maxBatch ?? maxBatch)
      this.underway = batch
      const attributes = { 'qiantou.source': this.source, 'qiantou.batch.size': batch.length }
      const spans = batch.map((work) => (work.kind === 'command' ? work.span : undefined))
      await inLinkedSpan('batch', attributes, spans, () => this.settle(batch)).catch((error) => {
        for (const work of batch) work.settle.reject(error)
      })
      await turn()
    } while (this.queue.length && this.isPressing)
    // In the same turn as the look at the queue: what arrives from now on starts the next run.
    this.underway = []
    this.running = undefined
    if (this.queue.length) this.gather()
  }

  /** Brings a batch to its end: first on what is cached, then, if others wrote meanwhile, under the head's lock. */
  private async settle(batch: readonly Work[]): Promise<void> {
    for (let attempt = 0; ; attempt += 1) {
      try {
        const finish = attempt === 0 ? await this.attempt(batch, this.database) : undefined
        const settled = finish ?? (await this.locked(batch))
        return settled()
      } catch (error) {
        this.cache.clear()
        if (!isDatabaseFault(error)) throw error
        if (Date.now() - (batch[0]?.waitingSince ?? 0) > databasePatienceMilliseconds)
          throw new StoreFault(`the database of ${this.source} is away: ${(error as Error).message}`)
        await sleep(Math.min(50 * 2 ** attempt, 1_000))
      }
    }
  }

  /** Under the head's lock nobody else writes: an attempt there does not lose. */
  private locked(batch: readonly Work[]): Promise<() => void> {
    this.cache.clear()
    return inTransaction(this.database, async (connection) => {
      await connection.query(sql.lockHead)
      const tick = (await this.own.generation?.catchUp(connection)) ?? 0n
      const finish = await this.attempt(batch, connection)
      if (!finish) throw new Error(`${this.source} lost a batch under its own lock`)
      return () => {
        this.own.generation?.committed(tick)
        finish()
      }
    })
  }

  /**
   * Decides and writes a batch. @returns what is left to do once it is committed; undefined where others wrote meanwhile,
   * or a command was answered before.
   */
  private async attempt(batch: readonly Work[], connection: Database | Connection): Promise<(() => void) | undefined> {
    const locked = connection !== this.database
    // What another version has recorded is folded under the lock, before anything is decided on it.
    if (!locked && !this.cache.ground && this.own.generation?.mayLag) return undefined
    if (locked || !this.cache.ground) this.cache.ground = await readGround(connection)
    const ground = this.cache.ground
    const answered = locked ? await answeredBefore(this.source, batch, connection) : new Map<Work, Outcome>()
    const parked = await readParked(batch, connection)
    if (!(await this.cache.load(streamsOf(batch, parked, answered, this.own.absorbs), connection))) return undefined
    const space = new Workspace(ground, this.cache.streams, this.own)
    const arrivals = new Arrivals((record) => space.absorb(record))
    const results = new Map<Work, unknown>(answered)
    for (const work of batch)
      if (work.kind === 'records') arrivals.add(work)
      else if (work.kind === 'redrive') results.set(work, space.redriveAll(parked.get(work.key) ?? []))
      else if (!results.has(work)) results.set(work, space.execute(work.command))
    if (!(await this.write(batch, space, connection))) return undefined
    return () => {
      this.early.add(arrivals.early)
      this.finish(batch, space, new Map([...results, ...arrivals.results]))
    }
  }

  /** What a batch came to is on the disk: it is remembered, answered, and told. */
  private finish(batch: readonly Work[], space: Workspace, results: ReadonlyMap<Work, unknown>): void {
    this.cache.absorb(space)
    if (space.changed) this.own.generation?.committed(this.cache.ground?.head.tick ?? 0n)
    for (const [source, { sequence }] of space.positions) this.line.entered(source, sequence)
    if (space.writes.unparked.length || space.writes.parked.length) this.cache.clear()
    for (const { source, sequence, key, reason } of space.writes.parked)
      this.own.logger?.error({ source, sequence: `${sequence}`, key, reason }, 'parked')
    for (const work of batch) {
      if (!results.has(work)) continue
      const result = results.get(work)
      if (result instanceof Error) work.settle.reject(result)
      else work.settle.resolve(result as never)
    }
    for (const { id, source, traceparent } of space.folded)
      markSpan('fold', { 'qiantou.record': id, 'qiantou.source': source, 'qiantou.by': this.source }, traceparent)
    const appended = space.writes.records.map(({ sequence, bytes }) => ({ source: this.source, sequence, bytes }))
    // Whoever asked is answered before others are told.
    if (appended.length) setImmediate(() => [...this.listeners].map((listener) => listener(appended)))
  }

  /** Writes what changed; where nothing did, proves that what was answered is not stale. */
  private async write(batch: readonly Work[], space: Workspace, connection: Database | Connection): Promise<boolean> {
    if (connection !== this.database && !space.changed) return true
    const commands = batch.flatMap((work) => (work.kind === 'command' ? [work.command] : []))
    if (space.changed) {
      const asked = connection === this.database ? commands : []
      const { rowCount } = await connection.query(writeBatch(this.cache.ground?.head.tick as bigint, space, asked))
      return rowCount === 1
    }
    return isStill(this.cache.ground?.head.tick as bigint, commands, connection)
  }
}
