/** A transfer: its facts, its state, and what follows from a state. */
import * as events from '#proto/qiantou/transfer/v1/transfer_events.ts'
import type { TransferState } from '#proto/qiantou/transfer/v1/transfer_service.ts'
import type { Day } from '#shared/domain/calendar.ts'
import type { FactOf, OrganisationName, ResourceName } from '#shared/domain/decider.ts'
import type { SignedOff } from '#shared/domain/sign-off.ts'
import type { Recovery } from './recovery.ts'

/** Facts by which applications, pools and grants learn of a payment. */
export const paymentFacts = [
  ...[events.PaymentRequested, events.PaymentWithdrawn],
  ...[events.PaymentBooked, events.PaymentReturned],
] as const

export type PaymentFact = FactOf<typeof paymentFacts>

/** What came back and settles what was claimed back (docs/domain.md, Money 14): it is not asked for any more. In fen. */
export const settledFen = (fact: PaymentFact): bigint =>
  fact.$type === 'qiantou.transfer.v1.PaymentReturned' ? (fact.unclaimed?.fen ?? 0n) - (fact.claimed?.fen ?? 0n) : 0n

/** Whether more is asked for of what is reserved after a fact of a payment: otherwise its amount is asked for no longer. */
export const isMoreRequested = ({ $type }: PaymentFact): boolean =>
  $type === 'qiantou.transfer.v1.PaymentRequested' || $type === 'qiantou.transfer.v1.PaymentReturned'

export const transferFacts = [
  ...paymentFacts,
  ...[events.PaymentApproved, events.PaymentOrdered, events.PaymentRejected, events.OrderEnded],
  ...[events.RecoveryClaimed, events.RecoveryAgreed, events.RecoveryOverdue, events.FundsRecovered],
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
  /** What was withdrawn, or came back of what was claimed back: it is asked for no longer, and ordered without it. */
  readonly withdrawnFen: string
  readonly entries: readonly BankEntry[]
}

/** The application or the voucher that it pays, or the quota that it is paid out of. */
export const paidBy = ({
  application,
  voucher,
  quota,
}: Pick<Transfer, 'application' | 'voucher' | 'quota'>): ResourceName => quota ?? voucher ?? application

/** What is still to be booked, in fen. */
export const openFen = ({ fen, bookedFen, withdrawnFen }: Transfer): bigint =>
  BigInt(fen) - BigInt(bookedFen) - BigInt(withdrawnFen)

/** What was paid and neither came back nor was paid back, in fen. */
export const keptFen = ({ bookedFen, recoveredFen }: Transfer): bigint => BigInt(bookedFen) - BigInt(recoveredFen)

export function transferState(state: Transfer): TransferState {
  if (state.recoveredFen !== '0' && keptFen(state) === 0n && openFen(state) === 0n) return 'TRANSFER_STATE_RECOVERED'
  if (state.stage === 'ORDERED' && openFen(state) === 0n) return 'TRANSFER_STATE_CONFIRMED'
  return `TRANSFER_STATE_${state.stage}`
}

export const transferBodies = ({ handler, finance }: Transfer): readonly OrganisationName[] => [
  ...new Set([handler, finance]),
]
