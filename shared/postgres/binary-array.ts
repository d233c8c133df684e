/** Arrays as PostgreSQL receives them in binary: no escaping here, no parsing there, for what every batch writes. */
import { parseUuid } from '#shared/record/uuid.ts'

/** The bytes of one element, or its number: what is known of an element before its place in the array is. */
type Encoded = Uint8Array | { readonly size: 2 | 4 | 8; readonly value: bigint }

/** From 2000-01-01, where PostgreSQL's time begins, in milliseconds. */
const epoch = Date.UTC(2000, 0, 1)

const utf8 = (value: string): Uint8Array => Buffer.from(value, 'utf8')

/** Object ids and `…recv` formats of the types that our statements write (PostgreSQL's catalogue pg_type). */
const types = {
  bytea: { oid: 17, encode: (value: Uint8Array): Encoded => value },
  bigint: { oid: 20, encode: (value: bigint): Encoded => ({ size: 8, value }) },
  smallint: { oid: 21, encode: (value: number): Encoded => ({ size: 2, value: BigInt(value) }) },
  integer: { oid: 23, encode: (value: number): Encoded => ({ size: 4, value: BigInt(value) }) },
  text: { oid: 25, encode: (value: string): Encoded => utf8(value) },
  json: { oid: 114, encode: (value: string): Encoded => utf8(value) },
  timestamptz: {
    oid: 1184,
    encode: (value: Date): Encoded => ({ size: 8, value: BigInt(value.getTime() - epoch) * 1000n }),
  },
  uuid: { oid: 2950, encode: (value: string): Encoded => parseUuid(value) },
} as const

/** A type of PostgreSQL that an array may have here. */
export type ElementType = keyof typeof types

/**
 * One-dimensional array of a type's values; null and undefined are NULL. `pg` sends a Buffer as a binary parameter. A bigint
 * is a bigint here, smallint and integer are numbers, uuid and json texts, bytea bytes, timestamptz a Date (to the millisecond).
 */
export function binaryArray(type: ElementType, values: readonly unknown[]): Buffer {
  const { oid, encode } = types[type]
  const elements = values.map((value) => (value == null ? undefined : (encode as (value: unknown) => Encoded)(value)))
  const sizeOf = (element: Encoded): number => (element instanceof Uint8Array ? element.length : element.size)
  const size = elements.reduce((sum, element) => sum + 4 + (element ? sizeOf(element) : 0), 20)
  const buffer = Buffer.allocUnsafe(size)
  // One dimension, whether there are NULLs, the type; how many elements, numbered from 1.
  for (const [i, number] of [1, Number(elements.includes(undefined)), oid, elements.length, 1].entries())
    buffer.writeInt32BE(number, i * 4)
  let at = 20
  for (const element of elements) {
    at = buffer.writeInt32BE(element ? sizeOf(element) : -1, at)
    if (element) at = write(buffer, element, at)
  }
  return buffer
}

/** @returns where the next element begins. */
function write(buffer: Buffer, element: Encoded, at: number): number {
  if (element instanceof Uint8Array) {
    buffer.set(element, at)
    return at + element.length
  }
  if (element.size === 8) return buffer.writeBigInt64BE(element.value, at)
  return element.size === 4
    ? buffer.writeInt32BE(Number(element.value), at)
    : buffer.writeInt16BE(Number(element.value), at)
}
