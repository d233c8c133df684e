import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CloudEvent, type CloudEventAttributeValue } from '#proto/io/cloudevents/v1/cloudevents.ts'
import { TaskCancelled } from '#proto/qiantou/task/v1/task_events.ts'
import { formatUuid } from '#shared/record/uuid.ts'
import { Chain } from '#shared/testing/chain.ts'
import { readOwn } from './own-record.ts'
import {
  type Envelope,
  hashRecord,
  maxRecordBytes,
  noHash,
  readFact,
  readRecord,
  UnreadableRecord,
  writeRecord,
} from './record.ts'

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length })
const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,20}$/)
const organisation = name.map((code) => `organisations/${code}`)
const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined })

const envelope: fc.Arbitrary<Omit<Envelope, 'type'>> = fc.record({
  id: bytes(16).map(formatUuid),
  source: name.map((service) => `//qiantou/${service}`),
  subject: fc.tuple(name, name).map(([programme, task]) => `programmes/${programme}/tasks/${task}`),
  time: fc.date({ min: new Date(0), max: new Date('9999-12-31'), noInvalidDate: true }),
  sequence: fc.bigInt({ min: 1n, max: 2n ** 59n }),
  prevhash: bytes(32),
  actor: organisation,
  requestid: bytes(16),
  correlationid: name.map((programme) => `programmes/${programme}`),
  causationid: optional(bytes(16).map(formatUuid)),
  seen: optional(
    fc
      .dictionary(name, fc.bigInt({ min: 1n, max: 2n ** 63n }), { minKeys: 1 })
      .map((seen) => new Map(Object.entries(seen))),
  ),
  admits: fc.array(organisation, { maxLength: 5 }),
  releases: fc.array(organisation, { maxLength: 5 }),
  partitionkey: name,
  signoff: fc.array(
    fc.record({
      $type: fc.constant('qiantou.record.v1.SignOff' as const),
      step: fc.constantFrom('SIGN_OFF_STEP_HANDLED', 'SIGN_OFF_STEP_REVIEWED', 'SIGN_OFF_STEP_SIGNED'),
      person: name,
    }),
    { maxLength: 10 },
  ),
  traceparent: optional(fc.constant('00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01')),
})

const cancelled = TaskCancelled.create({ organisations: ['organisations/hn-kjt'] })

describe('a record', () => {
  test('that can not be written leaves nothing behind in the next', () => {
    fc.assert(
      fc.property(envelope, (said) => {
        const written = writeRecord(said, cancelled)
        const seen = new Map([['//qiantou/lead-agency', 2n ** 64n]])
        expect(() => writeRecord({ ...said, seen }, cancelled)).toThrow()
        expect(writeRecord(said, cancelled)).toEqual(written)
      }),
    )
  })

  test('says what was written, byte for byte and word for word', () => {
    fc.assert(
      fc.property(envelope, (said) => {
        const written = writeRecord(said, cancelled)
        const read = readRecord(written)
        expect(read).toMatchObject({ ...said, type: 'qiantou.task.v1.TaskCancelled' })
        expect(read.bytes).toBe(written)
        expect(readFact(read)).toEqual({
          fact: cancelled,
          ...{ subject: said.subject, at: said.time, actor: said.actor, source: said.source, sequence: said.sequence },
          signOff: said.signoff,
        })
        expect(readOwn(Buffer.from(written))).toEqual(readFact(read))
      }),
    )
  })

  test('of the same content has the same bytes: nothing in it hangs on order or chance', () => {
    fc.assert(
      fc.property(envelope, (said) => {
        const reversed = Object.fromEntries(Object.entries(said).reverse()) as typeof said
        expect(writeRecord(reversed, cancelled)).toEqual(writeRecord(said, cancelled))
      }),
    )
  })

  test('chains by the hash of the bytes before it', () => {
    const [first, second, third] = new Chain('//qiantou/lead-agency')
      .several(3)
      .map((record) => readRecord(record.bytes))
    expect(first?.prevhash).toEqual(noHash)
    expect(Buffer.from(second?.prevhash ?? [])).toEqual(Buffer.from(hashRecord(first?.bytes ?? noHash)))
    expect(Buffer.from(third?.prevhash ?? [])).toEqual(Buffer.from(hashRecord(second?.bytes ?? noHash)))
  })

  test('of a type that is no message is a bug of its maker', () => {
    expect(() => writeRecord(fc.sample(envelope, 1)[0] as Envelope, { $type: 'qiantou.task.v1.Nothing' })).toThrow(
      'no protobuf message',
    )
  })

  test('is allowed to be as large as every engine takes', () => {
    expect(maxRecordBytes).toBe(61_440)
  })

  test('keeps fields that this version does not know: its bytes are what counts', () => {
    const [said] = fc.sample(envelope, 1) as [Envelope]
    const newer = Buffer.concat([writeRecord(said, cancelled), Buffer.from([0xfa, 0x3e, 1, 7])])
    expect(readRecord(newer).bytes).toEqual(newer)
    expect(hashRecord(readRecord(newer).bytes)).not.toEqual(hashRecord(writeRecord(said, cancelled)))
  })
})

describe('bytes are no record', () => {
  const [said] = fc.sample(envelope, 1) as [Envelope]
  const event = () => CloudEvent.decode(writeRecord(said, cancelled))
  const string = (value: string): CloudEventAttributeValue => ({
    $type: 'io.cloudevents.v1.CloudEventAttributeValue',
    attr: { $case: 'ceString', value },
  })
  const octets = (value: Uint8Array): CloudEventAttributeValue => ({
    $type: 'io.cloudevents.v1.CloudEventAttributeValue',
    attr: { $case: 'ceBytes', value },
  })
  const with_ = (attribute: string, value: CloudEventAttributeValue | undefined): Uint8Array => {
    const changed = event()
    if (value) changed.attributes.set(attribute, value)
    else changed.attributes.delete(attribute)
    return CloudEvent.encode(changed).finish()
  }

  test('where they are no CloudEvent', () => {
    for (const nonsense of [Buffer.from([0x0a, 0xff]), Buffer.from('text'), new Uint8Array()])
      expect(() => readRecord(nonsense)).toThrow(UnreadableRecord)
  })

  const required = ['subject', 'time', 'sequence', 'prevhash', 'actor', 'requestid', 'correlationid']
  test('a record without partitionkey is kept in order by its correlationid', () => {
    expect(readRecord(with_('partitionkey', undefined)).partitionkey).toBe(said.correlationid)
  })

  test.each(required)('without %s', (attribute) => {
    expect(() => readRecord(with_(attribute, undefined))).toThrow(new RegExp(`attribute ${attribute} is`))
  })

  test.each<[string, CloudEventAttributeValue, RegExp]>([
    ['sequence', string('0'), /no number from 1/],
    ['sequence', string('01'), /no number from 1/],
    ['sequence', string('-1'), /no number from 1/],
    ['prevhash', octets(new Uint8Array(31)), /not 32 bytes/],
    ['time', string('2026-03-02T04:00:00Z'), /no timestamp/],
    ['actor', octets(new Uint8Array(3)), /no string/],
    ['seen', octets(Buffer.from([0x0a, 0xff])), /does not decode/],
    ['admits', octets(Buffer.from([0x0a, 0xff])), /does not decode/],
    ['releases', string('organisations/hn-kjt'), /no bytes/],
    ['signoff', octets(Buffer.from([0x0a, 0xff])), /does not decode/],
  ])('with a %s that is %j', (attribute, value, problem) => {
    expect(() => readRecord(with_(attribute, value))).toThrow(UnreadableRecord)
    expect(() => readRecord(with_(attribute, value))).toThrow(problem)
  })

  test('where its id is no UUID', () => {
    for (const id of ['', 'one', '0192F0C1-7C1E-7B0A-9C3F-2F1F5A1F2B3C'])
      expect(() => readRecord(CloudEvent.encode({ ...event(), id }).finish())).toThrow('the id is no UUID')
  })

  test('where type and data do not agree, or the data is no message', () => {
    expect(() => readRecord(CloudEvent.encode({ ...event(), type: 'qiantou.task.v1.TaskClosed' }).finish())).toThrow(
      'do not agree',
    )
    expect(() =>
      readRecord(CloudEvent.encode({ ...event(), data: { $case: 'textData', value: '{}' } }).finish()),
    ).toThrow('no protobuf message')
  })

  test('whatever they are, they are read or refused, never anything else', () => {
    const written = writeRecord(said, cancelled)
    fc.assert(
      fc.property(fc.nat(written.length - 1), fc.nat(255), fc.nat(written.length), (at, value, end) => {
        const damaged = Buffer.from(written.subarray(0, Math.max(end, at + 1)))
        damaged[at] = value
        for (const read of [(bytes: Buffer) => readFact(readRecord(bytes)), readOwn])
          try {
            read(damaged)
          } catch (error) {
            expect(error).toBeInstanceOf(UnreadableRecord)
          }
      }),
      { numRuns: 2_000 },
    )
  })
})

describe('a fact can not be read', () => {
  const [said] = fc.sample(envelope, 1) as [Envelope]

  test('where its type is unknown here, or its bytes do not decode', () => {
    const record = readRecord(writeRecord(said, cancelled))
    expect(() => readFact({ ...record, type: 'qiantou.task.v2.TaskIssued' })).toThrow(UnreadableRecord)
    expect(() => readFact({ ...record, data: Buffer.from([0x0a, 0xff]) })).toThrow(UnreadableRecord)
  })
})
