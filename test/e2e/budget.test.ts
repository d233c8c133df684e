/** The budget view on a real bus: what is reserved, ordered and still to come, and what a person should look at. */
import { status } from '@grpc/grpc-js'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as budget from '#proto/qiantou/budget/v1/budget_service.ts'
import { call } from '#shared/grpc/client.ts'
import { startTestBus, type TestBus } from '#shared/testing/bus.ts'
import { enterprise, Money, payers, shortest, thisYear } from '#shared/testing/money.ts'
import { Workflow } from '#shared/testing/workflow.ts'

let bus: TestBus
beforeAll(async () => {
  bus = await startTestBus({ auditors: ['organisations/hn-sjj'] })
})
afterAll(async () => await bus.stop())

const number = '43001234567890123456'

test('money stands as its records say, page by page, and what is odd about it is found', async () => {
  const workflow = new Workflow(bus)
  const parent = await workflow.importProgramme('viewed')
  const money = new Money(bus, parent, workflow.after)
  await money.ready(1_000_000n, { procedure: shortest })
  await money.account(1, number)
  await money.account(2, number)
  await money.approved('a1', money.content(1, 1_000_000n))
  await money.requestPayment('a1', 't1')
  await money.approvePayment(`${parent}/transfers/t1`)
  await money.orderPayment(`${parent}/transfers/t1`)
  // The same invoice, for somebody else; it would come to 900 000 fen, and 700 000 are left.
  await money.submit('a2', { ...money.content(1, 3_000_000n), applicant: enterprise(2) }, [])

  const { budgets } = bus.as(payers.finance)
  const asked = { parent, year: thisYear() }
  const rows = async (groupBy: budget.BudgetGroup, page: Partial<budget.GetBudgetRequest> = {}) =>
    call(budgets, (stub) => stub.getBudget, budget.GetBudgetRequest.create({ ...asked, groupBy, ...page }), money.after)
  const { rows: pools } = await rows('BUDGET_GROUP_POOL')
  expect(pools).toMatchObject([
    {
      ...{ key: money.name('pools', 'vouchers'), title: '算力券资金池', budgetFen: 1_000_000n, leftFen: 700_000n },
      ...{ reservedFen: 300_000n, orderedFen: 300_000n, paidFen: 0n, forecastFen: 700_000n },
    },
  ])
  const first = await rows('BUDGET_GROUP_PAYEE', { pageSize: 1 })
  const second = await rows('BUDGET_GROUP_PAYEE', { pageSize: 1, pageToken: first.nextPageToken })
  expect(
    [...first.rows, ...second.rows].map(({ title, reservedFen, forecastFen }) => [title, reservedFen, forecastFen]),
  ).toEqual([
    [enterprise(1).name, 300_000n, 0n],
    [enterprise(2).name, 0n, 700_000n],
  ])
  expect(second.nextPageToken).toBe('')

  const { rows: orders } = await bus.database('finance').query('SELECT end_to_end_id FROM bank_order')
  const note = 'INSERT INTO bank_finding (key, report, reason, find_time) VALUES ($1, $2, $3, now())'
  for (const [key, endToEndId] of [
    ['known', orders[0]?.end_to_end_id],
    ['unknown', 'E0'],
  ])
    await bus
      .database('finance')
      .query(note, [key, { kind: 'BOOKED', endToEndId, fen: '300001', bankReference: key }, 'BOOKED_TOO_MUCH'])
  const request = budget.ListFindingsRequest.create({ parent })
  const { findings } = await call(budgets, (stub) => stub.listFindings, request, money.after)
  const payees = [1, 2].map((one) => money.name('payees', enterprise(one).code.toLowerCase()))
  expect(findings.map(({ code, resources }) => [code, resources])).toEqual([
    ['FINDING_CODE_ONE_ACCOUNT_MANY_PAYEES', payees],
    ['FINDING_CODE_INVOICE_TWICE', [money.name('applications', 'a1'), money.name('applications', 'a2')]],
    ['FINDING_CODE_BANK_UNTAKEN', [`${parent}/transfers/t1`]],
  ])
  expect(JSON.stringify(findings)).not.toContain(number)
  // What nobody can tell whose it is, those see who see everything.
  const auditor = bus.as('hn-sjj').budgets
  const all = await call(auditor, (stub) => stub.listFindings, request, money.after)
  expect(all.findings).toHaveLength(4)
  const stranger = bus.as('hn-wwj').budgets
  await expect(call(stranger, (stub) => stub.listFindings, request, money.after)).rejects.toMatchObject({
    code: status.NOT_FOUND,
  })
})
