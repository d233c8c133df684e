/** A transfer: its facts, its state, and what follows from a state. */
import * as events from '#proto/qiantou/transfer/v1/transfer_events.ts'
import type { TransferState } from '#proto/qiantou/transfer/v1/transfer_service.ts'
import type { Day } from '#shared/domain/calendar.ts'
import type { FactOf, OrganisationName, ResourceName } from '#shared/domain/decider.ts'
import { type Rejection, rejection } from '#shared/domain/rejection.ts'
import type { SignedOff } from '#shared/domain/sign-off.ts'
import type { KeptBill } from './bill.ts'
import type { Recovery } from './recovery.ts'

/** Facts by which applications, pools and grants learn of a payment. */
export const paymentFacts = [
  ...[events.PaymentRequested, events.PaymentWithdrawn],
  ...[events.PaymentBooked, events.PaymentReturned],
] as const

export type PaymentFact = FactOf<typeof paymentFacts>

/** What of a return settles what was claimed back: no payment asks for it any more. In fen. */
export const settledFen = (fact: PaymentFact): bigint =>
  fact.$type === 'qiantou.transfer.v1.PaymentReturned' ? (fact.unclaimed?.fen ?? 0n) - (fact.claimed?.fen ?? 0n) : 0n

/** How much more of what is reserved is asked for after a fact of a payment; negative where less is. */
export const moreRequested = (fact: PaymentFact): bigint => {
  switch (fact.$type) {
    case 'qiantou.transfer.v1.PaymentRequested':
      return fact.fen
    case 'qiantou.transfer.v1.PaymentReturned':
      return fact.fen - settledFen(fact)
    default:
      return -fact.fen
  }
}

export const transferFacts = [
  ...paymentFacts,
  ...[events.PaymentApproved, events.PaymentOrdered, events.PaymentRejected, events.OrderEnded],
  ...[
    events.RecoveryClaimed,
    events.ClaimReduced,
    events.RecoveryAgreed,
    events.RecoveryOverdue,
    events.FundsRecovered,
  ],
  events.TransferBodySucceeded,
] as const
export type TransferFact = FactOf<typeof transferFacts>

/** What the bank said; `fen` is negative where it came back, 0 where the order was refused. */
export type BankEntry = {
  readonly date: Day
  readonly fen: string
  readonly reasonCode: string
  readonly bankReference: string
  readonly fileSha256: string
  readonly number: number
  /** Of which order; absent where that was not kept yet. */
  readonly endToEndId?: string
}

export type Order = {
  readonly messageId: string
  readonly endToEndId: string
  readonly at: string
  readonly accountMasked: string
  readonly fen: string
}

/** Steps of a payment that persons sign: with those of what it pays they are by different ones. */
export type PaymentStep = 'REQUEST' | 'APPROVE' | 'ORDER' | 'CLAIM'

/** Of an award, what is claimed back is kept with the application. */
export type Transfer = Recovery & {
  /** Empty where it pays something else. */
  readonly application: ResourceName
  readonly voucher?: ResourceName
  readonly quota?: ResourceName
  /** Who is paid out of a quota and what for, and how often something was reserved for it. */
  readonly spent?: {
    readonly creditor: { readonly code: string; readonly name: string }
    readonly purpose: string
    readonly reservations: number
    /** What is paid by it, where there are invoices. */
    readonly bills?: readonly KeptBill[]
  }
  readonly fen: string
  readonly classification: events.Classification
  readonly payee: ResourceName
  readonly handler: OrganisationName
  readonly finance: OrganisationName
  readonly pool: ResourceName
  readonly year: number
  /** Where it stands but for what follows from what is booked. */
  readonly stage: 'REQUESTED' | 'APPROVED' | 'ORDERED' | 'RETURNED' | 'WITHDRAWN'
  readonly signed: readonly (SignedOff & { readonly step: PaymentStep })[]
  readonly order?: Order
  /** End-to-end ids of orders that the bank has let fall. */
  readonly endedOrders?: readonly string[]
  /** How often it was ordered. */
  readonly orders: number
  /** What the bank was told to pay and has not booked: nothing else is ordered meanwhile, whatever comes back. */
  readonly atBankFen: string
  /** Less what was returned. */
  readonly bookedFen: string
  /** What was withdrawn, or has settled a claim, and is asked for no longer: what comes back afterwards is ordered without it. */
  readonly withdrawnFen: string
  readonly entries: readonly BankEntry[]
}

/** The application or the voucher that it pays, or the quota that it is paid out of. */
export const paidBy = ({
  application,
  voucher,
  quota,
}: Pick<Transfer, 'application' | 'voucher' | 'quota'>): ResourceName => quota ?? voucher ?? application

/** What a payment out of a quota pays, where there are invoices. */
export const billsOf = ({ spent }: Transfer): readonly KeptBill[] => spent?.bills ?? []
export const invoicesOf = (state: Transfer): string[] => billsOf(state).map(({ invoice }) => invoice)

/** What a payment is of, as its facts name it. */
export const namesPaid = ({ application, voucher = '', quota = '' }: Transfer) => ({ application, voucher, quota })

/** What is still to be booked, in fen. */
export const openFen = ({ fen, bookedFen, withdrawnFen }: Transfer): bigint =>
  BigInt(fen) - BigInt(bookedFen) - BigInt(withdrawnFen)

/** What was paid and neither came back nor was paid back, in fen; negative where what was paid back came back from the bank too. */
export const keptFen = ({ bookedFen, recoveredFen }: Transfer): bigint => BigInt(bookedFen) - BigInt(recoveredFen)

/**
 * What may come back of an order: what it was booked for, less what came back of it. What was booked of no order that is known
 * may be any one's.
 */
export function returnableFen({ entries, bookedFen }: Transfer, endToEndId: string): bigint {
  const all = BigInt(bookedFen)
  const own = entries
    .filter((entry) => (entry.endToEndId ?? endToEndId) === endToEndId)
    .reduce((sum, { fen }) => sum + BigInt(fen), 0n)
  return own < all ? own : all
}

/** Whether nothing of it is paid any more, nor to be. In fen. */
const isUndone = (left: { readonly openFen: bigint; readonly keptFen: bigint }): boolean =>
  left.openFen === 0n && left.keptFen <= 0n

/** Its invoices, where nothing of it is paid any more, nor to be: another payment may be of them. `left`: in fen, by then. */
export const freedInvoices = (state: Transfer, left: Parameters<typeof isUndone>[0]): string[] =>
  isUndone(left) ? invoicesOf(state) : []

/** What a payment pays, or is to; none once nothing of it is paid any more, nor to be. */
export const paidBillsOf = (state: Transfer): readonly KeptBill[] =>
  isUndone({ openFen: openFen(state), keptFen: keptFen(state) }) ? [] : billsOf(state)

export function transferState(state: Transfer): TransferState {
  if (state.recoveredFen !== '0' && keptFen(state) === 0n && openFen(state) === 0n) return 'TRANSFER_STATE_RECOVERED'
  if (state.stage === 'ORDERED' && openFen(state) === 0n) return 'TRANSFER_STATE_CONFIRMED'
  return `TRANSFER_STATE_${state.stage}`
}

/** Why something is not done now. Where all of it is booked, it is paid. */
export const notReady = (state: Transfer): Rejection =>
  rejection('precondition', 'TRANSFER_NOT_READY', { state: transferState(state).replace('TRANSFER_STATE_', '') })

export const transferBodies = ({ handler, finance }: Transfer): readonly OrganisationName[] => [
  ...new Set([handler, finance]),
]

/** Who reads it: these, and the office. */
export const transferParties = (office: OrganisationName, state: Transfer): ReadonlySet<OrganisationName> =>
  new Set([office, ...transferBodies(state)])
