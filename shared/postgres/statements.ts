/** The statements of the event store, each named for what it does. */

/** Everything that decisions start from besides the streams, in one snapshot. */
export const readGround = `
  SELECT tick, sequence, hash, time, seen,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('id', id, 'source', source, 'sequence', sequence::text)), '[]')
     FROM source_position) AS positions,
    (SELECT coalesce(jsonb_agg(DISTINCT jsonb_build_object('key', key, 'part', part)), '[]') FROM parked) AS parked
  FROM head`

export const lockHead = 'SELECT FROM head FOR UPDATE'

/** $1 names */
export const readStreams = `
  SELECT (SELECT tick FROM head) AS head_tick, name, version, state
  FROM unnest($1::text[]) AS asked (name) LEFT JOIN stream USING (name)`

/** $1 callers, $2 request ids */
export const readReceipts = `
  SELECT (SELECT tick FROM head) AS head_tick, caller, request_id, request_hash, receipt.sequence, record.bytes
  FROM unnest($1::text[], $2::uuid[]) AS asked (caller, request_id)
  LEFT JOIN receipt USING (caller, request_id) LEFT JOIN record USING (sequence)`

/**
 * Writes a batch, all or nothing, if nobody has written since tick $1 and no command of it has a receipt already.
 * $1 expected tick, $2..$5 the new head (sequence, hash, time, seen), $6.. columns of the new rows.
 */
export const writeBatch = `
  WITH guard AS (
    UPDATE head SET tick = $1 + 1, sequence = $2, hash = $3, time = $4, seen = $5
    WHERE tick = $1 AND NOT EXISTS (
      SELECT FROM receipt JOIN unnest($6::text[], $7::uuid[]) AS asked (caller, request_id) USING (caller, request_id))
    RETURNING tick
  ), new_records AS (
    INSERT INTO record (sequence, tick, ordinal, bytes)
    SELECT new.sequence, guard.tick, new.ordinal, new.bytes
    FROM guard, unnest($8::bigint[], $9::integer[], $10::bytea[]) AS new (sequence, ordinal, bytes)
  ), new_streams AS (
    INSERT INTO stream (name, aggregate, version, fold_version, state, tick)
    SELECT new.name, new.aggregate, new.version, new.fold_version, new.state, guard.tick
    FROM guard, unnest($11::text[], $12::text[], $13::bigint[], $14::integer[], $15::jsonb[])
      AS new (name, aggregate, version, fold_version, state)
    ON CONFLICT (name) DO UPDATE SET version = excluded.version, fold_version = excluded.fold_version,
      state = excluded.state, tick = excluded.tick
  ), new_receipts AS (
    INSERT INTO receipt (caller, request_id, request_hash, sequence)
    SELECT new.caller, new.request_id, new.request_hash, new.sequence
    FROM guard, unnest($16::text[], $17::uuid[], $18::bytea[], $19::bigint[])
      AS new (caller, request_id, request_hash, sequence)
  ), new_contents AS (
    INSERT INTO content (sha256, salt, bytes, media_type, stream)
    SELECT new.sha256, new.salt, new.bytes, new.media_type, new.stream
    FROM guard, unnest($20::bytea[], $21::bytea[], $22::bytea[], $23::text[], $24::text[])
      AS new (sha256, salt, bytes, media_type, stream)
  ), new_positions AS (
    UPDATE source_position SET sequence = new.sequence
    FROM guard, unnest($25::smallint[], $26::bigint[]) AS new (id, sequence) WHERE source_position.id = new.id
  ), new_inbox AS (
    INSERT INTO inbox (source_id, sequence, ordinal, tick)
    SELECT new.source_id, new.sequence, new.ordinal, guard.tick
    FROM guard, unnest($27::smallint[], $28::bigint[], $29::integer[]) AS new (source_id, sequence, ordinal)
  ), new_parked AS (
    INSERT INTO parked (source, sequence, key, part, reason, bytes, park_time, ordinal, tick)
    SELECT new.source, new.sequence, new.key, new.part, new.reason, new.bytes, new.park_time, new.ordinal, guard.tick
    FROM guard, unnest($30::text[], $31::bigint[], $32::text[], $33::text[], $34::text[], $35::bytea[],
      $36::timestamptz[], $37::integer[]) AS new (source, sequence, key, part, reason, bytes, park_time, ordinal)
    ON CONFLICT (source, sequence) DO UPDATE SET part = excluded.part, reason = excluded.reason
  ), unparked AS (
    DELETE FROM parked USING guard, unnest($38::text[], $39::bigint[]) AS done (source, sequence)
    WHERE parked.source = done.source AND parked.sequence = done.sequence
  )
  SELECT tick FROM guard`

/** $1 source: begins to follow it; its id stays. */
export const addSource = 'INSERT INTO source_position (source, sequence) VALUES ($1, 0) ON CONFLICT (source) DO NOTHING'

/** $1 name */
export const readStream = 'SELECT version, state, aggregate FROM stream WHERE name = $1'

/** $1 after sequence, $2 limit */
export const readRecords = 'SELECT sequence, bytes FROM record WHERE sequence > $1 ORDER BY sequence LIMIT $2'

/** $1 source */
export const readPosition = 'SELECT sequence FROM source_position WHERE source = $1'

/** $1 key */
export const readParkedOfKey = 'SELECT source, sequence, part, bytes FROM parked WHERE key = $1 ORDER BY tick, ordinal'

/** $1 after source, $2 after sequence, $3 limit */
export const listParked = `
  SELECT source, sequence, key, part, reason, bytes, park_time FROM parked
  WHERE (source, sequence) > ($1, $2) ORDER BY source, sequence LIMIT $3`

export const countParked = 'SELECT count(*) AS parked FROM parked'

/** $1 hash, $2 stream */
export const readContent = 'SELECT salt, bytes, media_type FROM content WHERE sha256 = $1 AND stream = $2'

/** $1 hashes */
export const readContents = 'SELECT sha256, bytes FROM content WHERE sha256 = ANY ($1)'
