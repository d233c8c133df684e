/** What an assignment has lived through: its facts, and its state. What its body may do next is in assignment.ts. */
import type * as assignment from '#proto/qiantou/assignment/v1/assignment_events.ts'
import type { ContentReference } from '#proto/qiantou/record/v1/record.ts'
import type * as task from '#proto/qiantou/task/v1/task_events.ts'
import { type Day, dayFrom, dayOf, endOf, toDate } from '#shared/domain/calendar.ts'
import { type ContentRef, contentRef, type EvidenceRef, evidenceRef } from '#shared/domain/content.ts'
import { type Basis, type Course, dueOfCourse, elapsed, isFinal } from '#shared/domain/course.ts'
import {
  acted,
  type BodySideFact,
  basisOf,
  decidedAbout,
  handedOver,
  started,
  succeeded,
  type TaskSideFact,
} from '#shared/domain/course-fold.ts'
import type { Actor, OrganisationName, Recorded, ResourceName } from '#shared/domain/decider.ts'
import { firstRole } from '#shared/domain/task-roles.ts'

// ---- Events

export type AssignmentFact = BodySideFact | assignment.AssignmentDelegated | assignment.DelegationRevoked

export type TaskFact = task.TaskIssued | TaskSideFact

// ---- State

/** What became of a submission, or of a request to be released. */
export type Review = {
  readonly outcome: 'ACCEPTED' | 'RETURNED' | 'UPHELD' | 'REASSIGNED'
  readonly reviewer: Actor
  /** ISO 8601. */
  readonly at: string
  /** Its text lies with whoever decided. */
  readonly reason?: ContentRef
}

export type Report = {
  readonly number: number
  readonly milestone: string
  readonly percent: number
  readonly text: ContentRef
  readonly evidence: readonly EvidenceRef[]
  /** Number of the report that this one corrects. */
  readonly corrects?: number
  readonly signOff?: readonly { readonly step: assignment.SignOffStep; readonly person: string }[]
  /** ISO 8601. */
  readonly at: string
  /** Of a submission, once it is reviewed. */
  readonly review?: Review
}

/** A request for more time, and what became of it. */
export type ExtensionRequest = {
  readonly number: number
  readonly milestone: string
  readonly due: Day
  readonly reason: ContentRef
  readonly outcome?: 'GRANTED' | 'REFUSED'
}

/** Who may act for the body, from the first day to the last. */
export type Delegation = { readonly organisation: OrganisationName; readonly from: Day; readonly until: Day }

export type Assignment = Course & {
  readonly organisation: OrganisationName
  readonly role: task.Role
  readonly basis: Basis
  /** The newest, oldest first. */
  readonly reports: readonly Report[]
  /** The newest, oldest first. */
  readonly submissions: readonly Report[]
  /** ISO 8601. */
  readonly issuedAt: string
  readonly acknowledgedAt?: string
  readonly reassignmentReason?: ContentRef
  readonly reassignmentReview?: Review
  /** The newest, oldest first. */
  readonly extensionRequests?: readonly ExtensionRequest[]
  readonly delegations?: readonly Delegation[]
}

/**
 * What a state keeps of reports, and as much of submissions: it is written whole by every command and goes whole into an
 * answer, which a client takes up to 4 MiB unless it is told otherwise. The log keeps all.
 */
const keeps = { reports: 20, evidence: 100, extensions: 20 } as const

/** How many there were in all. */
export const countOf = (reports: readonly Report[]): number => reports.at(-1)?.number ?? 0

// ---- Fold

type Begun = Pick<Assignment, 'organisation' | 'role' | 'basis'> & { readonly course: Course; readonly at: Date }

const begun = ({ course, at, ...named }: Begun): Assignment => ({
  ...course,
  ...named,
  reports: [],
  submissions: [],
  issuedAt: at.toISOString(),
})

/** What the body itself did beside the course of its part: decided here on this very state, so that nothing crosses. */
function kept(state: Assignment, fact: AssignmentFact, at: Date): Assignment {
  switch (fact.$type) {
    case 'qiantou.assignment.v1.AssignmentAcknowledged':
      return { ...state, acknowledgedAt: at.toISOString() }
    case 'qiantou.assignment.v1.ProgressReported':
      return { ...state, reports: newest([...state.reports, reported(fact, at)]) }
    case 'qiantou.assignment.v1.AssignmentSubmitted': {
      const submission = reported({ ...fact, report: fact.submission, milestone: '', percent: 100, corrects: 0 }, at)
      return { ...state, submissions: newest([...state.submissions, submission]) }
    }
    case 'qiantou.assignment.v1.ReassignmentRequested': {
      // What was decided on an earlier request says nothing of this one.
      const { reassignmentReview: _, ...rest } = state
      return { ...rest, reassignmentReason: contentRef(fact.reason) }
    }
    case 'qiantou.assignment.v1.ExtensionRequested': {
      const { extension: number, milestone, due, reason } = fact
      const request = { number, milestone, due: due ? dayFrom(due) : '', reason: contentRef(reason) }
      return { ...state, extensionRequests: [...(state.extensionRequests ?? []), request].slice(-keeps.extensions) }
    }
    case 'qiantou.assignment.v1.AssignmentDelegated': {
      const { organisation, from, until } = fact
      const today = toDate(dayOf(at))
      const delegation = { organisation, from: dayFrom(from ?? today), until: dayFrom(until ?? today) }
      return { ...state, delegations: [...without(state, organisation), delegation] }
    }
    case 'qiantou.assignment.v1.DelegationRevoked':
      return { ...state, delegations: without(state, fact.organisation) }
    case 'qiantou.assignment.v1.DeadlineReached':
      return state
  }
}

const without = ({ delegations = [] }: Assignment, organisation: OrganisationName): readonly Delegation[] =>
  delegations.filter((delegation) => delegation.organisation !== organisation)

/** The course of the part after what its body did. */
const going = (state: Assignment, fact: AssignmentFact, at: Date): Assignment =>
  fact.$type === 'qiantou.assignment.v1.AssignmentDelegated' || fact.$type === 'qiantou.assignment.v1.DelegationRevoked'
    ? state
    : (acted(state, state.basis, fact, at) as Assignment)

const reported = (fact: Omit<assignment.ProgressReported, '$type'>, at: Date): Report => ({
  number: fact.report,
  milestone: fact.milestone,
  percent: fact.percent,
  text: contentRef(fact.text),
  evidence: fact.evidence.map(evidenceRef),
  ...(fact.corrects ? { corrects: fact.corrects } : {}),
  ...(fact.signOff.length ? { signOff: fact.signOff.map(({ step, person }) => ({ step, person })) } : {}),
  at: at.toISOString(),
})

/** As many of the newest as a state keeps; the last one always. */
function newest(reports: readonly Report[]): readonly Report[] {
  const first = reports.findIndex((_, i) => {
    const rest = reports.slice(i)
    return rest.length <= keeps.reports && rest.flatMap(({ evidence }) => evidence).length <= keeps.evidence
  })
  return reports.slice(first)
}

const reviewOf = (
  outcome: Review['outcome'],
  { actor, at }: Pick<Recorded, 'actor' | 'at'>,
  reason?: ContentReference,
): Review => ({ outcome, reviewer: actor, at: at.toISOString(), ...(reason ? { reason: contentRef(reason) } : {}) })

/** The review beside the submission that it is about, while that is kept. */
const reviewed = (state: Assignment, number: number, review: Review): Assignment => ({
  ...state,
  submissions: state.submissions.map((submission) =>
    submission.number === number ? { ...submission, review } : submission,
  ),
})

const settledExtension = (state: Assignment, number: number, outcome: 'GRANTED' | 'REFUSED'): Assignment => ({
  ...state,
  extensionRequests: (state.extensionRequests ?? []).map((request) =>
    request.number === number ? { ...request, outcome } : request,
  ),
})

/** What the task's side decided, beside the course of the part. */
function answered(state: Assignment, recorded: Recorded<TaskSideFact>): Assignment {
  const { fact } = recorded
  switch (fact.$type) {
    case 'qiantou.task.v1.AssignmentReassigned':
      return { ...state, reassignmentReview: reviewOf('REASSIGNED', recorded, fact.reason) }
    case 'qiantou.task.v1.AssignmentUpheld':
      return { ...state, reassignmentReview: reviewOf('UPHELD', recorded, fact.reason) }
    case 'qiantou.task.v1.SubmissionAccepted':
      return reviewed(state, fact.submission, reviewOf('ACCEPTED', recorded))
    case 'qiantou.task.v1.SubmissionReturned':
      return reviewed(state, fact.submission, reviewOf('RETURNED', recorded, fact.reason))
    case 'qiantou.task.v1.ExtensionGranted':
      return settledExtension(state, fact.extension, 'GRANTED')
    case 'qiantou.task.v1.ExtensionRefused':
      return settledExtension(state, fact.extension, 'REFUSED')
    default:
      return state
  }
}

type Named = Pick<Assignment, 'organisation' | 'role'>

/** The part that a fact gives to the body of this stream. */
function issuedTo(
  { fact, at, subject }: Recorded<task.TaskIssued | TaskSideFact>,
  stream: ResourceName,
): Assignment | undefined {
  const ours = (body: Named | undefined): Named | undefined =>
    body && nameOf(subject, body.organisation) === stream
      ? { organisation: body.organisation, role: body.role }
      : undefined
  switch (fact.$type) {
    case 'qiantou.task.v1.TaskIssued': {
      const named = ours(fact.bodies.find(ours))
      return named && begun({ ...named, basis: basisOf(fact, at), course: started, at })
    }
    case 'qiantou.task.v1.AssignmentReassigned':
    case 'qiantou.task.v1.AssignmentTransferred': {
      const named = ours(fact.successor)
      return named && begun({ ...named, basis: handedOver(fact, at), course: succeeded(fact, at), at })
    }
    default:
      return undefined
  }
}

export function evolve(
  state: Assignment | undefined,
  recorded: Recorded<AssignmentFact | TaskFact>,
  stream: ResourceName,
): Assignment | undefined {
  const { fact, at } = recorded
  switch (fact.$type) {
    case 'qiantou.task.v1.TaskIssued':
      return issuedTo({ ...recorded, fact }, stream) ?? state
    case 'qiantou.task.v1.SubmissionAccepted':
    case 'qiantou.task.v1.SubmissionReturned':
    case 'qiantou.task.v1.AssignmentReassigned':
    case 'qiantou.task.v1.AssignmentTransferred':
    case 'qiantou.task.v1.AssignmentUpheld':
    case 'qiantou.task.v1.AssignmentSuspended':
    case 'qiantou.task.v1.AssignmentResumed':
    case 'qiantou.task.v1.AssignmentWaived':
    case 'qiantou.task.v1.ExtensionOpinionGiven':
    case 'qiantou.task.v1.ExtensionGranted':
    case 'qiantou.task.v1.ExtensionRefused':
    case 'qiantou.task.v1.TaskCancelled': {
      const decided = { ...recorded, fact }
      const issued = issuedTo(decided, stream)
      // Whoever has a part already keeps it, unless that has ended; of the two roles the first one holds.
      if (issued)
        return state ? { ...(isFinal(state) ? issued : state), role: firstRole(state.role, issued.role) } : issued
      if (!state) return undefined
      return answered(decidedAbout(state, state.basis, decided) as Assignment, decided)
    }
    default:
      return state && kept(going(state, fact, at), fact, at)
  }
}

export const nameOf = (taskName: ResourceName, organisation: OrganisationName): ResourceName =>
  `${taskName}/assignments/${organisation.slice('organisations/'.length)}`

// ---- What time does

/** A delegation is over when its last day is. */
const endsOf = ({ delegations = [] }: Assignment): readonly string[] =>
  delegations.map(({ until }) => endOf(until).toISOString())

/** When time alone changes something next, ISO 8601. */
export const dueOfAssignment = (state: Assignment): string | undefined =>
  [dueOfCourse(state, state.basis), ...endsOf(state)].filter((at) => at !== undefined).sort()[0]

/** What time has brought about. */
export const elapsedOf = (state: Assignment, at: Date): readonly AssignmentFact[] => [
  ...elapsed(state, state.basis, at),
  ...(state.delegations ?? [])
    .filter(({ until }) => endOf(until) <= at)
    .map(({ organisation }) => ({ $type: 'qiantou.assignment.v1.DelegationRevoked' as const, organisation })),
]
