/** Files and texts on a whole bus, of those who are not party to the task: delegates, holders of pieces, former parties. */
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  GetAssignmentTextRequest,
  ReportProgressRequest,
  SubmitSubassignmentRequest,
} from '#proto/qiantou/assignment/v1/assignment_service.ts'
import { type Attachment, ListAttachmentsRequest } from '#proto/qiantou/attachment/v1/attachment_service.ts'
import type { Evidence } from '#proto/qiantou/record/v1/record.ts'
import { IssueStepRequest, ReplyToStepRequest } from '#proto/qiantou/supervision/v1/supervision_service.ts'
import { CommentOnTaskRequest, GetTaskTextRequest, ProposeClosingRequest } from '#proto/qiantou/task/v1/task_service.ts'
import { call } from '#shared/grpc/client.ts'
import { download, upload } from '#shared/grpc/transfer.ts'
import { startTestBus, type TestBus } from '#shared/testing/bus.ts'
import { reasonOf } from '#shared/testing/reason-of.ts'
import { Workflow } from '#shared/testing/workflow.ts'
import { requests } from '#shared/testing/workflow-requests.ts'

const [lead, holder, other, city] = ['hn-kjt', 'hn-fgw', 'hn-jyt', 'hn-changsha'] as const
const [delegate, successor, outsider] = ['hn-wwj', 'hn-czt', 'hn-swt'] as const
let bus: TestBus
let workflow: Workflow
let parent: string
let tasks = 0

beforeAll(async () => {
  bus = await startTestBus()
  workflow = new Workflow(bus)
  parent = await workflow.importProgramme('entitled-files')
})
afterAll(async () => await bus.stop())

async function begun(): Promise<string> {
  tasks += 1
  const task = await workflow.issue(parent, 'led', `t${tasks}`)
  await workflow.acknowledge(task, holder)
  return task
}

const send = (code: string, task: string, bytes = randomBytes(200)): Promise<Attachment> => {
  const sha256 = createHash('sha256').update(bytes).digest()
  const announced = { parent: task, sha256, sizeBytes: BigInt(bytes.length), mediaType: 'text/plain', title: '' }
  return upload(bus.as(code).attachments, announced, Readable.from([bytes]), { after: workflow.after })
}
const read = (code: string, { name }: { readonly name: string }): Promise<string> => {
  const whole = async (): Promise<void> => {
    for await (const _ of download(bus.as(code).attachments, name, { offsetBytes: 0 }));
  }
  return reasonOf(whole())
}

async function list(code: string, task: string): Promise<readonly string[]> {
  const request = ListAttachmentsRequest.create({ parent: task })
  return (await call(bus.as(code).attachments, (stub) => stub.listAttachments, request)).attachments.map(
    ({ name }) => name,
  )
}
const shown = ({ name, sha256, sizeBytes, mediaType }: Attachment): Evidence => ({
  ...{ $type: 'qiantou.record.v1.Evidence', title: '清单' },
  ...{ sha256, sizeBytes, mediaType, location: name },
})
const report = (code: string, task: string, ...files: readonly Attachment[]): Promise<void> => {
  const named = { requestId: randomUUID(), name: `${task}/assignments/${holder}`, percent: 10, text: '见附件' }
  const request = ReportProgressRequest.fromPartial({ ...named, evidence: files.map(shown) })
  return workflow.onAssignment(code, (stub) => stub.reportProgress, request)
}
const submitPiece = (task: string, evidence: readonly Evidence[]): Promise<void> => {
  const named = { requestId: randomUUID(), name: `${task}/assignments/${holder}`, text: '已报送' }
  const request = SubmitSubassignmentRequest.fromPartial({ ...named, evidence: [...evidence] })
  return workflow.onAssignment(city, (stub) => stub.submitSubassignment, request)
}

test('whoever has a piece brings files for it and names them, and sees no others but what the part names', async () => {
  const task = await begun()
  const [named, unnamed, ofLead] = [await send(holder, task), await send(holder, task), await send(lead, task)]
  await report(holder, task, named)
  expect(await reasonOf(send(city, task))).toBe('TASK_NOT_FOUND')
  await workflow.subassign(task, holder, city)
  await workflow.acknowledgePiece(task, holder, city)
  const own = await send(city, task)
  expect(await list(city, task)).toEqual([named.name, own.name].sort())
  expect(await Promise.all([named, own, unnamed, ofLead].map((file) => read(city, file)))).toEqual([
    ...['OK', 'OK', 'ATTACHMENT_NOT_FOUND', 'ATTACHMENT_NOT_FOUND'],
  ])
  // To whom a file is not shown it is not there, as evidence either.
  expect(await reasonOf(submitPiece(task, [shown(unnamed)]))).toBe('EVIDENCE_MISSING')
  expect(await reasonOf(submitPiece(task, [{ ...shown(own), sizeBytes: 1n }]))).toBe('EVIDENCE_DIFFERS')
  await submitPiece(task, [shown(own), shown(named)])
  for (const code of [holder, lead, 'hn-office']) expect(await read(code, own)).toBe('OK')
})

test('whoever brings a file that somebody else brought first has shown its bytes, and sees it', async () => {
  const task = await begun()
  const bytes = randomBytes(200)
  const first = await send(lead, task, bytes)
  await workflow.subassign(task, holder, city)
  await workflow.acknowledgePiece(task, holder, city)
  expect(await read(city, first)).toBe('ATTACHMENT_NOT_FOUND')
  expect(await send(city, task, bytes)).toEqual(first)
  expect(await read(city, first)).toBe('OK')
  await submitPiece(task, [shown(first)])
})

test('a delegate sees what the body has brought, brings files and names them on its days, and keeps what it saw', async () => {
  const task = await begun()
  const [ofBody, ofLead] = [await send(holder, task), await send(lead, task)]
  await workflow.delegate(task, holder, delegate, '2026-03-20', '2026-04-01')
  expect(await read(delegate, ofBody)).toBe('OK')
  // Its first day is to come.
  expect(await reasonOf(send(delegate, task))).toBe('NOT_ASSIGNEE')
  const acting = await begun()
  await workflow.delegate(acting, holder, delegate, '2026-03-02', '2026-04-01')
  const [own, theirs] = [await send(delegate, acting), await send(holder, acting)]
  await report(delegate, acting, own, theirs)
  expect(await read(delegate, ofLead)).toBe('ATTACHMENT_NOT_FOUND')
  const revoke = requests.revokeDelegation(acting, holder, delegate)
  await workflow.onAssignment(holder, (stub) => stub.revokeDelegation, revoke)
  const later = await send(holder, acting)
  await report(holder, acting, later)
  await bus.quiet()
  expect(await Promise.all([own, theirs, later].map((file) => read(delegate, file)))).toEqual([
    ...['OK', 'OK', 'ATTACHMENT_NOT_FOUND'],
  ])
  expect(await reasonOf(send(delegate, acting))).toBe('TASK_NOT_FOUND')
})

/** The hash of the newest text of a resource. */
async function textOf(service: string, stream: string): Promise<Uint8Array> {
  const { rows } = await bus.database(service).query('SELECT sha256 FROM content WHERE stream = $1', [stream])
  return rows.at(-1).sha256
}
const taskText = (code: string, name: string, sha256: Uint8Array): Promise<string> =>
  reasonOf(call(bus.as(code).tasks, (stub) => stub.getTaskText, GetTaskTextRequest.create({ name, sha256 })))
const partText = (code: string, name: string, sha256: Uint8Array): Promise<string> => {
  const request = GetAssignmentTextRequest.create({ name, sha256 })
  return reasonOf(call(bus.as(code).assignments, (stub) => stub.getAssignmentText, request))
}

test('a body that was released keeps the texts and files it had, and gets none that come later', async () => {
  const task = await begun()
  const comment = (text: string) =>
    workflow.onTask(
      lead,
      (stub) => stub.commentOnTask,
      CommentOnTaskRequest.create({ requestId: randomUUID(), name: task, text }),
    )
  const [own, before] = [await send(holder, task), await send(lead, task)]
  await report(holder, task, own)
  await comment('请于五月前完成')
  await bus.quiet()
  const [said, reported] = [
    await textOf('lead-agency', task),
    await textOf('supporting-department', `${task}/assignments/${holder}`),
  ]
  await workflow.transfer(task, holder, successor)
  await bus.quiet()
  await comment('改由财政厅负责')
  const after = await send(lead, task)
  await bus.quiet()
  expect(await Promise.all([own, before, after].map((file) => read(holder, file)))).toEqual([
    ...['OK', 'OK', 'ATTACHMENT_NOT_FOUND'],
  ])
  expect(await list(holder, task)).toEqual([own.name, before.name].sort())
  const part = `${task}/assignments/${holder}`
  expect(await partText(holder, part, reported)).toBe('OK')
  expect(await taskText(holder, task, said)).toBe('OK')
  const { rows } = await bus.database('lead-agency').query('SELECT sha256 FROM content WHERE stream = $1', [task])
  const hidden = rows.map(({ sha256 }) => sha256 as Buffer).filter((sha256) => !sha256.equals(Buffer.from(said)))
  // Why it was released is in the record that releases it; what is said afterwards is not its to read.
  expect((await Promise.all(hidden.map((sha256) => taskText(holder, task, sha256)))).sort()).toEqual([
    'OK',
    'TASK_NOT_FOUND',
  ])
  expect(await reasonOf(send(holder, task))).toBe('TASK_NOT_FOUND')
  // Who never was a party learns nothing of either.
  expect(await taskText(outsider, task, said)).toBe('TASK_NOT_FOUND')
  expect(await partText(outsider, part, reported)).toBe('ASSIGNMENT_NOT_FOUND')
  expect(await reasonOf(list(outsider, task))).toBe('TASK_NOT_FOUND')
  expect(await read(outsider, own)).toBe('ATTACHMENT_NOT_FOUND')
})

/** Evidence as it is, as something else, and of a file that is not there. */
const variants = (file: Attachment): readonly Evidence[] => [
  { ...shown(file), location: file.name.replace(/.{64}$/, '0'.repeat(64)) },
  { ...shown(file), location: `${file.name}x` },
  { ...shown(file), mediaType: 'image/png' },
  shown(file),
]
const expected = ['EVIDENCE_MISSING', 'EVIDENCE_MISSING', 'EVIDENCE_DIFFERS', 'OK']

test('what shows that a task may be closed names an attachment as what it is', async () => {
  const task = await begun()
  const file = await send(lead, task)
  await workflow.submit(task, holder)
  await workflow.accept(task, holder, lead)
  await workflow.complete(task, other, lead)
  await workflow.complete(task, lead, 'hn-office')
  const propose = (by: string, evidence: Evidence) => {
    const named = { requestId: randomUUID(), name: task, statement: '已达标' }
    return reasonOf(
      workflow.onTask(
        by,
        (stub) => stub.proposeClosing,
        ProposeClosingRequest.fromPartial({ ...named, evidence: [evidence] }),
      ),
    )
  }
  const [missing] = variants(file) as [Evidence]
  expect(await propose(outsider, missing)).toBe('TASK_NOT_FOUND')
  const outcomes: string[] = []
  for (const evidence of variants(file)) outcomes.push(await propose(lead, evidence))
  expect(outcomes).toEqual(expected)
})

test('so does a reply to supervision', async () => {
  const task = await begun()
  const file = await send(holder, task)
  const name = `${task}/supervisions/${holder}`
  const step = IssueStepRequest.create({
    ...{ requestId: randomUUID(), name, step: 'SUPERVISION_STEP_SUPERVISION_ORDER' },
    ...{ text: '请书面回复', replyWorkingDays: 3, instruction: '省领导批示' },
  })
  await call(bus.as('hn-office').supervisions, (stub) => stub.issueStep, step, workflow.after)
  const reply = (evidence: Evidence) => {
    const request = ReplyToStepRequest.fromPartial({
      requestId: randomUUID(),
      name,
      text: '见附件',
      evidence: [evidence],
    })
    return reasonOf(call(bus.as(holder).supervisions, (stub) => stub.replyToStep, request, workflow.after))
  }
  const outcomes: string[] = []
  for (const evidence of variants(file)) outcomes.push(await reply(evidence))
  expect(outcomes).toEqual(expected)
})
