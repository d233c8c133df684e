import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { topicOf } from '#shared/log/kafka-client.ts'
import type { Log, Subscription } from '#shared/log/log.ts'
import { broker, deleteRecordsBefore, type Engine, kafkaEngine, postgresEngine } from './engines.ts'
import { Inbox } from './inbox.ts'
import type { Owner } from './owner.ts'
import { databaseOf, eventually, milliseconds, Stage, took } from './stage.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 })
const promptMilliseconds = 1_000

let stage: Stage

beforeAll(async () => {
  stage = await Stage.set()
})
afterEach(async () => await stage.clear())
afterAll(async () => await stage.cluster.stop())

function contract(engine: Engine): void {
  beforeAll(async () => await engine.start(stage.cluster.directory))
  afterAll(async () => await engine.stop())

  const open = (): Log => stage.open(engine)

  test('every record reaches every group, in order, its bytes unchanged', async () => {
    const owner = await stage.own()
    await open().attach(owner.store)
    const [finance, office] = [new Inbox('finance'), new Inbox('office')]
    await finance.subscribe(open(), [owner.source])
    await office.subscribe(open(), [owner.source])
    for (const count of [1, 2, 700, 1]) await owner.record(count)
    await took(finance, owner)
    await took(office, owner)
  })

  test('a follower beside its owner in one process misses nothing of what another instance records', async () => {
    const here = await stage.own()
    const elsewhere = await stage.own(here.source)
    const log = open()
    await log.attach(here.store)
    await open().attach(elsewhere.store)
    const inbox = new Inbox('finance')
    await inbox.subscribe(log, [here.source])
    for (let round = 0; round < 10; round += 1) await Promise.all([here.record(7), elsewhere.record(7)])
    await took(inbox, here)
    // Nor was it ever given a record before the one that precedes it.
    let highest = 0n
    for (const sequence of inbox.deliveredTo('the only one')) {
      expect(sequence).toBeLessThanOrEqual(highest + 1n)
      if (sequence > highest) highest = sequence
    }
  })

  test('followers are told: they do not find out when they look next', async () => {
    const owner = await stage.own()
    await open().attach(owner.store)
    const inbox = new Inbox('finance')
    await inbox.subscribe(open(), [owner.source])
    await owner.record(1)
    await took(inbox, owner)
    // Whoever only looks once a second would take as many seconds.
    const all = await milliseconds(
      (async () => {
        for (let count = 0; count < 12; count += 1) {
          await owner.record(1)
          await took(inbox, owner)
        }
      })(),
    )
    expect(all).toBeLessThan(6_000)
  })

  test('a subscriber may come before the source', async () => {
    const owner = await stage.own()
    const inbox = new Inbox('finance')
    await inbox.subscribe(open(), [owner.source])
    await owner.record(2)
    await open().attach(owner.store)
    await owner.record(1)
    await took(inbox, owner)
  })

  test('a subscriber begins where its own database stands', async () => {
    const owner = await stage.own()
    await open().attach(owner.store)
    await owner.record(10)
    const inbox = new Inbox('finance')
    inbox.positions.set(owner.source, 7n)
    const subscription = await inbox.subscribe(open(), [owner.source], { as: 'first' })
    await eventually(() => expect(inbox.positions.get(owner.source)).toBe(10n))
    await subscription.stop()
    expect(inbox.deliveredTo('first')).toEqual([8n, 9n, 10n])

    // The database was put back to an older state: what was delivered before comes again.
    inbox.positions.set(owner.source, 4n)
    await inbox.subscribe(open(), [owner.source], { as: 'second' })
    await eventually(() => expect(inbox.positions.get(owner.source)).toBe(10n))
    expect(inbox.deliveredTo('second')).toEqual([5n, 6n, 7n, 8n, 9n, 10n])
  })

  test('of two instances of a group one takes over when the other stops', async () => {
    const owner = await stage.own()
    await open().attach(owner.store)
    const inbox = new Inbox('finance')
    const subscriptions = new Map<string, Subscription>()
    for (const as of ['one', 'two']) subscriptions.set(as, await inbox.subscribe(open(), [owner.source], { as }))
    for (let round = 0; round < 10; round += 1) {
      await owner.record(5)
      await took(inbox, owner)
    }
    expect(new Set(inbox.deliveries.map(({ to }) => to)).size).toBe(1)
    const working = inbox.deliveries.at(-1)?.to as string
    const other = working === 'one' ? 'two' : 'one'
    await Promise.all([owner.record(300), subscriptions.get(working)?.stop()])
    await owner.record(5)
    await took(inbox, owner)
    expect(inbox.deliveredTo(other).at(-1)).toBe(355n)
  })

  test('where a consumer fails on one source the same records come again, and others go on', async () => {
    const [well, ill] = [await stage.own(), await stage.own()]
    const log = open()
    await log.attach(well.store)
    await log.attach(ill.store)
    let failing = true
    const inbox = new Inbox('finance')
    const subscription = await inbox.subscribe(open(), [well.source, ill.source], {
      before: async ([first]) => {
        if (failing && first?.source === ill.source) throw new Error('the ledger does not balance')
      },
    })
    await ill.record(3)
    await eventually(() => expect(refused(inbox, ill).length).toBeGreaterThan(2))
    for (let round = 1; round <= 5; round += 1) {
      await well.record(1)
      await eventually(() => expect(inbox.positions.get(well.source)).toBe(BigInt(round)))
    }
    expect((await subscription.lag()).get(ill.source)?.stopped).toBe('Error: the ledger does not balance')
    expect((await subscription.lag()).get(well.source)?.stopped).toBeUndefined()
    expect(new Set(refused(inbox, ill))).toEqual(new Set([1n]))
    failing = false
    await took(inbox, ill)
    expect((await subscription.lag()).get(ill.source)?.stopped).toBeUndefined()
  })

  const refused = (inbox: Inbox, owner: Owner): bigint[] =>
    inbox.deliveries.map(({ records }) => records[0]).flatMap((r) => (r?.source === owner.source ? [r.sequence] : []))

  test('what was under way when a subscriber stopped comes again', async () => {
    const owner = await stage.own()
    await open().attach(owner.store)
    await owner.record(20)
    const inbox = new Inbox('finance')
    const subscription = await inbox.subscribe(open(), [owner.source], {
      as: 'stopped',
      before: (_batch, signal) =>
        new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('rolled back')))),
    })
    await eventually(() => expect(inbox.deliveredTo('stopped')).not.toEqual([]))
    expect(await milliseconds(subscription.stop())).toBeLessThan(promptMilliseconds)
    expect(inbox.taken).toEqual([])
    await inbox.subscribe(open(), [owner.source])
    await took(inbox, owner)
  })

  test('two instances of the owner record at once, and either may go', async () => {
    const one = await stage.own()
    const two = await stage.own(one.source)
    const attachments = [await open().attach(one.store), await open().attach(two.store)]
    const inbox = new Inbox('finance')
    await inbox.subscribe(open(), [one.source])
    await Promise.all([one.record(150), two.record(150)])
    await took(inbox, one)
    await Promise.all([one.record(150), two.record(150), attachments[0]?.stop()])
    await two.record(1)
    await took(inbox, one)
    await attachments[1]?.stop()
    await open().attach(one.store)
    await one.record(1)
    await took(inbox, one)
  })

  test('says how far a subscriber is behind', async () => {
    const owner = await stage.own()
    await open().attach(owner.store)
    let holding = false
    const inbox = new Inbox('finance')
    const subscription = await inbox.subscribe(open(), [owner.source], {
      before: async (_batch, signal) => {
        if (holding) await new Promise((_, reject) => signal.addEventListener('abort', reject))
      },
    })
    const lag = async () => (await subscription.lag()).get(owner.source)
    await owner.record(7)
    await eventually(async () => expect(await lag()).toEqual({ position: 7n, latest: 7n }))
    holding = true
    await owner.record(4)
    await eventually(async () => expect(await lag()).toEqual({ position: 7n, latest: 11n }))
    const stopped = await milliseconds(subscription.stop())
    expect(stopped).toBeLessThan(promptMilliseconds)
  })

  test('nothing is lost or turned round when PostgreSQL is killed', async () => {
    const owner = await stage.own()
    await open().attach(owner.store)
    const inbox = new Inbox('finance')
    const subscription = await inbox.subscribe(open(), [owner.source])
    await owner.record(100)
    await took(inbox, owner)
    const recording = Promise.allSettled([owner.record(100)])
    await stage.cluster.kill()
    await stage.cluster.restart()
    // Whether the owner got these through is its own affair: what its table holds is what must arrive.
    await recording
    await owner.record(100)
    await took(inbox, owner)
    await stage.cluster.kill()
    expect(await milliseconds(subscription.stop())).toBeLessThan(promptMilliseconds)
    expect(await milliseconds(stage.closeLogs())).toBeLessThan(promptMilliseconds)
    await stage.cluster.restart()
  })
}

describe('PostgreSQL carries records:', () => {
  contract(postgresEngine)

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
  contract(kafkaEngine)

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
