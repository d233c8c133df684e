/** Whose part of a task is whose: since when, in which role, and by which records. */
import { type Event, ends } from './reference-event.ts'

/** One body's part from the record that gave it to it. A body whose part has ended may be given another as a successor. */
export type Life = {
  readonly organisation: string
  readonly role: string
  /** Who gave it: the issuing, or a handover. */
  readonly gift: Event
  /** All records of the task from there on, but for those of what its body did with the part that it had before. */
  readonly events: readonly Event[]
  /** How many parts its body has had, with this one. */
  readonly number: number
}

const roles = ['ROLE_LEAD', 'ROLE_RESPONSIBLE', 'ROLE_STANDING']
/** Of two roles the one that a body has that is named in both. */
const firstOf = (one: string, other: string): string => roles.find((role) => role === one || role === other) ?? one

/** What bodies do, and time for them, that says of which of their parts it is. */
const numberedFacts: readonly string[] = [
  ...['AssignmentAcknowledged', 'ProgressReported', 'AssignmentSubmitted'],
  ...['ReassignmentRequested', 'ExtensionRequested', 'DeadlineReached'],
]

/** Whether a body's part ended in these records, other than by being done. */
const hasEnded = (events: readonly Event[], body: string): boolean =>
  events.some(({ what, about }) => about === body && what in ends)

/**
 * The parts of a task in their order: each successor right after whom it succeeds, in that role, unless it has a part that goes
 * on, of whose roles it then has the first.
 */
export function livesOf(events: readonly Event[]): readonly Life[] {
  const [issued] = events as [Event]
  const lives: Life[] = issued.fact.bodies.map(({ organisation, role }: Life) => ({
    ...{ organisation, role, gift: issued, events, number: 1 },
  }))
  for (const [i, gift] of events.entries()) {
    if (gift.what !== 'AssignmentReassigned' && gift.what !== 'AssignmentTransferred') continue
    const { organisation, role } = gift.fact.successor
    const own = lives.findIndex((life) => life.organisation === organisation)
    const before = lives[own]
    if (before && !hasEnded(before.events.slice(0, before.events.indexOf(gift)), organisation)) {
      lives[own] = { ...before, role: firstOf(before.role, role) }
      continue
    }
    if (before) lives.splice(own, 1)
    const place = lives.findIndex((one) => one.organisation === gift.fact.organisation)
    const number = (before?.number ?? 0) + 1
    const isFormers = ({ what, about, fact }: Event): boolean =>
      about === organisation && numberedFacts.includes(what) && (fact.part ?? 1) < number
    const later = events.slice(i).filter((event) => !isFormers(event))
    lives.splice(place + 1, 0, { organisation, role, gift, events: later, number })
  }
  return lives
}
