/** The event store on real PostgreSQL: batches, repeats, two instances at once, connections that break. */

import { randomUUID } from 'node:crypto'
import { isLeft, left, right } from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import type { StateOf } from '#shared/domain/decider.ts'
import { rejection } from '#shared/domain/rejection.ts'
import { readContent, readTexts } from '#shared/postgres/content.ts'
import type { Database } from '#shared/postgres/database.ts'
import { Chain } from '#shared/testing/chain.ts'
import { hot, instancesOfOneDatabase, times } from './store-instance.ts'
import { other, submission } from './store-tally.ts'

const open = instancesOfOneDatabase()

describe('batches', () => {
  test('many commands on one hot stream conflict with nobody and share few commits', async () => {
    const one = await open()
    const decided = await Promise.all(times(1_000, () => one.add()))
    expect(decided.map(({ version }) => version)).toEqual(times(1_000, (i) => BigInt(i + 1)))
    expect(await one.state()).toMatchObject({ count: 1_000 })
    expect(await one.records()).toHaveLength(1_000)
    expect(await one.tick()).toBeLessThan(20)
  })

  test('each command is decided on what the ones before it came to', async () => {
    const one = await open()
    const outcomes = await Promise.all(times(30, () => one.execute({ command: { type: 'Add', limit: 10 } })))
    expect(outcomes.map(isLeft)).toEqual(times(30, (i) => i >= 10))
    expect(await one.records()).toHaveLength(10)
  })

  test('of two commands that have seen the same version the second is told so', async () => {
    const one = await open()
    await one.add()
    const [first, second] = await Promise.all([one.execute({ etag: 1n }), one.execute({ etag: 1n })])
    expect(first).toMatchObject({ _tag: 'Right', right: { version: 2n } })
    expect(second).toMatchObject({ left: { reason: 'ETAG_MISMATCH', details: { etag: '1', current: '2' } } })
  })

  test('a command may take something from other streams, as the ones before it have left them', async () => {
    const one = await open()
    const seen: unknown[] = []
    const beside = 'programmes/p/tasks/beside'
    const looking = (stateOf: StateOf) => {
      seen.push(stateOf(beside))
      return right({ type: 'Add' as const })
    }
    await Promise.all([
      one.execute({ beside: [beside], make: looking }),
      one.add({ stream: beside }),
      one.execute({ beside: [beside], make: looking }),
    ])
    expect(seen.at(-2)).toBeUndefined()
    expect(seen.at(-1)).toMatchObject({ count: 1 })
    // Another instance has not loaded it yet.
    await (await open()).execute({ beside: [beside], make: looking })
    expect(seen.at(-1)).toMatchObject({ count: 1 })
  })

  test('and is refused where they say no; nothing is written', async () => {
    const one = await open()
    const refused = await one.execute({ make: () => left(rejection('notFound', 'NOT_THERE')) })
    expect(refused).toMatchObject({ left: { reason: 'NOT_THERE' } })
    expect([await one.tick(), await one.state()]).toEqual([0, undefined])
  })

  test('texts go into the same commit', async () => {
    const one = await open()
    const content = {
      sha256: Buffer.alloc(32, 1),
      salt: Buffer.alloc(16),
      bytes: Buffer.from('好'),
      mediaType: 'text/plain',
    }
    await one.add({ contents: [content] })
    await one.refused({ command: { type: 'Add', limit: 0 }, contents: [{ ...content, sha256: Buffer.alloc(32, 2) }] })
    expect(await readTexts(one.database, [content.sha256.toString('hex'), '02'.repeat(32)])).toEqual(
      new Map([['01'.repeat(32), '好']]),
    )
    expect(await readContent(one.database, content.sha256, 'programmes/p/tasks/another')).toBeUndefined()
  })

  test('a command that arrives at whatever moment is answered', async () => {
    const one = await open()
    for (let turns = 0; turns < 40; turns += 1) {
      await one.add()
      for (let turn = 0; turn < turns; turn += 1) await undefined
      await one.add()
    }
    expect(await one.records()).toHaveLength(80)
  })

  test('a bug is not answered as if it were a rejection, and what comes after it is decided', async () => {
    const one = await open()
    await expect(one.execute({ command: { type: 'Bug' } })).rejects.toThrow('a bug')
    await one.add()
    expect(await one.records()).toHaveLength(1)
  })

  test('a record is never older than the one before, whatever the clock does', async () => {
    let now = new Date('2026-03-02T04:00:00.000Z')
    const one = await open({ clock: { now: () => now } })
    await one.add()
    now = new Date('2026-03-01T00:00:00.000Z')
    await one.add()
    now = new Date('2026-03-02T04:00:01.000Z')
    await one.add()
    expect((await one.records()).map(({ time }) => time.toISOString().slice(11, 19))).toEqual([
      '04:00:00',
      '04:00:00',
      '04:00:01',
    ])
  })
})

describe('repeats', () => {
  const requestId = randomUUID()

  test('in one batch, and later, come to the first receipt', async () => {
    const one = await open()
    const [first, ...again] = await Promise.all(times(5, () => one.add({ requestId })))
    for (const decided of [...again, await one.add({ requestId })]) expect(decided.receipt).toEqual(first?.receipt)
    expect(await one.records()).toHaveLength(1)
  })

  test('across two instances at once too', async () => {
    const [one, two] = [await open(), await open()]
    const decided = await Promise.all(times(20, (i) => (i % 2 ? one : two).add({ requestId })))
    expect(new Set(decided.map(({ receipt }) => receipt?.sequence))).toEqual(new Set([1n]))
    expect(await one.records()).toHaveLength(1)
  })

  test('among other commands they hold nobody up', async () => {
    const [one, two] = [await open(), await open()]
    const ids = times(20, () => randomUUID())
    const ask = (i: number) => (i % 3 ? one : two).add({ requestId: ids[i % 20] as string })
    const decided = await Promise.all(times(100, ask))
    for (const [i, { receipt }] of decided.entries()) expect(receipt).toEqual(decided[i % 20]?.receipt)
    expect(await one.records()).toHaveLength(20)
  })

  test('answer with the stream as it is now', async () => {
    const one = await open()
    await one.add({ requestId })
    await one.add()
    expect(await one.add({ requestId })).toMatchObject({ version: 2n, state: { count: 2 }, receipt: { sequence: 1n } })
  })

  test('of the id alone, with other content, are refused; another caller may have the same id', async () => {
    const one = await open()
    await one.add({ requestId })
    expect(await one.refused({ requestId, requestHash: Buffer.alloc(32) })).toBe('REQUEST_ID_REUSED')
    await one.add({ requestId, actor: 'organisations/hn-gxt' })
    expect(await one.records()).toHaveLength(2)
  })

  test('a rejection leaves nothing: its id may be used again', async () => {
    const one = await open()
    expect(await one.refused({ requestId, command: { type: 'Add', limit: 0 } })).toBe('NOT_WORKABLE')
    expect([await one.count('receipt'), await one.tick()]).toEqual([0, 0])
    await one.add({ requestId })
  })
})

describe('two instances at once', () => {
  test('lose nothing: sequences have no gap, the chain is true, every receipt is its own record', async () => {
    const [one, two] = [await open(), await open()]
    const stream = (i: number) => `programmes/p/tasks/t${i % 7}`
    const decided = await Promise.all(times(600, (i) => (i % 2 ? one : two).add({ stream: stream(i) })))
    const records = await one.records()
    expect(records).toHaveLength(600)
    for (const { receipt, stream: name } of decided) expect(records[Number(receipt?.sequence) - 1]?.subject).toBe(name)
    for (let i = 0; i < 7; i += 1) {
      const own = records.filter(({ subject }) => subject === stream(i))
      expect(await two.state(stream(i))).toMatchObject({
        count: own.length,
        order: times(own.length, (n) => `own ${n + 1}`),
      })
    }
  })

  test('never decide on what is past', async () => {
    const [one, two] = [await open(), await open()]
    const command = { type: 'Add', limit: 10 } as const
    const outcomes = await Promise.all(times(60, (i) => (i % 2 ? one : two).execute({ command })))
    expect(outcomes.filter(isLeft)).toHaveLength(50)
    expect(await one.records()).toHaveLength(10)
  })

  test('a rejection is not given from memory that is behind', async () => {
    const [one, two] = [await open(), await open()]
    expect(await one.refused({ command: { type: 'Answer' } })).toBe('NOTHING_TO_DECIDE')
    await two.add()
    // What `one` has in memory still says that nothing was counted.
    await one.add({ command: { type: 'Answer' } })
    expect(await one.state()).toMatchObject({ count: 2 })
  })

  test('one decides while the other takes in records', async () => {
    const [one, two] = [await open(), await open()]
    const chain = new Chain(other)
    const records = times(200, (i) => chain.next({ subject: hot }, submission(i + 1)))
    await Promise.all([...times(200, () => one.add()), ...records.map((record) => two.absorb(record))])
    const state = await one.state()
    expect(state).toMatchObject({ count: 200, folded: times(200, (i) => i + 1) })
    expect(await one.records()).toHaveLength(200)
  })
})

describe('a connection that breaks', () => {
  /** Breaks the connection once around the next statement that writes. */
  const breaking = (moment: 'before' | 'after') => {
    const fuse = { isLit: false }
    const through = (database: Database): Database =>
      new Proxy(database, {
        get(target, name) {
          const value = Reflect.get(target, name)
          if (name !== 'query') return typeof value === 'function' ? value.bind(target) : value
          return async (...args: readonly [string | { text: string }]) => {
            const [statement] = args
            const burns = fuse.isLit && /UPDATE head/.test(typeof statement === 'string' ? statement : statement.text)
            if (burns) fuse.isLit = false
            if (burns && moment === 'before') throw new Error('Connection terminated unexpectedly')
            const result = await value.apply(target, args)
            if (burns) throw new Error('Connection terminated unexpectedly')
            return result
          }
        },
      })
    return { fuse, through }
  }

  test.each(['before', 'after'] as const)('%s the commit: everything is recorded once', async (moment) => {
    const { fuse, through } = breaking(moment)
    const one = await open({ through })
    await one.add()
    fuse.isLit = true
    const decided = await Promise.all(times(10, () => one.add()))
    expect(fuse.isLit).toBe(false)
    expect(decided.map(({ receipt }) => receipt?.sequence)).toEqual(times(10, (i) => BigInt(i + 2)))
    expect(await one.records()).toHaveLength(11)
  })

  test.each(['before', 'after'] as const)('%s the commit of a fold: every record is folded once', async (moment) => {
    const { fuse, through } = breaking(moment)
    const one = await open({ through })
    const chain = new Chain(other)
    fuse.isLit = true
    await one.absorb(...times(5, (i) => chain.next({ subject: hot }, submission(i + 1))))
    expect(await one.state()).toMatchObject({ folded: [1, 2, 3, 4, 5] })
    expect([(await one.inbox()).folded, await one.tick()]).toEqual([5, 1])
  })

  test('again and again under load: nothing is lost, nothing comes twice', async () => {
    const [one, two] = [await open(), await open()]
    const admin = await open()
    const ids = times(300, () => randomUUID())
    const cut = () =>
      admin.database.query(`
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid()`)
    const decided = []
    for (let i = 0; i < 300; i += 20) {
      const asked = ids.slice(i, i + 20).map((requestId, n) => (n % 2 ? one : two).add({ requestId }))
      const [answers] = await Promise.all([Promise.all(asked), cut()])
      decided.push(...answers)
    }
    expect(new Set(decided.map(({ receipt }) => receipt?.sequence)).size).toBe(300)
    expect(await admin.records()).toHaveLength(300)
  })
})
