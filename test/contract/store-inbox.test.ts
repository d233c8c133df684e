/** What a store takes in of other sources: folded once, parked where it can't be, redriven in order. */
import { beforeEach, describe, expect, test } from 'vitest'
import type { Fact } from '#shared/domain/decider.ts'
import type { DeliveredRecord } from '#shared/record/record.ts'
import { Chain } from '#shared/testing/chain.ts'
import { hot, instancesOfOneDatabase, times } from './store-instance.ts'
import { brokenTally, indigestible, other, request, submission, third } from './store-tally.ts'

const cold = 'programmes/p/tasks/cold'

let chain: Chain
const open = instancesOfOneDatabase()
/** The next record of the other source about a task. */
const about = (task: string, fact: Fact): DeliveredRecord => chain.next({ subject: task, partitionkey: task }, fact)

beforeEach(() => {
  chain = new Chain(other)
})

describe('taking in', () => {
  test('every record is folded once, however often it comes', async () => {
    const one = await open()
    const records = times(5, (i) => about(hot, submission(i + 1)))
    await one.absorb(...records.slice(0, 3))
    await one.absorb(...records.slice(0, 3))
    await Promise.all([one.absorb(...records), one.absorb(...records.slice(1, 4))])
    expect(await one.state()).toMatchObject({ folded: [1, 2, 3, 4, 5] })
    expect((await one.inbox()).folded).toBe(5)
    expect(await one.store.position(other)).toBe(5n)
  })

  test('also where two instances are handed the same', async () => {
    const [one, two] = [await open(), await open()]
    const records = times(50, (i) => about(hot, submission(i + 1)))
    await Promise.all(records.map((record) => Promise.all([one.absorb(record), two.absorb(record)])))
    expect(await two.state()).toMatchObject({ folded: times(50, (i) => i + 1) })
  })

  test('a gap is refused: what comes before it is taken in, what comes after it waits', async () => {
    const one = await open()
    const [first, second, third, fourth] = times(4, (i) => about(hot, submission(i + 1))) as [
      DeliveredRecord,
      DeliveredRecord,
      DeliveredRecord,
      DeliveredRecord,
    ]
    await expect(one.absorb(first, third, fourth)).rejects.toThrow(`${other} skips from 1 to 3`)
    expect(await one.store.position(other)).toBe(1n)
    await one.absorb(second, third, fourth)
    expect(await one.state()).toMatchObject({ folded: [1, 2, 3, 4] })
  })

  test('what is folded one right after the other is one row, until something comes between', async () => {
    const one = await open()
    const submissions = (from: number, count: number) => times(count, (i) => about(hot, submission(from + i)))
    await one.absorb(...submissions(1, 3))
    expect(await one.inbox()).toEqual({ folded: 3, runs: 1 })
    // A record that is not folded, and an own one.
    await one.absorb(
      ...submissions(4, 1),
      about(hot, { $type: 'qiantou.task.v1.ClosingCountersigned' }),
      ...submissions(5, 1),
    )
    expect(await one.inbox()).toEqual({ folded: 5, runs: 3 })
    await one.add()
    await one.absorb(...submissions(6, 1), about(hot, request()), ...submissions(7, 1))
    expect(await one.inbox()).toEqual({ folded: 8, runs: 4 })
  })

  test('what the service does not fold is passed over, unopened', async () => {
    const one = await open()
    // A type that nobody here has heard of.
    await one.absorb(about(hot, { $type: 'qiantou.task.v1.ClosingCountersigned' }), about(hot, submission(2)))
    expect(await one.state()).toMatchObject({ folded: [2] })
    expect([(await one.inbox()).folded, await one.parked()]).toEqual([1, []])
  })

  test('the next own record says what was seen, once', async () => {
    const one = await open()
    await one.absorb(about(hot, submission(1)), about(hot, submission(2)))
    await one.add()
    await one.add()
    expect((await one.records()).map(({ seen }) => seen)).toEqual([new Map([[other, 2n]]), undefined])
  })

  test('a source that is not followed is a bug', async () => {
    const one = await open()
    await expect(one.absorb(new Chain('//qiantou/stranger').next())).rejects.toThrow('is not followed')
  })

  test('whoever waits for a record is told when it is there, or that it did not come', async () => {
    const [one, two] = [await open(), await open()]
    const record = about(hot, submission(1))
    const waiting = Promise.all([one, two].map(({ store }) => store.takenIn({ source: other, sequence: 1n }, 10_000)))
    await one.absorb(record)
    expect(await waiting).toEqual([true, true])
    expect(await one.store.takenIn({ source: other, sequence: 2n }, 30)).toBe(false)
    expect(await one.store.takenIn({ source: '//qiantou/stranger', sequence: 2n }, 30)).toBe(true)
  })
})

describe('a record that can not be folded', () => {
  test('is parked with its bytes and the reason; its key waits, other keys flow', async () => {
    const one = await open({ decider: brokenTally })
    const first = about(hot, submission(1))
    const bad = about(hot, submission(indigestible))
    await one.absorb(first, bad, about(hot, submission(2)), about(cold, submission(3)))
    await one.absorb(about(hot, submission(4)), about(cold, submission(5)))
    expect(await one.state()).toMatchObject({ folded: [1] })
    expect(await one.state(cold)).toMatchObject({ folded: [3, 5] })
    expect(await one.parked()).toEqual(['other 2', 'other 3', 'other 5'])
    const { rows } = await one.database.query('SELECT reason, bytes FROM parked ORDER BY sequence')
    expect(rows[0]).toEqual({ reason: 'does not fold: indigestible', bytes: Buffer.from(bad.bytes) })
    expect(rows[1].reason).toBe('waits behind a parked record of its key')
  })

  test('waits for what its key has of other sources too', async () => {
    const one = await open({ decider: brokenTally })
    await one.absorb(about(hot, submission(indigestible)))
    await one.absorb(new Chain(third).next({ subject: hot, partitionkey: hot }, submission(1)))
    expect(await one.parked()).toEqual(['other 1', 'third 1'])
  })

  test('is redriven by a version that can, with all that waited, in order; then the key flows again', async () => {
    const broken = await open({ decider: brokenTally })
    await broken.absorb(...[1, indigestible, 2, 3].map((number) => about(hot, submission(number))))
    expect(await broken.store.redrive(hot)).toEqual({ redriven: 0, remaining: 3 })
    const mended = await open()
    expect(await mended.store.redrive(hot)).toEqual({ redriven: 3, remaining: 0 })
    await mended.absorb(about(hot, submission(4)))
    expect(await mended.state()).toMatchObject({ folded: [1, indigestible, 2, 3, 4] })
    expect([await mended.parked(), (await mended.inbox()).folded]).toEqual([[], 5])
    expect(await mended.store.redrive(hot)).toEqual({ redriven: 0, remaining: 0 })
  })

  test('may be redriven twice at once', async () => {
    const broken = await open({ decider: brokenTally })
    await broken.absorb(...[indigestible, 1].map((number) => about(hot, submission(number))))
    const mended = await open()
    const redriven = await Promise.all([mended.store.redrive(hot), mended.store.redrive(hot)])
    expect(redriven).toEqual([
      { redriven: 2, remaining: 0 },
      { redriven: 0, remaining: 0 },
    ])
    expect(await mended.state()).toMatchObject({ folded: [indigestible, 1] })
  })

  test('while it is redriven, what arrives is neither lost nor overtakes', async () => {
    const broken = await open({ decider: brokenTally })
    await broken.absorb(...[indigestible, 1].map((number) => about(hot, submission(number))))
    const mended = await open()
    const [next, last] = [about(hot, submission(2)), about(hot, submission(3))]
    // Both ways round in one batch.
    await Promise.all([mended.absorb(next), mended.store.redrive(hot), mended.absorb(last)])
    await mended.store.redrive(hot)
    expect(await mended.state()).toMatchObject({ folded: [indigestible, 1, 2, 3] })
    expect(await mended.parked()).toEqual([])
  })

  test('a redrive that leaves nothing behind lets what comes right after it through', async () => {
    const broken = await open({ decider: brokenTally })
    await broken.absorb(about(hot, submission(indigestible)))
    const mended = await open()
    const next = about(hot, submission(1))
    await Promise.all([mended.store.redrive(hot), mended.absorb(next)])
    expect(await mended.parked()).toEqual([])
    expect(await mended.state()).toMatchObject({ folded: [indigestible, 1] })
  })
})

describe('a record that can not be read', () => {
  test('whose key nobody can know holds nobody up', async () => {
    const one = await open()
    await one.absorb({ source: other, sequence: 1n, bytes: Buffer.from('garbage') })
    chain.next()
    await one.absorb(about(hot, submission(2)))
    expect(await one.parked()).toEqual(['other 1'])
    expect(await one.state()).toMatchObject({ folded: [2] })
    expect(await one.store.redrive(`${other} 1`)).toEqual({ redriven: 0, remaining: 1 })
  })

  test('whose fact alone does not decode holds its key up', async () => {
    const one = await open()
    const record = about(hot, submission(3))
    // The fact is one varint field; its last byte is cut to a continuation without an end.
    const at = Buffer.from(record.bytes).lastIndexOf(Buffer.from([0x08, 0x03]))
    const bytes = Buffer.from(record.bytes)
    bytes[at + 1] = 0x83
    await one.absorb({ ...record, bytes }, about(hot, submission(4)), about(cold, submission(5)))
    expect(await one.parked()).toEqual(['other 1', 'other 2'])
    expect(await one.state(cold)).toMatchObject({ folded: [5] })
  })

  test('a record that says it is another one is parked', async () => {
    const one = await open()
    const record = chain.next({ subject: hot, partitionkey: hot, sequence: 9n }, submission(1))
    await one.absorb(record)
    const { rows } = await one.database.query('SELECT reason FROM parked')
    expect(rows).toEqual([{ reason: `says it is ${other} 9` }])
  })
})
