/** The bus that tests run on, on either engine of the log: a task from its issuing to its end, as a subscriber sees it. */
import { describe, expect, test } from 'vitest'
import { brokerUnavailability } from '#infra/kafka/broker.ts'
import { startTestBus, type TestBusOptions } from './bus.ts'
import { Workflow } from './workflow.ts'

const noBroker = await brokerUnavailability()
/** Before any limit of the task, so that time adds nothing. */
const now = new Date('2026-03-04T03:02:01.000Z')

async function lifeOfTask(options: TestBusOptions): Promise<void> {
  const bus = await startTestBus({ ...options, clock: { now: () => now } })
  try {
    const workflow = new Workflow(bus)
    const parent = await workflow.importProgramme('p')
    await bus.quiet()
    // Before it there are the directory's records, and the programme's.
    const { rows } = await bus.database('event-log').query('SELECT max(position) - 1 AS last FROM entry')
    const [office, lead, outsider] = ['hn-office', 'hn-kjt', 'hn-wwj'].map((code) => bus.subscribe(code, rows[0].last))
    const task = await workflow.issue(parent, 'sole', 't')
    await workflow.complete(task, 'hn-fgw', 'hn-office')
    await workflow.proposeClosing(task, 'hn-fgw')
    await workflow.close(task)
    await bus.quiet()
    const records = (await office?.has(7)) ?? []
    expect(records.map(({ type }) => type.split('.').at(-1))).toEqual([
      ...['ProgrammeImported', 'TaskIssued', 'AssignmentAcknowledged', 'AssignmentSubmitted', 'SubmissionAccepted'],
      ...['ClosingProposed', 'TaskClosed'],
    ])
    expect(new Set(records.map(({ time }) => time.getTime()))).toEqual(new Set([now.getTime()]))
    for (const stranger of [lead, outsider]) {
      await stranger?.until(() => stranger.caughtUp, 'the end')
      expect(stranger?.records).toEqual([])
    }
    const late = bus.subscribe('hn-fgw', records[3]?.position)
    expect((await late.has(3)).map(({ position }) => position)).toEqual(
      records.slice(4).map(({ position }) => position),
    )
  } finally {
    await bus.stop()
  }
}

describe('a task from its issuing to its end', () => {
  test('on PostgreSQL', () => lifeOfTask({ engine: 'postgres' }))

  test('on PostgreSQL again: another bus of the same file knows nothing of the first', () => lifeOfTask({}))

  test.skipIf(noBroker)('on Kafka', () => lifeOfTask({ engine: 'kafka' }), 120_000)
})
