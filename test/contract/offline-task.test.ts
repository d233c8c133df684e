/** A task whose work is handled offline: states, dates and lights go on as ever, and no text of it is here. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ReportProgressRequest, SubmitAssignmentRequest } from '#proto/qiantou/assignment/v1/assignment_service.ts'
import { UrgeAssignmentRequest } from '#proto/qiantou/supervision/v1/supervision_service.ts'
import { GetTaskRequest, IssueTaskRequest, type TaskServiceClient } from '#proto/qiantou/task/v1/task_service.ts'
import { toDate } from '#shared/domain/calendar.ts'
import { call, type Unary } from '#shared/grpc/client.ts'
import { startTestBus, type TestBus } from '#shared/testing/bus.ts'
import { reasonOf } from '#shared/testing/reason-of.ts'
import { evidence } from '#shared/testing/task-facts.ts'
import { Workflow } from '#shared/testing/workflow.ts'
import { requests } from '#shared/testing/workflow-requests.ts'

let bus: TestBus
let workflow: Workflow
let parent: string
let task: string
const office = 'hn-office'
const refused = 'OFFLINE_TASK_HOLDS_NO_TEXT'

const asks = <Request, Response>(
  code: string,
  method: (stub: TaskServiceClient) => Unary<Request, Response>,
  request: Request,
) => reasonOf(call(bus.as(code).tasks, method, request, workflow.after))
const offline = (changes: object = {}) => {
  const { requestId, taskId } = requests.issueTask(parent, 'led', 'offline')
  const content = { clause: `${parent}/clauses/led`, due: toDate('2027-06-30'), handledOffline: true, ...changes }
  return IssueTaskRequest.fromPartial({ requestId, parent, taskId, content })
}

beforeAll(async () => {
  bus = await startTestBus()
  workflow = new Workflow(bus)
  parent = await workflow.importProgramme('offline')
  const wrong = [{ title: '标题' }, { deliverable: '报告' }, { closingStandard: '标准' }, { monthlyReport: { day: 5 } }]
  for (const changes of [...wrong, { milestones: [{ id: 'a', title: '阶段', due: toDate('2027-03-31') }] }])
    expect(await asks(office, (stub) => stub.issueTask, offline(changes))).toBe('INVALID_FIELDS')
  await workflow.onTask(office, (stub) => stub.issueTask, offline())
  task = `${parent}/tasks/offline`
  await workflow.acknowledge(task, 'hn-kjt')
})
afterAll(async () => await bus.stop())

test('holds a title that the service made', async () => {
  const { task: found } = await call(
    bus.as(office).tasks,
    (stub) => stub.getTask,
    GetTaskRequest.create({ name: task }),
  )
  expect(found?.content).toMatchObject({ title: '线下办理', handledOffline: true, deliverable: '', milestones: [] })
})

test('takes no text but its fixed words, and no evidence', async () => {
  const { assignments, supervisions } = bus.as('hn-kjt')
  const report = (changes: object) => {
    const request = requests.report(task, 'hn-kjt', 40)
    const bare = ReportProgressRequest.fromPartial({ ...request, milestone: '', evidence: [], ...changes })
    return reasonOf(call(assignments, (stub) => stub.reportProgress, bare, workflow.after))
  }
  expect(await report({ text: '已完成三项' })).toBe(refused)
  expect(await report({ text: '线下办理', evidence: [evidence('线下办理')] })).toBe(refused)
  expect(await report({ text: 'Handled offline' })).toBe('OK')
  expect(await asks(office, (stub) => stub.commentOnTask, requests.comment(task))).toBe(refused)
  expect(await asks(office, (stub) => stub.waiveAssignment, requests.waive(task, 'hn-fgw'))).toBe(refused)
  const name = `${task}/supervisions/hn-fgw`
  const urge = UrgeAssignmentRequest.create({ requestId: crypto.randomUUID(), name, text: '请抓紧' })
  expect(await reasonOf(call(supervisions, (stub) => stub.urgeAssignment, urge, workflow.after))).toBe(refused)
})

test('who is not party does not learn that there is such a task', async () => {
  expect(await asks('hn-wwj', (stub) => stub.commentOnTask, requests.comment(task))).toBe('TASK_NOT_FOUND')
})

test('goes its way to the end', async () => {
  const submit = async (code: string) => {
    const { requestId, name } = requests.submit(task, code)
    const request = SubmitAssignmentRequest.fromPartial({ requestId, name, text: '线下办理' })
    await workflow.onAssignment(code, (stub) => stub.submitAssignment, request)
  }
  for (const code of ['hn-fgw', 'hn-jyt']) await workflow.acknowledge(task, code)
  for (const code of ['hn-kjt', 'hn-fgw', 'hn-jyt']) {
    await submit(code)
    await workflow.accept(task, code, code === 'hn-kjt' ? office : 'hn-kjt')
  }
  const propose = { ...requests.proposeClosing(task), statement: '线下办理', evidence: [] }
  await workflow.onTask('hn-kjt', (stub) => stub.proposeClosing, propose)
  await workflow.onTask(office, (stub) => stub.closeTask, requests.close(task))
})
