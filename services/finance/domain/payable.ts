/** What payments are of: an approved application, or what of a voucher is redeemed. To a payment they are alike. */
import { Applicant } from '#proto/qiantou/application/v1/application.ts'
import type { Reservation } from '#proto/qiantou/pool/v1/reservation.ts'
import type { AnyDecider, OrganisationName, ResourceName, StateOf } from '#shared/domain/decider.ts'
import { type Rejection, rejection } from '#shared/domain/rejection.ts'
import { parseName } from '#shared/domain/resource-name.ts'
import { applicationDecider } from './application.ts'
import * as application from './application-state.ts'
import { type Taken, takenIn, takenOf } from './duty.ts'
import { payableFen, unfitAmount, yearPayable } from './spending-plan.ts'
import { voucherDecider } from './voucher.ts'
import * as voucher from './voucher-state.ts'

export type Paid = { readonly application: application.Application } | { readonly voucher: voucher.Voucher }

export type Payable = {
  readonly title: string
  readonly applicant: Applicant
  /** Who is paid. */
  readonly payee: { readonly code: string; readonly name: string }
  readonly handler: OrganisationName
  readonly finance: OrganisationName
  readonly pool: ResourceName
  /** The budget year that pays. */
  readonly year: number
  /** Who signed what of it. */
  readonly taken: readonly Taken[]
  readonly reserved: Reservation | undefined
  /** What is reserved in that year, or was last. */
  readonly lastReserved: Reservation
  readonly reservations: number
  /** What may be requested of that year, in fen; undefined where nothing is approved. */
  readonly freeFen: bigint | undefined
}

/** Of an application all that is reserved is to be paid, once it is approved, or where it has a plan what that proposes. */
function ofApplication(state: application.Application, asked: number): Payable {
  const { handler, finance, pool, reservations } = state
  const { title, applicant = Applicant.create() } = application.contentOf(state)
  const year = asked || yearPayable(state)
  const isPayable = application.isApproved(state) && !state.ended
  return {
    ...{ title, applicant, payee: application.payeeOf(state), handler, finance, pool, year, taken: takenIn(state) },
    ...{ reserved: application.reservedFor(state, year), lastReserved: application.lastReserved(state, year) },
    ...{ reservations, freeFen: isPayable ? payableFen(state, year) : undefined },
  }
}

/** Of a voucher what is redeemed, whatever has become of the rest: in its own year only. */
function ofVoucher(state: voucher.Voucher, asked: number): Payable {
  const { title, handler, finance, pool, reservations, requestedFen } = state
  const applicant = voucher.applicantIn(state)
  const year = asked || state.year
  return {
    ...{ title, applicant, payee: applicant, handler, finance, pool, year, taken: takenOf(state) },
    ...{ reserved: voucher.reservedFor(state), lastReserved: voucher.lastReserved(state), reservations },
    freeFen: year === state.year ? voucher.owedFen(state) - BigInt(requestedFen) : 0n,
  }
}

/** What is paid in a budget year; 0 for the first that has something free. */
export const payableOf = (paid: Paid, year = 0): Payable =>
  'voucher' in paid ? ofVoucher(paid.voucher, year) : ofApplication(paid.application, year)

/** Why so much of what is paid can't be requested. */
export function unfitAmountOf(paid: Paid, { year, freeFen = 0n }: Payable, fen: bigint): Rejection | undefined {
  if ('application' in paid) return unfitAmount(paid.application, year, fen)
  return fen > freeFen || fen === 0n
    ? rejection('precondition', 'MORE_THAN_RESERVED', { fen: `${freeFen}` })
    : undefined
}

/** The fold of what is paid, by its name. */
export const foldOfPaid = (name: ResourceName): AnyDecider =>
  parseName('voucher', name) ? voucherDecider : applicationDecider

/** What is paid, by its name and its state; undefined where there is none. */
export function paidAs(name: ResourceName, state: object | undefined): Paid | undefined {
  if (!state) return undefined
  return parseName('voucher', name)
    ? { voucher: state as voucher.Voucher }
    : { application: state as application.Application }
}

/** What is paid, as it stands in the batch. */
export const paidNamed = (name: ResourceName, stateOf: StateOf): Paid | undefined =>
  paidAs(name, stateOf<object>(name, foldOfPaid(name)))

/** Bodies that know of it, besides the programme's office. */
export const paidBodies = (paid: Paid): readonly OrganisationName[] =>
  'voucher' in paid ? voucher.voucherBodies(paid.voucher) : application.applicationBodies(paid.application)
