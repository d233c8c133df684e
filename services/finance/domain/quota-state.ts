/**
 * Quota: what a body holds of a pool, by budget year and classification. Letters move it (allocation.ts), payments spend it
 * (transfer.ts), as its holder planned (quota.ts), the end of the year takes what is left (pool.ts).
 */
import type { Holding, Share } from '#proto/qiantou/allocation/v1/allocation.ts'
import { QuotaAdjusted, QuotaIssued, QuotaPassedOn } from '#proto/qiantou/allocation/v1/allocation_events.ts'
import type { Classification } from '#proto/qiantou/transfer/v1/transfer_events.ts'
import type { FactOf, OrganisationName, Recorded, ResourceName } from '#shared/domain/decider.ts'
import type { Account } from '#shared/domain/ledger.ts'
import { formatName, partsOf } from '#shared/domain/resource-name.ts'
import type { SignedOff } from '#shared/domain/sign-off.ts'
import { type Plannable, payableFen } from './spending-plan.ts'

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
export const quotaOfAccount = (account: Account): ResourceName => account.slice(0, account.lastIndexOf('/'))

/** The pool that it is of. */
export const poolOfQuota = (quota: ResourceName): ResourceName => formatName('pool', partsOf('quota', quota))

// ---- State

/** Amounts in fen, as texts: a state is JSON. */
export type QuotaLine = Plannable & {
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
  /** Who signed its plans. */
  readonly planned?: readonly SignedOff[]
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

export const isOf =
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

/** What may be requested of it, in fen: with a plan no more than was proposed. */
export const linePayableFen = (line: QuotaLine): bigint => payableFen(line, lineLeftFen(line))

export const quotaLine = ({ lines }: Quota, year: number, classification: Classification): QuotaLine | undefined =>
  lines.find(isOf(year, classification))

/** What a body has left of a year and classification, in fen. */
export function quotaLeftFen(quota: Quota, year: number, classification: Classification): bigint {
  const line = quotaLine(quota, year, classification)
  return line ? lineLeftFen(line) : 0n
}

// ---- What letters move

export const letters = [QuotaIssued, QuotaPassedOn, QuotaAdjusted] as const
export type Letter = FactOf<typeof letters>
export type Amount = Exclude<keyof QuotaLine, 'year' | 'classification' | 'plan' | 'planned'>

/** One side of what a letter moves. */
export type Side = Pick<Quota, 'organisation' | 'holding'> & {
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
        return { from: { ...to, amount: 'passedOnFen', organisation: fact.from || actor }, to, fen: share.fen }
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

/** Who reads a quota: the programme's office, the finance department, and whoever holds it. */
export const quotaParties = (
  office: OrganisationName,
  { organisation, finance }: Quota,
): ReadonlySet<OrganisationName> => new Set([office, finance, organisation])
