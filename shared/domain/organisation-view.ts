/** What services that do not own the directory know of it. Folded only; nothing is decided here. */
import type { OrganisationLevel } from '#proto/qiantou/directory/v1/directory_service.ts'
import type { Day } from './calendar.ts'
import type { Fold, OrganisationName } from './decider.ts'
import { evolve, organisationFoldVersion } from './organisation-fold.ts'
import {
  membersOn,
  type Organisation,
  type OrganisationFact,
  organisationFacts,
  stateOn,
} from './organisation-state.ts'

export const organisationView: Fold<Organisation, never, OrganisationFact> = {
  aggregate: 'organisation',
  foldVersion: organisationFoldVersion,
  folds: organisationFacts,
  touches: ({ subject }) => [subject],
  evolve,
}

/** What the directory says of an organisation; undefined where it is not known. */
export type EntryOf = (name: OrganisationName) => Organisation | undefined

/** After every day: what is so on it is so once everything has happened that is recorded. */
export const endless: Day = '9999-12-31'

/** How many reorganisations in a row are followed: more can only be a circle. */
const maxSuccessions = 20

/**
 * Who does an organisation's work on a day: itself while it is there, else its successor, of several the first, else that
 * one's. Undefined where it ended and nobody succeeds it.
 */
export function workerOn(day: Day, name: OrganisationName, entryOf: EntryOf): OrganisationName | undefined {
  let worker: OrganisationName | undefined = name
  for (let steps = 0; worker !== undefined && steps < maxSuccessions; steps += 1) {
    const end: Organisation['end'] = entryOf(worker)?.end
    if (!end || end.date > day) return worker
    worker = end.successors[0]
  }
  return undefined
}

/**
 * Whom an organisation stands for on a day: a group for its members that are there, and for theirs; everybody else, and a group
 * without such members, for itself (docs/domain.md, rule 17). Nobody twice; a circle of groups ends where it began.
 */
export function standsFor(day: Day, name: OrganisationName, entryOf: EntryOf): readonly OrganisationName[] {
  const found = new Set<OrganisationName>()
  const gone = new Set<OrganisationName>()
  const expand = (one: OrganisationName): void => {
    if (gone.has(one)) return
    gone.add(one)
    const entry = entryOf(one)
    const members = entry?.kind === 'ORGANISATION_KIND_GROUP' ? presentOn(day, entry, entryOf) : []
    if (members.length === 0) found.add(one)
    for (const member of members) expand(member)
  }
  expand(name)
  return found.size ? [...found] : [name]
}

/** The members of a group on a day that are there on it. What is not known has not ended. */
const presentOn = (day: Day, group: Organisation, entryOf: EntryOf): readonly OrganisationName[] =>
  membersOn(group, day).filter((member) => {
    const entry = entryOf(member)
    return !entry || stateOn(entry, day) === 'ACTIVE'
  })

/** How far down a level stands among those that are above or below each other; the others are so by a superior only. */
const ranks: Partial<Record<OrganisationLevel, number>> = {
  ORGANISATION_LEVEL_PARTY_ORGAN: 0,
  ORGANISATION_LEVEL_PROVINCE: 0,
  ORGANISATION_LEVEL_CITY: 1,
  ORGANISATION_LEVEL_COUNTY: 2,
  ORGANISATION_LEVEL_PARK: 2,
}

/** The entry and those above it, as far up as superiors are followed. */
function* upwards(name: OrganisationName, entryOf: EntryOf): Generator<Organisation> {
  let entry = entryOf(name)
  for (let steps = 0; entry && steps < maxSuccessions; steps += 1) {
    yield entry
    entry = entry.superior ? entryOf(entry.superior) : undefined
  }
}

/**
 * Whether two organisations may be of one jurisdiction. Below a province the lower one's superiors tell whose it is, as far up as
 * the upper one's level: the upper one is there, or has a superior in common with it. Where they do not reach so far, nobody knows.
 */
function mayShareJurisdiction(name: OrganisationName, above: OrganisationName, entryOf: EntryOf): boolean {
  const ranksOf = (entries: readonly Organisation[]): readonly number[] =>
    entries.map(({ level }) => ranks[level]).filter((rank) => rank !== undefined)
  const [rank = 0] = ranksOf([entryOf(above) as Organisation])
  const [lower, upper] = [name, above].map((one) => [...upwards(one, entryOf)])
  const reaches = ranksOf(lower ?? []).some((one) => one <= rank)
  return rank === 0 || !reaches || (lower ?? []).some((entry) => upper?.includes(entry))
}

/**
 * Whether an organisation is below another on a day: subordinate to it at any remove, of a lower level in the same jurisdiction,
 * or a member of the group that it is.
 */
export function isBelowOn(day: Day, name: OrganisationName, above: OrganisationName, entryOf: EntryOf): boolean {
  const [lower, upper] = [entryOf(name), entryOf(above)]
  if (!lower || !upper || name === above) return false
  for (const { superior } of upwards(name, entryOf)) if (superior === above) return true
  const [own, others] = [ranks[lower.level], ranks[upper.level]]
  const isLower = own !== undefined && others !== undefined && own > others
  return (isLower && mayShareJurisdiction(name, above, entryOf)) || membersOn(upper, day).includes(name)
}
