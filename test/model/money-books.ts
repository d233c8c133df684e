/** What holds of a pool, its applicants and its ledger, whatever was moved. */
import { isDeepStrictEqual } from 'node:util'
import { expect } from 'vitest'
import { Reservation } from '#proto/qiantou/pool/v1/reservation.ts'
import { moneyIn } from '#services/finance/domain/application-state.ts'
import { Balances, differences } from '#services/finance/domain/balance.ts'
import { type BudgetYear, leftFen } from '#services/finance/domain/pool.ts'
import type { Fact } from '#shared/domain/decider.ts'
import { applicantOf, poolName } from '#shared/testing/money-facts.ts'
import type { MoneyGame } from './money-game.ts'
import { type Case, grantedTo } from './money-model.ts'

export const applicants = [1, 2, 3]

/** Is asked after every move: what an expectation costs is spent on what differs. */
export function agree(actual: unknown, expected: unknown): void {
  if (!isDeepStrictEqual(actual, expected)) expect(actual).toEqual(expected)
}
const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((a, b) => a + b, 0n)
const sumOf = <T>(all: readonly T[], amount: (one: T) => bigint): bigint => sum(all.map(amount))

/** A pool never gives more than it has, and stands as its cases do. */
export function checkPool(game: MoneyGame): void {
  const years: Readonly<Record<string, BudgetYear>> = game.poolState().years
  agree(Object.keys(years).map(Number).toSorted(), [...game.model.years.keys()].toSorted())
  const cases = [...game.model.cases.values()]
  for (const [name, kept] of Object.entries(years)) {
    const { budgetFen, carriedInFen, reservedFen, paidFen, goneFen = '0', claimedFen = '0', recoveredFen = '0' } = kept
    const [reserved, paid, gone] = [BigInt(reservedFen), BigInt(paidFen), BigInt(goneFen)]
    const [claimed, recovered] = [BigInt(claimedFen), BigInt(recoveredFen)]
    agree(reserved + paid + gone <= BigInt(budgetFen) + BigInt(carriedInFen), true)
    for (const amount of [reserved, paid, gone, claimed, recovered, BigInt(carriedInFen)]) agree(amount >= 0n, true)
    const own = cases.filter((one) => one.year === Number(name))
    const amounts = ['reserved', 'paid', 'claimed', 'recovered'] as const
    agree(
      [reserved, paid, claimed, recovered],
      amounts.map((amount) => sumOf(own, (one) => one[amount])),
    )
    agree(leftFen(kept), game.model.left(Number(name)))
    agree(game.model.years.get(Number(name)), {
      ...{ budget: BigInt(budgetFen), carried: BigInt(carriedInFen), gone, isClosed: kept.goneFen !== undefined },
    })
  }
}

/** An applicant has been granted what its cases have, and never more than a ceiling. */
export function checkGrants(game: MoneyGame): void {
  const cases = [...game.model.cases].map(([name, one]) => ({ name, ...one }))
  for (const applicant of applicants) {
    const theirs = cases.filter((one) => one.applicant === applicant)
    const { grants } = game.grantsOf(applicant)
    for (const grant of grants) {
      const same = theirs.filter(
        ({ measure, project, year }) =>
          grant.measure.endsWith(`/${measure}`) && project === grant.project && year === grant.year,
      )
      agree(BigInt(grant.fen), sumOf(same, grantedTo))
    }
    agree(
      sumOf(grants, (one) => BigInt(one.fen)),
      sumOf(theirs, grantedTo),
    )
    for (const [measure, { ceilings, years }] of Object.entries(game.model.rules)) {
      const same = theirs.filter((one) => one.measure === measure)
      const most = (ceiling: bigint | undefined, keys: (one: (typeof same)[number]) => string) => {
        for (const group of Map.groupBy(same, keys).values())
          agree(ceiling === undefined || sumOf(group, grantedTo) <= ceiling, true)
      }
      most(ceilings.APPLICATION, ({ name }) => name)
      most(ceilings.APPLICANT_YEAR, ({ year }) => `${year}`)
      // An award over years counts as one, whatever all of them come to.
      if (years) continue
      most(ceilings.PROJECT, ({ name, project }) => project || name)
      most(ceilings.APPLICANT, () => '')
    }
  }
}

/** What each application has reserved and paid in each year is what the model has of it. */
export function checkApplications(game: MoneyGame): void {
  for (const { award, year, reserved, paid } of game.model.cases.values()) {
    const state = game.applicationOf(award)
    if (!state || !award.includes('/applications/')) continue
    const money = moneyIn(state, year)
    const kept = money.reserved === undefined ? 0n : Reservation.fromJSON(money.reserved).fen
    agree([kept, money.paidFen], [reserved, `${paid}`])
  }
}

const moving = ['released', 'paid', 'returned', 'reserved', 'unclaimed', 'recovered', 'claimed'] as const
type Amount = { readonly fen: bigint }
/** One of a pool that is shared out is several. */
type Amounts = Partial<Record<(typeof moving)[number], Amount | readonly Amount[]>> &
  Partial<Record<'fen' | 'formerFen' | 'lapsedFen' | 'carriedFen', bigint>>

/** What a fact says that it moves, whatever it is. */
function movedBy(fact: Fact & Amounts): readonly bigint[] {
  if (fact.$type.endsWith('.BudgetSet')) return [(fact.fen ?? 0n) - (fact.formerFen ?? 0n)]
  if (fact.$type.endsWith('.YearClosed'))
    return [fact.lapsedFen, fact.carriedFen, fact.carriedFen].map((one) => one ?? 0n)
  return moving.flatMap((kind) => [fact[kind] ?? []].flat().map(({ fen }) => fen))
}

/** What an applicant's account of a year holds is what its cases have. */
function checkAccounts({ model }: MoneyGame, balances: Balances): void {
  const cases: readonly Case[] = [...model.cases.values()]
  for (const applicant of applicants)
    for (const year of new Set(cases.map((one) => one.year))) {
      const own = cases.filter((one) => one.applicant === applicant && one.year === year)
      const { creditsPending, creditsPosted, debitsPending, debitsPosted } = balances.of(applicantOf(applicant), year)
      agree(
        [creditsPending, debitsPending, creditsPosted - debitsPosted],
        [
          ...[sumOf(own, (one) => one.reserved), sumOf(own, (one) => one.claimed)],
          sumOf(own, (one) => one.paid - one.recovered),
        ],
      )
      const back = balances.of(`${poolName}/recovered`, year).creditsPosted
      agree(
        back,
        sumOf(
          cases.filter((one) => one.year === year),
          (one) => one.recovered,
        ),
      )
    }
}

/**
 * Every entry has its fact and every fact its entries; what is set aside is resolved once, whole; balances are the pool's,
 * and those of applicants are what their cases have.
 */
export function checkLedger(game: MoneyGame): void {
  const { store } = game
  const balances = new Balances()
  const pending = new Map<string, bigint>()
  const resolved = new Set<string>()
  for (const entry of store.entries) {
    const { kind, reservation = '', fen } = entry
    balances.add(entry)
    if (kind === 'POSTED') continue
    if (kind === 'PENDING') agree(pending.has(reservation), false)
    else {
      agree([resolved.has(reservation), pending.get(reservation)], [false, fen])
      resolved.add(reservation)
    }
    pending.set(reservation, fen)
  }
  const bySequence = Map.groupBy(store.entries, ({ sequence }) => sequence)
  for (const { fact, sequence } of store.records) {
    const moved = movedBy(fact).map((one) => (one < 0n ? -one : one))
    const booked = (bySequence.get(sequence) ?? []).map((one) => one.fen)
    agree(
      booked,
      moved.filter((one) => one > 0n),
    )
  }
  agree(differences(poolName, game.poolState().years, balances), [])
  checkAccounts(game, balances)
}
