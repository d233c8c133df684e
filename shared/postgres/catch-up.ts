/** What was folded by another version of the folds, folded by this one: each fact once, in the order in which it came about. */
import { type AnyFold, names, type Recorded, type StreamId } from '#shared/domain/decider.ts'
import { type ReadRecord, readRecord } from '#shared/record/record.ts'
import type { Connection } from './database.ts'
import { type Folded, ForeignRecords, opened, type States, selectInbox, stepsOf, writeRows } from './rebuild.ts'

/** $1 tick: own records and foreign ones since then. Own ones by their sequence, of which they have an index. */
const selectFoldedSince = `
  SELECT tick, ordinal, sequence, bytes, NULL AS source FROM record
  WHERE sequence > coalesce((SELECT sequence FROM record WHERE tick <= $1 ORDER BY sequence DESC LIMIT 1), 0)
  UNION ALL ${selectInbox}
  WHERE inbox.tick > $1
  ORDER BY tick, ordinal`

/** Whether this version knows what to do with a record's fact. */
const isKnown = ({ source, deciders, absorbs }: States, record: ReadRecord): boolean =>
  record.source === source
    ? deciders.some(({ owns }) => names(owns, record.type))
    : (absorbs.folds.get(record.source) ?? []).some(({ folds }) => names(folds, record.type))

/** $1 names */
const selectStreams = 'SELECT name, version, state, tick FROM stream WHERE name = ANY ($1)'

type Kept = { version: bigint; state: object | undefined; tick: bigint; fold: AnyFold; folded: bigint }

/**
 * Folds what was recorded and taken in since a tick into the streams that do not have it yet; `connection` holds the lock of
 * the head. A stream that was written at a tick has everything up to it: who writes has caught up before.
 */
export async function foldSince(states: States, since: bigint, connection: Connection): Promise<void> {
  const { rows } = await connection.query(selectFoldedSince, [since])
  if (rows.length === 0) return
  const foreign = new ForeignRecords(states.archive)
  const steps: { stream: StreamId; fold: AnyFold; recorded: Recorded | undefined; tick: bigint }[] = []
  for (const folded of rows as Folded[]) {
    const bytes = folded.bytes ?? (await foreign.get(folded.source as string, folded.sequence))
    const record = readRecord(bytes)
    const { tick } = folded
    if (!isKnown(states, record)) {
      // A fact of a kind that only the newer version knows leaves a state as it is; etags go on, as they do there.
      for (const fold of record.source === states.source ? states.deciders.slice(0, 1) : [])
        steps.push({ stream: record.subject, fold, recorded: undefined, tick })
      continue
    }
    const recorded = opened(bytes, folded)
    for (const step of stepsOf(states, recorded)) steps.push({ ...step, recorded, tick })
  }
  const touched = [...new Set(steps.map(({ stream }) => stream))]
  const found = (await connection.query(selectStreams, [touched])).rows
  const kept = new Map<StreamId, Omit<Kept, 'fold'>>(found.map((row) => [row.name, { ...row, folded: row.tick }]))
  const changed = new Map<StreamId, Kept>()
  for (const { stream, fold, recorded, tick } of steps) {
    const row = changed.get(stream) ?? kept.get(stream)
    if (row && row.folded >= tick) continue
    const state = recorded ? (fold.evolve(row?.state, recorded, stream) as object | undefined) : row?.state
    if (state === undefined) continue
    changed.set(stream, { version: (row?.version ?? 0n) + 1n, state, tick, fold, folded: row?.folded ?? -1n })
  }
  await writeRows([...changed], connection)
}
