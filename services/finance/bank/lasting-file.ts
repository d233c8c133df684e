/** Files that outlast a loss of power under a name that never stands for half of one. */
import { createHash, randomUUID } from 'node:crypto'
import { open, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'

export const isErrno = (error: unknown, ...codes: readonly string[]): boolean =>
  codes.includes((error as NodeJS.ErrnoException).code ?? '')

export const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** Undefined where there is no such file. */
export async function bytesAt(path: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(path)
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return undefined
    throw error
  }
}

/** Makes which names a folder has outlast a loss of power. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** A new file, whole and on disk; its folder is on disk too. */
export async function writeNew(path: string, content: string | Uint8Array): Promise<void> {
  const handle = await open(path, 'wx')
  try {
    await handle.writeFile(content)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await syncFolder(dirname(path))
}

/** A name beside a file that is being written: nobody takes files whose names begin with a dot. */
export const partNameOf = (name: string): string => `.${name}.${randomUUID()}.part`

/** Writes a file, or writes it anew: whoever reads it meanwhile finds all of the old one or all of the new one. */
export async function replace(folder: string, name: string, content: string | Uint8Array): Promise<void> {
  const part = join(folder, partNameOf(name))
  try {
    await writeNew(part, content)
    await rename(part, join(folder, name))
  } catch (error) {
    await rm(part, { force: true })
    throw error
  }
  await syncFolder(folder)
}
