/**
 * Who closes a task: who leads it, compiles, proposes and answers, and what of that is still to be done. What remains of the
 * role of a body that had finished before it ended is its successor's, by a record that says so.
 */
import { livesOf } from './part-life.ts'
import { type Event, ends, goneStates, sinceRuling } from './reference-event.ts'

type Part = { readonly organisation: string; readonly role: string; readonly state: string }

export type Closing = {
  readonly leads: readonly string[]
  /** Who compiles a task for which all are responsible, once somebody has confirmed it. */
  readonly compiler: string | undefined
  /** Who compiles, or would if it were confirmed. */
  readonly proposedCompiler: string
  readonly closingProposedBy: readonly string[]
  readonly countersignedBy: readonly string[]
  /** Who has still to propose it, and to answer the proposal. */
  readonly proposalsMissing: readonly string[]
  readonly answersMissing: readonly string[]
  /** Whether as many have proposed it as have to, and whether nothing stands against it any more. */
  readonly isProposed: boolean
  readonly isOpen: boolean
}

/** Who does what a body has to do: itself, or who has succeeded it; '' where nobody has. */
function actorsBy(events: readonly Event[]): (body: string) => string {
  const heirs = new Map<string, string>()
  for (const { what, fact } of events) if (what === 'DutiesSucceeded') heirs.set(fact.organisation, fact.successor)
  return (body) => heirs.get(body) ?? body
}

/** Whoever was confirmed compiles until its part is another's, or it is no longer there and no proposal of it stands. */
function confirmedCompiler(events: readonly Event[]): string | undefined {
  const at = events.findLastIndex(({ what }) => what === 'CompilerConfirmed')
  const body: string | undefined = events[at]?.fact.organisation
  const left = events.some(({ what, about, fact }, i) => {
    if (i <= at) return false
    if (about === body && 'REASSIGNED TRANSFERRED'.includes(ends[what] ?? '-')) return true
    if (what !== 'DutiesSucceeded' && (what !== 'DissentRuled' || fact.closes)) return false
    const until = events.slice(0, i + 1)
    const actorOf = actorsBy(until)
    const isThere = livesOf(until).some(({ organisation }) => actorOf(organisation) === body)
    return !isThere && !sinceRuling(until).some((event) => event.what === 'ClosingProposed')
  })
  return left ? undefined : body
}

/** Whether as many of those who may propose closing did as the rules ask for: all, unless they say otherwise. */
function isQuorum(may: number, did: number, quorum: string | undefined): boolean {
  if (quorum === 'QUORUM_ANY') return did > 0
  return did > 0 && (quorum === 'QUORUM_MAJORITY' ? did * 2 > may : did === may)
}

export function closingOf(events: readonly Event[], parts: readonly Part[]): Closing {
  const { authority, mode, rules } = events[0]?.fact ?? {}
  const [isLed, isJoint] = [mode === 'RESPONSIBILITY_MODE_LED', mode === 'RESPONSIBILITY_MODE_JOINT']
  const actorOf = actorsBy(events)
  const present = parts.filter(({ state }) => !goneStates.includes(state)).map(({ organisation }) => organisation)
  const actors = (bodies: readonly string[]): string[] =>
    [...new Set(bodies.map(actorOf))].filter((body) => body !== '')
  const leading = parts.filter(({ role, organisation }) => role === 'ROLE_LEAD' && present.includes(organisation))
  const leads = actors(leading.map(({ organisation }) => organisation))
  const compiler = confirmedCompiler(events)
  const standing = sinceRuling(events)
  const whoDid = (what: string): string[] => standing.filter((event) => event.what === what).map(({ by }) => by)
  const closingProposedBy = whoDid('ClosingProposed')
  const [countersignedBy, opposed] = [whoDid('ClosingCountersigned'), whoDid('ClosingDissented')]
  // What a body did itself stands, and is not done again by who succeeds it.
  const isDoneFor = (body: string, by: readonly string[]): boolean => by.includes(body) || by.includes(actorOf(body))
  const hasProposed = (one: string): boolean => {
    const own = (isLed ? leading.map(({ organisation }) => organisation) : present).filter(
      (body) => actorOf(body) === one,
    )
    return own.length > 0 ? own.every((body) => isDoneFor(body, closingProposedBy)) : closingProposedBy.includes(one)
  }
  const all = actors(present)
  const named = isLed ? leads : isJoint && all.length > 0 ? [compiler] : all
  const may = (named.length > 0 ? named : [authority]).filter((one) => one !== undefined)
  const proposalsMissing = may.filter((one) => !hasProposed(one))
  const answers = [...countersignedBy, ...opposed, ...(compiler ? [compiler] : [])]
  const answersMissing = isJoint ? actors(present.filter((body) => !isDoneFor(body, answers))) : []
  const isProposed = isQuorum(may.length, may.length - proposalsMissing.length, rules?.closing)
  const isRuled = standing.some(({ what }) => what === 'DissentRuled')
  return {
    ...{ leads, compiler, closingProposedBy, countersignedBy, proposalsMissing, answersMissing, isProposed },
    proposedCompiler: compiler ?? leads[0] ?? all[0] ?? '',
    isOpen: isRuled || (isProposed && opposed.length === 0 && answersMissing.length === 0),
  }
}

/** Who reviews what a body submits, any one of them: the leads other than itself; of a lead, and without any, the authority. */
export function reviewersOf(
  leads: readonly string[],
  { organisation, role }: Omit<Part, 'state'>,
  issued: Event,
): string[] {
  const isLed = issued.fact.mode === 'RESPONSIBILITY_MODE_LED' && role !== 'ROLE_LEAD'
  const others = isLed ? leads.filter((lead) => lead !== organisation) : []
  return others.length > 0 ? others : [issued.fact.authority]
}
