/** Who is given which records: live, again from a position, and as history, while parts of tasks change hands. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ListRecordsRequest } from '#proto/qiantou/event/v1/event_service.ts'
import { call } from '#shared/grpc/client.ts'
import { startTestBus, type TestBus } from '#shared/testing/bus.ts'
import type { Received, Subscriber } from '#shared/testing/subscriber.ts'
import { Workflow } from '#shared/testing/workflow.ts'
import { entitledTo } from '../entitled.ts'

const tasks = 40
const codes = ['hn-kjt', 'hn-fgw', 'hn-jyt', 'hn-gxt', 'hn-cities', 'hn-yjj'] as const

let bus: TestBus
let order: readonly Received[]
const live = new Map<string, Subscriber>()
let last: string

/** One task whose supporter hands its part on while the others work, each time as soon as they have come to another step. */
async function play(parent: string, id: string): Promise<string> {
  const workflow = new Workflow(bus)
  const task = await workflow.issue(parent, 'led', id)
  await workflow.acknowledge(task, 'hn-fgw')
  await workflow.askRelease(task, 'hn-jyt')
  const steps = [
    () => workflow.report(task, 'hn-fgw', 10),
    () => workflow.report(task, 'hn-fgw', 20),
    () => workflow.acknowledge(task, 'hn-kjt'),
  ]
  const before = Number(id) % (steps.length + 1)
  for (const step of steps.slice(0, before)) await step()
  const working = (async () => {
    for (const step of steps.slice(before)) await step()
  })()
  // It builds on what was recorded until now, and crosses what is recorded meanwhile.
  await Promise.all([working, workflow.reassign(task, 'hn-jyt', 'hn-gxt')])
  await workflow.report(task, 'hn-kjt', 30)
  return task
}

beforeAll(async () => {
  bus = await startTestBus()
  const parent = await new Workflow(bus).importProgramme('entitled')
  await bus.quiet()
  for (const code of codes) live.set(code, bus.subscribe(code))
  for (const subscriber of live.values()) await subscriber.until(() => subscriber.caughtUp, 'the end')
  for (let begun = 0; begun < tasks; begun += 8)
    await Promise.all(Array.from({ length: 8 }, (_, i) => play(parent, `${begun + i}`)))
  last = await play(parent, `${tasks}`)
  await bus.quiet()
  // The last that each is given is about itself: whatever else came, came before.
  for (const code of codes) await new Workflow(bus).beginTerm(code, randomUUID())
  await bus.quiet()
  const { next_position: end } = (await bus.database('event-log').query('SELECT next_position FROM log_head')).rows[0]
  order = [...(await bus.subscribe('hn-office').has(Number(end)))]
})
afterAll(async () => await bus.stop())

const due = (code: string): bigint[] => entitledTo(`organisations/${code}`, order)

const positions = ({ records }: Subscriber): bigint[] => records.map(({ position }) => position)

test.each(codes)('%s is given live what it is party to, without a gap, and nothing else', async (code) => {
  const expected = due(code)
  const subscriber = live.get(code) as Subscriber
  const own = order.findLast(({ subject }) => subject === `organisations/${code}`)
  expect(expected.at(-1)).toBe(own?.position)
  await subscriber.until(() => subscriber.records.at(-1)?.position === own?.position, 'the last of its own')
  expect(positions(subscriber)).toEqual(expected)
  const ofProgramme = new Set(
    order.filter(({ subject }) => !subject.startsWith('organisations/')).map((one) => one.position),
  )
  expect(expected.some((position) => ofProgramme.has(position))).toBe(code !== 'hn-yjj' && code !== 'hn-cities')
})

test.each(codes)('%s is given the same again from any position', async (code) => {
  const expected = due(code)
  for (const share of [0, 0.5, 0.9]) {
    const after = BigInt(Math.floor(order.length * share))
    const subscriber = bus.subscribe(code, after)
    await subscriber.until(() => subscriber.caughtUp, 'the end')
    expect(positions(subscriber)).toEqual(expected.filter((position) => position > after))
    subscriber.stop()
  }
})

test('from the latest on nothing comes that was there before', async () => {
  const subscriber = bus.subscribe('hn-kjt', 'latest')
  await subscriber.until(() => subscriber.caughtUp, 'the end')
  await new Workflow(bus).report(last, 'hn-kjt', 40)
  const [first] = await subscriber.has(1)
  expect(first).toMatchObject({ type: 'qiantou.assignment.v1.ProgressReported', position: BigInt(order.length) })
})

test('as history a party reads all of a task, a former one what was while it was party, others nothing', async () => {
  const read = async (code: string): Promise<bigint[]> => {
    const request = ListRecordsRequest.fromPartial({ resource: last, pageSize: 1_000 })
    const { records } = await call(bus.as(code).events, (client) => client.listRecords, request)
    return records.map(({ position }) => position)
  }
  const all = await read('hn-office')
  expect(all.length).toBeGreaterThan(8)
  for (const code of ['hn-kjt', 'hn-fgw', 'hn-gxt']) expect(await read(code)).toEqual(all)
  const ofTask = new Set(all)
  expect(await read('hn-jyt')).toEqual(due('hn-jyt').filter((position) => ofTask.has(position)))
  await expect(read('hn-yjj')).rejects.toThrow(/NOT_FOUND/)
})
