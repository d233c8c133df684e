/** What a reorganisation does with work under way: who takes over, who may still call, and what history keeps. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { GetAssignmentRequest } from '#proto/qiantou/assignment/v1/assignment_service.ts'
import { DissolveOrganisationRequest, MergeOrganisationRequest } from '#proto/qiantou/directory/v1/directory_service.ts'
import { ListRecordsRequest } from '#proto/qiantou/event/v1/event_service.ts'
import { GetTaskRequest, ListTasksRequest } from '#proto/qiantou/task/v1/task_service.ts'
import { startOf, toDate } from '#shared/domain/calendar.ts'
import { call, explained } from '#shared/grpc/client.ts'
import { readFact } from '#shared/record/record.ts'
import { startTestBus, type TestBus } from '#shared/testing/bus.ts'
import { consultationOf, consultationRequests as consultations } from '#shared/testing/consultation-requests.ts'
import { refusalOf } from '#shared/testing/reason-of.ts'
import { SetClock } from '#shared/testing/set-clock.ts'
import type { Subscriber } from '#shared/testing/subscriber.ts'
import { Workflow } from '#shared/testing/workflow.ts'
import { requests } from '#shared/testing/workflow-requests.ts'

const clock = new SetClock()
let bus: TestBus
let workflow: Workflow
let parent: string

beforeAll(async () => {
  bus = await startTestBus({ clock })
  workflow = new Workflow(bus)
  parent = await workflow.importProgramme('reorganised')
})
afterAll(async () => await bus.stop())

const organisation = (code: string): string => `organisations/${code}`
const partsOf = async (task: string): Promise<string[]> => {
  const { tasks } = bus.as('hn-office')
  const answer = await call(tasks, (stub) => stub.getTask, GetTaskRequest.create({ name: task }))
  return (answer.task?.assignments ?? []).map(
    ({ body, state }) => `${body?.organisation.split('/')[1]} ${state.replace('ASSIGNMENT_STATE_', '')}`,
  )
}

/** A body goes into another one from a day on. */
async function merge(code: string, into: string, day: string): Promise<void> {
  const request = MergeOrganisationRequest.create({
    ...{ requestId: randomUUID(), name: organisation(code), into: organisation(into), basis: '湘编〔2026〕9号' },
    effectiveDate: toDate(day),
  })
  await call(bus.as('hn-office').directory, (stub) => stub.mergeOrganisation, request)
}

/** What the body that ends first follows. */
let followed: Subscriber

test('open parts move to the successor on the day, each by a record of its task; finished ones stay', async () => {
  const [open, done] = [await workflow.issue(parent, 'led', 'open'), await workflow.issue(parent, 'led', 'done')]
  for (const task of [open, done]) await workflow.acknowledge(task, 'hn-fgw')
  await workflow.submit(done, 'hn-fgw')
  await workflow.accept(done, 'hn-fgw', 'hn-kjt')
  await merge('hn-fgw', 'hn-czt', '2026-04-01')
  await bus.quiet()
  clock.set(new Date(startOf('2026-04-01').getTime() - 1))
  // A day too early nothing has moved; its own body still calls.
  await workflow.report(open, 'hn-fgw', 20)
  await bus.quiet()
  expect(await partsOf(open)).toEqual(['hn-kjt ISSUED', 'hn-fgw IN_PROGRESS', 'hn-jyt ISSUED'])
  const all = bus.subscribe('hn-office', 'latest')
  followed = bus.subscribe('hn-fgw')
  for (const one of [all, followed]) await one.until(() => one.caughtUp, 'the end')
  clock.set(startOf('2026-04-01'))
  const moves = () => all.records.filter(({ type }) => type === 'qiantou.task.v1.AssignmentTransferred')
  await all.until(() => moves().length > 0, 'the move')
  await bus.quiet()
  expect(await partsOf(open)).toEqual(['hn-kjt ISSUED', 'hn-fgw TRANSFERRED', 'hn-czt ISSUED', 'hn-jyt ISSUED'])
  expect(await partsOf(done)).toContain('hn-fgw ACCEPTED')
  expect(moves().map(({ subject, actor, admits, releases }) => [subject, actor, admits, releases])).toEqual([
    [open, 'services/lead-agency', ['organisations/hn-czt'], ['organisations/hn-fgw']],
  ])
  expect(readFact(moves()[0] as never).fact).toMatchObject({
    succession: true,
    due: { year: 2026, month: 12, day: 31 },
  })
  // The successor goes on under its own name, and what was reported stays where it was.
  await workflow.acknowledge(open, 'hn-czt')
  const request = GetAssignmentRequest.create({ name: `${open}/assignments/hn-fgw` })
  const { assignment } = await call(bus.as('hn-office').assignments, (stub) => stub.getAssignment, request)
  expect(assignment).toMatchObject({ state: 'ASSIGNMENT_STATE_TRANSFERRED', reportCount: 1 })
})

test('the old certificate stops working, for commands and for questions', async () => {
  const ask = GetTaskRequest.create({ name: `${parent}/tasks/done` })
  await vi.waitFor(
    async () =>
      expect(await refusalOf(call(bus.as('hn-fgw').tasks, (stub) => stub.getTask, ask))).toBe(
        'PERMISSION_DENIED CALLER_ENDED',
      ),
    { timeout: 5_000 },
  )
  // The log too: it answers nothing any more, and ends what the body was following.
  const list = ListRecordsRequest.create({ resource: `${parent}/tasks/done` })
  await vi.waitFor(
    async () =>
      expect(await refusalOf(call(bus.as('hn-fgw').events, (stub) => stub.listRecords, list))).toBe(
        'PERMISSION_DENIED CALLER_ENDED',
      ),
    { timeout: 5_000 },
  )
  await vi.waitFor(() => expect(followed.failed && explained(followed.failed)?.reason).toBe('CALLER_ENDED'), {
    timeout: 5_000,
  })
  await vi.waitFor(
    async () =>
      expect(await refusalOf(workflow.acknowledge(`${parent}/tasks/open`, 'hn-fgw'))).toBe(
        'PERMISSION_DENIED CALLER_ENDED',
      ),
    { timeout: 5_000 },
  )
})

test('a task issued afterwards goes to the successor, and says what its clause names', async () => {
  const task = await workflow.issue(parent, 'led', 'later')
  expect(await partsOf(task)).toEqual(['hn-kjt ISSUED', 'hn-czt ISSUED', 'hn-jyt ISSUED'])
  const { tasks } = bus.as('hn-office')
  const { task: said } = await call(tasks, (stub) => stub.getTask, GetTaskRequest.create({ name: task }))
  expect(said?.assignments[1]?.body).toMatchObject({
    organisation: 'organisations/hn-czt',
    named: 'organisations/hn-fgw',
  })
})

test('whoever names one that has ended is told since when it is, and who succeeds it; one that nobody knows, that', async () => {
  const { tasks } = bus.as('hn-office')
  const refusal = (to: string) =>
    call(tasks, (stub) => stub.transferAssignment, requests.transfer(`${parent}/tasks/later`, 'hn-jyt', to)).catch(
      (error) => explained(error),
    )
  expect(await refusal('hn-fgw')).toMatchObject({
    reason: 'ORGANISATION_ENDED',
    details: new Map([
      ['organisation', 'organisations/hn-fgw'],
      ['date', '2026-04-01'],
      ['successors', 'organisations/hn-czt'],
    ]),
  })
  expect(await refusal('nobody')).toMatchObject({ reason: 'ORGANISATION_UNKNOWN' })
})

test('whoever has a part already keeps its own, and the other ends', async () => {
  const task = await workflow.issue(parent, 'two-leads', 'both')
  await workflow.acknowledge(task, 'hn-kjt')
  await merge('hn-gxt', 'hn-kjt', '2026-05-01')
  await bus.quiet()
  clock.set(startOf('2026-05-01'))
  await vi.waitFor(async () => expect(await partsOf(task)).toContain('hn-gxt TRANSFERRED'), { timeout: 5_000 })
  await bus.quiet()
  expect((await partsOf(task)).filter((part) => part.startsWith('hn-kjt'))).toEqual(['hn-kjt ACKNOWLEDGED'])
})

test('work of a body without a successor stays open, and is not issued anew', async () => {
  const task = await workflow.issue(parent, 'led', 'orphan')
  const request = DissolveOrganisationRequest.create({
    ...{ requestId: randomUUID(), name: organisation('hn-jyt'), successor: '', basis: '湘编〔2026〕9号' },
    effectiveDate: toDate('2026-06-01'),
  })
  await call(bus.as('hn-office').directory, (stub) => stub.dissolveOrganisation, request)
  await bus.quiet()
  clock.set(startOf('2026-06-01'))
  const reason = await workflow.issue(parent, 'led', 'none').catch((error) => explained(error)?.reason)
  expect(reason).toBe('BODY_WITHOUT_SUCCESSOR')
  expect(await partsOf(task)).toContain('hn-jyt ISSUED')
  // Nobody does it by itself: whose turn it is says who decides.
  const turnOf = async () => {
    const read = await call(bus.as('hn-office').tasks, (stub) => stub.getTask, GetTaskRequest.create({ name: task }))
    return read.task?.assignments.find(({ body }) => body?.organisation === 'organisations/hn-jyt')?.light?.turn
  }
  await vi.waitFor(async () => expect(await turnOf()).toEqual(['organisations/hn-office']), { timeout: 10_000 })
  await workflow.transfer(task, 'hn-jyt', 'hn-rst')
})

test('a lead that had finished is succeeded in what remains: its successor proposes closing', async () => {
  const task = await workflow.issue(parent, 'two-leads', 'led-on')
  for (const code of ['hn-kjt', 'hn-czt', 'hn-sthjt'])
    await workflow.complete(task, code, code === 'hn-kjt' ? 'hn-office' : 'hn-kjt')
  await merge('hn-kjt', 'hn-sjj', '2026-07-01')
  await bus.quiet()
  const all = bus.subscribe('hn-office', 'latest')
  await all.until(() => all.caughtUp, 'the end')
  clock.set(startOf('2026-07-01'))
  const passed = () => all.records.filter(({ type, subject }) => type.endsWith('.DutiesSucceeded') && subject === task)
  await all.until(() => passed().length > 0, 'the duties')
  await bus.quiet()
  expect(passed().map(({ actor, admits, releases }) => [actor, admits, releases])).toEqual([
    ['services/lead-agency', ['organisations/hn-sjj'], []],
  ])
  expect(await partsOf(task)).toEqual(['hn-kjt ACCEPTED', 'hn-czt ACCEPTED', 'hn-sthjt ACCEPTED'])
  // It finds the task, in which it has no part, among those of the programme.
  const listed = await call(bus.as('hn-sjj').tasks, (stub) => stub.listTasks, ListTasksRequest.create({ parent }))
  expect(listed.tasks.map(({ name }) => name)).toContain(task)
  await workflow.proposeClosing(task, 'hn-sjj')
  await workflow.close(task)
  expect(passed()).toHaveLength(1)
})

test('a consultation goes on with the successors of whoever asks and is asked, and history keeps the names', async () => {
  const name = `${parent}/consultations/goes-on`
  const ask = consultations.open(parent, 'goes-on', ['hn-slt', 'hn-lyj'])
  await call(bus.as('hn-yjt').consultations, (stub) => stub.openConsultation, ask)
  await merge('hn-slt', 'hn-nynct', '2026-07-02')
  await merge('hn-yjt', 'hn-sft', '2026-07-02')
  const all = bus.subscribe('hn-office', 'latest')
  await all.until(() => all.caughtUp, 'the end')
  clock.set(startOf('2026-07-02'))
  const moved = () => all.records.filter(({ type, subject }) => type.endsWith('.BodySucceeded') && subject === name)
  await all.until(() => moved().length > 1, 'both')
  const before = await consultationOf(bus.as('hn-sft'), name)
  expect([before.initiator, before.turn]).toEqual([
    'organisations/hn-sft',
    ['organisations/hn-nynct', 'organisations/hn-lyj'],
  ])
  for (const code of ['hn-nynct', 'hn-lyj'])
    await call(bus.as(code).consultations, (stub) => stub.answerConsultation, consultations.answer(name, 'AGREE'))
  const after = await consultationOf(bus.as('hn-sft'), name)
  expect(after.state).toBe('CONSULTATION_STATE_CONSENSUS')
  expect(after.cases[0]?.bodies[0]).toMatchObject({
    organisation: 'organisations/hn-nynct',
    named: 'organisations/hn-slt',
  })
  const admitted = moved().map(({ actor, admits }) => `${actor} ${admits}`)
  expect(admitted.sort()).toEqual([
    'services/coordination-office organisations/hn-nynct',
    'services/coordination-office organisations/hn-sft',
  ])
})

test('and each service finds its states to be what its records give', async () => {
  const { operations } = bus.asService('operations')
  await bus.quiet()
  for (const service of ['lead-agency', 'supporting-department', 'coordination-office']) {
    const request = { $type: 'qiantou.operation.v1.CheckStatesRequest' as const, service }
    expect((await call(operations, (stub) => stub.checkStates, request)).differing).toEqual([])
  }
})
