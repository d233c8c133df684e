/** State secrets at every field of every RPC that the descriptors know: refused, and nothing of them left anywhere. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createFileRegistry, type DescField, type DescMessage, fromBinary, ScalarType } from '@bufbuild/protobuf'
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestBus, type TestBus } from '#shared/testing/bus.ts'
import { testDirectory } from '#shared/testing/postgres.ts'
import { type Answer, callRaw, describedRpcs, type Rpc } from './rpc-call.ts'
import { everythingWritten } from './rpc-ground.ts'

/** A field at any depth: its path as people write it, and a message that has it and nothing else. */
type Place = { readonly path: string; readonly put: (value: unknown) => object }

const read = async () =>
  createFileRegistry(
    fromBinary(FileDescriptorSetSchema, await readFile(new URL('../../generated/descriptors.binpb', import.meta.url))),
  )
const registry = await read()

const wrapped = (field: DescField, value: unknown): object => {
  const held = field.fieldKind === 'list' ? [value] : value
  return field.oneof
    ? { [field.oneof.localName]: { $case: field.localName, value: held } }
    : { [field.localName]: held }
}

/** Every field of a message that is wanted, those of messages inside it too. */
function placesIn(message: DescMessage, wanted: (field: DescField) => boolean): Place[] {
  return message.fields.flatMap((field): Place[] => {
    const own = field.fieldKind === 'list' ? `${field.name}[0]` : field.name
    if (wanted(field)) return [{ path: own, put: (value) => wrapped(field, value) }]
    if (!field.message || field.message.typeName.startsWith('google.')) return []
    return placesIn(field.message, wanted).map(({ path, put }) => ({
      path: `${own}.${path}`,
      put: (value) => wrapped(field, put(value)),
    }))
  })
}

const isText = ({ scalar }: DescField): boolean => scalar === ScalarType.STRING
const isLevel = (field: DescField): boolean => field.enum?.typeName === 'qiantou.record.v1.SecrecyLevel'

const rpcs = describedRpcs()
const messageOf = ({ request }: Rpc): DescMessage => {
  const found = registry.getMessage(request.$type)
  if (!found) throw new Error(`${request.$type} is not described`)
  return found
}
const placesOf = (wanted: (field: DescField) => boolean) =>
  rpcs.flatMap((rpc) => placesIn(messageOf(rpc), wanted).map((place) => ({ rpc, ...place, name: rpc.name })))

const lines: string[] = []
let bus: TestBus
let approved: TestBus
beforeAll(async () => {
  bus = await startTestBus({ logged: (line) => lines.push(line) })
  approved = await startTestBus({ admitsWorkSecrets: true })
})
afterAll(async () => await Promise.all([bus.stop(), approved.stop()]))

const ask = ({ rpc, put }: { readonly rpc: Rpc } & Place, value: unknown, on = bus): Promise<Answer> =>
  callRaw(on.as('hn-office').operations, rpc, rpc.request.encode(rpc.request.fromPartial(put(value) as never)).finish())

describe('by descriptor', () => {
  let before: unknown
  beforeAll(async () => {
    before = await everythingWritten(bus)
  })

  test('there is no RPC without fields that are looked at, but those that take none', () => {
    const looked = new Set(placesOf(isText).map(({ name }) => name))
    const unlooked = rpcs.map(({ name }) => name).filter((name) => !looked.has(name))
    expect(unlooked.sort()).toEqual(['OperationService/GetStatus', 'PoolService/Reconcile'])
    expect(placesOf(isText).length).toBeGreaterThan(200)
  })

  test.each(placesOf(isText))('$name refuses a marking in $path', async (place) => {
    const answer = await ask(place, '附件 机密★20年')
    expect(answer.outcome).toBe('INVALID_ARGUMENT CLASSIFIED_REFUSED')
    expect(answer.sentences.get('en')).toMatch(`${place.path} declares`)
    // The answer says where, and not what stands there.
    for (const sentence of answer.sentences.values()) expect(sentence).not.toMatch(/附件|20年/)
  })

  test('a marking is found in the letters of an address, too', async () => {
    const place = placesOf(isText).find(({ path }) => path === 'evidence[0].location')
    const answer = await ask(place as NonNullable<typeof place>, encodeURI('https://files.example/机密★20年.pdf'))
    expect(answer.outcome).toBe('INVALID_ARGUMENT CLASSIFIED_REFUSED')
  })

  test.each(placesOf(isLevel))('$name refuses every level of state secrets in $path', async (place) => {
    for (const level of ['CONFIDENTIAL', 'SECRET', 'TOP_SECRET'])
      expect((await ask(place, `SECRECY_LEVEL_${level}`)).outcome).toBe('INVALID_ARGUMENT CLASSIFIED_REFUSED')
    expect((await ask(place, 'SECRECY_LEVEL_TOP_SECRET', approved)).outcome).toBe('INVALID_ARGUMENT CLASSIFIED_REFUSED')
    expect((await ask(place, 'SECRECY_LEVEL_WORK_SECRET')).outcome).toBe('FAILED_PRECONDITION WORK_SECRET_REFUSED')
    // What is wrong with it then is that everything else is missing.
    const admitted = await ask(place, 'SECRECY_LEVEL_WORK_SECRET', approved)
    expect(admitted.outcome).toBe('INVALID_ARGUMENT INVALID_FIELDS')
    expect(admitted.fields).not.toContain(place.path)
  })

  test('nothing of them is stored: no record, no text, no receipt, no file, no piece of a file', async () => {
    const upload = rpcs.find(({ name }) => name === 'AttachmentService/UploadAttachment') as Rpc
    const put = () => ({ title: '绝密★30年', content: Buffer.from('some of a file'), sizeBytes: 14n })
    expect((await ask({ rpc: upload, path: 'title', put }, '')).outcome).toBe('INVALID_ARGUMENT CLASSIFIED_REFUSED')
    expect(await everythingWritten(bus)).toEqual(before)
    // What is logged of a call that is denied has no word of it.
    const comment = rpcs.find(({ name }) => name === 'TaskService/CommentOnTask') as Rpc
    const bytes = comment.request.encode(comment.request.fromPartial({ text: '附件 机密★20年' } as never)).finish()
    const denied = await callRaw(bus.asService('operations').operations, comment, bytes)
    expect(denied.outcome).toBe('PERMISSION_DENIED CALLER_NOT_ORGANISATION')
    expect(lines.length).toBeGreaterThan(0)
    expect(lines.filter((line) => /附件|机密|绝密|some of a file/.test(line))).toEqual([])
    const home = await testDirectory()
    const objects = (await readdir(home)).filter((name) => name.startsWith('objects'))
    const entries = objects.map((name) => readdir(join(home, name), { recursive: true, withFileTypes: true }))
    expect((await Promise.all(entries)).flat().filter((entry) => entry.isFile())).toEqual([])
  })
})
