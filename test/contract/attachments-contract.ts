/** What a whole bus promises of files of tasks, wherever they lie: up, interrupted, on, down, and named as evidence. */
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { readdir, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type Bus, ensureBusCertificates, startBus, tlsOf } from '#infra/start/bus.ts'
import { ReportProgressRequest } from '#proto/qiantou/assignment/v1/assignment_service.ts'
import { GetUploadRequest, ListAttachmentsRequest } from '#proto/qiantou/attachment/v1/attachment_service.ts'
import type { Evidence } from '#proto/qiantou/record/v1/record.ts'
import { call } from '#shared/grpc/client.ts'
import { maxPieceBytes } from '#shared/grpc/piece.ts'
import { download, upload } from '#shared/grpc/transfer.ts'
import { openObjectStore } from '#shared/objects/open.ts'
import { testDirectory, testPostgres } from '#shared/testing/postgres.ts'
import { reasonOf } from '#shared/testing/reason-of.ts'
import { makeStubs, type Stubs } from '#shared/testing/stubs.ts'
import { Workflow } from '#shared/testing/workflow.ts'
import { holdUpload } from './held-upload.ts'

/** How long a condition may take to come true, on a busy machine too. */
const patience = { timeout: 10_000 }

let bus: Bus
let restart: (limits?: { readonly idleMilliseconds?: number }) => Promise<void>
let uploads: string
/** Where files lie once they are whole. */
let location: string
let workflow: Workflow
/** Two tasks of the same bodies. */
let task: string
let other: string
const opened = new Map<string, Stubs>()
let stubsOf: (code: string) => Stubs
const as = (code: string): Stubs => {
  const stubs = opened.get(code) ?? stubsOf(code)
  opened.set(code, stubs)
  return stubs
}
const closeStubs = (): void => {
  for (const stubs of opened.values()) stubs.close()
  opened.clear()
}

async function* pieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += maxPieceBytes) yield bytes.subarray(at, at + maxPieceBytes)
}

/** A file as an upload announces it. */
const announced = (bytes: Uint8Array, parent = task) => ({
  parent,
  sha256: createHash('sha256').update(bytes).digest(),
  sizeBytes: BigInt(bytes.length),
  mediaType: 'application/pdf',
  title: '验收报告',
})

const send = (code: string, bytes: Uint8Array, parent = task, offsetBytes = 0) =>
  upload(as(code).attachments, announced(bytes, parent), pieces(bytes.subarray(offsetBytes)), {
    offsetBytes,
    after: workflow.after,
  })

async function receive(code: string, name: string, offsetBytes = 0): Promise<Buffer> {
  const received: Uint8Array[] = []
  for await (const some of download(as(code).attachments, name, { offsetBytes })) received.push(some)
  return Buffer.concat(received)
}

const arrived = async (code: string, bytes: Uint8Array): Promise<number> => {
  const { parent, sha256, sizeBytes } = announced(bytes)
  const request = GetUploadRequest.create({ parent, sha256, sizeBytes })
  return Number((await call(as(code).attachments, (stub) => stub.getUpload, request)).arrivedBytes)
}

/** Begins an upload and sends so many bytes of it. `outcome` is the reason it is answered with. */
async function begin(code: string, bytes: Uint8Array, count: number) {
  const held = holdUpload(as(code).attachments, announced(bytes), workflow.after)
  for await (const piece of pieces(bytes.subarray(0, count))) held.write(piece)
  await vi.waitFor(async () => expect(await arrived(code, bytes)).toBe(count), patience)
  return held
}

/** `name` keeps one's databases and folders from another's; `storeOf` says where files lie, where that is no folder. */
export function contract(name: string, storeOf: () => Promise<string | undefined>): void {
  beforeAll(async () => {
    const directory = await testDirectory()
    const objects = join(directory, name)
    const store = await storeOf()
    location = store ?? pathToFileURL(join(objects, 'supporting-department')).href
    uploads = join(objects, 'supporting-department', 'uploads')
    const [postgres, certificates] = await Promise.all([
      testPostgres(),
      ensureBusCertificates(join(directory, 'certificates')),
    ])
    const logger = pino({ level: process.env.QIANTOU_LOG_LEVEL ?? 'silent' })
    const start = (limits = {}) =>
      startBus({
        ...limits,
        postgres,
        certificates,
        listen: '127.0.0.1:0',
        objects,
        money: join(directory, 'money'),
        store,
        prefix: `${name}_`,
        logger,
      })
    bus = await start()
    stubsOf = (code) => makeStubs(`localhost:${bus.port}`, tlsOf(certificates, code, 'organisation'))
    restart = async (limits) => {
      closeStubs()
      await bus.stop()
      bus = await start(limits)
    }
    workflow = new Workflow({ as })
    const parent = await workflow.importProgramme('attachments')
    task = await workflow.issue(parent, 'led', 'one')
    other = await workflow.issue(parent, 'led', 'two')
    await workflow.acknowledge(task, 'hn-fgw')
  })
  afterAll(async () => {
    closeStubs()
    await bus.stop()
  })

  test('what a body uploads the other parties download, whole or from an offset', async () => {
    const bytes = randomBytes(1_000_000)
    const attachment = await send('hn-fgw', bytes)
    expect(attachment).toMatchObject({
      name: `${task}/attachments/${createHash('sha256').update(bytes).digest('hex')}`,
      sizeBytes: 1_000_000n,
      mediaType: 'application/pdf',
      title: '验收报告',
      uploader: 'organisations/hn-fgw',
    })
    expect(bytes.equals(await receive('hn-office', attachment.name))).toBe(true)
    expect(bytes.subarray(900_001).equals(await receive('hn-kjt', attachment.name, 900_001))).toBe(true)
    expect(await receive('hn-kjt', attachment.name, 1_000_000)).toHaveLength(0)
  })

  test('an upload whose caller leaves, and whose service is stopped, goes on where it was', async () => {
    const bytes = randomBytes(2_000_000)
    const { leave, outcome } = await begin('hn-fgw', bytes, 10 * maxPieceBytes)
    leave()
    expect(await outcome).toContain('Cancelled')
    await restart()
    const offset = await arrived('hn-fgw', bytes)
    expect(offset).toBe(10 * maxPieceBytes)
    expect(await reasonOf(send('hn-fgw', bytes, task, offset - 1))).toBe('UPLOAD_OFFSET')
    const { name } = await send('hn-fgw', bytes, task, offset)
    expect(bytes.equals(await receive('hn-office', name))).toBe(true)
    expect(await arrived('hn-fgw', bytes)).toBe(0)
  })

  test('a service that stops in the middle of an upload says so, and the rest is sent to the next one', async () => {
    const bytes = randomBytes(700_000)
    const { outcome } = await begin('hn-fgw', bytes, maxPieceBytes)
    await restart()
    expect(await outcome).toBe('STOPPING')
    const { name } = await send('hn-fgw', bytes, task, await arrived('hn-fgw', bytes))
    expect(bytes.equals(await receive('hn-office', name))).toBe(true)
  })

  test('the same upload begun again takes the place of one that hangs; of another body it is another one', async () => {
    const bytes = randomBytes(300_000)
    const { outcome } = await begin('hn-fgw', bytes, maxPieceBytes)
    expect(await arrived('hn-kjt', bytes)).toBe(0)
    expect(await reasonOf(send('hn-fgw', bytes, task, maxPieceBytes))).toBe('OK')
    expect(await outcome).toBe('UPLOAD_SUPERSEDED')
  })

  test('of which nothing arrives for a while is cut, so that it is not under way for ever, and goes on later', async () => {
    await restart({ idleMilliseconds: 1_000 })
    const bytes = randomBytes(20 * maxPieceBytes)
    const { outcome } = await begin('hn-fgw', bytes, 3 * maxPieceBytes)
    expect(await outcome).toBe('UPLOAD_IDLE')
    await restart()
    expect(await arrived('hn-fgw', bytes)).toBe(3 * maxPieceBytes)
    const { name } = await send('hn-fgw', bytes, task, 3 * maxPieceBytes)
    expect(bytes.equals(await receive('hn-office', name))).toBe(true)
  })

  test('of what turns out to be something else nothing is kept', async () => {
    const bytes = randomBytes(300_000)
    const changed = Buffer.from(bytes)
    changed[200_000] = ~(changed[200_000] ?? 0)
    const sent = upload(as('hn-fgw').attachments, announced(bytes), pieces(changed), { after: workflow.after })
    expect(await reasonOf(sent)).toBe('HASH_DIFFERS')
    const longer = pieces(Buffer.concat([bytes, bytes]))
    expect(await reasonOf(upload(as('hn-fgw').attachments, announced(bytes), longer, {}))).toBe('SIZE_DIFFERS')
    expect(await arrived('hn-fgw', bytes)).toBe(0)
  })

  test('of a caller eight uploads are under way at once', async () => {
    const files = Array.from({ length: 8 }, () => randomBytes(100_000))
    const begun = await Promise.all(files.map((bytes) => begin('hn-jyt', bytes, maxPieceBytes)))
    expect(await reasonOf(send('hn-jyt', randomBytes(10)))).toBe('TOO_MANY_UPLOADS')
    expect(await reasonOf(send('hn-fgw', randomBytes(10)))).toBe('OK')
    for (const { leave } of begun) leave()
    await Promise.all(begun.map(({ outcome }) => outcome))
    await vi.waitFor(async () => expect(await reasonOf(send('hn-jyt', randomBytes(10)))).toBe('OK'), patience)
  })

  test('what nobody goes on with for a day is gone at the next sweep, and what is younger is not', async () => {
    const [old, young] = [randomBytes(100_000), randomBytes(100_001)]
    for (const bytes of [old, young]) {
      const { leave, outcome } = await begin('hn-kjt', bytes, maxPieceBytes)
      leave()
      await outcome
    }
    const folder = join(uploads, 'hn-kjt')
    const hash = announced(old).sha256.toString('hex')
    const name = (await readdir(folder)).find((file) => file.startsWith(hash)) ?? ''
    const yesterday = new Date(Date.now() - 25 * 3_600_000)
    await utimes(join(folder, name), yesterday, yesterday)
    await restart()
    await vi.waitFor(async () => expect(await arrived('hn-kjt', old)).toBe(0), patience)
    expect(await arrived('hn-kjt', young)).toBe(maxPieceBytes)
  })

  test('the same file of two tasks lies there once, and each task has its own', async () => {
    const bytes = randomBytes(100_000)
    const one = await send('hn-fgw', bytes)
    const list = async (parent: string) => {
      const request = ListAttachmentsRequest.create({ parent })
      const { attachments } = await call(as('hn-kjt').attachments, (stub) => stub.listAttachments, request)
      return attachments.map(({ name }) => name)
    }
    expect(await list(task)).toContain(one.name)
    expect(await list(other)).toEqual([])
    const two = await send('hn-kjt', bytes, other)
    expect(await list(other)).toEqual([two.name])
    expect(await send('hn-office', bytes)).toEqual(one)
  })

  test('a report names an attachment as what it is, and no other', async () => {
    const { name, sha256, sizeBytes, mediaType } = await send('hn-fgw', randomBytes(1_000))
    const report = (changes: Partial<Evidence>) => {
      const evidence = [{ title: '报告', sha256, sizeBytes, mediaType, location: name, ...changes }]
      const fields = {
        requestId: randomUUID(),
        name: `${task}/assignments/hn-fgw`,
        percent: 10,
        text: '见附件',
        evidence,
      }
      const request = ReportProgressRequest.fromPartial(fields)
      return reasonOf(call(as('hn-fgw').assignments, (stub) => stub.reportProgress, request))
    }
    expect(await report({})).toBe('OK')
    expect(await report({ sizeBytes: 1n })).toBe('EVIDENCE_DIFFERS')
    expect(await report({ location: `${task}/attachments/${'0'.repeat(64)}` })).toBe('EVIDENCE_MISSING')
  })

  test('a file that the object store has lost is said to be lost', async () => {
    const { name, sha256 } = await send('hn-fgw', randomBytes(1_000))
    const hash = Buffer.from(sha256).toString('hex')
    const store = await openObjectStore(location)
    await store.delete(hash)
    store.close()
    expect(await reasonOf(receive('hn-office', name))).toBe('ATTACHMENT_LOST')
  })

  // The last one: the task is over then.
  test('of what is refused once it has arrived nothing lies here, also where an earlier attempt had come further', async () => {
    const bytes = randomBytes(3 * maxPieceBytes)
    const hash = announced(bytes).sha256.toString('hex')
    const held = await begin('hn-fgw', bytes, maxPieceBytes)
    // As a service leaves it that is killed between an object and its row.
    const store = await openObjectStore(location)
    const whole = join(await testDirectory(), `${name}-whole`)
    await writeFile(whole, bytes)
    await store.put(hash, whole)
    await workflow.cancel(task)
    await vi.waitFor(async () => expect(await reasonOf(arrived('hn-fgw', bytes))).toBe('TASK_ENDED'), patience)
    for await (const piece of pieces(bytes.subarray(maxPieceBytes))) held.write(piece)
    held.finish()
    expect(await held.outcome).toBe('TASK_ENDED')
    expect(await store.head(hash)).toBeUndefined()
    store.close()
    expect((await readdir(join(uploads, 'hn-fgw'))).filter((file) => file.startsWith(hash))).toEqual([])
  })
}
