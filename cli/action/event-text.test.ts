/** Whatever people wrote in a record is asked of who keeps it: of every type of fact there is a record in test/golden. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { readRecord } from '#shared/record/record.ts'
import { factOf } from '../text/record.ts'
import { keeperOf, referencesIn } from './event-text.ts'

const golden = join(import.meta.dirname, '..', '..', 'test', 'golden')
const records = readdirSync(golden)
  .filter((name) => name.endsWith('.binpb'))
  .map((name) => readRecord(readFileSync(join(golden, name))))
const written = records.filter((record) => referencesIn(factOf({ record })).length > 0)

/** By the area of its type, what a record is about. */
const keepers = {
  task: ['task', 'assignment'],
  assignment: ['assignment'],
  ...{ application: ['application'], voucher: ['voucher'], transfer: ['transfer'], allocation: ['allocation'] },
  ...{ consultation: ['consultation'], directory: ['organisation'], supervision: ['supervision', 'report'] },
} as Readonly<Record<string, readonly string[]>>

it.each([...new Set(written.map(({ type }) => type))])('the texts of %s are read where they lie', (type) => {
  const [, area = ''] = type.split('.')
  for (const record of written.filter((one) => one.type === type))
    if (type === 'qiantou.transfer.v1.AccountProposed') expect(keeperOf(record)).toBeUndefined()
    else expect(keepers[area]).toContain(keeperOf(record))
})

it('of money, what applications, vouchers, payments and allocations are about is read', () => {
  const areas = new Set(written.map(({ type }) => type.split('.')[1]))
  expect([...areas]).toEqual(expect.arrayContaining(['application', 'voucher', 'transfer', 'allocation']))
})
