/** Whom a clause may name, and whom a task of it may be issued to. */
import type { ResponsibilityMode } from '#proto/qiantou/programme/v1/programme_events.ts'
import type { Body } from '#proto/qiantou/task/v1/task_events.ts'
import type { OrganisationName } from '#shared/domain/decider.ts'
import type { EntryOf } from '#shared/domain/organisation-view.ts'
import { type Rejection, rejection } from '#shared/domain/rejection.ts'
import { reviewersOf } from '#shared/domain/task-roles.ts'

type Named = {
  /** Its id. */
  readonly clause: string
  readonly mode: ResponsibilityMode
  readonly authority: OrganisationName
  readonly bodies: readonly Body[]
}

/** The body whose submissions nobody else would review: the authority, where no other body leads (docs/domain.md, rule 19). */
function ownReviewer({ mode, authority, bodies }: Named): Body | undefined {
  const parts = bodies.map((body) => ({ ...body, state: 'ASSIGNMENT_STATE_ISSUED' as const }))
  return bodies.find((body) => reviewersOf({ mode, authority, parts }, body).includes(body.organisation))
}

/**
 * Why a clause can't have these bodies. `cameBy` says of the authority that it has come to be one of them, or the authority, by
 * succession alone: nobody has named it so, and the clause stays as it is.
 */
export function unfitBodies(named: Named, cameBy: (own: Body) => boolean = () => false): Rejection | undefined {
  const { clause, mode, bodies } = named
  if (mode === 'RESPONSIBILITY_MODE_SOLE' && bodies.length > 1)
    return rejection('precondition', 'SOLE_IS_ONE_BODY', { clause, bodies: `${bodies.length}` })
  const own = ownReviewer(named)
  if (!own || cameBy(own)) return undefined
  return rejection('precondition', 'NOBODY_ELSE_REVIEWS', { clause, organisation: own.organisation })
}

/** Whether a body stands in the place of one that has ended, and not for a group. */
export const isSuccessor = ({ named }: Body, entryOf: EntryOf): boolean =>
  named !== '' && entryOf(named)?.kind !== 'ORGANISATION_KIND_GROUP'
