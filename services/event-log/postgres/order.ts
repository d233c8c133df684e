/** The one order of all sources, while it grows. */
import type { ResourceName, Source } from '#shared/domain/decider.ts'
import type { MembershipsOf } from '#shared/domain/membership.ts'
import { pause, Wake } from '#shared/log/wake.ts'
import { isDatabaseFault } from '#shared/postgres/database.ts'
import { type DeliveredRecord, hashRecord } from '#shared/record/record.ts'
import type { Logger } from '#shared/telemetry/logger.ts'
import { markSpan } from '#shared/telemetry/span.ts'
import { type Admission, admit, type Stop } from '../domain/admission.ts'
import type { Archive, ArchiveState, Entry, Written } from './archive.ts'
import { Memberships } from './memberships.ts'

/** As many of the newest entries are kept in memory for subscribers that follow live. */
const tailLength = 4_096
/** How often another instance's admissions are looked for: its subscribers come first, ours a moment later. */
const watchMilliseconds = 250
/** For how long a record waits for another source before its delivery is given back and comes again. */
const patienceMilliseconds = 200

/** The one order while it grows: admits what the log delivers, and wakes whoever follows. */
export class Order {
  readonly archive: Archive
  private readonly logger: Logger
  private readonly waiting = new Map<Source, readonly DeliveredRecord[]>()
  private readonly stopped = new Map<Source, Stop>()
  /** Why records could not be kept (Unkept). */
  private readonly unkept = new Map<string, string>()
  private readonly followers = new Set<Wake>()
  private readonly memberships: Memberships
  private tail: Entry[] = []
  private state: ArchiveState | undefined
  private admitting: Promise<void> = Promise.resolve()
  private paging: Promise<unknown> = Promise.resolve()
  private progressed = new Wake()

  constructor(archive: Archive, logger: Logger) {
    this.archive = archive
    this.memberships = new Memberships(archive)
    this.logger = logger
  }

  /** The last position there is; -1n while there is none. */
  async last(): Promise<bigint> {
    return (await this.archive.state()).nextPosition - 1n
  }

  /** Why sources stand still. */
  get stops(): ReadonlyMap<Source, Stop> {
    return new Map([...this.stopped].map(([source, stop]) => [source, { ...stop, root: this.rootOf(source) }]))
  }

  /** Deliveries of several sources need not meet: what one waits for may have been given back when it was looked at. */
  private rootOf(source: Source, asked: ReadonlySet<Source> = new Set()): Source | undefined {
    const stop = this.stopped.get(source)
    if (!stop || asked.has(source)) return undefined
    return stop.root ?? (stop.waitsFor && this.rootOf(stop.waitsFor, new Set([...asked, source])))
  }

  /** Takes in a batch of one source. Resolves when all of it stands in the order. @throws while it can't. */
  async deliver(batch: readonly DeliveredRecord[], signal: AbortSignal): Promise<void> {
    const source = batch[0]?.source as Source
    const end = batch.at(-1)?.sequence as bigint
    this.waiting.set(source, batch)
    try {
      for (const deadline = Date.now() + patienceMilliseconds; ; ) {
        await this.admitWaiting()
        // What others admitted meanwhile, or what could not be kept, is not in memory: once more, on what the archive says.
        if (!this.state) continue
        if ((this.state.admitted.get(source)?.sequence ?? 0n) >= end) break
        const stop = this.stopped.get(source)
        if (stop?.root === source || Date.now() > deadline || signal.aborted)
          throw new Error(`${source}: ${stop?.reason}`)
        await this.progressed.wait(20, signal)
      }
    } finally {
      this.waiting.delete(source)
    }
  }

  /** The entries after a position, oldest first, at most `limit`. */
  async after(position: bigint, limit: number): Promise<readonly Entry[]> {
    const first = this.tail[0]?.position
    if (first !== undefined && position + 1n >= first)
      return this.tail.slice(Number(position + 1n - first), Number(position + 1n - first) + limit)
    // One page at a time: a crowd that catches up must leave the database to the others.
    const page = this.paging.then(() => this.archive.entries(position, limit))
    this.paging = page.catch(() => {})
    return page
  }

  /** Wakes whenever the order has grown. @returns how to stop. */
  onGrowth(wake: Wake): () => void {
    this.followers.add(wake)
    return () => this.followers.delete(wake)
  }

  /**
   * Looks out for records that another instance of this service admits: what is in memory is then behind, and whoever
   * follows here is woken. @returns how to stop.
   */
  watchOthers(): () => Promise<void> {
    const look = async (): Promise<void> => {
      const { nextPosition } = await this.archive.state()
      if (nextPosition <= (this.state?.nextPosition ?? 0n)) return
      this.forget()
      this.wakeFollowers()
    }
    const stopping = new AbortController()
    const watch = async (): Promise<void> => {
      for (; !stopping.signal.aborted; await pause(watchMilliseconds, stopping.signal)) {
        // Between admissions of this instance: one that is committed, and not yet in memory, would be taken for another's.
        this.admitting = this.admitting.catch(() => {}).then(look)
        await this.admitting.catch(() => {})
      }
    }
    const watching = watch()
    return async () => {
      stopping.abort()
      await watching
    }
  }

  /**
   * The memberships of every resource that stands above one of these, ready to be asked without waiting. `upTo` is the
   * last position that they must be true for: memory answers for what this instance has admitted, for all else, and where
   * none is given, the archive does.
   */
  membershipsOf(subjects: readonly ResourceName[], upTo?: bigint): Promise<MembershipsOf> {
    return this.memberships.of(subjects, upTo !== undefined && upTo < (this.state?.nextPosition ?? 0n))
  }

  private forget(): void {
    this.state = undefined
    this.tail = []
    this.memberships.forget()
  }

  /** One admission at a time: those that are delivered meanwhile share the next. */
  private admitWaiting(): Promise<void> {
    this.admitting = this.admitting.catch(() => {}).then(() => this.admitOnce())
    return this.admitting
  }

  private async admitOnce(): Promise<void> {
    try {
      this.state ??= await this.archive.state()
      const { state } = this
      const admission = admit(this.waiting, state.admitted, this.unkept)
      this.noteStops(admission.stops)
      if (admission.records.length === 0) return
      const written = await this.archive.admit(admission, state).catch((error) => this.admitSingly(admission, error))
      if (!written) return this.forget()
      this.remember(written)
      this.state = {
        ...state,
        nextPosition: state.nextPosition + BigInt(written.entries.length),
        admitted: admission.admitted,
      }
      for (const record of admission.records)
        markSpan('delivery', { 'qiantou.record': record.id, 'qiantou.source': record.source }, record.traceparent)
      this.progressed.call()
      this.wakeFollowers()
    } catch (error) {
      this.forget()
      throw error
    }
  }

  /**
   * A record that the archive can't keep must stop its own source only: the records before it are admitted one by one, and
   * it is left out from now on, with the reason. What follows is delivered again.
   */
  private async admitSingly({ records }: Admission, because: unknown): Promise<undefined> {
    if (isDatabaseFault(because)) throw because
    for (const record of records) {
      const hash = hashRecord(record.bytes)
      const admitted = new Map([[record.source, { sequence: record.sequence, hash }]])
      const alone = { records: [record], admitted, stops: new Map() }
      try {
        if (!(await this.archive.admit(alone, await this.archive.state()))) return
      } catch (error) {
        if (isDatabaseFault(error)) throw error
        this.unkept.set(Buffer.from(hash).toString('hex'), (error as Error).message)
        return
      }
    }
  }

  private remember(written: Written): void {
    // Grown in place: a copy for each admission would be most of what an admission allocates.
    this.tail.push(...written.entries)
    if (this.tail.length > tailLength) this.tail = this.tail.slice(-tailLength / 2)
    this.memberships.absorb(written)
  }

  private noteStops(stops: ReadonlyMap<Source, Stop>): void {
    for (const source of this.waiting.keys()) {
      const stop = stops.get(source)
      const before = this.stopped.get(source)
      if (stop) this.stopped.set(source, stop)
      else this.stopped.delete(source)
      if (stop?.root && stop.reason !== before?.reason) this.logger.error({ source, ...stop }, 'source stopped')
      if (!stop && before?.root) this.logger.info({ source }, 'source goes on')
    }
  }

  private wakeFollowers(): void {
    for (const wake of this.followers) wake.call()
  }
}
