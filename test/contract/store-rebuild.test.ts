/** States recomputed from records and inbox: compared with what is stored, and folded anew where a fold has changed. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { checkStates, refoldOutdated, type States } from '#shared/postgres/rebuild.ts'
import type { DeliveredRecord } from '#shared/record/record.ts'
import { Chain } from '#shared/testing/chain.ts'
import { freshDatabase, hot, Instance, times } from './store-instance.ts'
import { absorbsOf, other, own, request, submission, tally } from './store-tally.ts'

const cold = 'programmes/p/tasks/cold'

let one: Instance
let archived: DeliveredRecord[]
let pages: number

beforeEach(async () => {
  one = await Instance.open(await freshDatabase())
  archived = []
  pages = 0
  const chain = new Chain(other)
  const about = (task: string, number: number) => {
    const fact = number % 5 === 0 ? request() : submission(number)
    archived.push(chain.next({ subject: task, partitionkey: task }, fact))
    return archived.at(-1) as DeliveredRecord
  }
  // Own facts and foreign ones in an order that only tick and ordinal know.
  for (let i = 1; i <= 12; i += 2) {
    await Promise.all([one.add(), one.absorb(about(i % 2 ? hot : cold, i)), one.add({ stream: cold })])
    // And two at once.
    await one.absorb(about(hot, 100 + i), about(cold, i + 1))
  }
})
afterEach(async () => await one.end())

const states = (decider = tally): States => ({
  database: one.database,
  source: own,
  deciders: [decider],
  absorbs: absorbsOf(decider),
  archive: async (source, after, limit) => {
    pages += 1
    return archived.filter((record) => record.source === source && record.sequence > after).slice(0, Math.min(limit, 5))
  },
})

describe('what is stored', () => {
  test('is what the records give, in the order in which they came about', async () => {
    expect(await checkStates(states())).toEqual({ streams: 2, differing: [] })
    // Eighteen foreign records in pages of five: read one after the other, not one by one.
    expect(pages).toBe(4)
  })

  test.each([
    ['a state', `UPDATE stream SET state = jsonb_set(state::jsonb, '{count}', '99') WHERE name = '${hot}'`],
    ['who finds it in lists', `UPDATE stream SET readers = '{organisations/hn-kjt}' WHERE name = '${hot}'`],
    ['a version', `UPDATE stream SET version = version + 1 WHERE name = '${hot}'`],
    ['a stream that is gone', `DELETE FROM stream WHERE name = '${hot}'`],
    ['the order of folding', `UPDATE record SET ordinal = ordinal + 1000, tick = 0 WHERE sequence = 12`],
  ])('is found to differ where somebody tampered with %s', async (_, tamper) => {
    await one.database.query(tamper)
    const { differing } = await checkStates(states())
    expect(differing).toHaveLength(1)
  })

  test('is found to differ where a stream came from nowhere', async () => {
    await one.database.query(`
      INSERT INTO stream SELECT version, tick, fold_version, aggregate, 'programmes/p/tasks/ghost', state
      FROM stream WHERE name = '${hot}'`)
    expect(await checkStates(states())).toEqual({ streams: 3, differing: ['programmes/p/tasks/ghost'] })
  })

  test('is compared as it is now, while commands go on', async () => {
    const [checked] = await Promise.all([checkStates(states()), ...times(50, () => one.add())])
    expect(checked.differing).toEqual([])
  })
})

test('who finds a stream in lists is kept as the last state says it, and as a fold that has changed says it', async () => {
  const kept = async () => {
    const { rows } = await one.database.query(
      `SELECT readers, state ->> 'count' AS count FROM stream WHERE name = '${hot}'`,
    )
    return rows[0]
  }
  const { count, readers } = await kept()
  expect(readers).toEqual([`organisations/hn-${count}`, 'organisations/hn-fgw'])
  await refoldOutdated(states({ ...tally, foldVersion: 2, readers: () => ['organisations/hn-kjt'] }))
  expect((await kept()).readers).toEqual(['organisations/hn-kjt'])
})

describe('a fold that has changed its meaning', () => {
  const next: typeof tally = {
    ...tally,
    foldVersion: 2,
    evolve: (state, recorded, stream) => ({ ...tally.evolve(state, recorded, stream), order: [] }) as never,
  }

  test('is folded anew before it serves, and only once', async () => {
    const before = await one.tick()
    await refoldOutdated(states(next))
    expect(await one.state()).toMatchObject({ count: expect.any(Number), order: [] })
    expect((await one.state(cold))?.folded).not.toEqual([])
    expect(await checkStates(states(next))).toEqual({ streams: 2, differing: [] })
    expect(await one.tick()).toBe(before + 1)
    await refoldOutdated(states(next))
    expect(await one.tick()).toBe(before + 1)
  })

  test('is noticed by an instance that still has the old states in memory', async () => {
    await refoldOutdated(states(next))
    const decided = await one.execute({ decider: next })
    expect(decided).toMatchObject({ _tag: 'Right', right: { state: { order: [] } } })
    expect((await checkStates(states(next))).differing).toEqual([])
  })

  test('leaves everything as it was where a record that it needs is not to be had', async () => {
    const before = await one.state()
    const broken = { ...states(next), archive: () => Promise.reject(new Error('the archive is away')) }
    await expect(refoldOutdated(broken)).rejects.toThrow('the archive is away')
    expect(await one.state()).toEqual(before)
    await one.add()
  })
})
