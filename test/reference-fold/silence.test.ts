/**
 * A joint task on a live bus, as days pass: proposed, sent back, proposed anew, unanswered by one body, which is urged, and ruled
 * on. What the services say, lights among it, is what the records say.
 */
import { randomUUID } from 'node:crypto'
import { type ServiceError, status } from '@grpc/grpc-js'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { UrgeAssignmentRequest } from '#proto/qiantou/supervision/v1/supervision_service.ts'
import { GetTaskRequest, type Task } from '#proto/qiantou/task/v1/task_service.ts'
import { addDays, dayOf, startOf, stateCouncil, toDate, workingDaysFrom } from '#shared/domain/calendar.ts'
import { call } from '#shared/grpc/client.ts'
import { readFact } from '#shared/record/record.ts'
import { startTestBus, type TestBus } from '#shared/testing/bus.ts'
import { SetClock } from '#shared/testing/set-clock.ts'
import { Workflow } from '#shared/testing/workflow.ts'
import { office } from '#shared/testing/workflow-requests.ts'
import { lightsOn } from './lights.ts'
import { referenceTasks } from './reference.ts'
import { eventOf } from './reference-event.ts'
import { saidOf } from './said.ts'

const clock = new SetClock()
let bus: TestBus
beforeAll(async () => {
  bus = await startTestBus({ clock })
})
afterAll(async () => await bus.stop())

const bodies = ['hn-kjt', 'hn-fgw'] as const

test('silence is told of once, urged, and ruled on by name; it is never consent', async () => {
  const all = bus.subscribe(office)
  const workflow = new Workflow(bus)
  const parent = await workflow.importProgramme('silence')
  const name = await workflow.issue(parent, 'joint', 'all')
  const { tasks, supervisions } = bus.as(office)
  const read = async (): Promise<Task> =>
    (await call(tasks, (stub) => stub.getTask, GetTaskRequest.create({ name }))).task as Task
  const light = ({ light }: Task): string => {
    const short = (value = ''): string => value.replace(/^LIGHT_(COLOUR|REASON)_/, '')
    const turn = (light?.turn ?? []).map((one) => one.split('/')[1]).sort()
    return `${short(light?.colour)} ${short(light?.reason)} ${turn}`
  }
  /** Compares what is said with what the records say. @returns the types of the task's own records */
  const compare = async (): Promise<readonly string[]> => {
    await bus.quiet()
    const { rows } = await bus.database('event-log').query('SELECT count(*)::integer AS entries FROM entry')
    const records = (await all.has(rows[0].entries)).filter(
      ({ subject }) => subject.startsWith(name) && !subject.includes('/supervisions/'),
    )
    for (const reference of referenceTasks(records)) expect(await saidOf(bus, reference)).toEqual(reference)
    const lights = lightsOn(dayOf(clock.now()), name, records.map(eventOf))
    expect(light(await read())).toBe(lights.get(name))
    return records.filter(({ subject }) => subject === name).map(({ type }) => type.split('.').at(-1) ?? '')
  }
  const urge = (code: string) => {
    const request = UrgeAssignmentRequest.create({ requestId: randomUUID(), name: `${name}/supervisions/${code}` })
    return call(supervisions, (stub) => stub.urgeAssignment, request)
  }
  const refusal = (promise: Promise<unknown>): Promise<number> =>
    promise.then(
      () => status.OK,
      (error: ServiceError) => error.code,
    )

  await workflow.confirmCompiler(name, 'hn-kjt')
  for (const code of bodies) await workflow.complete(name, code, office)
  await workflow.proposeClosing(name, 'hn-kjt')
  await workflow.countersign(name, 'hn-fgw')
  await compare()
  expect(await read()).toMatchObject({ state: 'TASK_STATE_CLOSE_PROPOSED' })
  await workflow.returnClosing(name)
  await compare()
  expect(await read()).toMatchObject({ state: 'TASK_STATE_ISSUED', countersignedBy: [], closingProposedBy: [] })

  await workflow.proposeClosing(name, 'hn-kjt')
  const last = workingDaysFrom(stateCouncil, dayOf(clock.now()), 5)
  expect((await read()).countersignBy).toEqual(toDate(last))
  expect(await refusal(workflow.rule(name, true))).toBe(status.FAILED_PRECONDITION)
  await compare()

  clock.set(startOf(addDays(last, 1)))
  const types = await compare()
  expect(types.filter((type) => type === 'CountersignatureLimitPassed')).toHaveLength(1)
  expect(light(await read())).toBe('YELLOW COUNTERSIGNATURE_LATE hn-fgw,hn-office')
  expect(await refusal(workflow.close(name))).toBe(status.FAILED_PRECONDITION)
  expect((await urge('hn-fgw')).supervision?.urges.map(({ matter }) => matter)).toEqual(['URGE_MATTER_CLOSING'])
  expect(await refusal(urge('hn-fgw'))).toBe(status.FAILED_PRECONDITION)
  expect(await refusal(urge('hn-kjt'))).toBe(status.FAILED_PRECONDITION)

  await workflow.rule(name, true)
  await compare()
  expect(await read()).toMatchObject({ state: 'TASK_STATE_CLOSE_PROPOSED', silent: ['organisations/hn-fgw'] })
  expect(await refusal(workflow.countersign(name, 'hn-fgw'))).toBe(status.FAILED_PRECONDITION)
  await workflow.close(name)
  clock.set(startOf(addDays(last, 100)))
  expect((await compare()).filter((type) => type === 'CountersignatureLimitPassed')).toHaveLength(1)
  const ruling = all.records.find(({ type }) => type.endsWith('.DissentRuled'))
  expect(ruling && readFact(ruling).fact).toMatchObject({ closes: true, silent: ['organisations/hn-fgw'] })
}, 60_000)

test('and the services find their stored states to be what their records give', async () => {
  for (const service of ['lead-agency', 'coordination-office']) {
    const request = { $type: 'qiantou.operation.v1.CheckStatesRequest' as const, service }
    const checked = await call(bus.asService('operations').operations, (stub) => stub.checkStates, request)
    expect(checked).toMatchObject({ differing: [], differingCount: 0n })
  }
})
