import fc from 'fast-check'
import { expect, test } from 'vitest'
import { PositionedRecord } from '#proto/qiantou/event/v1/event_service.ts'
import { allPages, holdsAny, maxPageBytes, pageToken, readPage } from './page.ts'

const keyOf = (position: bigint): string => `${position}`.padStart(6, '0')

/** A list of records of these sizes, of which those at even places are kept where `half` says so. */
const list = (sizes: readonly number[], half = false) => {
  const rows = sizes.map((size, i) => ({ position: BigInt(i), record: Buffer.alloc(size) }))
  return {
    read: (after: string, limit: number) => rows.filter(({ position }) => keyOf(position) > after).slice(0, limit),
    keyOf: ({ position }: (typeof rows)[number]) => keyOf(position),
    keeps: ({ position }: (typeof rows)[number]) => !half || position % 2n === 0n,
    toMessage: (row: (typeof rows)[number]): PositionedRecord => ({
      $type: 'qiantou.event.v1.PositionedRecord',
      ...row,
    }),
    message: PositionedRecord,
  }
}

const bytesOf = (page: readonly PositionedRecord[]): number =>
  page.reduce((sum, entry) => sum + PositionedRecord.encode(entry).finish().length, 0)

test('page after page gives every entry once, in order, never more of them or of bytes than a page takes', async () => {
  const size = fc.oneof(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 500_000, max: 1_500_000 }))
  const property = fc.asyncProperty(
    fc.array(size, { maxLength: 30 }),
    fc.integer({ min: 1, max: 12 }),
    fc.boolean(),
    async (sizes, pageSize, half) => {
      const found: bigint[] = []
      for await (const { page } of allPages((pageToken) => readPage({ pageSize, pageToken }, list(sizes, half)))) {
        expect(page.length).toBeLessThanOrEqual(pageSize)
        if (page.length > 1) expect(bytesOf(page)).toBeLessThanOrEqual(maxPageBytes)
        found.push(...page.map(({ position }) => position))
      }
      expect(found).toEqual([...sizes.keys()].filter((i) => !half || i % 2 === 0).map(BigInt))
    },
  )
  await fc.assert(property, { numRuns: 50 })
})

test('the last page names no next one, and an entry that alone is larger than a page goes alone', async () => {
  const all = { pageSize: 3, pageToken: '' }
  expect((await readPage(all, list([1, 1, 1]))).nextPageToken).toBe('')
  expect((await readPage(all, list([1, 1, 1, 1]))).nextPageToken).not.toBe('')
  const first = await readPage(all, list([maxPageBytes + 1, 1]))
  expect(first.page.map(({ position }) => position)).toEqual([0n])
  const second = await readPage({ pageSize: 3, pageToken: first.nextPageToken }, list([maxPageBytes + 1, 1]))
  expect([second.page.map(({ position }) => position), second.nextPageToken]).toEqual([[1n], ''])
})

test('an empty page tells nothing of a list: it may come after the last entry, or of one that is empty', async () => {
  const beyond = { pageSize: 3, pageToken: pageToken('999999') }
  for (const [entries, isAny] of [
    [list([1, 1]), true],
    [list([]), false],
  ] as const) {
    const { page } = await readPage(beyond, entries)
    expect([page, await holdsAny(page, beyond, entries)]).toEqual([[], isAny])
  }
})
