import { randomBytes } from 'node:crypto'
import { link, mkdir, readFile, rename, unlink, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'

/** The file's text, or undefined where there is none. */
export async function readPem(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined
    throw error
  }
}

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
    if (isCode(error, 'EEXIST')) return false
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

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
