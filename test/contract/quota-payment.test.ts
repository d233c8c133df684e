/** Payments out of quotas on a real bus: nobody is overdrawn, whoever asks at once, and a year that ends takes what is left. */
import { randomUUID } from 'node:crypto'
import { rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { ProposeAllocationRequest } from '#proto/qiantou/allocation/v1/allocation_service.ts'
import { AwaitedMilestone, Bill, SpendingPart } from '#proto/qiantou/application/v1/application.ts'
import { type BudgetGroup, GetBudgetRequest, ListFindingsRequest } from '#proto/qiantou/budget/v1/budget_service.ts'
import { CheckStatesRequest } from '#proto/qiantou/operation/v1/operation_service.ts'
import { CloseYearRequest, ReconcileRequest, SetBudgetRequest } from '#proto/qiantou/pool/v1/pool_service.ts'
import { Creditor } from '#proto/qiantou/transfer/v1/transfer_events.ts'
import {
  RecordRecoveryRequest,
  RequestPaymentRequest,
  WithdrawPaymentRequest,
} from '#proto/qiantou/transfer/v1/transfer_service.ts'
import { dayOf, toDate } from '#shared/domain/calendar.ts'
import { call, explained } from '#shared/grpc/client.ts'
import { Allocating, allocators, dayPart, shareOf } from '#shared/testing/allocating.ts'
import { startTestBus, type TestBus } from '#shared/testing/bus.ts'
import { enterprise, Money, signed, thisYear } from '#shared/testing/money.ts'
import { reasonOf } from '#shared/testing/reason-of.ts'
import { noon } from '#shared/testing/task-facts.ts'
import { Workflow } from '#shared/testing/workflow.ts'
import { notification } from '../bank/orders.ts'
import { cameBack } from './rpc-specimen-payment.ts'
import { claiming, reducing, spend } from './rpc-specimen-recovery.ts'

let bus: TestBus
let money: Money
let all: Allocating
let workflow: Workflow
let parent: string
beforeAll(async () => {
  bus = await startTestBus()
  workflow = new Workflow(bus)
  parent = await workflow.importProgramme('spent')
  money = new Money(bus, parent, workflow.after)
  await money.ready(1_100n)
  all = new Allocating(bus, money)
})
afterAll(async () => await bus.stop())

/** How the payments of this year stand by the department's quota. */
async function quotaRow() {
  const request = GetBudgetRequest.create({ parent, year: thisYear(), groupBy: 'BUDGET_GROUP_QUOTA' })
  const { rows } = await call(bus.as(allocators.finance).budgets, (stub) => stub.getBudget, request, all.after)
  return rows.find(({ key }) => key === all.quotaName('handler'))
}

/** What ledger, log, pools and quotas differ in, and states from their records: nothing, if all is well. */
async function checkBooks(): Promise<void> {
  const { operations, pools } = bus.asService('operations')
  const reconciled = await call(pools, (stub) => stub.reconcile, ReconcileRequest.create())
  expect(reconciled).toMatchObject({ differing: [], differingCount: 0n })
  const checked = await call(operations, (stub) => stub.checkStates, CheckStatesRequest.create({ service: 'finance' }))
  expect(checked).toMatchObject({ differing: [], differingCount: 0n })
}

const outcomes = async (answers: readonly Promise<unknown>[]): Promise<Readonly<Record<string, number>>> =>
  Object.fromEntries(
    [...Map.groupBy(await Promise.all(answers.map(reasonOf)), (one) => one)].map(([one, same]) => [one, same.length]),
  )

const bill = Bill.create({ invoice: 'INV-1', date: toDate('2026-02-01'), fen: 1n })
const wrong: readonly (readonly [string, Partial<RequestPaymentRequest>, string])[] = [
  ['no year', { year: 0 }, 'year'],
  ['no purpose', { purpose: '' }, 'purpose'],
  ['a purpose that no bank takes', { purpose: '费'.repeat(141) }, 'purpose'],
  ['nobody', { creditor: undefined }, 'creditor'],
  ['a code that is none', { creditor: Creditor.create({ code: '91430100MA4L0000X0', name: '甲' }) }, 'creditor.code'],
  [
    'a name that no bank takes',
    { creditor: Creditor.create({ code: enterprise(1).code, name: '甲'.repeat(141) }) },
    'creditor.name',
  ],
  ['an application besides', { application: 'programmes/spent/applications/a1' }, 'quota'],
  ['a quota of another programme', { quota: 'programmes/other/pools/vouchers/quotas/hn-kjt' }, 'quota'],
  ['one invoice twice', { bills: [bill, { ...bill, invoice: 'inv-1' }] }, 'bills'],
  ['a voucher with invoices', { quota: '', voucher: 'programmes/spent/vouchers/v1', bills: [bill] }, 'bills'],
  ['a voucher to somebody', { quota: '', voucher: 'programmes/spent/vouchers/v1', purpose: '' }, 'creditor'],
]

test.each(wrong)('who asks for a payment of %s is told so', async (_, changes, field) => {
  const request = RequestPaymentRequest.fromPartial({ ...all.payment('w1', 'handler', 1n), ...changes })
  const asked = call(bus.as(allocators.handler).transfers, (stub) => stub.requestPayment, request, all.after)
  const { reason, violations } = await asked.then(
    () => ({ reason: 'OK', violations: [] }),
    (error) => explained(error) ?? { reason: `${error}`, violations: [] },
  )
  expect(reason).toBe('INVALID_FIELDS')
  expect(violations.map((violation) => violation.field)).toContain(field)
})

test('whoever asks for one quota at once, and finance that adjusts it meanwhile, get all of it and not a fen more', async () => {
  await all.issued('l1', shareOf('handler', 300n))
  const { transfers } = bus.as(allocators.handler)
  const { allocations } = bus.as(allocators.finance)
  const requests = Array.from({ length: 12 }, (_, i) => all.payment(`q${i}`, 'handler', 40n))
  const asked = [...requests, ...requests].map((request) =>
    call(transfers, (stub) => stub.requestPayment, request, all.after),
  )
  const adjusted = Array.from({ length: 6 }, (_, i) =>
    call(
      allocations,
      (stub) => stub.adjustQuota,
      all.adjustment(`a${i}`, 'handler', shareOf('sponsor', 40n)),
      all.after,
    ),
  )
  const [paid, moved] = await Promise.all([outcomes(asked), outcomes(adjusted)])
  // 7 of 40 fen go into 300; who asks twice is told the same.
  expect((paid.OK ?? 0) / 2 + (moved.OK ?? 0)).toBe(7)
  expect(Object.keys({ ...paid, ...moved }).toSorted()).toEqual(['OK', 'QUOTA_EXCEEDED'])
  expect((await all.quota('handler')).lines[0]?.leftFen).toBe(20n)
  // Who holds nothing of it is not told that it is there.
  const others = call(
    bus.as(allocators.sponsor).transfers,
    (stub) => stub.requestPayment,
    all.payment('x1', 'handler', 1n),
    all.after,
  )
  expect(await reasonOf(others)).toBe('QUOTA_NOT_FOUND')
  await checkBooks()
})

test('a year that is closed takes what quotas have left of it, and what is let go later when it is closed again', async () => {
  const year = thisYear() - 1
  const { pools } = bus.as(allocators.finance)
  const { allocations, transfers } = bus.as(allocators.handler)
  const signOff = signed('approve')
  const budget = { requestId: randomUUID(), name: all.pool, year, fen: 1_000n, document: '湘财预〔2025〕1号' }
  await call(pools, (stub) => stub.setBudget, SetBudgetRequest.create({ ...budget, signOff }), all.after)
  const plan = { ...all.proposal('l2', [shareOf('handler', 300n), shareOf('bureau', 200n)]), year }
  const { receipt } = await call(
    allocations,
    (stub) => stub.proposeAllocation,
    ProposeAllocationRequest.create(plan),
    all.after,
  )
  expect(receipt).toBeDefined()
  await call(bus.as(allocators.finance).allocations, (stub) => stub.issueQuota, all.issue('l2'), all.after)
  await call(transfers, (stub) => stub.requestPayment, all.payment('y1', 'handler', 120n, year), all.after)
  const close = () => {
    const closing = CloseYearRequest.create({ requestId: randomUUID(), name: all.pool, year, signOff })
    return call(pools, (stub) => stub.closeYear, closing)
  }
  const lineOf = async () => (await all.quota('handler')).lines.find((line) => line.year === year)
  // Of 500 that were issued 380 come back, and lapse with the 500 that were not.
  expect((await close()).pool?.years).toContainEqual(
    expect.objectContaining({ year, paidFen: 120n, leftFen: 0n, closed: true }),
  )
  expect(await lineOf()).toMatchObject({ reservedFen: 120n, goneFen: 180n, leftFen: 0n })
  expect(await reasonOf(close())).toBe('YEAR_CLOSED')
  const late = call(transfers, (stub) => stub.requestPayment, all.payment('y2', 'handler', 1n, year), all.after)
  expect(await reasonOf(late)).toBe('YEAR_CLOSED')
  const withdrawn = { requestId: randomUUID(), name: `${parent}/transfers/y1`, text: '合同终止' }
  await call(transfers, (stub) => stub.withdrawPayment, WithdrawPaymentRequest.create(withdrawn), all.after)
  expect(await lineOf()).toMatchObject({ reservedFen: 0n, leftFen: 120n })
  expect((await close()).pool?.years).toContainEqual(expect.objectContaining({ year, paidFen: 0n }))
  expect(await lineOf()).toMatchObject({ goneFen: 300n, leftFen: 0n })
  const { budgets } = bus.as(allocators.finance)
  const rowsBy = async (groupBy: BudgetGroup, of: number) =>
    (await call(budgets, (stub) => stub.getBudget, GetBudgetRequest.create({ parent, year: of, groupBy }), all.after))
      .rows
  const quotas = await rowsBy('BUDGET_GROUP_QUOTA', thisYear())
  expect(quotas.map(({ key, leftFen }) => [key.split('/').at(-1), leftFen])).toContainEqual([allocators.handler, 20n])
  // A pool's budget is what is reserved, paid, held by bodies and left, whatever of it was allocated, spent or has lapsed.
  for (const of of [year, thisYear()]) {
    const [row, ...others] = await rowsBy('BUDGET_GROUP_POOL', of)
    const { budgetFen = 0n, reservedFen = 0n, paidFen = 0n, heldFen = 0n, leftFen = 0n } = row ?? {}
    expect(reservedFen + paidFen + heldFen + leftFen).toBe(budgetFen)
    expect(others).toEqual([])
  }
  expect((await rowsBy('BUDGET_GROUP_POOL', thisYear()))[0]?.heldFen).toBeGreaterThan(0n)
  await checkBooks()
})

test('what was paid wrongly out of a quota is claimed back, and received, and the quota has nothing of it again', async () => {
  await money.account(1)
  await all.issued('l4', shareOf('handler', 250n))
  const name = await spend({ bus }, money, all, 250n)
  const left = (await quotaRow())?.leftFen
  const { transfers } = bus.as(allocators.finance)
  const claim = (fen: bigint) => call(transfers, (stub) => stub.claimRecovery, claiming(name, fen), all.after)
  expect(await reasonOf(claim(251n))).toBe('MORE_THAN_PAID')
  expect((await claim(0n)).transfer).toMatchObject({ claimedFen: 250n, recoveredFen: 0n })
  const reduce = (fen: bigint) => call(transfers, (stub) => stub.reduceClaim, reducing(name, fen), all.after)
  expect(await reasonOf(reduce(251n))).toBe('MORE_THAN_CLAIMED')
  expect((await reduce(0n)).transfer).toMatchObject({ claimedFen: 0n, state: 'TRANSFER_STATE_CONFIRMED' })
  expect(await reasonOf(reduce(0n))).toBe('NOTHING_CLAIMED')
  expect((await claim(0n)).transfer?.claimedFen).toBe(250n)
  expect(await quotaRow()).toMatchObject({ claimedFen: 250n, recoveredFen: 0n, leftFen: left })
  const receive = (fen: bigint, reference: string) => {
    const received = { requestId: randomUUID(), name, fen, receivedOn: toDate('2026-03-02'), reference }
    const request = RecordRecoveryRequest.create({ ...received, signOff: signed('review') })
    return call(transfers, (stub) => stub.recordRecovery, request, all.after)
  }
  expect((await receive(100n, 'R-1')).transfer?.state).toBe('TRANSFER_STATE_CONFIRMED')
  expect(await reasonOf(receive(100n, 'R-1'))).toBe('RECOVERY_KNOWN')
  expect((await receive(150n, 'R-2')).transfer?.state).toBe('TRANSFER_STATE_RECOVERED')
  expect(await quotaRow()).toMatchObject({ claimedFen: 0n, recoveredFen: 250n, leftFen: left })
  const { budgets } = bus.as(allocators.finance)
  const findings = async () =>
    (await call(budgets, (stub) => stub.listFindings, ListFindingsRequest.create({ parent }), all.after)).findings
  // The bank sends back what the treasury has received: a person is told once it is not to be paid again.
  await cameBack({ bus }, money, name)
  expect(await findings()).toEqual([])
  const given = { requestId: randomUUID(), name, text: '已由国库收回' }
  await money.noted(call(transfers, (stub) => stub.withdrawPayment, WithdrawPaymentRequest.create(given), all.after))
  expect(await findings()).toMatchObject([{ code: 'FINDING_CODE_PAID_BACK_TWICE', resources: [name] }])
  await checkBooks()
})

test('parts that the bank books by one reference are paid each once, and a return that comes before its booking waits', async () => {
  await all.issued('l5', shareOf('handler', 51n))
  const { transfers } = bus.as(allocators.handler)
  const { code, name: title } = enterprise(1)
  const request = { ...all.payment('parts', 'handler', 51n), creditor: Creditor.create({ code, name: title }) }
  const name = `${parent}/transfers/parts`
  await money.noted(call(transfers, (stub) => stub.requestPayment, request, all.after))
  await money.approvePayment(name)
  await money.orderPayment(name)
  const { endToEndId } = await money.transfer(name)
  const inbound = join(bus.bankFolder, 'inbound')
  const tell = async (file: string, text: string): Promise<void> => {
    await writeFile(join(inbound, `.${file}`), text)
    await rename(join(inbound, `.${file}`), join(inbound, file))
  }
  const entries = async () => (await money.transfer(name)).entries.map(({ fen }) => fen)
  const findings = async () =>
    (await bus.database('finance').query('SELECT reason FROM bank_finding')).rows.map(({ reason }) => reason)
  const booking = (amount: string) => notification([[endToEndId, 'PART', amount]])
  const returned = booking('0.41')
    .replace('DBIT', 'CRDT')
    .replace('</Refs>', '</Refs><RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf>')
  await tell('back.xml', returned)
  await vi.waitFor(async () => expect(await findings()).toEqual(['RETURNED_TOO_MUCH']), 5_000)
  const parts = ['0.10', '0.31'].map((amount) => [endToEndId, 'PART', amount] as const)
  await tell('parts.xml', notification(parts))
  await vi.waitFor(async () => expect(await entries()).toEqual([10n, 31n, -41n]), 5_000)
  expect(await findings()).toEqual([])
  await tell('again.xml', notification(parts))
  await tell('part.xml', booking('0.10').replace('2026-11-30', '2026-12-01'))
  await vi.waitFor(async () => expect(await entries()).toEqual([10n, 31n, -41n, 10n]), 5_000)
  expect((await money.transfer(name)).bookedFen).toBe(10n)
  expect(await findings()).toEqual([])
  await checkBooks()
})

test('a line is asked for as it was planned, and an invoice once over all quotas of the programme', async () => {
  await all.issued('l3', shareOf('handler', 300n), shareOf('sponsor', 100n))
  const { allocations } = bus.as(allocators.handler)
  const today = dayOf(noon)
  const task = await workflow.issue(parent, 'led', 't1')
  await workflow.acknowledge(task, allocators.sponsor)
  await workflow.submit(task, allocators.sponsor)
  await workflow.accept(task, allocators.sponsor, allocators.handler)
  await bus.quiet()
  const value = AwaitedMilestone.create({ task, organisation: `organisations/${allocators.sponsor}` })
  const accepted = SpendingPart.create({ fen: 20n, waitsFor: { $case: 'milestone', value } })
  const plan = all.planning([dayPart(100n, today), dayPart(450n, '2099-01-01'), accepted])
  const planned = await call(allocations, (stub) => stub.planQuotaSpending, plan, all.after)
  expect(planned.quota?.lines[0]).toMatchObject({ leftFen: 570n, payableFen: 0n, spendingPlan: [{}, {}, {}] })
  const again = await call(allocations, (stub) => stub.planQuotaSpending, plan, all.after)
  expect(again.receipt?.sequence).toBe(planned.receipt?.sequence)
  await bus.quiet()
  const [line] = (await all.quota('handler')).lines
  expect(line).toMatchObject({ leftFen: 570n, payableFen: 120n })
  expect(line?.spendingPlan.map(({ proposedFen }) => proposedFen)).toEqual([100n, 0n, 20n])

  const bills = [{ invoice: 'INV-7', date: toDate(today), fen: 121n }]
  const ask = (by: 'handler' | 'sponsor', id: string, fen: bigint, invoice = 'INV-7') => {
    const named = bills.map((one) => ({ ...one, invoice }))
    const request = RequestPaymentRequest.fromPartial({ ...all.payment(id, by, fen), bills: named })
    return call(bus.as(allocators[by]).transfers, (stub) => stub.requestPayment, request, all.after)
  }
  expect(await reasonOf(ask('handler', 'i1', 121n))).toBe('MORE_THAN_PROPOSED')
  // Two departments ask for what one invoice says, at once: one of them gets it.
  const asked = [ask('handler', 'i1', 120n), ask('sponsor', 'i2', 100n, 'inv-7')]
  expect(await outcomes(asked)).toEqual({ OK: 1, INVOICE_IN_PAYMENT: 1 })
  const i1 = await reasonOf(ask('handler', 'i1', 120n))
  const [mine, paid] = i1 === 'TRANSFER_EXISTS' ? (['handler', 'i1'] as const) : (['sponsor', 'i2'] as const)
  const withdrawn = { requestId: randomUUID(), name: `${parent}/transfers/${paid}`, text: '发票有误' }
  const request = WithdrawPaymentRequest.create(withdrawn)
  await call(bus.as(allocators[mine]).transfers, (stub) => stub.withdrawPayment, request, all.after)
  expect((await ask('sponsor', 'i3', 100n)).transfer?.bills).toMatchObject([{ invoice: 'INV-7', fen: 121n }])
  expect((await all.quota('handler')).lines[0]).toMatchObject({ leftFen: 570n, payableFen: 120n })
  await checkBooks()
})
