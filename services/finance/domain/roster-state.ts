/** A roster: its facts, its state, and what follows from a state. */
import { ApplicationContent } from '#proto/qiantou/application/v1/application.ts'
import { ApplicationMatched } from '#proto/qiantou/application/v1/application_events.ts'
import { RosterContent, type RosterRow } from '#proto/qiantou/roster/v1/roster.ts'
import { RosterBodySucceeded, RosterImported, RosterWithdrawn } from '#proto/qiantou/roster/v1/roster_events.ts'
import type { FactOf, OrganisationName, ResourceName } from '#shared/domain/decider.ts'
import { formatName, partsOf } from '#shared/domain/resource-name.ts'
import type { Step } from './application-state.ts'

/** What it lists, and no longer: what applicants are listed for follows. */
export const listing = [RosterImported, RosterWithdrawn] as const
export const rosterFacts = [...listing, RosterBodySucceeded] as const
export type RosterFact = FactOf<typeof rosterFacts>

/** What of applications rosters take in. */
export const matching = [ApplicationMatched] as const
export type MatchingFact = FactOf<typeof matching>

export type MatchedRow = { readonly row: number; readonly application: ResourceName }

/** `content` as protobuf writes it in JSON, where amounts are texts. */
export type Roster = {
  readonly content: unknown
  readonly measureVersion: number
  readonly handler: OrganisationName
  readonly pool: ResourceName
  readonly finance: OrganisationName
  readonly year: number
  readonly procedure: readonly Step[]
  readonly importedAt: string
  /** By row. */
  readonly matched: readonly MatchedRow[]
  readonly withdrawn?: true
}

export const rosterContentOf = ({ content }: Pick<Roster, 'content'>): RosterContent => RosterContent.fromJSON(content)

/** Whom a row lists, as what it was granted is kept. */
export const listedName = (roster: ResourceName, row: RosterRow): ResourceName => {
  const { programme } = partsOf('roster', roster)
  return formatName('applicant', { programme, applicant: row.applicant?.code.toLowerCase() ?? '' })
}

/** What a row asks for, as an application says it. */
export const toApplicationContent = ({ measure, call }: RosterContent, row: RosterRow): ApplicationContent => {
  const { applicant, title, project, bills, investmentFen, othersFen } = row
  return ApplicationContent.create({
    ...{ measure, call, title, project, bills, investmentFen, othersFen },
    ...(applicant ? { applicant } : {}),
  })
}

/** Bodies that know of it, besides the programme's office. */
export const rosterBodies = ({
  handler,
  finance,
}: Pick<Roster, 'handler' | 'finance'>): readonly OrganisationName[] => [...new Set([handler, finance])]

/** Who reads it: these, and the office. */
export const rosterParties = (office: OrganisationName, state: Roster): ReadonlySet<OrganisationName> =>
  new Set([office, ...rosterBodies(state)])
