import { Failure } from '../failure.ts'

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
