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

/** $1 end-to-end id, $2 message id, $3 transfer, $4 its record */
const insertOrder = `
  INSERT INTO bank_order (end_to_end_id, message_id, transfer, sequence) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`
const selectOthers = 'SELECT FROM bank_order WHERE (end_to_end_id = $1 OR message_id = $2) AND transfer <> $3'

export type NotedOrder = {
  readonly endToEndId: string
  readonly messageId: string
  readonly transfer: string
  readonly sequence: bigint
}

/** Names an order before it leaves: its answer may be quick. @returns false where its ids are another payment's */
export async function noteOrder(database: Database, order: NotedOrder): Promise<boolean> {
  const { endToEndId, messageId, transfer, sequence } = order
  await database.query(insertOrder, [endToEndId, messageId, transfer, sequence])
  return (await database.query(selectOthers, [endToEndId, messageId, transfer])).rows.length === 0
}

/** $1 end-to-end id, $2 transfer, $3 when */
const updateLeft = `
  UPDATE bank_order SET leave_time = coalesce(leave_time, $3), problem = NULL WHERE end_to_end_id = $1 AND transfer = $2`

/** An order has left: before that is noted, nobody ends it. */
export const noteLeft = async (database: Database, { endToEndId, transfer }: NotedOrder, at: Date): Promise<void> => {
  await database.query(updateLeft, [endToEndId, transfer, at])
}

const selectLeft = 'SELECT FROM bank_order WHERE end_to_end_id = $1 AND transfer = $2 AND leave_time IS NOT NULL'

export const hasLeft = async (database: Database, endToEndId: string, transfer: string): Promise<boolean> =>
  (await database.query(selectLeft, [endToEndId, transfer])).rows.length > 0

/** $1 record, $2 problem or NULL: a former one is kept where it is the same */
const updateProblem = `
  UPDATE bank_order SET problem = $2 WHERE sequence = $1 AND leave_time IS NULL AND problem IS DISTINCT FROM $2 RETURNING true`

/** What stands in an order's way, undefined where it is not to be tried again. @returns whether that is news */
export const noteProblem = async (database: Database, sequence: bigint, problem?: string): Promise<boolean> =>
  (await database.query(updateProblem, [sequence, problem ?? null])).rows.length > 0

const selectLate = 'SELECT sequence FROM bank_order WHERE problem IS NOT NULL AND leave_time IS NULL ORDER BY sequence'

/** Records of orders that could not leave, to be tried again. */
export const readLate = async (database: Database): Promise<readonly bigint[]> =>
  (await database.query(selectLate)).rows.map(({ sequence }) => sequence)

/** What the file names of an order has to be one order's. */
const selectOrder = `
  SELECT end_to_end_id, transfer FROM bank_order
  WHERE ($1 <> '' OR $2 <> '') AND ($1 = '' OR end_to_end_id = $1) AND ($2 = '' OR message_id = $2)`

/** The order that the bank names, by its payment, by its message where all of that is meant, or by both. */
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
