/** Commands that build on records of other sources: decided behind them, in one batch with them. */
import { setImmediate } from 'node:timers/promises'
import { isRight } from 'fp-ts/lib/Either.js'
import { beforeEach, describe, expect, test } from 'vitest'
import type { Fact } from '#shared/domain/decider.ts'
import type { DeliveredRecord } from '#shared/record/record.ts'
import { Chain } from '#shared/testing/chain.ts'
import { hot, instancesOfOneDatabase } from './store-instance.ts'
import { other, submission } from './store-tally.ts'

let chain: Chain
const open = instancesOfOneDatabase()
/** The next record of the other source about a task. */
const about = (task: string, fact: Fact): DeliveredRecord => chain.next({ subject: task, partitionkey: task }, fact)

beforeEach(() => {
  chain = new Chain(other)
})

describe('a command that builds on a record', () => {
  const after = [{ source: other, sequence: 1n }]

  test('waits for it, and is decided on it as soon as it stands in line, in one commit with it', async () => {
    const one = await open()
    const added = one.add({ after })
    const absorbed = one.absorb(about(hot, submission(1)))
    await Promise.all([added, absorbed])
    expect(await one.state()).toMatchObject({ order: ['foreign 1', 'own 1'] })
    expect(await one.tick()).toBe(1)
  })

  test('need not wait while it is being written', async () => {
    const one = await open()
    const absorbed = one.absorb(about(hot, submission(1)))
    const drained = one.store.drain()
    await setImmediate()
    // No patience: it stands in line already.
    expect(isRight(await one.execute({ after }, 0))).toBe(true)
    await Promise.all([absorbed, drained])
    expect(await one.state()).toMatchObject({ order: ['foreign 1', 'own 1'] })
  })

  test('is decided on it also where another instance took it in', async () => {
    const [one, two] = [await open(), await open()]
    await one.add()
    await two.absorb(about(hot, submission(1)))
    await one.add({ after })
    expect(await one.state()).toMatchObject({ order: ['own 1', 'foreign 1', 'own 2'] })
  })

  test('is not decided without it', async () => {
    const one = await open()
    await expect(one.execute({ after }, 30)).rejects.toThrow('//qiantou/tally has not taken in //qiantou/other 1')
    expect(await one.records()).toHaveLength(0)
  })

  test('waits on where it stood in line and did not get in: it comes again', async () => {
    const one = await open()
    const [first, second] = [about(hot, submission(1)), about(hot, submission(2))]
    const refused = expect(one.absorb(second)).rejects.toThrow('skips from 0 to 2')
    const added = one.add({ after: [{ source: other, sequence: 2n }] })
    await refused
    expect(await one.records()).toHaveLength(0)
    await one.absorb(first, second)
    await added
    expect(await one.state()).toMatchObject({ order: ['foreign 1', 'foreign 2', 'own 1'] })
  })

  test('does not wait for a source that is not followed, though it may have been once', async () => {
    const one = await open()
    await one.database.query("INSERT INTO source_position (source, sequence) VALUES ('//qiantou/former', 3)")
    for (const source of ['//qiantou/stranger', '//qiantou/former'])
      expect(isRight(await one.execute({ after: [{ source, sequence: 9n }] }, 0))).toBe(true)
    expect(await one.records()).toHaveLength(2)
  })
})

describe('what others recorded, and nobody waits for', () => {
  test('waits for company also where it came while a batch was being written', async () => {
    const one = await open({ gatherMilliseconds: 60_000 })
    const added = one.add()
    // The batch has begun.
    await setImmediate()
    const absorbed = one.absorb(about(hot, submission(1)))
    await added
    await Promise.all([one.add(), absorbed])
    expect(await one.state()).toMatchObject({ order: ['own 1', 'foreign 1', 'own 2'] })
    expect(await one.tick()).toBe(2)
  })

  test('is taken in when the store is drained', async () => {
    const one = await open({ gatherMilliseconds: 60_000 })
    const absorbed = one.absorb(about(hot, submission(1)))
    await Promise.all([one.store.drain(), absorbed])
    expect(await one.state()).toMatchObject({ order: ['foreign 1'] })
  })
})
