/** A voucher: its facts, its state, and what follows from a state. */
import { Applicant } from '#proto/qiantou/application/v1/application.ts'
import { Reservation } from '#proto/qiantou/pool/v1/reservation.ts'
import * as events from '#proto/qiantou/voucher/v1/voucher_events.ts'
import type { Day } from '#shared/domain/calendar.ts'
import type { ContentRef } from '#shared/domain/content.ts'
import type { FactOf, OrganisationName, ResourceName } from '#shared/domain/decider.ts'
import type { SignedOff } from '#shared/domain/sign-off.ts'
import type { KeptBill } from './bill.ts'

export const voucherFacts = [
  ...[events.VoucherIssued, events.VoucherPresented, events.PresentationRefused],
  ...[events.VoucherRedeemed, events.VoucherExpired, events.VoucherCancelled],
  events.VoucherBodySucceeded,
] as const
export type VoucherFact = FactOf<typeof voucherFacts>

/** Steps of a voucher that persons sign: they are different ones. */
export type VoucherStep = 'ISSUE' | 'ACCEPT'

/** Amounts in fen, as texts: a state is JSON. */
export type Presented = {
  readonly state: 'WAITING' | 'ACCEPTED' | 'REFUSED'
  readonly bills: readonly KeptBill[]
  readonly redeemedFen: string
  /** Why it was refused. */
  readonly text?: ContentRef
}

export type Voucher = {
  readonly title: string
  readonly measure: ResourceName
  readonly measureVersion: number
  readonly call: string
  /** As protobuf writes it in JSON. */
  readonly applicant: unknown
  readonly sponsor: OrganisationName
  readonly handler: OrganisationName
  readonly finance: OrganisationName
  readonly pool: ResourceName
  readonly year: number
  /** What it pays of bills, in hundredths of a percent, down to a multiple of how many fen. */
  readonly basisPoints: number
  readonly roundingFen: string
  readonly lastDay: Day
  readonly faceFen: string
  /** All bills that were accepted, and what was redeemed with them. */
  readonly basisFen: string
  readonly redeemedFen: string
  /** What went back unredeemed. */
  readonly releasedFen: string
  /** Of what is redeemed, what payments that are under way ask for. */
  readonly requestedFen: string
  /** Less what was returned. */
  readonly paidFen: string
  /** What came back of what was claimed back: it is not paid again. */
  readonly settledFen: string
  /** What is left, and what is redeemed and not paid. */
  readonly reserved?: unknown
  /** What was reserved last: what comes back is reserved alike. */
  readonly lastReserved: unknown
  readonly reservations: number
  /** Each by its number, from 1. */
  readonly presentations: readonly Presented[]
  readonly signed: readonly (SignedOff & { readonly step: VoucherStep })[]
  readonly ended?: 'EXPIRED' | 'CANCELLED'
  /** Why it was cancelled. */
  readonly text?: ContentRef
}

export const applicantIn = ({ applicant }: Voucher): Applicant => Applicant.fromJSON(applicant)

export const reservedFor = ({ reserved }: Voucher): Reservation | undefined =>
  reserved === undefined ? undefined : Reservation.fromJSON(reserved)

export const lastReserved = (state: Voucher): Reservation => Reservation.fromJSON(state.lastReserved)

/** What can still be redeemed, in fen. */
export const leftFen = ({ ended, faceFen, redeemedFen }: Voucher): bigint =>
  ended ? 0n : BigInt(faceFen) - BigInt(redeemedFen)

/** What is redeemed and still to be paid, in fen. */
export const owedFen = ({ redeemedFen, paidFen, settledFen }: Voucher): bigint =>
  BigInt(redeemedFen) - BigInt(paidFen) - BigInt(settledFen)

export function standing(state: Voucher): 'HELD' | 'REDEEMED' | 'EXPIRED' | 'CANCELLED' {
  return state.ended ?? (leftFen(state) > 0n ? 'HELD' : 'REDEEMED')
}

export const isWaiting = ({ presentations }: Voucher): boolean => presentations.some(({ state }) => state === 'WAITING')

/** Bodies that know of it, besides the programme's office. */
export const voucherBodies = ({ sponsor, handler, finance }: Voucher): readonly OrganisationName[] => [
  ...new Set([sponsor, handler, finance]),
]

/** Who reads it: these, and the office. */
export const voucherParties = (office: OrganisationName, state: Voucher): ReadonlySet<OrganisationName> =>
  new Set([office, ...voucherBodies(state)])
