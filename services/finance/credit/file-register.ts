/** The credit register as a file that others' systems write: CSV in UTF-8, `code,reason,from,until`; days may be empty. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import type { Day } from '#shared/domain/calendar.ts'
import { isCreditCode } from '#shared/domain/credit-code.ts'
import { type CreditRegister, CreditRegisterFault } from './credit.ts'

const columns = ['code', 'reason', 'from', 'until'] as const
type Line = Readonly<Record<(typeof columns)[number], string>>

/** A day that there is, or none: days that a month does not have are read as days of the next one. */
function isDay(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`)
  return text === '' || (!Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === text)
}

/** An empty list has its head: whoever has half written one, or nothing, clears nobody. */
function checkHead(head: readonly string[]): string[] {
  const missing = columns.find((column) => !head.includes(column))
  if (missing) throw new Error(`has no column ${missing}`)
  return [...head]
}

/** @throws CreditRegisterFault naming the line that is wrong */
function readLines(text: string): readonly Line[] {
  if (!text.trim()) throw new CreditRegisterFault('list.csv is empty')
  let lines: readonly Line[]
  try {
    lines = parse(text, { bom: true, columns: checkHead, skip_empty_lines: true, trim: true })
  } catch (error) {
    throw new CreditRegisterFault((error as Error).message)
  }
  for (const [i, line] of lines.entries()) {
    if (!isCreditCode(line.code)) throw new CreditRegisterFault(`line ${i + 2}: ${line.code} is no credit code`)
    if (!isDay(line.from) || !isDay(line.until))
      throw new CreditRegisterFault(`line ${i + 2}: a day is not like 2026-03-02`)
  }
  return lines
}

/** Reads `list.csv` of a folder, anew each time: whoever writes it puts a whole file in its place. */
export function openFileRegister(folder: string): CreditRegister {
  const path = join(folder, 'list.csv')
  const read = async (): Promise<readonly Line[]> => {
    const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
      throw new CreditRegisterFault(error.code === 'ENOENT' ? 'there is no list.csv' : error.message)
    })
    return readLines(text)
  }
  const isOn = ({ from, until }: Line, on: Day): boolean => (!from || from <= on) && (!until || on <= until)
  return {
    engine: 'file',
    problemOf: async (code, on) => (await read()).find((line) => line.code === code && isOn(line, on))?.reason,
  }
}
