/** Nothing here makes facts known but kept.ts itself: a service that knows its own facts alone reads all under a task. */
import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { readRecord } from '#shared/record/record.ts'
import { locationsIn } from './kept.ts'

const folder = new URL('../../test/golden/', import.meta.url)
const golden = readdirSync(folder)
  .filter((file) => /^\d+-qiantou\.(assignment|supervision|task)\..*\.binpb$/.test(file))
  .map((file) => readRecord(readFileSync(new URL(file, folder))))

test('evidence is found in whatever is recorded under a task, by whom ever', () => {
  expect([...new Set(golden.map(({ source }) => source))].sort()).toEqual([
    ...['//qiantou/coordination-office', '//qiantou/lead-agency', '//qiantou/supporting-department'],
  ])
  expect(locationsIn(golden).size).toBeGreaterThan(0)
  for (const record of golden) expect(() => locationsIn([record])).not.toThrow()
})

test('a fact that only a later version knows names nothing, and breaks nothing', () => {
  const [first] = golden
  if (!first) throw new Error('there are no records')
  expect(locationsIn([{ ...first, type: 'qiantou.task.v1.Later' }])).toEqual(new Set())
})
