/** A task is opened again whose lead has ended while it was closed: whoever succeeds that reviews, proposes and countersigns. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { DissolveOrganisationRequest } from '#proto/qiantou/directory/v1/directory_service.ts'
import { GetTaskRequest, type Task } from '#proto/qiantou/task/v1/task_service.ts'
import { startOf, toDate } from '#shared/domain/calendar.ts'
import { call } from '#shared/grpc/client.ts'
import { startTestBus, type TestBus } from '#shared/testing/bus.ts'
import { SetClock } from '#shared/testing/set-clock.ts'
import { Workflow } from '#shared/testing/workflow.ts'

const [lead, supporter, other, successor, office] = ['hn-kjt', 'hn-fgw', 'hn-jyt', 'hn-czt', 'hn-office'] as const
const named = (code: string): string => `organisations/${code}`
const clock = new SetClock()
let bus: TestBus
let workflow: Workflow
let led: string
let joint: string

const read = async (name: string): Promise<Task> => {
  const { task } = await call(bus.as(office).tasks, (stub) => stub.getTask, GetTaskRequest.create({ name }))
  return task as Task
}
const turnIs = (task: string, ...codes: readonly string[]): Promise<void> =>
  vi.waitFor(async () => expect((await read(task)).light?.turn).toEqual(codes.map(named)), { timeout: 5_000 })

beforeAll(async () => {
  bus = await startTestBus({ clock })
  workflow = new Workflow(bus)
  const parent = await workflow.importProgramme('reopened')
  led = await workflow.issue(parent, 'led', 'led')
  for (const code of [lead, supporter, other]) await workflow.complete(led, code, code === lead ? office : lead)
  await workflow.proposeClosing(led, lead)
  await workflow.close(led)
  joint = await workflow.issue(parent, 'joint', 'joint')
  for (const code of [lead, supporter]) await workflow.complete(joint, code, office)
  await workflow.confirmCompiler(joint, supporter)
  await workflow.proposeClosing(joint, supporter)
  await workflow.countersign(joint, lead)
  await workflow.close(joint)
  const ending = { name: named(lead), successor: named(successor), basis: '湘编〔2026〕9号' }
  const request = { requestId: randomUUID(), ...ending, effectiveDate: toDate('2026-03-05') }
  await call(bus.as(office).directory, (stub) => stub.dissolveOrganisation, DissolveOrganisationRequest.create(request))
  // By its end it was looked at as often as it is by itself: each time somebody moves the clock, and each second.
  for (let minute = 0; minute < 20; minute += 1) {
    clock.set(new Date(startOf('2026-03-05').getTime() + minute * 60_000))
    await bus.quiet()
  }
})
afterAll(async () => await bus.stop())

test('what waits for the lead is its successor’s', async () => {
  await workflow.reopen(led, '2026-12-31', supporter)
  await workflow.submit(led, supporter)
  await turnIs(led, successor)
  await workflow.accept(led, supporter, successor)
  await workflow.proposeClosing(led, successor)
  await workflow.close(led)
  expect((await read(led)).state).toBe('TASK_STATE_CLOSED')
})

test('of a joint task it is asked to countersign', async () => {
  await workflow.reopen(joint, '2026-12-31', supporter)
  await workflow.submit(joint, supporter)
  await workflow.accept(joint, supporter, office)
  await workflow.proposeClosing(joint, supporter)
  await turnIs(joint, successor)
  await workflow.countersign(joint, successor)
  await workflow.close(joint)
})
