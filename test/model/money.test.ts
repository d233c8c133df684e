/**
 * Random histories of one pool: several applicants, measures of which the highest applies, budgets raised and lowered, years
 * closed, what was reserved let go, paid, and come back. `QIANTOU_SEED` says which.
 */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkApplications, checkGrants, checkLedger, checkPool } from './money-books.ts'
import { moneyGame } from './money-game.ts'
import { move, start } from './money-move.ts'

/** What the histories must have come to, so that what is checked has happened. */
const met = new Map<string, number>()
const mustMeet = [
  ...['setBudget OK', 'setBudget BUDGET_IN_USE', 'setBudget YEAR_CLOSED', 'setBudget BUDGET_UNCHANGED'],
  ...['closeYear OK', 'closeYear YEAR_CLOSED', 'closeYear YEAR_NOT_OVER', 'closeYear BUDGET_NOT_SET', 'submit OK'],
  ...['admit OK', 'admit POOL_EXHAUSTED', 'admit NOTHING_TO_AWARD', 'admit BUDGET_NOT_SET', 'admit YEAR_CLOSED'],
  ...['admit GRANTED_BEFORE', 'admit STEP_NOT_NEXT', 'admit APPLICATION_ENDED', 'admit APPLICATION_NOT_FOUND'],
  ...['review OK', 'review POOL_EXHAUSTED', 'review NOTHING_TO_AWARD', 'review YEAR_CLOSED', 'review STEP_NOT_NEXT'],
  ...['approve OK', 'refuse OK', 'withdraw OK', 'refuse APPLICATION_APPROVED', 'withdraw APPLICATION_ENDED'],
  ...['pay OK', 'payBack OK', 'a year carries over'],
]
const meet = (what: string): void => void met.set(what, (met.get(what) ?? 0) + 1)

test('whatever is moved, no pool is overdrawn, no ceiling passed, and every fen is booked', {
  timeout: 120_000,
}, () => {
  fc.assert(
    fc.property(fc.boolean(), fc.array(move, { minLength: 40, maxLength: 90, size: 'max' }), (carriesOver, moves) => {
      const game = moneyGame(carriesOver)
      for (const one of [...start, ...moves]) {
        meet(game.play(one))
        if (Object.values(game.poolState().years).some(({ carriedInFen }) => carriedInFen !== '0'))
          meet('a year carries over')
        checkPool(game)
        checkGrants(game)
        checkApplications(game)
      }
      checkLedger(game)
    }),
    { numRuns: 400 },
  )
  expect(mustMeet.filter((what) => !met.has(what))).toEqual([])
})
