import { randomBytes } from 'node:crypto'
import { link, mkdir, rename, unlink, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { isSystemError } from '#infra/system-error.ts'

/** Puts a whole file in place, over an older one. A reader sees the old text or the new, never half. */
export async function replacePem(path: string, pem: string, mode: number): Promise<void> {
  const temporary = await writeBeside(path, pem, mode)
  await rename(temporary, path)
}

/** Puts a whole file in place unless there is one already. Returns false, and writes nothing, where there is. */
export async function createPem(path: string, pem: string, mode: number): Promise<boolean> {
  const temporary = await writeBeside(path, pem, mode)
  try {
    // link, not rename: of two processes that start at once exactly one wins.
    await link(temporary, path)
    return true
  } catch (error) {
    if (isSystemError(error, 'EEXIST')) return false
    throw error
  } finally {
    await unlink(temporary)
  }
}

async function writeBeside(path: string, pem: string, mode: number): Promise<string> {
  await mkdir(dirname(path), { recursive: true })
  const temporary = `${path}.${process.pid}-${randomBytes(4).toString('hex')}.tmp`
  await writeFile(temporary, pem, { mode, flag: 'wx' })
  return temporary
}
