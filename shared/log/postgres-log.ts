import pg from 'pg'
import type { Source } from '#shared/domain/decider.ts'
import { type Database, openDatabase } from '#shared/postgres/database.ts'
import * as sql from '#shared/postgres/statements.ts'
import type { LagOfSource, Log, SourceStore, SubscribeOptions, Subscription } from './log.ts'
import { Wake } from './wake.ts'

/** Behind a notification that died with its sender stands a slow poll. */
const pollMilliseconds = 1_000
const retryMilliseconds = 200
const maxRecords = 500
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
    let sending: Promise<unknown> | undefined
    let again = false
    // One notification is under way at a time: notifying commits of all databases of a server wait for each other.
    const notify = (): void => {
      if (sending) {
        again = true
        return
      }
      sending = store.database
        .query(`SET LOCAL synchronous_commit = off; NOTIFY ${channel}`)
        .catch(() => {})
        .finally(() => {
          sending = undefined
          if (again) notify()
          again = false
        })
    }
    const off = store.onAppend(() => {
      for (const tail of this.tails) if (tail.source === store.source) tail.wake.call()
      notify()
    })
    const attachment = {
      stop: async () => {
        off()
        while (sending) await sending
        this.attachments.delete(attachment)
      },
    }
    this.attachments.add(attachment)
    return attachment
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
      .query('SELECT coalesce(max(sequence), 0) AS latest FROM record')
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
      listener.on('notification', () => this.wake.call())
      try {
        await listener.connect()
        await this.lock(listener, () => lost)
        await listener.query(`LISTEN ${channel}`)
        await this.follow(() => lost)
      } catch (error) {
        // The world is unwell, or the consumer could not take a batch: from where it stands, again.
        this.stopped = `${error}`
        await new Wake().wait(retryMilliseconds, signal)
      } finally {
        await listener.end().catch(() => {})
      }
    }
  }

  /** One instance of a group follows a source at a time; the lock ends with the session of its holder. */
  private async lock(listener: pg.Client, lost: () => boolean): Promise<void> {
    const key = `${this.options.group} ${this.source}`
    while (!this.stopping.signal.aborted && !lost()) {
      const { rows } = await listener.query('SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS held', [key])
      if (rows[0].held) return
      await new Wake().wait(retryMilliseconds, this.stopping.signal)
    }
  }

  private async follow(lost: () => boolean): Promise<void> {
    const { signal } = this.stopping
    let position = await this.options.from(this.source)
    while (!signal.aborted && !lost()) {
      const { rows } = await this.reader.query({ name: 'read', text: sql.readRecords, values: [position, maxRecords] })
      // A consumer that listens for the signal's abort would wait for ever for one that is past.
      if (signal.aborted) return
      if (rows.length) {
        const batch = rows.map(({ sequence, bytes }) => ({ source: this.source, sequence, bytes }))
        await this.options.deliver(batch, signal)
        this.stopped = undefined
        position = rows.at(-1).sequence
      }
      if (rows.length < maxRecords) await this.wake.wait(pollMilliseconds, signal)
    }
  }
}
