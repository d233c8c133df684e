import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { storing } from '#infra/start/services.ts'
import { familyOf } from '#infra/usage.ts'
import { type BenchBus, startQuietBus } from './bus.ts'
import { players, watch } from './lifecycle-calls.ts'
import { bareCommit, bareEcho, startPlain, withPostgres } from './references.ts'
import { type Bar, bar, progress, type Report } from './report.ts'
import { type Load, median } from './statistics.ts'

const levels = [1, 8, 32]

type Figures = Record<string, number>

/** The medians of several rounds. */
function note(into: Figures, name: string, rounds: readonly Load[]): void {
  into[`${name} calls/s`] = median(rounds.map(({ perSecond }) => perSecond))
  into[`${name} p50 ms`] = median(rounds.map(({ p50 }) => p50))
  into[`${name} p99 ms`] = median(rounds.map(({ p99 }) => p99))
}

const relationSizes = `
  SELECT relname, pg_total_relation_size(oid) AS bytes FROM pg_class
  WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace`

/** Runs statements of operations on each service's database. */
async function onDatabases(bus: BenchBus, work: (client: pg.Client, database: string) => Promise<void>): Promise<void> {
  const password = readFileSync(join(bus.home, 'postgres', 'password'), 'utf8').trim()
  for (const database of storing.map(({ name }) => name.replaceAll('-', '_'))) {
    const client = new pg.Client({ host: join(bus.home, 'postgres', 'sockets'), user: 'qiantou', password, database })
    await client.connect()
    await work(client, database)
    await client.end()
  }
}

const vacuum = (bus: BenchBus): Promise<void> => onDatabases(bus, async (client) => void (await client.query('VACUUM')))

/** Bytes of every relation of every service, indexes included. */
async function sizes(bus: BenchBus): Promise<Map<string, number>> {
  const found = new Map<string, number>()
  await vacuum(bus)
  await onDatabases(bus, async (client, database) => {
    for (const { relname, bytes } of (await client.query(relationSizes)).rows)
      found.set(`${database}.${relname}`, Number(bytes))
  })
  return found
}

/** Bytes that a lifecycle leaves, by relation, over so many lifecycles. */
async function storedBytes(bus: BenchBus, count: number, play: () => Promise<unknown>): Promise<Figures> {
  const before = await sizes(bus)
  for (let done = 0; done < count; done += 10) {
    await Promise.all(Array.from({ length: 10 }, play))
    // A year of work in five seconds: autovacuum, which would come by a thousand times, is done by hand.
    if (done % 100 === 0) await vacuum(bus)
  }
  const after = await sizes(bus)
  const grown = [...after].map(([name, bytes]): [string, number] => [name, (bytes - (before.get(name) ?? 0)) / count])
  const all = grown.reduce((sum, [, bytes]) => sum + bytes, 0)
  return Object.fromEntries(
    [...grown.filter(([, bytes]) => bytes > 50), ['all', all]].map(([k, v]) => [`bytes ${k}`, v as number]),
  )
}

/** The bus under a lifecycle at each level, turn by turn with the plain service, so that both meet the same weather. */
export async function lifecycle(options: { seconds: number; rounds: number; log: readonly string[] }): Promise<Report> {
  const { seconds, rounds } = options
  const figures: Figures = {}
  const references: Figures = {}
  const bars: Bar[] = []
  const bus = await startQuietBus({ args: options.log })
  const unwatch = watch(bus)
  const play = players(bus)
  try {
    await withPostgres(async (url) => {
      const plain = await startPlain(url)
      for (const tasks of levels) {
        const ours: Load[] = []
        const theirs: Load[] = []
        for (let round = 1; round <= rounds; round += 1) {
          progress(`${tasks} tasks at once, round ${round} of ${rounds}`)
          ours.push(await play.load(tasks, seconds))
          theirs.push(await plain.load(tasks, seconds))
        }
        note(figures, `${tasks}`, ours)
        note(references, `plain ${tasks}`, theirs)
      }
      await plain.stop()
    })
    const servicesPid = bus.child.process.pid as number
    figures['RSS of the services MB'] =
      familyOf(servicesPid).find(({ pid }) => pid === servicesPid)?.rssMb ?? Number.NaN
    progress('bytes a lifecycle')
    Object.assign(figures, await storedBytes(bus, 500, play.once))
    progress('references')
    note(references, 'echo with mTLS 1', [await bareEcho(bus.home, 1, seconds)])
    note(references, 'echo with mTLS 32', [await bareEcho(bus.home, 32, seconds)])
  } finally {
    unwatch()
    await bus.stop()
  }
  note(references, 'bare commit 8', [await bareCommit(8, seconds)])
  const value = (from: Figures, name: string): number => from[name] ?? Number.NaN
  for (const tasks of [8, 32])
    bars.push(
      bar(`calls/s at ${tasks}`, value(figures, `${tasks} calls/s`), '>=', value(references, `plain ${tasks} calls/s`)),
    )
  bars.push(
    bar('p50 ms at 1', value(figures, '1 p50 ms'), '<=', 1.2 * value(references, 'plain 1 p50 ms')),
    bar('bytes a lifecycle', value(figures, 'bytes all'), '<=', 50_000),
    bar(
      'the plain service is no straw man: its calls/s at 8',
      value(references, 'plain 8 calls/s'),
      '>=',
      0.1 * value(references, 'bare commit 8 calls/s'),
    ),
  )
  return { name: 'lifecycle', figures, references, bars }
}
