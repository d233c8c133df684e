import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, open, rm, stat, utimes } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ObjectFault } from './object-store.ts'
import { superseded, Upload, Uploads, uploadLimits } from './uploads.ts'

let folder: string
let forgotten: string[]
let uploads: Uploads
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'qiantou-uploads-'))
  forgotten = []
  uploads = new Uploads(folder, async (upload) => void forgotten.push(upload))
})
afterEach(() => rm(folder, { recursive: true }))

const key = (upload: string) => ({ caller: 'hn-kjt', upload })

async function begun(upload: string, offset = 0): Promise<Upload> {
  const begin = await uploads.begin(key(upload), offset)
  if (begin instanceof Upload) return begin
  throw new Error(begin)
}

/** An upload that was interrupted so many minutes ago. */
async function interrupt(upload: string, minutesAgo: number): Promise<void> {
  const one = await begun(upload)
  await one.add(randomBytes(10))
  await one.close()
  const then = new Date(Date.now() - minutesAgo * 60_000)
  await utimes(one.file, then, then)
}

test('what arrives in parts, over a restart of the service, has the hash of the whole', async () => {
  const one = await begun('a')
  await one.add(Buffer.from('ab'))
  await one.add(Buffer.from('c'))
  await one.close()
  uploads = new Uploads(folder, async () => {})
  expect(await uploads.begin(key('a'), 2)).toBe('gap')
  const two = await begun('a', 3)
  await two.add(Buffer.from('d'))
  // SHA-256 of `abcd`.
  expect(await two.whole()).toBe('88d4266fd4e6338d13b845fcf289579d209c897823b9217da3e161936f031589')
  await two.close()
  expect(await uploads.arrived(key('a'))).toBe(4)
})

test('of what the disk did not take whole, nothing is said to have arrived', async () => {
  const file = join(folder, 'short')
  const handle = await open(file, 'wx')
  vi.spyOn(handle, 'writev').mockResolvedValueOnce({ bytesWritten: 1, buffers: [] })
  const one = new Upload(file, handle, createHash('sha256'), 0)
  await one.add(Buffer.from('abcd'))
  await expect(one.whole()).rejects.toThrow(ObjectFault)
  await expect(one.close()).rejects.toThrow(ObjectFault)
})

test('begun twice at once, the second takes the place of the first', async () => {
  const first = uploads.begin(key('a'), 0)
  const second = uploads.begin(key('a'), 0)
  const one = (await first) as Upload
  one.signal.addEventListener('abort', () => void one.close())
  const two = (await second) as Upload
  expect(one.signal.reason).toBe(superseded)
  expect(two.signal.aborted).toBe(false)
  await two.close()
})

test('of interrupted ones the oldest gives way, and what stands for it is forgotten', async () => {
  for (let i = 0; i <= uploadLimits.interrupted; i += 1) await interrupt(`upload-${i}`, 100 - i)
  expect(forgotten).toEqual([])
  await (await begun('one more')).close()
  expect(forgotten).toEqual(['upload-0'])
  expect(await uploads.arrived(key('upload-0'))).toBe(0)
  expect(await uploads.arrived(key('upload-1'))).toBe(10)
})

test('the sweep leaves what is under way and what is young; where forgetting fails, it comes again', async () => {
  await interrupt('old', 25 * 60)
  await interrupt('young', 23 * 60)
  const failing = new Uploads(folder, () => Promise.reject(new Error('no database')))
  await expect(failing.sweep()).rejects.toThrow('no database')
  const underway = await begun('under way')
  const long = new Date(Date.now() - 2 * 86_400_000)
  await utimes(underway.file, long, long)
  await uploads.sweep()
  expect(forgotten).toEqual(['old'])
  expect(await uploads.arrived(key('young'))).toBe(10)
  await stat(underway.file)
  await underway.close()
})
