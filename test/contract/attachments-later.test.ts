/** Files on a whole bus when something has changed since: the caller, while it sends; the task, which has ended; the marking. */
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { GetAssignmentRequest } from '#proto/qiantou/assignment/v1/assignment_service.ts'
import {
  type Attachment,
  GetUploadRequest,
  ListAttachmentsRequest,
} from '#proto/qiantou/attachment/v1/attachment_service.ts'
import { DissolveOrganisationRequest } from '#proto/qiantou/directory/v1/directory_service.ts'
import { startOf, toDate } from '#shared/domain/calendar.ts'
import type { Secrecy } from '#shared/domain/secrecy.ts'
import { call } from '#shared/grpc/client.ts'
import { download, upload } from '#shared/grpc/transfer.ts'
import { startTestBus, type TestBus } from '#shared/testing/bus.ts'
import { reasonOf, refusalOf } from '#shared/testing/reason-of.ts'
import { SetClock } from '#shared/testing/set-clock.ts'
import { Workflow } from '#shared/testing/workflow.ts'
import { holdUpload } from './held-upload.ts'

const [office, lead, holder, ending, successor, outsider] = [
  ...(['hn-office', 'hn-kjt', 'hn-fgw', 'hn-jyt', 'hn-czt', 'hn-swt'] as const),
]
const patience = { timeout: 10_000 }
const clock = new SetClock()
let bus: TestBus
let workflow: Workflow
let parent: string
let tasks = 0

beforeAll(async () => {
  bus = await startTestBus({ clock, admitsWorkSecrets: true })
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
  for (const code of [lead, holder, ending]) await workflow.complete(task, code, code === lead ? office : lead)
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

/** Sends half of a file, and the rest once something has come between. @returns how that was answered */
async function interrupted(
  code: string,
  task: string,
  between: () => Promise<void>,
  bytes = randomBytes(20_000),
): Promise<string> {
  const held = holdUpload(bus.as(code).attachments, announced(task, bytes), workflow.after)
  held.write(bytes.subarray(0, 10_000))
  await vi.waitFor(async () => expect(await arrived(code, task, bytes)).toBe(10_000n), patience)
  await between()
  held.write(bytes.subarray(10_000))
  held.finish()
  const outcome = await held.outcome
  // Of what is refused nothing lies anywhere.
  const kept = await list(office, task)
  expect(kept).toEqual(outcome === 'OK' ? [expect.stringContaining(announced(task, bytes).sha256.toString('hex'))] : [])
  return outcome
}

describe('a file that is on its way', () => {
  test('is kept where its caller has a part still', async () => {
    const task = await issued()
    expect(await interrupted(holder, task, () => workflow.acknowledge(task, holder))).toBe('OK')
  })

  test('is not kept once the part of its caller was moved, and nothing of it stays', async () => {
    const task = await issued()
    const bytes = randomBytes(20_000)
    const moved = async () => {
      await workflow.transfer(task, holder, successor)
      await bus.quiet()
      expect(await arrived(holder, task, bytes)).toBe('TASK_NOT_FOUND')
    }
    expect(await interrupted(holder, task, moved, bytes)).toBe('TASK_NOT_FOUND')
    await workflow.delegate(task, successor, holder, '2026-03-02', '2026-04-01')
    expect(await arrived(holder, task, bytes)).toBe(0n)
  })

  test('is not kept once its task was cancelled', async () => {
    const task = await issued()
    const outcome = await interrupted(holder, task, async () => {
      await workflow.cancel(task)
      await bus.quiet()
    })
    expect(outcome).toBe('TASK_ENDED')
  })
})

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

test('a body that has ended meanwhile finishes nothing, although nobody has its part yet', async () => {
  const task = await issued()
  const day = '2026-03-04'
  const outcome = await interrupted(ending, task, async () => {
    const dissolved = DissolveOrganisationRequest.create({
      ...{ requestId: randomUUID(), name: `organisations/${ending}`, successor: '', basis: '湘编〔2026〕9号' },
      effectiveDate: toDate(day),
    })
    await call(bus.as(office).directory, (stub) => stub.dissolveOrganisation, dissolved)
    await bus.quiet()
    clock.set(startOf(day))
    const request = GetAssignmentRequest.create({ name: `${task}/assignments/${ending}` })
    const asked = () => reasonOf(call(bus.as(ending).assignments, (stub) => stub.getAssignment, request))
    await vi.waitFor(async () => expect(await asked()).toBe('CALLER_ENDED'), patience)
  })
  expect(outcome).toBe('CALLER_ENDED')
})
