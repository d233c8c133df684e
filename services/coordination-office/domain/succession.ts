/** What the service itself commands where a body is no longer there; undefined where what it left waits for somebody. */
import type { OrganisationName } from '#shared/domain/decider.ts'
import type { SucceedCommand, SucceedOfficeCommand } from './consultation-command.ts'

type Successor = OrganisationName | undefined

/** Without a successor too: nobody waits for it any more, and what it was to decide is the office's. */
export const succeedBody = (_: unknown, organisation: OrganisationName, successor: Successor): SucceedCommand => ({
  type: 'Succeed',
  organisation,
  successor,
})

/** Undefined without a successor, which the directory refuses where it can (decision 27): then it waits for one. */
export const succeedOffice = (
  _: unknown,
  office: OrganisationName,
  successor: Successor,
): SucceedOfficeCommand | undefined =>
  successor === undefined ? undefined : { type: 'SucceedOffice', office, successor }
