/** An allocation, which is a letter that moves quotas, or a plan of one: its facts, its state, what follows from a state. */
import { Share } from '#proto/qiantou/allocation/v1/allocation.ts'
import * as events from '#proto/qiantou/allocation/v1/allocation_events.ts'
import type { Reservation } from '#proto/qiantou/pool/v1/reservation.ts'
import type { Classification } from '#proto/qiantou/transfer/v1/transfer_events.ts'
import type { ContentRef } from '#shared/domain/content.ts'
import type { FactOf, OrganisationName, ResourceName } from '#shared/domain/decider.ts'
import type { SignedOff } from '#shared/domain/sign-off.ts'
import { quotaAccount } from './quota-state.ts'

export const allocationFacts = [
  ...[events.AllocationProposed, events.QuotaIssued, events.AllocationRefused, events.AllocationWithdrawn],
  ...[events.QuotaPassedOn, events.QuotaAdjusted, events.AllocationBodySucceeded],
] as const
export type AllocationFact = FactOf<typeof allocationFacts>

/** Steps of an allocation that persons sign: of a plan they are different ones. */
export type AllocationStep = 'PROPOSE' | 'ISSUE'

export type Allocation = {
  readonly kind: 'PLAN' | 'PASSED_ON' | 'ADJUSTMENT'
  readonly stage: 'PROPOSED' | 'ISSUED' | 'REFUSED' | 'WITHDRAWN'
  /** Of a plan; empty of others. */
  readonly title: string
  /** Of a plan; empty of others. */
  readonly measure: string
  readonly pool: ResourceName
  readonly finance: OrganisationName
  readonly year: number
  readonly proposer: OrganisationName
  /** Whose quota is lowered; not of a plan. */
  readonly from?: OrganisationName
  readonly fromClassification?: Classification
  /** As protobuf writes them in JSON, where amounts are texts. */
  readonly shares: readonly unknown[]
  /** Who stands today for bodies that it names, and that are no longer there: they read it. */
  readonly heirs?: Readonly<Record<OrganisationName, OrganisationName>>
  readonly document?: string
  readonly issuedAt?: string
  /** Why it was refused, taken back or adjusted. */
  readonly text?: ContentRef
  readonly signed: readonly (SignedOff & { readonly step: AllocationStep })[]
}

export const sharesOf = ({ shares }: Pick<Allocation, 'shares'>): readonly Share[] =>
  shares.map((share) => Share.fromJSON(share))

export const sumOf = (shares: readonly Pick<Share, 'fen'>[]): bigint => shares.reduce((all, { fen }) => all + fen, 0n)

/** What of a pool is set aside for shares, or goes into quotas: each by its number. */
export const reservationsOf = (
  holder: ResourceName,
  { pool, year }: Pick<Allocation, 'pool' | 'year'>,
  shares: readonly Share[],
): Reservation[] =>
  shares.map(({ recipient, classification, fen }, i) => ({
    $type: 'qiantou.pool.v1.Reservation',
    ...{ holder, number: i + 1, applicant: quotaAccount(pool, recipient, classification as Classification) },
    ...{ measure: '', stackingGroup: '', project: '', quota: '', pool, year, fen },
  }))

/** Bodies that know of it: recipients once it is issued. */
export const allocationBodies = (state: Allocation): readonly OrganisationName[] => {
  const { proposer, finance, from, stage, heirs = {} } = state
  const recipients = stage === 'ISSUED' ? sharesOf(state).map(({ recipient }) => recipient) : []
  const named = [...(from ? [from] : []), ...recipients].map((one) => heirs[one] ?? one)
  return [...new Set([proposer, finance, ...named])]
}

/** Who reads it: these, and the office. */
export const allocationParties = (office: OrganisationName, state: Allocation): ReadonlySet<OrganisationName> =>
  new Set([office, ...allocationBodies(state)])
