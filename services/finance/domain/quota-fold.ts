/** How a quota comes to stand as it does. */
import {
  QuotaBodySucceeded,
  QuotaPaymentProposed,
  QuotaSpendingPlanned,
} from '#proto/qiantou/allocation/v1/allocation_events.ts'
import { AwaitedMilestoneAccepted } from '#proto/qiantou/application/v1/application_events.ts'
import { type QuotaClosed, YearClosed } from '#proto/qiantou/pool/v1/pool_events.ts'
import type { Reservation } from '#proto/qiantou/pool/v1/reservation.ts'
import type { Classification } from '#proto/qiantou/transfer/v1/transfer_events.ts'
import type { FactOf, Fold, Recorded, ResourceName } from '#shared/domain/decider.ts'
import type { Account } from '#shared/domain/ledger.ts'
import { signedOff } from '#shared/domain/sign-off.ts'
import { type Movement, quotaMovementsOf } from './movement.ts'
import {
  type Amount,
  isOf,
  type Letter,
  letters,
  lineAccount,
  type Quota,
  type QuotaLine,
  quotaMovesOf,
  quotaName,
  quotaOfAccount,
  type Side,
} from './quota-state.ts'
import { accepted, planEnded, planned, proposed, withOpen } from './spending-plan.ts'
import { succeeded } from './succession.ts'
import { type PaymentFact, paymentFacts } from './transfer-state.ts'

const nothing = {
  ...{ receivedFen: '0', passedOnFen: '0', adjustedInFen: '0', adjustedOutFen: '0', carriedInFen: '0', goneFen: '0' },
  ...{ reservedFen: '0', paidFen: '0', returnedFen: '0' },
} as const

/** Adds to amounts of a line, which begins with that where there is none. */
function added(
  state: Quota,
  { year, classification }: Pick<QuotaLine, 'year' | 'classification'>,
  amounts: Partial<Readonly<Record<Amount, bigint>>>,
): Quota {
  const at = state.lines.findIndex(isOf(year, classification))
  const line = state.lines[at] ?? { year, classification, ...nothing }
  const changed = Object.entries(amounts).map(([amount, fen]) => [amount, `${BigInt(line[amount as Amount]) + fen}`])
  const next = { ...line, ...Object.fromEntries(changed) }
  return { ...state, lines: at < 0 ? [...state.lines, next] : state.lines.with(at, next) }
}

const moved = (state: Quota, year: number, { amount, classification }: Side, fen: bigint): Quota =>
  added(state, { year, classification }, { [amount]: fen })

/** The line that an account is of; undefined where there is none. */
const lineOf = ({ lines }: Quota, quota: ResourceName, year: number, account: Account): QuotaLine | undefined =>
  lines.find((line) => line.year === year && lineAccount(quota, line) === account)

/** What each movement adds to which amount; `many` where it resolves what was set aside. */
const spends: Readonly<Partial<Record<Movement['kind'], (fen: bigint, many: boolean) => Parameters<typeof added>[2]>>> =
  {
    reserved: (fen) => ({ reservedFen: fen }),
    released: (fen) => ({ reservedFen: -fen }),
    paid: (fen, many) => ({ paidFen: fen, ...(many ? { reservedFen: -fen } : {}) }),
    returned: (fen) => ({ paidFen: -fen, returnedFen: fen }),
  }

function spent(state: Quota, stream: ResourceName, { kind, reservation }: Movement): Quota {
  const { quota: account, year, number, fen } = reservation
  const line = lineOf(state, stream, year, account)
  return line ? added(state, line, spends[kind]?.(fen, number > 0) ?? {}) : state
}

const withLine = (
  state: Quota,
  isMeant: (line: QuotaLine) => boolean,
  change: (line: QuotaLine) => QuotaLine,
): Quota => ({ ...state, lines: state.lines.map((line) => (isMeant(line) ? change(line) : line)) })

/** What was proposed waits to be requested no longer, or once more. */
function requested(state: Quota, stream: ResourceName, fact: PaymentFact): Quota {
  const { reserved, released } = fact as Partial<Record<'reserved' | 'released', Reservation>>
  const isRequest = fact.$type === 'qiantou.transfer.v1.PaymentRequested'
  const moved = isRequest ? reserved : fact.$type === 'qiantou.transfer.v1.PaymentWithdrawn' ? released : undefined
  const line = moved && lineOf(state, stream, moved.year, moved.quota)
  return line
    ? withLine(
        state,
        (one) => one === line,
        (one) => withOpen(one, isRequest ? -fact.fen : fact.fen),
      )
    : state
}

function ended(
  state: Quota,
  stream: ResourceName,
  year: number,
  { account, lapsedFen, carriedFen }: QuotaClosed,
): Quota {
  const line = lineOf(state, stream, year, account)
  if (!line) return state
  const gone = added(
    withLine(state, (one) => one === line, planEnded),
    line,
    { goneFen: lapsedFen + carriedFen },
  )
  return carriedFen > 0n ? added(gone, { ...line, year: year + 1 }, { carriedInFen: carriedFen }) : gone
}

/** What a letter moves of any body, side by side. */
const sidesOf = (recorded: Recorded<Letter>): readonly (readonly [Side, bigint])[] =>
  quotaMovesOf(recorded).flatMap(({ from, to, fen }) => [...(from ? [[from, fen] as const] : []), [to, fen] as const])

/** What fills a quota begins it. */
function byLetter(state: Quota | undefined, recorded: Recorded<Letter>, stream: string): Quota | undefined {
  const { fact, actor } = recorded
  const finance = fact.$type === 'qiantou.allocation.v1.QuotaPassedOn' ? fact.finance : actor
  return sidesOf(recorded)
    .filter(([{ organisation }]) => quotaName(fact.pool, organisation) === stream)
    .reduce<Quota | undefined>((quota, [side, fen]) => {
      const { organisation, holding } = side
      return moved(quota ?? { organisation, holding, finance, lines: [] }, fact.year, side, fen)
    }, state)
}

const facts = [...letters, ...paymentFacts, YearClosed, AwaitedMilestoneAccepted] as const
/** What moves it without its doing, and what parts of its plans wait for. */
export type Moving = Letter | PaymentFact | YearClosed | AwaitedMilestoneAccepted

/** What is planned of its lines, and who comes to hold it (quota.ts). */
export const quotaFacts = [QuotaSpendingPlanned, QuotaPaymentProposed, QuotaBodySucceeded] as const
export type QuotaFact = FactOf<typeof quotaFacts>

const isLetter = (recorded: Recorded<Moving | QuotaFact>): recorded is Recorded<Letter> =>
  letters.some(({ $type }) => $type === recorded.fact.$type)

function evolve(state: Quota | undefined, recorded: Recorded<Moving | QuotaFact>, stream: string): Quota | undefined {
  if (isLetter(recorded)) return byLetter(state, recorded, stream)
  if (!state) return undefined
  const { fact } = recorded
  switch (fact.$type) {
    case 'qiantou.pool.v1.YearClosed':
      return fact.quotas.reduce((quota, one) => ended(quota, stream, fact.year, one), state)
    case 'qiantou.application.v1.AwaitedMilestoneAccepted': {
      const line = lineOf(state, stream, fact.year, fact.account)
      return withLine(
        state,
        (one) => one === line,
        (one) => accepted(one, fact, recorded.at),
      )
    }
    case 'qiantou.allocation.v1.QuotaSpendingPlanned':
      return withLine(state, isOf(fact.year, fact.classification as Classification), (line) => ({
        ...planned(line, fact),
        planned: [...(line.planned ?? []), signedOff(recorded)],
      }))
    case 'qiantou.allocation.v1.QuotaPaymentProposed':
      return withLine(state, isOf(fact.year, fact.classification as Classification), (line) =>
        proposed(line, fact, recorded.at),
      )
    case 'qiantou.allocation.v1.QuotaBodySucceeded':
      return succeeded(state, fact, ['organisation', 'finance'])
    case 'qiantou.transfer.v1.PaymentRequested':
    case 'qiantou.transfer.v1.PaymentWithdrawn':
    case 'qiantou.transfer.v1.PaymentBooked':
    case 'qiantou.transfer.v1.PaymentReturned':
      return quotaMovementsOf(fact).reduce(
        (quota, movement) => spent(quota, stream, movement),
        requested(state, stream, fact),
      )
    default:
      return state
  }
}

/** Which quotas a fact moves. */
function touches(recorded: Recorded<Moving>): readonly ResourceName[] {
  if (isLetter(recorded))
    return [...new Set(sidesOf(recorded).map(([{ organisation }]) => quotaName(recorded.fact.pool, organisation)))]
  const { fact } = recorded
  if (fact.$type === 'qiantou.pool.v1.YearClosed')
    return [...new Set(fact.quotas.map(({ account }) => quotaOfAccount(account)))]
  if (fact.$type === 'qiantou.application.v1.AwaitedMilestoneAccepted')
    return fact.account ? [quotaOfAccount(fact.account)] : []
  return [...new Set(quotaMovementsOf(fact).map(({ reservation }) => quotaOfAccount(reservation.quota)))]
}

/** What its decider folds (quota.ts). */
export const quotaFold: Fold<Quota, QuotaFact, Moving> = {
  aggregate: 'quota',
  foldVersion: 5,
  folds: facts,
  touches,
  readers: ({ organisation, finance }) => [organisation, finance],
  evolve,
}
