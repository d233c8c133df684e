/** Who sees and brings files of a task without being party to it: whoever acts for a body, or has a piece (docs/domain.md, rules 10 and 36). */
import type { Day } from '#shared/domain/calendar.ts'
import { isOpen } from '#shared/domain/course.ts'
import type { Actor, OrganisationName, ResourceName } from '#shared/domain/decider.ts'
import type { Assignment } from './assignment-state.ts'
import { actsFor } from './delegation.ts'
import { openPiece } from './subassignment-state.ts'

/** A file of a task, and who has brought it. */
export type Attached = { readonly name: ResourceName; readonly uploaders: readonly OrganisationName[] }

/** Where evidence lies that an assignment names, as far as its state keeps it. */
const namedIn = ({ reports, submissions, subassignments = [] }: Assignment): readonly string[] =>
  [
    ...[...reports, ...submissions, ...subassignments],
    ...subassignments.flatMap(({ returned = [] }) => returned),
  ].flatMap(({ evidence = [] }) => evidence.map(({ location }) => location))

/**
 * What a body that sees these assignments, and not their task, sees of the task's files: what it brought itself, what they
 * name, and what was brought by those it acts for.
 */
export function seenBeside(assignments: readonly Assignment[], actor: Actor): (file: Attached) => boolean {
  const named = new Set(assignments.flatMap(namedIn))
  const principals = assignments
    .filter(({ delegations = [] }) => delegations.some((delegation) => delegation.organisation === actor))
    .map(({ organisation }) => organisation)
  const brought = new Set([actor, ...principals])
  return ({ name, uploaders }) => named.has(name) || uploaders.some((uploader) => brought.has(uploader))
}

/** Whether a body has something to do today in one of these assignments, which it may show by files. */
export const worksOn = (assignments: readonly Assignment[], actor: Actor, today: Day): boolean =>
  assignments.some((state) => {
    const piece = openPiece(state, actor)
    return isOpen(state) && (actsFor(state, actor, today) || (piece !== undefined && !piece.isOver))
  })
