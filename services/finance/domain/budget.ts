/** The budget view: how a programme's money stands in a year, by measure, pool, body or payee, and what is still to come. */
import { isRight } from 'fp-ts/lib/Either.js'
import { ApplicationAdmitted } from '#proto/qiantou/application/v1/application_events.ts'
import type { Reservation } from '#proto/qiantou/pool/v1/reservation.ts'
import type { Recorded, ResourceName } from '#shared/domain/decider.ts'
import { type Application, claimedOf, contentOf, reservedFor } from './application-state.ts'
import { applicantName, assess, basisFen } from './assessment.ts'
import { type Grants, grantsView } from './grants.ts'
import { contentOf as contentOfVersion, type Measure, newest } from './measure.ts'
import { payeeFor } from './payee.ts'
import { type BudgetYear, leftFen, type Pool, poolDecider } from './pool.ts'
import { openFen, paidBy, type Transfer } from './transfer-state.ts'
import * as voucher from './voucher-state.ts'

// ---- What rows are made of

type ByGroup = Readonly<Record<'measure' | 'pool' | 'sponsor' | 'payee', ResourceName>>
export type Group = keyof ByGroup

/** How the money of one application or voucher stands. Amounts in fen. */
export type Line = ByGroup & {
  readonly holder: ResourceName
  readonly payeeTitle: string
  readonly year: number
  readonly reservedFen: bigint
  readonly paidFen: bigint
  readonly claimedFen: bigint
  readonly recoveredFen: bigint
}

export function lineOf(application: ResourceName, state: Application): Line {
  const { measure, applicant } = contentOf(state)
  const { pool, sponsor, year, paidFen, recoveredFen } = state
  return {
    ...{ holder: application, measure, pool, sponsor, year },
    ...{ payee: payeeFor(application, applicant?.code ?? ''), payeeTitle: applicant?.name ?? '' },
    ...{ reservedFen: reservedFor(state)?.fen ?? 0n, paidFen: BigInt(paidFen) },
    ...{ claimedFen: claimedOf(state)?.fen ?? 0n, recoveredFen: BigInt(recoveredFen) },
  }
}

export function voucherLineOf(name: ResourceName, state: voucher.Voucher): Line {
  const { measure, pool, sponsor, year, paidFen } = state
  const { code, name: payeeTitle } = voucher.applicantIn(state)
  return {
    ...{ holder: name, measure, pool, sponsor, year, payee: payeeFor(name, code), payeeTitle },
    ...{
      reservedFen: voucher.reservedFor(state)?.fen ?? 0n,
      paidFen: BigInt(paidFen),
      claimedFen: 0n,
      recoveredFen: 0n,
    },
  }
}

/** What the bank was told to pay of an application or voucher and has not booked, and what came back. In fen. */
export type Payment = {
  readonly holder: ResourceName
  readonly orderedFen: bigint
  readonly returnedFen: bigint
}

export function paymentOf(state: Transfer): Payment {
  const back = state.entries.map(({ fen }) => -BigInt(fen)).filter((fen) => fen > 0n)
  return {
    holder: paidBy(state),
    orderedFen: state.stage === 'ORDERED' ? openFen(state) : 0n,
    returnedFen: back.reduce((sum, fen) => sum + fen, 0n),
  }
}

// ---- Forecast

/** An application by its name. */
export type Named = { readonly name: ResourceName; readonly state: Application }

/** What awards are worked out from: all that stands now, by name. */
export type Books = {
  readonly measures: ReadonlyMap<ResourceName, Measure>
  readonly pools: ReadonlyMap<ResourceName, Pool>
  /** By applicant. */
  readonly grants: ReadonlyMap<ResourceName, Grants>
}

/** Whether it goes on, and nothing was reserved for it ever. */
export const isAwaited = ({ ended, reservations }: Application): boolean => !ended && reservations === 0

/** The applicant whose grants an application is judged by. */
export const applicantOf = ({ name, state }: Named): ResourceName =>
  applicantName(name, contentOf(state).applicant?.code ?? '')

/** A reservation that nobody has made, as if it were recorded. */
const supposed = (reserved: Reservation): Recorded<ApplicationAdmitted> => ({
  fact: ApplicationAdmitted.create({ reserved }),
  ...{ subject: reserved.holder, at: new Date(0), actor: '', source: '//qiantou/forecast', sequence: 0n, signOff: [] },
})

const byHandingIn = (one: Named, other: Named): number =>
  Number(BigInt(one.state.handedIn) - BigInt(other.state.handedIn)) || (one.name < other.name ? -1 : 1)

/**
 * What applications come to, in fen, by name: one after the other as they were handed in, each out of what those before it
 * leave, as declared. What nothing would be awarded for today comes to nothing.
 */
export function forecastFen(awaited: readonly Named[], books: Books): ReadonlyMap<ResourceName, bigint> {
  const [pools, grants] = [new Map(books.pools), new Map(books.grants)]
  const forecast = new Map<ResourceName, bigint>()
  for (const one of awaited.toSorted(byHandingIn)) {
    const { name, state } = one
    const content = contentOf(state)
    const [measure, pool] = [books.measures.get(content.measure), pools.get(state.pool)]
    if (!measure || !pool) continue
    const before = grants.get(applicantOf(one)) ?? { grants: [] }
    const assessed = assess(name, state, basisFen(content), { measure, pool, grants: before })
    if (!isRight(assessed)) continue
    const { reserved } = assessed.right
    forecast.set(name, reserved.fen)
    const recorded = supposed(reserved)
    pools.set(state.pool, poolDecider.evolve(pool, recorded, state.pool) ?? pool)
    grants.set(reserved.applicant, grantsView.evolve(before, recorded, reserved.applicant) ?? before)
  }
  return forecast
}

// ---- Rows

const amounts = [
  ...(['reservedFen', 'orderedFen', 'paidFen', 'returnedFen', 'claimedFen', 'recoveredFen', 'forecastFen'] as const),
] as const
type Amounts = Readonly<Record<(typeof amounts)[number], bigint>>

const nothing = Object.fromEntries(amounts.map((amount) => [amount, 0n])) as Amounts

const plus = (one: Amounts, other: Partial<Amounts>): Amounts =>
  Object.fromEntries(amounts.map((amount) => [amount, one[amount] + (other[amount] ?? 0n)])) as Amounts

export type Row = Amounts & {
  readonly key: ResourceName
  readonly title: string
  /** Of pools alone, where the year has a budget: less what lapsed or went on. */
  readonly budgetFen: bigint | undefined
  readonly leftFen: bigint | undefined
}

export type View = {
  readonly lines: readonly Line[]
  readonly payments: readonly Payment[]
  /** By application. */
  readonly forecast: ReadonlyMap<ResourceName, bigint>
  readonly pools: ReadonlyMap<ResourceName, Pool>
  readonly measures: ReadonlyMap<ResourceName, Measure>
}

const budgetFenOf = ({ budgetFen, carriedInFen, goneFen = '0' }: BudgetYear): bigint =>
  BigInt(budgetFen) + BigInt(carriedInFen) - BigInt(goneFen)

function titleOf(key: ResourceName, group: Group, lines: readonly Line[], { pools, measures }: View): string {
  if (group === 'pool') return pools.get(key)?.title ?? ''
  if (group === 'payee') return lines.at(-1)?.payeeTitle ?? ''
  const measure = measures.get(key)
  return group === 'measure' && measure ? contentOfVersion(newest(measure)).title : ''
}

/** How the money of a year stands, by what rows are of, in the order of their keys. */
export function rowsOf(view: View, year: number, group: Group): readonly Row[] {
  const payments = Map.groupBy(view.payments, ({ holder }) => holder)
  const amountsOf = (line: Line): Amounts =>
    [line, { forecastFen: view.forecast.get(line.holder) ?? 0n }, ...(payments.get(line.holder) ?? [])].reduce(
      plus,
      nothing,
    )
  const lines = Map.groupBy(
    view.lines.filter((line) => line.year === year),
    (line) => line[group],
  )
  const years = new Map([...view.pools].flatMap(([name, { years }]) => (years[year] ? [[name, years[year]]] : [])))
  const keys = new Set([...lines.keys(), ...(group === 'pool' ? years.keys() : [])])
  return [...keys].toSorted().map((key) => {
    const own = lines.get(key) ?? []
    const budget = group === 'pool' ? years.get(key) : undefined
    return {
      ...{ key, title: titleOf(key, group, own, view) },
      ...own.map(amountsOf).reduce(plus, nothing),
      ...{ budgetFen: budget && budgetFenOf(budget), leftFen: budget && leftFen(budget) },
    }
  })
}
