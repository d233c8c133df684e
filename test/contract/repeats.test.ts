/** What is asked again: of a task across the programmes of an office, of a piece among what its body has already. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { FindRepeatedSubassignmentsRequest } from '#proto/qiantou/assignment/v1/assignment_service.ts'
import { ImportProgrammeRequest } from '#proto/qiantou/programme/v1/programme_service.ts'
import { FindRepeatedRequestsRequest } from '#proto/qiantou/task/v1/task_service.ts'
import { call, explained } from '#shared/grpc/client.ts'
import { startTestBus, type TestBus } from '#shared/testing/bus.ts'
import { Workflow } from '#shared/testing/workflow.ts'
import { requests } from '#shared/testing/workflow-requests.ts'

const [holder, city, other] = ['hn-fgw', 'hn-changsha', 'hn-swt'] as const
let bus: TestBus
let workflow: Workflow
let parent: string
beforeAll(async () => {
  bus = await startTestBus()
  workflow = new Workflow(bus)
  parent = await workflow.importProgramme('repeats-one')
})
afterAll(async () => await bus.stop())

/** What of open tasks a task like the others would repeat in a programme. */
async function repeated(code: string, programme: string): Promise<readonly string[]> {
  const { content } = requests.issueTask(programme, 'led', 'two')
  const request = FindRepeatedRequestsRequest.create({ parent: programme, content })
  const { repeats } = await call(bus.as(code).tasks, (stub) => stub.findRepeatedRequests, request, workflow.after)
  return repeats.map(({ task }) => task)
}

test('a task that another programme of the same office has asked is found; one of another office is not', async () => {
  const second = await workflow.importProgramme('repeats-two')
  const asked = await workflow.issue(parent, 'led', 'asked')
  expect(await repeated('hn-office', second)).toEqual([asked])
  const foreign = requests.importProgramme('repeats-three')
  const content = { ...foreign.content, office: `organisations/${other}` } as typeof foreign.content
  const { programmes } = bus.as(other)
  await call(programmes, (stub) => stub.importProgramme, ImportProgrammeRequest.create({ ...foreign, content }))
  expect(await repeated(other, 'programmes/repeats-three')).toEqual([])
})

test('a lead that may issue may ask first, also where it leads as a member of a group', async () => {
  const importing = requests.importProgramme('repeats-four')
  for (const { id, responsibility } of importing.content?.clauses ?? [])
    if (id === 'led' && responsibility) responsibility.leads = ['organisations/hn-cities']
  const rules = { ...requests.changeRules('').rules, leadsIssue: true } as never
  const content = { ...importing.content, rules } as typeof importing.content
  const { programmes } = bus.as('hn-office')
  await call(programmes, (stub) => stub.importProgramme, ImportProgrammeRequest.create({ ...importing, content }))
  await bus.quiet()
  const programme = 'programmes/repeats-four'
  expect(await repeated(city, programme)).toEqual([])
  await workflow.onTask(city, (stub) => stub.issueTask, requests.issueTask(programme, 'led', 'one'))
  expect(await repeated(city, programme)).toEqual([`${programme}/tasks/one`])
  await expect(repeated(holder, programme)).rejects.toThrow('the issuing authority')
})

async function pieceRepeats(code: string, task: string, what: string, giver: string = holder) {
  const named = { name: `${task}/assignments/${giver}`, organisation: `organisations/${city}`, what }
  const request = FindRepeatedSubassignmentsRequest.create(named)
  const { assignments } = bus.as(code)
  return (await call(assignments, (stub) => stub.findRepeatedSubassignments, request, workflow.after)).repeats
}

test('a piece like one that the body has open, or had lately, is found, in whatever task the giver sees', async () => {
  const [one, two] = [await workflow.issue(parent, 'led', 'p1'), await workflow.issue(parent, 'led', 'p2')]
  for (const task of [one, two]) await workflow.acknowledge(task, holder)
  await workflow.subassign(one, holder, city)
  expect(await pieceRepeats(holder, two, '报送本市的算力资源')).toMatchObject([
    { assignment: `${one}/assignments/${holder}`, subassignment: 1, title: '建设算力调度平台', alikePercent: 80 },
  ])
  expect(await pieceRepeats(holder, two, '组织开展安全培训')).toEqual([])
  await workflow.acknowledgePiece(one, holder, city)
  await workflow.submitPiece(one, holder, city)
  await workflow.acceptPiece(one, holder, city)
  expect(await pieceRepeats(holder, two, '报送本市算力资源')).toMatchObject([{ alikePercent: 100 }])
  await workflow.subassign(two, holder, city)
  await workflow.withdrawPiece(two, holder, city)
  // What was taken back is asked no more.
  expect(await pieceRepeats(holder, two, '报送本市算力资源')).toHaveLength(1)
})

test('a piece like a task of which the body has a part itself is found, and only the part’s body may ask', async () => {
  const group = await workflow.issue(parent, 'group', 'g1')
  const task = await workflow.issue(parent, 'led', 'p3')
  const found = await pieceRepeats(holder, task, '建设算力调度平台')
  expect(await pieceRepeats('hn-kjt', task, '建设算力调度平台', 'hn-kjt')).toMatchObject([
    { assignment: `${group}/assignments/${city}`, subassignment: 0, alikePercent: 100 },
  ])
  // The holder is not party to the group's task.
  expect(found.map(({ assignment }) => assignment)).not.toContain(`${group}/assignments/${city}`)
  const refused = (code: string): Promise<string | undefined> =>
    pieceRepeats(code, task, '建设算力调度平台').then(
      () => 'OK',
      (error) => explained(error)?.reason,
    )
  expect(await refused('hn-kjt')).toBe('NOT_ASSIGNEE')
  expect(await refused('hn-wwj')).toBe('ASSIGNMENT_NOT_FOUND')
})
