/** What the directory's entry of an organisation has lived through: its facts, its state, and what that is on a day. */
import type { DateMessage } from '#proto/google/type/date.ts'
import * as directory from '#proto/qiantou/directory/v1/directory_events.ts'
import type { OrganisationKind, OrganisationLevel, TermRole } from '#proto/qiantou/directory/v1/directory_service.ts'
import { addDays, dayFrom } from './calendar.ts'
import type { ContentRef } from './content.ts'
import type { FactOf, OrganisationName } from './decider.ts'

// ---- Events

export type EndFact = directory.OrganisationMerged | directory.OrganisationSplit | directory.OrganisationDissolved

export const organisationFacts = [
  directory.OrganisationRegistered,
  directory.OrganisationRenamed,
  directory.OrganisationMerged,
  directory.OrganisationSplit,
  directory.OrganisationDissolved,
  directory.SuccessorNamed,
  directory.MemberAdded,
  directory.MemberRemoved,
  directory.TermBegan,
  directory.TermEnded,
] as const

export type OrganisationFact = FactOf<typeof organisationFacts>

// ---- State

/** Since before the directory began; sorts before every day. */
export const always = ''

/** What it is called from a day on, up to the next one. */
export type Title = {
  readonly zh: string
  readonly en: string
  readonly aliases: readonly string[]
  readonly from: string
}

export type End = {
  readonly ending: 'MERGED' | 'SPLIT' | 'DISSOLVED'
  /** The first day on which it is no longer there. */
  readonly date: string
  readonly successors: readonly OrganisationName[]
  readonly basis: string
}

export type Membership = {
  readonly member: OrganisationName
  readonly from: string
  /** The first day on which it is no member any more. */
  readonly until?: string
}

export type Term = {
  readonly person: string
  readonly role: TermRole
  readonly from: string
  /** The last day. */
  readonly to?: string
  readonly displayName: ContentRef
  /** Up to how much the person signs for alone, in fen. */
  readonly limitFen?: string
}

export type Organisation = {
  readonly name: OrganisationName
  readonly kind: OrganisationKind
  readonly level: OrganisationLevel
  /** '' where none is said. */
  readonly superior: string
  readonly registrar: OrganisationName
  /** Oldest first. */
  readonly titles: readonly [Title, ...Title[]]
  readonly end?: End
  readonly memberships: readonly Membership[]
  readonly terms: readonly Term[]
}

/** A registrar administers its own entry, and so may make others. */
export const isRegistrar = ({ name, registrar, kind }: Organisation): boolean =>
  registrar === name && kind === 'ORGANISATION_KIND_MECHANISM'

/** Who may read what people are called, besides auditors and services. */
export const organisationParties = ({ name, registrar }: Organisation): ReadonlySet<OrganisationName> =>
  new Set([registrar, name])

/** The membership of an organisation that has no end yet; there is one at most. */
export const openMembership = ({ memberships }: Organisation, member: OrganisationName): Membership | undefined =>
  memberships.find((one) => one.member === member && one.until === undefined)

/** The latest term of a person in a role. */
export const latestTerm = ({ terms }: Organisation, person: string, role: TermRole): Term | undefined =>
  terms
    .filter((one) => one.person === person && one.role === role)
    .reduce<Term | undefined>((latest, one) => (latest && latest.from > one.from ? latest : one), undefined)

// ---- Roles that money has

const moneyRoles = ['TERM_ROLE_HANDLER', 'TERM_ROLE_REVIEWER', 'TERM_ROLE_APPROVER', 'TERM_ROLE_PAYER'] as const
export type MoneyRole = (typeof moneyRoles)[number]

export const isMoneyRole = (role: TermRole): role is MoneyRole => moneyRoles.some((one) => one === role)

// ---- On a day

/** The day of a fact or a request; `always` where it names none. */
export const dayOrAlways = (date: DateMessage | undefined): string => (date ? dayFrom(date) : always)

export type StateOnDay = 'PLANNED' | 'ACTIVE' | 'ENDED'

export function stateOn({ titles: [first], end }: Organisation, day: string): StateOnDay {
  if (end && end.date <= day) return 'ENDED'
  return first.from <= day ? 'ACTIVE' : 'PLANNED'
}

/** What it is called on a day; before its first one, what it will be called. */
export const titleOn = ({ titles }: Organisation, day: string): Title =>
  titles.findLast(({ from }) => from <= day) ?? titles[0]

/** The last day of a name; undefined for the newest. */
export function lastDayOfTitle({ titles }: Organisation, index: number): string | undefined {
  const next = titles[index + 1]
  return next && (next.from === always ? always : addDays(next.from, -1))
}

/** Who is a member on a day, in the order of joining, whether or not these organisations are there on it. */
export const membersOn = ({ memberships }: Organisation, day: string): readonly OrganisationName[] =>
  memberships
    .filter(({ from, until }) => from <= day && (until === undefined || day < until))
    .map(({ member }) => member)
