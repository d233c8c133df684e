import { rm } from 'node:fs/promises'
import { right } from 'fp-ts/lib/Either.js'
import pg from 'pg'
import { startPostgres } from '#infra/postgres/server.ts'
import { TaskClosed } from '#proto/qiantou/task/v1/task_events.ts'
import { systemClock } from '#shared/clock/clock.ts'
import { type Decider, noParties } from '#shared/domain/decider.ts'
import { storeMigrations } from '#shared/lifecycle/aggregates.ts'
import { openDatabase } from '#shared/postgres/database.ts'
import { EventStore } from '#shared/postgres/event-store.ts'
import { migrate } from '#shared/postgres/migrate.ts'
import { uuidV7 } from '#shared/record/uuid.ts'
import { newHome } from './bus.ts'
import { bareCommit } from './references.ts'
import { bar, progress, type Report } from './report.ts'
import { load, median, timed } from './statistics.ts'

type Tally = { readonly count: number }

/** The least there is to decide: what the store itself takes is what remains. */
const tally: Decider<null, Tally, TaskClosed> = {
  aggregate: 'tally',
  foldVersion: 1,
  owns: [TaskClosed],
  folds: [],
  touches: () => [],
  decide: () => right([TaskClosed.create()]),
  evolve: (state) => ({ count: (state?.count ?? 0) + 1 }),
  parties: () => noParties,
}

async function openStore(url: string, maxBatch: number) {
  const database = openDatabase(url, { name: 'append', max: 4 })
  const absorbs = { folds: new Map() }
  const store = new EventStore({ source: '//qiantou/append', database, clock: systemClock, absorbs, maxBatch })
  await store.open()
  return { store, close: () => database.end() }
}

/** Commands a second of so many writers, spread over the stores. */
async function measure(stores: readonly EventStore[], writers: number, seconds: number): Promise<number> {
  const requestHash = new Uint8Array(32)
  const { perSecond } = await load(writers, seconds, (writer, note) =>
    timed(note, async () => {
      const stream = `tallies/${writer}`
      const store = stores[writer % stores.length] as EventStore
      const requestId = uuidV7(new Date())
      const who = { actor: 'organisations/bench', requestId, requestHash, contents: [], correlationId: stream }
      await store.execute({ ...who, stream, decider: tally, make: () => right(null) })
    }),
  )
  return perSecond
}

/** The store alone: one instance and two, batching on and off, turn by turn on one server. */
export async function append(options: { seconds: number; rounds: number }): Promise<Report> {
  const { seconds, rounds } = options
  const home = await newHome()
  const server = await startPostgres({ home })
  const figures: Record<string, number> = {}
  try {
    const setups = {
      'one instance': { instances: 1, maxBatch: 128, writers: [1, 8, 64] },
      'two instances': { instances: 2, maxBatch: 128, writers: [1, 8, 64] },
      'one instance, batching off': { instances: 1, maxBatch: 1, writers: [64] },
    }
    const samples = new Map<string, number[]>()
    for (let round = 1; round <= rounds; round += 1)
      for (const [name, { instances, maxBatch, writers }] of Object.entries(setups)) {
        progress(`${name}, round ${round} of ${rounds}`)
        const url = await freshDatabase(server.url('postgres'), `append_${round}_${name.replaceAll(/\W/g, '')}`)
        const opened = await Promise.all(Array.from({ length: instances }, () => openStore(url, maxBatch)))
        for (const count of writers) {
          const key = `${name}, ${count} writers commands/s`
          const perSecond = await measure(
            opened.map(({ store }) => store),
            count,
            seconds,
          )
          samples.set(key, [...(samples.get(key) ?? []), perSecond])
        }
        for (const { close } of opened) await close()
      }
    for (const [key, values] of samples) figures[key] = median(values)
  } finally {
    await server.stop()
    await rm(home, { recursive: true, force: true })
  }
  const references = { 'bare commit 8 commits/s': (await bareCommit(8, seconds)).perSecond }
  const at = (name: string): number => figures[`${name}, 64 writers commands/s`] ?? Number.NaN
  const bars = [
    bar('batching at 64 writers, times batching off', at('one instance') / at('one instance, batching off'), '>=', 3),
    bar('two instances together, share of one alone, at 64', at('two instances') / at('one instance'), '>=', 0.4),
  ]
  return { name: 'append', figures, references, bars }
}

async function freshDatabase(adminUrl: string, name: string): Promise<string> {
  const admin = new pg.Client({ connectionString: adminUrl })
  await admin.connect()
  await admin.query(`CREATE DATABASE ${name.toLowerCase()}`)
  await admin.end()
  const url = adminUrl.replace('/postgres?', `/${name.toLowerCase()}?`)
  await migrate(url, { store: storeMigrations })
  return url
}
