/** A body ends with work open in every state: where that goes, whose turn it is, what is on record, and who may still call. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { type Assignment, GetAssignmentRequest } from '#proto/qiantou/assignment/v1/assignment_service.ts'
import { DissolveOrganisationRequest } from '#proto/qiantou/directory/v1/directory_service.ts'
import type { Light } from '#proto/qiantou/task/v1/light.ts'
import { GetTaskRequest, type Task } from '#proto/qiantou/task/v1/task_service.ts'
import { startOf, toDate } from '#shared/domain/calendar.ts'
import { call } from '#shared/grpc/client.ts'
import { type ReadRecord, readFact } from '#shared/record/record.ts'
import { startTestBus, type TestBus } from '#shared/testing/bus.ts'
import { refusalOf } from '#shared/testing/reason-of.ts'
import { SetClock } from '#shared/testing/set-clock.ts'
import type { Subscriber } from '#shared/testing/subscriber.ts'
import { Workflow } from '#shared/testing/workflow.ts'
import { lightsOn } from '../reference-fold/lights.ts'
import { eventOf } from '../reference-fold/reference-event.ts'

const [succeeded, orphaned, successor, lead, office] = ['hn-fgw', 'hn-jyt', 'hn-czt', 'hn-kjt', 'hn-office'] as const
const day = '2026-03-04'
const clock = new SetClock()
let bus: TestBus
let workflow: Workflow
let parent: string
let all: Subscriber

const named = (code: string): string => `organisations/${code}`

/** How a part comes to each of the states that have not ended. */
const steps: Readonly<Record<string, (task: string, code: string) => Promise<void>>> = {
  ISSUED: async () => undefined,
  ACKNOWLEDGED: (task, code) => workflow.acknowledge(task, code),
  IN_PROGRESS: async (task, code) => {
    await workflow.acknowledge(task, code)
    await workflow.report(task, code, 40)
  },
  SUBMITTED: async (task, code) => {
    await workflow.acknowledge(task, code)
    await workflow.submit(task, code)
  },
  REASSIGNMENT_REQUESTED: (task, code) => workflow.askRelease(task, code),
  SUSPENDED: (task, code) => workflow.suspend(task, code),
}
const states = Object.keys(steps)
const taskIn = (state: string): string => `${parent}/tasks/${state.toLowerCase().replace('_', '-')}`

async function dissolve(code: string, to: string): Promise<void> {
  const request = DissolveOrganisationRequest.create({
    ...{ requestId: randomUUID(), name: named(code), successor: to && named(to), basis: '湘编〔2026〕9号' },
    effectiveDate: toDate(day),
  })
  await call(bus.as(office).directory, (stub) => stub.dissolveOrganisation, request)
}

const transfers = (): readonly ReadRecord[] =>
  all.records.filter(({ type }) => type === 'qiantou.task.v1.AssignmentTransferred')

const duties = (): readonly ReadRecord[] => all.records.filter(({ type }) => type === 'qiantou.task.v1.DutiesSucceeded')

beforeAll(async () => {
  bus = await startTestBus({ clock })
  workflow = new Workflow(bus)
  parent = await workflow.importProgramme('ended')
  for (const [state, step] of Object.entries(steps)) {
    const task = await workflow.issue(parent, 'led', taskIn(state).split('/').at(-1) as string)
    for (const code of [succeeded, orphaned]) await step(task, code)
  }
  // Two whose parts are all accepted: closing is proposed, and of the joint one waits for the body that ends.
  const closing = await workflow.issue(parent, 'led', 'close-proposed')
  for (const code of [lead, succeeded, orphaned]) await workflow.complete(closing, code, code === lead ? office : lead)
  await workflow.proposeClosing(closing, lead)
  const joint = await workflow.issue(parent, 'joint', 'joint')
  for (const code of [lead, succeeded]) await workflow.complete(joint, code, office)
  await workflow.confirmCompiler(joint, lead)
  await workflow.proposeClosing(joint, lead)
  await dissolve(succeeded, successor)
  await dissolve(orphaned, '')
  await bus.quiet()
  all = bus.subscribe(office)
  await all.until(() => all.caughtUp, 'the end')
  clock.set(startOf(day))
  const isTold = () => duties().length > states.length
  await all.until(() => transfers().length >= states.length && isTold(), 'the moves')
  await bus.quiet()
}, 60_000)
afterAll(async () => await bus.stop())

const taskOf = async (name: string): Promise<Task> =>
  (await call(bus.as(office).tasks, (stub) => stub.getTask, GetTaskRequest.create({ name }))).task as Task
async function partOf(name: string, code: string) {
  const part = (await taskOf(name)).assignments.find(({ body }) => body?.organisation === named(code))
  return part && { state: part.state.replace('ASSIGNMENT_STATE_', ''), turn: part.light?.turn }
}
/** Bodies of which the task says that they are gone. */
const goneOf = async (name: string): Promise<readonly string[]> =>
  (await taskOf(name)).assignments.flatMap(({ body, gone }) => (gone ? [body?.organisation.split('/')[1] ?? ''] : []))
async function assignmentOf(name: string): Promise<Assignment> {
  const request = GetAssignmentRequest.create({ name })
  const { assignments } = bus.as(office)
  return (await call(assignments, (stub) => stub.getAssignment, request, workflow.after)).assignment as Assignment
}

const short = (light: Light | undefined): string =>
  [
    light?.colour.replace('LIGHT_COLOUR_', ''),
    light?.reason.replace('LIGHT_REASON_', ''),
    (light?.turn ?? []).map((one) => one.split('/')[1]).sort(),
  ].join(' ')

describe.each(states)('a part that is %s', (state) => {
  test('goes to the successor of its body, who has the turn, by a record of its task', async () => {
    const stands = state === 'SUSPENDED'
    expect(await partOf(taskIn(state), succeeded)).toEqual({ state: 'TRANSFERRED', turn: [] })
    expect(await partOf(taskIn(state), successor)).toEqual({
      ...{ state: stands ? 'SUSPENDED' : 'ISSUED', turn: [named(stands ? office : successor)] },
    })
    const moves = transfers().filter(({ subject }) => subject === taskIn(state))
    expect(moves.map(({ actor, admits, releases }) => [actor, admits, releases])).toEqual([
      ['services/lead-agency', [named(successor)], [named(succeeded)]],
    ])
    expect(readFact(moves[0] as ReadRecord).fact).toMatchObject({ organisation: named(succeeded), succession: true })
  })

  test('of a body without a successor waits for the authority, by a record of its task, until that moves it', async () => {
    const told = duties().filter(({ subject }) => subject === taskIn(state))
    expect(told.map(({ actor, admits, releases }) => [actor, admits, releases])).toEqual([
      ['services/lead-agency', [], []],
    ])
    expect(readFact(told[0] as ReadRecord).fact).toMatchObject({
      ...{ organisation: named(orphaned), successor: '', former: '' },
    })
    const turn = [named(state === 'SUBMITTED' ? lead : office)]
    expect(await partOf(taskIn(state), orphaned)).toEqual({ state, turn })
    expect(await goneOf(taskIn(state))).toEqual([orphaned])
    // Both services say of the part, its milestones and the whole what the records say.
    const name = `${taskIn(state)}/assignments/${orphaned}`
    const records = all.records.filter(({ subject }) => subject.startsWith(taskIn(state)))
    const lights = lightsOn(day, taskIn(state), records.map(eventOf))
    const { light, milestoneStates, gone } = await assignmentOf(name)
    expect(gone).toBe(true)
    expect(light?.turn).toEqual(turn)
    expect(short(light)).toBe(lights.get(name))
    expect(milestoneStates.length).toBeGreaterThan(0)
    for (const { id, light } of milestoneStates) expect(short(light)).toBe(lights.get(`${name}#${id}`))
    expect(short((await taskOf(taskIn(state))).light)).toBe(lights.get(taskIn(state)))
    await workflow.transfer(taskIn(state), orphaned, 'hn-rst')
    expect(await partOf(taskIn(state), orphaned)).toEqual({ state: 'TRANSFERRED', turn: [] })
    expect([await goneOf(taskIn(state)), (await assignmentOf(name)).gone]).toEqual([[], false])
    expect((await partOf(taskIn(state), 'hn-rst'))?.state).toBe(state === 'SUSPENDED' ? 'SUSPENDED' : 'ISSUED')
  })
})

test('a task that waits to be struck off does so still: parts that are accepted stay where they were', async () => {
  const name = `${parent}/tasks/close-proposed`
  expect((await taskOf(name)).state).toBe('TASK_STATE_CLOSE_PROPOSED')
  for (const code of [succeeded, orphaned]) expect(await partOf(name, code)).toEqual({ state: 'ACCEPTED', turn: [] })
  await workflow.close(name)
  expect((await taskOf(name)).state).toBe('TASK_STATE_CLOSED')
})

test('the answer to a proposal to close is the successor’s to give, by a record of its duties', async () => {
  const name = `${parent}/tasks/joint`
  const { state, light } = await taskOf(name)
  expect([state, light?.turn]).toEqual(['TASK_STATE_ISSUED', [named(successor)]])
  const told = duties().filter(({ subject }) => subject === name)
  expect(told.map(({ actor, admits, releases }) => [actor, admits, releases])).toEqual([
    ['services/lead-agency', [named(successor)], []],
  ])
  await workflow.countersign(name, successor)
  expect((await taskOf(name)).state).toBe('TASK_STATE_CLOSE_PROPOSED')
})

test.each([succeeded, orphaned])('the certificate of %s is refused, whatever it asks or commands', async (code) => {
  for (const state of states) {
    const ask = GetTaskRequest.create({ name: taskIn(state) })
    const calls = [
      () => call(bus.as(code).tasks, (stub) => stub.getTask, ask),
      () => workflow.report(taskIn(state), code, 50),
    ]
    for (const calling of calls)
      await vi.waitFor(async () => expect(await refusalOf(calling())).toBe('PERMISSION_DENIED CALLER_ENDED'), {
        timeout: 5_000,
      })
  }
})
