/** What the service itself commands where an organisation is no longer there; undefined where its place waits for somebody. */
import type { OrganisationName } from '#shared/domain/decider.ts'
import type { SucceedCommand, SucceedOfficeCommand } from './consultation-command.ts'

type Successor = OrganisationName | undefined

/** Without a successor, its place waits for the initiator, who removes it, or for a referral by the office. */
export const succeed = (
  _: unknown,
  organisation: OrganisationName,
  successor: Successor,
): SucceedCommand | undefined => (successor === undefined ? undefined : { type: 'Succeed', organisation, successor })

export const succeedOffice = (
  _: unknown,
  office: OrganisationName,
  successor: Successor,
): SucceedOfficeCommand | undefined =>
  successor === undefined ? undefined : { type: 'SucceedOffice', office, successor }
