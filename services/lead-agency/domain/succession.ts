/** What the service itself commands where a body is no longer there; undefined where what it left waits for somebody. */
import type { OrganisationName } from '#shared/domain/decider.ts'
import type { ProgrammeCommand } from './programme.ts'
import type { TaskCommand } from './task.ts'

type Successor = OrganisationName | undefined

/** Whose part it is in a task. */
type Part = { readonly of: OrganisationName }

/** Without a successor too: it goes on record that an open part waits for the authority, and a role is done without. */
export const succeedPart = (part: Part, _: OrganisationName, successor: Successor): TaskCommand => ({
  ...{ type: 'Succeed', organisation: part.of, successor },
})

/** A draft without a successor of who drafts it waits for the others, or the office: that goes on record. */
export const succeedDrafter = (_: unknown, organisation: OrganisationName, successor: Successor): TaskCommand => ({
  ...{ type: 'Succeed', organisation, successor },
})

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

export const succeedDelegate = (
  _: unknown,
  delegate: OrganisationName,
  successor: Successor,
): TaskCommand | undefined => (successor === undefined ? undefined : { type: 'SucceedDelegate', delegate, successor })
