/** What `qiantou policy …` does. It needs no bus. */
import { readFileSync } from 'node:fs'
import * as E from 'fp-ts/lib/Either.js'
import { decodePolicy, readPolicy } from '#policy/reader.ts'
import { readingTable } from '#policy/table.ts'
import { Failure } from '../failure.ts'
import { notUtf8, unreadable } from '../input/file.ts'
import type { Settings } from '../settings.ts'
import { write } from '../text/output.ts'

const bytesOf = (file: string): Uint8Array => {
  try {
    return readFileSync(file === '-' ? process.stdin.fd : file)
  } catch (error) {
    throw unreadable(file, error)
  }
}

/** Reads a document and shows what its responsibility phrases say. @throws Failure where it is no text, or no policy */
export async function readDocument(file: string, { json, language }: Settings): Promise<void> {
  const bytes = bytesOf(file)
  const text = decodePolicy(bytes)
  const reading = readPolicy(bytes)
  if (E.isLeft(text) || E.isLeft(reading)) throw notUtf8(file, bytes)
  await write(json ? `${JSON.stringify(reading.right)}\n` : readingTable(reading.right, text.right, language))
  if (reading.right.clauses.length === 0)
    throw new Failure({
      code: 'INVALID_ARGUMENT',
      reason: 'NO_CLAUSES',
      message: {
        zh: `${file} 中未发现条目:条目写明由谁牵头或负责,如(省科技厅牵头,省教育厅负责)`,
        en: `no clause was found in ${file}: a clause says who leads or is responsible, such as (省科技厅牵头,省教育厅负责)`,
      }[language],
    })
}
