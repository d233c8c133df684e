/** What facts move: set aside of a pool or a quota, let go, paid, come back. Whatever moves money says so in one of seven fields. */
import type { Reservation } from '#proto/qiantou/pool/v1/reservation.ts'
import type { Fact } from '#shared/domain/decider.ts'

/** In the order in which a fact moves them: what is let go first may be set aside anew. */
const kinds = ['released', 'paid', 'returned', 'reserved', 'unclaimed', 'recovered', 'claimed'] as const

/**
 * `paid`: of what was reserved, where it has a number, otherwise at once. `returned`: back into the pool. `claimed`: back
 * from who was paid too much; `recovered`: of what was claimed, where it has a number, otherwise at once.
 */
type Kind = (typeof kinds)[number]

export type Movement = { readonly kind: Kind; readonly reservation: Reservation }

export function movementsOf(fact: Fact): readonly Movement[] {
  const fields = fact as Fact & Partial<Readonly<Record<Kind, Reservation | readonly Reservation[]>>>
  const movements: Movement[] = []
  for (const kind of kinds) {
    const moved = fields[kind]
    for (const reservation of Array.isArray(moved) ? moved : moved ? [moved] : []) movements.push({ kind, reservation })
  }
  return movements
}

const treasury: ReadonlySet<Kind> = new Set(['unclaimed', 'recovered', 'claimed'])

/** What a fact moves of what measures grant: what quotas spend is granted by none. */
export const grantMovementsOf = (fact: Fact): readonly Movement[] =>
  movementsOf(fact).filter(({ reservation }) => !reservation.quota)

/**
 * What a fact moves of pools themselves: what quotas spend has left them before, and what of it is claimed back is kept with
 * the pool, as nothing of that is the line's again.
 */
export const poolMovementsOf = (fact: Fact): readonly Movement[] =>
  movementsOf(fact).filter(({ kind, reservation }) => !reservation.quota || treasury.has(kind))

/** What a fact moves of what bodies hold as quotas. */
export const quotaMovementsOf = (fact: Fact): readonly Movement[] =>
  movementsOf(fact).filter(({ reservation }) => reservation.quota)

/** What a movement adds to what its applicant was granted, in fen; negative where it takes from it. */
export function grantedBy({ kind, reservation: { number, fen } }: Movement): bigint {
  switch (kind) {
    case 'released':
    case 'returned':
    case 'claimed':
      return -fen
    case 'reserved':
    case 'unclaimed':
      return fen
    case 'paid':
      return number > 0 ? 0n : fen
    case 'recovered':
      return number > 0 ? 0n : -fen
  }
}
