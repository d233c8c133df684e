/** Finance starts with states of an older fold: pools and grants are folded anew, also from its own facts about others. */
import { join } from 'node:path'
import { pino } from 'pino'
import { expect, test } from 'vitest'
import { ensureBusCertificates, startBus, tlsOf } from '#infra/start/bus.ts'
import { call } from '#shared/grpc/client.ts'
import { openDatabase } from '#shared/postgres/database.ts'
import { Money } from '#shared/testing/money.ts'
import { testDirectory, testPostgres } from '#shared/testing/postgres.ts'
import { SetClock } from '#shared/testing/set-clock.ts'
import { makeStubs, type Stubs } from '#shared/testing/stubs.ts'
import { requests } from '#shared/testing/workflow-requests.ts'
import { type As, busyStory, differingStates, entriesOf, poolNamed, reconciled } from './ledger-books.ts'

test('a pool and what was granted out of it stand after a restart as they did before', {
  timeout: 120_000,
}, async () => {
  const directory = join(await testDirectory(), 'certificates')
  const [postgres, certificates] = await Promise.all([testPostgres(), ensureBusCertificates(directory)])
  const start = async () => {
    const bus = await startBus({
      postgres,
      certificates,
      listen: '127.0.0.1:0',
      objects: join(directory, 'objects'),
      money: join(directory, 'money'),
      prefix: 'refold_',
      logger: pino({ level: 'silent' }),
      clock: new SetClock(),
    })
    const opened = new Map<string, Stubs>()
    const showing = (name: string, role: 'organisation' | 'service'): Stubs => {
      const stubs = opened.get(name) ?? makeStubs(`localhost:${bus.port}`, tlsOf(certificates, name, role))
      opened.set(name, stubs)
      return stubs
    }
    const as: As = (code) => showing(code, 'organisation')
    const operations = showing('operations', 'service')
    const stop = async () => {
      for (const stubs of opened.values()) stubs.close()
      await bus.stop()
    }
    return { as, operations, stop, database: bus.databases.get('finance')?.own ?? '' }
  }

  const before = await start()
  const { programmes } = before.as('hn-office')
  const { receipt } = await call(programmes, (stub) => stub.importProgramme, requests.importProgramme('refold'))
  if (!receipt) throw new Error('an import has a receipt')
  await busyStory(before.as, new Money(before, 'programmes/refold', [receipt]))
  const read = async ({ as }: Pick<typeof before, 'as'>) => ({
    vouchers: await poolNamed(as, 'programmes/refold/pools/vouchers'),
    carrying: await poolNamed(as, 'programmes/refold/pools/carrying'),
    entries: await entriesOf(as, 'programmes/refold/pools/vouchers', 100),
  })
  const told = await read(before)
  expect(told.vouchers?.years).toHaveLength(2)
  expect(await differingStates(before.operations)).toEqual([])
  await before.stop()

  const database = openDatabase(before.database, { name: 'test' })
  const streams = 'SELECT name, version, state FROM stream ORDER BY name'
  const { rows: kept } = await database.query(streams)
  const older = await database.query(`
    UPDATE stream SET fold_version = 0, state = '{"of": "an older fold"}'
    WHERE aggregate IN ('pool', 'grants', 'application', 'measure')`)
  // Two pools, three applicants and applications, a measure.
  expect(older.rowCount).toBe(9)
  const after = await start()
  expect((await database.query(streams)).rows).toEqual(kept)
  expect(await read(after)).toEqual(told)
  expect(await differingStates(after.operations)).toEqual([])
  expect((await reconciled(after.operations)).differing).toEqual([])
  // And what does not stand as its facts say is found.
  await database.query(`UPDATE stream SET state = '{"grants": []}' WHERE aggregate = 'grants'`)
  expect(await differingStates(after.operations)).toHaveLength(3)
  await after.stop()
  await database.end()
})
