/** Sheets as files: spreadsheets, comma-separated values, and pages to print. */
import writeXlsx from 'write-excel-file/node'
import { yuanOf } from '#shared/domain/amount.ts'
import type { Cell, Money, Sheet } from './sheets.ts'

export const formats = ['xlsx', 'csv', 'html'] as const
export type Format = (typeof formats)[number]

/** `-1234567.89`: without anything between thousands a spreadsheet takes it for a number. */
const decimalOf = ({ fen }: Money): string => yuanOf(fen).replaceAll(',', '')

const textOf = (cell: Cell): string => (typeof cell === 'object' ? yuanOf(cell.fen) : `${cell}`)

/**
 * The title stands in a row of its own before the head: as of when it is, and whether it is confirmed, goes with a file.
 *
 * RFC 4180, with a byte order mark, without which spreadsheet programs take Chinese for something else. A text that such a
 * program would take for a formula, full-width signs too, is kept a text (OWASP, CSV injection).
 */
export function csv({ title, head, rows }: Sheet): string {
  const cell = (value: Cell): string => {
    if (typeof value === 'object') return decimalOf(value)
    const text = typeof value === 'string' && /^[=+\-@＝＋－＠\t\r\n]/.test(value) ? `'${value}` : `${value}`
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
  }
  return `\ufeff${[[title], head, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('')}`
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

/** A page of its own, for the screen and for paper. */
export function html({ title, head, rows }: Sheet, language: 'zh' | 'en'): string {
  const row = (tag: 'th' | 'td', cells: readonly Cell[]): string =>
    `<tr>${cells.map((cell) => `<${tag}>${escaped(textOf(cell))}</${tag}>`).join('')}</tr>`
  return `<!doctype html>
<html lang="${language === 'zh' ? 'zh-CN' : 'en'}">
<meta charset="utf-8">
<title>${escaped(title)}</title>
<style>
body { font: 10.5pt/1.4 sans-serif; margin: 1.5cm; }
table { border-collapse: collapse; width: 100%; }
th, td { border: 0.5pt solid #888; padding: 2pt 4pt; text-align: left; vertical-align: top; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
@page { size: A4 landscape; margin: 1.2cm; }
@media print { body { margin: 0; } }
</style>
<h1>${escaped(title)}</h1>
<table><thead>${row('th', head)}</thead><tbody>
${rows.map((cells) => row('td', cells)).join('\n')}
</tbody></table>
</html>
`
}

/**
 * An amount as a number with two decimals. A workbook's numbers have some 15 digits: what would not come back as it is, from
 * 10 000 000 000 000 yuan on, stays a text.
 */
function amountCell(money: Money) {
  const decimal = decimalOf(money)
  const value = Number(decimal)
  return value.toFixed(2) === decimal ? { value, format: '#,##0.00' } : { value: decimal }
}

/** A workbook with one sheet, its title and head in bold and kept in sight. */
export const xlsx = ({ title, head, rows }: Sheet): Promise<Buffer> =>
  writeXlsx(
    [
      [{ value: title, fontWeight: 'bold' as const }],
      head.map((value) => ({ value, fontWeight: 'bold' as const })),
      ...rows.map((row) => row.map((value) => (typeof value === 'object' ? amountCell(value) : { value }))),
    ],
    // A sheet's name has up to 31 characters, and none of these.
    { sheet: title.replaceAll(/[\\/?*[\]:]/g, ' ').slice(0, 31), stickyRowsCount: 2 },
  ).toBuffer()

/** A sheet as the bytes of a file. */
export async function written(sheet: Sheet, format: Format, language: 'zh' | 'en'): Promise<Buffer> {
  if (format === 'xlsx') return xlsx(sheet)
  return Buffer.from(format === 'csv' ? csv(sheet) : html(sheet, language))
}
