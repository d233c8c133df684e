import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import type { Source } from '#shared/domain/decider.ts'
import type { Log, Subscription } from '#shared/log/log.ts'
import { Cluster } from './cluster.ts'
import { type Engine, kafkaEngine, postgresEngine } from './engines.ts'
import { Inbox } from './inbox.ts'
import { Owner } from './owner.ts'

// A condition is true within moments; the limit is for a machine that does much else.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 })
const eventually = (condition: () => void | Promise<void>) => vi.waitFor(condition, { timeout: 30_000, interval: 5 })
const promptMilliseconds = 1_000

let cluster: Cluster
const urls = new Map<Source, string>()
const logs: Log[] = []
const owners: Owner[] = []
let sources = 0

beforeAll(async () => {
  cluster = await Cluster.start()
})

afterEach(async () => {
  await Promise.all(logs.splice(0).map((log) => log.close()))
  await Promise.all(owners.splice(0).map((owner) => owner.end()))
})

afterAll(async () => await cluster.stop())

/** Another instance of the service that owns a source; without one, of a service of its own with an empty database. */
async function own(source: Source = `//qiantou/agency-${++sources}`): Promise<Owner> {
  const database = databaseOf(source)
  if (!urls.has(source)) await cluster.createStore(database)
  urls.set(source, cluster.readerUrl(database))
  const owner = new Owner(source, cluster.url(database))
  owners.push(owner)
  return owner
}

const databaseOf = (source: Source): string => source.replace('//qiantou/', '')

async function took(inbox: Inbox, owner: Owner, count: number): Promise<void> {
  await eventually(() => expect(inbox.positions.get(owner.source) ?? 0n).toBe(BigInt(count)))
  expect(inbox.of(owner.source).map(Buffer.from)).toEqual((await owner.recorded()).map(Buffer.from))
}

async function milliseconds(work: Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work
  return performance.now() - start
}

function contract(engine: Engine): void {
  beforeAll(async () => await engine.start(cluster.directory))
  afterAll(async () => await engine.stop())

  const open = (say?: (line: string) => void): Log => {
    const log = engine.open(urls, say)
    logs.push(log)
    return log
  }

  test('every record reaches every group, in order, its bytes unchanged', async () => {
    const owner = await own()
    await open().attach(owner.store)
    const [finance, office] = [new Inbox('finance'), new Inbox('office')]
    await finance.subscribe(open(), [owner.source])
    await office.subscribe(open(), [owner.source])
    for (const count of [1, 2, 700, 1]) await owner.record(count)
    await took(finance, owner, 704)
    await took(office, owner, 704)
  })

  test('a subscriber may come before the source', async () => {
    const owner = await own()
    const inbox = new Inbox('finance')
    await inbox.subscribe(open(), [owner.source])
    await owner.record(2)
    await open().attach(owner.store)
    await owner.record(1)
    await took(inbox, owner, 3)
  })

  test('a subscriber begins where its own database stands', async () => {
    const owner = await own()
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
    const owner = await own()
    await open().attach(owner.store)
    const inbox = new Inbox('finance')
    const subscriptions = new Map<string, Subscription>()
    for (const as of ['one', 'two']) subscriptions.set(as, await inbox.subscribe(open(), [owner.source], { as }))
    await owner.record(5)
    await took(inbox, owner, 5)
    const working = inbox.deliveries.at(-1)?.to as string
    const other = working === 'one' ? 'two' : 'one'
    await Promise.all([owner.record(300), subscriptions.get(working)?.stop()])
    await owner.record(5)
    await took(inbox, owner, 310)
    expect(inbox.deliveredTo(other).at(-1)).toBe(310n)
  })

  test('where a consumer fails on one source the same records come again, and others go on', async () => {
    const [well, ill] = [await own(), await own()]
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
    await took(inbox, ill, 3)
    expect((await subscription.lag()).get(ill.source)?.stopped).toBeUndefined()
  })

  const refused = (inbox: Inbox, owner: Owner): bigint[] =>
    inbox.deliveries.map(({ records }) => records[0]).flatMap((r) => (r?.source === owner.source ? [r.sequence] : []))

  test('what was under way when a subscriber stopped comes again', async () => {
    const owner = await own()
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
    await took(inbox, owner, 20)
  })

  test('two instances of the owner record at once, and either may go', async () => {
    const one = await own()
    const two = await own(one.source)
    const attachments = [await open().attach(one.store), await open().attach(two.store)]
    const inbox = new Inbox('finance')
    await inbox.subscribe(open(), [one.source])
    await Promise.all([one.record(150), two.record(150)])
    await took(inbox, one, 300)
    await Promise.all([one.record(150), two.record(150), attachments[0]?.stop()])
    await two.record(1)
    await took(inbox, one, 601)
    await attachments[1]?.stop()
    await open().attach(one.store)
    await one.record(1)
    await took(inbox, one, 602)
  })

  test('says how far a subscriber is behind', async () => {
    const owner = await own()
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
    const owner = await own()
    await open().attach(owner.store)
    const inbox = new Inbox('finance')
    const subscription = await inbox.subscribe(open(), [owner.source])
    await owner.record(100)
    await took(inbox, owner, 100)
    const recording = [owner.record(100)]
    await cluster.kill()
    recording.push(owner.record(100))
    await cluster.restart()
    await Promise.all(recording)
    await took(inbox, owner, 300)
    await cluster.kill()
    expect(await milliseconds(subscription.stop())).toBeLessThan(promptMilliseconds)
    expect(await milliseconds(Promise.all(logs.map((log) => log.close())))).toBeLessThan(promptMilliseconds)
    await cluster.restart()
  })
}

describe('PostgreSQL carries records:', () => {
  contract(postgresEngine)

  test('the role that reads records can do nothing else', async () => {
    const database = databaseOf((await own()).source)
    const listing = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
    const tables = (await cluster.execute(database, listing)).map(({ table_name }) => `${table_name}`)
    const asReader = (text: string) => cluster.execute(database, text, cluster.readerUrl(database))
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
})
