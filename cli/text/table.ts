/** Tables for people: columns that line up, also where Chinese stands beside Latin. */
import { columns, padded, visible } from '#shared/terminal/columns.ts'

const gap = '  '

/** Rows under a head. The last column is not filled; an empty table says in the language of its head that it is. */
/** What stands under something else keeps its distance from the edge. */
const indented = (cell: string): string => `${cell.match(/^ */)?.[0] ?? ''}${visible(cell.trimStart())}`

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const none = /\p{Script=Han}/u.test(head.join('')) ? '无' : 'none'
  const lines = [head, ...(rows.length > 0 ? rows : [[none]])].map((row) => row.map(indented))
  const widths = head.map((_, column) => Math.max(...lines.map((row) => columns(row[column] ?? ''))))
  const line = (row: readonly string[]): string =>
    widths
      .map((width, column) => padded(row[column] ?? '', width))
      .join(gap)
      .trimEnd()
  return `${lines.map(line).join('\n')}\n`
}

/** Labels and what they say, one a line; entries without anything to say are left out. */
export function sheet(entries: readonly (readonly [string, string])[]): string {
  const said = entries.filter(([, value]) => value !== '')
  const width = Math.max(0, ...said.map(([label]) => columns(label)))
  return said.map(([label, value]) => `${padded(label, width)}${gap}${visible(value)}\n`).join('')
}
