import type { Connection, Database } from './database.ts'

/**
 * Reads as of one moment; with the `snapshot` that another connection has exported, as of its moment. A connection whose reading
 * failed is thrown away.
 */
export async function inSnapshot<T>(
  database: Database,
  work: (connection: Connection) => Promise<T>,
  snapshot?: string,
): Promise<T> {
  const connection = await database.connect()
  let broken: Error | undefined
  try {
    await connection.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
    // Its name is PostgreSQL's own: SET takes no parameters.
    if (snapshot) await connection.query(`SET TRANSACTION SNAPSHOT '${snapshot}'`)
    const result = await work(connection)
    await connection.query('COMMIT')
    return result
  } catch (error) {
    broken = error as Error
    throw error
  } finally {
    connection.release(broken)
  }
}

/** A snapshot for others to read in: as of the moment of this transaction, and for as long as it lasts. */
export async function exportSnapshot(connection: Connection): Promise<string> {
  const { rows } = await connection.query('SELECT pg_export_snapshot() AS snapshot')
  return rows[0].snapshot
}
