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

/** Whom somebody asks: those named at first and those added, save who was taken out later than that. */
function askedOf(named: readonly string[], events: readonly Event[], number: number): string[] {
  const moves = events.filter(({ what, fact }) => /^Body(Added|Removed)$/.test(what) && fact.caseNumber === number)
  const added = moves.filter(({ what }) => what === 'BodyAdded').map(({ fact }) => fact.organisation)
  const isIn = (body: string): boolean => {
    const last = moves.findLast(({ fact }) => fact.organisation === body)
    return last === undefined || last.what === 'BodyAdded'
  }
  // Who comes back stands where it came back.
  const cameBack = new Set(added)
  const stayed = named.filter((body) => isIn(body) && !cameBack.has(body))
  const joined = added.filter((body, i) => isIn(body) && added.lastIndexOf(body) === i)
  return [...stayed, ...joined]
}

/** What a body's answer is now: nothing before it was asked again, or joined, says anything. */
function answerOf(own: readonly Event[], body: string): Event | undefined {
  const asked = own.findLastIndex(
    ({ what, fact }) =>
      (what === 'TextRevised' && fact.affected.includes(body)) || (what === 'BodyAdded' && fact.organisation === body),
  )
  return own.slice(asked + 1).findLast(({ what, by }) => what === 'ConsultationAnswered' && by === body)
}

const endedStates: readonly string[] = ['CONSENSUS', 'RULED', 'WITHDRAWN']

/** A fact as if another had been asked, and had said what it says. */
const renamed = ({ by, fact, ...event }: Event, change: (name: string) => string): Event => {
  const names = (key: string) => (fact[key] ? { [key]: fact[key].map(change) } : {})
  const organisation = fact.organisation ? { organisation: change(fact.organisation) } : {}
  const asked = { ...names('organisations'), ...names('affected'), ...names('silent'), ...organisation }
  return { ...event, by: event.what === 'ConsultationAnswered' ? change(by) : by, fact: { ...fact, ...asked } }
}

/**
 * The records of a case as who is asked in it now would have them: what somebody said who is no longer there is its
 * successor's, unless that is asked besides; then only its dissent stays. The first is its opening.
 */
function asSucceeded(opening: Event, events: readonly Event[], office: string): readonly Event[] {
  const number: number = opening.fact.caseNumber ?? 1
  const begun = events.indexOf(opening)
  let read = [opening]
  for (const event of events.slice(begun + 1)) {
    if (event.fact.caseNumber === number) read.push(event)
    if (event.what !== 'BodySucceeded') continue
    const { organisation, successor } = event.fact
    const bodies = askedOf((read[0] as Event).fact.organisations, read, number)
    if (endedStates.includes(readCase(read, office).state)) continue
    const isAsked = bodies.includes(successor)
    const referee = isAsked ? office : successor
    const isRefereed = ({ what, fact }: Event): boolean =>
      what === 'ConsultationReferred' && fact.referee === organisation
    read = read.map((one) => (isRefereed(one) ? { ...one, fact: { ...one.fact, referee } } : one))
    if (!bodies.includes(organisation)) continue
    if (!isAsked) {
      // What the successor was asked once, and is no more, says nothing of the place that it takes.
      const others = { [successor]: '', [organisation]: successor }
      read = read.map((one) => renamed(one, (name) => others[name] ?? name))
    } else if (answerOf(read, organisation)?.fact.answer !== 'ANSWER_KIND_DISAGREE')
      read.push({ ...event, what: 'BodyRemoved', fact: { caseNumber: number, organisation } })
  }
  return read
}

/** A case by its records; the first is its opening. */
function readCase(records: readonly Event[], initiator: string): ReferenceCase {
  const [opening, ...own] = records as [Event, ...Event[]]
  const number: number = opening.fact.caseNumber ?? 1
  const moved = own.findLastIndex(
    ({ what, fact }) => what === 'TimeLimitRenewed' || (what === 'TextRevised' && fact.limit),
  )
  const passed = own.slice(moved + 1).find(({ what }) => what === 'TimeLimitPassed')
  const bodies = askedOf(opening.fact.organisations, own, number).filter((body) => body !== '')
  const consents = (body: string): boolean => passed?.fact.silenceConsents === true && passed.fact.silent.includes(body)
  const silent = bodies.filter((body) => !answerOf(own, body) && !consents(body))
  const isDivided = bodies.some((body) => answerOf(own, body)?.fact.answer === 'ANSWER_KIND_DISAGREE')
  const referral = own.find(({ what }) => what === 'ConsultationReferred')
  const state = (() => {
    if (own.some(({ what }) => what === 'ConsultationWithdrawn')) return 'WITHDRAWN'
    if (own.some(({ what }) => what === 'ConsultationRuled')) return 'RULED'
    if (referral) return 'REFERRED'
    if (silent.length && !passed) return 'OPEN'
    if (isDivided) return 'DIVIDED'
    return silent.length ? 'OVERDUE' : 'CONSENSUS'
  })()
  const turns: Readonly<Record<string, readonly string[]>> = {
    ...{ OPEN: silent, OVERDUE: [initiator], DIVIDED: [initiator], REFERRED: [referral?.fact.referee] },
  }
  return {
    ...{ number, state, turn: (turns[state] ?? []).map(code) },
    limit: dayText((own[moved]?.fact ?? opening.fact).limit),
    versions: 1 + own.filter(({ what }) => what === 'TextRevised').length,
    bodies: bodies.map((body) => {
      const said = answerOf(own, body)
      if (said) return `${code(body)} ${said.fact.answer.replace('ANSWER_KIND_', '')} ${said.fact.version}`
      return consents(body) ? `${code(body)} consents` : code(body)
    }),
  }
}

/** Whom the next case asks: a successor in the place of who is no longer there. */
function composedOf(named: readonly string[], events: readonly Event[]): readonly string[] {
  const next = events.findIndex(({ what }) => what === 'BodySucceeded')
  if (next < 0) return askedOf(named, events, 0)
  const { organisation, successor } = events[next]?.fact ?? {}
  const placed = askedOf(named, events.slice(0, next), 0).map((name) => (name === organisation ? successor : name))
  return composedOf([...new Set(placed)], events.slice(next + 1))
}

/** What a consultation is by all of its records, in order. */
export function referenceConsultation(events: readonly Event[]): ReferenceConsultation {
  const [opening] = events as [Event]
  const { office, organisations, standing } = opening.fact
  const successions = events.filter(({ what }) => what === 'BodySucceeded')
  const initiator = successions.reduce(
    (name, { fact }) => (fact.organisation === name ? fact.successor : name),
    opening.by,
  )
  const openings = standing ? events.filter(({ what }) => what === 'CaseOpened') : [opening]
  const cases = openings.map((one) => readCase(asSucceeded(one, events, office), initiator))
  const composition = standing ? composedOf(organisations, events).map(code) : []
  const referees = events.filter(({ what }) => what === 'ConsultationReferred').map(({ fact }) => code(fact.referee))
  const bodies = cases.flatMap((one) => one.bodies.map((body) => body.split(' ')[0] ?? ''))
  const parties = new Set([code(initiator), code(office), ...composition, ...referees, ...bodies])
  return { version: events.length, cases, composition, parties: [...parties].sort() }
}
