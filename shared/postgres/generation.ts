/**
 * The states of one version of the folds, while another version runs beside it (docs/decisions/0023). Each has its table of
 * streams in a schema of its own; records, receipts, inbox and head are shared. What the other has recorded is folded here
 * before anything is decided or read.
 */
import type { AnyFold } from '#shared/domain/decider.ts'
import { pause } from '#shared/log/wake.ts'
import type { Logger } from '#shared/telemetry/logger.ts'
import { foldSince } from './catch-up.ts'
import { type Connection, type Database, inTransaction, isDatabaseFault, openDatabase } from './database.ts'
import { foldsOf } from './opened.ts'
import { foldEverything, type States, writeRows } from './rebuild.ts'
import * as sql from './statements.ts'

type Schema = 'public' | 'next'
type Row = {
  readonly schema: Schema
  readonly folds: string
  readonly tick: bigint
  readonly alive: boolean
  readonly head: bigint
}

/** An instance looks so often who is there, and says that it is. */
const pollMilliseconds = 1_000
/** A newcomer serves after so long: by then every instance of the other version knows of it. */
const noticeMilliseconds = 3 * pollMilliseconds
/** While two versions run, what the other recorded is folded after so long even where nobody asks: lists show it. */
const followMilliseconds = 50
/** Who has not been seen for so long is no more. */
const expiry = "interval '30 seconds'"

const selectGenerations = `
  SELECT schema, folds, generation.tick, generation.seen > now() - ${expiry} AS alive, head.tick AS head
  FROM generation, head`
/** $1 schema, $2 folds, $3 tick */
const insertGeneration = `
  INSERT INTO generation (schema, folds, tick, seen) VALUES ($1, $2, $3, now())
  ON CONFLICT (schema) DO UPDATE SET folds = excluded.folds, tick = excluded.tick, seen = excluded.seen`
/** $1 folds: the head's tick, where the generation is still there. */
const selectOwn = 'SELECT head.tick FROM head, generation WHERE folds = $1'
/** $1 folds: not more often than it says anything. */
const touchGeneration = `UPDATE generation SET seen = now() WHERE folds = $1 AND seen < now() - interval '5 seconds'`

/** $1 folds, $2 tick */
const moveGeneration = 'UPDATE generation SET tick = $2 WHERE folds = $1'
/** $1 schema, $2 folds: one of which no instance is left. */
const deleteGeneration = `
  DELETE FROM generation WHERE schema = $1 AND folds = $2 AND seen <= now() - ${expiry}`

/** One starts at a time: the second of a version finds what the first has folded. */
const lockStarts = "SELECT pg_advisory_lock(hashtextextended('qiantou generation', 0))"
const unlockStarts = "SELECT pg_advisory_unlock(hashtextextended('qiantou generation', 0))"

/** Which folds these are, with their versions. */
export const nameOfFolds = (folds: Iterable<AnyFold>): string =>
  [...new Set([...folds].map(({ aggregate, foldVersion }) => `${aggregate} ${foldVersion}`))].sort().join(', ')

const namedFolds = ({ deciders, absorbs }: States): string => nameOfFolds([...deciders, ...foldsOf(absorbs)])

/** Another version has taken its place: this instance must not go on. */
class Removed extends Error {
  constructor() {
    super('the states of this version have been removed: it was away for too long')
  }
}

async function generationsOf(database: Database | Connection): Promise<readonly Row[]> {
  return (await database.query(selectGenerations)).rows
}

/** The generation that this instance belongs to. */
export class Generation {
  /** With the pool whose connections find the streams of this generation. */
  readonly states: States
  private readonly folds: string
  private readonly logger: Logger | undefined
  private readonly stopping = new AbortController()
  /** Whether another version runs, or may. */
  private isAccompanied: boolean
  /** Up to which tick everything has been folded, as far as this instance knows. */
  private mark: bigint
  private following: Promise<void> | undefined
  private readonly running: Promise<void>
  private readonly owned: boolean

  private constructor(states: States, row: { mark: bigint; isAccompanied: boolean; owned: boolean }, logger?: Logger) {
    this.states = states
    this.folds = namedFolds(states)
    this.mark = row.mark
    this.isAccompanied = row.isAccompanied
    this.owned = row.owned
    this.logger = logger
    this.running = this.watch()
  }

  /**
   * Takes the place of its version: one that is there, one that nobody holds any more, or a new one beside that of another
   * version that goes on running; then everything is folded into it first, while the other goes on.
   * @throws Error where two other versions run
   */
  static async open(states: States, logger?: Logger): Promise<Generation> {
    const folds = namedFolds(states)
    const connection = await states.database.connect()
    try {
      await connection.query(lockStarts)
      const rows = await generationsOf(connection)
      const own = rows.find((row) => row.folds === folds)
      const others = rows.filter((row) => row.folds !== folds && row.alive)
      if (!own && others.length > 1) throw new Error('two other versions of this service run: stop the older one first')
      const schema = own?.schema ?? (others[0]?.schema === 'public' ? 'next' : 'public')
      const place = { ...states, database: databaseOf(states.database, schema) }
      const isNewBeside = !own && others.length > 0
      // Alone, it has what is there: what other folds have left is folded anew before it serves.
      const mark = isNewBeside
        ? await begin(place, schema, folds, connection)
        : await foldedUntil(own, others, connection)
      // Whose place nobody holds is folded anew in it (refoldOutdated), as when a service has been stopped.
      if (!isNewBeside) await connection.query(insertGeneration, [schema, folds, mark])
      const owned = place.database !== states.database
      return new Generation(place, { mark, isAccompanied: others.length > 0, owned }, logger)
    } finally {
      // The lock goes with the connection, where that is broken.
      await connection.query(unlockStarts).catch(() => {})
      connection.release()
    }
  }

  /** Waits until every instance of the other version knows that this one is there: then it may record. */
  async noticed(): Promise<void> {
    if (this.isAccompanied) await pause(noticeMilliseconds, this.stopping.signal)
  }

  /** Whether states must be brought up to date before they are trusted: another version may have recorded. */
  get mayLag(): boolean {
    return this.isAccompanied
  }

  /**
   * A transaction of this instance was committed, after which it has everything up to that tick. Not before: whoever reads
   * meanwhile, or follows one that failed, would take for folded what is not.
   */
  committed(tick: bigint): void {
    if (tick > this.mark) this.mark = tick
  }

  /**
   * Folds what the other version has recorded; `connection` holds the lock of the head.
   * @returns up to which tick, for `committed`
   */
  async catchUp(connection: Connection): Promise<bigint> {
    const { rows } = await connection.query(selectOwn, [this.folds])
    if (!rows[0]) throw new Removed()
    const tick: bigint = rows[0].tick
    // Alone, what another instance has written is in the streams already.
    if (!this.isAccompanied || tick === this.mark) return this.mark
    await foldSince(this.states, this.mark, connection)
    await connection.query(moveGeneration, [this.folds, tick])
    return tick
  }

  /** As `catchUp`, where nothing is being written: before a read. */
  async current(): Promise<void> {
    if (!this.isAccompanied) return
    const { rows } = await this.states.database.query(sql.readTick)
    if (rows[0].tick <= this.mark) return
    // Whoever asks meanwhile may have come after what is being folded: it looks again.
    const before = this.following
    if (before) await before
    this.following ??= this.fold().finally(() => {
      this.following = undefined
    })
    await this.following
  }

  async close(): Promise<void> {
    this.stopping.abort()
    await this.running
    if (this.owned) await this.states.database.end()
  }

  private async fold(): Promise<void> {
    const tick = await inTransaction(this.states.database, async (connection) => {
      await connection.query(sql.lockHead)
      return this.catchUp(connection)
    })
    this.committed(tick)
  }

  /** Says that it is there, looks who else is, and clears away who is no more. */
  private async watch(): Promise<void> {
    const { signal } = this.stopping
    for (let looked = 0; !signal.aborted; ) {
      try {
        if (performance.now() - looked >= pollMilliseconds) {
          looked = performance.now()
          await this.look()
        }
        await this.current()
      } catch (error) {
        if (error instanceof Removed)
          return void setImmediate(() => {
            throw error
          })
        // While the database is away there is nobody to look for.
        if (!isDatabaseFault(error) && !signal.aborted)
          this.logger?.error({ err: error }, 'following the other version')
      }
      await pause(this.isAccompanied ? followMilliseconds : pollMilliseconds, signal)
    }
  }

  private async look(): Promise<void> {
    const { database } = this.states
    await database.query(touchGeneration, [this.folds])
    const rows = await generationsOf(database)
    const others = rows.filter(({ folds }) => folds !== this.folds)
    if (rows.length === others.length) throw new Removed()
    // Nobody else is there, and nobody records before having been noticed: up to here everything is this version's own.
    if (!others.length && rows[0]) this.committed(rows[0].head)
    if (others.some(({ alive }) => alive)) {
      this.isAccompanied = true
      return
    }
    // Before it is alone, it has everything that the other has recorded.
    if (others.length) await this.current()
    for (const { schema, folds } of others) await clear(database, schema, folds)
    this.isAccompanied = false
  }
}

async function foldedUntil(own: Row | undefined, others: readonly Row[], connection: Connection): Promise<bigint> {
  return own && others.length ? own.tick : (await connection.query(sql.readTick)).rows[0].tick
}

/** A pool whose connections find the streams in that schema. */
function databaseOf(database: Database, schema: Schema): Database {
  if (schema === 'public') return database
  const { connectionString, application_name: name = '' } = database.options
  return openDatabase(connectionString ?? '', { name, schema })
}

/**
 * Folds everything into a new table, in one transaction: whoever dies in the middle leaves nothing. The other version goes
 * on meanwhile; what it records is folded afterwards. @returns up to which tick
 */
async function begin(states: States, schema: Schema, folds: string, connection: Connection): Promise<bigint> {
  await connection.query('BEGIN ISOLATION LEVEL REPEATABLE READ')
  try {
    await connection.query(`CREATE SCHEMA IF NOT EXISTS ${schema}`)
    if (schema === 'next') await connection.query('DROP TABLE IF EXISTS next.stream')
    if (schema === 'next')
      await connection.query('CREATE TABLE next.stream (LIKE public.stream INCLUDING ALL) WITH (fillfactor = 90)')
    else await connection.query('TRUNCATE public.stream')
    await connection.query(`SET LOCAL search_path = ${schema === 'next' ? 'next, public' : 'public'}`)
    const tick: bigint = (await connection.query(sql.readTick)).rows[0].tick
    await writeRows([...(await foldEverything(states, connection))], connection)
    await connection.query(insertGeneration, [schema, folds, tick])
    await connection.query('COMMIT')
    return tick
  } catch (error) {
    await connection.query('ROLLBACK').catch(() => {})
    throw error
  }
}

/** Clears away the states of a version of which no instance is left. */
async function clear(database: Database, schema: Schema, folds: string): Promise<void> {
  await inTransaction(database, async (connection) => {
    const { rowCount } = await connection.query(deleteGeneration, [schema, folds])
    if (rowCount) await connection.query(schema === 'next' ? 'DROP TABLE next.stream' : 'TRUNCATE public.stream')
  })
}
