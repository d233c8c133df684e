/**
 * What tasks and assignments come to, read off a list of records alone: all that a subscriber gets. Written apart from
 * the services' folds, and in another manner: nothing is folded; each answer is looked up among the facts that bear on it.
 */

import type { ReadRecord } from '#shared/record/record.ts'
import { type Life, livesOf } from './part-life.ts'
import {
  confirmedCompiler,
  delegatesOf,
  duesOf,
  type Event,
  ends,
  eventOf,
  extensionsOf,
  sinceRuling,
} from './reference-event.ts'

export type ReferenceReview = {
  readonly outcome: string
  readonly reviewer: string
  readonly time: string
  /** The hash of the reason's text in hex; undefined where none is given. */
  readonly reason: string | undefined
}

export type ReferenceReport = {
  readonly number: number
  readonly milestone: string
  readonly percent: number
  readonly evidence: readonly string[]
  readonly time: string
  readonly review: ReferenceReview | undefined
}

export type ReferenceAssignment = {
  readonly organisation: string
  readonly role: string
  readonly state: string
  readonly version: number
  readonly reportCount: number
  readonly submissionCount: number
  /** The newest, as many as the API promises. */
  readonly reports: readonly ReferenceReport[]
  readonly submissions: readonly ReferenceReport[]
  readonly issueTime: string
  readonly acknowledgeTime: string | undefined
  readonly askedForRelease: boolean
  readonly releaseReview: ReferenceReview | undefined
  readonly due: string
  /** What became of each request for more time: `GRANTED`, `REFUSED`, or `` while it waits. */
  readonly extensions: readonly string[]
  readonly delegates: readonly string[]
}

export type ReferenceTask = {
  readonly name: string
  readonly state: string
  readonly version: number
  readonly closingProposedBy: readonly string[]
  readonly endTime: string | undefined
  readonly parts: readonly {
    readonly organisation: string
    readonly state: string
    readonly percent: number
    readonly submissions: number
    readonly reviewers: readonly string[]
    /** `2026-12-31`. */
    readonly due: string
    readonly formerDues: readonly string[]
  }[]
  readonly compiler: string
  readonly countersignedBy: readonly string[]
  readonly dissentedBy: readonly string[]
  readonly assignments: readonly ReferenceAssignment[]
}

/** States of a part that has ended without being done. */
export const goneStates: readonly string[] = ['REASSIGNED', 'TRANSFERRED', 'WAIVED', 'CANCELLED']

const stateAfter: Readonly<Record<string, string>> = {
  AssignmentAcknowledged: 'ACKNOWLEDGED',
  ProgressReported: 'IN_PROGRESS',
  AssignmentSubmitted: 'SUBMITTED',
  SubmissionAccepted: 'ACCEPTED',
  SubmissionReturned: 'IN_PROGRESS',
  ReassignmentRequested: 'REASSIGNMENT_REQUESTED',
}

/** Where a body's part stands: what ended it, whenever that was; that it is suspended; else the last thing that moved it. */
export function partState(events: readonly Event[], body: string): string {
  const own = events.filter(({ about }) => about === body)
  const end = own.find(({ what }) => what in ends)
  if (end) return ends[end.what] as string
  const clock = own.findLast(({ what }) => what === 'AssignmentSuspended' || what === 'AssignmentResumed')
  if (events.some(({ what, fact }) => what === 'TaskCancelled' && fact.organisations.includes(body))) return 'CANCELLED'
  if (clock?.what === 'AssignmentSuspended') return 'SUSPENDED'
  const moves = own.filter(({ what }) => what in stateAfter || what === 'AssignmentUpheld')
  const last = moves.at(-1)
  if (last?.what !== 'AssignmentUpheld') return stateAfter[last?.what ?? ''] ?? 'ISSUED'
  // Upheld: as if it had never asked.
  const asked = own.findLastIndex(({ what }) => what === 'ReassignmentRequested')
  const before = own.slice(0, asked).filter(({ what }) => what !== 'AssignmentSuspended')
  return partState(before, body)
}

const outcomes: Readonly<Record<string, string>> = {
  SubmissionAccepted: 'ACCEPTED',
  SubmissionReturned: 'RETURNED',
  AssignmentUpheld: 'UPHELD',
  AssignmentReassigned: 'REASSIGNED',
}

const reviewOf = (event: Event | undefined): ReferenceReview | undefined =>
  event && {
    outcome: outcomes[event.what] ?? '',
    reviewer: event.by,
    time: event.time,
    reason: event.fact.reason && Buffer.from(event.fact.reason.sha256).toString('hex'),
  }

const reportsOf = (events: readonly Event[], body: string, what: string): ReferenceReport[] => {
  const own = events.filter(({ about }) => about === body)
  return own
    .filter((event) => event.what === what)
    .map(({ fact, time }) => ({
      number: fact.report ?? fact.submission,
      milestone: fact.milestone ?? '',
      percent: what === 'AssignmentSubmitted' ? 100 : fact.percent,
      evidence: fact.evidence.map(({ title }: { title: string }) => title),
      time,
      review: reviewOf(
        own.find(
          (event) =>
            event.what.startsWith('Submission') && fact.submission && event.fact.submission === fact.submission,
        ),
      ),
    }))
}

/** What the API shows of reports or submissions: the last 20, of which those that name 100 pieces of evidence or fewer. */
const shown = (reports: readonly ReferenceReport[]): readonly ReferenceReport[] =>
  reports.slice(-20).filter((_, i, last) => last.slice(i).flatMap(({ evidence }) => evidence).length <= 100)

/** What was decided since a body last asked to be released. */
function releaseReviewOf(events: readonly Event[], body: string): ReferenceReview | undefined {
  const own = events.filter(({ about }) => about === body)
  const asked = own.findLastIndex(({ what }) => what === 'ReassignmentRequested')
  const decided = own
    .slice(asked + 1)
    .find(({ what }) => what === 'AssignmentUpheld' || what === 'AssignmentReassigned')
  return reviewOf(decided)
}

const movesOf = (events: readonly Event[], body: string): readonly Event[] =>
  events.filter(({ about }) => about === body)

const count = (events: readonly Event[], body: string, kind: string): number =>
  events.filter(({ what, about }) => about === body && what === kind).length

/** Whether an event is one that a body's assignment has to know of. */
const concerns = ({ what, about, fact }: Event, body: string): boolean =>
  (about === body && what !== 'CompilerConfirmed') ||
  (what === 'TaskIssued' && fact.bodies.some(({ organisation }: { organisation: string }) => organisation === body)) ||
  (what === 'TaskCancelled' && fact.organisations.includes(body)) ||
  fact?.successor?.organisation === body

/** A task by all of its records, in order. */
export function taskOf(name: string, events: readonly Event[]): ReferenceTask {
  const { fact: issued } = events[0] as Event
  const bodies = livesOf(events).map((life) => ({ ...life, state: partState(life.events, life.organisation) }))
  const present = bodies.filter(({ state }) => !goneStates.includes(state))
  const leads = present.filter(({ role }) => role === 'ROLE_LEAD').map(({ organisation }) => organisation)
  const isLed = issued.mode === 'RESPONSIBILITY_MODE_LED'
  const isJoint = issued.mode === 'RESPONSIBILITY_MODE_JOINT'
  const compiler = confirmedCompiler(events)
  const proposers = isLed ? leads : isJoint ? [compiler] : present.map(({ organisation }) => organisation)
  const standing = sinceRuling(events)
  const whoDid = (kind: string, among = standing) => among.filter(({ what }) => what === kind).map(({ by }) => by)
  const closingProposedBy = whoDid('ClosingProposed')
  const [signed, opposed] = [whoDid('ClosingCountersigned'), whoDid('ClosingDissented')]
  const others = present.filter(({ organisation }) => organisation !== compiler)
  const isAgreed =
    !isJoint || (opposed.length === 0 && others.every(({ organisation }) => signed.includes(organisation)))
  const isRuled = standing.some(({ what }) => what === 'DissentRuled')
  const end = events.find(({ what }) => what === 'TaskClosed' || what === 'TaskCancelled')
  const isProposed = isQuorum(proposers, closingProposedBy, issued.rules?.closing)
  const open = isRuled || (isProposed && isAgreed)
  const endState = { TaskClosed: 'CLOSED', TaskCancelled: 'CANCELLED' }[end?.what ?? '']
  return {
    name,
    state: endState ?? (open ? 'CLOSE_PROPOSED' : 'ISSUED'),
    // Who may act for a body is no business of the task's.
    version: events.filter(({ what }) => !what.includes('Delegat')).length,
    closingProposedBy,
    endTime: end?.time,
    parts: bodies.map(({ organisation, role, state, events: own }) => ({
      organisation,
      state,
      percent: movesOf(own, organisation).reduce(
        (percent, { what, fact }) => ({ ProgressReported: fact.percent, AssignmentSubmitted: 100 })[what] ?? percent,
        0,
      ),
      submissions: count(own, organisation, 'AssignmentSubmitted'),
      reviewers: isLed && role !== 'ROLE_LEAD' ? leads : [issued.authority],
      due: duesOf(own, organisation).at(-1) as string,
      formerDues: duesOf(own, organisation).slice(0, -1).slice(-20),
    })),
    compiler: (isLed ? leads[0] : undefined) ?? compiler ?? present[0]?.organisation ?? '',
    countersignedBy: signed,
    dissentedBy: [...new Set(whoDid('ClosingDissented', events))],
    assignments: bodies.map((body) => assignmentOf(body, events)),
  }
}

/** Whether as many of those who may propose closing did as the rules ask for: all, unless they say otherwise. */
function isQuorum(may: readonly (string | undefined)[], did: readonly string[], quorum: string | undefined): boolean {
  const count = may.filter((body) => body !== undefined && did.includes(body)).length
  if (quorum === 'QUORUM_ANY') return count > 0
  return count > 0 && (quorum === 'QUORUM_MAJORITY' ? count * 2 > may.length : count === may.length)
}

/** A body's assignment, by the records since its part was given to it; its version counts those before as well. */
function assignmentOf({ organisation, role, state, gift, events }: Life & { state: string }, all: readonly Event[]) {
  const moves = movesOf(events, organisation)
  return {
    ...{ organisation, role, state },
    version: all.filter((event) => concerns(event, organisation)).length,
    reportCount: count(events, organisation, 'ProgressReported'),
    submissionCount: count(events, organisation, 'AssignmentSubmitted'),
    reports: shown(reportsOf(events, organisation, 'ProgressReported')),
    submissions: shown(reportsOf(events, organisation, 'AssignmentSubmitted')),
    issueTime: gift.time,
    acknowledgeTime: moves.find(({ what }) => what === 'AssignmentAcknowledged')?.time,
    askedForRelease: moves.some(({ what }) => what === 'ReassignmentRequested'),
    releaseReview: releaseReviewOf(events, organisation),
    due: duesOf(events, organisation).at(-1) as string,
    extensions: extensionsOf(events, organisation),
    delegates: delegatesOf(moves),
  }
}

/** Every task that the records speak of, in the order of their issuing. */
export function referenceTasks(records: readonly ReadRecord[]): readonly ReferenceTask[] {
  const tasks = Map.groupBy(
    records.filter(({ subject }) => subject.includes('/tasks/')),
    ({ subject }) => subject.split('/').slice(0, 4).join('/'),
  )
  return [...tasks].map(([name, history]) => taskOf(name, history.map(eventOf)))
}
