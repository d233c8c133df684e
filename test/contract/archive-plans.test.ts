/** How the archive finds the records of one among many: by its index, however long the log is (decision 12). */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Archive } from '#services/event-log/postgres/archive.ts'
import { Endings } from '#services/event-log/postgres/endings.ts'
import { systemClock } from '#shared/clock/clock.ts'
import { type Database, openDatabase } from '#shared/postgres/database.ts'
import { migrate } from '#shared/postgres/migrate.ts'
import { testPostgres } from '#shared/testing/postgres.ts'

let database: Database
let archive: Archive
beforeAll(async () => {
  const url = (await testPostgres()).url('postgres')
  await migrate(url, { event_log: new URL('../../services/event-log/postgres/migrations/', import.meta.url) })
  // One connection: what it has prepared is asked of it below.
  database = openDatabase(url, { name: 'plans', max: 1 })
  archive = new Archive(database)
})
afterAll(async () => await database.end())

async function planOf(statement: string, values: string): Promise<string> {
  const { rows } = await database.query(`EXPLAIN EXECUTE "${statement}" (${values})`)
  return rows.map((row) => row['QUERY PLAN']).join('\n')
}

test.each([
  ['of-workflow', 'programmes/p/tasks/t'],
  ['of-workflow', 'programmes/p/consultations/c'],
  ['of-organisation', 'organisations/hn-fgw'],
])('%s reads of %s nothing but its own', async (statement, resource) => {
  expect(await archive.history(resource, -1n, 500)).toEqual([])
  const plan = await planOf(statement, `'${resource}', -1, 500`)
  expect(plan).toContain('entry_workflow')
  expect(plan).not.toContain('entry_pkey')
})

test('whether a caller has ended is asked of its own records alone', async () => {
  expect(await new Endings(archive, systemClock).hasEndedByNow('organisations/hn-fgw')).toBe(false)
  const { rows } = await database.query('SELECT name FROM pg_prepared_statements ORDER BY name')
  expect(rows.map(({ name }) => name)).toEqual(['of-organisation', 'of-workflow'])
})
