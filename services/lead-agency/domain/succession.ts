/** What the service itself commands where a body is no longer there; undefined where what it left waits for somebody. */
import type { OrganisationName } from '#shared/domain/decider.ts'
import type { ProgrammeCommand } from './programme.ts'
import type { TaskCommand } from './task.ts'

type Successor = OrganisationName | undefined

/** Whose part it is in a task, and whether it is finished, so that only what remains of its role is left. */
type Part = { readonly of: OrganisationName; readonly finished?: boolean }

/** An open part without a successor waits for the authority; what remains of a finished one's role is done without. */
export const succeedPart = (part: Part, _: OrganisationName, successor: Successor): TaskCommand | undefined =>
  successor === undefined && !part.finished ? undefined : { type: 'Succeed', organisation: part.of, successor }

/** A draft without a successor of who drafts it waits for the others, and the office. */
export const succeedDrafter = (
  _: unknown,
  organisation: OrganisationName,
  successor: Successor,
): TaskCommand | undefined => (successor === undefined ? undefined : { type: 'Succeed', organisation, successor })

export const succeedOffice = (
  _: unknown,
  office: OrganisationName,
  successor: Successor,
): ProgrammeCommand | undefined => (successor === undefined ? undefined : { type: 'SucceedOffice', office, successor })

export const succeedAuthority = (
  _: unknown,
  authority: OrganisationName,
  successor: Successor,
): TaskCommand | undefined => (successor === undefined ? undefined : { type: 'SucceedAuthority', authority, successor })
