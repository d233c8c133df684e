/** How far the records of a service are. */
import type { Connection, Database } from './database.ts'

const selectSequence = 'SELECT sequence FROM head'

/** The sequence of the last record that a service has made. */
export const readHead = async (database: Database | Connection): Promise<bigint> =>
  (await database.query<{ sequence: bigint }>(selectSequence)).rows[0]?.sequence ?? 0n
