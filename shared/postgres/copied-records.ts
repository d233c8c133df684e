/** Own records, many at once: PostgreSQL copies their bytes as they are, where a query would spell them out. */
import copy from 'pg-copy-streams'
import type { Connection } from './database.ts'

/** `hash` is the SHA-256 of the bytes, by PostgreSQL. */
export type CopiedRecord = { readonly sequence: bigint; readonly hash: Buffer; readonly bytes: Buffer }

/** Signature, flags and the length of an extension that there is none of (PostgreSQL, "COPY", binary format). */
const headerBytes = 19
/** Number of fields; length and value of the sequence, length and value of the hash, length of the bytes. */
const sequenceAt = 6
const hashAt = 18
const lengthAt = 50
const bytesAt = 54

/** The whole rows that a buffer begins with, and what is left of it. */
function rowsIn(buffer: Buffer): { readonly rows: readonly CopiedRecord[]; readonly rest: Buffer } {
  const rows: CopiedRecord[] = []
  let at = 0
  while (at + bytesAt <= buffer.length) {
    const end = at + bytesAt + buffer.readInt32BE(at + lengthAt)
    if (end > buffer.length) break
    rows.push({
      sequence: buffer.readBigInt64BE(at + sequenceAt),
      hash: buffer.subarray(at + hashAt, at + lengthAt),
      bytes: buffer.subarray(at + bytesAt, end),
    })
    at = end
  }
  return { rows, rest: buffer.subarray(at) }
}

/** Records after one, up to another, in their order, some at a time. The connection is busy until the last was taken. */
export async function* copyRecords(
  connection: Connection,
  after: bigint,
  until: bigint,
): AsyncGenerator<readonly CopiedRecord[]> {
  const wanted = `
    SELECT sequence, sha256(bytes), bytes FROM record WHERE sequence > ${after} AND sequence <= ${until} ORDER BY sequence`
  const chunks: AsyncIterable<Buffer> = connection.query(copy.to(`COPY (${wanted}) TO STDOUT (FORMAT binary)`))
  let pending: Buffer = Buffer.alloc(0)
  let skip = headerBytes
  for await (const chunk of chunks) {
    const all = pending.length ? Buffer.concat([pending, chunk]) : chunk
    const { rows, rest } = rowsIn(all.subarray(skip))
    skip = Math.max(0, skip - all.length)
    pending = rest
    yield rows
  }
}
