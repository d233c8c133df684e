/** The ledger, as it is read. */
import type { Balance as BalanceMessage, Entry as EntryMessage } from '#proto/qiantou/pool/v1/pool_service.ts'
import type { Entry } from '#shared/domain/ledger.ts'
import type { Connection, Database } from '#shared/postgres/database.ts'

const columns = 'sequence, number, kind, reservation, pool, debit, credit, year, fen, book_time'

/** $1 pool, $2 and $3 after which entry, $4 limit */
const selectEntries = `
  SELECT ${columns} FROM entry WHERE pool = $1 AND (sequence, number) > ($2, $3) ORDER BY sequence, number LIMIT $4`

type Row = Omit<Entry, 'reservation'> & {
  readonly sequence: bigint
  readonly number: number
  readonly reservation: string | null
  readonly book_time: Date
}

const toEntry = (row: Row): EntryMessage => ({
  $type: 'qiantou.pool.v1.Entry',
  ...{ sequence: row.sequence, number: row.number, kind: `ENTRY_KIND_${row.kind}` },
  ...{ reservation: row.reservation ?? '', debit: row.debit, credit: row.credit, year: row.year, fen: row.fen },
  bookTime: row.book_time,
})

/** Entries of a pool, as they were booked; `after` is a sequence and a number. */
export async function readEntries(
  database: Database,
  { pool, after, limit }: { readonly pool: string; readonly after: string; readonly limit: number },
): Promise<readonly EntryMessage[]> {
  const [sequence = '0', number = '0'] = after ? after.split(' ') : []
  const values = [pool, sequence, number, limit]
  return ((await database.query({ name: 'select-entries', text: selectEntries, values })).rows as Row[]).map(toEntry)
}

/**
 * $1 pool, $2 year or 0 for all, $3 and $4 after which account and year, $5 limit. What is pending is what was set aside, less
 * what was resolved.
 */
const selectBalances = `
  SELECT account, year,
    sum(fen * pending) FILTER (WHERE is_debit) AS debits_pending, sum(fen * posted) FILTER (WHERE is_debit) AS debits_posted,
    sum(fen * pending) FILTER (WHERE NOT is_debit) AS credits_pending,
    sum(fen * posted) FILTER (WHERE NOT is_debit) AS credits_posted
  FROM entry
  JOIN (VALUES ('POSTED', 0, 1), ('PENDING', 1, 0), ('POST', -1, 1), ('VOID', -1, 0)) AS effect (kind, pending, posted)
    USING (kind)
  CROSS JOIN LATERAL (VALUES (debit, true), (credit, false)) AS side (account, is_debit)
  WHERE pool = $1 AND ($2 = 0 OR year = $2) AND (account, year) > ($3, $4)
  GROUP BY account, year ORDER BY account, year LIMIT $5`

const fen = (sum: string | null): bigint => BigInt(sum ?? '0')

/** What the entries of a pool come to, by account and year; `after` is an account and a year. */
export async function readBalances(
  database: Database,
  of: { readonly pool: string; readonly year: number; readonly after: string; readonly limit: number },
): Promise<readonly BalanceMessage[]> {
  const [account = '', year = '0'] = of.after ? of.after.split(' ') : []
  const values = [of.pool, of.year, account, year, of.limit]
  const { rows } = await database.query({ name: 'select-balances', text: selectBalances, values })
  return rows.map((row) => ({
    $type: 'qiantou.pool.v1.Balance',
    ...{ account: row.account, year: row.year },
    ...{ debitsPendingFen: fen(row.debits_pending), debitsPostedFen: fen(row.debits_posted) },
    ...{ creditsPendingFen: fen(row.credits_pending), creditsPostedFen: fen(row.credits_posted) },
  }))
}

/** An entry with the record that it was booked from, and which of that record's it is. */
export type Numbered = Entry & { readonly sequence: bigint; readonly number: number; readonly book_time: Date }

/** Entries are compared in blocks of so many records. */
const blockRecords = 1_000n

export const blockOf = (sequence: bigint): bigint => sequence / blockRecords

/** The records of a block, both included. */
export const recordsOf = (block: bigint): { readonly first: bigint; readonly last: bigint } => ({
  first: block * blockRecords,
  last: (block + 1n) * blockRecords - 1n,
})

/** Entries as `digestsOf` has PostgreSQL write them. */
export const digestText = (entries: readonly Numbered[]): string =>
  entries
    .map(
      ({ sequence, number, kind, reservation, pool, debit, credit, year, fen, book_time }) =>
        `${sequence} ${number} ${kind} ${reservation ?? ''} ${pool} ${debit} ${credit} ${year} ${fen} ${book_time.getTime()}000`,
    )
    .join('\n')

/** Of all there is: an entry of a record that is not there yet differs as well. Times in microseconds, as PostgreSQL keeps them. */
const selectDigests = `
  SELECT sequence / ${blockRecords} AS block, md5(string_agg(
    concat_ws(' ', sequence, number, kind, coalesce(reservation, ''), pool, debit, credit, year, fen,
      (extract(epoch FROM book_time) * 1000000)::bigint),
    E'\\n' ORDER BY sequence, number)) AS digest
  FROM entry GROUP BY 1`

/** The MD5 of each block's entries: they are compared with what the log says, not with what somebody else hashed. */
export async function digestsOf(connection: Connection): Promise<ReadonlyMap<bigint, string>> {
  const { rows } = await connection.query(selectDigests)
  return new Map(rows.map(({ block, digest }) => [block, digest]))
}

/** $1 and $2 from which record to before which */
const selectBlock = `
  SELECT ${columns} FROM entry WHERE sequence >= $1 AND sequence < $2 ORDER BY sequence, number`

/** The entries of a block. */
export async function entriesIn(connection: Connection, block: bigint): Promise<readonly Numbered[]> {
  const { first, last } = recordsOf(block)
  const values = [first, last + 1n]
  return (await connection.query(selectBlock, values)).rows
}
