/** Pieces of a part on a whole bus: what the body below sees, from when until when, and how they end with the part. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { GetAssignmentRequest, ListAssignmentsRequest } from '#proto/qiantou/assignment/v1/assignment_service.ts'
import { ListRecordsRequest } from '#proto/qiantou/event/v1/event_service.ts'
import { GetTaskRequest } from '#proto/qiantou/task/v1/task_service.ts'
import { call } from '#shared/grpc/client.ts'
import { readRecord } from '#shared/record/record.ts'
import { startTestBus, type TestBus } from '#shared/testing/bus.ts'
import { reasonOf } from '#shared/testing/reason-of.ts'
import { Workflow } from '#shared/testing/workflow.ts'

const [holder, city, delegate] = ['hn-fgw', 'hn-changsha', 'hn-wwj'] as const
let bus: TestBus
let workflow: Workflow
let parent: string
let tasks = 0

beforeAll(async () => {
  bus = await startTestBus()
  workflow = new Workflow(bus)
  parent = await workflow.importProgramme('pieces')
})
afterAll(async () => await bus.stop())

/** A task in which the holder has acknowledged its part. */
async function begun(): Promise<string> {
  tasks += 1
  const task = await workflow.issue(parent, 'led', `t${tasks}`)
  await workflow.acknowledge(task, holder)
  return task
}
async function get(code: string, task: string) {
  const request = GetAssignmentRequest.create({ name: `${task}/assignments/${holder}` })
  const { assignment } = await call(bus.as(code).assignments, (stub) => stub.getAssignment, request, workflow.after)
  return assignment
}
async function list(code: string, under: string, filter = ''): Promise<readonly string[]> {
  const request = ListAssignmentsRequest.create({ parent: under, filter })
  const { assignments } = await call(bus.as(code).assignments, (stub) => stub.listAssignments, request, workflow.after)
  return assignments.map(({ name }) => name)
}

test('a piece goes its way below, and the part stands as if there were none', async () => {
  const task = await begun()
  const before = await get('hn-office', task)
  await workflow.subassign(task, holder, city)
  expect(await get(city, task)).toMatchObject({
    subassignments: [
      {
        organisation: `organisations/${city}`,
        what: { value: '报送本市算力资源' },
        light: { turn: [`organisations/${city}`] },
      },
    ],
  })
  await workflow.acknowledgePiece(task, holder, city)
  await workflow.reportPiece(task, holder, city)
  await workflow.submitPiece(task, holder, city)
  expect((await get(holder, task))?.subassignments[0]?.light?.turn).toEqual([`organisations/${holder}`])
  await workflow.returnPiece(task, holder, city)
  await workflow.submitPiece(task, holder, city)
  await workflow.acceptPiece(task, holder, city)
  const after = await get('hn-kjt', task)
  expect(after?.subassignments).toMatchObject([
    { state: 'SUBASSIGNMENT_STATE_ACCEPTED', percent: 100, light: { reason: 'LIGHT_REASON_DONE', turn: [] } },
  ])
  const { state, light, reports, submissions } = { ...before }
  expect(after).toMatchObject({ state, light, reports, submissions })
})

test('the body below sees the one assignment, whether it lists by task or by programme, and not the task', async () => {
  const task = await begun()
  expect(await reasonOf(get(city, task))).toBe('ASSIGNMENT_NOT_FOUND')
  expect(await reasonOf(list(city, task))).toBe('TASK_NOT_FOUND')
  await workflow.subassign(task, holder, city)
  await workflow.delegate(task, holder, delegate, '2026-03-02', '2026-04-01')
  const name = `${task}/assignments/${holder}`
  for (const code of [city, delegate]) {
    expect(await list(code, task)).toEqual([name])
    for (const all of [`${parent}/tasks/-`, 'programmes/-/tasks/-']) expect(await list(code, all)).toContain(name)
    // Nothing of what it asks for is not the same as no such task.
    expect(await list(code, task, 'state = ACCEPTED')).toEqual([])
    const request = GetTaskRequest.create({ name: task })
    expect(await reasonOf(call(bus.as(code).tasks, (stub) => stub.getTask, request, workflow.after))).toBe(
      'TASK_NOT_FOUND',
    )
  }
})

test('a piece that is taken back is out of sight', async () => {
  const task = await begun()
  await workflow.subassign(task, holder, city)
  await workflow.withdrawPiece(task, holder, city)
  expect(await reasonOf(get(city, task))).toBe('ASSIGNMENT_NOT_FOUND')
  expect(await reasonOf(list(city, task))).toBe('TASK_NOT_FOUND')
})

test('pieces end with a part that goes to another body, by a record of their own that releases whoever had them', async () => {
  const task = await begun()
  await workflow.subassign(task, holder, city)
  await workflow.transfer(task, holder, 'hn-swt')
  await bus.quiet()
  expect((await get('hn-office', task))?.subassignments).toMatchObject([{ state: 'SUBASSIGNMENT_STATE_ENDED' }])
  expect(await reasonOf(get(city, task))).toBe('ASSIGNMENT_NOT_FOUND')
  // What it had stays its to read, the record that releases it included; what comes after does not.
  const request = ListRecordsRequest.create({ resource: `${task}/assignments/${holder}` })
  const { records } = await call(bus.as(city).events, (stub) => stub.listRecords, request)
  expect(records.map(({ record }) => readRecord(record).type.split('.').at(-1))).toEqual([
    'AssignmentSubassigned',
    'SubassignmentEnded',
  ])
})

test('departments of the same level are not below each other', async () => {
  const task = await begun()
  expect(await reasonOf(workflow.subassign(task, holder, 'hn-jyt'))).toBe('NOT_BELOW')
})
