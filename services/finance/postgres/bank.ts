/** What this service knows of orders that left, and of what the bank said and nobody could take in. */
import type { Connection, Database } from '#shared/postgres/database.ts'

/** One instance at a time sees to the bank; the lock is the connection's, and goes with it. */
const lockBank = "SELECT pg_try_advisory_lock(hashtextextended('qiantou bank', 0)) AS held"
const unlockBank = "SELECT pg_advisory_unlock(hashtextextended('qiantou bank', 0))"

/** Does something while nobody else sees to the bank. @returns undefined, and nothing done, where somebody does */
export async function holdingBank<T>(database: Database, work: () => Promise<T>): Promise<T | undefined> {
  const connection = await database.connect()
  let broken: Error | undefined
  try {
    if (!(await connection.query(lockBank)).rows[0].held) return undefined
    try {
      return await work()
    } finally {
      await connection.query(unlockBank)
    }
  } catch (error) {
    broken = error as Error
    throw error
  } finally {
    connection.release(broken)
  }
}

export const readCourier = async (database: Database): Promise<bigint> =>
  (await database.query('SELECT sequence FROM courier')).rows[0].sequence

export const moveCourier = async (database: Database, sequence: bigint): Promise<void> => {
  await database.query('UPDATE courier SET sequence = $1', [sequence])
}

/** Names an order before it leaves: its answer may be quick. */
const insertOrder = `
  INSERT INTO bank_order (end_to_end_id, message_id, transfer) VALUES ($1, $2, $3) ON CONFLICT (end_to_end_id) DO NOTHING`

export const noteOrder = async (
  database: Database,
  order: { readonly endToEndId: string; readonly messageId: string; readonly transfer: string },
): Promise<void> => {
  await database.query(insertOrder, [order.endToEndId, order.messageId, order.transfer])
}

const selectOrder = 'SELECT end_to_end_id, transfer FROM bank_order WHERE end_to_end_id = $1 OR message_id = $2 LIMIT 1'

/** The order that the bank names, by its payment or, where all of it is meant, by its message. */
export async function readOrder(
  database: Database,
  { endToEndId = '', messageId = '' }: { readonly endToEndId?: string; readonly messageId?: string },
): Promise<{ readonly endToEndId: string; readonly transfer: string } | undefined> {
  const row = (await database.query(selectOrder, [endToEndId, messageId])).rows[0]
  return row && { endToEndId: row.end_to_end_id, transfer: row.transfer }
}

const upsertFinding = `
  INSERT INTO bank_finding (key, report, reason, find_time) VALUES ($1, $2, $3, $4)
  ON CONFLICT (key) DO UPDATE SET reason = excluded.reason`

export type Finding = { readonly key: string; readonly report: unknown; readonly reason: string }

export const noteFinding = async (database: Database, { key, report, reason }: Finding, at: Date): Promise<void> => {
  await database.query(upsertFinding, [key, JSON.stringify(report), reason, at])
}

export const readFindings = async (database: Database | Connection): Promise<readonly Finding[]> =>
  (await database.query('SELECT key, report, reason FROM bank_finding ORDER BY find_time, key')).rows

export const dropFinding = async (database: Database, key: string): Promise<void> => {
  await database.query('DELETE FROM bank_finding WHERE key = $1', [key])
}
