/** A good call of each RPC of the budget view. */
import * as budget from '#proto/qiantou/budget/v1/budget_service.ts'
import { thisYear } from '#shared/testing/money.ts'
import type { Make } from './rpc-specimen.ts'
import { calling, moneyOf } from './rpc-specimen-money.ts'

/** Two applications of which one invoice is in both. */
const onTwice =
  (make: (parent: string) => object): Make =>
  async (scene) => {
    const money = moneyOf(scene)
    await money.ready()
    await money.submit('a1', money.content(1))
    await money.submit('a2', { ...money.content(1), applicant: money.content(2).applicant })
    return calling(scene, money, 'finance', make(scene.parent))
  }

export const budgetSpecimens: Readonly<Record<string, Make>> = {
  'BudgetService/GetBudget': onTwice((parent) =>
    budget.GetBudgetRequest.create({ parent, year: thisYear(), groupBy: 'BUDGET_GROUP_MEASURE' }),
  ),
  'BudgetService/ListFindings': onTwice((parent) => budget.ListFindingsRequest.create({ parent })),
}
