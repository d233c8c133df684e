/** Whether bytes are a message of a type: a second reading of the encoding, by descriptors and not by generated code. */
import { type DescField, type DescMessage, ScalarType } from '@bufbuild/protobuf'
import { BinaryReader, WireType } from '@bufbuild/protobuf/wire'

const utf8 = new TextDecoder('utf-8', { fatal: true })

const fixed32: ReadonlySet<ScalarType> = new Set([ScalarType.FLOAT, ScalarType.FIXED32, ScalarType.SFIXED32])
const fixed64: ReadonlySet<ScalarType> = new Set([ScalarType.DOUBLE, ScalarType.FIXED64, ScalarType.SFIXED64])

function wireTypeOf({ message, scalar, fieldKind }: DescField): WireType {
  if (message || fieldKind === 'map' || scalar === ScalarType.STRING || scalar === ScalarType.BYTES)
    return WireType.LengthDelimited
  if (scalar && fixed32.has(scalar)) return WireType.Bit32
  return scalar && fixed64.has(scalar) ? WireType.Bit64 : WireType.Varint
}

/** Reads past a number that is known: of more than ten bytes there is none, which skipping does not mind. */
function readNumber(reader: BinaryReader, wireType: WireType, number: number): void {
  if (wireType === WireType.Varint) reader.uint64()
  else reader.skip(wireType, number)
}

/** Reads past a value, and looks into it where the field says what it is. @throws where it is none */
function read(reader: BinaryReader, wireType: WireType, number: number, field: DescField | undefined): void {
  const own = field && wireTypeOf(field)
  if (!field || own === undefined || (wireType !== own && wireType !== WireType.LengthDelimited))
    return void reader.skip(wireType, number)
  if (wireType !== WireType.LengthDelimited) return readNumber(reader, wireType, number)
  const bytes = reader.bytes()
  if (own === WireType.LengthDelimited) {
    if (field.scalar === ScalarType.STRING) utf8.decode(bytes)
    if (field.message) readMessage(bytes, field.message)
  } else if (field.fieldKind === 'list') {
    // A packed list; elsewhere another wire type makes it a field that nobody knows.
    const packed = new BinaryReader(bytes)
    while (packed.pos < packed.len) readNumber(packed, own, number)
  }
}

function readMessage(bytes: Uint8Array, message: DescMessage): void {
  const fields = new Map(message.fields.map((field) => [field.number, field]))
  const reader = new BinaryReader(bytes)
  while (reader.pos < reader.len) {
    const tag = reader.uint32()
    const [number, wireType] = [tag >>> 3, tag & 7]
    if (number === 0 || wireType === WireType.EndGroup) throw new Error('illegal tag')
    read(reader, wireType, number, fields.get(number))
  }
}

export function isWellFormed(bytes: Uint8Array, message: DescMessage): boolean {
  try {
    readMessage(bytes, message)
    return true
  } catch {
    return false
  }
}
