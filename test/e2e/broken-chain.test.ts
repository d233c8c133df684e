/** A source whose chain is broken is stopped at the event log, and with it whoever has seen beyond the break. */
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { GetStatusRequest, type GetStatusResponse } from '#proto/qiantou/operation/v1/operation_service.ts'
import { ListBurdensRequest } from '#proto/qiantou/supervision/v1/burden_service.ts'
import { ConfirmReportRequest } from '#proto/qiantou/supervision/v1/report_service.ts'
import { TaskClosed } from '#proto/qiantou/task/v1/task_events.ts'
import { toDate } from '#shared/domain/calendar.ts'
import { call } from '#shared/grpc/client.ts'
import { hashRecord, readRecord, writeRecord } from '#shared/record/record.ts'
import { uuidV7 } from '#shared/record/uuid.ts'
import { startTestBus, type TestBus } from '#shared/testing/bus.ts'
import { refusalOf } from '#shared/testing/reason-of.ts'
import { Workflow } from '#shared/testing/workflow.ts'

const lead = '//qiantou/lead-agency'
const department = '//qiantou/supporting-department'

let bus: TestBus
beforeAll(async () => {
  bus = await startTestBus()
})
afterAll(async () => await bus.stop())

const status = (): Promise<GetStatusResponse> =>
  call(bus.as('hn-kjt').operations, (client) => client.getStatus, GetStatusRequest.create())

/** What the event log says of a source. */
const sourceAt = (answer: GetStatusResponse, source: string) =>
  answer.services.find(({ service }) => service === 'event-log')?.sources.find((one) => one.source === source)

/**
 * Puts a record behind the service's back whose prevhash is not its predecessor's hash.
 * @returns what the record should have been.
 */
async function forge(): Promise<Uint8Array> {
  const database = bus.database('lead-agency')
  const { rows } = await database.query('SELECT bytes FROM record ORDER BY sequence DESC LIMIT 1')
  const last = readRecord(rows[0].bytes)
  const next = (prevhash: Uint8Array): Uint8Array =>
    writeRecord(
      {
        ...last,
        id: uuidV7(new Date()),
        sequence: last.sequence + 1n,
        requestid: crypto.getRandomValues(new Uint8Array(16)),
        seen: undefined,
        admits: [],
        releases: [],
        prevhash,
      },
      TaskClosed.create(),
    )
  const honest = next(hashRecord(last.bytes))
  await database.query(
    `WITH head AS (UPDATE head SET tick = tick + 1, sequence = sequence + 1, hash = $1 RETURNING sequence, tick)
     INSERT INTO record (sequence, tick, ordinal, bytes) SELECT sequence, tick, 0, $2 FROM head`,
    [hashRecord(honest), next(new Uint8Array(32).fill(7))],
  )
  return honest
}

/** The report of a month that is over. */
const confirmReport = (): Promise<unknown> =>
  call(
    bus.as('hn-office').reports,
    (stub) => stub.confirmReport,
    ConfirmReportRequest.fromPartial({
      ...{ parent: programme, reportId: '2026-01', asOf: toDate('2026-01-31'), requestId: crypto.randomUUID() },
    }),
  )

let honest: Uint8Array
let before: bigint
let programme: string

test('the source stands still, whoever has seen beyond it waits, and status names the root', async () => {
  const workflow = new Workflow(bus)
  programme = await workflow.importProgramme('chain')
  await workflow.issue(programme, 'led', 'first')
  await bus.quiet()
  honest = await forge()
  expect(await refusalOf(confirmReport())).toBe('FAILED_PRECONDITION LOG_BEHIND')
  before = (await bus.database('event-log').query('SELECT next_position FROM log_head')).rows[0].next_position

  // The next command of the source itself, and one of a service that has folded it.
  const second = await workflow.issue(programme, 'two-leads', 'second')
  await workflow.acknowledge(second, 'hn-kjt')
  await vi.waitFor(
    async () => {
      const answer = await status()
      expect(answer.ready).toBe(false)
      expect(sourceAt(answer, lead)).toMatchObject({ root: lead, stopped: expect.stringMatching(/chain is broken at/) })
      expect(sourceAt(answer, department)).toMatchObject({
        root: lead,
        stopped: expect.stringMatching(/waits for .*lead-agency/),
      })
    },
    { timeout: 10_000, interval: 50 },
  )
  const { rows } = await bus.database('event-log').query('SELECT next_position FROM log_head')
  expect(rows[0].next_position).toBe(before)
})

test('what any past day is worked out from is not said to be all there while some of it has not come', async () => {
  const request = ListBurdensRequest.create({ parent: programme })
  const reading = () => call(bus.as('hn-office').burdens, (stub) => stub.listBurdens, request)
  // Once who answers has seen beyond it.
  await vi.waitFor(async () => expect(await refusalOf(reading())).toBe('FAILED_PRECONDITION LOG_BEHIND'), {
    timeout: 10_000,
  })
})

/** What Kafka has published can't be taken back: there the topic would have to be mended as well. */
const isPublished = process.env.QIANTOU_TEST_ENGINE === 'kafka'

async function mend(): Promise<void> {
  const { sequence } = readRecord(honest)
  await bus.database('lead-agency').query('UPDATE record SET bytes = $2 WHERE sequence = $1', [sequence, honest])
}

async function goesOn(): Promise<void> {
  await mend()
  await bus.quiet()
  expect((await status()).ready).toBe(true)
  const seen = await bus.subscribe('hn-office').has(Number(before) + 3)
  expect(seen.map(({ position }) => position)).toEqual(seen.map((_, i) => BigInt(i)))
}

async function standsStill(): Promise<void> {
  await mend()
  const stopped = sourceAt(await status(), lead)
  // What is recorded after that, the event log hears of; it gets as far as to who does not prove the chain, and no further.
  const workflow = new Workflow(bus)
  const third = await workflow.issue(programme, 'two-leads', 'third')
  await workflow.acknowledge(third, 'hn-kjt')
  await vi.waitFor(
    async () =>
      expect(sourceAt(await status(), lead)).toEqual({
        ...stopped,
        latestSequence: (stopped?.latestSequence ?? 0n) + 1n,
      }),
    { timeout: 10_000, interval: 50 },
  )
  expect(stopped).toMatchObject({ root: lead, stopped: expect.stringMatching(/chain is broken at/) })
  const { rows } = await bus.database('event-log').query('SELECT next_position FROM log_head')
  expect(rows[0].next_position).toBe(before)
}

test(
  isPublished
    ? 'on Kafka it stands still: its topic has the other record'
    : 'all go on once the record is the true one',
  isPublished ? standsStill : goesOn,
)
