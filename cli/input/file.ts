/** Files that commands read and write: why one cannot be read or written. */
import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { Failure, usage } from '../failure.ts'

const advice: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist: check the path',
  EISDIR: 'is a directory: name the file in it',
  EACCES: 'may not be read: ask for permission or copy it',
}

/** A file that cannot be read, and what to do about it. */
export function unreadable(file: string, error: unknown): Failure {
  const { code = '', message } = error as NodeJS.ErrnoException
  const what = advice[code] ?? `cannot be read: ${message}`
  return new Failure({ code: 'INVALID_ARGUMENT', reason: 'FILE_UNREADABLE', message: `${file} ${what}` })
}

/** A file that cannot be written, and what to do about it. */
export function unwritable(file: string, error: unknown): Failure {
  const { code = '', message } = error as NodeJS.ErrnoException
  const known: Readonly<Record<string, string>> = {
    ENOENT: 'cannot be made: make its folder first',
    EACCES: 'may not be written: choose another place',
    EISDIR: 'is a directory: name the file in it',
  }
  const what = known[code] ?? `cannot be written: ${message}`
  return new Failure({ code: 'INVALID_ARGUMENT', reason: 'FILE_UNWRITABLE', message: `${file} ${what}` })
}

const taken = (file: string): Failure =>
  usage({ zh: `${file} 已存在,请另取文件名`, en: `${file} exists; choose another name` })

/** Commands write new files only. @throws Failure where there is something of that name */
export function checkNew(file: string): void {
  if (existsSync(file)) throw taken(file)
}

/** Writes a file that was not there. @throws Failure where it cannot be made */
export async function writeNew(file: string, bytes: Uint8Array): Promise<void> {
  await writeFile(file, bytes, { flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'EEXIST' ? taken(file) : unwritable(file, error)
  })
}
