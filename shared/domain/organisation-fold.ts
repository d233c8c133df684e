/** What the directory's entry of an organisation comes to by its facts. */
import type * as directory from '#proto/qiantou/directory/v1/directory_events.ts'
import { contentRef } from './content.ts'
import type { OrganisationName, Recorded, ResourceName } from './decider.ts'
import {
  dayOrAlways,
  type End,
  type EndFact,
  latestTerm,
  type Organisation,
  type OrganisationFact,
  openMembership,
  type Term,
  type Title,
} from './organisation-state.ts'

const titleOf = (fact: directory.OrganisationRegistered | directory.OrganisationRenamed): Title => ({
  zh: fact.titleZh,
  en: fact.titleEn,
  aliases: fact.aliases,
  from: dayOrAlways(fact.effectiveDate),
})

const registered = (fact: directory.OrganisationRegistered, name: OrganisationName): Organisation => ({
  name,
  kind: fact.kind,
  level: fact.level,
  superior: fact.superior,
  registrar: fact.registrar,
  titles: [titleOf(fact)],
  memberships: [],
  terms: [],
})

function endOf(fact: EndFact): End {
  const { basis } = fact
  const date = dayOrAlways(fact.effectiveDate)
  switch (fact.$type) {
    case 'qiantou.directory.v1.OrganisationMerged':
      return { ending: 'MERGED', date, successors: [fact.into], basis }
    case 'qiantou.directory.v1.OrganisationSplit':
      return { ending: 'SPLIT', date, successors: fact.into, basis }
    case 'qiantou.directory.v1.OrganisationDissolved':
      return { ending: 'DISSOLVED', date, successors: fact.successor ? [fact.successor] : [], basis }
  }
}

function began(fact: directory.TermBegan): Term {
  const { person, role, toDate, limitFen } = fact
  const term = { person, role, from: dayOrAlways(fact.fromDate), displayName: contentRef(fact.displayName) }
  return { ...term, ...(toDate && { to: dayOrAlways(toDate) }), ...(limitFen && { limitFen: `${limitFen}` }) }
}

const replaced = <T>(all: readonly T[], old: T | undefined, changed: (one: T) => T): readonly T[] =>
  all.map((one) => (one === old ? changed(one) : one))

/** Of the states that `evolve` makes, in whichever service they are kept; raised with what it does. */
export const organisationFoldVersion = 3

export function evolve(
  state: Organisation | undefined,
  { fact }: Recorded<OrganisationFact>,
  stream: ResourceName,
): Organisation | undefined {
  if (fact.$type === 'qiantou.directory.v1.OrganisationRegistered') return registered(fact, stream)
  if (!state) return undefined
  switch (fact.$type) {
    case 'qiantou.directory.v1.OrganisationRenamed':
      return { ...state, titles: [...state.titles, titleOf(fact)] }
    case 'qiantou.directory.v1.OrganisationMerged':
    case 'qiantou.directory.v1.OrganisationSplit':
    case 'qiantou.directory.v1.OrganisationDissolved':
      return { ...state, end: endOf(fact) }
    case 'qiantou.directory.v1.SuccessorNamed':
      return state.end ? { ...state, end: { ...state.end, successors: [fact.successor] } } : state
    case 'qiantou.directory.v1.MemberAdded': {
      const membership = { member: fact.member, from: dayOrAlways(fact.effectiveDate) }
      return { ...state, memberships: [...state.memberships, membership] }
    }
    case 'qiantou.directory.v1.MemberRemoved': {
      const until = dayOrAlways(fact.effectiveDate)
      const open = openMembership(state, fact.member)
      return { ...state, memberships: replaced(state.memberships, open, (one) => ({ ...one, until })) }
    }
    case 'qiantou.directory.v1.TermBegan':
      return { ...state, terms: [...state.terms, began(fact)] }
    case 'qiantou.directory.v1.TermEnded': {
      const to = dayOrAlways(fact.toDate)
      const latest = latestTerm(state, fact.person, fact.role)
      return { ...state, terms: replaced(state.terms, latest, (one) => ({ ...one, to })) }
    }
  }
}
