/**
 * Messages that carry nothing but a piece of a file, read and written without the copies that generated code makes:
 * three more each way, which the garbage collector cannot keep up with at hundreds of megabytes a second.
 */

/** The largest piece that a message may have, either way (attachment_service.proto). */
export const maxPieceBytes = 64 * 1024

/** The fields with pieces: `content` of UploadAttachmentRequest, and of DownloadAttachmentResponse. */
export const contentFields = { up: 7, down: 2 } as const

/** The tag of a field of bytes (protobuf encoding, wire type 2); field numbers below 16 have one byte. */
const tagOf = (field: number): number => (field << 3) | 2

/** A message that holds the bytes in one field and nothing else. */
export function encodePiece(field: number, bytes: Uint8Array): Buffer {
  const header = [tagOf(field)]
  let length = bytes.length
  for (; length > 127; length >>>= 7) header.push((length & 127) | 128)
  header.push(length)
  const message = Buffer.allocUnsafe(header.length + bytes.length)
  message.set(header)
  message.set(bytes, header.length)
  return message
}

/** The bytes of such a message, in its own memory; undefined for every other message, which generated code reads. */
export function decodePiece(field: number, message: Buffer): Buffer | undefined {
  if (message[0] !== tagOf(field)) return undefined
  let length = 0
  let at = 1
  for (let shift = 0; shift < 28; shift += 7) {
    const byte = message[at] ?? 0
    at += 1
    length |= (byte & 127) << shift
    if (byte < 128) return at + length === message.length ? message.subarray(at) : undefined
  }
  return undefined
}
