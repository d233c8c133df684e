/** What holds for every RPC, taken from the descriptors: malformed, too large, fields that are not what they promise. */
import { Buffer } from 'node:buffer'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { maxMessageBytes } from '#shared/grpc/boundary.ts'
import { startTestBus, type TestBus } from '#shared/testing/bus.ts'
import { type Answer, callRaw, describedRpcs, type Rpc } from './rpc-call.ts'
import { everythingWritten } from './rpc-ground.ts'
import { leavesOf, substituted } from './rpc-leaf.ts'
import { cast, type Specimen, specimenNames, specimensOf } from './rpc-specimen.ts'

const rpcs = describedRpcs()

let bus: TestBus
let specimens: ReadonlyMap<string, Specimen>
let before: unknown
beforeAll(async () => {
  bus = await startTestBus({ auditors: [`organisations/${cast.auditor}`] })
  specimens = new Map(await specimensOf(specimenNames, bus))
  before = await everythingWritten(bus)
  // Hundreds of scenes: a slow hour takes minutes to set them.
}, 300_000)
afterAll(async () => await bus.stop())

test('every RPC of the descriptors has a specimen, and no other', () => {
  expect([...specimenNames].sort()).toEqual(rpcs.map(({ name }) => name).sort())
})

/** A field number that no message of ours uses: what a newer client may send. */
const unknownField = (length: number): Buffer =>
  Buffer.concat([Buffer.from([0xfa, 0x3e]), varint(length), Buffer.alloc(length)])

const varint = (value: number): Buffer =>
  value < 128 ? Buffer.from([value]) : Buffer.concat([Buffer.from([(value & 127) | 128]), varint(value >>> 7)])

describe.each(rpcs.map((rpc): [string, Rpc] => [rpc.name, rpc]))('%s', (name, rpc) => {
  let specimen: Specimen
  beforeAll(() => {
    specimen = specimens.get(name) as Specimen
  })
  // The last thing that is true of every refusal: nothing was written.
  afterAll(async () => expect(await everythingWritten(bus)).toEqual(before))

  const send = (bytes: Uint8Array): Promise<Answer> => callRaw(specimen.by.operations, rpc, bytes, specimen.after)
  const encode = (request: object): Uint8Array => rpc.request.encode(request as never).finish()
  const isBare = ({ sentences }: Answer): boolean => sentences.size === 0

  test('bytes that do not decode', async () => {
    for (const bytes of [
      Buffer.from([0x80]),
      Buffer.concat([encode(specimen.request), Buffer.from([0x0a, 0x7f, 1])]),
      // No field has number 0, and no group ends that has not begun: what follows must not go unread.
      Buffer.concat([encode(specimen.request), Buffer.from([0x00])]),
      Buffer.concat([encode(specimen.request), Buffer.from([0x02, 0x00])]),
      Buffer.concat([encode(specimen.request), Buffer.from([0xfc, 0x3e])]),
      Buffer.concat([Buffer.from([0x00]), encode(specimen.request)]),
      Buffer.concat([encode(specimen.request), Buffer.from([0xfb, 0x3e, 0x04])]),
    ]) {
      const answer = await send(bytes)
      expect(answer.outcome).toBe('INVALID_ARGUMENT MALFORMED_MESSAGE')
      expect([...answer.sentences.keys()]).toEqual(['zh-CN', 'en'])
    }
  })

  test('a message above our limit, and one above the limit of the transport', async () => {
    const ours = await send(Buffer.concat([encode(specimen.request), unknownField(maxMessageBytes)]))
    expect(ours.outcome).toBe('RESOURCE_EXHAUSTED MESSAGE_TOO_LARGE')
    const transports = await send(Buffer.concat([encode(specimen.request), unknownField(1024 * 1024)]))
    expect(transports.outcome).toBe('RESOURCE_EXHAUSTED')
    expect(isBare(transports)).toBe(true)
  })

  test('texts with U+0000, or of 20 001 characters, in any field', async () => {
    for (const leaf of leavesOf(specimen.request).filter(({ kind }) => kind === 'text'))
      for (const value of ['a\u0000b', '算'.repeat(20_001)]) {
        const answer = await send(encode(substituted(specimen.request, leaf.path, value)))
        expect([leaf.path.join('.'), answer.outcome]).toEqual([leaf.path.join('.'), 'INVALID_ARGUMENT INVALID_FIELDS'])
        expect(answer.fields.length).toBeGreaterThan(0)
      }
  })

  test('hashes that are not 32 bytes', async () => {
    for (const leaf of leavesOf(specimen.request).filter(({ kind }) => kind === 'hash'))
      for (const length of [0, 31, 33]) {
        const answer = await send(encode(substituted(specimen.request, leaf.path, Buffer.alloc(length))))
        expect(answer.outcome).toBe('INVALID_ARGUMENT INVALID_FIELDS')
      }
  })

  test('enum values that are unknown here, or unspecified', async () => {
    for (const leaf of leavesOf(specimen.request).filter(({ kind }) => kind === 'enum'))
      for (const value of ['UNRECOGNIZED', leaf.unspecified]) {
        const answer = await send(encode(substituted(specimen.request, leaf.path, value)))
        expect([leaf.path.join('.'), answer.outcome]).toEqual([leaf.path.join('.'), 'INVALID_ARGUMENT INVALID_FIELDS'])
      }
  })

  test('names that are no names of such resources', async () => {
    for (const leaf of leavesOf(specimen.request).filter(({ isName }) => isName))
      for (const value of [
        '',
        'programmes',
        `${leaf.value}/`,
        `/${leaf.value}`,
        `${leaf.value}`.toUpperCase(),
        '../..',
      ]) {
        // Empty stands for "all of them", or for "the server makes one".
        if (value === '' && leaf.isOptional) continue
        const answer = await send(encode(substituted(specimen.request, leaf.path, value)))
        expect([value, answer.outcome]).toEqual([value, 'INVALID_ARGUMENT INVALID_FIELDS'])
      }
  })

  test('fields that this version does not know change nothing of the rest', async () => {
    const answer = rpc.isCommand
      ? await send(Buffer.concat([encode({ ...specimen.request, validateOnly: true }), unknownField(3)]))
      : await send(Buffer.concat([encode(specimen.request), unknownField(3)]))
    expect(answer.outcome).toBe('OK')
  })
})
