/** The statement that writes what a batch came to. */
import { dueOf, readersOf } from '#shared/domain/decider.ts'
import { binaryArray } from './binary-array.ts'
import { guarded, type Part, part } from './guarded.ts'
import type { Command } from './work.ts'
import type { Workspace } from './workspace.ts'

const partsOf = ({ streams, positions, writes }: Workspace): readonly Part[] => [
  part(
    'records',
    writes.records,
    [
      ['sequence', 'bigint', (row) => row.sequence],
      ['ordinal', 'integer', (row) => row.ordinal],
      ['bytes', 'bytea', (row) => row.bytes],
    ],
    (rows) => `
    INSERT INTO record (sequence, tick, ordinal, bytes)
    SELECT new.sequence, guard.tick, new.ordinal, new.bytes FROM guard, ${rows}`,
  ),
  part(
    'streams',
    [...streams],
    [
      ['name', 'text', ([name]) => name],
      ['aggregate', 'text', ([, row]) => row.fold.aggregate],
      ['version', 'bigint', ([, row]) => row.version],
      ['fold_version', 'integer', ([, row]) => row.fold.foldVersion],
      ['state', 'json', ([, row]) => JSON.stringify(row.state)],
      ['due', 'timestamptz', ([, { fold, state }]) => dueOf(fold, state)],
      ['readers', 'text', ([, { fold, state }]) => readersOf(fold, state)],
    ],
    (rows) => `
    INSERT INTO stream (name, aggregate, version, fold_version, state, due, readers, tick)
    SELECT new.name, new.aggregate, new.version, new.fold_version, new.state, new.due,
      string_to_array(new.readers, ' '), guard.tick FROM guard, ${rows}
    ON CONFLICT (name) DO UPDATE SET version = excluded.version, fold_version = excluded.fold_version,
      state = excluded.state, due = excluded.due, readers = excluded.readers, tick = excluded.tick`,
  ),
  part(
    'receipts',
    writes.receipts,
    [
      ['caller', 'text', ({ command }) => command.actor],
      ['request_id', 'uuid', ({ command }) => command.requestId],
      ['request_hash', 'bytea', ({ command }) => command.requestHash],
      ['sequence', 'bigint', ({ sequence }) => sequence],
    ],
    (rows) => `
    INSERT INTO receipt (caller, request_id, request_hash, sequence)
    SELECT new.caller, new.request_id, new.request_hash, new.sequence FROM guard, ${rows}`,
  ),
  part(
    'contents',
    writes.contents.flatMap(({ command: { contents, stream } }) => contents.map((content) => ({ ...content, stream }))),
    [
      ['sha256', 'bytea', (content) => content.sha256],
      ['salt', 'bytea', (content) => content.salt],
      ['bytes', 'bytea', (content) => content.bytes],
      ['media_type', 'text', (content) => content.mediaType],
      ['stream', 'text', (content) => content.stream],
    ],
    (rows) => `
    INSERT INTO content (sha256, salt, bytes, media_type, stream)
    SELECT new.sha256, new.salt, new.bytes, new.media_type, new.stream FROM guard, ${rows}`,
  ),
  part(
    'positions',
    [...positions.values()],
    [
      ['id', 'smallint', (position) => position.id],
      ['sequence', 'bigint', (position) => position.sequence],
    ],
    (rows) => `
    UPDATE source_position SET sequence = new.sequence FROM guard, ${rows} WHERE source_position.id = new.id`,
  ),
  part(
    'inbox',
    writes.inbox,
    [
      ['source_id', 'smallint', (row) => row.sourceId],
      ['sequence', 'bigint', (row) => row.sequence],
      ['length', 'smallint', (row) => row.length],
      ['ordinal', 'integer', (row) => row.ordinal],
    ],
    (rows) => `
    INSERT INTO inbox (source_id, sequence, length, ordinal, tick)
    SELECT new.source_id, new.sequence, new.length, new.ordinal, guard.tick FROM guard, ${rows}`,
  ),
  part(
    'parked',
    writes.parked,
    [
      ['source', 'text', (row) => row.source],
      ['sequence', 'bigint', (row) => row.sequence],
      ['key', 'text', (row) => row.key],
      ['reason', 'text', (row) => row.reason],
      ['bytes', 'bytea', (row) => row.bytes],
      ['park_time', 'timestamptz', (row) => row.parkTime],
      ['ordinal', 'integer', (row) => row.ordinal],
    ],
    (rows) => `
    INSERT INTO parked (source, sequence, key, part, reason, bytes, park_time, ordinal, tick)
    SELECT new.source, new.sequence, new.key, 'record', new.reason, new.bytes, new.park_time, new.ordinal, guard.tick
    FROM guard, ${rows}`,
  ),
  part(
    'unparked',
    writes.unparked,
    [
      ['source', 'text', (row) => row.source],
      ['sequence', 'bigint', (row) => row.sequence],
    ],
    (rows) => `
    DELETE FROM parked USING guard, ${rows} WHERE parked.source = new.source AND parked.sequence = new.sequence`,
  ),
  part(
    'entries',
    writes.entries,
    [
      ['sequence', 'bigint', (row) => row.sequence],
      ['number', 'smallint', (row) => row.number],
      ['kind', 'text', (row) => row.kind],
      ['reservation', 'text', (row) => row.reservation],
      ['pool', 'text', (row) => row.pool],
      ['debit', 'text', (row) => row.debit],
      ['credit', 'text', (row) => row.credit],
      ['year', 'smallint', (row) => row.year],
      ['fen', 'bigint', (row) => row.fen],
      ['book_time', 'timestamptz', (row) => row.at],
    ],
    (rows) => `
    INSERT INTO entry (sequence, number, kind, reservation, pool, debit, credit, year, fen, book_time)
    SELECT new.sequence, new.number, new.kind, new.reservation, new.pool, new.debit, new.credit, new.year, new.fen,
      new.book_time
    FROM guard, ${rows}`,
  ),
]

/**
 * The statement for what a batch came to. It writes nothing and returns no row where somebody has written since the
 * expected tick, or where one of the `asked` commands has a receipt already.
 */
export function writeBatch(expectedTick: bigint, space: Workspace, asked: readonly Command[]) {
  const { head } = space
  const seen = Object.fromEntries([...head.seen].map(([source, sequence]) => [source, `${sequence}`]))
  const values: unknown[] = [expectedTick, head.sequence, head.hash, head.time, JSON.stringify(seen)]
  if (asked.length)
    values.push(
      binaryArray(
        'text',
        asked.map((command) => command.actor),
      ),
      binaryArray(
        'uuid',
        asked.map((command) => command.requestId),
      ),
    )
  const isNew = `AND NOT EXISTS (
      SELECT FROM receipt JOIN unnest($6::text[], $7::uuid[]) AS asked (caller, request_id) USING (caller, request_id))`
  const sql = `
    UPDATE head SET tick = $1 + 1, sequence = $2, hash = $3, time = $4, seen = $5 WHERE tick = $1
    ${asked.length ? isNew : ''} RETURNING tick`
  return guarded({ name: asked.length ? 'write asked' : 'write', sql, values }, partsOf(space))
}
