/**
 * What a consultation comes to, read off its records alone. Written apart from the service's fold, and in another manner:
 * nothing is folded; what stands in a place is looked up among the facts that bear on it, or on those whose place it took.
 */
import { disagrees, hasOpposed, type Place, placesOf, standingAt, successions } from './consultation-place.ts'
import type { Event } from './reference-event.ts'

export type ReferenceCase = {
  readonly number: number
  readonly state: string
  readonly limit: string
  readonly versions: number
  /** `hn-fgw AGREE 1`, `hn-fgw consents`, or `hn-fgw` alone. */
  readonly bodies: readonly string[]
  readonly turn: readonly string[]
}

export type ReferenceConsultation = {
  readonly version: number
  readonly cases: readonly ReferenceCase[]
  /** Whom the next case of a standing joint review asks. */
  readonly composition: readonly string[]
  /** To whom it is there, and who is given what happens to it. */
  readonly parties: readonly string[]
  /** With them, whom an open case asks still. */
  readonly readers: readonly string[]
}

const code = (name: string): string => name.split('/')[1] ?? name
const dayText = ({ year, month, day }: { year: number; month: number; day: number }): string =>
  `${year}-${month}-${day}`

const endings = ['CONSENSUS', 'RULED', 'WITHDRAWN']

/** The records of a case: those about it, and, as long as it had not ended, whoever took another's place. */
function ownOf(opening: Event, events: readonly Event[], number: number, parties: Parties): readonly Event[] {
  const since = events.slice(events.indexOf(opening) + 1)
  return since.filter((event, i) => {
    if (!successions.includes(event.what)) return event.fact.caseNumber === number
    const before = events.slice(0, events.indexOf(opening) + 1 + i)
    return !endings.includes(readCase(opening, before, parties).state)
  })
}

type Parties = {
  /** Who does what is the initiator's to do, once something had been recorded; or by now. */
  readonly conductorAfter: (event?: Event) => string
  /** Who was the programme's office by then. */
  readonly officeAfter: (event: Event) => string
}

/** Who was the office at first, or has last taken its place. */
const officeOf = (events: readonly Event[]): string =>
  events.findLast(({ what }) => what === 'OfficeSucceeded')?.fact.successor ?? events[0]?.fact.office

/** Whose place is given up: that of who conducts it and is asked, where nothing was said from there and nothing is referred. */
const conductorsPlace =
  (own: readonly Event[], named: readonly string[], parties: Parties) =>
  (place: Place, since: number): boolean => {
    if (place.body !== parties.conductorAfter(own[since])) return false
    if (refereeOf(own.slice(0, since + 1), named, parties) !== '') return false
    const { said, consents } = standingAt(own, place, since + 1)
    return !said && !consents && !hasOpposed(place, own, since + 1)
  }

/**
 * To whom a case is referred, or who took that one's place: the office, where that one has a part in the case by now; nobody
 * where the office has one too.
 */
function refereeOf(own: readonly Event[], named: readonly string[], parties: Parties): string {
  const { conductorAfter, officeAfter } = parties
  const at = own.findLastIndex(({ what }) => what === 'ConsultationReferred')
  if (at < 0) return ''
  return own.slice(at + 1).reduce((referee, event, i) => {
    const { what, fact } = event
    if (referee === '' || !successions.includes(what)) return referee
    const leaving = what === 'OfficeSucceeded' ? fact.office : fact.organisation
    // Whom nobody succeeds leaves the ruling to the office.
    const next = leaving === referee ? fact.successor || officeAfter(event) : referee
    const index = at + 1 + i
    const isGivenUp = conductorsPlace(own, named, parties)
    const until = own.slice(0, index + 1)
    const places = placesOf(named, until, (place, since) => since < index && isGivenUp(place, since))
    const hasPart = (name: string): boolean =>
      conductorAfter(event) === name || places.some(({ body }) => body === name)
    if (!hasPart(next)) return next
    return hasPart(officeAfter(event)) ? '' : officeAfter(event)
  }, own[at]?.fact.referee as string)
}

function readCase(opening: Event, events: readonly Event[], parties: Parties): ReferenceCase {
  const number: number = opening.fact.caseNumber ?? 1
  const named: readonly string[] = opening.fact.organisations
  const own = ownOf(opening, events, number, parties)
  const moved = own.findLastIndex(
    ({ what, fact }) => what === 'TimeLimitRenewed' || (what === 'TextRevised' && fact.limit),
  )
  const passed = own.slice(moved + 1).find(({ what }) => what === 'TimeLimitPassed')
  const places = placesOf(named, own, conductorsPlace(own, named, parties)).map((place) => ({
    ...{ body: place.body, isGone: place.isGone, ...standingAt(own, place, own.length) },
  }))
  const silent = places.filter(({ said, consents }) => !said && !consents)
  // Who is gone is waited for only to take back a dissent; where nobody but such is left, there is nobody who agrees.
  const isAlone = places.length === silent.length && silent.every(({ isGone }) => isGone)
  const isWaiting = isAlone || silent.some(({ isGone, owes }) => !isGone || owes)
  const askable = silent.filter(({ isGone }) => !isGone).map(({ body }) => body)
  const referee = refereeOf(own, named, parties)
  const state = (() => {
    if (own.some(({ what }) => what === 'ConsultationWithdrawn')) return 'WITHDRAWN'
    if (own.some(({ what }) => what === 'ConsultationRuled')) return 'RULED'
    if (referee) return 'REFERRED'
    if (isWaiting && !passed) return 'OPEN'
    if (places.some(({ said }) => disagrees(said))) return 'DIVIDED'
    return isWaiting ? 'OVERDUE' : 'CONSENSUS'
  })()
  const conductor = parties.conductorAfter()
  const turns: Readonly<Record<string, readonly string[]>> = {
    ...{ OPEN: askable.length ? askable : [conductor], REFERRED: [referee] },
    ...{ OVERDUE: [conductor], DIVIDED: [conductor] },
  }
  return {
    ...{ number, state, turn: (turns[state] ?? []).map(code) },
    limit: dayText((own[moved]?.fact ?? opening.fact).limit),
    versions: 1 + own.filter(({ what }) => what === 'TextRevised').length,
    bodies: places.map(({ body, said, consents }) => {
      if (said) return `${code(body)} ${said.fact.answer.replace('ANSWER_KIND_', '')} ${said.fact.version}`
      return consents ? `${code(body)} consents` : code(body)
    }),
  }
}

/** Who opened it, or has last taken that one's place. */
export const initiatorOf = (events: readonly Event[]): string =>
  events.reduce(
    (one, { what, fact }) => (what === 'BodySucceeded' && fact.organisation === one ? fact.successor || one : one),
    events[0]?.by ?? '',
  )

/** The initiator, or the office, where that has ended and nobody took its place. */
function conductorOf(events: readonly Event[]): string {
  const initiator = initiatorOf(events)
  const isLeft = ({ what, fact }: Event) =>
    what === 'BodySucceeded' && fact.organisation === initiator && !fact.successor
  return events.some(isLeft) ? officeOf(events) : initiator
}

/** Whom the next case of a standing joint review asks: nobody who has ended without a successor, unless one was named since. */
function composedOf(organisations: readonly string[], events: readonly Event[]): readonly string[] {
  let asked = organisations
  const vacant = new Set<string>()
  for (const [i, { what, fact }] of events.entries()) {
    const { organisation, successor } = fact
    if (what === 'BodyAdded' && fact.caseNumber === 0) asked = [...asked, organisation]
    if (what === 'BodyRemoved' && fact.caseNumber === 0) asked = asked.filter((one) => one !== organisation)
    if (!successions.includes(what)) continue
    if (what === 'BodySucceeded' && !successor && asked.includes(organisation)) vacant.add(organisation)
    if (what === 'BodySucceeded') asked = asked.flatMap((one) => (one === organisation ? successor || [] : one))
    if (successor && vacant.delete(organisation)) asked = [...asked, successor]
    const conductor = conductorOf(events.slice(0, i + 1))
    asked = asked.filter((one, at) => one !== conductor && asked.indexOf(one) === at)
  }
  return asked
}

/** Whether a case is open, or of the newest 20 of the others: of those before nobody knows any more who ruled on them. */
const isShown = (cases: readonly ReferenceCase[], at: number): boolean => {
  const ended = cases.flatMap(({ state }, i) => (endings.includes(state) ? [i] : []))
  return !ended.slice(0, -20).includes(at)
}

type Read = { readonly cases: readonly ReferenceCase[]; readonly rulers: readonly string[] }

/** Its cases, and who rules or has ruled on those that are shown. */
function readCases(events: readonly Event[]): Read {
  const [opening] = events as [Event]
  const until = (event: Event): readonly Event[] => events.slice(0, events.indexOf(event) + 1)
  const parties: Parties = {
    officeAfter: (event) => officeOf(until(event)),
    conductorAfter: (event) => conductorOf(event ? until(event) : events),
  }
  const openings = opening.fact.standing ? events.filter(({ what }) => what === 'CaseOpened') : [opening]
  const cases = openings.map((one) => readCase(one, events, parties))
  const rulers = openings
    .filter((_, i) => isShown(cases, i))
    .map((one) => refereeOf(ownOf(one, events, one.fact.caseNumber ?? 1, parties), one.fact.organisations, parties))
  return { cases, rulers }
}

const askedIn = (cases: readonly ReferenceCase[]): readonly string[] =>
  cases.flatMap((one) => one.bodies.map((body) => body.split(' ')[0] ?? ''))

/** Whether who was removed just now has another part in it; from a standing review, only as who asks or rules. */
function hasPart(name: string, events: readonly Event[]): boolean {
  const { cases, rulers } = readCases(events)
  if (initiatorOf(events) === name || rulers.includes(name)) return true
  if (events.at(-1)?.fact.caseNumber === 0) return false
  const shown = cases.filter((_, i) => isShown(cases, i))
  return compositionOf(events).includes(name) || askedIn(shown).includes(code(name))
}

/** Who reads it: whoever was named, or took such a one's place, but for who was removed. */
function partiesOf(events: readonly Event[]): ReadonlySet<string> {
  const [opening] = events as [Event]
  const parties = new Set<string>([opening.by, ...opening.fact.organisations])
  for (const [i, { what, fact }] of events.entries()) {
    const { organisation, successor } = fact
    if (what === 'BodyAdded') parties.add(organisation)
    if (what === 'ConsultationReferred') parties.add(fact.referee)
    const isParty = parties.has(organisation) || officeOf(events.slice(0, i)) === organisation
    if (what === 'BodySucceeded' && successor && isParty) parties.add(successor)
    if (what === 'BodyRemoved' && !hasPart(organisation, events.slice(0, i + 1))) parties.delete(organisation)
  }
  return parties.add(officeOf(events))
}

const compositionOf = (events: readonly Event[]): readonly string[] =>
  events[0]?.fact.standing ? composedOf(events[0].fact.organisations, events) : []

/** What a consultation is by all of its records, in order. */
export function referenceConsultation(events: readonly Event[]): ReferenceConsultation {
  const { cases } = readCases(events)
  const parties = [...partiesOf(events)].map(code)
  const readers = new Set([...parties, ...askedIn(cases.filter(({ state }) => !endings.includes(state)))])
  const composition = compositionOf(events).map(code)
  return { version: events.length, cases, composition, parties: parties.sort(), readers: [...readers].sort() }
}
