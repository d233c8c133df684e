/**
 * The record: a CloudEvents 1.0 protobuf message, serialised once. Its bytes are stored, published, delivered, hashed.
 * ts-proto drops unknown fields, so a record is never decoded and encoded again: `bytes` travel beside what was read.
 */
import { hash } from 'node:crypto'
import { BinaryWriter } from '@bufbuild/protobuf/wire'
import { CloudEvent, type CloudEventAttributeValue } from '#proto/io/cloudevents/v1/cloudevents.ts'
import { Parties, Seen, type SignOff, SignOffChain } from '#proto/qiantou/record/v1/record.ts'
import { messageTypeRegistry } from '#proto/typeRegistry.ts'
import type { Fact, OrganisationName, Recorded, ResourceName, Source } from '#shared/domain/decider.ts'
import { isUuid } from '#shared/record/uuid.ts'
import { earlierSignOff } from './earlier-sign-off.ts'

/** A record is at most 60 KiB: it fits every engine's default message limit with room to spare. */
export const maxRecordBytes = 60 * 1024

/** The `prevhash` of a source's first record. */
export const noHash: Uint8Array = new Uint8Array(32)

/** What a record says besides its fact. Times have millisecond precision. */
export type Envelope = {
  /** UUIDv7 in text form. */
  readonly id: string
  readonly source: Source
  /** Full protobuf name of the fact. */
  readonly type: string
  readonly subject: ResourceName
  readonly time: Date
  /** From 1, gapless in the source. */
  readonly sequence: bigint
  /** SHA-256 of the source's previous record's bytes. */
  readonly prevhash: Uint8Array
  readonly actor: string
  /** The 16 bytes of the command's request id. */
  readonly requestid: Uint8Array
  readonly correlationid: ResourceName
  /** Id of the record that caused this one; absent where a caller did. */
  readonly causationid?: string | undefined
  /** What the maker had folded of other sources, where it changed since its previous record. */
  readonly seen?: ReadonlyMap<Source, bigint> | undefined
  readonly admits?: readonly OrganisationName[] | undefined
  readonly releases?: readonly OrganisationName[] | undefined
  /** What parking and redriving keep in order; a record says it where it is not the correlationid. */
  readonly partitionkey: string
  /** Who handled, reviewed and signed the command inside its body, in the order of the steps; empty where nobody is named. */
  readonly signoff?: readonly SignOff[] | undefined
  /** W3C trace context of the command. */
  readonly traceparent?: string | undefined
}

/** An envelope with the fact's bytes, still closed, and the record's own bytes; its lists are empty where they are absent. */
export type ReadRecord = Envelope & {
  readonly admits: readonly OrganisationName[]
  readonly releases: readonly OrganisationName[]
  readonly signoff: readonly SignOff[]
  readonly data: Uint8Array
  readonly bytes: Uint8Array
}

/** A record of a source as a log engine delivers it: bytes that nobody has looked into yet. */
export type DeliveredRecord = { readonly source: Source; readonly sequence: bigint; readonly bytes: Uint8Array }

/** Bytes that are no record, or a record whose fact can't be read; `message` says where. */
export class UnreadableRecord extends Error {
  override readonly name = 'UnreadableRecord'
}

/** One writer for all: the room that it has grown to is kept. What it hands out is a copy. */
const writer = new BinaryWriter()

/** A message's bytes. */
function encoded<M>(
  codec: { readonly encode: (message: M, writer: BinaryWriter) => BinaryWriter },
  message: M,
): Uint8Array {
  try {
    return codec.encode(message, writer).finish()
  } catch (error) {
    // What was half written must not stand before the next message.
    writer.finish()
    throw error
  }
}

const string = (value: string): CloudEventAttributeValue => ({
  $type: 'io.cloudevents.v1.CloudEventAttributeValue',
  attr: { $case: 'ceString', value },
})
const binary = (value: Uint8Array): CloudEventAttributeValue => ({
  $type: 'io.cloudevents.v1.CloudEventAttributeValue',
  attr: { $case: 'ceBytes', value },
})
const timestamp = (value: Date): CloudEventAttributeValue => ({
  $type: 'io.cloudevents.v1.CloudEventAttributeValue',
  attr: { $case: 'ceTimestamp', value },
})

const parties = (organisations: readonly string[]): Uint8Array =>
  encoded(Parties, { $type: 'qiantou.record.v1.Parties', organisations: [...organisations] })

function attributes(envelope: Envelope): Map<string, CloudEventAttributeValue> {
  const map = new Map<string, CloudEventAttributeValue>([
    ['subject', string(envelope.subject)],
    ['time', timestamp(envelope.time)],
    ['sequence', string(envelope.sequence.toString())],
    ['prevhash', binary(envelope.prevhash)],
    ['actor', string(envelope.actor)],
    ['requestid', binary(envelope.requestid)],
    ['correlationid', string(envelope.correlationid)],
  ])
  // Said only where it says something else: 70 bytes of every record, kept in two places for ever.
  if (envelope.partitionkey !== envelope.correlationid) map.set('partitionkey', string(envelope.partitionkey))
  if (envelope.causationid) map.set('causationid', string(envelope.causationid))
  if (envelope.seen?.size) {
    const sequences = new Map(envelope.seen)
    map.set('seen', binary(encoded(Seen, { $type: 'qiantou.record.v1.Seen', sequences })))
  }
  if (envelope.admits?.length) map.set('admits', binary(parties(envelope.admits)))
  if (envelope.releases?.length) map.set('releases', binary(parties(envelope.releases)))
  if (envelope.signoff?.length) {
    const steps = [...envelope.signoff]
    map.set('signoff', binary(encoded(SignOffChain, { $type: 'qiantou.record.v1.SignOffChain', steps })))
  }
  if (envelope.traceparent) map.set('traceparent', string(envelope.traceparent))
  return map
}

/** Serialises a fact with its envelope. `type` is taken from the fact. */
export function writeRecord(envelope: Omit<Envelope, 'type'>, fact: Fact): Uint8Array {
  const codec = messageTypeRegistry.get(fact.$type)
  if (!codec) throw new Error(`no protobuf message named ${fact.$type}`)
  const data = encoded(codec as typeof Parties, fact as Parties)
  return encoded(CloudEvent, {
    $type: 'io.cloudevents.v1.CloudEvent',
    id: envelope.id,
    source: envelope.source,
    specVersion: '1.0',
    type: fact.$type,
    attributes: attributes({ ...envelope, type: fact.$type }),
    data: {
      $case: 'protoData',
      // Any wants a slash before the name; a host before it would be said 23 times a task.
      value: { $type: 'google.protobuf.Any', typeUrl: `/${fact.$type}`, value: data },
    },
  })
}

/** In one process several look at the same bytes, and hash and read them once: who made a record, folds it, admits it. */
const hashes = new WeakMap<Uint8Array, Uint8Array>()
const records = new WeakMap<Uint8Array, ReadRecord>()
const facts = new WeakMap<ReadRecord, Recorded>()

/** SHA-256 of a record's bytes, which must not change. */
export function hashRecord(bytes: Uint8Array): Uint8Array {
  const digest = hashes.get(bytes) ?? hash('sha256', bytes, 'buffer')
  hashes.set(bytes, digest)
  return digest
}

/**
 * Reads the envelope of a record, whose bytes must not change. @throws UnreadableRecord where a required attribute is
 * missing or malformed.
 */
export function readRecord(bytes: Uint8Array): ReadRecord {
  const record = records.get(bytes) ?? decodeRecord(bytes)
  records.set(bytes, record)
  return record
}

/**
 * The type of a record, without reading the rest: whoever looks for a few among many asks it first. It stands behind id,
 * source and specification version, each shorter than 128 bytes; where it does not, the whole is read.
 */
export function typeOf(bytes: Buffer): string {
  let at = 0
  for (let field = 1; field <= 4; field += 1) {
    const length = bytes[at + 1] ?? 0
    if (bytes[at] !== field * 8 + 2 || length >= 128) return decodeRecord(bytes).type
    if (field === 4) return bytes.toString('latin1', at + 2, at + 2 + length)
    at += 2 + length
  }
  return ''
}

function decodeRecord(bytes: Uint8Array): ReadRecord {
  let event: CloudEvent
  try {
    event = CloudEvent.decode(bytes)
  } catch (error) {
    throw new UnreadableRecord(`not a CloudEvent: ${(error as Error).message}`)
  }
  const text = (name: string): string => {
    const attr = event.attributes.get(name)?.attr
    if (attr?.$case !== 'ceString') throw new UnreadableRecord(`attribute ${name} is missing or no string`)
    return attr.value
  }
  const octets = (name: string): Uint8Array => {
    const attr = event.attributes.get(name)?.attr
    if (attr?.$case !== 'ceBytes') throw new UnreadableRecord(`attribute ${name} is missing or no bytes`)
    return attr.value
  }
  const has = (name: string): boolean => event.attributes.has(name)
  const time = event.attributes.get('time')?.attr
  if (time?.$case !== 'ceTimestamp' || Number.isNaN(time.value.getTime()))
    throw new UnreadableRecord('attribute time is missing or no timestamp')
  if (!/^[1-9][0-9]{0,18}$/.test(text('sequence'))) throw new UnreadableRecord('attribute sequence is no number from 1')
  if (!isUuid(event.id)) throw new UnreadableRecord('the id is no UUID')
  if (event.data?.$case !== 'protoData') throw new UnreadableRecord('the data is no protobuf message')
  if (event.data.value.typeUrl !== `/${event.type}`) throw new UnreadableRecord('type and data do not agree')
  if (octets('prevhash').length !== 32) throw new UnreadableRecord('attribute prevhash is not 32 bytes')
  try {
    return {
      id: event.id,
      source: event.source,
      type: event.type,
      subject: text('subject'),
      time: time.value,
      sequence: BigInt(text('sequence')),
      prevhash: octets('prevhash'),
      actor: text('actor'),
      requestid: octets('requestid'),
      correlationid: text('correlationid'),
      causationid: has('causationid') ? text('causationid') : undefined,
      seen: has('seen') ? Seen.decode(octets('seen')).sequences : undefined,
      admits: has('admits') ? Parties.decode(octets('admits')).organisations : [],
      releases: has('releases') ? Parties.decode(octets('releases')).organisations : [],
      partitionkey: has('partitionkey') ? text('partitionkey') : text('correlationid'),
      signoff: has('signoff')
        ? SignOffChain.decode(octets('signoff')).steps
        : earlierSignOff(event.type, event.data.value.value),
      traceparent: has('traceparent') ? text('traceparent') : undefined,
      data: event.data.value.value,
      bytes,
    }
  } catch (error) {
    if (error instanceof UnreadableRecord) throw error
    throw new UnreadableRecord(`a bytes attribute does not decode: ${(error as Error).message}`)
  }
}

/** Opens the fact of a record. @throws UnreadableRecord where its type is unknown here or its bytes do not decode. */
export function readFact(record: ReadRecord): Recorded {
  const known = facts.get(record)
  if (known) return known
  const { type, data, subject, time: at, actor, source, sequence, signoff } = record
  const recorded = { fact: decodeFact(type, data), subject, at, actor, source, sequence, signOff: signoff }
  facts.set(record, recorded)
  return recorded
}

/** A fact out of its bytes. @throws UnreadableRecord where its type is unknown here or its bytes do not decode */
export function decodeFact(type: string, data: Uint8Array): Fact {
  const codec = messageTypeRegistry.get(type)
  if (!codec) throw new UnreadableRecord(`no protobuf message named ${type} is known here`)
  try {
    return codec.decode(data)
  } catch (error) {
    throw new UnreadableRecord(`${type} does not decode: ${(error as Error).message}`)
  }
}
