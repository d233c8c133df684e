/** Places in a case: who has them, and what stands there, looked up among the facts that bear on it. */
import type { Event } from './reference-event.ts'

/** Somebody who is asked: since its place came about, by whom else's it took or shares from then on. */
export type Place = {
  readonly body: string
  readonly since: number
  readonly of: readonly Place[]
  /** The body has ended, and nobody took its place. */
  readonly isGone?: boolean
}

export const successions = ['BodySucceeded', 'OfficeSucceeded']

export const disagrees = (said: Event | undefined): boolean => said?.fact.answer === 'ANSWER_KIND_DISAGREE'

/** Those named at first, and who came, went, took another's place or came to share one since; who `leaves` then, if not all do. */
export function placesOf(
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

export function standingAt(own: readonly Event[], place: Place, until: number): Standing {
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
export const hasOpposed = ({ body, since, of }: Place, own: readonly Event[], until: number): boolean =>
  own
    .slice(since + 1, until)
    .some((event) => event.what === 'ConsultationAnswered' && event.by === body && disagrees(event)) ||
  of.some((place) => hasOpposed(place, own, since))
