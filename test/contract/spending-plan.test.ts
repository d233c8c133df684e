/** An accepted part of a task proposes what a spending plan has for it, through the services that decide it; a person requests it. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as application from '#proto/qiantou/application/v1/application_service.ts'
import { CheckStatesRequest } from '#proto/qiantou/operation/v1/operation_service.ts'
import { toDate } from '#shared/domain/calendar.ts'
import { call } from '#shared/grpc/client.ts'
import { startTestBus, type TestBus } from '#shared/testing/bus.ts'
import { Money, payers, shortest, signed } from '#shared/testing/money.ts'
import { reasonOf } from '#shared/testing/reason-of.ts'
import { Workflow } from '#shared/testing/workflow.ts'

let bus: TestBus
beforeAll(async () => {
  bus = await startTestBus()
})
afterAll(async () => await bus.stop())

/** What is reserved: 30% of 12 345 678.91 yuan. */
const reservedFen = 370_370_367n

test('a part that is accepted proposes a payment, before or after it was planned, and requests none', async () => {
  const workflow = new Workflow(bus)
  const parent = await workflow.importProgramme('planned')
  const [task, done] = [await workflow.issue(parent, 'led', 't1'), await workflow.issue(parent, 'led', 't2')]
  for (const one of [task, done]) await workflow.acknowledge(one, payers.sponsor)
  await workflow.submit(done, payers.sponsor)
  await workflow.accept(done, payers.sponsor, payers.handler)
  const money = new Money(bus, parent, workflow.after)
  await money.ready(undefined, { procedure: shortest })
  const name = await money.approved('a1', money.content(1))

  const { applications } = bus.as(payers.handler)
  const part = (fen: bigint, of: string, milestone = 'half-year') => ({
    fen,
    waitsFor: {
      $case: 'milestone' as const,
      value: { task: of, organisation: `organisations/${payers.sponsor}`, milestone },
    },
  })
  const day = { fen: reservedFen - 300n, waitsFor: { $case: 'due' as const, value: toDate('2099-01-01') } }
  const plan = (parts: readonly unknown[]) => {
    const said = { requestId: randomUUID(), name, parts, signOff: signed('handle') }
    const request = application.PlanSpendingRequest.fromPartial(said as never)
    return call(applications, (stub) => stub.planSpending, request, money.after)
  }
  const shown = async () => {
    await bus.quiet()
    const request = application.GetApplicationRequest.create({ name })
    const answer = await call(applications, (stub) => stub.getApplication, request)
    return (answer.application?.spendingPlan ?? []).map(({ number, proposedFen }) => [number, proposedFen])
  }
  expect(await reasonOf(plan([part(100n, `${parent}/tasks/none`), part(200n, done), day]))).toBe(
    'PLAN_MILESTONE_UNKNOWN',
  )
  expect(await reasonOf(plan([part(100n, task, 'none'), part(200n, done), day]))).toBe('PLAN_MILESTONE_UNKNOWN')
  await plan([part(100n, task), part(200n, done), day])
  expect(await shown()).toEqual([
    [1, 0n],
    [2, 200n],
    [3, 0n],
  ])
  expect(await reasonOf(money.requestPayment('a1', 'p1', 201n))).toBe('MORE_THAN_PROPOSED')

  await workflow.submit(task, payers.sponsor)
  await workflow.accept(task, payers.sponsor, payers.handler)
  expect(await shown()).toEqual([
    [1, 100n],
    [2, 200n],
    [3, 0n],
  ])
  expect((await money.transfer(await money.requestPayment('a1', 'p1'))).fen).toBe(300n)
  expect(await reasonOf(money.requestPayment('a1', 'p2'))).toBe('MORE_THAN_PROPOSED')

  const request = CheckStatesRequest.create({ service: 'finance' })
  const checked = await call(bus.asService('operations').operations, (stub) => stub.checkStates, request)
  expect(checked).toMatchObject({ differing: [], differingCount: 0n })
})
