/** A lock of the database that ends with the session of its holder. */
import type pg from 'pg'
import { pause } from './wake.ts'

/** $1 key */
const tryLock = 'SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS held'

type Waiting = {
  readonly retryMilliseconds: number
  readonly signal: AbortSignal
  /** Whether the session is over, and so whatever it held. */
  readonly lost?: () => boolean
}

/**
 * Waits until the session holds the lock, and stops where it is lost or the signal comes. @returns whether it is held
 *
 * Asked again and again: a query that waits for a lock holds back the vacuum of the whole database.
 */
export async function holdLock(
  session: Pick<pg.ClientBase, 'query'>,
  key: string,
  { retryMilliseconds, signal, lost = () => false }: Waiting,
): Promise<boolean> {
  while (!signal.aborted && !lost()) {
    const { rows } = await session.query(tryLock, [key])
    if (rows[0].held) return true
    await pause(retryMilliseconds, signal)
  }
  return false
}
