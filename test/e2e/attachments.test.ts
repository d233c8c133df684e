/** Files of tasks on a whole bus: up, interrupted, on, down, and named as evidence. */
import { createHash, randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { download, pieceBytes, upload } from '#shared/grpc/transfer.ts'
import { startTestBus, type TestBus } from '#shared/testing/bus.ts'
import { Workflow } from '#shared/testing/workflow.ts'

let bus: TestBus
let workflow: Workflow
let task: string
beforeAll(async () => {
  bus = await startTestBus()
  workflow = new Workflow(bus)
  task = await workflow.issue(await workflow.importProgramme('attachments'), 'led', 'one')
})
afterAll(async () => await bus.stop())

async function* pieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes)
}

/** A file as an upload announces it. */
const announced = (bytes: Uint8Array) => ({
  parent: task,
  sha256: createHash('sha256').update(bytes).digest(),
  sizeBytes: BigInt(bytes.length),
  mediaType: 'application/pdf',
  title: '验收报告',
})

const send = (code: string, bytes: Uint8Array, changes: object = {}) =>
  upload(bus.as(code).attachments, { ...announced(bytes), ...changes }, pieces(bytes), { after: workflow.after })

async function receive(code: string, name: string, offsetBytes = 0): Promise<Buffer> {
  const received: Uint8Array[] = []
  for await (const some of download(bus.as(code).attachments, name, { offsetBytes })) received.push(some)
  return Buffer.concat(received)
}

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
})
