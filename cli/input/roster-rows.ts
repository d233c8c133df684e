/** The rows of a roster as CSV, for `roster import` (docs/money.md). */
import { parse } from 'csv-parse/sync'
import { Applicant } from '#proto/qiantou/application/v1/application.ts'
import { RosterRow } from '#proto/qiantou/roster/v1/roster.ts'
import { fenOf } from '#shared/domain/amount.ts'
import { usage } from '../failure.ts'
import type { Bilingual } from '../settings.ts'
import { billOf } from './bills.ts'

const needed = ['code', 'name', 'title'] as const
const optional = ['class', 'project', 'investment', 'others', 'invoice', 'date', 'yuan'] as const
const columns: readonly string[] = [...needed, ...optional]
type Line = Readonly<Record<(typeof needed)[number], string>> &
  Readonly<Partial<Record<(typeof optional)[number], string>>>
type Wrapped = { readonly record: Line; readonly info: { readonly lines: number } }

const wrong = (file: string, line: number, { zh, en }: Bilingual) =>
  usage({ zh: `${file} 第 ${line} 行:${zh}`, en: `${file}, line ${line}: ${en}` })

/** The lines, each with its number. @throws Failure USAGE */
function linesOf(text: string, file: string): readonly Wrapped[] {
  const head = (names: readonly string[]): string[] => {
    const [missing] = needed.filter((name) => !names.includes(name))
    if (missing) throw wrong(file, 1, { zh: `缺少 ${missing} 列`, en: `the column ${missing} is missing` })
    const [strange] = names.filter((name) => !columns.includes(name))
    if (strange !== undefined)
      throw wrong(file, 1, {
        zh: `没有 ${JSON.stringify(strange)} 这一列,可用 ${columns.join(', ')}`,
        en: `there is no column ${JSON.stringify(strange)}; these are known: ${columns.join(', ')}`,
      })
    return [...names]
  }
  try {
    const read = parse(text, { bom: true, columns: head, info: true, trim: true, skip_empty_lines: true })
    // The library's types do not know that `info` wraps records.
    return read as readonly Wrapped[]
  } catch (error) {
    const { lines, message } = error as { readonly lines?: number; readonly message: string }
    if (lines === undefined) throw error
    throw wrong(file, lines, { zh: `不是 CSV:${message}`, en: `no CSV: ${message}` })
  }
}

function amountOf(column: 'investment' | 'others', said: string, file: string, line: number): bigint {
  const fen = said === '' ? 0n : fenOf(said)
  if (fen !== undefined) return fen
  throw wrong(file, line, {
    zh: `${column} ${JSON.stringify(said)} 不是金额,写法如 1234567.89(元)`,
    en: `${column} ${JSON.stringify(said)} is no amount; write it in yuan, such as 1234567.89`,
  })
}

function rowOf({ record, info }: Wrapped, file: string): RosterRow {
  const { code, name, title, class: applicantClass = '', project = '', investment = '', others = '' } = record
  const { invoice = '', date = '', yuan = '' } = record
  const isBill = invoice !== '' || date !== '' || yuan !== ''
  return RosterRow.create({
    ...{ applicant: Applicant.create({ code, name, applicantClass }), title, project },
    investmentFen: amountOf('investment', investment, file, info.lines),
    othersFen: amountOf('others', others, file, info.lines),
    bills: isBill ? [billOf({ invoice, date, yuan }, file, info.lines)] : [],
  })
}

const sameRow = (row: RosterRow): string => JSON.stringify(RosterRow.toJSON({ ...row, bills: [] }))

/**
 * Rows in the order of the file. Lines that follow each other and differ in their bill alone are one row with several bills.
 * @throws Failure USAGE with the line
 */
export function rosterRowsOf(text: string, file: string): readonly RosterRow[] {
  const rows: RosterRow[] = []
  for (const wrapped of linesOf(text, file)) {
    const row = rowOf(wrapped, file)
    const before = rows.at(-1)
    const isMore = before && before.bills.length > 0 && row.bills.length > 0 && sameRow(before) === sameRow(row)
    if (isMore) before.bills.push(...row.bills)
    else rows.push(row)
  }
  if (rows.length === 0) throw wrong(file, 1, { zh: '名单为空', en: 'it lists nobody' })
  return rows
}
