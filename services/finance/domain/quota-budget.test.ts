/** How quotas and what they spend stand in the budget view. */
import { expect, test } from 'vitest'
import { approved as letters, plan } from '#shared/testing/allocation-commands.ts'
import { allocationName, bureau, issued, kjt, quotaOf, refused } from '#shared/testing/allocation-facts.ts'
import { poolName, yuan } from '#shared/testing/money-facts.ts'
import { approved, ordered, standing, subject } from '#shared/testing/paying.ts'
import { payeeOfSupplier, quotaAfter, spentRequested, supplier } from '#shared/testing/spending.ts'
import type { Allocation, AllocationFact } from './allocation-state.ts'
import { type Group, type Line, paymentOf, rowsOf } from './budget.ts'
import { heldLinesOf, planLinesOf, spentLineOf } from './quota-budget.ts'
import type { Transfer } from './transfer-state.ts'

const underWay = [spentRequested('200'), approved, ordered('1', '200')]
const transfer = standing(...underWay) as Transfer
const quotas = new Map([kjt, bureau].map((one) => [quotaOf(one), quotaAfter(one === kjt ? underWay : [], one)]))
const view = {
  ...{
    lines: [...spentLineOf(subject, transfer), ...[...quotas].flatMap(([name, quota]) => heldLinesOf(name, quota))],
    payments: [paymentOf(subject, transfer)],
  },
  ...{ forecast: new Map(), pools: new Map(), measures: new Map() },
  quotas,
}
const spent = { reservedFen: yuan('200'), orderedFen: yuan('200'), paidFen: 0n, returnedFen: 0n }

test('a quota has what a body holds, and how what it spends stands', () => {
  expect(rowsOf(view, 2026, 'quota')).toMatchObject([
    { key: quotaOf(bureau), budgetFen: yuan('200'), leftFen: yuan('200'), reservedFen: 0n },
    { key: quotaOf(kjt), budgetFen: yuan('300'), leftFen: yuan('100'), ...spent },
  ])
  expect(rowsOf(view, 2027, 'quota')).toEqual([])
})

test('what is paid out of it counts for its pool, body and payee, and for no measure', () => {
  expect(rowsOf(view, 2026, 'pool')).toMatchObject([
    { key: poolName, budgetFen: undefined, ...spent, heldFen: yuan('300') },
  ])
  expect(rowsOf(view, 2026, 'sponsor')).toMatchObject([
    { key: bureau, reservedFen: 0n, heldFen: yuan('200') },
    { key: kjt, ...spent, heldFen: yuan('100') },
  ])
  expect(rowsOf(view, 2026, 'payee')).toMatchObject([{ key: payeeOfSupplier, title: supplier.name, ...spent }])
  expect(rowsOf(view, 2026, 'measure')).toEqual([])
})

test('a plan is reserved until it is issued; then it is what its measure has in quotas, and no more of its pool', () => {
  const linesAfter = (...facts: readonly AllocationFact[]) =>
    planLinesOf(allocationName, letters.state(plan, ...facts) as Allocation)
  const rows = (lines: readonly Line[], group: Group) =>
    rowsOf({ ...view, lines, payments: [], quotas: new Map() }, 2026, group)
  const none = { reservedFen: 0n, heldFen: 0n }
  const waiting = linesAfter()
  for (const group of ['pool', 'measure', 'sponsor'] as const)
    expect(rows(waiting, group)).toMatchObject([{ ...none, reservedFen: yuan('500') }])
  const given = linesAfter(issued)
  expect(rows(given, 'measure')).toMatchObject([{ ...none, heldFen: yuan('500') }])
  expect(rows(given, 'pool')).toEqual([])
  expect(linesAfter(refused)).toEqual([])
})
