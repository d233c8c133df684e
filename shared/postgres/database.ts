import pg from 'pg'

// bigint columns are counters that pass 2^53 one day; a number would round them without a word.
pg.types.setTypeParser(pg.types.builtins.INT8, BigInt)

export type Database = pg.Pool
export type Connection = pg.PoolClient

/**
 * Every statement of ours looks a few rows up by their key. A plan is made when a table is still empty and kept for as
 * long as the connection lives: it must not be the scan that was cheapest on that day.
 */
const planning = [
  'plan_cache_mode=force_generic_plan',
  'enable_seqscan=off',
  'enable_hashjoin=off',
  'enable_mergejoin=off',
]

/** A pool of connections. An idle connection that breaks is dropped and replaced at the next use. */
export function openDatabase(
  url: string,
  options: { readonly max?: number; readonly name: string; readonly schema?: string },
): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.max ?? 6,
    application_name: options.name,
    options: [...planning, ...(options.schema ? [`search_path=${options.schema},public`] : [])]
      .map((setting) => `-c ${setting}`)
      .join(' '),
    connectionTimeoutMillis: 5_000,
    // A session of PostgreSQL takes some 20 MB: those that a burst has opened go when it is over, and one stays.
    min: 1,
    idleTimeoutMillis: 5_000,
    keepAlive: true,
  })
  // Without a listener the loss of an idle connection would end the process; the next query reports it where it matters.
  pool.on('error', () => {})
  // The same for one that is lent out: whoever has it learns of its loss by its next query.
  pool.on('connect', (client) => client.on('error', () => {}))
  return pool
}

/** SQLSTATE classes that say the world is unwell, not the statement: retried where the caller may (class 08, 53, 57, 58, 40). */
const faultClasses = new Set(['08', '53', '57', '40', '58'])

/** Whether an error is a fault of the connection or the server, as opposed to a bug in a statement. */
export function isDatabaseFault(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const { code, errno } = error as { code?: string; errno?: number }
  // EPIPE and the like have five capital letters, as an SQLSTATE has: a system error has a number besides.
  if (errno !== undefined || (code && /^E[A-Z]{3,}$/.test(code))) return true
  if (code && /^[0-9A-Z]{5}$/.test(code)) return faultClasses.has(code.slice(0, 2)) || code === '25P03'
  return /Connection terminated|connection timeout|timeout exceeded when trying to connect|Client has encountered a connection error|not queryable|Cannot use a pool/i.test(
    error.message,
  )
}

/** Runs work in a transaction and commits it. A connection whose transaction failed is thrown away. */
export async function inTransaction<T>(database: Database, work: (connection: Connection) => Promise<T>): Promise<T> {
  const connection = await database.connect()
  let broken: Error | undefined
  try {
    await connection.query("BEGIN; SET LOCAL idle_in_transaction_session_timeout = '5s'")
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
