import type { StreamId } from '#shared/domain/decider.ts'
import type { Database } from './database.ts'
import * as sql from './statements.ts'

/** A text that a record of a stream refers to, with its salt; undefined where there is none, or it was erased. */
export async function readContent(database: Database, sha256: Uint8Array, stream: StreamId) {
  const { rows } = await database.query(sql.readContent, [sha256, stream])
  const row = rows[0] as { salt: Uint8Array; bytes: Uint8Array; media_type: string } | undefined
  return row && { salt: row.salt, content: row.bytes, mediaType: row.media_type }
}

/** Texts by their hash in hex; what was erased is left out. */
export async function readTexts(database: Database, hashes: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (hashes.length === 0) return new Map()
  const { rows } = await database.query(sql.readContents, [hashes.map((hash) => Buffer.from(hash, 'hex'))])
  return new Map(rows.map((row) => [row.sha256.toString('hex'), row.bytes.toString()]))
}
