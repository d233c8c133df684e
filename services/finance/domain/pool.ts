/** Pool: what each budget year has for measures, what of it is set aside and paid. It is never overdrawn. */
import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js'
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
import { BudgetSet, PoolBodySucceeded, PoolOpened, YearClosed } from '#proto/qiantou/pool/v1/pool_events.ts'
import * as transfer from '#proto/qiantou/transfer/v1/transfer_events.ts'
import { VoucherCancelled, VoucherExpired, VoucherIssued } from '#proto/qiantou/voucher/v1/voucher_events.ts'
import { dayOf } from '#shared/domain/calendar.ts'
import type { Context, Decider, FactOf, OrganisationName, Recorded } from '#shared/domain/decider.ts'
import { type Rejection, reject, rejection } from '#shared/domain/rejection.ts'
import { yearOf } from '#shared/domain/trial.ts'
import { type Signatories, signing, unfitDuty } from './duty.ts'
import { type Movement, poolMovementsOf } from './movement.ts'
import type { ProgrammeView } from './programme.ts'
import { lineAccount, lineLeftFen, type NamedQuota } from './quota-state.ts'
import { type SucceedCommand, succeed, succeeded, successionParties } from './succession.ts'

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

/** Why nothing moves in a year of a pool any more. */
export const unfitClosed = (pool: Pool | undefined, year: number): Rejection | undefined =>
  isClosed(pool?.years[year] ?? noBudget) ? rejection('precondition', 'YEAR_CLOSED', { year: `${year}` }) : undefined

// ---- Commands

export type PoolCommand = Signatories &
  (
    | {
        readonly type: 'Open'
        readonly programme: ProgrammeView
        readonly title: string
        readonly finance: OrganisationName
        readonly carriesOver: boolean
      }
    | { readonly type: 'SetBudget'; readonly year: number; readonly fen: bigint; readonly document: string }
    | {
        readonly type: 'CloseYear'
        readonly year: number
        /** Those of the pool that may have something left of the year. */
        readonly quotas: readonly NamedQuota[]
      }
    | SucceedCommand
  )

type PoolFact = PoolOpened | BudgetSet | YearClosed | PoolBodySucceeded

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
  transfer.PaymentBooked,
  transfer.PaymentReturned,
  transfer.RecoveryClaimed,
  transfer.ClaimReduced,
  transfer.FundsRecovered,
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

/** What lapses of quotas comes back first, and is gone with the rest. What of them is carried over stays with bodies. */
function closed(state: Pool, { year, lapsedFen, carriedFen, quotas }: YearClosed): Pool {
  const backFen = quotas.reduce((all, one) => all + one.lapsedFen, 0n)
  const ended = withYear(state, year, (one) => ({
    ...one,
    paidFen: plus(one.paidFen, -backFen),
    goneFen: plus(one.goneFen ?? '0', lapsedFen + carriedFen + backFen),
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
  if (fact.$type === 'qiantou.pool.v1.PoolBodySucceeded') return succeeded(state, fact, ['finance'])
  return poolMovementsOf(fact)
    .filter(({ reservation }) => reservation.pool === stream)
    .reduce((pool, movement) => withYear(pool, movement.reservation.year, (year) => moved(year, movement)), state)
}

// ---- Decisions

function decide(
  command: PoolCommand,
  state: Pool | undefined,
  context: Context,
): Either<Rejection, readonly [PoolFact]> {
  const { actor, at } = context
  if (command.type === 'Open') {
    const { programme, title, finance, carriesOver } = command
    if (actor !== programme.office) return reject('permission', 'NOT_PROGRAMME_OFFICE', { office: programme.office })
    if (state) return reject('exists', 'POOL_EXISTS')
    return right([{ $type: 'qiantou.pool.v1.PoolOpened', title, finance, carriesOver }])
  }
  if (!state) return reject('notFound', 'POOL_NOT_FOUND')
  if (command.type === 'Succeed') return succeed('qiantou.pool.v1.PoolBodySucceeded', command, [state.finance])
  if (actor !== state.finance) return reject('permission', 'NOT_FINANCE_DEPARTMENT', { finance: state.finance })
  const decided =
    command.type === 'CloseYear' ? closeYear(command, state, yearOf(dayOf(at))) : setBudget(command, state)
  if (isLeft(decided)) return decided
  // A budget is judged by all that the year has from then on; what a year that ends has left is no one's to choose.
  const carriedFen = BigInt((state.years[command.year] ?? noBudget).carriedInFen)
  const fen = command.type === 'SetBudget' ? command.fen + carriedFen : 0n
  const unfitPerson = unfitDuty('APPROVE', signing(command, context, fen), [])
  return unfitPerson ? left(unfitPerson) : decided
}

function setBudget(
  { year, fen, document }: PoolCommand & { type: 'SetBudget' },
  state: Pool,
): Either<Rejection, readonly [BudgetSet]> {
  const unfit = unfitClosed(state, year)
  if (unfit) return left(unfit)
  const now = state.years[year] ?? noBudget
  const formerFen = BigInt(now.budgetFen)
  if (fen === formerFen) return reject('precondition', 'BUDGET_UNCHANGED', { year: `${year}` })
  const needed = formerFen - leftFen(now)
  if (fen < needed) return reject('precondition', 'BUDGET_IN_USE', { year: `${year}`, fen: `${needed}` })
  return right([{ $type: 'qiantou.pool.v1.BudgetSet', year, fen, formerFen, document }])
}

/** A record holds 60 KiB: of so many lines of quotas, however long their names are. */
export const mostLinesClosed = 100

function closeYear(
  { year, quotas }: PoolCommand & { type: 'CloseYear' },
  { carriesOver, years }: Pool,
  thisYear: number,
): Either<Rejection, readonly [YearClosed]> {
  const now = years[year]
  const ending = (fen: bigint) =>
    carriesOver ? { lapsedFen: 0n, carriedFen: fen } : { lapsedFen: fen, carriedFen: 0n }
  const unspent = quotas.flatMap(({ name, state }) =>
    state.lines
      .filter((line) => line.year === year && lineLeftFen(line) > 0n)
      .map((line) => ({ account: lineAccount(name, line), ...ending(lineLeftFen(line)) })),
  )
  // What is let go in a closed year is left there, as quotas are that did not fit in: it is closed once more.
  if (now && isClosed(now) && leftFen(now) === 0n && unspent.length === 0)
    return reject('precondition', 'YEAR_CLOSED', { year: `${year}` })
  if (!now && unspent.length === 0) return reject('precondition', 'BUDGET_NOT_SET', { year: `${year}` })
  if (year >= thisYear) return reject('precondition', 'YEAR_NOT_OVER', { year: `${year}` })
  const closing = unspent
    .slice(0, mostLinesClosed)
    .map((one) => ({ $type: 'qiantou.pool.v1.QuotaClosed', ...one }) as const)
  const said = { year, ...ending(leftFen(now ?? noBudget)), quotas: closing }
  return right([{ $type: 'qiantou.pool.v1.YearClosed', ...said }])
}

/** Who reads a pool: the programme's office, and the finance department. */
export const poolParties = (office: OrganisationName, { finance }: Pool): ReadonlySet<OrganisationName> =>
  new Set([office, finance])

export const poolDecider: Decider<PoolCommand, Pool, PoolFact, Moving> = {
  aggregate: 'pool',
  foldVersion: 3,
  owns: [PoolOpened, BudgetSet, YearClosed, PoolBodySucceeded],
  folds: folded,
  touches: ({ fact }) => [...new Set(poolMovementsOf(fact).map(({ reservation }) => reservation.pool))],
  readers: ({ finance }) => [finance],
  decide,
  evolve,
  parties: (fact) => {
    if (fact.$type === 'qiantou.pool.v1.PoolBodySucceeded') return successionParties(fact)
    return { admits: fact.$type === 'qiantou.pool.v1.PoolOpened' ? [fact.finance] : [], releases: [] }
  },
}
