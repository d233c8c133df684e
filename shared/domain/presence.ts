/**
 * Why an organisation can't be dealt with on a day: the directory does not have it, it has ended, or it has not begun.
 * Whoever asks gives the same reason for the same case.
 */
import type { Day } from './calendar.ts'
import type { OrganisationName } from './decider.ts'
import type { End, Organisation } from './organisation-state.ts'
import type { EntryOf } from './organisation-view.ts'
import { type Rejection, rejection } from './rejection.ts'

export const unknownTo = (names: readonly OrganisationName[]): Rejection =>
  rejection('precondition', 'ORGANISATION_UNKNOWN', { organisations: names.join(', ') })

/** From `date` on; whoever names its successors instead of it goes on. */
export const endedOn = (
  organisation: OrganisationName,
  { date, successors }: Pick<End, 'date' | 'successors'>,
): Rejection =>
  rejection('precondition', 'ORGANISATION_ENDED', {
    ...{ organisation, date },
    ...(successors.length ? { successors: successors.join(', ') } : {}),
  })

export const beginsOn = (organisation: OrganisationName, date: Day): Rejection =>
  rejection('precondition', 'ORGANISATION_NOT_YET_THERE', { organisation, date })

/** Why somebody is not there on a day by its own entry; undefined where it is. */
export function absenceOf({ name, titles: [first], end }: Organisation, day: Day): Rejection | undefined {
  if (end && end.date <= day) return endedOn(name, end)
  return first.from > day ? beginsOn(name, first.from) : undefined
}

/** Why one of these is not there on a day, the first of them; those that are not known before all others. */
export function absence(day: Day, names: readonly OrganisationName[], entryOf: EntryOf): Rejection | undefined {
  const unknown = names.filter((name) => !entryOf(name))
  if (unknown.length) return unknownTo(unknown)
  for (const name of names) {
    const absent = absenceOf(entryOf(name) as Organisation, day)
    if (absent) return absent
  }
  return undefined
}
