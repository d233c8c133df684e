/** What facts move, as the log has them: written here once more, so that a service's word is not taken for it. */
import {
  AllocationProposed,
  AllocationRefused,
  AllocationWithdrawn,
  QuotaIssued,
} from '#proto/qiantou/allocation/v1/allocation_events.ts'
import {
  ApplicationAdmitted,
  ApplicationDecided,
  ApplicationMatched,
  ApplicationRefused,
  ApplicationWithdrawn,
  AwardAmended,
  FundsRecovered,
  InstalmentReserved,
  InvestmentApproved,
} from '#proto/qiantou/application/v1/application_events.ts'
import { PoolApportioned } from '#proto/qiantou/apportionment/v1/apportionment_events.ts'
import type { Reservation } from '#proto/qiantou/pool/v1/reservation.ts'
import * as transfer from '#proto/qiantou/transfer/v1/transfer_events.ts'
import { VoucherCancelled, VoucherExpired, VoucherIssued } from '#proto/qiantou/voucher/v1/voucher_events.ts'
import type { Fact } from '#shared/domain/decider.ts'

/** Facts that move money of a pool. */
export const moving = [
  ...[ApplicationAdmitted, ApplicationMatched, InvestmentApproved, ApplicationDecided, PoolApportioned],
  ...[InstalmentReserved, AwardAmended, FundsRecovered, ApplicationRefused, ApplicationWithdrawn],
  ...[transfer.PaymentBooked, transfer.PaymentReturned],
  ...[transfer.RecoveryClaimed, transfer.ClaimReduced, transfer.FundsRecovered],
  ...[VoucherIssued, VoucherExpired, VoucherCancelled],
  ...[AllocationProposed, QuotaIssued, AllocationRefused, AllocationWithdrawn],
] as const

const kinds = ['released', 'paid', 'returned', 'reserved', 'unclaimed', 'recovered', 'claimed'] as const
type Kind = (typeof kinds)[number]

export type Movement = { readonly kind: Kind; readonly reservation: Reservation }

/** Whatever moves money says so in one of seven fields. What a quota pays is of that, and no longer of the pool. */
export function movementsIn(fact: Fact): readonly Movement[] {
  const fields = fact as Fact & Partial<Readonly<Record<Kind, Reservation | readonly Reservation[]>>>
  return kinds
    .flatMap((kind) => [fields[kind] ?? []].flat().map((reservation) => ({ kind, reservation })))
    .filter(({ reservation }) => !reservation.quota)
}

/** What is paid, or paid back, without a number moves at once; otherwise it was counted when it was set aside. */
const atOnce = ({ number, fen }: Reservation): bigint => (number > 0 ? 0n : fen)

/** What a movement adds to what its applicant was granted, in fen. */
export function grantedBy({ kind, reservation }: Movement): bigint {
  const { fen } = reservation
  if (kind === 'reserved' || kind === 'unclaimed') return fen
  if (kind === 'paid') return atOnce(reservation)
  return kind === 'recovered' ? -atOnce(reservation) : -fen
}

/** What a movement takes of what its pool's year has left, in fen; what is paid back goes to the treasury. */
export function takenBy(movement: Movement): bigint {
  const isOfTreasury = ['claimed', 'unclaimed', 'recovered'].includes(movement.kind)
  return isOfTreasury ? 0n : grantedBy(movement)
}
