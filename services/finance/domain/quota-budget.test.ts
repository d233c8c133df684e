/** How quotas and what they spend stand in the budget view. */
import { expect, test } from 'vitest'
import { bureau, kjt, quotaOf } from '#shared/testing/allocation-facts.ts'
import { poolName, yuan } from '#shared/testing/money-facts.ts'
import { approved, ordered, standing, subject } from '#shared/testing/paying.ts'
import { payeeOfSupplier, quotaAfter, spentRequested, supplier } from '#shared/testing/spending.ts'
import { paymentOf, rowsOf } from './budget.ts'
import { spentLineOf } from './quota-budget.ts'
import type { Transfer } from './transfer-state.ts'

const underWay = [spentRequested('200'), approved, ordered('1', '200')]
const transfer = standing(...underWay) as Transfer
const view = {
  ...{ lines: spentLineOf(subject, transfer), payments: [paymentOf(subject, transfer)] },
  ...{ forecast: new Map(), pools: new Map(), measures: new Map() },
  quotas: new Map([kjt, bureau].map((one) => [quotaOf(one), quotaAfter(one === kjt ? underWay : [], one)])),
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
  expect(rowsOf(view, 2026, 'pool')).toMatchObject([{ key: poolName, budgetFen: undefined, ...spent }])
  expect(rowsOf(view, 2026, 'sponsor')).toMatchObject([{ key: kjt, ...spent }])
  expect(rowsOf(view, 2026, 'payee')).toMatchObject([{ key: payeeOfSupplier, title: supplier.name, ...spent }])
  expect(rowsOf(view, 2026, 'measure')).toEqual([])
})
