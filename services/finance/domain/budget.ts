/** The budget view: how a programme's money stands in a year, by measure, pool, body, payee or quota, and what is still to come. */
import { isRight } from 'fp-ts/lib/Either.js'
import { Assessment } from '#proto/qiantou/application/v1/application.ts'
import type { Reservation } from '#proto/qiantou/pool/v1/reservation.ts'
import type { ResourceName } from '#shared/domain/decider.ts'
import { evolve } from './application-fold.ts'
import {
  type Application,
  contentOf,
  paidFenIn,
  payeeOf,
  reservedFor,
  yearsOf,
  yearsToCome,
} from './application-state.ts'
import { type Assessed, type AssessmentGround, applicantName, assess, basisFen } from './assessment.ts'
import { type Grants, grantsView } from './grants.ts'
import { assessInstalment, workOutInstalment } from './instalment.ts'
import { contentOf as contentOfVersion, type Measure, newest } from './measure.ts'
import { payeeFor } from './payee.ts'
import { type BudgetYear, leftFen, type Pool, poolDecider } from './pool.ts'
import { type Budget, heldIn } from './quota-budget.ts'
import type { Quota } from './quota-state.ts'
import { claimedOf } from './recovery.ts'
import { shareOut } from './sharing.ts'
import { byHandingIn, type Named, supposed } from './supposed.ts'
import { paidBy, type Transfer } from './transfer-state.ts'
import * as voucher from './voucher-state.ts'

// ---- What rows are made of

/** Nothing under what it is not of: a measure knows nothing of what its quotas pay. */
type ByGroup = Readonly<Partial<Record<'measure' | 'pool' | 'sponsor' | 'payee' | 'quota', ResourceName>>>
export type Group = keyof ByGroup

/** How the money of one application, voucher, plan or quota stands, or of one payment out of a quota. Amounts in fen. */
export type Line = ByGroup & {
  readonly pool: ResourceName
  readonly holder: ResourceName
  readonly payeeTitle?: string
  readonly year: number
  readonly reservedFen?: bigint
  readonly paidFen?: bigint
  readonly heldFen?: bigint
  readonly claimedFen?: bigint
  readonly recoveredFen?: bigint
  /** Of what alone it is, where everything else counts it by another line. */
  readonly only?: Group
}

/** How the money of an application stands in each year that it is paid in, or may be still. */
export function linesOf(application: ResourceName, state: Application): readonly Line[] {
  const { measure } = contentOf(state)
  const payee = payeeOf(state)
  const { pool, sponsor } = state
  const years = yearsOf(state)
  const claimed = claimedOf(state)
  const same = {
    ...{ holder: application, measure, pool, sponsor },
    ...{ payee: payeeFor(application, payee.code), payeeTitle: payee.name },
  }
  return [...years, ...yearsToCome(state)].map((year) => ({
    ...{ ...same, year, reservedFen: reservedFor(state, year)?.fen ?? 0n, paidFen: paidFenIn(state, [year]) },
    claimedFen: claimed?.year === year ? claimed.fen : 0n,
    // Nothing is drawn after a claim: it is of the newest year.
    recoveredFen: year === years.at(-1) ? BigInt(state.recoveredFen) : 0n,
  }))
}

export function voucherLineOf(name: ResourceName, state: voucher.Voucher): Line {
  const { measure, pool, sponsor, year, paidFen } = state
  const { code, name: payeeTitle } = voucher.applicantIn(state)
  return {
    ...{ holder: name, measure, pool, sponsor, year, payee: payeeFor(name, code), payeeTitle },
    ...{ reservedFen: voucher.reservedFor(state)?.fen ?? 0n, paidFen: BigInt(paidFen) },
  }
}

/** What the bank was told to pay and has not booked, what came back, and what is claimed back, by whose line it is. In fen. */
export type Payment = {
  readonly holder: ResourceName
  readonly year: number
  readonly orderedFen: bigint
  readonly returnedFen: bigint
  readonly claimedFen: bigint
  readonly recoveredFen: bigint
}

export function paymentOf(name: ResourceName, state: Transfer): Payment {
  const back = state.entries.map(({ fen }) => -BigInt(fen)).filter((fen) => fen > 0n)
  return {
    ...{ holder: state.spent ? name : paidBy(state), year: state.year },
    orderedFen: BigInt(state.atBankFen),
    returnedFen: back.reduce((sum, fen) => sum + fen, 0n),
    ...{ claimedFen: claimedOf(state)?.fen ?? 0n, recoveredFen: BigInt(state.recoveredFen) },
  }
}

// ---- Forecast

/** What awards are worked out from: all that stands now, by name. */
export type Books = {
  readonly measures: ReadonlyMap<ResourceName, Measure>
  readonly pools: ReadonlyMap<ResourceName, Pool>
  /** By applicant. */
  readonly grants: ReadonlyMap<ResourceName, Grants>
}

/** Whether it goes on, and nothing was reserved for it ever, or not for all of its years. */
export const isAwaited = (state: Application): boolean =>
  !state.ended && ((state.reservations === 0 && state.share !== 'GIVEN') || yearsToCome(state).length > 0)

/** The applicant whose grants an application is judged by. */
export const applicantOf = ({ name, state }: Named): ResourceName =>
  applicantName(name, contentOf(state).applicant?.code ?? '')

/** What an application comes to in a year; a key of forecasts. */
export const forecastKey = (application: ResourceName, year: number): string => `${application} ${year}`

/** Whose claims share a pool: those that answer one call. */
const callOf = (state: Application): string => `${contentOf(state).measure} ${contentOf(state).call}`

/** What its claim is worked out from: as experts approved it, or as it was declared. */
const claimedBasis = (state: Application): bigint =>
  state.assessment === undefined ? basisFen(contentOf(state)) : Assessment.fromJSON(state.assessment).basisFen

/** Works through applications, each out of what those before it leave. */
class Forecast {
  readonly fen = new Map<string, bigint>()
  private readonly measures: Books['measures']
  private readonly pools: Map<ResourceName, Pool>
  private readonly grants: Map<ResourceName, Grants>

  constructor({ measures, pools, grants }: Books) {
    this.measures = measures
    this.pools = new Map(pools)
    this.grants = new Map(grants)
  }

  /** Claims of one call share out what its pool has left, each with what it claims or declares. */
  addShared(all: readonly Named[]): void {
    const [first] = all
    const ground = first && this.groundOf(first)
    if (!first || !ground) return
    const { pool: poolName, year } = first.state
    const claimants = all.map((one) => ({ ...one, basisFen: claimedBasis(one.state) }))
    const shared = shareOut(claimants, { ...ground, year, grantsOf: (applicant) => this.grants.get(applicant) })
    if (!isRight(shared)) return
    for (const { reserved } of shared.right.shares) if (reserved) this.take(reserved, poolName)
  }

  add(one: Named): void {
    const { name } = one
    let { state } = one
    if (state.reservations === 0) {
      const assessed = this.judged(one, (ground) => assess(name, state, basisFen(contentOf(state)), ground))
      if (!assessed) return
      const { assessment, reserved } = assessed
      state = evolve(state, supposed({ assessment, reserved }), name) ?? state
    }
    const later = { name, state }
    for (const year of yearsToCome(state))
      if (this.pools.get(state.pool)?.years[year])
        this.judged(later, (ground) => assessInstalment(name, state, year, ground))
      else this.expect(later, year)
  }

  /** What nobody has budgeted for yet is expected whole. */
  private expect(one: Named, year: number): void {
    const ground = this.groundOf(one)
    const worked = ground && workOutInstalment(one.state, year, ground, true)
    if (worked && isRight(worked)) this.fen.set(forecastKey(one.name, year), worked.right.award.fen)
  }

  private groundOf(one: Named): AssessmentGround | undefined {
    const [measure, pool] = [this.measures.get(contentOf(one.state).measure), this.pools.get(one.state.pool)]
    const grants = this.grants.get(applicantOf(one)) ?? { grants: [] }
    return measure && pool && { measure, pool, grants }
  }

  /** Judges as if it were today, and takes it from the pool; undefined where nothing would be reserved. */
  private judged(one: Named, judge: (ground: AssessmentGround) => ReturnType<typeof assess>): Assessed | undefined {
    const ground = this.groundOf(one)
    if (!ground) return undefined
    const assessed = judge(ground)
    if (!isRight(assessed)) return undefined
    this.take(assessed.right.reserved, one.state.pool)
    return assessed.right
  }

  private take(reserved: Reservation, poolName: ResourceName): void {
    const { holder, applicant, year, fen } = reserved
    this.fen.set(forecastKey(holder, year), fen)
    const recorded = supposed({ assessment: undefined, reserved })
    const pool = poolDecider.evolve(this.pools.get(poolName), recorded, poolName)
    const grants = grantsView.evolve(this.grants.get(applicant), recorded, applicant)
    if (pool) this.pools.set(poolName, pool)
    if (grants) this.grants.set(applicant, grants)
  }
}

/**
 * What applications come to, in fen, by name and year: one after the other as they were handed in, each out of what those
 * before it leave, as declared; those whose pool is shared out in proportion share what the others leave. What nothing would
 * be awarded for today comes to nothing; what later years pay is counted in those.
 */
export function forecastFen(awaited: readonly Named[], books: Books): ReadonlyMap<string, bigint> {
  const forecast = new Forecast(books)
  const inOrder = awaited.toSorted(byHandingIn)
  for (const one of inOrder) if (!one.state.share) forecast.add(one)
  const shared = inOrder.filter(({ state }) => state.share)
  for (const claims of Map.groupBy(shared, ({ state }) => callOf(state)).values()) forecast.addShared(claims)
  return forecast.fen
}

// ---- Rows

const amounts = [
  ...(['reservedFen', 'orderedFen', 'paidFen', 'heldFen', 'returnedFen', 'claimedFen', 'recoveredFen'] as const),
  'forecastFen',
] as const
type Amounts = Readonly<Record<(typeof amounts)[number], bigint>>

const nothing = Object.fromEntries(amounts.map((amount) => [amount, 0n])) as Amounts

const plus = (one: Amounts, other: Partial<Amounts>): Amounts =>
  Object.fromEntries(amounts.map((amount) => [amount, one[amount] + (other[amount] ?? 0n)])) as Amounts

export type Row = Amounts & {
  readonly key: ResourceName
  readonly title: string
  /** Of pools and quotas alone, where the year has something: less what lapsed or went on, or was passed on. */
  readonly budgetFen: bigint | undefined
  readonly leftFen: bigint | undefined
}

export type View = {
  readonly lines: readonly Line[]
  readonly payments: readonly Payment[]
  /** By application and year. */
  readonly forecast: ReadonlyMap<string, bigint>
  readonly pools: ReadonlyMap<ResourceName, Pool>
  readonly measures: ReadonlyMap<ResourceName, Measure>
  readonly quotas: ReadonlyMap<ResourceName, Quota>
}

const budgetFenOf = ({ budgetFen, carriedInFen, goneFen = '0' }: BudgetYear): bigint =>
  BigInt(budgetFen) + BigInt(carriedInFen) - BigInt(goneFen)

function titleOf(key: ResourceName, group: Group, lines: readonly Line[], { pools, measures }: View): string {
  if (group === 'pool') return pools.get(key)?.title ?? ''
  if (group === 'payee') return lines.at(-1)?.payeeTitle ?? ''
  const measure = measures.get(key)
  return group === 'measure' && measure ? contentOfVersion(newest(measure)).title : ''
}

/** What a pool has in a year, or a body as quota, by name, where they have anything. */
function budgetsOf({ pools, quotas }: View, year: number, group: Group): ReadonlyMap<ResourceName, Budget> {
  if (group === 'pool')
    return new Map(
      [...pools].flatMap(([name, { years }]) => {
        const one = years[year]
        return one ? [[name, { budgetFen: budgetFenOf(one), leftFen: leftFen(one) }]] : []
      }),
    )
  return group === 'quota' ? heldIn(quotas, year) : new Map()
}

/** How the money of a year stands, by what rows are of, in the order of their keys. */
export function rowsOf(view: View, year: number, group: Group): readonly Row[] {
  const payments = Map.groupBy(
    view.payments.filter((payment) => payment.year === year),
    ({ holder }) => holder,
  )
  const amountsOf = (line: Line): Amounts =>
    [
      line,
      { forecastFen: view.forecast.get(forecastKey(line.holder, year)) ?? 0n },
      ...(payments.get(line.holder) ?? []),
    ].reduce(plus, nothing)
  const lines = Map.groupBy(
    view.lines.filter((line) => line.year === year && line[group] !== undefined && (line.only ?? group) === group),
    (line) => line[group] as ResourceName,
  )
  const budgets = budgetsOf(view, year, group)
  const keys = new Set([...lines.keys(), ...budgets.keys()])
  return [...keys].toSorted().map((key) => {
    const own = lines.get(key) ?? []
    const { budgetFen, leftFen } = budgets.get(key) ?? { budgetFen: undefined, leftFen: undefined }
    return {
      ...{ key, title: titleOf(key, group, own, view) },
      ...own.map(amountsOf).reduce(plus, nothing),
      ...{ budgetFen, leftFen },
    }
  })
}
