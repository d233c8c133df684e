/** Who is who in a task, and how far its closing has come, looked up among its records. */
import { type Life, livesOf } from './part-life.ts'
import { partState } from './part-state.ts'
import { confirmedCompiler, type Event, sinceRuling } from './reference-event.ts'

/** States of a part that has ended without being done. */
export const goneStates: readonly string[] = ['REASSIGNED', 'TRANSFERRED', 'WAIVED', 'CANCELLED']

export type Part = Life & { readonly state: string }

export type Who = {
  readonly authority: string
  readonly parts: readonly Part[]
  readonly leads: readonly string[]
  /** Who does something in it, each once. */
  readonly acting: readonly string[]
  /** Who compiles a joint task, as far as that is confirmed. */
  readonly compiler: string | undefined
  readonly closingProposedBy: readonly string[]
  readonly signed: readonly string[]
  readonly opposed: readonly string[]
  /** Whether as many have proposed closing as must. */
  readonly isQuorum: boolean
  readonly proposalsMissing: readonly string[]
  /** Of a joint task, who has neither countersigned nor dissented. */
  readonly answersMissing: readonly string[]
  /** Who stands for a body by now. */
  readonly standsFor: (body: string) => string
}

/** Who issued the task, or has last taken that one's place. */
export const authorityOf = (events: readonly Event[]): string =>
  events.findLast(({ what }) => what === 'AuthoritySucceeded')?.fact.successor ?? (events[0] as Event).fact.authority

/** Who does what remained of a body's role, by records: nobody (``), where nobody has succeeded it. */
export const heirsOf = (events: readonly Event[]): ReadonlyMap<string, string> =>
  new Map(events.flatMap(({ what, fact }) => (what === 'DutiesSucceeded' ? [[fact.organisation, fact.successor]] : [])))

/** Of whom a record says that it is there no more, and who has succeeded it. */
function successionsIn(events: readonly Event[]): readonly (readonly [string, string])[] {
  return events.flatMap(({ what, fact }) => {
    if (what === 'AuthoritySucceeded') return [[fact.authority, fact.successor] as const]
    if (what === 'DelegateSucceeded') return [[fact.delegate, fact.successor] as const]
    if (what === 'DutiesSucceeded' && fact.successor)
      return [[fact.former || fact.organisation, fact.successor] as const]
    const isMerged = what === 'AssignmentTransferred' && fact.succession
    return isMerged ? [[fact.organisation, fact.successor.organisation] as const] : []
  })
}

/** Who stands for a body after these: whoever succeeded it last, or has succeeded that one since, and so on. */
function lastOf(body: string, successions: readonly (readonly [string, string])[]): string {
  let heir = body
  const own = successions.findLastIndex(([former]) => former === body)
  for (const [former, successor] of own < 0 ? [] : successions.slice(own)) if (former === heir) heir = successor
  return heir
}

export function whoIsWho(events: readonly Event[]): Who {
  const { mode, rules } = (events[0] as Event).fact
  const authority = authorityOf(events)
  const parts = livesOf(events).map((life) => ({ ...life, state: partState(life.events, life.organisation) }))
  const present = parts.filter(({ state }) => !goneStates.includes(state))
  const heirs = heirsOf(events)
  /** Who does what a body has to do: itself, or who a record says has succeeded it; nobody, where none has. */
  const actorOf = ({ organisation }: Part): string => heirs.get(organisation) ?? organisation
  const actorsOf = (some: readonly Part[]): string[] => [...new Set(some.map(actorOf))].filter((one) => one !== '')
  const missing = (some: readonly Part[], did: readonly string[]): string[] =>
    actorsOf(some.filter((part) => !did.includes(part.organisation) && !did.includes(actorOf(part))))
  const isLed = mode === 'RESPONSIBILITY_MODE_LED'
  const isJoint = mode === 'RESPONSIBILITY_MODE_JOINT'
  const leading = present.filter(({ role }) => role === 'ROLE_LEAD')
  const [leads, acting] = [actorsOf(leading), actorsOf(present)]
  const standing = sinceRuling(events)
  const whoDid = (kind: string): string[] => standing.filter(({ what }) => what === kind).map(({ by }) => by)
  const closingProposedBy = whoDid('ClosingProposed')
  const confirmed = confirmedCompiler(events)
  // Whoever is no longer there compiles no more, unless its proposal stands.
  const isThere = parts.some((part) => actorOf(part) === confirmed) || closingProposedBy.length > 0
  const compiler = isThere ? confirmed : undefined
  const named = isLed ? leads : isJoint && acting.length > 0 ? [compiler].filter((one) => one !== undefined) : acting
  const proposers = named.length > 0 || (isJoint && acting.length > 0) ? named : [authority]
  const entitled = isLed ? leading : present
  const open = missing(entitled, closingProposedBy)
  const proposalsMissing = proposers.filter((one) =>
    entitled.some((part) => actorOf(part) === one) ? open.includes(one) : !closingProposedBy.includes(one),
  )
  const [signed, opposed] = [whoDid('ClosingCountersigned'), whoDid('ClosingDissented')]
  const answered = [...signed, ...opposed, ...(compiler === undefined ? [] : [compiler])]
  return {
    ...{ authority, parts, leads, acting, compiler, closingProposedBy, signed, opposed, proposalsMissing },
    isQuorum: isQuorum(
      proposers.length,
      proposers.length - proposalsMissing.length,
      isLed ? rules?.closing : undefined,
    ),
    answersMissing: isJoint ? missing(present, answered) : [],
    standsFor: (body) => lastOf(body, successionsIn(events)),
  }
}

/** As many as the rules ask for: all, unless they say otherwise. */
function isQuorum(of: number, did: number, quorum: string | undefined): boolean {
  if (did === 0) return false
  if (quorum === 'QUORUM_ANY') return true
  return quorum === 'QUORUM_MAJORITY' ? did * 2 > of : did === of
}

/** Who submitted what waits for a review, if anything does. */
function submitterOf({ events, organisation }: Life): string | undefined {
  const last = events.findLast(
    ({ what, about }) => about === organisation && /^(AssignmentSubmitted|Submission\w+)$/.test(what),
  )
  const isEnded = [...goneStates, 'ACCEPTED'].includes(partState(events, organisation))
  return last?.what === 'AssignmentSubmitted' && !isEnded ? last.by : undefined
}

/**
 * Who reviews a body's submissions: the leads that neither are that body nor submitted for it, themselves or as whom they
 * succeeded; the authority where another body leads itself and it did not submit for that, or no such lead is there.
 */
export function reviewersOf(part: Life, { leads, authority, standsFor }: Who, { fact }: Event): readonly string[] {
  const { organisation, role } = part
  const submitter = submitterOf(part)
  const own = [
    organisation,
    submitter === undefined || submitter === organisation ? organisation : standsFor(submitter),
  ]
  const isLed = fact.mode === 'RESPONSIBILITY_MODE_LED' && (role !== 'ROLE_LEAD' || own.includes(authority))
  const others = isLed ? leads.filter((lead) => !own.includes(lead)) : []
  return others.length > 0 ? others : [authority]
}
