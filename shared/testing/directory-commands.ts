/** What is commanded in stories of the directory, with the entries of others that the service knows. */
import {
  type Known,
  type OrganisationCommand,
  organisationDecider,
} from '#services/coordination-office/domain/organisation.ts'
import type { Organisation, OrganisationFact } from '#shared/domain/organisation-state.ts'
import { at, basis, group, office, other, registered, third } from './directory-facts.ts'
import { Story } from './story.ts'

/** The entry of an organisation that has lived through this. */
export const entryAfter = (name: string, ...facts: readonly OrganisationFact[]): Organisation =>
  new Story(organisationDecider, { actor: office, subject: name, at }).state(...facts) as Organisation

export const known: Known = Object.fromEntries(
  [
    entryAfter(office, registered('', 'MECHANISM')),
    entryAfter(other, registered('')),
    entryAfter(third, registered('2026-01-01')),
    entryAfter(group, registered('', 'GROUP')),
  ].map((entry) => [entry.name, entry]),
)

export const rename = (date: string): OrganisationCommand => ({
  ...{ type: 'Rename', titleZh: '湖南省智能局', titleEn: 'x', aliases: [], date, known },
})
export const merge = (into: string, date = '2027-01-01'): OrganisationCommand => ({
  ...{ type: 'Merge', into, date, basis, known },
})
export const split = (...into: readonly string[]): OrganisationCommand => ({
  ...{ type: 'Split', into, date: '2027-01-01', basis, known },
})
export const dissolve = (successor = ''): OrganisationCommand => ({
  ...{ type: 'Dissolve', successor, date: '2027-01-01', basis, stranded: [], known },
})
