import { randomFillSync } from 'node:crypto'

const pool = new Uint8Array(16 * 256)
let used = pool.length

const hex = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/** UUIDs as text, lower case (RFC 9562). */
export const formatUuid = (bytes: Uint8Array): string => {
  let text = ''
  for (let i = 0; i < 16; i += 1) {
    text += hex[bytes[i] as number]
    if (i === 3 || i === 5 || i === 7 || i === 9) text += '-'
  }
  return text
}

/** The 16 bytes of a UUID in text form. */
export const parseUuid = (text: string): Uint8Array => Buffer.from(text.replaceAll('-', ''), 'hex')

/** A UUID in text form, any version, lower case (RFC 9562 §4 allows upper case on input; callers lower it first). */
export const isUuid = (text: string): boolean =>
  /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(text)

/** A fresh UUIDv7 of that time (RFC 9562 §5.7). */
export const uuidV7 = (at: Date): string => {
  if (used === pool.length) {
    randomFillSync(pool)
    used = 0
  }
  const bytes = pool.slice(used, used + 16)
  used += 16
  new DataView(bytes.buffer).setUint32(0, Math.floor(at.getTime() / 0x10000))
  new DataView(bytes.buffer).setUint16(4, at.getTime() % 0x10000)
  bytes[6] = 0x70 | ((bytes[6] as number) & 0x0f)
  bytes[8] = 0x80 | ((bytes[8] as number) & 0x3f)
  return formatUuid(bytes)
}

/** A UUIDv8 of the first 16 bytes of a digest: the same digest gives the same id (RFC 9562 §5.8). */
export const derivedUuid = (digest: Uint8Array): string => {
  const bytes = Uint8Array.from(digest.subarray(0, 16))
  bytes[6] = 0x80 | ((bytes[6] as number) & 0x0f)
  bytes[8] = 0x80 | ((bytes[8] as number) & 0x3f)
  return formatUuid(bytes)
}

const crockford = '0123456789abcdefghjkmnpqrstvwxyz'

/** A resource id that a server makes: a UUIDv7 in Crockford's base32, 26 lower case characters, in time order. */
export const resourceId = (at: Date): string => {
  let value = BigInt(`0x${uuidV7(at).replaceAll('-', '')}`)
  let text = ''
  for (let i = 0; i < 26; i += 1) {
    text = crockford[Number(value & 31n)] + text
    value >>= 5n
  }
  return text
}
