/** The statements of the event store, each named for what it does. */

/** Everything that decisions start from besides the streams, in one snapshot. */
export const readGround = `
  SELECT tick, sequence, hash, time, seen,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('id', id, 'source', source, 'sequence', sequence::text)), '[]')
     FROM source_position) AS positions,
    (SELECT coalesce(jsonb_agg(DISTINCT key), '[]') FROM parked) AS parked
  FROM head`

/** How far the store is: of the last commit. */
export const readTick = 'SELECT tick FROM head'

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

/** $1 source: begins to follow it; its id stays. */
export const addSource = 'INSERT INTO source_position (source, sequence) VALUES ($1, 0) ON CONFLICT (source) DO NOTHING'

/** $1 name */
export const readStream = 'SELECT version, state, aggregate FROM stream WHERE name = $1'

/** $1 after sequence, $2 limit */
export const readRecords = 'SELECT sequence, bytes FROM record WHERE sequence > $1 ORDER BY sequence LIMIT $2'

/** $1 source */
export const readPosition = 'SELECT sequence FROM source_position WHERE source = $1'

/** $1 key */
export const readParkedOfKey = 'SELECT source, sequence, bytes FROM parked WHERE key = $1 ORDER BY tick, ordinal'

/** $1 after source, $2 after sequence, $3 limit */
export const listParked = `
  SELECT source, sequence, key, reason, bytes, park_time FROM parked
  WHERE (source, sequence) > ($1, $2) ORDER BY source, sequence LIMIT $3`

export const countParked = 'SELECT count(*) AS parked FROM parked'

/** $1 hash, $2 stream */
export const readContent = 'SELECT salt, bytes, media_type FROM content WHERE sha256 = $1 AND stream = $2'

/** $1 hashes */
export const readContents = 'SELECT sha256, bytes FROM content WHERE sha256 = ANY ($1)'
