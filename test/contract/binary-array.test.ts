/** What PostgreSQL makes of arrays that are sent in binary: the same as of the texts that it prints. */
import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { binaryArray, type ElementType } from '#shared/postgres/binary-array.ts'
import { type Database, openDatabase } from '#shared/postgres/database.ts'
import { freshDatabase } from './store-instance.ts'

let database: Database
beforeAll(async () => {
  database = openDatabase(await freshDatabase(), { name: 'arrays', max: 1 })
})
afterAll(() => database.end())

// PostgreSQL's text holds no NUL.
const text = fc.string({ unit: 'binary' }).map((value) => value.replaceAll('\0', ''))
const values: Record<ElementType, fc.Arbitrary<unknown>> = {
  bytea: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
  bigint: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  smallint: fc.integer({ min: -32_768, max: 32_767 }),
  integer: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
  text,
  timestamptz: fc.date({ min: new Date('1900-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }),
  uuid: fc.uuid(),
  json: fc.json().map((value) => value.replaceAll('\\u0000', '')),
}

test.each(Object.keys(values) as ElementType[])('%s come back as they were', async (type) => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.option(values[type]), { minLength: 1, maxLength: 20 }), async (sent) => {
      const { rows } = await database.query(`SELECT value FROM unnest($1::${type}[]) AS value`, [
        binaryArray(type, sent),
      ])
      const expected = sent.map((value) => (type === 'json' && value !== null ? JSON.parse(value as string) : value))
      expect(rows.map(({ value }) => value)).toEqual(expected)
    }),
    { numRuns: 60 },
  )
})

test('a large one too', async () => {
  const sent = Array.from({ length: 128 }, () => randomBytes(60 * 1024))
  const { rows } = await database.query('SELECT sum(length(value)) AS bytes FROM unnest($1::bytea[]) AS value', [
    binaryArray('bytea', sent),
  ])
  expect(rows[0].bytes).toBe(BigInt(128 * 60 * 1024))
})
