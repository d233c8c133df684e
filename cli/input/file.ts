/** Files that commands read and write: why one cannot be read or written. */
import { isUtf8 } from 'node:buffer'
import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { Failure, usage } from '../failure.ts'
import { spoken } from '../language.ts'

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

const isUtf16 = ([first, second]: Uint8Array): boolean =>
  (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)

/** Bytes that are no text in UTF-8, and what to do about it; `-` is standard input. */
export function notUtf8(file: string, bytes: Uint8Array): Failure {
  const command = `iconv -f ${isUtf16(bytes) ? 'UTF-16' : 'GB18030'} -t UTF-8${file === '-' ? '' : ` ${file}`}`
  const message = spoken({
    zh: `${file === '-' ? '标准输入' : file} 不是 UTF-8 纯文本:请导出为文本,或转换编码,如 ${command}`,
    en: `${file === '-' ? 'standard input' : file} is not plain text in UTF-8: export it as text, or convert it, e.g. ${command}`,
  })
  return new Failure({ code: 'INVALID_ARGUMENT', reason: 'FILE_UNREADABLE', message })
}

/**
 * The text of a file, without its byte order mark. @throws Failure where it is not UTF-8: what is recorded stays for good, so
 * that nothing is put in the place of what cannot be read
 */
export function utf8Of(file: string, bytes: Uint8Array): string {
  if (!isUtf8(bytes)) throw notUtf8(file, bytes)
  return new TextDecoder().decode(bytes)
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
