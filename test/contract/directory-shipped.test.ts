/** What is shipped is entered once, however many instances begin at the same time, and whatever was interrupted. */
import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { ensureDatabases } from '#infra/start/databases.ts'
import { shippedNames } from '#services/coordination-office/domain/shipped.ts'
import { coordinationOffice } from '#services/coordination-office/main.ts'
import { systemClock } from '#shared/clock/clock.ts'
import { type Ground, sourceOf } from '#shared/lifecycle/service.ts'
import { type Database, openDatabase } from '#shared/postgres/database.ts'
import { migrate } from '#shared/postgres/migrate.ts'
import { testPostgres } from '#shared/testing/postgres.ts'

const { name, migrations } = coordinationOffice
const logger = pino({ level: 'silent' })
const unused = (): never => {
  throw new Error('the directory asks nobody')
}
let databases = 0
let url: string
let pools: Database[] = []

beforeAll(async () => void (await testPostgres()))
beforeEach(async () => {
  databases += 1
  const made = await ensureDatabases(await testPostgres(), [name], `shipped${databases}_`)
  url = made.get(name)?.own as string
  await migrate(url, migrations)
})
afterAll(async () => void (await Promise.all(pools.map((pool) => pool.end()))))

/** An instance of the service, begun on the test's database. */
async function open() {
  const database = openDatabase(url, { name })
  pools = [...pools, database]
  const ground: Omit<Ground, 'log' | 'objects' | 'money'> = {
    name,
    source: sourceOf(name),
    database,
    clock: systemClock,
    logger,
    peer: unused,
  }
  return coordinationOffice.open(ground as Ground)
}

const records = async (): Promise<object[]> => {
  const [pool] = pools.slice(-1) as [Database]
  return (await pool.query('SELECT sequence, bytes FROM record ORDER BY sequence')).rows
}

/** Each organisation once, and each membership once. */
const whole = shippedNames.length + 14

test('three instances that begin at once on an empty database enter it once', async () => {
  const opened = await Promise.all([open(), open(), open()])
  expect(await records()).toHaveLength(whole)
  expect(await Promise.all(opened.map((one) => one.sequence()))).toEqual([whole, whole, whole].map(BigInt))
})

test('an instance that begins later finds it there, and writes nothing', async () => {
  await open()
  const before = await records()
  await open()
  expect(await records()).toEqual(before)
})

test('where a part is there, the rest is entered after it', async () => {
  await open()
  const [pool] = pools.slice(-1) as [Database]
  // As it would stand had the first start been killed after the first commit; receipts and records go together.
  await pool.query('DELETE FROM record WHERE sequence > 30')
  await pool.query('DELETE FROM receipt WHERE sequence > 30')
  await pool.query('DELETE FROM stream WHERE name = ANY ($1)', [shippedNames.slice(30)])
  const kept = await records()
  expect(kept).toHaveLength(30)
  await pool.query(`UPDATE head SET sequence = 30, hash = sha256((SELECT bytes FROM record WHERE sequence = 30))`)
  const reopened = await open()
  expect(await reopened.sequence()).toBe(BigInt(whole))
  expect((await records()).slice(0, 30)).toEqual(kept)
  expect((await reopened.operations?.checkStates())?.differing).toEqual([])
})
