import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Source } from '#shared/domain/decider.ts'
import { type DeliveredRecord, hashRecord, noHash } from '#shared/record/record.ts'
import { Chain } from '#shared/testing/chain.ts'
import { type Admission, type Admitted, admit } from './admission.ts'

const leads = '//qiantou/lead-agency'
const departments = '//qiantou/supporting-department'
const finance = '//qiantou/finance'
const nothing = new Map<Source, Admitted>(
  [leads, departments, finance].map((source) => [source, { sequence: 0n, hash: noHash }]),
)

const waiting = (...queues: readonly DeliveredRecord[][]) =>
  new Map(queues.flatMap((queue): [Source, DeliveredRecord[]][] => (queue[0] ? [[queue[0].source, queue]] : [])))

const order = ({ records }: Admission) =>
  records.map(({ source, sequence }) => `${source.split('/').at(-1)} ${sequence}`)
const seen = (source: Source, sequence: bigint) => ({ seen: new Map([[source, sequence]]) })

describe('a source', () => {
  test('is admitted in its sequence', () => {
    const records = new Chain(leads).several(3)
    const admission = admit(waiting(records), nothing)
    expect(order(admission)).toEqual(['lead-agency 1', 'lead-agency 2', 'lead-agency 3'])
    expect(admission.admitted.get(leads)).toEqual({ sequence: 3n, hash: hashRecord(records[2]?.bytes as Uint8Array) })
    expect(admission.stops).toEqual(new Map())
  })

  test('goes on where it stood; what comes again is dropped', () => {
    const records = new Chain(leads).several(3)
    const { admitted } = admit(waiting(records.slice(0, 2)), nothing)
    expect(order(admit(waiting(records), admitted))).toEqual(['lead-agency 3'])
    expect(admit(waiting(records.slice(0, 2)), admitted)).toMatchObject({ records: [], stops: new Map() })
  })
})

describe('a source stops', () => {
  const stopped = (record: DeliveredRecord, after: readonly DeliveredRecord[] = []) => {
    const admission = admit(waiting([...after, record]), nothing)
    expect(admission.records).toHaveLength(after.length)
    return admission.stops.get(leads)
  }

  test('where its chain is broken, and what was before is admitted', () => {
    const chain = new Chain(leads)
    const before = chain.several(2)
    expect(stopped(chain.next({ prevhash: new Uint8Array(32).fill(1) }), before)).toEqual({
      reason: 'the chain is broken at 3: prevhash is not the hash of record 2',
      root: leads,
    })
  })

  test('where the archive could not keep a record', () => {
    const chain = new Chain(leads)
    const [before, culprit] = [chain.several(2), chain.next()]
    const unkept = new Map([[Buffer.from(hashRecord(culprit.bytes)).toString('hex'), 'its id is taken']])
    const admission = admit(waiting([...before, culprit, chain.next()]), nothing, unkept)
    expect(order(admission)).toEqual(['lead-agency 1', 'lead-agency 2'])
    expect(admission.stops.get(leads)).toEqual({ reason: "record 3 can't be kept: its id is taken", root: leads })
  })

  test('where a record is missing', () => {
    const [, second] = new Chain(leads).several(2)
    expect(stopped(second as DeliveredRecord)).toEqual({ reason: `after 0 comes ${leads} 2`, root: leads })
  })

  test('where a record says that it is another one', () => {
    expect(stopped(new Chain(leads).next({ source: departments }))?.reason).toBe(`after 0 comes ${departments} 1`)
    expect(stopped(new Chain(leads).next({ sequence: 7n }))?.reason).toBe(`after 0 comes ${leads} 7`)
  })

  test('where a record is unreadable', () => {
    const record = { source: leads, sequence: 1n, bytes: Buffer.from('not a record') }
    expect(stopped(record)).toMatchObject({ reason: expect.stringMatching(/^record 1 is unreadable: /), root: leads })
  })

  test('and nothing of it follows, while others go on', () => {
    const chain = new Chain(leads)
    const broken = [chain.next({ prevhash: new Uint8Array(32).fill(1) }), chain.next()]
    const admission = admit(waiting(broken, new Chain(departments).several(2)), nothing)
    expect(order(admission)).toEqual(['supporting-department 1', 'supporting-department 2'])
    expect(admission.stops.get(leads)?.reason).toContain('the chain is broken at 1')
  })
})

describe('causes come first', () => {
  test('a record waits for what its maker had seen, also in the same batch', () => {
    const answer = new Chain(departments).next(seen(leads, 2n))
    const questions = new Chain(leads).several(2)
    expect(order(admit(waiting([answer], questions), nothing))).toEqual([
      'lead-agency 1',
      'lead-agency 2',
      'supporting-department 1',
    ])
  })

  test('while that is missing it says for what it waits, without a root: nothing is broken', () => {
    const admission = admit(waiting([new Chain(departments).next(seen(leads, 2n))]), nothing)
    expect(admission.records).toEqual([])
    expect(admission.stops.get(departments)).toEqual({
      reason: `waits for ${leads} 2, which its maker had seen`,
      root: undefined,
      waitsFor: leads,
    })
  })

  test('every source that has seen beyond a broken chain stops, and names the root', () => {
    const broken = new Chain(leads).next({ prevhash: new Uint8Array(32).fill(1) })
    const one = new Chain(departments).next(seen(leads, 1n))
    const other = new Chain(finance).next(seen(departments, 1n))
    const { records, stops } = admit(waiting([broken], [one], [other]), nothing)
    expect(records).toEqual([])
    expect([...stops].map(([source, { root }]) => [source, root])).toEqual([
      [leads, leads],
      [departments, leads],
      [finance, leads],
    ])
  })

  test('sources that wait for each other in a circle have no root, and the search for it ends', () => {
    const one = new Chain(leads).next(seen(departments, 1n))
    const other = new Chain(departments).next(seen(leads, 1n))
    const { records, stops } = admit(waiting([one], [other]), nothing)
    expect(records).toEqual([])
    expect([...stops.values()].map(({ root }) => root)).toEqual([undefined, undefined])
  })
})

test('however records arrive, all are admitted once, in an order that no cause breaks', () => {
  const history = fc.array(fc.tuple(fc.boolean(), fc.boolean()), { minLength: 1, maxLength: 30 }).map((steps) => {
    const chains = [new Chain(leads), new Chain(departments)] as const
    const queues: [DeliveredRecord[], DeliveredRecord[]] = [[], []]
    for (const [isDepartment, looks] of steps) {
      const [own, other] = isDepartment ? ([1, 0] as const) : ([0, 1] as const)
      const known = BigInt(queues[other].length)
      queues[own].push(chains[own].next(looks && known > 0n ? seen(chains[other].source, known) : {}))
    }
    return queues
  })
  fc.assert(
    fc.property(history, fc.array(fc.tuple(fc.nat(1), fc.integer({ min: 1, max: 5 }))), (queues, arrivals) => {
      let admitted: ReadonlyMap<Source, Admitted> = nothing
      const arrived = [0, 0]
      const order: Admission['records'][number][] = []
      for (const [which, count] of [...arrivals, [0, 30], [1, 30]] as const) {
        arrived[which] = Math.min((arrived[which] as number) + count, (queues[which] as unknown[]).length)
        const admission = admit(waiting(...queues.map((queue, i) => queue.slice(0, arrived[i]))), admitted)
        admitted = admission.admitted
        order.push(...admission.records)
      }
      expect(order).toHaveLength(queues[0].length + queues[1].length)
      const last = new Map<Source, bigint>()
      for (const { source, sequence, seen: needs } of order) {
        expect(sequence).toBe((last.get(source) ?? 0n) + 1n)
        for (const [cause, upTo] of needs ?? []) expect(last.get(cause) ?? 0n).toBeGreaterThanOrEqual(upTo)
        last.set(source, sequence)
      }
    }),
  )
})
