/**
 * What a consultation comes to, read off its records alone. Written apart from the service's fold, and in another manner:
 * nothing is folded; what stands in a place is looked up among the facts that bear on it, or on those whose place it took.
 */
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

/** Somebody who is asked: since its place came about, by whom else's it took or shares from then on. */
type Place = {
  readonly body: string
  readonly since: number
  readonly of: readonly Place[]
  /** The body has ended, and nobody took its place. */
  readonly isGone?: boolean
}

const endings = ['CONSENSUS', 'RULED', 'WITHDRAWN']
const successions = ['BodySucceeded', 'OfficeSucceeded']

const disagrees = (said: Event | undefined): boolean => said?.fact.answer === 'ANSWER_KIND_DISAGREE'

/** Those named at first, and who came, went, took another's place or came to share one since; who `leaves` then, if not all do. */
function placesOf(
  named: readonly string[],
  events: readonly Event[],
  leaves: (place: Place, since: number) => boolean = () => false,
): readonly Place[] {
  let places: readonly Place[] = named.map((body) => ({ body, since: -1, of: [] }))
  for (const [since, { what, fact }] of events.entries()) {
    const { organisation, successor } = fact
    if (what === 'BodyAdded') places = [...places, { body: organisation, since, of: [] }]
    if (what === 'BodyRemoved') places = places.filter(({ body }) => body !== organisation)
    if (what !== 'BodySucceeded' && what !== 'OfficeSucceeded') continue
    const isTaken = what === 'BodySucceeded' && successor
    if (what === 'BodySucceeded' && !successor)
      places = places.map((place) => (place.body === organisation ? { ...place, isGone: true } : place))
    const of = places.filter(({ body }) => body === organisation || body === successor)
    if (isTaken && of.some(({ body }) => body === organisation))
      places = places.flatMap((place) =>
        of[0] === place ? [{ body: successor, since, of }] : of.includes(place) ? [] : [place],
      )
    const others = places.filter((place) => !leaves(place, since))
    if (others.length) places = others
  }
  return places
}

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

/** What is so from a place once so many of the records had come: what stands, whether a dissent waits, whether silence consents. */
type Standing = { readonly said: Event | undefined; readonly owes: boolean; readonly consents: boolean }

/** The body's own answer before another's, else the newest; at one moment by who gave it. */
const prevailing = (said: readonly Event[], body: string): Event | undefined =>
  said.find(({ by }) => by === body) ??
  said.toSorted((one, other) => (`${one.time} ${one.by}` < `${other.time} ${other.by}` ? -1 : 1)).at(-1)

/** What stands at the moment at which places came to be one. */
function joined({ body, since, of }: Place, own: readonly Event[]): Standing {
  const parts = of.map((place) => standingAt(own, place, since))
  const said = parts.flatMap((one) => one.said ?? [])
  const loud = said.filter(disagrees)
  const waits = loud.length === 0 && parts.some((one) => !one.said && one.owes && !one.consents)
  const stands = waits ? undefined : prevailing(loud.length ? loud : said, body)
  const consents = !stands && parts.length > 0 && parts.every((one) => one.consents)
  return { said: stands, owes: !stands && parts.some(({ owes }) => owes), consents }
}

function standingAt(own: readonly Event[], place: Place, until: number): Standing {
  const { body, since, of } = place
  const before = of.length ? joined(place, own) : { said: undefined, owes: false, consents: false }
  const events = own.slice(since + 1, until)
  const answered = events.findLastIndex(({ what, by }) => what === 'ConsultationAnswered' && by === body)
  const again = events.findLastIndex(({ what, fact }) => what === 'TextRevised' && fact.affected.includes(body))
  const moved = events.findLastIndex(
    ({ what, fact }) => what === 'TimeLimitRenewed' || (what === 'TextRevised' && fact.limit),
  )
  const passed = events.findLastIndex(({ what, fact }) => what === 'TimeLimitPassed' && fact.silent.includes(body))
  const last = answered < 0 ? before.said : events[answered]
  const owed = answered < 0 && before.owes
  const consents = passed < 0 ? before.consents : events[passed]?.fact.silenceConsents === true
  return {
    said: answered >= again ? last : undefined,
    owes: again > answered ? owed || disagrees(last) : owed,
    consents: consents && [answered, again, moved].every((one) => one < 0 || one < passed),
  }
}

/** Whether somebody ever disagreed from a place. */
const hasOpposed = ({ body, since, of }: Place, own: readonly Event[], until: number): boolean =>
  own
    .slice(since + 1, until)
    .some((event) => event.what === 'ConsultationAnswered' && event.by === body && disagrees(event)) ||
  of.some((place) => hasOpposed(place, own, since))

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

/** Whether somebody who is asked is so since it was last named: by the opening, in a case, in the place of one who was. */
function isNamed(name: string, events: readonly Event[]): boolean {
  const last = events.findLastIndex(
    ({ what, fact }) =>
      (what === 'BodyAdded' && fact.organisation === name) ||
      (what === 'BodyRemoved' && fact.caseNumber === 0 && fact.organisation === name) ||
      (what === 'BodySucceeded' && fact.successor === name),
  )
  const [opening] = events as [Event]
  if (last < 0) return opening.fact.organisations.includes(name) || opening.by === name || opening.fact.office === name
  const { what, fact } = events[last] as Event
  if (what !== 'BodySucceeded') return what === 'BodyAdded'
  const before = events.slice(0, last)
  return isNamed(fact.organisation, before) || isNamed(name, before) || initiatorOf(before) === fact.organisation
}

/** What a consultation is by all of its records, in order. */
export function referenceConsultation(events: readonly Event[]): ReferenceConsultation {
  const [opening] = events as [Event]
  const { organisations, standing } = opening.fact
  const until = (event: Event): readonly Event[] => events.slice(0, events.indexOf(event) + 1)
  const officeAfter = (event: Event): string => officeOf(until(event))
  const conductorAfter = (event?: Event): string => conductorOf(event ? until(event) : events)
  const initiator = initiatorOf(events)
  const openings = standing ? events.filter(({ what }) => what === 'CaseOpened') : [opening]
  const cases = openings.map((one) => readCase(one, events, { conductorAfter, officeAfter }))
  const composition = standing ? composedOf(organisations, events).map(code) : []
  // Whoever has ruled or was to, and who has taken such a one's place.
  const referees = new Set<string>()
  for (const { what, fact } of events) {
    if (what === 'ConsultationReferred') referees.add(code(fact.referee))
    if (what === 'BodySucceeded' && fact.successor && referees.has(code(fact.organisation)))
      referees.add(code(fact.successor))
  }
  const askedIn = (some: readonly ReferenceCase[]): readonly string[] =>
    some.flatMap((one) => one.bodies.map((body) => body.split(' ')[0] ?? ''))
  // Whoever was removed from a standing review is given no more of it, whatever it was asked before.
  const bodies = askedIn(cases).filter((one) => !standing || isNamed(`organisations/${one}`, events))
  const parties = new Set([code(initiator), code(officeOf(events)), ...composition, ...referees, ...bodies])
  const readers = new Set([...parties, ...askedIn(cases.filter(({ state }) => !endings.includes(state)))])
  return { version: events.length, cases, composition, parties: [...parties].sort(), readers: [...readers].sort() }
}
