/** What time does on a live bus: limits pass, lights change, clocks stand still, and all of it is told once. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { GetAssignmentRequest, ListAssignmentsRequest } from '#proto/qiantou/assignment/v1/assignment_service.ts'
import { GetTaskRequest, ListTasksRequest } from '#proto/qiantou/task/v1/task_service.ts'
import { boardOn } from '#shared/domain/board.ts'
import { endOf, startOf } from '#shared/domain/calendar.ts'
import { taskLight } from '#shared/domain/task-light.ts'
import { call } from '#shared/grpc/client.ts'
import { type ReadRecord, readFact } from '#shared/record/record.ts'
import { startTestBus, type TestBus } from '#shared/testing/bus.ts'
import { SetClock } from '#shared/testing/set-clock.ts'
import type { Subscriber } from '#shared/testing/subscriber.ts'
import { Workflow } from '#shared/testing/workflow.ts'

const clock = new SetClock()
let bus: TestBus
let workflow: Workflow
let parent: string
let task: string
let all: Subscriber

beforeAll(async () => {
  bus = await startTestBus({ clock })
  workflow = new Workflow(bus)
  parent = await workflow.importProgramme('time')
  task = await workflow.issue(parent, 'led', 'one')
  for (const code of ['hn-kjt', 'hn-fgw']) await workflow.acknowledge(task, code)
  all = bus.subscribe('hn-office')
  await bus.quiet()
})
afterAll(async () => await bus.stop())

const isDeadline = ({ type }: ReadRecord): boolean => type === 'qiantou.assignment.v1.DeadlineReached'
/** Limits that were told of: `hn-fgw DEADLINE_DUE`. */
const told = (): string[] =>
  all.records
    .filter(isDeadline)
    .map((record) => `${record.subject.split('/').at(-1)} ${(readFact(record).fact as { deadline?: string }).deadline}`)
async function untilTold(count: number): Promise<void> {
  await all.until(() => told().length >= count, `${count} limits`)
  // Other services have heard of it too.
  await bus.quiet()
}

const lightOf = async () => {
  const { tasks } = bus.as('hn-office')
  return (await call(tasks, (stub) => stub.getTask, GetTaskRequest.create({ name: task }))).task?.light
}
const assignmentOf = async (code: string) => {
  const request = GetAssignmentRequest.create({ name: `${task}/assignments/${code}` })
  return (await call(bus.as('hn-office').assignments, (stub) => stub.getAssignment, request)).assignment
}

test('whoever has not acknowledged in time is told of, and the light says so', async () => {
  expect(await lightOf()).toMatchObject({ colour: 'LIGHT_COLOUR_GREEN' })
  clock.set(endOf('2026-03-04'))
  await untilTold(1)
  expect(told()).toEqual(['hn-jyt DEADLINE_ACKNOWLEDGE'])
  const record = all.records.find(isDeadline)
  expect([record?.actor, record?.source]).toEqual(['services/supporting-department', '//qiantou/supporting-department'])
  expect(await lightOf()).toMatchObject({
    colour: 'LIGHT_COLOUR_YELLOW',
    reason: 'LIGHT_REASON_ACKNOWLEDGEMENT_LATE',
    turn: ['organisations/hn-jyt'],
  })
})

/** Whose parts, and how many tasks, a filter finds. */
async function listed(filter: string): Promise<string> {
  const { assignments, tasks } = bus.as('hn-office')
  const bodies: string[] = []
  let pageToken = ''
  do {
    const request = ListAssignmentsRequest.create({ parent: task, filter, pageSize: 1, pageToken })
    const page = await call(assignments, (stub) => stub.listAssignments, request)
    bodies.push(...page.assignments.map(({ organisation }) => organisation.split('/')[1] ?? ''))
    pageToken = page.nextPageToken
  } while (pageToken)
  const request = ListTasksRequest.create({ parent, filter })
  const { length } = (await call(tasks, (stub) => stub.listTasks, request)).tasks
  return `${bodies.sort().join(' ') || 'nobody'}, ${length}`
}

test('lists are filtered by lights, and by those of milestones', async () => {
  expect([await listed('light = YELLOW'), await listed('light = RED')]).toEqual(['hn-jyt, 1', 'nobody, 0'])
  expect(await listed('state = ISSUED AND light = YELLOW')).toBe('hn-jyt, 1')
  expect(await listed('milestone_light = GREEN')).toBe('hn-fgw hn-jyt hn-kjt, 1')
  expect(await listed('light = YELLOW AND milestone_light = GREEN')).toBe('hn-jyt, 1')
  expect(await listed('light = YELLOW AND milestone_light = YELLOW')).toBe('nobody, 0')
})

test('a suspended part waits for nothing while months pass; resumed, all its dates lie that much later', async () => {
  await workflow.suspend(task, 'hn-fgw')
  await bus.quiet()
  clock.set(startOf('2026-08-03'))
  // The two others missed their milestone; so one more look was taken, and told nothing of the suspended one.
  await untilTold(3)
  expect(told().slice(1).sort()).toEqual(['hn-jyt DEADLINE_MILESTONE', 'hn-kjt DEADLINE_MILESTONE'])
  expect(await assignmentOf('hn-fgw')).toMatchObject({
    state: 'ASSIGNMENT_STATE_SUSPENDED',
    light: { colour: 'LIGHT_COLOUR_GREY' },
  })
  expect([await listed('milestone_light = RED'), await listed('milestone_light = GREY')]).toEqual([
    ...['hn-jyt hn-kjt, 1', 'hn-fgw, 1'],
  ])
  await workflow.resume(task, 'hn-fgw')
  await bus.quiet()
  const { due, formerDues, milestoneStates } = (await assignmentOf('hn-fgw')) ?? {}
  expect([due, formerDues]).toMatchObject([{ year: 2027, month: 5 }, [{ year: 2026, month: 12, day: 31 }]])
  expect(milestoneStates).toMatchObject([{ due: { year: 2026, month: 11 }, light: { colour: 'LIGHT_COLOUR_GREEN' } }])
})

test('more time in time: asked for, supported, granted, and the end is told of at its new date only', async () => {
  await workflow.askTime(task, 'hn-kjt', '2027-03-31')
  await workflow.grantTime(task, 'hn-kjt')
  await bus.quiet()
  clock.set(startOf('2027-01-04'))
  await untilTold(6)
  expect(told().slice(3).sort()).toEqual([
    'hn-fgw DEADLINE_MILESTONE',
    'hn-jyt DEADLINE_DUE',
    'hn-jyt DEADLINE_WARNING',
  ])
  expect(await lightOf()).toMatchObject({ colour: 'LIGHT_COLOUR_RED', reason: 'LIGHT_REASON_OVERDUE' })
})

test.each([
  ['2026-03-02', 'GREEN', 'ON_COURSE'],
  ['2026-03-05', 'YELLOW', 'ACKNOWLEDGEMENT_LATE'],
  ['2026-07-01', 'RED', 'MILESTONE_MISSED'],
  ['2027-01-04', 'RED', 'OVERDUE'],
])('the records alone tell what the light was on %s: %s, %s', async (day, colour, reason) => {
  const [board] = boardOn(day, all.records)
  const light = board && taskLight(board.task, day)
  expect(light).toMatchObject({ colour: `LIGHT_COLOUR_${colour}`, reason: `LIGHT_REASON_${reason}` })
})

test('and each service finds its states, and when they are due, to be what its records give', async () => {
  const { operations } = bus.asService('operations')
  for (const service of ['lead-agency', 'supporting-department']) {
    const request = { $type: 'qiantou.operation.v1.CheckStatesRequest' as const, service }
    expect((await call(operations, (stub) => stub.checkStates, request)).differing).toEqual([])
  }
})
