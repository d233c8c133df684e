/** Commands that build on records of other sources: decided behind them, in one batch with them. */
import { setImmediate } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Fact } from '#shared/domain/decider.ts'
import type { DeliveredRecord } from '#shared/record/record.ts'
import { Chain } from '#shared/testing/chain.ts'
import { freshDatabase, hot, Instance } from './store-instance.ts'
import { other, submission } from './store-tally.ts'

let url: string
let chain: Chain
const instances: Instance[] = []
const open = async (): Promise<Instance> => {
  const instance = await Instance.open(url)
  instances.push(instance)
  return instance
}
/** The next record of the other source about a task. */
const about = (task: string, fact: Fact): DeliveredRecord => chain.next({ subject: task, partitionkey: task }, fact)

beforeEach(async () => {
  url = await freshDatabase()
  chain = new Chain(other)
})
afterEach(async () => {
  for (const instance of instances.splice(0)) await instance.end()
})

describe('a command that builds on a record', () => {
  const after = [{ source: other, sequence: 1n }]

  test('is decided on it as soon as it stands in line, in one commit with it', async () => {
    const one = await open()
    const isInLine = one.store.inLine(other, 1n, 10_000)
    const absorbed = one.absorb(about(hot, submission(1)))
    expect(await isInLine).toBe(true)
    await one.add({ after })
    await absorbed
    expect(await one.state()).toMatchObject({ order: ['foreign 1', 'own 1'] })
    expect(await one.tick()).toBe(1)
  })

  test('need not wait while it is being written', async () => {
    const one = await open()
    const absorbed = one.absorb(about(hot, submission(1)))
    const drained = one.store.drain()
    await setImmediate()
    expect(await one.store.inLine(other, 1n, 1)).toBe(true)
    await Promise.all([absorbed, drained])
  })

  test('is decided on it also where another instance took it in', async () => {
    const [one, two] = [await open(), await open()]
    await one.add()
    await two.absorb(about(hot, submission(1)))
    expect(await one.store.inLine(other, 1n, 10_000)).toBe(true)
    await one.add({ after })
    expect(await one.state()).toMatchObject({ order: ['own 1', 'foreign 1', 'own 2'] })
  })

  test('is not decided without it', async () => {
    const one = await open()
    expect(await one.store.inLine(other, 1n, 30)).toBe(false)
    await expect(one.add({ after })).rejects.toThrow('//qiantou/tally has not taken in //qiantou/other 1')
    expect(await one.records()).toHaveLength(0)
    // It stands in line behind what is missing: it does not get in, and nothing is decided.
    about(hot, submission(1)) // made, never delivered
    const second = about(hot, submission(2))
    const refused = expect(one.absorb(second)).rejects.toThrow('skips from 0 to 2')
    expect(await one.store.inLine(other, 2n, 10_000)).toBe(true)
    await expect(one.add({ after: [{ source: other, sequence: 2n }] })).rejects.toThrow('has not taken in')
    await refused
    expect(await one.records()).toHaveLength(0)
  })

  test('does not wait for a source that is not followed', async () => {
    const one = await open()
    await one.add({ after: [{ source: '//qiantou/stranger', sequence: 9n }] })
    expect(await one.records()).toHaveLength(1)
  })
})
