import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { topicOf } from '#shared/log/kafka-client.ts'
import { broker, deleteRecordsBefore, kafkaEngine, postgresEngine } from './engines.ts'
import { Inbox } from './inbox.ts'
import { contract, promptMilliseconds } from './log-contract.ts'
import { databaseOf, eventually, milliseconds, Stage, took } from './stage.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 })

let stage: Stage

beforeAll(async () => {
  stage = await Stage.set()
})
afterEach(async () => await stage.clear())
afterAll(async () => await stage.cluster.stop())

describe('PostgreSQL carries records:', () => {
  contract(postgresEngine, () => stage)

  test('the role that reads records can do nothing else', async () => {
    const database = databaseOf((await stage.own()).source)
    const listing = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
    const tables = (await stage.cluster.execute(database, listing)).map(({ table_name }) => `${table_name}`)
    const asReader = (text: string) => stage.cluster.execute(database, text, stage.cluster.readerUrl(database))
    expect(tables).toContain('receipt')
    for (const table of tables.filter((name) => name !== 'record'))
      await expect(asReader(`SELECT FROM ${table}`)).rejects.toThrow(`permission denied for table ${table}`)
    expect(await asReader('SELECT * FROM record')).toEqual([])
    for (const change of ['DELETE FROM record', 'UPDATE record SET tick = 0', 'TRUNCATE record'])
      await expect(asReader(change)).rejects.toThrow('permission denied for table record')
    await expect(asReader('CREATE TABLE mine ()')).rejects.toThrow('permission denied for schema public')
  })
})

const whyNot = kafkaEngine.unavailable
describe.skipIf(whyNot)(whyNot ? `Kafka carries records (not run: ${whyNot})` : 'Kafka carries records:', () => {
  contract(kafkaEngine, () => stage)

  test('nothing is lost or turned round when the broker is killed', async () => {
    const owner = await stage.own()
    await stage.open(kafkaEngine).attach(owner.store)
    const inbox = new Inbox('finance')
    await inbox.subscribe(stage.open(kafkaEngine), [owner.source])
    await owner.record(50)
    await took(inbox, owner)
    const recording = owner.record(500)
    broker().kill()
    await recording
    await broker().restart()
    await owner.record(50)
    await took(inbox, owner)
  })

  test.each(['SIGKILL', 'SIGSTOP'] as const)('stops at once where the broker got %s', async (signal) => {
    const owner = await stage.own()
    const attachment = await stage.open(kafkaEngine).attach(owner.store)
    const inbox = new Inbox('finance')
    const subscription = await inbox.subscribe(stage.open(kafkaEngine), [owner.source])
    await owner.record(1)
    await took(inbox, owner)
    process.kill(broker().pid, signal)
    await owner.record(1)
    const late = await inbox.subscribe(stage.open(kafkaEngine), [owner.source])
    expect((await late.lag()).get(owner.source)).toMatchObject({ position: 1n, latest: undefined })
    for (const stop of [subscription.stop, attachment.stop, late.stop])
      expect(await milliseconds(stop())).toBeLessThan(promptMilliseconds)
    if (signal === 'SIGSTOP') process.kill(broker().pid, 'SIGCONT')
    else await broker().restart()
  })

  test('records that left the topic too soon are missed aloud, and not once they came another way', async () => {
    const owner = await stage.own()
    await stage.open(kafkaEngine).attach(owner.store)
    await owner.record(9)
    const early = new Inbox('office')
    await early.subscribe(stage.open(kafkaEngine), [owner.source])
    await took(early, owner)
    await deleteRecordsBefore(topicOf(owner.source), 5)
    const inbox = new Inbox('finance')
    const said: string[] = []
    const subscription = await inbox.subscribe(
      stage.open(kafkaEngine, (line) => said.push(line)),
      [owner.source],
    )
    const gap = `${owner.source} continues with 6 where 1 was expected`
    await eventually(async () => expect((await subscription.lag()).get(owner.source)?.stopped).toContain(gap))
    expect(said).toEqual([expect.stringContaining(gap)])
    inbox.positions.set(owner.source, 5n)
    await eventually(() => expect(inbox.positions.get(owner.source)).toBe(9n))
    expect((await subscription.lag()).get(owner.source)).toEqual({ position: 9n, latest: 9n })
  })

  test('an owner that lost what its topic holds says so and publishes nothing', async () => {
    const owner = await stage.own()
    const attachment = await stage.open(kafkaEngine).attach(owner.store)
    const inbox = new Inbox('finance')
    await inbox.subscribe(stage.open(kafkaEngine), [owner.source])
    await owner.record(3)
    await took(inbox, owner)
    await attachment.stop()
    await stage.cluster.execute(databaseOf(owner.source), 'DELETE FROM record WHERE sequence > 1')
    const said: string[] = []
    await stage.open(kafkaEngine, (line) => said.push(line)).attach(owner.store)
    await eventually(() => expect(said).not.toEqual([]))
    expect(said).toEqual([
      expect.stringMatching(
        /TopicAhead: topic qiantou\.agency-\d+ ends with record 3, but the store has no such record/,
      ),
    ])
  })
})
