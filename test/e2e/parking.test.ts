/** A record that does not decode is parked, and all of its workflow behind it; the rest flows; redriving ends it. */
import { status as code } from '@grpc/grpc-js'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { CloudEvent } from '#proto/io/cloudevents/v1/cloudevents.ts'
import {
  CheckStatesRequest,
  GetStatusRequest,
  ListParkedRecordsRequest,
  type ParkedRecord,
  RedriveParkedRecordsRequest,
} from '#proto/qiantou/operation/v1/operation_service.ts'
import { GetTaskRequest } from '#proto/qiantou/task/v1/task_service.ts'
import { call } from '#shared/grpc/client.ts'
import { hashRecord, readFact, readRecord, writeRecord } from '#shared/record/record.ts'
import { uuidV7 } from '#shared/record/uuid.ts'
import { startTestBus, type TestBus } from '#shared/testing/bus.ts'
import { Workflow } from '#shared/testing/workflow.ts'

const source = '//qiantou/supporting-department'

let bus: TestBus
let workflow: Workflow
let ill: string
let well: string
let honest: Uint8Array
beforeAll(async () => {
  bus = await startTestBus()
  workflow = new Workflow(bus)
  const parent = await workflow.importProgramme('parking')
  ill = await workflow.issue(parent, 'led', 'ill')
  well = await workflow.issue(parent, 'led', 'well')
  for (const task of [ill, well]) await workflow.acknowledge(task, 'hn-kjt')
  await workflow.report(ill, 'hn-kjt', 10, '')
  await bus.quiet()
  honest = await garble()
})
afterAll(async () => await bus.stop())

/**
 * Puts the last record of the department once more behind the service's back, as its next one, with a fact that does not
 * decode. @returns the record with its fact whole.
 */
async function garble(): Promise<Uint8Array> {
  const database = bus.database('supporting-department')
  const { rows } = await database.query('SELECT bytes FROM record ORDER BY sequence DESC LIMIT 1')
  const last = readRecord(rows[0].bytes)
  const next = { ...last, id: uuidV7(new Date()), sequence: last.sequence + 1n, prevhash: hashRecord(last.bytes) }
  const whole = writeRecord(
    { ...next, seen: undefined, requestid: crypto.getRandomValues(new Uint8Array(16)) },
    readFact(last).fact,
  )
  const event = CloudEvent.decode(whole)
  if (event.data?.$case !== 'protoData') throw new Error('a record has data')
  event.data.value.value = Buffer.from([0xff, 0xff])
  const garbled = CloudEvent.encode(event).finish()
  await database.query(
    `WITH head AS (UPDATE head SET tick = tick + 1, sequence = sequence + 1, hash = $1 RETURNING sequence, tick)
     INSERT INTO record (sequence, tick, ordinal, bytes) SELECT sequence, tick, 0, $2 FROM head`,
    [hashRecord(garbled), garbled],
  )
  // The service learns of it as of another instance's commit; whoever follows, by its next own one.
  await workflow.report(ill, 'hn-kjt', 20, '')
  return whole
}

const operations = () => bus.asService('operations').operations
const parked = async (): Promise<readonly ParkedRecord[]> => {
  const request = ListParkedRecordsRequest.fromPartial({ service: 'lead-agency' })
  return (await call(operations(), (client) => client.listParkedRecords, request)).records
}
const count = async (): Promise<bigint | undefined> => {
  const { services } = await call(operations(), (client) => client.getStatus, GetStatusRequest.create())
  return services.find(({ service }) => service === 'lead-agency')?.parked
}
const redrive = () =>
  call(
    operations(),
    (client) => client.redriveParkedRecords,
    RedriveParkedRecordsRequest.fromPartial({ service: 'lead-agency', key: ill }),
  )
const percentOf = async (name: string): Promise<number | undefined> => {
  const request = GetTaskRequest.fromPartial({ name })
  const { task } = await call(bus.as('hn-office').tasks, (client) => client.getTask, request, workflow.after)
  return task?.assignments.find(({ body }) => body?.organisation === 'organisations/hn-kjt')?.percent
}

test('it is parked with what follows of its workflow; others are folded', async () => {
  await workflow.report(well, 'hn-kjt', 70, '')
  await vi.waitFor(async () => expect(await parked()).toHaveLength(2), { timeout: 10_000, interval: 50 })
  const [first, second] = await parked()
  expect(first).toMatchObject({
    source,
    key: ill,
    part: 'PARKED_PART_RECORD',
    reason: expect.stringMatching(/does not decode/),
  })
  expect(second).toMatchObject({ source, key: ill, reason: expect.stringMatching(/waits behind/) })
  expect(await count()).toBe(2n)
  expect([await percentOf(ill), await percentOf(well)]).toEqual([10, 70])
})

test('only services may look at it', async () => {
  const request = ListParkedRecordsRequest.fromPartial({ service: 'lead-agency' })
  const asking = call(bus.as('hn-office').operations, (client) => client.listParkedRecords, request)
  await expect(asking).rejects.toMatchObject({ code: code.PERMISSION_DENIED })
})

test('redriven while it still does not decode, it stays', async () => {
  expect(await redrive()).toMatchObject({ redriven: 0n, remaining: 2n })
  expect(await count()).toBe(2n)
})

test('redriven once it decodes, all of its workflow goes on in order', async () => {
  const mended = 'UPDATE parked SET bytes = $1 WHERE sequence = $2'
  await bus.database('lead-agency').query(mended, [honest, readRecord(honest).sequence])
  expect(await redrive()).toMatchObject({ redriven: 2n, remaining: 0n })
  expect([await parked(), await count()]).toEqual([[], 0n])
  expect(await percentOf(ill)).toBe(20)
  await workflow.report(ill, 'hn-kjt', 30, '')
  expect(await percentOf(ill)).toBe(30)
  const check = () =>
    call(operations(), (client) => client.checkStates, CheckStatesRequest.fromPartial({ service: 'lead-agency' }))
  await expect(check()).rejects.toMatchObject({ code: code.UNAVAILABLE })
  const { sequence } = readRecord(honest)
  const inArchive =
    'UPDATE entry SET bytes = $1 FROM source WHERE source.id = source_id AND source = $2 AND entry.sequence = $3'
  await bus.database('event-log').query(inArchive, [honest, source, sequence])
  expect(await check()).toMatchObject({ differing: [] })
})
