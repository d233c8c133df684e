/**
 * The budget view over random histories of one pool: whatever rows are of, they come to what the pool says, and a forecast is
 * what the applications are then awarded when they are taken one after the other. `QIANTOU_SEED` says which.
 */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Application, contentOf } from '#services/finance/domain/application-state.ts'
import {
  forecastFen,
  forecastKey,
  type Group,
  isAwaited,
  linesOf,
  type Payment,
  paymentOf,
  rowsOf,
  voucherLineOf,
} from '#services/finance/domain/budget.ts'
import type { Measure } from '#services/finance/domain/measure.ts'
import { leftFen } from '#services/finance/domain/pool.ts'
import type { Named } from '#services/finance/domain/supposed.ts'
import type { Transfer } from '#services/finance/domain/transfer-state.ts'
import type { Voucher } from '#services/finance/domain/voucher-state.ts'
import * as facts from '#shared/testing/money-facts.ts'
import { take } from './application-act.ts'
import { applicants } from './money-books.ts'
import { MoneyGame } from './money-game.ts'
import { gameRules } from './money-measure.ts'
import { applicationMove } from './money-move.ts'

const groups: readonly Group[] = ['measure', 'pool', 'sponsor', 'payee']
/** What each pays once, one after the other: later years of an award are drawn, and not awarded with the first. */
const paidOnce = Object.keys(gameRules).filter(
  (id) => !(gameRules[id]?.years || gameRules[id]?.isShared || gameRules[id]?.isListed),
)
const start = [2025, 2026, 2027].map((year) => ({ kind: 'setBudget' as const, year, fen: 250n }))
const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((a, b) => a + b, 0n)

const applicationsOf = (game: MoneyGame): readonly Named[] =>
  [...game.model.awards.keys()].map((name) => ({ name, state: game.applicationOf(name) as Application }))

function booksOf(game: MoneyGame) {
  const named = Object.keys(gameRules).map(facts.measureNamed)
  return {
    measures: new Map(named.map((name) => [name, game.store.stateOf<Measure>(name) as Measure])),
    pools: new Map([[facts.poolName, game.poolState()]]),
    grants: new Map(applicants.map((one) => [facts.applicantOf(one), game.grantsOf(one)])),
  }
}

const paymentsOf = ({ model, store }: MoneyGame): readonly Payment[] =>
  [...model.payments.payments.keys()].map((name) => paymentOf(name, store.stateOf<Transfer>(name) as Transfer))

const amounts = ['reservedFen', 'paidFen', 'claimedFen', 'recoveredFen'] as const

/** Each amount of a year, added up over all rows, is the pool's. */
function checkRows(game: MoneyGame, forecast: ReadonlyMap<string, bigint>): void {
  const lines = [
    ...applicationsOf(game).flatMap(({ name, state }) => linesOf(name, state)),
    ...[...game.vouchers.vouchers.keys()].map((name) =>
      voucherLineOf(name, game.store.stateOf<Voucher>(name) as Voucher),
    ),
  ]
  const view = { lines, payments: paymentsOf(game), forecast, quotas: new Map(), ...booksOf(game) }
  for (const [year, kept] of Object.entries(game.poolState().years))
    for (const group of groups) {
      const rows = rowsOf(view, Number(year), group)
      const total = (amount: (typeof amounts)[number] | 'forecastFen') => sum(rows.map((row) => row[amount]))
      expect(amounts.map(total)).toEqual(amounts.map((amount) => BigInt(kept[amount] ?? 0)))
      expect(total('forecastFen') <= leftFen(kept)).toBe(true)
      if (group !== 'pool') continue
      expect(rows).toMatchObject([{ key: facts.poolName, leftFen: game.model.left(Number(year)) }])
      for (const { budgetFen = 0n, reservedFen, paidFen, leftFen: left } of rows)
        expect(budgetFen - reservedFen - paidFen).toBe(left)
    }
}

/** Takes what waits for its award one after the other, as declared. @returns how many were awarded anything */
function checkForecast(game: MoneyGame, forecast: ReadonlyMap<string, bigint>): number {
  for (const { name, state } of applicationsOf(game)) {
    if (!isAwaited(state)) continue
    const as = { fen: contentOf(state).investmentFen, signs: 0, which: 0 }
    for (const kind of ['admit', 'review'] as const) take(game, kind, name, as)
    expect([name, game.model.cases.get(name)?.reserved]).toEqual([
      name,
      forecast.get(forecastKey(name, state.year)) ?? 0n,
    ])
  }
  return forecast.size
}

test('rows come to what the pool says, and a forecast to what is awarded', { timeout: 120_000 }, () => {
  const [counts, kinds] = [new Set<string>(), new Set<string>()]
  fc.assert(
    fc.property(
      fc.boolean(),
      fc.array(applicationMove(paidOnce), { minLength: 20, maxLength: 90, size: 'max' }),
      (carriesOver, played) => {
        const game = new MoneyGame(carriesOver, false)
        for (const one of [...start, ...played]) game.take(one)
        const awaited = applicationsOf(game).filter(({ state }) => isAwaited(state))
        const forecast = forecastFen(awaited, booksOf(game))
        checkRows(game, forecast)
        for (const { name, state } of awaited)
          if (forecast.has(forecastKey(name, state.year))) kinds.add(game.model.cases.get(name)?.measure ?? '')
        counts.add(
          checkForecast(game, forecast) > 1 ? 'several' : forecast.size < awaited.length ? 'none for some' : '',
        )
      },
    ),
    { numRuns: 150 },
  )
  expect([...kinds].toSorted()).toEqual(paidOnce.toSorted())
  expect(counts).toContain('several')
  expect(counts).toContain('none for some')
})
