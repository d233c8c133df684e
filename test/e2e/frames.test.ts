/** What a subscription sends besides single records: frames that stay below what clients accept, and signs of life. */
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { ReportProgressRequest } from '#proto/qiantou/assignment/v1/assignment_service.ts'
import { SubscribeRequest, SubscribeResponse } from '#proto/qiantou/event/v1/event_service.ts'
import { call } from '#shared/grpc/client.ts'
import { uuidV7 } from '#shared/record/uuid.ts'
import { startTestBus, type TestBus } from '#shared/testing/bus.ts'
import { Workflow } from '#shared/testing/workflow.ts'

const reports = 40

let bus: TestBus
beforeAll(async () => {
  bus = await startTestBus()
  const workflow = new Workflow(bus)
  const task = await workflow.issue(await workflow.importProgramme('frames'), 'led', 'large')
  await workflow.acknowledge(task, 'hn-kjt')
  const evidence = Array.from({ length: 45 }, (_, i) => ({
    title: `Annex ${i}`,
    sha256: Buffer.alloc(32, i),
    sizeBytes: 1n,
    mediaType: 'application/pdf',
    location: 'x'.repeat(1_000),
  }))
  for (let percent = 0; percent < reports; percent += 1) {
    const name = `${task}/assignments/hn-kjt`
    const request = { requestId: uuidV7(new Date()), name, percent, text: 'It goes on.', evidence }
    const { assignments } = bus.as('hn-kjt')
    await call(assignments, (client) => client.reportProgress, ReportProgressRequest.fromPartial(request))
  }
  await bus.quiet()
})
afterAll(async () => await bus.stop())

/** Follows as the office, keeping every frame. */
function follow(start: 'SUBSCRIBE_START_EARLIEST' | 'SUBSCRIBE_START_LATEST') {
  const frames: SubscribeResponse[] = []
  const stream = bus
    .as('hn-office')
    .events.subscribe(SubscribeRequest.fromPartial({ from: { $case: 'start', value: start } }))
  stream.on('data', (frame: SubscribeResponse) => frames.push(frame))
  stream.on('error', () => {})
  return { frames, stop: () => stream.cancel() }
}

test('frames hold several records, and stay far below the 4 MiB that clients accept unasked', async () => {
  const { frames, stop } = follow('SUBSCRIBE_START_EARLIEST')
  await vi.waitFor(() => expect(frames.at(-1)?.frame?.$case).toBe('caughtUp'), { timeout: 10_000, interval: 20 })
  stop()
  const counts = frames.flatMap(({ frame }) => (frame?.$case === 'records' ? [frame.value.records.length] : []))
  expect(counts.reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(reports + 3)
  expect(Math.max(...counts)).toBeGreaterThan(5)
  for (const frame of frames) expect(SubscribeResponse.encode(frame).finish().length).toBeLessThan(1_100_000)
})

test('where nothing happens a subscription says that it is alive, and how far it has come', {
  timeout: 40_000,
}, async () => {
  const { frames, stop } = follow('SUBSCRIBE_START_LATEST')
  const kinds = () => frames.map(({ frame }) => frame?.$case)
  await vi.waitFor(() => expect(kinds()).toEqual(['caughtUp', 'heartbeat']), { timeout: 30_000, interval: 100 })
  stop()
  const [caughtUp, heartbeat] = frames.map(({ frame }) => frame?.value)
  expect(heartbeat).toMatchObject({ position: (caughtUp as { position: bigint }).position, time: expect.any(Date) })
})
