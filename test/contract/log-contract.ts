import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Log, Subscription } from '#shared/log/log.ts'
import type { Engine } from './engines.ts'
import { Inbox } from './inbox.ts'
import type { Owner } from './owner.ts'
import { eventually, milliseconds, type Stage, took } from './stage.ts'

/** What does not wait for the world is over within that time. */
export const promptMilliseconds = 1_000

/** What every engine of the log promises. `stageOf` gives the file's stage, once it is set. */
export function contract(engine: Engine, stageOf: () => Stage): void {
  beforeAll(async () => await engine.start(stageOf().cluster.directory))
  afterAll(async () => await engine.stop())

  const open = (): Log => stageOf().open(engine)

  test('every record reaches every group, in order, its bytes unchanged', async () => {
    const owner = await stageOf().own()
    await open().attach(owner.store)
    const [finance, office] = [new Inbox('finance'), new Inbox('office')]
    await finance.subscribe(open(), [owner.source])
    await office.subscribe(open(), [owner.source])
    for (const count of [1, 2, 700, 1]) await owner.record(count)
    await took(finance, owner)
    await took(office, owner)
  })

  test('a follower beside its owner in one process misses nothing of what another instance records', async () => {
    const here = await stageOf().own()
    const elsewhere = await stageOf().own(here.source)
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
    const owner = await stageOf().own()
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
    const owner = await stageOf().own()
    const inbox = new Inbox('finance')
    await inbox.subscribe(open(), [owner.source])
    await owner.record(2)
    await open().attach(owner.store)
    await owner.record(1)
    await took(inbox, owner)
  })

  test('a subscriber begins where its own database stands', async () => {
    const owner = await stageOf().own()
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
    const owner = await stageOf().own()
    await open().attach(owner.store)
    const inbox = new Inbox('finance')
    const subscriptions = new Map<string, Subscription>()
    for (const as of ['one', 'two']) subscriptions.set(as, await inbox.subscribe(open(), [owner.source], { as }))
    const workers: string[] = []
    const oneWorks = () => workers.length >= 10 && new Set(workers.slice(-10)).size === 1
    // Kafka deals the sources out anew while the second instance joins: which one works is settled after that.
    for (let round = 0; round < 60 && !oneWorks(); round += 1) {
      const before = inbox.deliveries.length
      await owner.record(5)
      await took(inbox, owner)
      workers.push([...new Set(inbox.deliveries.slice(before).map(({ to }) => to))].join(' and '))
    }
    expect(oneWorks(), workers.join(', ')).toBe(true)
    const working = workers.at(-1) as string
    const other = working === 'one' ? 'two' : 'one'
    await Promise.all([owner.record(300), subscriptions.get(working)?.stop()])
    await owner.record(5)
    await took(inbox, owner)
    expect(inbox.deliveredTo(other).at(-1)).toBe(BigInt(5 * workers.length + 305))
  })

  test('where a consumer fails on one source the same records come again, and others go on', async () => {
    const [well, ill] = [await stageOf().own(), await stageOf().own()]
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

  test('where several deliveries may be under way they begin in order; after one that fails all that follow come again', async () => {
    const owner = await stageOf().own()
    const log = open()
    await log.attach(owner.store)
    const inbox = new Inbox('finance')
    let underway = 0
    let most = 0
    const subscription = await inbox.subscribe(log, [owner.source], {
      underway: 3,
      before: async ([first]) => {
        underway += 1
        most = Math.max(most, underway)
        await new Promise((resolve) => setImmediate(resolve))
        underway -= 1
        if (first?.sequence === 2n && refused(inbox, owner).filter((sequence) => sequence === 2n).length < 3)
          throw new Error('the ledger does not balance')
      },
    })
    for (let count = 0; count < 30; count += 1) await owner.record(1)
    await took(inbox, owner)
    expect(most).toBeLessThanOrEqual(3)
    expect((await subscription.lag()).get(owner.source)?.stopped).toBeUndefined()
  })

  test('what was under way when a subscriber stopped comes again', async () => {
    const owner = await stageOf().own()
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
    const one = await stageOf().own()
    const two = await stageOf().own(one.source)
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
    const owner = await stageOf().own()
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
    const owner = await stageOf().own()
    await open().attach(owner.store)
    const inbox = new Inbox('finance')
    const subscription = await inbox.subscribe(open(), [owner.source])
    await owner.record(100)
    await took(inbox, owner)
    const recording = Promise.allSettled([owner.record(100)])
    await stageOf().cluster.kill()
    await stageOf().cluster.restart()
    // Whether the owner got these through is its own affair: what its table holds is what must arrive.
    await recording
    await owner.record(100)
    await took(inbox, owner)
    await stageOf().cluster.kill()
    expect(await milliseconds(subscription.stop())).toBeLessThan(promptMilliseconds)
    expect(await milliseconds(stageOf().closeLogs())).toBeLessThan(promptMilliseconds)
    await stageOf().cluster.restart()
  })
}
