/** Nobody reviews its own part, on a whole bus: not as the office of a clause, by a transfer, or by delegation. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Responsibility } from '#proto/qiantou/programme/v1/programme_events.ts'
import { TransferAssignmentRequest } from '#proto/qiantou/task/v1/task_service.ts'
import { call } from '#shared/grpc/client.ts'
import { startTestBus, type TestBus } from '#shared/testing/bus.ts'
import { reasonOf } from '#shared/testing/reason-of.ts'
import { Workflow } from '#shared/testing/workflow.ts'
import { clauses, requests } from '#shared/testing/workflow-requests.ts'

const office = 'hn-office'
const named = (...codes: readonly string[]): string[] => codes.map((code) => `organisations/${code}`)
let bus: TestBus
let workflow: Workflow
let parent: string

beforeAll(async () => {
  bus = await startTestBus()
  workflow = new Workflow(bus)
  parent = await workflow.importProgramme('own-part')
})
afterAll(async () => await bus.stop())

let programmes = 0
function importing(responsibility: Partial<Responsibility>): Promise<string> {
  programmes += 1
  const request = requests.importProgramme(`own-part-${programmes}`)
  const clause = { ...clauses[0], responsibility: { leads: [], supporters: [], standing: [], ...responsibility } }
  const content = { ...request.content, clauses: [clause] } as typeof request.content
  return reasonOf(call(bus.as(office).programmes, (stub) => stub.importProgramme, { ...request, content }))
}

test('a clause under which the office would review its own part is not imported, nor a SOLE one for several', async () => {
  const [led, joint, sole] = (['LED', 'JOINT', 'SOLE'] as const).map(
    (mode) => ({ mode: `RESPONSIBILITY_MODE_${mode}` }) as Pick<Responsibility, 'mode'>,
  )
  expect(await importing({ ...sole, supporters: named(office) })).toBe('NOBODY_ELSE_REVIEWS')
  expect(await importing({ ...joint, supporters: named('hn-kjt', office) })).toBe('NOBODY_ELSE_REVIEWS')
  expect(await importing({ ...led, leads: named(office), supporters: named('hn-fgw') })).toBe('NOBODY_ELSE_REVIEWS')
  expect(await importing({ ...sole, supporters: named('hn-kjt', 'hn-fgw') })).toBe('SOLE_IS_ONE_BODY')
  // A group stands for its members of the day.
  expect(await importing({ ...sole, supporters: named('hn-cities') })).toBe('SOLE_IS_ONE_BODY')
  expect(await importing({ ...led, leads: named(office, 'hn-kjt') })).toBe('OK')
  expect(await importing({ ...led, leads: named('hn-kjt'), supporters: named(office) })).toBe('OK')
})

test('the authority is given no part that it alone would review', async () => {
  const task = await workflow.issue(parent, 'sole', 'given')
  const request = TransferAssignmentRequest.create({
    ...{ requestId: crypto.randomUUID(), name: task, reason: '职责调整' },
    ...{ organisation: 'organisations/hn-fgw', successor: `organisations/${office}` },
  })
  const given = workflow.onTask(office, (stub) => stub.transferAssignment, request)
  expect(await reasonOf(given)).toBe('NOBODY_ELSE_REVIEWS')
})

test('whoever is delegated to and comes to lead acts no more, and does not review what it submitted', async () => {
  const task = await workflow.issue(parent, 'two-leads', 'acting')
  const delegated = (to: string) => reasonOf(workflow.delegate(task, 'hn-fgw', to, '2026-03-02', '2026-04-01'))
  expect([await delegated('hn-gxt'), await delegated(office)]).toEqual(['DELEGATE_REVIEWS', 'DELEGATE_REVIEWS'])
  expect(await delegated('hn-wwj')).toBe('OK')
  await workflow.acknowledge(task, 'hn-fgw')
  const submit = requests.submit(task, 'hn-fgw')
  await workflow.onAssignment('hn-wwj', (stub) => stub.submitAssignment, submit)
  const request = TransferAssignmentRequest.create({
    ...{ requestId: crypto.randomUUID(), name: task, reason: '职责调整' },
    ...{ organisation: 'organisations/hn-kjt', successor: 'organisations/hn-wwj' },
  })
  await workflow.onTask(office, (stub) => stub.transferAssignment, request)
  const accept = (code: string) =>
    reasonOf(workflow.onTask(code, (stub) => stub.acceptSubmission, requests.accept(task, 'hn-fgw')))
  expect(await accept('hn-wwj')).toBe('OWN_SUBMISSION')
  await workflow.onTask('hn-gxt', (stub) => stub.returnSubmission, requests.giveBack(task, 'hn-fgw'))
  const again = workflow.onAssignment('hn-wwj', (stub) => stub.submitAssignment, requests.submit(task, 'hn-fgw'))
  expect(await reasonOf(again)).toBe('DELEGATE_REVIEWS')
  await workflow.onAssignment('hn-fgw', (stub) => stub.submitAssignment, requests.submit(task, 'hn-fgw'))
  expect(await accept('hn-wwj')).toBe('OK')
})
