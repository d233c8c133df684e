/**
 * What a consultation comes to, read off its records alone. Written apart from the service's fold, and in another manner:
 * nothing is folded; each answer is looked up among the facts that bear on it.
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
  readonly parties: readonly string[]
}

const code = (name: string): string => name.split('/')[1] ?? name
const dayText = ({ year, month, day }: { year: number; month: number; day: number }): string =>
  `${year}-${month}-${day}`

/** Whom somebody asks, with whose place each has taken, and who was there before it. */
type Place = { readonly body: string; readonly formerly: readonly string[] }

const endings = ['CONSENSUS', 'RULED', 'WITHDRAWN']

/** What was said from a place, the newest last. */
const saidFrom = (own: readonly Event[], { body, formerly }: Place): readonly Event[] =>
  own.filter(({ what, by }) => what === 'ConsultationAnswered' && [body, ...formerly].includes(by))

const disagrees = (said: Event | undefined): boolean => said?.fact.answer === 'ANSWER_KIND_DISAGREE'

/** Those named at first, and who came, went, or took another's place since. `stays`: who keeps its place beside its successor. */
function placesOf(
  named: readonly string[],
  events: readonly Event[],
  stays: (place: Place, before: readonly Event[]) => boolean,
): readonly Place[] {
  let places: readonly Place[] = named.map((body) => ({ body, formerly: [] }))
  for (const [i, { what, fact }] of events.entries()) {
    const { organisation, successor } = fact
    if (what === 'BodyAdded') places = [...places, { body: organisation, formerly: [] }]
    if (what === 'BodyRemoved') places = places.filter(({ body }) => body !== organisation)
    if (what !== 'BodySucceeded') continue
    const isAsked = places.some(({ body }) => body === successor)
    places = places.flatMap((place) => {
      if (place.body !== organisation) return [place]
      if (isAsked) return stays(place, events.slice(0, i)) ? [place] : []
      return [{ body: successor, formerly: [...place.formerly, organisation] }]
    })
  }
  return places
}

/** The records of a case: those about it, and, as long as it had not ended, whoever took another's place. */
function ownOf(opening: Event, events: readonly Event[], number: number, parties: Parties): readonly Event[] {
  const since = events.slice(events.indexOf(opening) + 1)
  return since.filter((event, i) => {
    if (event.what === 'OfficeSucceeded') return true
    if (event.what !== 'BodySucceeded') return event.fact.caseNumber === number
    const before = events.slice(0, events.indexOf(opening) + 1 + i)
    return !endings.includes(readCase(opening, before, parties).state)
  })
}

type Parties = {
  readonly initiator: string
  /** Who was the initiator once something had been recorded. */
  readonly initiatorAfter: (event: Event) => string
  /** Who had been the programme's office when something was recorded. */
  readonly officeAt: (event: Event) => string
}

/** Who was the office at first, or has last taken its place. */
const officeAfter = (events: readonly Event[]): string =>
  events.findLast(({ what }) => what === 'OfficeSucceeded')?.fact.successor ?? events[0]?.fact.office

/** What is said from a place now: nothing before it was asked again, or joined, says anything. */
function answerOf(own: readonly Event[], place: Place): Event | undefined {
  const all = [place.body, ...place.formerly]
  const asked = own.findLastIndex(
    ({ what, fact }) =>
      (what === 'TextRevised' && fact.affected.some((body: string) => all.includes(body))) ||
      (what === 'BodyAdded' && all.includes(fact.organisation)),
  )
  return saidFrom(own.slice(asked + 1), place).at(-1)
}

/** To whom a case was referred, or who took that one's place: the office, where that has a part in the case. */
function refereeOf(own: readonly Event[], named: readonly string[], { initiatorAfter, officeAt }: Parties): string {
  const at = own.findIndex(({ what }) => what === 'ConsultationReferred')
  return own.slice(at + 1).reduce((referee, event, i) => {
    const { what, fact } = event
    if (what === 'OfficeSucceeded') return fact.office === referee ? fact.successor : referee
    if (what !== 'BodySucceeded') return referee
    const next = fact.organisation === referee ? fact.successor : referee
    const until = own.slice(0, at + 2 + i)
    const places = placesOf(named, until, (place, before) => disagrees(saidFrom(before, place).at(-1)))
    const hasPart = initiatorAfter(event) === next || places.some(({ body }) => body === next)
    return hasPart ? officeAt(event) : next
  }, own[at]?.fact.referee as string)
}

function readCase(opening: Event, events: readonly Event[], parties: Parties): ReferenceCase {
  const number: number = opening.fact.caseNumber ?? 1
  const own = ownOf(opening, events, number, parties)
  const moved = own.findLastIndex(
    ({ what, fact }) => what === 'TimeLimitRenewed' || (what === 'TextRevised' && fact.limit),
  )
  const passed = own.slice(moved + 1).find(({ what }) => what === 'TimeLimitPassed')
  const places = placesOf(opening.fact.organisations, own, (place, before) => disagrees(saidFrom(before, place).at(-1)))
  const consents = ({ body, formerly }: Place): boolean =>
    passed?.fact.silenceConsents === true && [body, ...formerly].some((one) => passed.fact.silent.includes(one))
  const silent = places.filter((place) => !answerOf(own, place) && !consents(place))
  const isReferred = own.some(({ what }) => what === 'ConsultationReferred')
  const state = (() => {
    if (own.some(({ what }) => what === 'ConsultationWithdrawn')) return 'WITHDRAWN'
    if (own.some(({ what }) => what === 'ConsultationRuled')) return 'RULED'
    if (isReferred) return 'REFERRED'
    if (silent.length && !passed) return 'OPEN'
    if (places.some((place) => disagrees(answerOf(own, place)))) return 'DIVIDED'
    return silent.length ? 'OVERDUE' : 'CONSENSUS'
  })()
  const referee = isReferred ? refereeOf(own, opening.fact.organisations, parties) : ''
  const turns: Readonly<Record<string, readonly string[]>> = {
    ...{ OPEN: silent.map(({ body }) => body), REFERRED: [referee] },
    ...{ OVERDUE: [parties.initiator], DIVIDED: [parties.initiator] },
  }
  return {
    ...{ number, state, turn: (turns[state] ?? []).map(code) },
    limit: dayText((own[moved]?.fact ?? opening.fact).limit),
    versions: 1 + own.filter(({ what }) => what === 'TextRevised').length,
    bodies: places.map((place) => {
      const [said, body] = [answerOf(own, place), code(place.body)]
      if (said) return `${body} ${said.fact.answer.replace('ANSWER_KIND_', '')} ${said.fact.version}`
      return consents(place) ? `${body} consents` : body
    }),
  }
}

/** What a consultation is by all of its records, in order. */
export function referenceConsultation(events: readonly Event[]): ReferenceConsultation {
  const [opening] = events as [Event]
  const { organisations, standing } = opening.fact
  const officeAt = (event: Event): string => officeAfter(events.slice(0, events.indexOf(event)))
  const initiatorOf = (until: readonly Event[]): string =>
    until.reduce(
      (one, { what, fact }) => (what === 'BodySucceeded' && fact.organisation === one ? fact.successor : one),
      opening.by,
    )
  const initiator = initiatorOf(events)
  const initiatorAfter = (event: Event): string => initiatorOf(events.slice(0, events.indexOf(event) + 1))
  const openings = standing ? events.filter(({ what }) => what === 'CaseOpened') : [opening]
  const cases = openings.map((one) => readCase(one, events, { initiator, initiatorAfter, officeAt }))
  const recomposing = events.filter(({ what, fact }) => what === 'BodySucceeded' || fact.caseNumber === 0)
  const composition = standing ? placesOf(organisations, recomposing, () => false).map(({ body }) => code(body)) : []
  const referees = events.filter(({ what }) => what === 'ConsultationReferred').map(({ fact }) => code(fact.referee))
  const bodies = cases.flatMap((one) => one.bodies.map((body) => body.split(' ')[0] ?? ''))
  const parties = new Set([code(initiator), code(officeAfter(events)), ...composition, ...referees, ...bodies])
  return { version: events.length, cases, composition, parties: [...parties].sort() }
}
