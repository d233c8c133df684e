import { copyFile, mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import pg from 'pg'
import { expect, test } from 'vitest'
import { testDirectory, testPostgres } from '#shared/testing/postgres.ts'
import { migrate } from './migrate.ts'

test('migrations are found whatever the path of the checkout, and run once', async () => {
  const folder = join(await testDirectory(), '牵头 总线#1%20')
  const ours = join(import.meta.dirname, 'migrations')
  await mkdir(folder)
  for (const file of await readdir(ours)) await copyFile(join(ours, file), join(folder, file))
  const url = (await testPostgres()).url('postgres')
  for (const _ of ['first start', 'second start']) await migrate(url, { store: pathToFileURL(folder) })
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query('SELECT sequence::text FROM head')
  await client.end()
  expect(rows).toEqual([{ sequence: '0' }])
})
