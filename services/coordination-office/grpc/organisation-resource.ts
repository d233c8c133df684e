/** From the state of an entry to what the API says of it, on a day. */

import type {
  Membership as MembershipMessage,
  OrganisationEnd,
  Organisation as OrganisationResource,
  OrganisationTitle,
  Term as TermMessage,
} from '#proto/qiantou/directory/v1/directory_service.ts'
import { toDateOrNone } from '#shared/domain/calendar.ts'
import {
  type End,
  lastDayOfTitle,
  type Membership,
  membersOn,
  type Organisation,
  stateOn,
  type Term,
  titleOn,
} from '#shared/domain/organisation-state.ts'
import { type Texts, toText } from '#shared/grpc/text.ts'
import { dayBefore } from '../domain/day.ts'

const toEnd = ({ ending, date, successors, basis }: End): OrganisationEnd => ({
  $type: 'qiantou.directory.v1.OrganisationEnd',
  ending: `ORGANISATION_ENDING_${ending}`,
  effectiveDate: toDateOrNone(date),
  successors: [...successors],
  basis,
})

const toTitles = (state: Organisation): OrganisationTitle[] =>
  state.titles.map(({ zh, en, aliases, from }, i) => ({
    $type: 'qiantou.directory.v1.OrganisationTitle',
    titleZh: zh,
    titleEn: en,
    aliases: [...aliases],
    fromDate: toDateOrNone(from),
    toDate: toDateOrNone(lastDayOfTitle(state, i)),
  }))

const toMembership = ({ member, from, until }: Membership): MembershipMessage => ({
  $type: 'qiantou.directory.v1.Membership',
  member,
  fromDate: toDateOrNone(from),
  toDate: until === undefined ? undefined : toDateOrNone(dayBefore(until)),
})

const toTerm = ({ person, role, from, to, displayName, limitFen }: Term, texts: Texts): TermMessage => ({
  $type: 'qiantou.directory.v1.Term',
  person,
  role,
  fromDate: toDateOrNone(from),
  toDate: toDateOrNone(to),
  displayName: toText(displayName, texts),
  limitFen: BigInt(limitFen ?? 0),
})

/** As List answers have it: without what is of one entry alone. */
export function toListed(state: Organisation, version: bigint, day: string): OrganisationResource {
  const { zh, en, aliases } = titleOn(state, day)
  const { name, kind, level, superior, registrar, end } = state
  return {
    $type: 'qiantou.directory.v1.Organisation',
    ...{ name, titleZh: zh, titleEn: en, aliases: [...aliases], kind, level, etag: version },
    state: `ORGANISATION_STATE_${stateOn(state, day)}`,
    ...{ superior, registrar, end: end && toEnd(end) },
    titles: toTitles(state),
    ...{ members: [], memberships: [], terms: [] },
  }
}

/** The whole entry; `texts` are what people are called, as far as the caller may read that. */
export const toOrganisation = (
  state: Organisation,
  version: bigint,
  day: string,
  texts: Texts = new Map(),
): OrganisationResource => ({
  ...toListed(state, version, day),
  members: membersOn(state, day).toSorted(),
  memberships: state.memberships.map(toMembership),
  terms: state.terms.map((term) => toTerm(term, texts)),
})
