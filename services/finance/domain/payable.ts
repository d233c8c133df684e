/**
 * What payments are of: an approved application, what of a voucher is redeemed, or what of a quota is spent. To a payment they
 * are alike.
 */
import { Applicant } from '#proto/qiantou/application/v1/application.ts'
import { Reservation } from '#proto/qiantou/pool/v1/reservation.ts'
import { type Classification, Creditor } from '#proto/qiantou/transfer/v1/transfer_events.ts'
import type { AnyFold, OrganisationName, ResourceName, StateOf } from '#shared/domain/decider.ts'
import { type Rejection, rejection } from '#shared/domain/rejection.ts'
import { parseName } from '#shared/domain/resource-name.ts'
import { applicationDecider } from './application.ts'
import { payableFen, unfitAmount, yearPayable } from './application-plan.ts'
import * as application from './application-state.ts'
import { applicantName } from './assessment.ts'
import { type Taken, takenByPlan, takenIn, takenOf } from './duty.ts'
import { invoiceName } from './invoice.ts'
import { payeeFor } from './payee.ts'
import { quotaDecider } from './quota.ts'
import { lineAccount, lineLeftFen, linePayableFen, poolOfQuota, type Quota, quotaLine } from './quota-state.ts'
import * as plan from './spending-plan.ts'
import { invoicesOf, openFen, paidBy, type Transfer } from './transfer-state.ts'
import { voucherDecider } from './voucher.ts'
import * as voucher from './voucher-state.ts'

/** What a payment spends of a quota: the quota knows no payee. */
export type Spending = {
  readonly transfer: ResourceName
  readonly quota: ResourceName
  readonly year: number
  readonly classification: Classification
  readonly creditor: Creditor
  readonly purpose: string
  /** What is reserved for it. */
  readonly reservedFen: bigint
  readonly reservations: number
}

export type Paid =
  | { readonly application: application.Application }
  | { readonly voucher: voucher.Voucher }
  | { readonly quota: Quota; readonly spending: Spending }

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

/** Of a quota what the line has left, or where it has a plan what that proposes: it is reserved payment by payment. */
function ofQuota(quota: Quota, spending: Spending): Payable {
  const { transfer, quota: name, year, classification, creditor, purpose, reservedFen, reservations } = spending
  const { organisation: handler, finance } = quota
  const pool = poolOfQuota(name)
  const line = quotaLine(quota, year, classification)
  const lastReserved = Reservation.create({
    ...{ holder: transfer, number: reservations, applicant: payeeFor(transfer, creditor.code), pool, year },
    ...{ quota: lineAccount(name, { classification }), fen: reservedFen },
  })
  return {
    ...{
      title: purpose,
      applicant: Applicant.create(creditor),
      payee: creditor,
      handler,
      finance,
      pool,
      year,
      taken: line ? takenByPlan(line) : [],
    },
    ...{ reserved: reservedFen > 0n ? lastReserved : undefined, lastReserved, reservations },
    freeFen: line ? linePayableFen(line) : 0n,
  }
}

/** What is paid in a budget year; 0 for the first that has something free. */
export function payableOf(paid: Paid, year = 0): Payable {
  if ('quota' in paid) return ofQuota(paid.quota, paid.spending)
  return 'voucher' in paid ? ofVoucher(paid.voucher, year) : ofApplication(paid.application, year)
}

/** Why so much of a line can't be requested. */
function unfitSpending({ quota, spending }: Extract<Paid, { quota: Quota }>, fen: bigint): Rejection | undefined {
  const { year, classification } = spending
  const line = quotaLine(quota, year, classification)
  const leftFen = line ? lineLeftFen(line) : 0n
  const details = { fen: `${leftFen}`, function: classification.functionCode }
  return plan.unfitAmount(line ?? {}, leftFen, fen, rejection('precondition', 'QUOTA_EXCEEDED', details))
}
/** An amount of what is paid, in the year that pays, that is reserved or moves at once. */
export const reservationOf = ({ lastReserved }: Payable, number: number, fen: bigint): Reservation => ({
  ...lastReserved,
  ...{ number, fen },
})

/** Why so much of what is paid can't be requested. */
export function unfitAmountOf(paid: Paid, { year, freeFen = 0n }: Payable, fen: bigint): Rejection | undefined {
  if ('application' in paid) return unfitAmount(paid.application, year, fen)
  if ('quota' in paid) return unfitSpending(paid, fen)
  if (fen <= freeFen && fen > 0n) return undefined
  return rejection('precondition', 'MORE_THAN_RESERVED', { fen: `${freeFen}` })
}

/** The fold of what is paid, by its name. */
export function foldOfPaid(name: ResourceName): AnyFold {
  if (parseName('quota', name)) return quotaDecider
  return parseName('voucher', name) ? voucherDecider : applicationDecider
}

/** What is paid, by its name and its state; undefined where there is none. `spending` says what of a quota. */
export function paidAs(
  name: ResourceName,
  state: object | undefined,
  spending: Spending | undefined,
): Paid | undefined {
  if (!state) return undefined
  if (spending) return { quota: state as Quota, spending }
  return parseName('voucher', name)
    ? { voucher: state as voucher.Voucher }
    : { application: state as application.Application }
}

/** What a payment spends of a quota; undefined where it pays something else. */
function spendingOf(transfer: ResourceName, state: Transfer): Spending | undefined {
  const { spent, year, classification } = state
  return (
    spent && {
      ...{ transfer, quota: paidBy(state), year, classification, ...spent, creditor: Creditor.create(spent.creditor) },
      reservedFen: openFen(state),
    }
  )
}

/** What a payment pays, by the state of that. */
export const paidByTransfer = (transfer: ResourceName, state: Transfer, found: object | undefined): Paid | undefined =>
  paidAs(paidBy(state), found, spendingOf(transfer, state))

/** What is paid, as it stands in the batch. */
export const paidNamed = (name: ResourceName, stateOf: StateOf, spending: Spending | undefined): Paid | undefined =>
  paidAs(name, stateOf<object>(name, foldOfPaid(name)), spending)

/** What a payment pays, as that stands in the batch, by the payment's own state there. */
export const paidIn = (transfer: ResourceName, state: Transfer, stateOf: StateOf): Paid | undefined =>
  paidNamed(paidBy(state), stateOf, spendingOf(transfer, state))

/**
 * What a payment's money moves in, what was granted to whom it is paid for, by that one's code, and the invoices that it pays.
 * None of these changes.
 */
export const besidePayment = (transfer: ResourceName, state: Transfer, applicant: string): readonly ResourceName[] => [
  ...[paidBy(state), state.pool, applicantName(transfer, applicant)],
  ...invoicesOf(state).map((invoice) => invoiceName(transfer, invoice)),
]

/** Bodies that know of it, besides the programme's office. */
export function paidBodies(paid: Paid): readonly OrganisationName[] {
  if ('quota' in paid) return [paid.quota.organisation, paid.quota.finance]
  return 'voucher' in paid ? voucher.voucherBodies(paid.voucher) : application.applicationBodies(paid.application)
}
