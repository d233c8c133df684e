/**
 * What tasks and assignments come to, read off a list of records alone: all that a subscriber gets. Written apart from
 * the services' folds, and in another manner: nothing is folded; each answer is looked up among the facts that bear on it.
 */

import type { ReadRecord } from '#shared/record/record.ts'
import { draftOf, type ReferenceDraft, sinceIssue } from './draft.ts'
import { datesIn, isReached } from './part-dates.ts'
import {
  delegatesOf,
  duesOf,
  type Event,
  eventOf,
  extensionsOf,
  milestoneDuesOf,
  peopleOf,
  piecesOf,
  reopens,
  sinceRuling,
} from './reference-event.ts'
import { type Part, reviewersOf, whoIsWho } from './who.ts'

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
  readonly percent: number
  /** `organisations/hn-czt 2026-03-02T04:00:00.000Z`, who took it over; empty where nobody did. */
  readonly moved: string
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
  /** `2026-03-04`; empty where there is none. */
  readonly reassignBy: string
  /** `half-year 2026-06-30,2026-08-31`: every due date that it has had, the newest last; and whether it is reached. */
  readonly milestones: readonly string[]
  /** What became of each request for more time: `GRANTED`, `REFUSED`, or `` while it waits. */
  readonly extensions: readonly string[]
  readonly delegates: readonly string[]
  /** `TERM_ROLE_LIAISON 0b7c… 2026-03-04`: who was named last for each role from each day on; a later naming for one that has come takes its place. */
  readonly people: readonly string[]
  /** `1 organisations/hn-changsha ACCEPTED 100`. */
  readonly pieces: readonly string[]
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
  /** Whose silence was ruled on. */
  readonly silent: readonly string[]
  /** Of a task that was not issued. */
  readonly draft: ReferenceDraft | undefined
  readonly assignments: readonly ReferenceAssignment[]
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

/** How far the whole is: by the last report that is of no milestone, or the last submission. */
function percentOf(events: readonly Event[], body: string): number {
  const last = movesOf(events, body).findLast(
    ({ what, fact }) => what === 'AssignmentSubmitted' || (what === 'ProgressReported' && !fact.milestone),
  )
  return last?.what === 'AssignmentSubmitted' ? 100 : (last?.fact.percent ?? 0)
}

/** To whom the part of these records went, and when. */
const movedIn = (own: readonly Event[]): string => {
  const move = own.find(({ what }) => what === 'AssignmentReassigned' || what === 'AssignmentTransferred')
  return move ? `${move.fact.successor.organisation} ${move.time}` : ''
}

const count = (events: readonly Event[], body: string, kind: string): number =>
  events.filter(({ what, about }) => about === body && what === kind).length

/** Whether an event is one that a body's assignment has to know of. */
const concerns = ({ what, about, fact }: Event, body: string): boolean =>
  // Who does the rest of its role is no business of the part; that nobody does is, since its body is gone.
  (about === body && what !== 'CompilerConfirmed' && (what !== 'DutiesSucceeded' || !fact.successor)) ||
  (what === 'TaskIssued' && fact.bodies.some(({ organisation }: { organisation: string }) => organisation === body)) ||
  ((what === 'TaskCancelled' || what === 'TaskReopened') && fact.organisations.includes(body)) ||
  fact?.successor?.organisation === body

/** A task that was never issued: nobody has a part of it. */
function unissued(name: string, events: readonly Event[]): ReferenceTask {
  const end = events.find(({ what }) => what === 'TaskCancelled')
  return {
    ...{ name, state: end ? 'CANCELLED' : 'DRAFT', version: events.length, endTime: end?.time },
    ...{ closingProposedBy: [], parts: [], compiler: '', countersignedBy: [], dissentedBy: [], silent: [] },
    ...{ draft: draftOf(events), assignments: [] },
  }
}

/** A task by all of its records, in order; what it is begins with its issue. */
export function taskOf(name: string, all: readonly Event[]): ReferenceTask {
  const events = sinceIssue(all)
  if (events.length === 0) return unissued(name, all)
  const [issued] = events as [Event]
  const who = whoIsWho(events)
  const { parts, leads, acting, compiler, closingProposedBy, signed, opposed } = who
  const isAgreed = opposed.length === 0 && who.answersMissing.length === 0
  const isRuled = sinceRuling(events).some(({ what }) => what === 'DissentRuled')
  const end = events.findLast(({ what }) => ['TaskClosed', 'TaskCancelled', 'TaskReopened'].includes(what))
  const isArchived = events.some(({ what }) => what === 'TaskArchived')
  const open = isRuled || (who.isQuorum && isAgreed)
  const endState = { TaskClosed: isArchived ? 'ARCHIVED' : 'CLOSED', TaskCancelled: 'CANCELLED' }[end?.what ?? '']
  const isLed = issued.fact.mode === 'RESPONSIBILITY_MODE_LED'
  return {
    name,
    state: endState ?? (open ? 'CLOSE_PROPOSED' : 'ISSUED'),
    // Who may act for a body, what it gives to others, and which of its people do it, is no business of the task's.
    version: all.filter(({ what }) => !/Delegat|ubassign|PersonNamed/.test(what)).length,
    closingProposedBy,
    endTime: endState && end?.time,
    parts: parts.map((part) => ({
      organisation: part.organisation,
      state: part.state,
      percent: percentOf(part.events, part.organisation),
      submissions: count(part.events, part.organisation, 'AssignmentSubmitted'),
      reviewers: reviewersOf(part, who, issued),
      due: duesOf(part.events, part.organisation).at(-1) as string,
      formerDues: duesOf(part.events, part.organisation).slice(0, -1).slice(-20),
    })),
    compiler: (isLed ? leads[0] : undefined) ?? compiler ?? acting[0] ?? '',
    countersignedBy: signed,
    dissentedBy: [...new Set(events.filter(({ what }) => what === 'ClosingDissented').map(({ by }) => by))],
    silent: [
      ...new Set(events.flatMap(({ what, fact }) => (what === 'DissentRuled' ? (fact.silent as string[]) : []))),
    ],
    draft: undefined,
    assignments: parts.map((part) => assignmentOf(part, events)),
  }
}

/** A body's assignment, by the records since its part was given to it; its version counts those before as well. */
function assignmentOf(part: Part, all: readonly Event[]) {
  const { organisation, role, state, gift, events } = part
  const [moves, issued] = [movesOf(events, organisation), all[0] as Event]
  const lived = events.filter((event) => event.about === organisation || reopens(event, organisation))
  return {
    ...{ organisation, role, state },
    version: all.filter((event) => concerns(event, organisation)).length,
    percent: percentOf(events, organisation),
    moved: movedIn(moves),
    reportCount: count(events, organisation, 'ProgressReported'),
    submissionCount: count(events, organisation, 'AssignmentSubmitted'),
    reports: shown(reportsOf(events, organisation, 'ProgressReported')),
    submissions: shown(reportsOf(events, organisation, 'AssignmentSubmitted')),
    issueTime: gift.time,
    acknowledgeTime: moves.find(({ what }) => what === 'AssignmentAcknowledged')?.time,
    askedForRelease: moves.some(({ what }) => what === 'ReassignmentRequested'),
    releaseReview: releaseReviewOf(events, organisation),
    due: duesOf(events, organisation).at(-1) as string,
    // Records of old say no rules.
    reassignBy: issued.fact.rules ? datesIn(part, issued).reassignBy : '',
    milestones: (gift.fact.content ?? gift.fact).milestones.map(
      ({ id }: { id: string }) =>
        `${id} ${milestoneDuesOf(events, organisation, id).slice(-21)}${isReached(id, lived) ? ' reached' : ''}`,
    ),
    extensions: extensionsOf(events, organisation),
    delegates: delegatesOf(moves),
    people: peopleOf(moves),
    pieces: piecesOf(moves),
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
