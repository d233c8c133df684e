/** Allocations on a real bus: plans, letters and quotas to the fen, whoever asks at once and twice. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as allocation from '#proto/qiantou/allocation/v1/allocation_service.ts'
import { CheckStatesRequest } from '#proto/qiantou/operation/v1/operation_service.ts'
import { ReconcileRequest } from '#proto/qiantou/pool/v1/pool_service.ts'
import { call } from '#shared/grpc/client.ts'
import { Allocating, allocators, shareOf } from '#shared/testing/allocating.ts'
import { startTestBus, type TestBus } from '#shared/testing/bus.ts'
import { Money } from '#shared/testing/money.ts'
import { reasonOf } from '#shared/testing/reason-of.ts'
import { Workflow } from '#shared/testing/workflow.ts'

let bus: TestBus
beforeAll(async () => {
  bus = await startTestBus()
})
afterAll(async () => await bus.stop())

/** A programme with a pool of so much. */
async function begin(id: string, fen: bigint): Promise<{ readonly money: Money; readonly all: Allocating }> {
  const workflow = new Workflow(bus)
  const parent = await workflow.importProgramme(id)
  const money = new Money(bus, parent, workflow.after)
  await money.ready(fen)
  return { money, all: new Allocating(bus, money) }
}

/** What ledger, log, pools and quotas differ in, and states from their records: nothing, if all is well. */
async function checkBooks(): Promise<void> {
  const reconciled = await call(bus.asService('operations').pools, (stub) => stub.reconcile, ReconcileRequest.create())
  expect(reconciled).toMatchObject({ differing: [], differingCount: 0n })
  const request = CheckStatesRequest.create({ service: 'finance' })
  const checked = await call(bus.asService('operations').operations, (stub) => stub.checkStates, request)
  expect(checked).toMatchObject({ differing: [], differingCount: 0n })
}

const leftOf = async (all: Allocating, role: keyof typeof allocators): Promise<bigint | undefined> =>
  (await all.quota(role)).lines[0]?.leftFen

/** What became of calls that were made at once. */
const outcomes = (answers: readonly Promise<unknown>[]): Promise<readonly string[]> =>
  Promise.all(answers.map(reasonOf))
const count = (all: readonly string[], what: string): number => all.filter((one) => one === what).length

test('a plan goes from proposal to quotas, is passed on and adjusted, and every amount is where the ledger has it', async () => {
  const { money, all } = await begin('allocated', 1_000n)
  await all.propose('l0', shareOf('sponsor', 1_000n))
  expect((await money.pool()).years[0]).toMatchObject({ reservedFen: 1_000n, leftFen: 0n })
  await all.refuse('l0')
  await all.issued('l1', shareOf('handler', 300n), shareOf('bureau', 200n))
  expect((await money.pool()).years[0]).toMatchObject({ reservedFen: 0n, paidFen: 500n, leftFen: 500n })
  await all.passOn('bureau', 'l2', shareOf('county', 150n))
  await all.passOn('county', 'l3', shareOf('handler', 40n))
  await all.adjust('l4', 'handler', shareOf('sponsor', 100n))
  expect((await all.quota('handler')).lines).toMatchObject([
    { receivedFen: 340n, adjustedOutFen: 100n, adjustedInFen: 0n, passedOnFen: 0n, leftFen: 240n },
  ])
  expect(await Promise.all((['bureau', 'county', 'sponsor'] as const).map((role) => leftOf(all, role)))).toEqual([
    ...[50n, 110n, 100n],
  ])
  const { allocations } = bus.as(allocators.finance)
  const request = allocation.GetAllocationRequest.create({ name: all.name('l4') })
  const { allocation: read } = await call(allocations, (stub) => stub.getAllocation, request, all.after)
  expect(read).toMatchObject({ kind: 'ALLOCATION_KIND_ADJUSTMENT', from: 'organisations/hn-kjt', fen: 100n })
  expect(read?.text?.value).toBe('项目进度调整')
  await checkBooks()
})

test('a quota that says a fen more than its ledger is found', async () => {
  const { all } = await begin('corrupted', 1_000n)
  await all.issued('l1', shareOf('handler', 300n))
  const database = bus.database('finance')
  const name = all.quotaName('handler')
  const set = (fen: string) =>
    database.query(`UPDATE stream SET state = jsonb_set(state::jsonb, '{lines,0,receivedFen}', $2) WHERE name = $1`, [
      ...[name, JSON.stringify(fen)],
    ])
  await set('301')
  const { differing } = await call(
    bus.asService('operations').pools,
    (stub) => stub.reconcile,
    ReconcileRequest.create(),
  )
  expect(differing).toEqual([expect.stringContaining('301 came in, 300 by its ledger')])
  await set('300')
  await checkBooks()
})

test('whoever passes on one quota at once, and asks twice, passes on all of it and not a fen more', async () => {
  const { all } = await begin('passed-on', 1_000n)
  await all.issued('l1', shareOf('bureau', 200n))
  const { allocations } = bus.as(allocators.bureau)
  const requests = Array.from({ length: 20 }, (_, i) => all.passing(`p${i}`, [shareOf('county', 30n)]))
  const asked = [...requests, ...requests].map((request) =>
    call(allocations, (stub) => stub.passOnQuota, request, all.after),
  )
  const answered = await outcomes(asked)
  // 6 of 30 fen go into 200; who asks twice is told the same.
  expect([count(answered, 'OK'), count(answered, 'QUOTA_EXCEEDED')]).toEqual([12, 28])
  await all.passOn('bureau', 'rest', shareOf('county', 20n))
  expect([await leftOf(all, 'bureau'), await leftOf(all, 'county')]).toEqual([0n, 200n])
  await checkBooks()
})

test('whatever finance adjusts at once in both directions, the sum stays and nobody is overdrawn', async () => {
  const { all } = await begin('adjusted', 1_000n)
  await all.issued('l1', shareOf('handler', 300n), shareOf('sponsor', 100n))
  const { allocations } = bus.as(allocators.finance)
  const asked = Array.from({ length: 30 }, (_, i) => {
    const [from, to] = i % 3 === 0 ? (['sponsor', 'handler'] as const) : (['handler', 'sponsor'] as const)
    return call(allocations, (stub) => stub.adjustQuota, all.adjustment(`a${i}`, from, shareOf(to, 70n)), all.after)
  })
  const answered = await outcomes(asked)
  expect(count(answered, 'OK') + count(answered, 'QUOTA_EXCEEDED')).toBe(30)
  const [handler = -1n, sponsor = -1n] = [await leftOf(all, 'handler'), await leftOf(all, 'sponsor')]
  expect(handler + sponsor).toBe(400n)
  expect(handler >= 0n && sponsor >= 0n).toBe(true)
  await checkBooks()
})

test('plans that are proposed at once never ask for more than the pool has', async () => {
  const { money, all } = await begin('contested', 1_000n)
  const { allocations } = bus.as(allocators.handler)
  const asked = Array.from({ length: 12 }, (_, i) => {
    const request = { ...all.proposal(`l${i}`, [shareOf('sponsor', 300n)]), requestId: randomUUID() }
    return call(allocations, (stub) => stub.proposeAllocation, request, all.after)
  })
  const answered = await outcomes(asked)
  expect([count(answered, 'OK'), count(answered, 'POOL_EXCEEDED')]).toEqual([3, 9])
  expect((await money.pool()).years[0]).toMatchObject({ reservedFen: 900n, leftFen: 100n })
  await checkBooks()
})
