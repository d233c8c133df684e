/** What facts move: set aside of a pool, let go, paid, come back. Whatever moves money says so in one of four fields. */
import type { Reservation } from '#proto/qiantou/pool/v1/reservation.ts'
import type { Fact } from '#shared/domain/decider.ts'

/** In the order in which a fact moves them: what is let go first may be set aside anew. */
const kinds = ['released', 'paid', 'returned', 'reserved'] as const

/** `paid`: of what was reserved, where it has a number, otherwise at once. `returned`: back into the pool. */
type Kind = (typeof kinds)[number]

export type Movement = { readonly kind: Kind; readonly reservation: Reservation }

export function movementsOf(fact: Fact): readonly Movement[] {
  const fields = fact as Fact & Partial<Readonly<Record<Kind, Reservation | readonly Reservation[]>>>
  return kinds.flatMap((kind) => [fields[kind] ?? []].flat().map((reservation) => ({ kind, reservation })))
}

/** What a movement takes from what can still be granted, in fen; negative where it gives back. */
export function takenBy({ kind, reservation: { number, fen } }: Movement): bigint {
  if (kind === 'released' || kind === 'returned') return -fen
  return kind === 'paid' && number > 0 ? 0n : fen
}
