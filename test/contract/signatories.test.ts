/** Whom the directory has for money, and up to how much, holds on a real bus for whoever signs for a body. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { AdmitApplicationRequest } from '#proto/qiantou/application/v1/application_service.ts'
import { BeginTermRequest } from '#proto/qiantou/directory/v1/directory_service.ts'
import { SetBudgetRequest } from '#proto/qiantou/pool/v1/pool_service.ts'
import { SignOff } from '#proto/qiantou/record/v1/record.ts'
import { toDate } from '#shared/domain/calendar.ts'
import type { After } from '#shared/domain/decider.ts'
import { call } from '#shared/grpc/client.ts'
import { Allocating, allocators, shareOf } from '#shared/testing/allocating.ts'
import { startTestBus, type TestBus } from '#shared/testing/bus.ts'
import { Money, payers } from '#shared/testing/money.ts'
import { reasonOf } from '#shared/testing/reason-of.ts'
import { Vouching } from '#shared/testing/vouching.ts'
import { Workflow } from '#shared/testing/workflow.ts'

const [one, other, stranger] = [randomUUID(), randomUUID(), randomUUID()] as const
const limitFen = 100n
let bus: TestBus
let all: Allocating
let money: Money
let application: string
let after: readonly After[]
beforeAll(async () => {
  bus = await startTestBus()
  const workflow = new Workflow(bus)
  money = new Money(bus, await workflow.importProgramme('signed'), workflow.after)
  await money.ready(1_000_000n, { procedure: ['PROCEDURE_STEP_ADMISSION', 'PROCEDURE_STEP_APPROVAL'] })
  all = new Allocating(bus, money)
  await all.issued('l1', shareOf('handler', 300n))
  application = await money.submit('a1', money.content(1, 1_000n), [])
  const sequences = new Map([...money.after, ...all.after].map(({ source, sequence }) => [source, sequence]))
  const roles = { handler: 'TERM_ROLE_HANDLER', finance: 'TERM_ROLE_APPROVER' } as const
  for (const body of ['handler', 'finance'] as const)
    for (const person of [one, other]) {
      const begun = { requestId: randomUUID(), name: `organisations/${allocators[body]}`, person, limitFen }
      const request = BeginTermRequest.fromPartial({
        ...{ ...begun, role: roles[body], displayName: '张三', fromDate: toDate('2026-01-05') },
      })
      const { receipt } = await call(bus.as(payers.office).directory, (stub) => stub.beginTerm, request)
      if (receipt) sequences.set(receipt.source, receipt.sequence)
    }
  after = [...sequences].map(([source, sequence]) => ({ source, sequence }))
})
afterAll(async () => await bus.stop())

type Signed = { readonly signOff: SignOff[] }
const steps: Readonly<Record<string, (signed: Signed) => Promise<unknown>>> = {
  'a plan of allocation': (signed) => {
    const request = { ...all.proposal('l2', [shareOf('sponsor', limitFen + 1n)]), ...signed }
    return call(bus.as(allocators.handler).allocations, (stub) => stub.proposeAllocation, request, after)
  },
  'an admission': (signed) => {
    const request = AdmitApplicationRequest.create({ requestId: randomUUID(), name: application, ...signed })
    return call(bus.as(allocators.handler).applications, (stub) => stub.admitApplication, request, after)
  },
  'a voucher': (signed) => {
    const request = { ...new Vouching(money).issuing('v1', limitFen + 1n), ...signed }
    return call(bus.as(allocators.handler).vouchers, (stub) => stub.issueVoucher, request, after)
  },
  'a budget': (signed) => {
    const budget = {
      name: money.name('pools', 'vouchers'),
      year: 2031,
      fen: limitFen + 1n,
      document: '湘财预〔2031〕1号',
    }
    const request = SetBudgetRequest.create({ requestId: randomUUID(), ...budget, ...signed })
    return call(bus.as(allocators.finance).pools, (stub) => stub.setBudget, request, after)
  },
  'a payment': (signed) => {
    const request = { ...all.payment('q1', 'handler', limitFen + 1n), ...signed }
    return call(bus.as(allocators.handler).transfers, (stub) => stub.requestPayment, request, after)
  },
}

test.each(Object.keys(steps))(
  '%s is signed by who has the role, for more than the limit by two of them',
  async (what) => {
    const by = (...persons: readonly string[]) =>
      reasonOf(
        steps[what]?.({
          signOff: persons.map((person) => SignOff.create({ step: 'SIGN_OFF_STEP_SIGNED', person })),
        }) as Promise<unknown>,
      )
    expect(await by(stranger)).toBe('SIGNER_WITHOUT_ROLE')
    expect(await by(one)).toBe('TWO_PERSONS_NEEDED')
    expect(await by(one, other)).toBe('OK')
  },
)
