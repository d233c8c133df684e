import type { Actor, OrganisationName } from './decider.ts'

/** Who reads: a body by what it is party to, an auditor and a service by role (docs/domain.md, rule 12). */
export type Reader = { readonly actor: Actor; readonly role: 'organisation' | 'auditor' | 'service' }

/**
 * Whether a reader may see a resource whose current parties these are. The owners of resources and the event log both
 * ask here. A programme's office is party to the programme and so to everything under it.
 */
export const mayRead = (
  reader: Reader,
  parties: { readonly has: (organisation: OrganisationName) => boolean },
): boolean => reader.role !== 'organisation' || parties.has(reader.actor)

/**
 * The resource and everything above it: what a body must be party to, one of them, to see the resource. What is between the
 * office and one body of a task, its supervision, is not for the task's other bodies: above it stands the programme.
 */
export function* ancestry(resource: string): Generator<string> {
  const parts = resource.split('/')
  const isApart = parts[4] === 'supervisions'
  for (let length = parts.length; length >= 2; length -= 2)
    if (!isApart || length !== 4) yield parts.slice(0, length - (length % 2)).join('/')
}
