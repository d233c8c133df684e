/**
 * One statement writes a batch, all or nothing. It is put together from the parts that the batch needs: an empty part
 * costs PostgreSQL as much to start as a full one. There are few combinations, and each is prepared once a connection.
 */
import type { Command } from './work.ts'
import type { Workspace } from './workspace.ts'

type Column = { readonly name: string; readonly type: string; readonly values: readonly unknown[] }

/** A part of the statement: what it does with the guard's tick and its own rows, called `new`. */
type Part = { readonly name: string; readonly columns: readonly Column[]; readonly sql: (rows: string) => string }

const column = (name: string, type: string, values: readonly unknown[]): Column => ({ name, type, values })

const recordPart = ({ writes: { records } }: Workspace): Part => ({
  name: 'records',
  columns: [
    column(
      'sequence',
      'bigint',
      records.map((row) => row.sequence),
    ),
    column(
      'ordinal',
      'integer',
      records.map((row) => row.ordinal),
    ),
    column(
      'bytes',
      'bytea',
      records.map((row) => row.bytes),
    ),
  ],
  sql: (rows) => `
    INSERT INTO record (sequence, tick, ordinal, bytes)
    SELECT new.sequence, guard.tick, new.ordinal, new.bytes FROM guard, ${rows}`,
})

const streamPart = ({ streams }: Workspace): Part => {
  const rows = [...streams.values()]
  return {
    name: 'streams',
    columns: [
      column('name', 'text', [...streams.keys()]),
      column(
        'aggregate',
        'text',
        rows.map((row) => row.fold.aggregate),
      ),
      column(
        'version',
        'bigint',
        rows.map((row) => row.version),
      ),
      column(
        'fold_version',
        'integer',
        rows.map((row) => row.fold.foldVersion),
      ),
      column(
        'state',
        'jsonb',
        rows.map((row) => JSON.stringify(row.state)),
      ),
    ],
    sql: (rows) => `
    INSERT INTO stream (name, aggregate, version, fold_version, state, tick)
    SELECT new.name, new.aggregate, new.version, new.fold_version, new.state, guard.tick FROM guard, ${rows}
    ON CONFLICT (name) DO UPDATE SET version = excluded.version, fold_version = excluded.fold_version,
      state = excluded.state, tick = excluded.tick`,
  }
}

const receiptPart = ({ writes: { receipts } }: Workspace): Part => ({
  name: 'receipts',
  columns: [
    column(
      'caller',
      'text',
      receipts.map(({ command }) => command.actor),
    ),
    column(
      'request_id',
      'uuid',
      receipts.map(({ command }) => command.requestId),
    ),
    column(
      'request_hash',
      'bytea',
      receipts.map(({ command }) => command.requestHash),
    ),
    column(
      'sequence',
      'bigint',
      receipts.map(({ sequence }) => sequence),
    ),
  ],
  sql: (rows) => `
    INSERT INTO receipt (caller, request_id, request_hash, sequence)
    SELECT new.caller, new.request_id, new.request_hash, new.sequence FROM guard, ${rows}`,
})

const contentPart = ({ writes }: Workspace): Part => {
  const contents = writes.contents.flatMap(({ command: { contents, stream } }) =>
    contents.map((content) => ({ ...content, stream })),
  )
  return {
    name: 'contents',
    columns: [
      column(
        'sha256',
        'bytea',
        contents.map((content) => content.sha256),
      ),
      column(
        'salt',
        'bytea',
        contents.map((content) => content.salt),
      ),
      column(
        'bytes',
        'bytea',
        contents.map((content) => content.bytes),
      ),
      column(
        'media_type',
        'text',
        contents.map((content) => content.mediaType),
      ),
      column(
        'stream',
        'text',
        contents.map((content) => content.stream),
      ),
    ],
    sql: (rows) => `
    INSERT INTO content (sha256, salt, bytes, media_type, stream)
    SELECT new.sha256, new.salt, new.bytes, new.media_type, new.stream FROM guard, ${rows}`,
  }
}

const positionPart = ({ positions }: Workspace): Part => {
  const moved = [...positions.values()]
  return {
    name: 'positions',
    columns: [
      column(
        'id',
        'smallint',
        moved.map((position) => position.id),
      ),
      column(
        'sequence',
        'bigint',
        moved.map((position) => position.sequence),
      ),
    ],
    sql: (rows) => `
    UPDATE source_position SET sequence = new.sequence FROM guard, ${rows} WHERE source_position.id = new.id`,
  }
}

const inboxPart = ({ writes: { inbox } }: Workspace): Part => ({
  name: 'inbox',
  columns: [
    column(
      'source_id',
      'smallint',
      inbox.map((row) => row.sourceId),
    ),
    column(
      'sequence',
      'bigint',
      inbox.map((row) => row.sequence),
    ),
    column(
      'ordinal',
      'integer',
      inbox.map((row) => row.ordinal),
    ),
  ],
  sql: (rows) => `
    INSERT INTO inbox (source_id, sequence, ordinal, tick)
    SELECT new.source_id, new.sequence, new.ordinal, guard.tick FROM guard, ${rows}`,
})

const parkedPart = ({ writes: { parked } }: Workspace): Part => ({
  name: 'parked',
  columns: [
    column(
      'source',
      'text',
      parked.map((row) => row.source),
    ),
    column(
      'sequence',
      'bigint',
      parked.map((row) => row.sequence),
    ),
    column(
      'key',
      'text',
      parked.map((row) => row.key),
    ),
    column(
      'part',
      'text',
      parked.map((row) => row.part),
    ),
    column(
      'reason',
      'text',
      parked.map((row) => row.reason),
    ),
    column(
      'bytes',
      'bytea',
      parked.map((row) => row.bytes),
    ),
    column(
      'park_time',
      'timestamptz',
      parked.map((row) => row.parkTime),
    ),
    column(
      'ordinal',
      'integer',
      parked.map((row) => row.ordinal),
    ),
  ],
  sql: (rows) => `
    INSERT INTO parked (source, sequence, key, part, reason, bytes, park_time, ordinal, tick)
    SELECT new.source, new.sequence, new.key, new.part, new.reason, new.bytes, new.park_time, new.ordinal, guard.tick
    FROM guard, ${rows}
    ON CONFLICT (source, sequence) DO UPDATE SET part = excluded.part, reason = excluded.reason`,
})

const unparkedPart = ({ writes: { unparked } }: Workspace): Part => ({
  name: 'unparked',
  columns: [
    column(
      'source',
      'text',
      unparked.map((row) => row.source),
    ),
    column(
      'sequence',
      'bigint',
      unparked.map((row) => row.sequence),
    ),
  ],
  sql: (rows) => `
    DELETE FROM parked USING guard, ${rows} WHERE parked.source = new.source AND parked.sequence = new.sequence`,
})

const parts = [recordPart, streamPart, receiptPart, contentPart, positionPart, inboxPart, parkedPart, unparkedPart]

const unnested = (columns: readonly Column[], first: number): string => {
  const values = columns.map(({ type }, i) => `$${first + i}::${type}[]`).join(', ')
  return `unnest(${values}) AS new (${columns.map(({ name }) => name).join(', ')})`
}

/**
 * The statement for what a batch came to. It writes nothing and returns no row where somebody has written since the
 * expected tick, or where one of the `asked` commands has a receipt already.
 */
export function writeBatch(expectedTick: bigint, space: Workspace, asked: readonly Command[]) {
  const { head } = space
  const seen = Object.fromEntries([...head.seen].map(([source, sequence]) => [source, `${sequence}`]))
  const values: unknown[] = [expectedTick, head.sequence, head.hash, head.time, JSON.stringify(seen)]
  const needed = parts.map((make) => make(space)).filter(({ columns }) => columns[0]?.values.length)
  if (asked.length)
    values.push(
      asked.map((command) => command.actor),
      asked.map((command) => command.requestId),
    )
  const isNew = asked.length
    ? `AND NOT EXISTS (
      SELECT FROM receipt JOIN unnest($6::text[], $7::uuid[]) AS asked (caller, request_id) USING (caller, request_id))`
    : ''
  const written = needed.map(({ name, columns, sql }) => {
    const rows = unnested(columns, values.length + 1)
    values.push(...columns.map((column) => column.values))
    return `${name} AS (${sql(rows)})`
  })
  const text = `
  WITH guard AS (
    UPDATE head SET tick = $1 + 1, sequence = $2, hash = $3, time = $4, seen = $5 WHERE tick = $1 ${isNew}
    RETURNING tick
  ), ${written.join(', ')}
  SELECT tick FROM guard`
  return {
    name: `write ${asked.length ? 'asked ' : ''}${needed.map(({ name }) => name).join(' ')}`,
    text,
    values,
  }
}
