/** Instances of a service that keeps tallies, each with its own connections, on databases of one PostgreSQL. */
import { createHash, randomUUID } from 'node:crypto'
import { type Either, isLeft, right } from 'fp-ts/lib/Either.js'
import pg from 'pg'
import { afterEach, beforeEach } from 'vitest'
import { type Clock, systemClock } from '#shared/clock/clock.ts'
import type { After } from '#shared/domain/decider.ts'
import type { Rejection } from '#shared/domain/rejection.ts'
import { storeMigrations } from '#shared/lifecycle/aggregates.ts'
import { type Database, openDatabase } from '#shared/postgres/database.ts'
import { EventStore } from '#shared/postgres/event-store.ts'
import { migrate } from '#shared/postgres/migrate.ts'
import type { Command, Decided } from '#shared/postgres/work.ts'
import { type DeliveredRecord, hashRecord, noHash, type ReadRecord, readRecord } from '#shared/record/record.ts'
import { testPostgres } from '#shared/testing/postgres.ts'
import { absorbsOf, own, type Tally, type TallyCommand, tally } from './store-tally.ts'

export const hot = 'programmes/p/tasks/hot'

let databases = 0

/** Makes a fresh database. @returns its URL. */
export async function freshDatabase(): Promise<string> {
  const server = await testPostgres()
  databases += 1
  const admin = new pg.Client(server.url('postgres'))
  await admin.connect()
  try {
    const { rowCount } = await admin.query("SELECT FROM pg_database WHERE datname = 'tally_template'")
    if (!rowCount) {
      await admin.query('CREATE DATABASE tally_template')
      await migrate(server.url('tally_template'), { store: storeMigrations })
    }
    await admin.query(`CREATE DATABASE tally_${databases} TEMPLATE tally_template`)
  } finally {
    await admin.end()
  }
  return server.url(`tally_${databases}`)
}

export type Asked = Partial<Command> & { readonly command?: TallyCommand }

export type InstanceOptions = {
  readonly clock?: Clock
  readonly decider?: typeof tally
  readonly through?: (database: Database) => Database
  /** For how long what others recorded waits for company, in milliseconds. */
  readonly gatherMilliseconds?: number
}

/** One instance: a store, and what tests ask of it. */
export class Instance {
  readonly database: Database
  readonly store: EventStore

  private constructor(database: Database, store: EventStore) {
    this.database = database
    this.store = store
  }

  static async open(url: string, options: InstanceOptions = {}): Promise<Instance> {
    const database = (options.through ?? ((pool) => pool))(openDatabase(url, { name: 'tally' }))
    const clock = options.clock ?? systemClock
    const { gatherMilliseconds } = options
    const store = new EventStore({
      source: own,
      database,
      clock,
      absorbs: absorbsOf(options.decider),
      gatherMilliseconds,
    })
    await store.open()
    return new Instance(database, store)
  }

  /** Sends a command: one is added to the hot stream, unless asked otherwise. */
  execute(asked: Asked = {}, patienceMilliseconds = 10_000): Promise<Either<Rejection, Decided>> {
    const stream = asked.stream ?? hot
    const command = asked.command ?? { type: 'Add' }
    return this.store.execute(
      {
        stream,
        decider: tally,
        actor: 'organisations/hn-kjt',
        requestId: randomUUID(),
        requestHash: createHash('sha256').update(JSON.stringify(command)).digest(),
        contents: [],
        correlationId: stream,
        make: () => right(command),
        ...asked,
      },
      patienceMilliseconds,
    )
  }

  /** As `execute`, where the answer is yes. */
  async add(asked: Asked = {}): Promise<Decided> {
    const outcome = await this.execute(asked)
    if (isLeft(outcome)) throw new Error(`rejected: ${outcome.left.reason}`)
    return outcome.right
  }

  /** As `execute`, where the answer is no. */
  async refused(asked: Asked): Promise<string> {
    const outcome = await this.execute(asked)
    if (!isLeft(outcome)) throw new Error('not rejected')
    return outcome.left.reason
  }

  absorb(...records: readonly DeliveredRecord[]): Promise<void> {
    return this.store.absorb(records)
  }

  takenIn(after: After): Promise<boolean> {
    return this.store.takenIn(after, 10_000)
  }

  async state(stream = hot): Promise<Tally | undefined> {
    return (await this.store.load(stream))?.state as Tally | undefined
  }

  /** What is parked, in order: `source sequence`. */
  async parked(): Promise<readonly string[]> {
    const { rows } = await this.database.query('SELECT * FROM parked ORDER BY tick, ordinal')
    return rows.map((row) => `${row.source.split('/').at(-1)} ${row.sequence}`)
  }

  async count(table: string): Promise<number> {
    return Number((await this.database.query(`SELECT count(*) AS rows FROM ${table}`)).rows[0].rows)
  }

  /** How many records of others the inbox says were folded, and in how many runs. */
  async inbox(): Promise<{ folded: number; runs: number }> {
    const { rows } = await this.database.query('SELECT coalesce(sum(length), 0) AS folded, count(*) AS runs FROM inbox')
    return { folded: Number(rows[0].folded), runs: Number(rows[0].runs) }
  }

  async tick(): Promise<number> {
    return Number((await this.database.query('SELECT tick FROM head')).rows[0].tick)
  }

  /** Own records. @throws where a sequence is missing, a chain is broken, or the head says something else. */
  async records(): Promise<readonly ReadRecord[]> {
    const { rows } = await this.database.query('SELECT sequence, bytes FROM record ORDER BY sequence')
    let hash: Uint8Array = noHash
    const records = rows.map((row, i) => {
      const record = readRecord(row.bytes)
      if (row.sequence !== BigInt(i + 1) || record.sequence !== row.sequence) throw new Error(`a gap at ${i + 1}`)
      if (Buffer.compare(record.prevhash, hash) !== 0) throw new Error(`the chain is broken at ${i + 1}`)
      hash = hashRecord(row.bytes)
      return record
    })
    const head = (await this.database.query('SELECT sequence, hash FROM head')).rows[0]
    if (head.sequence !== BigInt(rows.length) || Buffer.compare(head.hash, hash) !== 0)
      throw new Error('the head is not that of the last record')
    return records
  }

  async end(): Promise<void> {
    await this.store.drain()
    await this.database.end()
  }
}

/** For a file of tests: a database for each test, on which it opens as many instances as it likes. */
export function instancesOfOneDatabase(): (options?: InstanceOptions) => Promise<Instance> {
  let url: string
  const instances: Instance[] = []
  beforeEach(async () => {
    url = await freshDatabase()
  })
  afterEach(async () => {
    for (const instance of instances.splice(0)) await instance.end()
  })
  return async (options) => {
    const instance = await Instance.open(url, options)
    instances.push(instance)
    return instance
  }
}

/** So many of something. */
export const times = <T>(count: number, make: (i: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i))
