/** Files up and down by the command line where something comes between: what there is goes on, and is believed by its hash alone. */
import { hash as hashOf, randomBytes } from 'node:crypto'
import {
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { begin, home, qiantou, startBus, stopBus } from './command.ts'

vi.setConfig({ testTimeout: 60_000 })
const bytes = randomBytes(300_000)
const hash = hashOf('sha256', bytes)
/** What a byte more or less makes of it. */
const changed = (from: Buffer, at: number): Buffer => {
  const copy = Buffer.from(from)
  copy[at] = ~(copy[at] ?? 0)
  return copy
}

const task = '2026-2-1'
const file = join(home, 'plan.pdf')
/** Where the bus keeps it. */
const stored = join(home, 'objects', 'supporting-department', hash.slice(0, 2), hash.slice(2, 4), hash)
const down = join(home, 'down.pdf')
/** What has come down of it before. */
const part = `${down}.${hash.slice(0, 8)}.part`
const download = (...words: readonly string[]) =>
  qiantou('attachment', 'download', `${task}/${hash}`, '--output', down, '--as', 'hn-kjt', ...words)

beforeAll(async () => {
  await startBus()
  writeFileSync(file, bytes)
  await vi.waitFor(
    async () => {
      const { status, stderr } = await qiantou('attachment', 'upload', file, '--task', task, '--as', 'hn-kjt')
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    },
    { timeout: 20_000, interval: 500 },
  )
}, 60_000)
afterAll(async () => {
  await stopBus()
  rmSync(home, { recursive: true, force: true })
}, 30_000)
beforeEach(() => {
  for (const path of [down, part]) rmSync(path, { force: true })
  writeFileSync(stored, bytes)
})

const refused = async (message: string, ...words: readonly string[]): Promise<void> => {
  const { status, stderr } = await download(...words)
  expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringContaining(message) })
  expect([existsSync(down), existsSync(part)]).toEqual([false, false])
}
const arrives = async (): Promise<void> => {
  const { status, stdout } = await download('--lang', 'en')
  expect({ status, stdout }).toEqual({ status: 0, stdout: `${down}: 300 kB, its SHA-256 is right\n` })
  expect(readFileSync(down).equals(bytes)).toBe(true)
  expect(existsSync(part)).toBe(false)
}

it('goes on after what has come down before, and asks for the rest alone', async () => {
  writeFileSync(part, bytes.subarray(0, 200_000))
  // Whoever fetched it from the beginning would see that.
  writeFileSync(stored, changed(bytes, 1_000))
  await arrives()
})

it('takes what has come down whole before', async () => {
  writeFileSync(part, bytes)
  await arrives()
})

it('refuses and removes what has come down before, where a byte of it has changed; then it is fetched anew', async () => {
  writeFileSync(part, changed(bytes.subarray(0, 200_000), 1_000))
  await refused(`${down} was not written: download it again [HASH_DIFFERS]`)
  await arrives()
})

it('refuses and removes what has come down before, where it is longer than the file; then it is fetched anew', async () => {
  writeFileSync(part, Buffer.concat([bytes, bytes]))
  await refused(`${down} was not written: download it again [HASH_DIFFERS]`)
  await arrives()
})

it.each([0, 150_000, 299_999])('leaves no file where byte %d has changed in the store', async (at) => {
  writeFileSync(stored, changed(bytes, at))
  await refused('[HASH_DIFFERS]')
  await refused(`收到的内容与附件的 SHA-256 不符,${down} 未写入;请重新下载 [HASH_DIFFERS]`, '--lang', 'zh')
})

it('keeps what has come down where the store has lost the rest, and leaves nothing where nothing came', async () => {
  writeFileSync(part, bytes.subarray(0, 200_000))
  rmSync(stored)
  expect((await download()).stderr).toContain('[ATTACHMENT_LOST]')
  expect([existsSync(down), readFileSync(part).length]).toEqual([false, 200_000])
  rmSync(part)
  await refused('[ATTACHMENT_LOST]')
})

/** What of an upload by this body lies with the bus: a file, and its size. */
const underway = (): readonly { readonly path: string; readonly size: number }[] => {
  const folder = join(home, 'objects', 'supporting-department', 'uploads', 'hn-kjt')
  const names = existsSync(folder) ? readdirSync(folder) : []
  return names.map((name) => ({ path: join(folder, name), size: statSync(join(folder, name)).size }))
}
const large = join(home, 'large.bin')
const largeBytes = 200_000_000
const upload = ['attachment', 'upload', large, '--task', task, '--as', 'hn-kjt'] as const

/** Begins to upload the large file, and is interrupted. @returns what has arrived of it */
async function interrupted() {
  const { end, ended } = begin(...upload)
  await vi.waitFor(() => expect(underway()[0]?.size).toBeGreaterThan(0), { timeout: 20_000, interval: 10 })
  end()
  await ended
  const [left] = underway()
  if (!left || left.size >= largeBytes) throw new Error('it was not interrupted')
  return left
}

it('goes on with an upload that was interrupted, after a restart of the bus too, and refuses it where that has changed', async () => {
  writeFileSync(large, '')
  truncateSync(large, largeBytes)
  const { path } = await interrupted()
  const handle = openSync(path, 'r+')
  writeSync(handle, 'x', 0)
  closeSync(handle)
  // Whoever began anew would have sent all of it right.
  const { status, stderr } = await qiantou(...upload)
  expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringContaining('[HASH_DIFFERS]') })
  expect(underway()).toEqual([])
  const left = await interrupted()
  await stopBus()
  await startBus()
  // The bus brings what it has gathered to the disk once the caller is gone.
  const [kept] = underway()
  expect(kept?.path).toBe(left.path)
  expect(kept?.size).toBeGreaterThanOrEqual(left.size)
  const { stdout } = await qiantou(...upload, '--json')
  const sha256 = hashOf('sha256', Buffer.alloc(largeBytes))
  expect(JSON.parse(stdout).attachment).toMatchObject({ sha256, sizeBytes: `${largeBytes}` })
  expect(underway()).toEqual([])
}, 120_000)
