/** Objects in a folder of this machine, or of one that its machines share. */
import { randomUUID } from 'node:crypto'
import { createReadStream, type Dirent } from 'node:fs'
import { copyFile, link, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { makeFolder } from '#shared/lifecycle/data-folder.ts'
import type { ObjectKey, ObjectStore } from './object-store.ts'

/** Four messages of a download: handing work to another thread costs more than reading one. */
const readBytes = 256 * 1024
/** Long after whoever made a draft has ended. */
const draftExpiryMilliseconds = 24 * 60 * 60 * 1_000

const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT'

/** Makes what was written to a file, or which names a folder has, outlast a loss of power. */
async function sync(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** The same bytes under another name: without copying, where the file system can do that and both lie in it. */
const another = (file: string, name: string): Promise<void> =>
  link(file, name).catch(async (error: NodeJS.ErrnoException) => {
    if (!['EXDEV', 'EPERM', 'ENOTSUP', 'EMLINK', 'ENOSYS'].includes(error.code ?? '')) throw error
    await copyFile(file, name)
  })

/** Removes what a process that ended in the middle of `put` has left. */
async function removeLeftovers(drafts: string): Promise<void> {
  const entries: Dirent[] = await readdir(drafts, { withFileTypes: true })
  for (const { name } of entries) {
    const path = join(drafts, name)
    const found = await stat(path).catch(() => undefined)
    // Another instance may be at work on a young one.
    if (found && Date.now() - found.mtimeMs > draftExpiryMilliseconds) await rm(path, { force: true })
  }
}

/** Opens the store of a folder, which is made where it is missing. @throws Error that names it where it can't be */
export async function openFolderStore(folder: string): Promise<ObjectStore> {
  const drafts = join(folder, 'drafts')
  makeFolder(drafts)
  await removeLeftovers(drafts)
  // No folder gets more than 256 folders, however many objects there are.
  const pathOf = (key: ObjectKey): string => join(folder, key.slice(0, 2), key.slice(2, 4), key)
  const head = async (key: ObjectKey): Promise<number | undefined> => {
    try {
      return (await stat(pathOf(key))).size
    } catch (error) {
      if (isMissing(error)) return undefined
      throw error
    }
  }
  return {
    head,
    put: async (key, file) => {
      const path = pathOf(key)
      const draft = join(drafts, randomUUID())
      await mkdir(dirname(path), { recursive: true })
      try {
        await another(file, draft)
        await sync(draft)
        await rename(draft, path)
      } finally {
        // POSIX leaves both names where they are the same file already.
        await rm(draft, { force: true })
      }
      for (const above of [dirname(path), dirname(dirname(path)), folder]) await sync(above)
    },
    get: async (key, offset) => {
      if ((await head(key)) === undefined) return undefined
      return createReadStream(pathOf(key), { start: offset, highWaterMark: readBytes })
    },
    delete: (key) => rm(pathOf(key), { force: true }),
    close: () => {},
  }
}
