import type { Database } from './database.ts'

/** The sequence of the last record that a service has made. */
export const readHead = async (database: Database): Promise<bigint> =>
  (await database.query<{ sequence: bigint }>('SELECT sequence FROM head')).rows[0]?.sequence ?? 0n
