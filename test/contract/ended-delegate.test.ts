/** Who submitted for another body has no part itself, and is merged into the only lead: the authority reviews what waits. */
import { randomUUID } from 'node:crypto'
import type { ServiceError } from '@grpc/grpc-js'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { GetAssignmentRequest } from '#proto/qiantou/assignment/v1/assignment_service.ts'
import { DissolveOrganisationRequest } from '#proto/qiantou/directory/v1/directory_service.ts'
import { GetTaskRequest, type Task } from '#proto/qiantou/task/v1/task_service.ts'
import { startOf, toDate } from '#shared/domain/calendar.ts'
import { call, explained } from '#shared/grpc/client.ts'
import { startTestBus, type TestBus } from '#shared/testing/bus.ts'
import { SetClock } from '#shared/testing/set-clock.ts'
import { Workflow } from '#shared/testing/workflow.ts'

const [lead, supporter, delegate, office] = ['hn-kjt', 'hn-fgw', 'hn-czt', 'hn-office'] as const
const named = (code: string): string => `organisations/${code}`
const clock = new SetClock()
let bus: TestBus
let workflow: Workflow
let task: string

const read = async (): Promise<Task> => {
  const { task: found } = await call(
    bus.as(office).tasks,
    (stub) => stub.getTask,
    GetTaskRequest.create({ name: task }),
  )
  return found as Task
}

beforeAll(async () => {
  bus = await startTestBus({ clock })
  workflow = new Workflow(bus)
  const parent = await workflow.importProgramme('delegated')
  task = await workflow.issue(parent, 'led', 'led')
  await workflow.acknowledge(task, supporter)
  await workflow.delegate(task, supporter, delegate, '2026-03-02', '2026-04-01')
  await workflow.submit(task, supporter, delegate)
  const ending = { name: named(delegate), successor: named(lead), basis: '湘编〔2026〕9号' }
  const request = { requestId: randomUUID(), ...ending, effectiveDate: toDate('2026-03-05') }
  await call(bus.as(office).directory, (stub) => stub.dissolveOrganisation, DissolveOrganisationRequest.create(request))
  await bus.quiet()
})
afterAll(async () => await bus.stop())

const reviewers = async (): Promise<readonly string[]> => {
  const part = (await read()).assignments.find(({ body }) => body?.organisation === named(supporter))
  return part?.light?.turn ?? []
}

test('what waits is the lead’s to review while the delegate is there, and the authority’s once it is the lead', async () => {
  expect(await reviewers()).toEqual([named(lead)])
  const all = bus.subscribe(office)
  clock.set(startOf('2026-03-05'))
  const told = () => all.records.filter(({ type }) => type === 'qiantou.task.v1.DelegateSucceeded')
  await all.until(() => told().length > 0, 'that the delegate is succeeded')
  expect(told().map(({ actor, admits, releases }) => [actor, admits, releases])).toEqual([
    ['services/lead-agency', [], []],
  ])
  expect(await reviewers()).toEqual([named(office)])
  await vi.waitFor(async () => {
    const request = GetAssignmentRequest.create({ name: `${task}/assignments/${supporter}` })
    const { assignment } = await call(bus.as(office).assignments, (stub) => stub.getAssignment, request)
    expect(assignment?.light?.turn).toEqual([named(office)])
  })
  const refused = await workflow.accept(task, supporter, lead).catch((error: ServiceError) => explained(error)?.reason)
  expect(refused).toBe('OWN_SUBMISSION')
  await workflow.accept(task, supporter, office)
  await bus.quiet()
  // It is looked at again, and nothing is left to say.
  expect(told()).toHaveLength(1)
})
