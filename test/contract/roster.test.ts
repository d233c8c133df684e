/** Rosters on a real bus: whole or not at all, each row once, whoever asks at once and twice. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { CheckStatesRequest } from '#proto/qiantou/operation/v1/operation_service.ts'
import { ReconcileRequest } from '#proto/qiantou/pool/v1/pool_service.ts'
import { call } from '#shared/grpc/client.ts'
import { startTestBus, type TestBus } from '#shared/testing/bus.ts'
import { Matching } from '#shared/testing/matching.ts'
import { Money, payers } from '#shared/testing/money.ts'
import { reasonOf } from '#shared/testing/reason-of.ts'
import { Workflow } from '#shared/testing/workflow.ts'

let bus: TestBus
beforeAll(async () => {
  bus = await startTestBus()
})
afterAll(async () => await bus.stop())

test('a list is imported whole, its rows are matched once each, and the ledger has what they come to', async () => {
  const workflow = new Workflow(bus)
  const parent = await workflow.importProgramme('matched')
  const money = new Money(bus, parent, workflow.after)
  await money.ready(700n, { withoutApplication: true })
  const all = new Matching(money)
  const numbers = Array.from({ length: 100 }, (_, i) => i + 1)
  expect(await all.import('r1', numbers, 1_000n)).toMatchObject({
    rowCount: 100,
    matched: [],
    handler: `organisations/${payers.handler}`,
  })

  const { rosters, applications } = bus.as(payers.handler)
  const again = call(rosters, (stub) => stub.importRoster, all.importing('r2', [101, 7]), money.after)
  expect(await reasonOf(again)).toBe('ROSTER_ROWS_LISTED')

  const twice = { ...all.matching('r1', 1), requestId: randomUUID() }
  const other = { ...all.matching('r1', 1), applicationId: 'other' }
  const claims = [twice, twice, other, all.matching('r1', 2), all.matching('r1', 3)]
  const outcomes = await Promise.all(
    claims.map((request) => reasonOf(call(applications, (stub) => stub.matchApplication, request, money.after))),
  )
  // 300 fen each, out of 700.
  expect(outcomes.filter((one) => one === 'ROSTER_ROW_MATCHED')).toHaveLength(1)
  expect(outcomes.filter((one) => one === 'OK')).toHaveLength(4)
  expect(await reasonOf(all.match('r1', 4))).toBe('POOL_EXHAUSTED')
  expect((await money.pool()).years[0]).toMatchObject({ reservedFen: 700n, leftFen: 0n })

  const { matched } = await all.roster('r1')
  expect(matched.map(({ row }) => row)).toEqual([1, 2, 3])
  expect(await all.withdraw('r1')).toMatchObject({ withdrawn: true })
  expect(await all.import('r2', [101, 7])).toMatchObject({ rowCount: 2 })
  expect(await reasonOf(all.import('r3', [2]))).toBe('ROSTER_ROWS_LISTED')

  const service = bus.asService('operations')
  const reconciled = await call(service.pools, (stub) => stub.reconcile, ReconcileRequest.create())
  expect(reconciled).toMatchObject({ differing: [], differingCount: 0n })
  const request = CheckStatesRequest.create({ service: 'finance' })
  const checked = await call(service.operations, (stub) => stub.checkStates, request)
  expect(checked).toMatchObject({ differing: [], differingCount: 0n })
})
