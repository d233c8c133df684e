/** Request ids where they meet: other methods, former parties. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestBus, type TestBus } from '#shared/testing/bus.ts'
import { Workflow } from '#shared/testing/workflow.ts'
import { type Answer, callRaw, describedRpcs } from './rpc-call.ts'

let bus: TestBus
let workflow: Workflow
let programme: string
beforeAll(async () => {
  bus = await startTestBus()
  workflow = new Workflow(bus)
  programme = await workflow.importProgramme('repeats')
})
afterAll(async () => await bus.stop())

const rpcs = new Map(describedRpcs().map((rpc) => [rpc.name, rpc]))

/** Calls an RPC as a body, with a request of whatever form. */
function ask(code: string, name: string, request: object): Promise<Answer> {
  const rpc = rpcs.get(name)
  if (!rpc) throw new Error(`no RPC ${name}`)
  return callRaw(
    bus.as(code).operations,
    rpc,
    rpc.request.encode(rpc.request.fromPartial(request)).finish(),
    workflow.after,
  )
}

test('a request id that stands for one method does not stand for another whose request has the same bytes', async () => {
  const task = await workflow.issue(programme, 'led', 'methods')
  await workflow.acknowledge(task, 'hn-fgw')
  const requestId = randomUUID()
  const name = `${task}/assignments/hn-fgw`
  const first = await ask('hn-fgw', 'AssignmentService/RequestReassignment', { requestId, name, reason: 'as was said' })
  expect(first.outcome).toBe('OK')
  const second = await ask('hn-fgw', 'AssignmentService/SubmitAssignment', { requestId, name, text: 'as was said' })
  expect(second.outcome).toBe('ALREADY_EXISTS REQUEST_ID_REUSED')
})

test('who is no longer party gets the first receipt again, and nothing of what became of the task', async () => {
  const task = await workflow.issue(programme, 'led', 'former')
  await workflow.acknowledge(task, 'hn-fgw')
  await workflow.submit(task, 'hn-fgw')
  const request = { requestId: randomUUID(), name: task, organisation: 'organisations/hn-fgw' }
  const accept = () => ask('hn-kjt', 'TaskService/AcceptSubmission', request)
  const first = await accept()
  expect(first).toMatchObject({ outcome: 'OK', responses: [{ task: { name: task } }] })
  const again = await accept()
  expect(again.responses).toEqual(first.responses)

  await workflow.askRelease(task, 'hn-kjt')
  await workflow.reassign(task, 'hn-kjt', 'hn-gxt')
  expect((await ask('hn-kjt', 'TaskService/GetTask', { name: task })).outcome).toBe('NOT_FOUND TASK_NOT_FOUND')
  const { receipt } = first.responses[0] as { receipt: object }
  const repeated = await accept()
  expect(repeated.outcome).toBe('OK')
  expect(repeated.responses).toEqual([expect.objectContaining({ task: undefined, receipt })])
})

test('a text that is no UTF-8 makes the message malformed', async () => {
  const rpc = rpcs.get('AssignmentService/SubmitAssignment')
  if (!rpc) throw new Error('no RPC')
  const text = 'A text that ends in \u00e9'
  const request = { requestId: randomUUID(), name: 'programmes/p/tasks/t/assignments/hn-kjt', text }
  const bytes = Buffer.from(rpc.request.encode(rpc.request.fromPartial(request)).finish())
  const whole = await callRaw(bus.as('hn-kjt').operations, rpc, bytes)
  expect(whole.outcome).toBe('NOT_FOUND ASSIGNMENT_NOT_FOUND')
  bytes[bytes.indexOf(Buffer.from('\u00e9')) + 1] = 0x41
  const broken = await callRaw(bus.as('hn-kjt').operations, rpc, bytes)
  expect(broken.outcome).toBe('INVALID_ARGUMENT MALFORMED_MESSAGE')
})
