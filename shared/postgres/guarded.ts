/**
 * One statement writes a batch, all or nothing: a guard, which changes one row if it is as expected, and parts, each of
 * which writes its rows if the guard did. It is put together from the parts that have rows: an empty part costs PostgreSQL
 * as much to start as a full one. There are few combinations, and each is prepared once a connection.
 */

import { binaryArray, type ElementType } from './binary-array.ts'

/** A part: what it does with the guard's row, called `guard`, and its own rows, called `new`. */
export type Part = {
  readonly name: string
  readonly columns: readonly {
    readonly name: string
    readonly type: ElementType
    readonly values: readonly unknown[]
  }[]
  readonly sql: (rows: string) => string
}

/** A part that writes these rows; each column has its name, its type in PostgreSQL, and its value in a row. */
export const part = <Row>(
  name: string,
  rows: readonly Row[],
  columns: readonly (readonly [name: string, type: ElementType, value: (row: Row) => unknown])[],
  sql: (rows: string) => string,
): Part => ({
  name,
  columns: columns.map(([column, type, value]) => ({ name: column, type, values: rows.map(value) })),
  sql,
})

/** What changes one row and returns something, with its values from $1 on. The same name always has the same text. */
export type Guard = { readonly name: string; readonly sql: string; readonly values: readonly unknown[] }

/** Of statements, by name: they are long, and few. */
const texts = new Map<string, string>()

/**
 * The prepared statement. It writes nothing and returns no row where the guard changes none. The same parts must always be
 * given in the same order: the statement is named by the places of those that it needs, PostgreSQL having 63 letters for it.
 */
export function guarded(guard: Guard, parts: readonly Part[]) {
  const needed = parts.filter(({ columns }) => columns[0]?.values.length)
  const name = `${guard.name} ${needed.map((one) => parts.indexOf(one)).join(' ')}`
  const text = texts.get(name) ?? textOf(guard, needed)
  texts.set(name, text)
  const arrays = needed.flatMap(({ columns }) => columns.map((column) => binaryArray(column.type, column.values)))
  return { name, text, values: [...guard.values, ...arrays] }
}

function textOf(guard: Guard, parts: readonly Part[]): string {
  let parameters = guard.values.length
  const written = parts.map(({ name, columns, sql }) => {
    const arrays = columns.map(({ type }) => `$${++parameters}::${type}[]`).join(', ')
    return `${name} AS (${sql(`unnest(${arrays}) AS new (${columns.map((column) => column.name).join(', ')})`)})`
  })
  return `WITH guard AS (${guard.sql}), ${written.join(', ')} SELECT FROM guard`
}
