import pg from 'pg'
import type { Source } from '#shared/domain/decider.ts'
import { type Database, openDatabase } from '#shared/postgres/database.ts'
import * as sql from '#shared/postgres/statements.ts'
import type { DeliveredRecord } from '#shared/record/record.ts'
import { Deliveries } from './deliveries.ts'
import { holdLock } from './lock.ts'
import type { LagOfSource, Log, SourceStore, SubscribeOptions, Subscription } from './log.ts'
import { markPublished } from './published.ts'
import { pause, Wake } from './wake.ts'

/** Behind a notification that died with its sender stands a slow poll: nine of them on an idle bus of four services. */
const pollMilliseconds = 2_000
const retryMilliseconds = 200

/** The sequence of the newest record of a source; 0 where there is none. */
const selectLatest = 'SELECT coalesce(max(sequence), 0) AS latest FROM record'
const maxRecords = 500
/** As many records are handed over within a process before a follower reads them from the table again. */
const maxAhead = 2_000
const channel = 'record'

/**
 * The engine that needs nothing installed: nothing is copied, subscribers tail the source's record table.
 * `urls` say where each source's database is, for a role that may read its record table and nothing else.
 */
export class PostgresLog implements Log {
  private readonly urls: ReadonlyMap<Source, string>
  private readonly readers = new Map<Source, Database>()
  private readonly tails = new Set<Tail>()
  private readonly attachments = new Set<{ readonly stop: () => Promise<void> }>()

  constructor(urls: ReadonlyMap<Source, string>) {
    this.urls = urls
  }

  async attach(store: SourceStore): Promise<{ stop: () => Promise<void> }> {
    const notifier = new Notifier(store.database, () => this.tailsOf(store.source).length)
    const off = store.onAppend((appended) => {
      // Who follows in this process is handed the bytes that were just committed; the others are told to look.
      for (const tail of this.tailsOf(store.source)) tail.offer(appended)
      markPublished(appended)
      notifier.call()
    })
    const attachment = {
      stop: async () => {
        off()
        await notifier.stop()
        this.attachments.delete(attachment)
      },
    }
    this.attachments.add(attachment)
    return attachment
  }

  private tailsOf(source: Source): Tail[] {
    return [...this.tails].filter((tail) => tail.source === source)
  }

  async subscribe(options: SubscribeOptions): Promise<Subscription> {
    const tails = options.sources.map((source) => new Tail(source, this.url(source), this.reader(source), options))
    for (const tail of tails) this.tails.add(tail)
    return {
      stop: async () => {
        await Promise.all(tails.map((tail) => tail.stop()))
        for (const tail of tails) this.tails.delete(tail)
      },
      lag: async () => new Map(await Promise.all(tails.map((tail) => this.lagOf(tail, options)))),
    }
  }

  async close(): Promise<void> {
    await Promise.all([...this.attachments, ...this.tails].map((one) => one.stop()))
    this.tails.clear()
    await Promise.all([...this.readers.values()].map((reader) => reader.end()))
    this.readers.clear()
  }

  private async lagOf(tail: Tail, options: SubscribeOptions): Promise<[Source, LagOfSource]> {
    const position = await options.from(tail.source)
    const latest = await this.reader(tail.source)
      .query(selectLatest)
      .then(({ rows }) => rows[0].latest as bigint)
      .catch(() => undefined)
    return [
      tail.source,
      tail.stopped === undefined ? { position, latest } : { position, latest, stopped: tail.stopped },
    ]
  }

  private url(source: Source): string {
    const url = this.urls.get(source)
    if (!url) throw new Error(`no database is configured for ${source}`)
    return url
  }

  private reader(source: Source): Database {
    const reader = this.readers.get(source) ?? openDatabase(this.url(source), { max: 2, name: `reader of ${source}` })
    this.readers.set(source, reader)
    return reader
  }
}

/** Followers of a database's record table: each holds one advisory lock there (Tail.lock). */
const countFollowers = `
  SELECT count(*)::integer AS followers FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database
  WHERE locktype = 'advisory' AND granted AND datname = current_database()`

/** Tells followers in other processes that a record table has grown. */
class Notifier {
  private readonly database: Database
  private readonly followersHere: () => number
  private sending: Promise<void> | undefined
  private again = false
  private asked = 0
  private elsewhere = true

  constructor(database: Database, followersHere: () => number) {
    this.database = database
    this.followersHere = followersHere
  }

  /** One notification is under way at a time: notifying commits of all databases of a server wait for each other. */
  call(): void {
    if (this.sending) {
      this.again = true
      return
    }
    if (!this.elsewhere && Date.now() - this.asked < pollMilliseconds) return
    this.sending = this.send().finally(() => {
      this.sending = undefined
      if (this.again) this.call()
      this.again = false
    })
  }

  async stop(): Promise<void> {
    while (this.sending) await this.sending
  }

  /** Nobody is told where nobody listens; whoever begins to listen meanwhile is served by its own poll. */
  private async send(): Promise<void> {
    try {
      if (Date.now() - this.asked >= pollMilliseconds) {
        this.asked = Date.now()
        const { followers } = (await this.database.query(countFollowers)).rows[0]
        this.elsewhere = followers > this.followersHere()
      }
      if (this.elsewhere) await this.database.query(`SET LOCAL synchronous_commit = off; NOTIFY ${channel}`)
    } catch {
      // The database is away: so are the followers, and they will look when it is back.
    }
  }
}

/** Follows one source for one group, for as long as it holds the group's lock on it. */
class Tail {
  readonly source: Source
  readonly wake = new Wake()
  /** Why nothing is taken in at present. */
  stopped: string | undefined
  private readonly url: string
  private readonly reader: Database
  private readonly options: SubscribeOptions
  private readonly stopping = new AbortController()
  private readonly running: Promise<void>
  private ahead: readonly DeliveredRecord[] = []
  /** Whether the table may hold what was not handed over. */
  private told = true

  constructor(source: Source, url: string, reader: Database, options: SubscribeOptions) {
    this.source = source
    this.url = url
    this.reader = reader
    this.options = options
    this.running = this.run()
  }

  async stop(): Promise<void> {
    this.stopping.abort()
    await this.running
  }

  /** Takes the lock, follows, and begins again where the connection or the consumer fails. */
  private async run(): Promise<void> {
    const { signal } = this.stopping
    while (!signal.aborted) {
      const listener = new pg.Client({ connectionString: this.url, application_name: `${this.options.group} listens` })
      let lost = false
      listener.on('error', () => {
        lost = true
        this.wake.call()
      })
      listener.on('end', () => {
        lost = true
        this.wake.call()
      })
      listener.on('notification', () => {
        this.told = true
        this.wake.call()
      })
      try {
        await listener.connect()
        // One instance of a group follows a source at a time.
        const key = `${this.options.group} ${this.source}`
        await holdLock(listener, key, { retryMilliseconds, signal, lost: () => lost })
        await listener.query(`LISTEN ${channel}`)
        await this.follow(() => lost)
      } catch (error) {
        // The world is unwell, or the consumer could not take a batch: from where it stands, again.
        this.stopped = `${error}`
        await pause(retryMilliseconds, signal)
      } finally {
        await listener.end().catch(() => {})
      }
    }
  }

  private async follow(lost: () => boolean): Promise<void> {
    const { signal } = this.stopping
    let position = await this.options.from(this.source)
    const deliveries = new Deliveries(this.options.underway ?? 1, () => this.wake.call())
    this.told = true
    try {
      while (!signal.aborted && !lost()) {
        deliveries.check()
        const batch = await this.next(position)
        // A consumer that listens for the signal's abort would wait for ever for one that is past.
        if (signal.aborted) return
        if (batch.length) {
          await deliveries.add(this.taken(batch, signal))
          position = (batch.at(-1) as DeliveredRecord).sequence
          // Whoever keeps everything keeps it cheaper by the dozen; nobody waits for him.
          if (this.options.gatherMilliseconds) await pause(this.options.gatherMilliseconds, signal)
        }
        // There is nothing to take in: whatever was wrong is over.
        if (batch.length === 0 && deliveries.none) this.stopped = undefined
        if (this.ahead.length > 0 || this.told) continue
        const called = await this.wake.wait(pollMilliseconds, signal)
        if (!called) this.told = true
      }
    } finally {
      await deliveries.settled()
    }
  }

  private async taken(batch: readonly DeliveredRecord[], signal: AbortSignal): Promise<void> {
    await this.options.deliver(batch, signal)
    this.stopped = undefined
  }

  /** Takes what the source's own store has just committed in this process; kept while it follows on without a gap. */
  offer(appended: readonly DeliveredRecord[]): void {
    const last = this.ahead.at(-1)
    const follows = last === undefined || last.sequence + 1n === appended[0]?.sequence
    const keeps = follows && this.ahead.length < maxAhead
    this.ahead = keeps ? [...this.ahead, ...appended] : []
    if (!keeps) this.told = true
    this.wake.call()
  }

  /** What comes after a position: what was handed over where it follows on, else what the table holds. */
  private async next(position: bigint): Promise<readonly DeliveredRecord[]> {
    const ahead = this.ahead.filter(({ sequence }) => sequence > position)
    this.ahead = []
    if (ahead[0]?.sequence === position + 1n) return ahead
    if (ahead.length === 0 && !this.told) return []
    this.told = false
    const read = await this.read(position)
    if (read.length === maxRecords) this.told = true
    return read
  }

  private async read(position: bigint): Promise<readonly DeliveredRecord[]> {
    const { rows } = await this.reader.query({ name: 'read', text: sql.readRecords, values: [position, maxRecords] })
    return rows.map(({ sequence, bytes }) => ({ source: this.source, sequence, bytes }))
  }
}
