/** Records of several sources that have seen each other: an answer is taken in after its question, however they come. */
import { beforeEach, describe, expect, test } from 'vitest'
import type { Fact } from '#shared/domain/decider.ts'
import type { DeliveredRecord } from '#shared/record/record.ts'
import { Chain } from '#shared/testing/chain.ts'
import { hot, instancesOfOneDatabase, times } from './store-instance.ts'
import { other, submission, third } from './store-tally.ts'

let chain: Chain
const open = instancesOfOneDatabase()
/** The next record of the other source about a task. */
const about = (task: string, fact: Fact): DeliveredRecord => chain.next({ subject: task, partitionkey: task }, fact)

beforeEach(() => {
  chain = new Chain(other)
})

describe('taking in what other sources recorded, having seen each other', () => {
  /** The third source answers what the other one recorded. */
  const question = () => about(hot, submission(1))
  const answering = (asked: bigint, chain: Chain, number: number) =>
    chain.next({ subject: hot, partitionkey: hot, seen: new Map([[other, asked]]) }, submission(number))

  test('an answer waits for its question, whichever is delivered first', async () => {
    const one = await open()
    const answers = new Chain(third)
    const before = answers.next({ subject: hot, partitionkey: hot }, submission(10))
    const [answer, after] = [
      answering(1n, answers, 11),
      answers.next({ subject: hot, partitionkey: hot }, submission(12)),
    ]
    const absorbed = one.absorb(before, answer)
    const next = one.absorb(after)
    await one.takenIn({ source: third, sequence: 1n })
    expect(await one.state()).toMatchObject({ folded: [10] })
    await Promise.all([absorbed, next, one.absorb(question())])
    expect(await one.state()).toMatchObject({ folded: [10, 1, 11, 12] })
    expect(await one.parked()).toEqual([])
  })

  test('long talks are taken in turn by turn, in whatever pieces they come', async () => {
    const one = await open()
    const answers = new Chain(third)
    const questions = times(20, (i) =>
      chain.next(
        { subject: hot, partitionkey: hot, seen: i ? new Map([[third, BigInt(i)]]) : new Map() },
        submission(2 * i),
      ),
    )
    const replies = times(20, (i) => answering(BigInt(i + 1), answers, 2 * i + 1))
    await Promise.all([
      one.absorb(...replies.slice(0, 7)),
      one.absorb(...replies.slice(7)),
      ...times(4, (i) => one.absorb(...questions.slice(5 * i, 5 * i + 5))),
    ])
    expect(await one.state()).toMatchObject({ folded: times(40, (i) => i) })
  })

  test('a command that builds on the answer is decided once both are there', async () => {
    const one = await open()
    const added = one.add({ after: [{ source: third, sequence: 1n }] })
    const absorbed = one.absorb(answering(1n, new Chain(third), 2))
    await Promise.all([one.absorb(question()), added, absorbed])
    expect(await one.state()).toMatchObject({ order: ['foreign 1', 'foreign 2', 'own 1'] })
  })

  test('what waits is refused when the store is drained, so that whoever delivers it can stop', async () => {
    const one = await open()
    const refused = expect(one.absorb(answering(1n, new Chain(third), 2))).rejects.toThrow('has not been delivered')
    await one.store.drain()
    await refused
    expect(await one.store.position(third)).toBe(0n)
  })

  test('what waits is refused when whoever delivers it stops, and what it waits for is taken in later all the same', async () => {
    const one = await open()
    const [stopping, stopped] = [new AbortController(), AbortSignal.abort()]
    const answer = answering(1n, new Chain(third), 2)
    const waits = expect(one.store.absorb([answer], stopping.signal)).rejects.toThrow('has not been delivered')
    await one.add()
    stopping.abort()
    await waits
    await expect(one.store.absorb([answer], stopped)).rejects.toThrow('has not been delivered')
    await Promise.all([one.absorb(question()), one.absorb(answer)])
    expect(await one.state()).toMatchObject({ order: ['own 1', 'foreign 1', 'foreign 2'] })
  })
})
