/** What says whether two commands with one request id are the same: a hash of what was sent. */
import { hash } from 'node:crypto'
import { BinaryReader, WireType } from '@bufbuild/protobuf/wire'

/** `request_id` is the first field of every command. */
const requestIdField = 1

/**
 * The first 16 bytes of the SHA-256 of a request: of its type, since requests of different methods may have the same bytes,
 * and of its bytes as they came. A request id is the same in whatever case it is written (RFC 9562 §4), so that it counts in
 * lower case; as most are written so, the others alone are looked for.
 */
export function requestHash(typeName: Buffer, bytes: Buffer, requestId: string): Buffer {
  const counted = requestId === requestId.toLowerCase() ? bytes : withLowerCaseId(bytes)
  return hash('sha256', Buffer.concat([typeName, counted]), 'buffer').subarray(0, 16)
}

/** A copy of a command's bytes, in which the request id alone is in lower case. */
function withLowerCaseId(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes)
  const reader = new BinaryReader(bytes)
  while (reader.pos < reader.len) {
    const [field, wireType] = reader.tag()
    if (field !== requestIdField || wireType !== WireType.LengthDelimited) reader.skip(wireType, field)
    else {
      const id = Buffer.from(reader.bytes()).toString('latin1')
      copy.write(id.toLowerCase(), reader.pos - id.length, 'latin1')
    }
  }
  return copy
}
