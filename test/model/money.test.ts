/**
 * Random histories of one pool: several applicants, measures of which the highest applies, budgets raised and lowered, years
 * closed, what was reserved let go, paid, and come back. `QIANTOU_SEED` says which.
 */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Balances, differences } from '#services/finance/domain/balance.ts'
import { type BudgetYear, leftFen } from '#services/finance/domain/pool.ts'
import type { Fact } from '#shared/domain/decider.ts'
import { applicantOf, poolName } from '#shared/testing/money-facts.ts'
import { MoneyGame } from './money-game.ts'
import { gameRules } from './money-measure.ts'
import type { Case } from './money-model.ts'
import { applicants, move, start } from './money-move.ts'

const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((a, b) => a + b, 0n)
const sumOf = <T>(all: readonly T[], amount: (one: T) => bigint): bigint => sum(all.map(amount))

/** A pool never gives more than it has, and stands as its cases do. */
function checkPool(game: MoneyGame): void {
  const years: Readonly<Record<string, BudgetYear>> = game.poolState().years
  expect(Object.keys(years).map(Number).toSorted()).toEqual([...game.model.years.keys()].toSorted())
  const cases = [...game.model.cases.values()]
  for (const [name, kept] of Object.entries(years)) {
    const { budgetFen, carriedInFen, reservedFen, paidFen, goneFen = '0' } = kept
    const [reserved, paid, gone] = [BigInt(reservedFen), BigInt(paidFen), BigInt(goneFen)]
    expect(reserved + paid + gone <= BigInt(budgetFen) + BigInt(carriedInFen)).toBe(true)
    for (const amount of [reserved, paid, gone, BigInt(carriedInFen)]) expect(amount >= 0n).toBe(true)
    const own = cases.filter((one) => one.year === Number(name))
    expect([reserved, paid]).toEqual([sumOf(own, (one) => one.reserved), sumOf(own, (one) => one.paid)])
    expect(leftFen(kept)).toBe(game.model.left(Number(name)))
    expect(game.model.years.get(Number(name))).toEqual({
      ...{ budget: BigInt(budgetFen), carried: BigInt(carriedInFen), gone, isClosed: kept.goneFen !== undefined },
    })
  }
}

/** An applicant has been granted what its cases have reserved and paid, and never more than a ceiling. */
function checkGrants(game: MoneyGame): void {
  const cases = [...game.model.cases].map(([name, one]) => ({ name, ...one }))
  const has = ({ reserved, paid }: Case) => reserved + paid
  for (const applicant of applicants) {
    const theirs = cases.filter((one) => one.applicant === applicant)
    for (const grant of game.grantsOf(applicant).grants) {
      const same = theirs.filter(
        ({ measure, project, year }) =>
          grant.measure.endsWith(`/${measure}`) && project === grant.project && year === grant.year,
      )
      expect(BigInt(grant.fen)).toBe(sumOf(same, has))
    }
    expect(sumOf(game.grantsOf(applicant).grants, (one) => BigInt(one.fen))).toBe(sumOf(theirs, has))
    for (const [measure, { ceilings }] of Object.entries(gameRules)) {
      const same = theirs.filter((one) => one.measure === measure)
      const most = (ceiling: bigint | undefined, keys: (one: (typeof same)[number]) => string) => {
        for (const group of Map.groupBy(same, keys).values())
          expect(ceiling === undefined || sumOf(group, has) <= ceiling).toBe(true)
      }
      most(ceilings.APPLICATION, ({ name }) => name)
      most(ceilings.PROJECT, ({ name, project }) => project || name)
      most(ceilings.APPLICANT_YEAR, ({ year }) => `${year}`)
      most(ceilings.APPLICANT, () => '')
    }
  }
  for (const { name, reserved, paid } of cases) {
    const state = game.applicationOf(name)
    expect(state?.paidFen).toBe(`${paid}`)
    expect(state?.reserved === undefined).toBe(reserved === 0n)
  }
}

type Amounts = Partial<Record<'reserved' | 'released' | 'paid' | 'returned', { readonly fen: bigint }>> &
  Partial<Record<'fen' | 'formerFen' | 'lapsedFen' | 'carriedFen', bigint>>

/** What a fact says that it moves, whatever it is. */
function movedBy(fact: Fact & Amounts): readonly bigint[] {
  if (fact.$type.endsWith('.BudgetSet')) return [(fact.fen ?? 0n) - (fact.formerFen ?? 0n)]
  if (fact.$type.endsWith('.YearClosed'))
    return [fact.lapsedFen, fact.carriedFen, fact.carriedFen].map((one) => one ?? 0n)
  return [fact.released, fact.paid, fact.returned, fact.reserved].flatMap((one) => (one ? [one.fen] : []))
}

/** Every entry has its fact and every fact its entries; what is set aside is resolved once; balances are the pool's. */
function checkLedger({ store, poolState }: MoneyGame, years: ReturnType<typeof poolState>['years']): void {
  const balances = new Balances()
  const pending = new Map<string, bigint>()
  const resolved = new Set<string>()
  for (const entry of store.entries) {
    const { kind, reservation = '', fen } = entry
    balances.add(entry)
    if (kind === 'POSTED') continue
    if (kind === 'PENDING') expect(pending.has(reservation)).toBe(false)
    else {
      expect([resolved.has(reservation), pending.get(reservation)]).toEqual([false, fen])
      resolved.add(reservation)
    }
    pending.set(reservation, fen)
  }
  const bySequence = Map.groupBy(store.entries, ({ sequence }) => sequence)
  for (const { fact, sequence } of store.records) {
    const moved = movedBy(fact).map((one) => (one < 0n ? -one : one))
    const booked = (bySequence.get(sequence) ?? []).map((one) => one.fen)
    expect(booked).toEqual(moved.filter((one) => one > 0n))
  }
  expect(differences(poolName, years, balances)).toEqual([])
  for (const applicant of applicants) {
    const granted = [...balances.all].filter(([key]) => key.startsWith(`${applicantOf(applicant)} `))
    for (const [, one] of granted) expect(one.creditsPending >= 0n && one.creditsPosted >= one.debitsPosted).toBe(true)
  }
}

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
      const game = new MoneyGame(carriesOver)
      for (const one of [...start, ...moves]) {
        meet(game.play(one))
        if (Object.values(game.poolState().years).some(({ carriedInFen }) => carriedInFen !== '0'))
          meet('a year carries over')
        checkPool(game)
        checkGrants(game)
      }
      checkLedger(game, game.poolState().years)
    }),
    { numRuns: 400 },
  )
  expect(mustMeet.filter((what) => !met.has(what))).toEqual([])
})
