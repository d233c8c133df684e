/** A year's bills as CSV, for `application submit` (docs/money.md). */
import { parse } from 'csv-parse/sync'
import type { Bill } from '#proto/qiantou/application/v1/application.ts'
import { fenOf } from '#shared/domain/amount.ts'
import { toDate } from '#shared/domain/calendar.ts'
import { usage } from '../failure.ts'
import type { Bilingual } from '../settings.ts'
import { dayOfLine } from './text.ts'

const columns = ['invoice', 'date', 'yuan'] as const
type Row = Readonly<Record<(typeof columns)[number], string>>
type Wrapped = { readonly record: Row; readonly info: { readonly lines: number } }

const wrong = (file: string, line: number, { zh, en }: Bilingual) =>
  usage({ zh: `${file} 第 ${line} 行:${zh}`, en: `${file}, line ${line}: ${en}` })

/** A line as a bill. @throws Failure USAGE with the line */
export function billOf({ invoice, date, yuan }: Row, file: string, line: number): Bill {
  const fen = fenOf(yuan)
  if (fen === undefined)
    throw wrong(file, line, {
      zh: `yuan ${JSON.stringify(yuan)} 不是金额,写法如 1234567.89(元)`,
      en: `yuan ${JSON.stringify(yuan)} is no amount; write it in yuan, such as 1234567.89`,
    })
  const day = dayOfLine(date, (said) => wrong(file, line, said))
  return { $type: 'qiantou.application.v1.Bill', invoice, date: { ...toDate(day) }, fen }
}

/** Bills in the order of the file. @throws Failure USAGE with the line */
export function billsOf(text: string, file: string): Bill[] {
  const head = (names: readonly string[]): string[] => {
    const strange = names.find((name) => !columns.some((column) => column === name))
    const missing = columns.find((name) => !names.includes(name))
    if (strange !== undefined || missing !== undefined)
      throw wrong(file, 1, {
        zh: `列应为 ${columns.join(',')}`,
        en: `the columns must be ${columns.join(',')}`,
      })
    return [...names]
  }
  try {
    const read = parse(text, { bom: true, columns: head, info: true, trim: true, skip_empty_lines: true })
    // The library's types do not know that `info` wraps records.
    const bills = (read as readonly Wrapped[]).map(({ record, info }) => billOf(record, file, info.lines))
    if (bills.length > 0) return bills
  } catch (error) {
    const { lines, message } = error as { readonly lines?: number; readonly message: string }
    if (lines === undefined) throw error
    throw wrong(file, lines, { zh: `不是 CSV:${message}`, en: `no CSV: ${message}` })
  }
  throw wrong(file, 1, { zh: '没有票据', en: 'it has no bill' })
}
