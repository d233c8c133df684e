/** An older and a newer version of a fold on one database, both serving, without a gap. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openDatabase } from '#shared/postgres/database.ts'
import type { Archive } from '#shared/postgres/rebuild.ts'
import type { DeliveredRecord } from '#shared/record/record.ts'
import { Chain } from '#shared/testing/chain.ts'
import { eventually } from './stage.ts'
import { freshDatabase, hot, times } from './store-instance.ts'
import { other, submission, type Tally } from './store-tally.ts'
import { type Renewed, renewedTally, strictTally, Version } from './store-versions.ts'

const cold = 'programmes/p/tasks/cold'

let url: string
let archived: DeliveredRecord[]
let chain: Chain
const versions: Version[] = []
beforeEach(async () => {
  url = await freshDatabase()
  archived = []
  chain = new Chain(other)
})
afterEach(async () => {
  for (const version of versions.splice(0)) await version.end()
})

const archive: Archive = async (source, after, limit) =>
  archived.filter((record) => record.source === source && record.sequence > after).slice(0, limit)
const open = async (decider: Parameters<typeof Version.open>[1], from = archive): Promise<Version> => {
  const version = await Version.open(url, decider, from)
  versions.push(version)
  return version
}
const end = async (version: Version): Promise<void> => {
  versions.splice(versions.indexOf(version), 1)
  await version.end()
}
const foreign = (): DeliveredRecord => {
  const record = chain.next({ subject: hot, partitionkey: hot }, submission(archived.length + 1))
  archived.push(record)
  return record
}

/** An archive that gives nothing until it is let go: whoever folds anew stands in the middle of it meanwhile. */
function heldArchive() {
  const [asked, released] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const held: Archive = async (...page) => {
    asked.resolve()
    await released.promise
    return archive(...page)
  }
  return { held, asked: asked.promise, release: () => released.resolve() }
}

/** Callers of one instance, one command after the other, until told to stop. */
function load(version: Version) {
  const stopping = new AbortController()
  let [recorded, longest] = [0, 0]
  const caller = async (stream: string): Promise<void> => {
    while (!stopping.signal.aborted) {
      const begin = performance.now()
      expect(await version.add(stream)).toBe('recorded')
      recorded += 1
      longest = Math.max(longest, performance.now() - begin)
    }
  }
  const running = Promise.all([hot, hot, cold, cold].map(caller))
  const stop = async () => {
    stopping.abort()
    await running
    return { recorded, longest }
  }
  return { stop, recorded: () => recorded }
}

const rows = async (sql: string): Promise<readonly Record<string, unknown>[]> => {
  const database = openDatabase(url, { name: 'test' })
  const found = await database.query(sql)
  await database.end()
  return found.rows
}

/** Nobody has seen a version for a minute. */
const expire = (schema: string) =>
  rows(`UPDATE generation SET seen = now() - interval '1 minute' WHERE schema = '${schema}'`)

test('an older version goes on while a newer one folds anew, then both serve, each from its own states', {
  timeout: 90_000,
}, async () => {
  const older = await open(strictTally)
  for (const _ of times(20, () => 0)) await Promise.all([older.add(), older.add(cold), older.store.absorb([foreign()])])
  const first = load(older)
  const newer = await open(renewedTally)
  // The older one had recorded something before the newer one served.
  expect(first.recorded()).toBeGreaterThan(0)
  const second = load(newer)
  // What a third source says is taken in by the one or the other.
  for (const i of times(40, (n) => n)) await (i % 2 ? older : newer).store.absorb([foreign()])
  const [told, toldToo] = [await first.stop(), await second.stop()]
  expect(toldToo.recorded).toBeGreaterThan(0)
  // No gap: nobody waited for the refolding, and for the other version only moments.
  expect(told.longest).toBeLessThan(5_000)
  const all = 40 + told.recorded + toldToo.recorded
  const [{ records } = { records: 0 }] = await rows('SELECT count(*)::integer AS records FROM record')
  expect(records).toBe(all)
  const old = [await older.state<Tally>(), await older.state<Tally>(cold)]
  const renewed = [await newer.state<Renewed>(), await newer.state<Renewed>(cold)]
  expect(old.map(({ count }) => count)).toEqual(renewed.map((state) => state.own))
  expect(old.map(({ folded }) => folded.length)).toEqual(renewed.map((state) => state.foreign))
  expect(old[0]?.folded).toEqual(times(60, (i) => i + 1))
  expect(old.reduce((sum, { count }) => sum + count, 0)).toBe(all)
  expect(await older.version()).toBe(await newer.version())
  expect([await older.differing(), await newer.differing()]).toEqual([[], []])
})

test('while a newer version stands in the middle of folding anew, the older one records and reads, and all of it is kept', {
  timeout: 90_000,
}, async () => {
  const older = await open(strictTally)
  // Each is decided in a batch with others: a history that takes a while to fold.
  const [long, short] = [2_000, 500]
  await Promise.all([...times(long, () => older.add()), ...times(short, () => older.add(cold))])
  await older.store.absorb(times(300, foreign))
  const { held, asked, release } = heldArchive()
  let isOpen = false
  const opening = open(renewedTally, held).then((newer) => {
    isOpen = true
    return newer
  })
  await asked
  for (const i of times(40, (n) => n + 1)) {
    expect([await older.add(), await older.add(cold)]).toEqual(['recorded', 'recorded'])
    expect(await older.add(hot, { type: 'Add', limit: long + i })).toBe('NOT_WORKABLE')
    await older.store.absorb([foreign()])
    const { count, folded } = await older.state<Tally>()
    expect([count, folded.length, (await older.state<Tally>(cold)).count]).toEqual([long + i, 300 + i, short + i])
  }
  // All of that while the newer one was folding, and served nobody.
  expect(isOpen).toBe(false)
  expect(await rows('SELECT schema FROM generation')).toEqual([{ schema: 'public' }])
  const running = load(older)
  release()
  const newer = await opening
  const { recorded } = await running.stop()
  expect(recorded).toBeGreaterThan(0)
  const renewed = [await newer.state<Renewed>(), await newer.state<Renewed>(cold)]
  expect(renewed.reduce((sum, state) => sum + state.own, 0)).toBe(long + short + 80 + recorded)
  expect(renewed.map((state) => state.foreign)).toEqual([340, 0])
  expect(renewed.map((state) => state.own)).toEqual([
    (await older.state<Tally>()).count,
    (await older.state<Tally>(cold)).count,
  ])
  expect([await older.differing(), await newer.differing()]).toEqual([[], []])
})

test('each sees at once what the other has recorded, and decides on it', async () => {
  const older = await open(strictTally)
  await older.add()
  const newer = await open(renewedTally)
  for (const i of times(10, (n) => n)) {
    expect(await newer.add()).toBe('recorded')
    expect((await older.state<Tally>()).count).toBe(2 * i + 2)
    expect(await older.add(hot, { type: 'Add', limit: 2 * i + 2 })).toBe('NOT_WORKABLE')
    expect(await older.add()).toBe('recorded')
    expect(await newer.add(hot, { type: 'Add', limit: 2 * i + 3 })).toBe('NOT_WORKABLE')
    expect((await newer.state<Renewed>()).own).toBe(2 * i + 3)
  }
})

test('what the other has recorded is seen by whoever reads while it is being folded, and by the first to read', async () => {
  const older = await open(strictTally)
  await older.add()
  const newer = await open(renewedTally)
  for (const i of times(100, (n) => n + 2)) {
    expect(await older.add()).toBe('recorded')
    const reads = times(20, async (n) => {
      await pause(n / 2)
      return (await newer.state<Renewed>()).own
    })
    expect(await Promise.all(reads)).toEqual(times(20, () => i))
  }
})

test('what was caught up with in a transaction that failed is caught up with again', async () => {
  const older = await open(strictTally)
  await older.add()
  const newer = await open(renewedTally)
  for (const i of times(20, (n) => n + 2)) {
    expect(await older.add()).toBe('recorded')
    await expect(newer.fail()).rejects.toThrow('failed while deciding')
    expect((await newer.state<Renewed>()).own).toBe(i)
  }
  expect(await newer.differing()).toEqual([])
})

test('whose last instance has gone leaves nothing, and its place is taken by the next', {
  timeout: 90_000,
}, async () => {
  const older = await open(strictTally)
  await Promise.all(times(30, () => older.add()))
  const newer = await open(renewedTally)
  expect(await rows('SELECT schema FROM generation ORDER BY schema')).toEqual([
    { schema: 'next' },
    { schema: 'public' },
  ])
  await older.add()
  await end(older)
  await expire('public')
  await eventually(async () => expect(await rows('SELECT schema FROM generation')).toEqual([{ schema: 'next' }]))
  expect(await rows('SELECT name FROM public.stream')).toEqual([])
  await eventually(() => expect(newer.generation.mayLag).toBe(false))
  expect(await newer.add()).toBe('recorded')
  // Back to the older one, beside it: it folds anew in the place that is free.
  const again = await open(strictTally)
  expect((await again.state<Tally>()).count).toBe(32)
  expect([await again.differing(), await newer.differing()]).toEqual([[], []])
  await expect(open({ ...renewedTally, foldVersion: 3 })).rejects.toThrow('two other versions')
})

test('a newer version that is killed in the middle of folding anew leaves nothing, and the older one goes on', {
  timeout: 60_000,
}, async () => {
  const older = await open(strictTally)
  await older.store.absorb([foreign()])
  const running = load(older)
  const child = spawn(process.execPath, [fileURLToPath(new URL('./refold-owner.ts', import.meta.url)), url])
  await once(child.stdout, 'data')
  expect(
    await rows(
      "SELECT 1 AS begun FROM pg_stat_activity WHERE application_name = 'version 2' AND xact_start IS NOT NULL",
    ),
  ).not.toEqual([])
  child.kill('SIGKILL')
  await once(child, 'exit')
  await eventually(async () =>
    expect(await rows("SELECT 1 AS there FROM pg_stat_activity WHERE application_name = 'version 2'")).toEqual([]),
  )
  expect(await rows('SELECT schema FROM generation')).toEqual([{ schema: 'public' }])
  expect(await rows("SELECT 1 AS there FROM pg_tables WHERE schemaname = 'next'")).toEqual([])
  const newer = await open(renewedTally)
  const { recorded, longest } = await running.stop()
  expect(longest).toBeLessThan(5_000)
  expect((await newer.state<Renewed>()).own + (await newer.state<Renewed>(cold)).own).toBe(recorded)
  expect(await newer.differing()).toEqual([])
})
