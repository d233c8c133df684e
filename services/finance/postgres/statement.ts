/** What the bank's statements say, as it is kept for the reconciliation. */
import { hash } from 'node:crypto'
import { isRight } from 'fp-ts/lib/Either.js'
import type { Connection, Database } from '#shared/postgres/database.ts'
import type { Statement, StatementEntry } from '../domain/statement.ts'
import { assembled, type StatementPage } from '../domain/statement-page.ts'

/** $1 to $8 the statement, $9 to $14 its entries, column by column; nothing where it is there already. */
const insertStatement = `
  WITH fresh AS (
    INSERT INTO statement (digest, account, id, first_day, last_day, opening_fen, closing_fen, create_time)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (digest) DO NOTHING RETURNING digest
  )
  INSERT INTO statement_entry (statement, direction, fen, day, bank_reference, end_to_end_id, text, number)
  SELECT digest, entry.* FROM fresh, unnest($9::text[], $10::bigint[], $11::date[], $12::text[], $13::text[], $14::text[])
    WITH ORDINALITY AS entry`

// A bigint is no JSON.
const written = (said: Statement | StatementPage): string =>
  JSON.stringify(said, (_, value) => (typeof value === 'bigint' ? `${value}` : value))

/** Of all that a statement, or a page, says, in whatever file it comes. */
const digestOf = (said: Statement | StatementPage): Buffer => hash('sha256', written(said), 'buffer')

/** Keeps a statement, once however often it is told. */
export async function keepStatement(database: Database, statement: Statement): Promise<void> {
  const { account, id, firstDay, lastDay, openingFen, closingFen, createTime, entries } = statement
  const column = <Key extends keyof StatementEntry>(key: Key) => entries.map((entry) => entry[key] ?? null)
  await database.query(insertStatement, [
    ...[digestOf(statement), account, id, firstDay, lastDay, openingFen, closingFen, createTime],
    ...[column('direction'), column('fen'), column('day')],
    ...[column('bankReference'), column('endToEndId'), column('text')],
  ])
}

const selectStatements = `
  SELECT encode(digest, 'hex') AS digest, account, id, first_day::text AS "firstDay", last_day::text AS "lastDay",
    opening_fen AS "openingFen", closing_fen AS "closingFen", create_time AS "createTime"
  FROM statement ORDER BY account, first_day, create_time, digest`

const selectEntries = `
  SELECT encode(statement, 'hex') AS statement, direction, fen, day::text AS day, bank_reference AS "bankReference",
    end_to_end_id AS "endToEndId", text
  FROM statement_entry ORDER BY statement, number`

type StatementRow = Omit<Statement, 'entries'> & { readonly digest: string }
type EntryRow = Omit<StatementEntry, 'endToEndId'> & { readonly statement: string; readonly endToEndId: string | null }

/** All statements with their entries. */
export async function readStatements(connection: Connection): Promise<readonly Statement[]> {
  const statements = (await connection.query<StatementRow>(selectStatements)).rows
  if (statements.length === 0) return []
  const entries = (await connection.query<EntryRow>(selectEntries)).rows
  const entriesOf = Map.groupBy(entries, ({ statement }) => statement)
  return statements.map(({ digest, ...statement }) => ({
    ...statement,
    entries: (entriesOf.get(digest) ?? []).map(({ statement: _, endToEndId, ...entry }) => ({
      ...entry,
      ...(endToEndId === null ? {} : { endToEndId }),
    })),
  }))
}

// ---- Pages

const insertPage = `
  INSERT INTO statement_page (digest, account, id, create_time, number, page) VALUES ($1, $2, $3, $4, $5, $6)
  ON CONFLICT (digest) DO NOTHING`

const selectPagesOf = `
  SELECT page FROM statement_page WHERE account = $1 AND id = $2 AND create_time = $3 ORDER BY number, digest`

const selectPages = 'SELECT page FROM statement_page ORDER BY account, id, create_time, number, digest'

type Texts<T> = { readonly [Key in keyof T]: T[Key] extends bigint ? string : T[Key] }
type Balance = NonNullable<StatementPage['opening']>
type Written = Omit<StatementPage, 'createTime' | 'entries' | 'opening' | 'closing'> & {
  readonly createTime: string
  readonly opening?: Texts<Balance>
  readonly closing?: Texts<Balance>
  readonly entries: readonly Texts<StatementEntry>[]
}

const inFen = <T extends { readonly fen: string }>(said: T) => ({ ...said, fen: BigInt(said.fen) })

const readAgain = ({ opening, closing, ...page }: Written): StatementPage => ({
  ...page,
  createTime: new Date(page.createTime),
  ...(opening ? { opening: inFen(opening) } : {}),
  ...(closing ? { closing: inFen(closing) } : {}),
  entries: page.entries.map(inFen),
})

const readAll = (rows: readonly { readonly page: Written }[]): readonly StatementPage[] =>
  rows.map(({ page }) => readAgain(page))

/** Keeps a page, once however often it is told, and the statement once all of its pages are there. */
export async function keepPage(database: Database, page: StatementPage): Promise<void> {
  const { account, id, createTime, number } = page
  await database.query(insertPage, [digestOf(page), account, id, createTime, number, written(page)])
  const all = readAll((await database.query(selectPagesOf, [account, id, createTime])).rows)
  const statement = assembled(all)
  if (isRight(statement)) await keepStatement(database, statement.right)
}

/** Every page that has come. */
export const readPages = async (connection: Connection): Promise<readonly StatementPage[]> =>
  readAll((await connection.query(selectPages)).rows)

/** Of statements that count (domain/statement.ts), what names no order and stands among no other findings. */
const selectUnexplained = `
  WITH standing AS (
    SELECT DISTINCT ON (account, first_day, last_day) digest FROM statement
    ORDER BY account, first_day, last_day, create_time DESC, digest
  )
  SELECT direction, fen, day::text AS day, bank_reference AS "bankReference", text
  FROM standing JOIN statement_entry ON statement = digest
  WHERE NOT EXISTS (SELECT FROM bank_order WHERE bank_order.end_to_end_id = statement_entry.end_to_end_id)
    AND NOT EXISTS (
      SELECT FROM bank_finding
      WHERE report ->> 'bankReference' = bank_reference AND report ->> 'fen' = fen::text AND report ->> 'day' = day::text
    )
  ORDER BY day, bank_reference`

export const readUnexplained = async (connection: Connection): Promise<readonly StatementEntry[]> =>
  (await connection.query<StatementEntry>(selectUnexplained)).rows
