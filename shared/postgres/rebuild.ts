/** States recomputed from own records and inbox, in the order in which they came about. */
import { setTimeout as sleep } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import {
  type AnyDecider,
  type AnyFold,
  dueOf,
  names,
  type Recorded,
  readersOf,
  type Source,
  type StreamId,
} from '#shared/domain/decider.ts'
import { type DeliveredRecord, readFact, readRecord } from '#shared/record/record.ts'
import type { Connection, Database } from './database.ts'
import { type Absorbs, foldsOf, stepsBeside } from './opened.ts'
import { StoreFault } from './store-fault.ts'

/** Where records of other sources are read again: the event log keeps all of them. */
export type Archive = (source: Source, after: bigint, limit: number) => Promise<readonly DeliveredRecord[]>

export type States = {
  readonly database: Database
  readonly source: Source
  readonly deciders: readonly AnyDecider[]
  readonly absorbs: Absorbs
  readonly archive: Archive
}

/** What was folded of other sources, each record of a run; a WHERE may follow. */
export const selectInbox = `
  SELECT inbox.tick, inbox.ordinal + step, inbox.sequence + step, NULL, source_position.source
  FROM inbox JOIN source_position ON source_position.id = inbox.source_id, generate_series(0, inbox.length - 1) AS step`

/**
 * Everything that was folded up to a tick, in its order: own records with their bytes, foreign ones by source and sequence.
 * Sorted once, and read in pages by a cursor, which lives in a transaction and takes no parameters.
 */
const declareFolded = (until: bigint): string => `
  DECLARE folded NO SCROLL CURSOR FOR
  SELECT tick, ordinal, sequence, bytes, NULL AS source FROM record WHERE tick <= ${until}
  UNION ALL ${selectInbox}
  WHERE inbox.tick <= ${until}
  ORDER BY tick, ordinal`
const fetchFolded = 'FETCH 1000 FROM folded'

export type Folded = {
  tick: bigint
  ordinal: number
  sequence: bigint
  bytes: Uint8Array | null
  source: Source | null
}
/** A stream as folded anew; `tick` is that of the last fact folded into it. */
export type Row = { version: bigint; state: object | undefined; tick: bigint; fold: AnyFold }

/** Reads foreign records one after the other, whatever the page size of the archive. */
export class ForeignRecords {
  private readonly archive: Archive
  private readonly pages = new Map<Source, Map<bigint, Uint8Array>>()

  constructor(archive: Archive) {
    this.archive = archive
  }

  async get(source: Source, sequence: bigint): Promise<Uint8Array> {
    let bytes = this.pages.get(source)?.get(sequence)
    for (let attempt = 0; !bytes; attempt += 1) {
      const page = await this.archive(source, sequence - 1n, 1_000)
      this.pages.set(source, new Map(page.map((record) => [record.sequence, record.bytes])))
      bytes = this.pages.get(source)?.get(sequence)
      // The archive may be a moment behind what this service has folded.
      if (!bytes && attempt >= 100) throw new StoreFault(`the event log has not got to record ${sequence} of ${source}`)
      if (!bytes) await sleep(100)
    }
    return bytes
  }
}

/** @throws StoreFault where what was folded once does not decode any more: this version lacks what that one knew. */
export function opened(bytes: Uint8Array, { source, sequence }: Folded): Recorded {
  try {
    return readFact(readRecord(bytes))
  } catch (error) {
    throw new StoreFault(
      `record ${sequence} of ${source ?? 'its own'} can't be folded anew: ${(error as Error).message}`,
    )
  }
}

/** Into which streams a fact is folded, by which folds. @throws Error for a fact of this service that nobody here decides */
export function stepsOf(
  { source, deciders, absorbs }: States,
  recorded: Recorded,
): readonly { readonly stream: StreamId; readonly fold: AnyFold }[] {
  if (recorded.source === source) {
    const fold = deciders.find((candidate) => names(candidate.owns, recorded.fact.$type))
    if (!fold) throw new Error(`no aggregate here decides ${recorded.fact.$type}`)
    return [{ stream: recorded.subject, fold }, ...stepsBeside(absorbs.within ?? [], recorded)]
  }
  return stepsBeside(absorbs.folds.get(recorded.source) ?? [], recorded)
}

/** Folds everything anew, up to a tick. */
export async function foldEverything(
  states: States,
  connection: Connection,
  until = 2n ** 63n - 1n,
): Promise<Map<StreamId, Row>> {
  const rows = new Map<StreamId, Row>()
  const foreign = new ForeignRecords(states.archive)
  await connection.query(declareFolded(until))
  for (;;) {
    const page = (await connection.query(fetchFolded)).rows as Folded[]
    if (page.length === 0) return rows
    for (const folded of page) {
      const bytes = folded.bytes ?? (await foreign.get(folded.source as Source, folded.sequence))
      const recorded = opened(bytes, folded)
      for (const { stream, fold } of stepsOf(states, recorded)) {
        const row = rows.get(stream)
        const state = fold.evolve(row?.state, recorded, stream) as object | undefined
        if (state !== undefined)
          rows.set(stream, { version: (row?.version ?? 0n) + 1n, state, tick: folded.tick, fold })
      }
    }
  }
}

/** What JSON makes of a state: what the database keeps. */
const stored = (state: object | undefined): unknown => JSON.parse(JSON.stringify(state ?? null))

const readersOfRow = (row: Row | undefined): string | null => (row && readersOf(row.fold, row.state)) ?? null

const dueOfRow = (row: Row | undefined): Date | undefined => row && dueOf(row.fold, row.state)

/** Up to which tick this version has folded everything: another one that runs beside it may have recorded more since. */
const selectFoldedUntil = `
  SELECT CASE WHEN count(*) > 1 THEN greatest((SELECT max(tick) FROM stream), max(tick) FILTER (WHERE schema = current_schema()))
    ELSE 9223372036854775807 END AS until FROM generation`

const selectStates = `SELECT name, version, state, due, array_to_string(readers, ' ') AS readers FROM stream`

/** Recomputes every state and compares it with what is stored, in one snapshot. */
export async function checkStates(states: States): Promise<{ streams: number; differing: readonly string[] }> {
  const connection = await states.database.connect()
  try {
    await connection.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
    const { rows } = await connection.query(selectStates)
    const { until } = (await connection.query(selectFoldedUntil)).rows[0]
    const computed = await foldEverything(states, connection, until)
    const kept = new Map(rows.map((row) => [row.name as StreamId, row]))
    const names = new Set([...kept.keys(), ...computed.keys()])
    const differing = [...names].filter(
      (name) =>
        kept.get(name)?.version !== computed.get(name)?.version ||
        !isDeepStrictEqual(kept.get(name)?.state, stored(computed.get(name)?.state)) ||
        kept.get(name)?.due?.getTime() !== dueOfRow(computed.get(name))?.getTime() ||
        (kept.get(name)?.readers ?? null) !== readersOfRow(computed.get(name)),
    )
    return { streams: names.size, differing }
  } finally {
    await connection.query('ROLLBACK').catch(() => {})
    connection.release()
  }
}

const selectOutdated = `
  SELECT 1 FROM stream JOIN unnest($1::text[], $2::integer[]) AS current (aggregate, fold_version) USING (aggregate)
  WHERE stream.fold_version <> current.fold_version LIMIT 1`

const raiseTick = 'UPDATE head SET tick = tick + 1 RETURNING tick'

const replaceStream = `
  UPDATE stream SET state = new.state, version = new.version, fold_version = new.fold_version, due = new.due,
    readers = string_to_array(new.readers, ' '), tick = $5
  FROM unnest($1::text[], $2::json[], $3::bigint[], $4::integer[], $6::timestamptz[], $7::text[])
    AS new (name, state, version, fold_version, due, readers)
  WHERE stream.name = new.name`

/** Where a fold has changed its meaning since states were stored, folds anew; under the head's lock, before serving. */
export async function refoldOutdated(states: States): Promise<void> {
  const { database, deciders, absorbs } = states
  const folds = [...new Set<AnyFold>([...deciders, ...foldsOf(absorbs)])]
  const versions = [folds.map(({ aggregate }) => aggregate), folds.map(({ foldVersion }) => foldVersion)]
  if ((await database.query(selectOutdated, versions)).rowCount === 0) return
  const connection = await database.connect()
  try {
    await connection.query('BEGIN')
    const tick = (await connection.query(raiseTick)).rows[0].tick
    const rows = [...(await foldEverything(states, connection))]
    await connection.query(replaceStream, [
      rows.map(([name]) => name),
      rows.map(([, { state }]) => JSON.stringify(state)),
      rows.map(([, { version }]) => version),
      rows.map(([, { fold }]) => fold.foldVersion),
      tick,
      rows.map(([, { fold, state }]) => dueOf(fold, state)),
      rows.map(([, { fold, state }]) => readersOf(fold, state)),
    ])
    await connection.query('COMMIT')
  } finally {
    connection.release(true)
  }
}

const writeStreams = `
  INSERT INTO stream (name, aggregate, version, fold_version, state, due, tick, readers)
  SELECT name, aggregate, version, fold_version, state, due, tick, string_to_array(readers, ' ')
  FROM unnest($1::text[], $2::text[], $3::bigint[], $4::integer[], $5::json[], $6::timestamptz[], $7::bigint[], $8::text[])
    AS new (name, aggregate, version, fold_version, state, due, tick, readers)
  ON CONFLICT (name) DO UPDATE SET version = excluded.version, fold_version = excluded.fold_version,
    state = excluded.state, due = excluded.due, readers = excluded.readers, tick = excluded.tick`

/** Writes streams as they were folded, each with the tick of what was folded last. */
export async function writeRows(rows: readonly (readonly [StreamId, Row])[], connection: Connection): Promise<void> {
  // So many parameters at a time are no burden to either side.
  for (let from = 0; from < rows.length; from += 5_000) {
    const page = rows.slice(from, from + 5_000)
    await connection.query(writeStreams, [
      page.map(([name]) => name),
      page.map(([, { fold }]) => fold.aggregate),
      page.map(([, { version }]) => version),
      page.map(([, { fold }]) => fold.foldVersion),
      page.map(([, { state }]) => JSON.stringify(state)),
      page.map(([, { fold, state }]) => dueOf(fold, state)),
      page.map(([, { tick }]) => tick),
      page.map(([, { fold, state }]) => readersOf(fold, state)),
    ])
  }
}
