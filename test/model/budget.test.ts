/**
 * The budget view over random histories of one pool: whatever rows are of, they come to what the pool says, and a forecast is
 * what the applications are then awarded when they are taken one after the other. `QIANTOU_SEED` says which.
 */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Application, contentOf } from '#services/finance/domain/application-state.ts'
import { forecastFen, forecastKey, type Group, isAwaited, linesOf, rowsOf } from '#services/finance/domain/budget.ts'
import type { Measure } from '#services/finance/domain/measure.ts'
import { leftFen } from '#services/finance/domain/pool.ts'
import type { Named } from '#services/finance/domain/supposed.ts'
import * as facts from '#shared/testing/money-facts.ts'
import { applicants } from './money-books.ts'
import { type MoneyGame, moneyGame } from './money-game.ts'
import { gameRules } from './money-measure.ts'
import { move, start } from './money-move.ts'

const groups: readonly Group[] = ['measure', 'pool', 'sponsor', 'payee']
const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((a, b) => a + b, 0n)

const applicationsOf = (game: MoneyGame): readonly Named[] =>
  [...game.model.cases.keys()].map((name) => ({ name, state: game.applicationOf(name) as Application }))

function booksOf(game: MoneyGame) {
  const named = Object.keys(gameRules).map(facts.measureNamed)
  return {
    measures: new Map(named.map((name) => [name, game.store.stateOf<Measure>(name) as Measure])),
    pools: new Map([[facts.poolName, game.poolState()]]),
    grants: new Map(applicants.map((one) => [facts.applicantOf(one), game.grantsOf(one)])),
  }
}

/** Each amount of a year, added up over all rows, is the pool's. */
function checkRows(game: MoneyGame, forecast: ReadonlyMap<string, bigint>): void {
  const lines = applicationsOf(game).flatMap(({ name, state }) => linesOf(name, state))
  const view = { lines, payments: [], forecast, quotas: new Map(), ...booksOf(game) }
  for (const [year, kept] of Object.entries(game.poolState().years))
    for (const group of groups) {
      const rows = rowsOf(view, Number(year), group)
      const total = (amount: 'reservedFen' | 'paidFen' | 'forecastFen') => sum(rows.map((row) => row[amount]))
      expect([total('reservedFen'), total('paidFen')]).toEqual([BigInt(kept.reservedFen), BigInt(kept.paidFen)])
      expect(total('forecastFen') <= leftFen(kept)).toBe(true)
      if (group !== 'pool') continue
      expect(rows).toMatchObject([{ key: facts.poolName, leftFen: game.model.left(Number(year)) }])
      for (const { budgetFen = 0n, reservedFen, paidFen, leftFen: left } of rows)
        expect(budgetFen - reservedFen - paidFen).toBe(left)
    }
}

/** Takes what waits for its award one after the other, as declared. @returns how many were awarded anything */
function checkForecast(game: MoneyGame, forecast: ReadonlyMap<string, bigint>): number {
  // Applications are numbered as they were handed in.
  for (const [i, { name, state }] of applicationsOf(game).entries()) {
    if (!isAwaited(state)) continue
    for (const kind of ['admit', 'review'] as const)
      game.play({ kind, which: i + 1, fen: contentOf(state).investmentFen })
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
    fc.property(fc.boolean(), fc.array(move, { minLength: 20, maxLength: 70, size: 'max' }), (carriesOver, moves) => {
      const game = moneyGame(carriesOver)
      for (const one of [...start, ...moves]) game.play(one)
      const awaited = applicationsOf(game).filter(({ state }) => isAwaited(state))
      const forecast = forecastFen(awaited, booksOf(game))
      checkRows(game, forecast)
      for (const { name, state } of awaited)
        if (forecast.has(forecastKey(name, state.year))) kinds.add(game.model.cases.get(name)?.measure ?? '')
      counts.add(checkForecast(game, forecast) > 1 ? 'several' : forecast.size < awaited.length ? 'none for some' : '')
    }),
    { numRuns: 300 },
  )
  expect([...kinds].toSorted()).toEqual(Object.keys(gameRules).toSorted())
  expect(counts).toContain('several')
  expect(counts).toContain('none for some')
})
