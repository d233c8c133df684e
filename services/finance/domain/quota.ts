/**
 * Quota: what a body holds of a pool, by budget year and classification. Letters move it (allocation.ts), payments spend it
 * (transfer.ts), the end of the year takes what is left (pool.ts); it is folded only.
 */
import type { Holding, Share } from '#proto/qiantou/allocation/v1/allocation.ts'
import { QuotaAdjusted, QuotaIssued, QuotaPassedOn } from '#proto/qiantou/allocation/v1/allocation_events.ts'
import { type QuotaClosed, YearClosed } from '#proto/qiantou/pool/v1/pool_events.ts'
import type { Classification } from '#proto/qiantou/transfer/v1/transfer_events.ts'
import type { FactOf, Fold, OrganisationName, Recorded, ResourceName } from '#shared/domain/decider.ts'
import type { Account } from '#shared/domain/ledger.ts'
import { formatName, partsOf } from '#shared/domain/resource-name.ts'
import { type Movement, quotaMovementsOf } from './movement.ts'
import { type PaymentFact, paymentFacts } from './transfer-state.ts'

// ---- Names

export const quotaName = (pool: ResourceName, organisation: OrganisationName): ResourceName =>
  formatName('quota', { ...partsOf('pool', pool), ...partsOf('organisation', organisation) })

/** What a quota holds of one classification: `…/quotas/hn-kjt/general-budget-2060499-50799`. */
export const quotaAccount = (
  pool: ResourceName,
  organisation: OrganisationName,
  classification: Classification,
): Account => lineAccount(quotaName(pool, organisation), { classification })

export function lineAccount(quota: ResourceName, { classification }: Pick<QuotaLine, 'classification'>): Account {
  const { nature, functionCode, economicCode } = classification
  const fund = nature.replace('FUND_NATURE_', '').toLowerCase().replaceAll('_', '-')
  return `${quota}/${fund}-${functionCode}-${economicCode}`
}

/** Whose account it is. */
const quotaOfAccount = (account: Account): ResourceName => account.slice(0, account.lastIndexOf('/'))

/** The pool that it is of. */
export const poolOfQuota = (quota: ResourceName): ResourceName => formatName('pool', partsOf('quota', quota))

// ---- State

/** Amounts in fen, as texts: a state is JSON. */
export type QuotaLine = {
  readonly year: number
  readonly classification: Classification
  readonly receivedFen: string
  readonly passedOnFen: string
  readonly adjustedInFen: string
  readonly adjustedOutFen: string
  /** Requested, and not yet paid. */
  readonly reservedFen: string
  /** Less what came back. */
  readonly paidFen: string
  /** What came back from the bank, ever. */
  readonly returnedFen: string
  readonly carriedInFen: string
  /** What lapsed, or went on to the next year, once the year was closed. */
  readonly goneFen: string
}

export type Quota = {
  readonly organisation: OrganisationName
  readonly holding: Holding
  readonly finance: OrganisationName
  readonly lines: readonly QuotaLine[]
}

/** A quota as it is stored. */
export type NamedQuota = { readonly name: ResourceName; readonly state: Quota }

export const isSameClassification = (one: Classification, other: Classification): boolean =>
  one.nature === other.nature && one.functionCode === other.functionCode && one.economicCode === other.economicCode

const isOf =
  (year: number, classification: Classification) =>
  (line: QuotaLine): boolean =>
    line.year === year && isSameClassification(line.classification, classification)

/** What came in by letters, and from the year before. */
export const cameInFen = (line: QuotaLine): bigint =>
  BigInt(line.receivedFen) + BigInt(line.adjustedInFen) + BigInt(line.carriedInFen)

/** What left it otherwise than by payments. */
export const wentOutFen = (line: QuotaLine): bigint =>
  BigInt(line.passedOnFen) + BigInt(line.adjustedOutFen) + BigInt(line.goneFen)

export const lineLeftFen = (line: QuotaLine): bigint =>
  cameInFen(line) - wentOutFen(line) - BigInt(line.reservedFen) - BigInt(line.paidFen)

/** What a body has left of a year and classification, in fen. */
export function quotaLeftFen({ lines }: Quota, year: number, classification: Classification): bigint {
  const line = lines.find(isOf(year, classification))
  return line ? lineLeftFen(line) : 0n
}

// ---- What letters move

const letters = [QuotaIssued, QuotaPassedOn, QuotaAdjusted] as const
type Letter = FactOf<typeof letters>
type Amount = Exclude<keyof QuotaLine, 'year' | 'classification'>

/** One side of what a letter moves. */
type Side = Pick<Quota, 'organisation' | 'holding'> & {
  readonly amount: Amount
  readonly classification: Classification
}

/** What a letter moves for one body: out of a quota, or of the pool where `from` is none, into another. */
export type QuotaMove = {
  readonly from: Side | undefined
  readonly to: Side
  readonly fen: bigint
}

const toSide = (amount: Amount, { recipient, holding, classification }: Share): Side => ({
  ...{ amount, organisation: recipient, holding },
  classification: classification as Classification,
})

export function quotaMovesOf({ fact, actor }: Recorded<Letter>): readonly QuotaMove[] {
  switch (fact.$type) {
    case 'qiantou.allocation.v1.QuotaIssued':
      return fact.shares.map((share) => ({ from: undefined, to: toSide('receivedFen', share), fen: share.fen }))
    case 'qiantou.allocation.v1.QuotaPassedOn':
      return fact.shares.map((share) => {
        const to = toSide('receivedFen', share)
        return { from: { ...to, amount: 'passedOnFen', organisation: actor }, to, fen: share.fen }
      })
    case 'qiantou.allocation.v1.QuotaAdjusted': {
      const share = fact.to as Share
      const to = toSide('adjustedInFen', share)
      const classification = fact.fromClassification as Classification
      return [
        { from: { ...to, amount: 'adjustedOutFen', organisation: fact.from, classification }, to, fen: share.fen },
      ]
    }
  }
}

// ---- Fold

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

function ended(
  state: Quota,
  stream: ResourceName,
  year: number,
  { account, lapsedFen, carriedFen }: QuotaClosed,
): Quota {
  const line = lineOf(state, stream, year, account)
  if (!line) return state
  const gone = added(state, line, { goneFen: lapsedFen + carriedFen })
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

const facts = [...letters, ...paymentFacts, YearClosed] as const
type Moving = Letter | PaymentFact | YearClosed

const isLetter = (recorded: Recorded<Moving>): recorded is Recorded<Letter> =>
  letters.some(({ $type }) => $type === recorded.fact.$type)

function evolve(state: Quota | undefined, recorded: Recorded<Moving>, stream: string): Quota | undefined {
  if (isLetter(recorded)) return byLetter(state, recorded, stream)
  if (!state) return undefined
  const { fact } = recorded
  if (fact.$type === 'qiantou.pool.v1.YearClosed')
    return fact.quotas.reduce((quota, one) => ended(quota, stream, fact.year, one), state)
  return quotaMovementsOf(fact).reduce((quota, movement) => spent(quota, stream, movement), state)
}

/** Which quotas a fact moves. */
function touches(recorded: Recorded<Moving>): readonly ResourceName[] {
  if (isLetter(recorded))
    return [...new Set(sidesOf(recorded).map(([{ organisation }]) => quotaName(recorded.fact.pool, organisation)))]
  const { fact } = recorded
  if (fact.$type === 'qiantou.pool.v1.YearClosed')
    return [...new Set(fact.quotas.map(({ account }) => quotaOfAccount(account)))]
  return [...new Set(quotaMovementsOf(fact).map(({ reservation }) => quotaOfAccount(reservation.quota)))]
}

/** Who reads a quota: the programme's office, the finance department, and whoever holds it. */
export const quotaParties = (
  office: OrganisationName,
  { organisation, finance }: Quota,
): ReadonlySet<OrganisationName> => new Set([office, finance, organisation])

export const quotaView: Fold<Quota, never, Moving> = {
  aggregate: 'quota',
  foldVersion: 2,
  folds: facts,
  touches,
  readers: ({ organisation, finance }) => [organisation, finance],
  evolve,
}
