import { randomBytes } from 'node:crypto'
import { link, readFile, rename, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readIfThere } from '#infra/file.ts'
import { isSystemError } from '#infra/system-error.ts'
import { incarnationOf } from './running-process.ts'

/** A directory that another live process, or another part of this one, has in use. */
export class DirectoryInUse extends Error {
  override readonly name = 'DirectoryInUse'
  readonly pid: number

  constructor(directory: string, pid: number) {
    super(`${directory} is in use by process ${pid}`)
    this.pid = pid
  }
}

/** Held until released, or until the process that holds it is gone. */
export type OwnerLock = {
  release(): Promise<void>
}

type Owner = {
  readonly pid: number
  readonly incarnation: string
}

/**
 * Makes this process the owner of `directory`, by a file `owner.lock` in it. A lock whose process has died, even by
 * kill -9 or with the machine, is taken over. Throws DirectoryInUse where the owner lives.
 */
export async function acquireOwnerLock(directory: string): Promise<OwnerLock> {
  const path = join(directory, 'owner.lock')
  const incarnation = await incarnationOf(process.pid)
  // The nonce tells two locks of one process apart.
  const mine = JSON.stringify({ pid: process.pid, incarnation, nonce: randomBytes(8).toString('hex') })
  const draft = `${path}.${randomBytes(4).toString('hex')}`
  await writeFile(draft, mine, { mode: 0o600, flag: 'wx' })
  try {
    while (!(await claim(draft, path))) await evictDeadOwner(directory, path)
  } finally {
    await unlink(draft)
  }
  return { release: () => releaseLock(path, mine) }
}

async function claim(draft: string, path: string): Promise<boolean> {
  try {
    await link(draft, path)
    return true
  } catch (error) {
    if (isSystemError(error, 'EEXIST')) return false
    throw error
  }
}

async function evictDeadOwner(directory: string, path: string): Promise<void> {
  const found = await readIfThere(path)
  if (found === undefined) return
  const owner = parseOwner(found)
  if (owner !== undefined && (await incarnationOf(owner.pid)) === owner.incarnation) {
    throw new DirectoryInUse(directory, owner.pid)
  }
  const evicted = `${path}.${randomBytes(4).toString('hex')}`
  try {
    await rename(path, evicted)
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return
    throw error
  }
  // Another may have taken over since we read: then we have moved a live lock, and put it back.
  if ((await readFile(evicted, 'utf8')) !== found) await claim(evicted, path)
  await unlink(evicted)
}

async function releaseLock(path: string, mine: string): Promise<void> {
  if ((await readIfThere(path)) === mine) await unlink(path)
}

// A lock written just before the power went may be empty: nobody's.
function parseOwner(text: string): Owner | undefined {
  try {
    const { pid, incarnation } = JSON.parse(text)
    return typeof pid === 'number' && typeof incarnation === 'string' ? { pid, incarnation } : undefined
  } catch {
    return undefined
  }
}
