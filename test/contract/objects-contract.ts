import { createHash, randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import type { ObjectStore } from '#shared/objects/object-store.ts'
import { testDirectory } from '#shared/testing/postgres.ts'

let files = 0

/** Bytes, in a file, and their key. */
export async function fileOf(bytes: Uint8Array): Promise<{ key: string; file: string }> {
  const file = join(await testDirectory(), `file${files++}`)
  await writeFile(file, bytes)
  return { key: createHash('sha256').update(bytes).digest('hex'), file }
}

/** An object's bytes from an offset on; undefined where there is none. */
export async function bytesOf(store: ObjectStore, key: string, offset = 0): Promise<Buffer | undefined> {
  const bytes = await store.get(key, offset)
  if (!bytes) return undefined
  const all: Uint8Array[] = []
  for await (const some of bytes) all.push(some)
  return Buffer.concat(all)
}

/** What every engine of the object store promises. */
export function contract(open: () => Promise<ObjectStore>): void {
  let store: ObjectStore
  beforeAll(async () => {
    store = await open()
  })

  // Below and above what goes to S3 in one piece, and at the edge of a part.
  test.each([1, 300_000, 8 * 1024 * 1024, 20_000_001])(
    'an object of %d bytes comes back as it was put',
    async (size) => {
      const bytes = randomBytes(size)
      const { key, file } = await fileOf(bytes)
      expect([await store.head(key), await bytesOf(store, key)]).toEqual([undefined, undefined])
      await store.put(key, file)
      expect(await store.head(key)).toBe(size)
      expect((await bytesOf(store, key))?.equals(bytes)).toBe(true)
      const offset = size - 1
      expect((await bytesOf(store, key, offset))?.equals(bytes.subarray(offset))).toBe(true)
      expect(await bytesOf(store, key, size)).toHaveLength(0)
    },
  )

  test('put twice, also at once, it is there once; deleted, also twice, it is gone', async () => {
    const bytes = randomBytes(100_000)
    const { key, file } = await fileOf(bytes)
    await Promise.all([store.put(key, file), store.put(key, file)])
    await store.put(key, file)
    expect((await bytesOf(store, key))?.equals(bytes)).toBe(true)
    await store.delete(key)
    await store.delete(key)
    expect([await store.head(key), await bytesOf(store, key)]).toEqual([undefined, undefined])
  })

  test('what another has opened sees it, and whoever stops reading early disturbs nobody', async () => {
    const bytes = randomBytes(3_000_000)
    const { key, file } = await fileOf(bytes)
    await store.put(key, file)
    const other = await open()
    for await (const some of (await other.get(key, 0)) ?? []) if (some.length > 0) break
    expect((await bytesOf(other, key))?.equals(bytes)).toBe(true)
    other.close()
    expect((await bytesOf(store, key, 2_000_000))?.equals(bytes.subarray(2_000_000))).toBe(true)
  })

  test('a file that is not there is a failure, and leaves no object', async () => {
    const { key, file } = await fileOf(randomBytes(10))
    await expect(store.put(key, `${file}.gone`)).rejects.toThrow()
    expect(await store.head(key)).toBeUndefined()
  })
}
