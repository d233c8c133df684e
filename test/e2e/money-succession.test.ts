/** Bodies of an award and of a quota end while it is under way: who succeeds them goes on, and no money moves by that. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { GetQuotaRequest } from '#proto/qiantou/allocation/v1/allocation_service.ts'
import { GetApplicationRequest, WithdrawApplicationRequest } from '#proto/qiantou/application/v1/application_service.ts'
import { DissolveOrganisationRequest, MergeOrganisationRequest } from '#proto/qiantou/directory/v1/directory_service.ts'
import { ListRecordsRequest } from '#proto/qiantou/event/v1/event_service.ts'
import { GetMeasureRequest, ListMeasuresRequest } from '#proto/qiantou/measure/v1/measure_service.ts'
import { CheckStatesRequest } from '#proto/qiantou/operation/v1/operation_service.ts'
import { ReconcileRequest } from '#proto/qiantou/pool/v1/pool_service.ts'
import { startOf, toDate } from '#shared/domain/calendar.ts'
import { call } from '#shared/grpc/client.ts'
import { Allocating, shareOf } from '#shared/testing/allocating.ts'
import { startTestBus, type TestBus } from '#shared/testing/bus.ts'
import { Money, payers, shortest } from '#shared/testing/money.ts'
import { reasonOf, refusalOf } from '#shared/testing/reason-of.ts'
import { SetClock } from '#shared/testing/set-clock.ts'
import { Workflow } from '#shared/testing/workflow.ts'

const clock = new SetClock()
/** Who comes after the handling body, and after the finance department. */
const heirs: Readonly<Record<string, string>> = { [payers.handler]: 'hn-gxt', [payers.finance]: 'hn-sjj' }
const [heir, payer] = [heirs[payers.handler] as string, heirs[payers.finance] as string]
const named = (code: string): string => `organisations/${code}`
let bus: TestBus
let money: Money
let all: Allocating
/** What the bus has logged. */
let logged = ''
/** The same calls, made by successors. */
let succeeded: { readonly as: TestBus['as'] }

beforeAll(async () => {
  const add = (line: string) => {
    logged += line
  }
  bus = await startTestBus({ clock, logged: add })
  succeeded = { as: (code) => bus.as(heirs[code] ?? code) }
  const workflow = new Workflow(bus)
  const parent = await workflow.importProgramme('inherited')
  money = new Money(bus, parent, workflow.after)
  await money.ready(10_000_000n, { procedure: shortest })
  all = new Allocating(bus, money)
})
afterAll(async () => await bus.stop())

/** Bodies go into others from a day on, and the day comes. */
async function merge(day: string, ...codes: readonly string[]): Promise<void> {
  for (const code of codes) {
    const request = MergeOrganisationRequest.create({
      ...{ requestId: randomUUID(), name: named(code), into: named(heirs[code] as string), basis: '湘编〔2026〕9号' },
      effectiveDate: toDate(day),
    })
    await call(bus.as('hn-office').directory, (stub) => stub.mergeOrganisation, request)
  }
  await bus.quiet()
  const office = bus.subscribe('hn-office', 'latest')
  await office.until(() => office.caughtUp, 'the end')
  clock.set(startOf(day))
  await office.until(() => office.records.some(({ type }) => type.endsWith('.AllocationBodySucceeded')), 'the last one')
  await bus.quiet()
}

const turnOf = async (code: string): Promise<string> => {
  const request = GetApplicationRequest.create({ name: money.name('applications', 'a1') })
  const { application } = await call(bus.as(code).applications, (stub) => stub.getApplication, request)
  return application?.turn ?? ''
}

const reconciled = () => call(bus.asService('operations').pools, (stub) => stub.reconcile, ReconcileRequest.create())

test('the handling body merges into another, which approves and asks for the payment, and spends its quota', async () => {
  await money.account(1)
  const name = await money.submit('a1', money.content(1, 10_000_000n), [])
  await money.admit(name)
  await all.issued('l1', shareOf('handler', 500n))
  const before = await money.pool()
  await merge('2026-04-01', payers.handler)
  expect((await money.pool()).years).toEqual(before.years)
  expect(await turnOf(heir)).toBe(named(heir))
  expect(await refusalOf(turnOf(payers.handler))).toBe('PERMISSION_DENIED CALLER_ENDED')
  // It reads all that was recorded of it, as who was party to it from the beginning.
  const records = ListRecordsRequest.create({ resource: name })
  const listed = await call(bus.as(heir).events, (stub) => stub.listRecords, records)
  expect(listed.records).toHaveLength(3)
  money = new Money(succeeded, money.parent, [...money.after, ...all.after])
  await money.approve(name)
  await money.requestPayment('a1', 't1')
  const { allocations } = bus.as(heir)
  const quotaName = all.quotaName('handler')
  const { quota } = await call(allocations, (stub) => stub.getQuota, GetQuotaRequest.create({ name: quotaName }))
  expect(quota).toMatchObject({ name: quotaName, organisation: named(heir), lines: [{ leftFen: 500n }] })
  const { transfers } = bus.as(heir)
  await call(transfers, (stub) => stub.requestPayment, all.payment('t2', 'handler', 200n), money.after)
})

test('the measure is its successor’s too, though no record of it says so', async () => {
  const { measures } = bus.as(heir)
  const name = money.name('measures', 'vouchers')
  expect((await call(measures, (stub) => stub.getMeasure, GetMeasureRequest.create({ name }))).measure?.name).toBe(name)
  const list = ListMeasuresRequest.create({ parent: money.parent })
  expect((await call(measures, (stub) => stub.listMeasures, list)).measures).toHaveLength(1)
  expect(
    await reasonOf(call(bus.as('hn-jyt').measures, (stub) => stub.getMeasure, GetMeasureRequest.create({ name }))),
  ).toBe('MEASURE_NOT_FOUND')
  await money.submit('a2', money.content(2, 1_000n), [])
  const request = GetApplicationRequest.create({ name: money.name('applications', 'a2') })
  const { application } = await call(bus.as(heir).applications, (stub) => stub.getApplication, request)
  expect(application?.handler).toBe(named(heir))
})

test('the finance department is succeeded, and who comes after it agrees, orders, and sets budgets', async () => {
  await merge('2026-05-01', payers.finance)
  const name = `${money.parent}/transfers/t1`
  expect(await money.transfer(name)).toMatchObject({ handler: named(heir), finance: named(payer) })
  await money.approvePayment(name)
  await money.orderPayment(name)
  await money.approvePayment(`${money.parent}/transfers/t2`)
  await money.setBudget(20_000_000n)
  // Whoever names accounts is one of the programme's finance departments.
  await money.account(2)
  expect(await money.transfer(name)).toMatchObject({ state: 'TRANSFER_STATE_ORDERED' })
})

test('what a body leaves that nobody succeeds waits, and is told of as far as something is still to be done', async () => {
  const over = await money.submit('a3', money.content(3, 1_000n), [])
  const { applications } = bus.as(payers.sponsor)
  const withdrawal = WithdrawApplicationRequest.create({ requestId: randomUUID(), name: over, text: '不再申报' })
  await call(applications, (stub) => stub.withdrawApplication, withdrawal, money.after)
  const request = DissolveOrganisationRequest.create({
    ...{ requestId: randomUUID(), name: named(payers.sponsor), successor: '', basis: '湘编〔2026〕9号' },
    effectiveDate: toDate('2026-06-01'),
  })
  await call(bus.as('hn-office').directory, (stub) => stub.dissolveOrganisation, request)
  await bus.quiet()
  clock.set(startOf('2026-06-01'))
  const told = (name: string) =>
    logged.split('\n').some((line) => line.includes('nobody succeeds') && line.includes(`"${name}"`))
  await vi.waitFor(() => expect(told(money.name('applications', 'a2'))).toBe(true), { timeout: 5_000 })
  expect(told(over)).toBe(false)
  expect(logged).not.toContain('successions are looked at again')
})

test('and the ledger, the log and all states say the same', async () => {
  await bus.quiet()
  expect(await reconciled()).toMatchObject({ differing: [], differingCount: 0n })
  const { operations } = bus.asService('operations')
  const request = CheckStatesRequest.create({ service: 'finance' })
  expect((await call(operations, (stub) => stub.checkStates, request)).differing).toEqual([])
})
