/** Pool: what each budget year has for measures, what of it is set aside and paid. It is never overdrawn. */
import { type Either, right } from 'fp-ts/lib/Either.js'
import {
  AllocationProposed,
  AllocationRefused,
  AllocationWithdrawn,
  QuotaIssued,
} from '#proto/qiantou/allocation/v1/allocation_events.ts'
import {
  ApplicationAdmitted,
  ApplicationDecided,
  ApplicationMatched,
  ApplicationRefused,
  ApplicationWithdrawn,
  AwardAmended,
  FundsRecovered,
  InstalmentReserved,
  InvestmentApproved,
} from '#proto/qiantou/application/v1/application_events.ts'
import { PoolApportioned } from '#proto/qiantou/apportionment/v1/apportionment_events.ts'
import { BudgetSet, PoolOpened, YearClosed } from '#proto/qiantou/pool/v1/pool_events.ts'
import { PaymentBooked, PaymentReturned } from '#proto/qiantou/transfer/v1/transfer_events.ts'
import { VoucherCancelled, VoucherExpired, VoucherIssued } from '#proto/qiantou/voucher/v1/voucher_events.ts'
import { dayOf } from '#shared/domain/calendar.ts'
import type { Context, Decider, FactOf, OrganisationName, Recorded } from '#shared/domain/decider.ts'
import { type Rejection, reject } from '#shared/domain/rejection.ts'
import { yearOf } from '#shared/domain/trial.ts'
import { type Movement, movementsOf } from './movement.ts'
import type { ProgrammeView } from './programme.ts'

// ---- State

/** Amounts in fen, as texts: a state is JSON. */
export type BudgetYear = {
  readonly budgetFen: string
  readonly carriedInFen: string
  readonly reservedFen: string
  readonly paidFen: string
  /** What lapsed, or went on to the next year, once it was closed. */
  readonly goneFen?: string
  /** Claimed back of what was paid, and received: it goes to the treasury. */
  readonly claimedFen?: string
  readonly recoveredFen?: string
}

export type Pool = {
  readonly title: string
  readonly finance: OrganisationName
  readonly carriesOver: boolean
  readonly years: Readonly<Record<string, BudgetYear>>
}

/** A year of which nothing has been said. */
export const noBudget: BudgetYear = { budgetFen: '0', carriedInFen: '0', reservedFen: '0', paidFen: '0' }

/** What can still be reserved of a year. */
export const leftFen = ({ budgetFen, carriedInFen, reservedFen, paidFen, goneFen = '0' }: BudgetYear): bigint =>
  BigInt(budgetFen) + BigInt(carriedInFen) - BigInt(reservedFen) - BigInt(paidFen) - BigInt(goneFen)

/** A year that is closed has a sum that is gone, be it nothing. */
export const isClosed = ({ goneFen }: BudgetYear): boolean => goneFen !== undefined

// ---- Commands

export type PoolCommand =
  | {
      readonly type: 'Open'
      readonly programme: ProgrammeView
      readonly title: string
      readonly finance: OrganisationName
      readonly carriesOver: boolean
    }
  | { readonly type: 'SetBudget'; readonly year: number; readonly fen: bigint; readonly document: string }
  | { readonly type: 'CloseYear'; readonly year: number }

type PoolFact = PoolOpened | BudgetSet | YearClosed

/** Facts that move money of a pool into quotas. */
export const allocating = [AllocationProposed, QuotaIssued, AllocationRefused, AllocationWithdrawn] as const

/** Facts that move money of a pool for what applicants are granted. */
export const moving = [
  ApplicationAdmitted,
  ApplicationMatched,
  InvestmentApproved,
  ApplicationDecided,
  PoolApportioned,
  InstalmentReserved,
  AwardAmended,
  FundsRecovered,
  ApplicationRefused,
  ApplicationWithdrawn,
  PaymentBooked,
  PaymentReturned,
  VoucherIssued,
  VoucherExpired,
  VoucherCancelled,
] as const
const folded = [...moving, ...allocating] as const
type Moving = FactOf<typeof folded>

// ---- Fold

const plus = (text: string, fen: bigint): string => `${BigInt(text) + fen}`

/** What each movement adds to which amount of a year; `many` where it resolves what was set aside. */
const effects: Readonly<Record<Movement['kind'], (many: boolean) => Partial<Record<Amount, 1n | -1n>>>> = {
  reserved: () => ({ reservedFen: 1n }),
  released: () => ({ reservedFen: -1n }),
  paid: (many) => ({ paidFen: 1n, ...(many ? { reservedFen: -1n } : {}) }),
  returned: () => ({ paidFen: -1n }),
  claimed: () => ({ claimedFen: 1n }),
  unclaimed: () => ({ claimedFen: -1n }),
  recovered: (many) => ({ recoveredFen: 1n, ...(many ? { claimedFen: -1n } : {}) }),
}
type Amount = 'reservedFen' | 'paidFen' | 'claimedFen' | 'recoveredFen'

function moved(year: BudgetYear, { kind, reservation: { number, fen } }: Movement): BudgetYear {
  const changes = Object.entries(effects[kind](number > 0)) as [Amount, bigint][]
  return {
    ...year,
    ...Object.fromEntries(changes.map(([amount, sign]) => [amount, plus(year[amount] ?? '0', sign * fen)])),
  }
}

const withYear = (state: Pool, year: number, change: (year: BudgetYear) => BudgetYear): Pool => ({
  ...state,
  years: { ...state.years, [year]: change(state.years[year] ?? noBudget) },
})

function closed(state: Pool, { year, lapsedFen, carriedFen }: YearClosed): Pool {
  const ended = withYear(state, year, (one) => ({
    ...one,
    goneFen: plus(one.goneFen ?? '0', lapsedFen + carriedFen),
  }))
  return carriedFen > 0n
    ? withYear(ended, year + 1, (one) => ({ ...one, carriedInFen: plus(one.carriedInFen, carriedFen) }))
    : ended
}

function evolve(state: Pool | undefined, { fact }: Recorded<PoolFact | Moving>, stream: string): Pool | undefined {
  if (fact.$type === 'qiantou.pool.v1.PoolOpened')
    return { title: fact.title, finance: fact.finance, carriesOver: fact.carriesOver, years: {} }
  if (!state) return undefined
  if (fact.$type === 'qiantou.pool.v1.BudgetSet')
    return withYear(state, fact.year, (year) => ({ ...year, budgetFen: `${fact.fen}` }))
  if (fact.$type === 'qiantou.pool.v1.YearClosed') return closed(state, fact)
  return movementsOf(fact)
    .filter(({ reservation }) => reservation.pool === stream)
    .reduce((pool, movement) => withYear(pool, movement.reservation.year, (year) => moved(year, movement)), state)
}

// ---- Decisions

function decide(
  command: PoolCommand,
  state: Pool | undefined,
  { actor, at }: Context,
): Either<Rejection, readonly [PoolFact]> {
  if (command.type === 'Open') {
    const { programme, title, finance, carriesOver } = command
    if (actor !== programme.office) return reject('permission', 'NOT_PROGRAMME_OFFICE', { office: programme.office })
    if (state) return reject('exists', 'POOL_EXISTS')
    return right([{ $type: 'qiantou.pool.v1.PoolOpened', title, finance, carriesOver }])
  }
  if (!state) return reject('notFound', 'POOL_NOT_FOUND')
  if (actor !== state.finance) return reject('permission', 'NOT_FINANCE_DEPARTMENT', { finance: state.finance })
  const { year } = command
  const now = state.years[year] ?? noBudget
  // What is let go in a closed year is left there: it is closed once more.
  if (isClosed(now) && (command.type === 'SetBudget' || leftFen(now) === 0n))
    return reject('precondition', 'YEAR_CLOSED', { year: `${year}` })
  return command.type === 'SetBudget' ? setBudget(command, now) : closeYear(command, now, state, yearOf(dayOf(at)))
}

function setBudget(
  { year, fen, document }: PoolCommand & { type: 'SetBudget' },
  now: BudgetYear,
): Either<Rejection, readonly [BudgetSet]> {
  const formerFen = BigInt(now.budgetFen)
  if (fen === formerFen) return reject('precondition', 'BUDGET_UNCHANGED', { year: `${year}` })
  const needed = formerFen - leftFen(now)
  if (fen < needed) return reject('precondition', 'BUDGET_IN_USE', { year: `${year}`, fen: `${needed}` })
  return right([{ $type: 'qiantou.pool.v1.BudgetSet', year, fen, formerFen, document }])
}

function closeYear(
  { year }: PoolCommand & { type: 'CloseYear' },
  now: BudgetYear,
  { carriesOver, years }: Pool,
  thisYear: number,
): Either<Rejection, readonly [YearClosed]> {
  if (!years[year]) return reject('precondition', 'BUDGET_NOT_SET', { year: `${year}` })
  if (year >= thisYear) return reject('precondition', 'YEAR_NOT_OVER', { year: `${year}` })
  const left = leftFen(now)
  const [lapsedFen, carriedFen] = carriesOver ? [0n, left] : [left, 0n]
  return right([{ $type: 'qiantou.pool.v1.YearClosed', year, lapsedFen, carriedFen }])
}

/** Who reads a pool: the programme's office, and the finance department. */
export const poolParties = (office: OrganisationName, { finance }: Pool): ReadonlySet<OrganisationName> =>
  new Set([office, finance])

export const poolDecider: Decider<PoolCommand, Pool, PoolFact, Moving> = {
  aggregate: 'pool',
  foldVersion: 1,
  owns: [PoolOpened, BudgetSet, YearClosed],
  folds: folded,
  touches: ({ fact }) => [...new Set(movementsOf(fact).map(({ reservation }) => reservation.pool))],
  readers: ({ finance }) => [finance],
  decide,
  evolve,
  parties: (fact) => ({
    admits: fact.$type === 'qiantou.pool.v1.PoolOpened' ? [fact.finance] : [],
    releases: [],
  }),
}
