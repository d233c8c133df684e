/** The object store: one contract, two engines, each against the real thing. */
import { randomBytes } from 'node:crypto'
import { readdir, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { s3Unavailability } from '#infra/s3/runtime.ts'
import { ObjectFault, type ObjectStore } from '#shared/objects/object-store.ts'
import { openObjectStore } from '#shared/objects/open.ts'
import { testDirectory } from '#shared/testing/postgres.ts'
import { type Bucket, startBucket } from './bucket.ts'
import { contract, fileOf } from './objects-contract.ts'

describe('a local folder', () => {
  const folder = async (name = 'objects with 空格'): Promise<string> => join(await testDirectory(), name)
  const open = async (name?: string): Promise<ObjectStore> => openObjectStore(pathToFileURL(await folder(name)).href)

  contract(open)

  test('what a crash in the middle of putting has left is removed a day later, and no object with it', async () => {
    const store = await open('leftovers')
    const { key, file } = await fileOf(randomBytes(10))
    await store.put(key, file)
    const drafts = join(await folder('leftovers'), 'drafts')
    expect(await readdir(drafts)).toEqual([])
    for (const name of ['old', 'young']) await writeFile(join(drafts, name), 'half')
    const twoDaysAgo = new Date(Date.now() - 2 * 86_400_000)
    await utimes(join(drafts, 'old'), twoDaysAgo, twoDaysAgo)
    await open('leftovers')
    expect(await readdir(drafts)).toEqual(['young'])
    expect(await store.head(key)).toBe(10)
  })

  test('where it cannot be, opening it says so', async () => {
    await writeFile(await folder('a file'), '')
    await expect(open('a file')).rejects.toThrow(/is a file, not a folder/)
  })
})

const unavailable = await s3Unavailability()

describe.skipIf(unavailable !== undefined)(`S3${unavailable ? ` (${unavailable})` : ''}`, () => {
  let server: Bucket
  beforeAll(async () => {
    server = await startBucket()
  })
  afterAll(() => server.stop())

  const open = (bucket = 'attachments'): Promise<ObjectStore> =>
    openObjectStore(`s3://${bucket}/some/where?endpoint=${server.endpoint}`)

  contract(open)

  test('bytes that are not those of the key are refused by the store', async () => {
    const store = await open()
    const { file } = await fileOf(randomBytes(1_000))
    const key = '0'.repeat(64)
    await expect(store.put(key, file)).rejects.toThrow(ObjectFault)
    expect(await store.head(key)).toBeUndefined()
  })

  test('a bucket that is not there, a secret that is wrong, a server that does not answer: faults', async () => {
    const { key } = await fileOf(randomBytes(10))
    await expect((await open('another-bucket')).get(key, 0)).rejects.toThrow(ObjectFault)
    process.env.AWS_SECRET_ACCESS_KEY = 'another'
    await expect((await open()).head(key)).rejects.toThrow(ObjectFault)
    process.env.AWS_SECRET_ACCESS_KEY = server.secretAccessKey
    const gone = await openObjectStore('s3://attachments?endpoint=http://127.0.0.1:1')
    await expect(gone.get(key, 0)).rejects.toThrow(ObjectFault)
  })
})
