/**
 * What the directory comes to on a day, read off a list of records alone. Written apart from the service's fold, and in
 * another manner: nothing is folded; each answer is looked up among the facts that bear on it.
 */
import { messageTypeRegistry } from '#proto/typeRegistry.ts'
import type { ReadRecord } from '#shared/record/record.ts'

export type ReferenceOrganisation = {
  readonly version: number
  readonly state: string
  readonly title: string
  readonly successors: readonly string[]
  /** Of a group, those that are members and are there. */
  readonly members: readonly string[]
  readonly terms: readonly string[]
}

type Day = { readonly year: number; readonly month: number; readonly day: number }

/** A day as a number that compares; what is absent lies before all. */
export const numberOf = (day: Day | undefined): number => (day ? (day.year * 100 + day.month) * 100 + day.day : 0)

type Event = {
  readonly what: string
  readonly about: string
  // biome-ignore lint/suspicious/noExplicitAny: facts of all types, as their messages decode
  readonly fact: any
}

export const eventsOf = (records: readonly ReadRecord[]): readonly Event[] =>
  records.map(({ type, subject, data }) => ({
    what: type.split('.').at(-1) ?? '',
    about: subject,
    fact: messageTypeRegistry.get(type)?.decode(data),
  }))

const isEnd = ({ what }: Event): boolean => /^Organisation(Merged|Split|Dissolved)$/.test(what)
const starts = ({ fact }: Event): number => numberOf(fact.effectiveDate)

function stateOf(own: readonly Event[], day: number): string {
  if (own.some((event) => isEnd(event) && starts(event) <= day)) return 'ENDED'
  return own.some((event) => event.what === 'OrganisationRegistered' && starts(event) <= day) ? 'ACTIVE' : 'PLANNED'
}

/** The last thing that was said of an organisation's membership for that day or before. */
const isMember = (own: readonly Event[], member: string, day: number): boolean => {
  const said = own.filter(({ what, fact }) => what.startsWith('Member') && fact.member === member)
  return said.findLast((event) => starts(event) <= day)?.what === 'MemberAdded'
}

/**
 * A term with its end: the earliest that was said, once it had begun, of a day in it; for an end is only ever brought
 * forward. What was said before was of a term before, which may since have made room for this one.
 */
function termOf(event: Event, own: readonly Event[]): string {
  const { fact } = event
  const [from, to] = [numberOf(fact.fromDate), numberOf(fact.toDate) || Number.POSITIVE_INFINITY]
  const ends = own
    .slice(own.indexOf(event))
    .filter(({ what, fact: end }) => what === 'TermEnded' && end.person === fact.person && end.role === fact.role)
    .map(({ fact: end }) => numberOf(end.toDate))
    .filter((day) => day >= from && day <= to)
  const end = Math.min(to, ...ends)
  return [fact.person, fact.role, from, end === Number.POSITIVE_INFINITY ? 0 : end].join(' ')
}

/** What an organisation is on a day, by all that has been recorded. */
export function referenceOrganisation(events: readonly Event[], name: string, day: number): ReferenceOrganisation {
  const of = (organisation: string) => events.filter(({ about }) => about === organisation)
  const own = of(name)
  const titles = own.filter(({ what }) => /^Organisation(Registered|Renamed)$/.test(what))
  const title = titles.findLast((event) => starts(event) <= day) ?? titles[0]
  const end = own.find(isEnd)?.fact
  const { into = '', successor = '' } = end ?? {}
  const members = [...new Set(own.filter(({ what }) => what === 'MemberAdded').map(({ fact }) => fact.member))]
  return {
    version: own.length,
    state: stateOf(own, day),
    title: title?.fact.titleZh,
    // Said at the end, or afterwards.
    successors: [into, successor, own.find(({ what }) => what === 'SuccessorNamed')?.fact.successor ?? '']
      .flat()
      .filter((one: string) => one !== ''),
    members: members.filter((one) => isMember(own, one, day) && stateOf(of(one), day) === 'ACTIVE').sort(),
    terms: own.filter(({ what }) => what === 'TermBegan').map((event) => termOf(event, own)),
  }
}
