/** Files on a whole bus when something has changed since: the task, which has ended; the marking. */
import { createHash, randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type Attachment,
  GetUploadRequest,
  ListAttachmentsRequest,
} from '#proto/qiantou/attachment/v1/attachment_service.ts'
import type { Secrecy } from '#shared/domain/secrecy.ts'
import { call } from '#shared/grpc/client.ts'
import { download, upload } from '#shared/grpc/transfer.ts'
import { startTestBus, type TestBus } from '#shared/testing/bus.ts'
import { reasonOf, refusalOf } from '#shared/testing/reason-of.ts'
import { Workflow } from '#shared/testing/workflow.ts'

const [office, lead, holder, other, outsider] = ['hn-office', 'hn-kjt', 'hn-fgw', 'hn-jyt', 'hn-swt'] as const
let bus: TestBus
let workflow: Workflow
let parent: string
let tasks = 0

beforeAll(async () => {
  bus = await startTestBus({ admitsWorkSecrets: true })
  workflow = new Workflow(bus)
  parent = await workflow.importProgramme('later-files')
})
afterAll(async () => await bus.stop())

function issued(): Promise<string> {
  tasks += 1
  return workflow.issue(parent, 'led', `t${tasks}`)
}

async function closed(): Promise<string> {
  const task = await issued()
  for (const code of [lead, holder, other]) await workflow.complete(task, code, code === lead ? office : lead)
  await workflow.proposeClosing(task, lead)
  await workflow.close(task)
  return task
}

const announced = (task: string, bytes: Uint8Array) => ({
  ...{ parent: task, mediaType: 'text/plain', title: '清单' },
  sha256: createHash('sha256').update(bytes).digest(),
  sizeBytes: BigInt(bytes.length),
})
const send = (code: string, task: string, bytes = randomBytes(200), marking: Secrecy = {}): Promise<Attachment> =>
  upload(bus.as(code).attachments, { ...announced(task, bytes), ...marking }, Readable.from([bytes]), {
    after: workflow.after,
  })

/** How much has arrived, or why that is not said. */
async function arrived(code: string, task: string, bytes: Uint8Array): Promise<bigint | string> {
  const { sha256, sizeBytes } = announced(task, bytes)
  const request = GetUploadRequest.create({ parent: task, sha256, sizeBytes })
  let bytesThere = 0n
  const asking = call(bus.as(code).attachments, (stub) => stub.getUpload, request, workflow.after)
  const reason = await reasonOf(asking.then(({ arrivedBytes }) => (bytesThere = arrivedBytes)))
  return reason === 'OK' ? bytesThere : reason
}

async function list(code: string, task: string): Promise<readonly string[]> {
  const request = ListAttachmentsRequest.create({ parent: task })
  const { attachments } = await call(bus.as(code).attachments, (stub) => stub.listAttachments, request)
  return attachments.map(({ name }) => name)
}

async function received(code: string, { name }: Attachment): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  for await (const piece of download(bus.as(code).attachments, name, { offsetBytes: 0 })) pieces.push(piece)
  return Buffer.concat(pieces)
}

describe('a task that is over for good', () => {
  const refused = async (task: string, state: string): Promise<void> => {
    for (const code of [office, lead, holder])
      expect([code, await refusalOf(send(code, task))]).toEqual([code, 'FAILED_PRECONDITION TASK_ENDED'])
    await expect(send(holder, task)).rejects.toThrow(state)
    expect(await arrived(holder, task, randomBytes(10))).toBe('TASK_ENDED')
    expect(await reasonOf(send(outsider, task))).toBe('TASK_NOT_FOUND')
  }

  test('takes files while it is closed, as it may be opened again, and none once it is archived', async () => {
    const task = await closed()
    const bytes = randomBytes(200)
    const file = await send(holder, task, bytes)
    await workflow.archive(task)
    await refused(task, 'TASK_STATE_ARCHIVED')
    expect(await list(lead, task)).toEqual([file.name])
    expect((await received(office, file)).equals(bytes)).toBe(true)
  })

  test('takes files when it has been opened again', async () => {
    const task = await closed()
    await workflow.reopen(task, '2027-06-30', holder)
    expect(await reasonOf(send(holder, task))).toBe('OK')
  })

  test('takes none when it is cancelled', async () => {
    const task = await issued()
    const bytes = randomBytes(200)
    const file = await send(lead, task, bytes)
    await workflow.cancel(task)
    await refused(task, 'TASK_STATE_CANCELLED')
    expect(await list(holder, task)).toEqual([file.name])
    expect((await received(holder, file)).equals(bytes)).toBe(true)
  })
})

describe('a file that is brought again, marked otherwise', () => {
  const [published, asked, withheld] = [
    { publication: 'PUBLICATION_ATTRIBUTE_PROACTIVE' },
    { publication: 'PUBLICATION_ATTRIBUTE_ON_REQUEST' },
    { publication: 'PUBLICATION_ATTRIBUTE_WITHHELD' },
  ] as const
  const secret = { secrecy: 'SECRECY_LEVEL_WORK_SECRET' } as const

  test.each<[string, Secrecy, Secrecy, Secrecy]>([
    ['published, then withheld', published, withheld, withheld],
    ['withheld, then published', withheld, published, withheld],
    ['on request, then published', asked, published, asked],
    ['not marked, then withheld', {}, withheld, withheld],
    ['not marked, then published', {}, published, {}],
    ['published, then not marked', published, {}, published],
    ['not marked, then a work secret', {}, secret, secret],
    ['a work secret, then not marked', secret, {}, secret],
    ['published, then a work secret', published, secret, { ...secret, ...withheld }],
  ])('has the stricter marking: %s', async (_, first, then, expected) => {
    const task = await issued()
    const bytes = randomBytes(200)
    const said = ({ secrecy, publication }: Attachment) => ({ secrecy, publication })
    const before = await send(lead, task, bytes, first)
    expect(said(before)).toEqual(first)
    const again = await send(holder, task, bytes, then)
    expect(said(again)).toEqual(expected)
    // Nothing else of it has changed.
    expect({ ...again, ...said(before) }).toEqual(before)
    const other = await issued()
    expect(said(await send(lead, other, bytes, first))).toEqual(first)
  })
})
