/** The ledger, as it is read. */
import type { Entry as EntryMessage } from '#proto/qiantou/pool/v1/pool_service.ts'
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

/** All of it up to a record, in order, so many at a time; in a transaction. */
export async function* allEntries(connection: Connection, until: bigint): AsyncGenerator<readonly Row[]> {
  await connection.query(`
    DECLARE entries NO SCROLL CURSOR FOR
    SELECT ${columns} FROM entry WHERE sequence <= ${until} ORDER BY sequence, number`)
  for (;;) {
    const { rows } = await connection.query('FETCH 5000 FROM entries')
    if (rows.length === 0) return
    yield rows as Row[]
  }
}
