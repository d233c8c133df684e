/** Which body was party to which resource, from which position to which. */

import type { ReadRecord } from '#shared/record/record.ts'
import type { OrganisationName, ResourceName } from './decider.ts'
import { ancestry, mayRead, type Reader } from './entitlement.ts'

export type Membership = {
  readonly resource: ResourceName
  readonly organisation: OrganisationName
  /** The position of the record that admitted the body. */
  readonly admitted: bigint
  /** The position of the record that released it; undefined while it is party. */
  readonly released?: bigint | undefined
}

/** The memberships of a resource. */
export type MembershipsOf = (resource: ResourceName) => readonly Membership[]

export type MembershipChanges = {
  readonly begun: readonly Membership[]
  readonly ended: readonly (Pick<Membership, 'resource' | 'organisation'> & { readonly released: bigint })[]
}

/**
 * What a stretch of records changes: memberships that begin, and the first release of each body from each resource, which
 * ends what began before the stretch, if anything did.
 */
export function membershipChanges(records: readonly ReadRecord[], first: bigint): MembershipChanges {
  const begun: Membership[] = []
  const open = new Map<string, number>()
  const ended = new Map<string, { resource: ResourceName; organisation: OrganisationName; released: bigint }>()
  for (const [i, record] of records.entries()) {
    const position = first + BigInt(i)
    const resource = record.subject
    for (const organisation of record.releases) {
      const key = `${resource} ${organisation}`
      const index = open.get(key)
      if (index !== undefined) begun[index] = { ...(begun[index] as Membership), released: position }
      open.delete(key)
      if (!ended.has(key)) ended.set(key, { resource, organisation, released: position })
    }
    for (const organisation of record.admits) {
      const key = `${resource} ${organisation}`
      // A body that is admitted while it is party stays so since the first time.
      if (open.has(key)) continue
      open.set(key, begun.length)
      begun.push({ resource, organisation, admitted: position })
    }
  }
  return { begun, ended: [...ended.values()] }
}

/** Memberships after a change: what ends was begun before it. */
export const afterChange = (
  memberships: readonly Membership[],
  { begun, ended }: MembershipChanges,
): readonly Membership[] => {
  const released = new Map(ended.map((end) => [`${end.resource} ${end.organisation}`, end.released]))
  const still = memberships.map((one) =>
    one.released === undefined ? { ...one, released: released.get(`${one.resource} ${one.organisation}`) } : one,
  )
  return [...still, ...begun]
}

/** Which bodies may see a record: as it is delivered (from admission on), or as history (from before it, too). */
export function mayReadRecord(
  reader: Reader,
  record: { readonly subject: ResourceName; readonly position: bigint },
  membershipsOf: MembershipsOf,
  as: 'delivery' | 'history',
): boolean {
  const parties = {
    has: (organisation: OrganisationName): boolean => {
      for (const resource of ancestry(record.subject))
        for (const membership of membershipsOf(resource))
          if (membership.organisation === organisation && covers(membership, record.position, as)) return true
      return false
    },
  }
  return mayRead(reader, parties)
}

/** A body that was released keeps what it was delivered, the releasing record included, and gets no more. */
const covers = ({ admitted, released }: Membership, position: bigint, as: 'delivery' | 'history'): boolean =>
  released === undefined ? as === 'history' || position >= admitted : position >= admitted && position <= released
