import { randomBytes, randomUUID } from 'node:crypto'
import { right } from 'fp-ts/lib/Either.js'
import { TaskClosed } from '#proto/qiantou/task/v1/task_events.ts'
import { systemClock } from '#shared/clock/clock.ts'
import { type Decider, noParties, type Source } from '#shared/domain/decider.ts'
import type { SourceStore } from '#shared/log/log.ts'
import { type Database, openDatabase } from '#shared/postgres/database.ts'
import { EventStore } from '#shared/postgres/event-store.ts'
import * as sql from '#shared/postgres/statements.ts'

const closing: Decider<object, { readonly facts: number }, TaskClosed, TaskClosed> = {
  aggregate: 'task',
  decide: () => right([TaskClosed.create()]),
  evolve: (state) => ({ facts: (state?.facts ?? 0) + 1 }),
  touches: () => [],
  parties: () => noParties,
  foldVersion: 1,
  owns: [TaskClosed],
  folds: [],
}

/** One instance of the service that owns a source: a real event store on the source's database. */
export class Owner {
  readonly source: Source
  readonly store: SourceStore
  private readonly database: Database
  private readonly events: EventStore

  constructor(source: Source, url: string) {
    this.source = source
    this.database = openDatabase(url, { name: `owner of ${source}` })
    const absorbs = { folds: new Map() }
    this.events = new EventStore({ source, database: this.database, clock: systemClock, absorbs })
    this.store = {
      source,
      database: this.database,
      read: async (after, limit) => (await this.database.query(sql.readRecords, [after, limit])).rows,
      onAppend: (listener) => this.events.onAppend(listener),
    }
  }

  /** Records as many facts as there are tasks to close. */
  async record(count: number): Promise<void> {
    await Promise.all(Array.from({ length: count }, (_, index) => this.close(index)))
  }

  /** What the source has recorded, as its own table says. */
  async recorded(): Promise<readonly Uint8Array[]> {
    const { rows } = await this.database.query('SELECT bytes FROM record ORDER BY sequence')
    return rows.map(({ bytes }) => bytes)
  }

  async end(): Promise<void> {
    await this.database.end()
  }

  private async close(index: number): Promise<void> {
    const stream = `programmes/contract/tasks/${index}`
    await this.events.execute({
      stream,
      decider: closing,
      make: () => right({}),
      actor: 'organisations/office',
      requestId: randomUUID(),
      requestHash: randomBytes(32),
      contents: [],
      correlationId: stream,
    })
  }
}
