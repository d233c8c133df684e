/** What the service itself commands where an organisation is no longer there; undefined where its place waits for somebody. */
import type { OrganisationName } from '#shared/domain/decider.ts'
import type { SucceedCommand, SucceedOfficeCommand } from './consultation-command.ts'

type Successor = OrganisationName | undefined

/** Without a successor too: nobody waits for it any more, and what it was to decide is the office's. */
export const succeed = (_: unknown, organisation: OrganisationName, successor: Successor): SucceedCommand => ({
  ...{ type: 'Succeed', organisation, successor: successor ?? '' },
})

export const succeedOffice = (
  _: unknown,
  office: OrganisationName,
  successor: Successor,
): SucceedOfficeCommand | undefined =>
  successor === undefined ? undefined : { type: 'SucceedOffice', office, successor }
