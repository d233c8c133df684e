/**
 * Records that this service wrote itself, many in turn: of their bytes only what a fold needs is read, where it stands
 * (CloudEvents 1.0, protobuf format). Bytes that are not laid out so are read as everybody's are.
 */
import { SignOffChain } from '#proto/qiantou/record/v1/record.ts'
import type { Recorded, Source } from '#shared/domain/decider.ts'
import { earlierSignOff } from './earlier-sign-off.ts'
import { decodeFact, readFact, readRecord } from './record.ts'

/** Tags of a CloudEvent's fields, each of a length: field number and wire type 2. */
const tags = { source: 0x12, type: 0x22, attribute: 0x2a, protoData: 0x42 } as const

const noBytes: Uint8Array = new Uint8Array()

/** A place in bytes that moves on. Past the end it reads zeros. */
class Cursor {
  at = 0
  private readonly bytes: Buffer

  constructor(bytes: Buffer) {
    this.bytes = bytes
  }

  byte(): number {
    const byte = this.bytes[this.at] ?? 0
    this.at += 1
    return byte
  }

  varint(): number {
    let value = 0
    for (let scale = 1; ; scale *= 128) {
      const byte = this.byte()
      value += (byte & 127) * scale
      if (byte < 128) return value
    }
  }
}

/** Seconds and nanoseconds, each a field that is left out where it is zero. */
function timeAt(cursor: Cursor, end: number): Date {
  const parts = [0, 0]
  while (cursor.at < end) parts[(cursor.byte() >> 3) - 1] = cursor.varint()
  const [seconds = 0, nanos = 0] = parts
  return new Date(seconds * 1_000 + nanos / 1_000_000)
}

/** What is in an Any, behind the name of its type. */
function anyValue(bytes: Buffer, cursor: Cursor, end: number): Uint8Array {
  cursor.byte()
  const length = cursor.varint()
  cursor.at += length
  cursor.byte()
  cursor.varint()
  return bytes.subarray(cursor.at, end)
}

type Draft = { -readonly [K in 'subject' | 'actor' | 'source' | 'sequence' | 'at' | 'signOff']?: Recorded[K] }

/** An attribute is a key, and a value that is a message of one field. */
function readAttribute(draft: Draft, bytes: Buffer, cursor: Cursor, end: number): void {
  cursor.byte()
  const length = cursor.varint()
  const key = bytes.toString('latin1', cursor.at, cursor.at + length)
  cursor.at += length
  for (const _ of ['value', 'its field']) {
    cursor.byte()
    cursor.varint()
  }
  if (key === 'subject' || key === 'actor') draft[key] = bytes.toString('utf8', cursor.at, end)
  else if (key === 'sequence') draft.sequence = BigInt(bytes.toString('latin1', cursor.at, end))
  else if (key === 'time') draft.at = timeAt(cursor, end)
  else if (key === 'signoff') draft.signOff = SignOffChain.decode(bytes.subarray(cursor.at, end)).steps
}

/** Undefined where a part of it does not stand there. */
function walk(bytes: Buffer): Recorded | undefined {
  const cursor = new Cursor(bytes)
  const draft: Draft = {}
  let [type, data] = ['', noBytes]
  while (cursor.at < bytes.length) {
    const tag = cursor.byte()
    const end = cursor.varint() + cursor.at
    if (tag === tags.source) draft.source = bytes.toString('utf8', cursor.at, end) as Source
    else if (tag === tags.type) type = bytes.toString('latin1', cursor.at, end)
    else if (tag === tags.attribute) readAttribute(draft, bytes, cursor, end)
    else if (tag === tags.protoData) data = anyValue(bytes, cursor, end)
    cursor.at = end
  }
  const { subject, actor, source, sequence, at, signOff = earlierSignOff(type, data) } = draft
  if (!subject || !actor || !source || !sequence || !at || !type) return undefined
  return { fact: decodeFact(type, data), subject, at, actor, source, sequence, signOff }
}

/** The fact of an own record, whose chain was checked. @throws UnreadableRecord as `readRecord` and `readFact` do */
export function readOwn(bytes: Buffer): Recorded {
  try {
    const recorded = walk(bytes)
    if (recorded) return recorded
  } catch {
    // What is wrong with it is said by who reads the whole.
  }
  return readFact(readRecord(bytes))
}
