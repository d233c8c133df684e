/** Quota: what a body holds of a pool, by budget year and classification. Letters move it (allocation.ts); it is folded only. */
import type { Holding, Share } from '#proto/qiantou/allocation/v1/allocation.ts'
import { QuotaAdjusted, QuotaIssued, QuotaPassedOn } from '#proto/qiantou/allocation/v1/allocation_events.ts'
import type { Classification } from '#proto/qiantou/transfer/v1/transfer_events.ts'
import type { FactOf, Fold, OrganisationName, Recorded, ResourceName } from '#shared/domain/decider.ts'
import type { Account } from '#shared/domain/ledger.ts'
import { formatName, partsOf } from '#shared/domain/resource-name.ts'

// ---- Names

export const quotaName = (pool: ResourceName, organisation: OrganisationName): ResourceName =>
  formatName('quota', { ...partsOf('pool', pool), ...partsOf('organisation', organisation) })

/** What a quota holds of one classification: `…/quotas/hn-kjt/general-budget-2060499-50799`. */
export function quotaAccount(
  pool: ResourceName,
  organisation: OrganisationName,
  { nature, functionCode, economicCode }: Classification,
): Account {
  const fund = nature.replace('FUND_NATURE_', '').toLowerCase().replaceAll('_', '-')
  return `${quotaName(pool, organisation)}/${fund}-${functionCode}-${economicCode}`
}

// ---- State

/** Amounts in fen, as texts: a state is JSON. */
export type QuotaLine = {
  readonly year: number
  readonly classification: Classification
  readonly receivedFen: string
  readonly passedOnFen: string
  readonly adjustedInFen: string
  readonly adjustedOutFen: string
}

export type Quota = {
  readonly organisation: OrganisationName
  readonly holding: Holding
  readonly finance: OrganisationName
  readonly lines: readonly QuotaLine[]
}

export const isSameClassification = (one: Classification, other: Classification): boolean =>
  one.nature === other.nature && one.functionCode === other.functionCode && one.economicCode === other.economicCode

const isOf =
  (year: number, classification: Classification) =>
  (line: QuotaLine): boolean =>
    line.year === year && isSameClassification(line.classification, classification)

export const lineLeftFen = (line: QuotaLine): bigint =>
  BigInt(line.receivedFen) + BigInt(line.adjustedInFen) - BigInt(line.passedOnFen) - BigInt(line.adjustedOutFen)

/** What a body has left of a year and classification, in fen. */
export function quotaLeftFen({ lines }: Quota, year: number, classification: Classification): bigint {
  const line = lines.find(isOf(year, classification))
  return line ? lineLeftFen(line) : 0n
}

// ---- What letters move

const facts = [QuotaIssued, QuotaPassedOn, QuotaAdjusted] as const
type Letter = FactOf<typeof facts>
type Amount = 'receivedFen' | 'passedOnFen' | 'adjustedInFen' | 'adjustedOutFen'

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

const nothing = { receivedFen: '0', passedOnFen: '0', adjustedInFen: '0', adjustedOutFen: '0' } as const

function moved(state: Quota, year: number, { amount, classification }: Side, fen: bigint): Quota {
  const at = state.lines.findIndex(isOf(year, classification))
  const line = state.lines[at] ?? { year, classification, ...nothing }
  const next = { ...line, [amount]: `${BigInt(line[amount]) + fen}` }
  return { ...state, lines: at < 0 ? [...state.lines, next] : state.lines.with(at, next) }
}

/** What a letter moves of any body, side by side. */
const sidesOf = (recorded: Recorded<Letter>): readonly (readonly [Side, bigint])[] =>
  quotaMovesOf(recorded).flatMap(({ from, to, fen }) => [...(from ? [[from, fen] as const] : []), [to, fen] as const])

function evolve(state: Quota | undefined, recorded: Recorded<Letter>, stream: string): Quota | undefined {
  const { fact, actor } = recorded
  const finance = fact.$type === 'qiantou.allocation.v1.QuotaPassedOn' ? fact.finance : actor
  return sidesOf(recorded)
    .filter(([{ organisation }]) => quotaName(fact.pool, organisation) === stream)
    .reduce<Quota | undefined>((quota, [side, fen]) => {
      const { organisation, holding } = side
      return moved(quota ?? { organisation, holding, finance, lines: [] }, fact.year, side, fen)
    }, state)
}

/** Who reads a quota: the programme's office, the finance department, and whoever holds it. */
export const quotaParties = (
  office: OrganisationName,
  { organisation, finance }: Quota,
): ReadonlySet<OrganisationName> => new Set([office, finance, organisation])

export const quotaView: Fold<Quota, never, Letter> = {
  aggregate: 'quota',
  foldVersion: 1,
  folds: facts,
  touches: (recorded) => [
    ...new Set(sidesOf(recorded).map(([{ organisation }]) => quotaName(recorded.fact.pool, organisation))),
  ],
  readers: ({ organisation, finance }) => [organisation, finance],
  evolve,
}
