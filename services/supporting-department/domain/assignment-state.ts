/** What an assignment has lived through: its facts, and its state. What its body may do next is in assignment.ts. */
import type * as assignment from '#proto/qiantou/assignment/v1/assignment_events.ts'
import type { ContentReference } from '#proto/qiantou/record/v1/record.ts'
import type * as task from '#proto/qiantou/task/v1/task_events.ts'
import { type ContentRef, contentRef, type EvidenceRef, evidenceRef } from '#shared/domain/content.ts'
import type { Actor, OrganisationName, Recorded, ResourceName } from '#shared/domain/decider.ts'

// ---- Events

export type AssignmentFact =
  | assignment.AssignmentAcknowledged
  | assignment.ProgressReported
  | assignment.AssignmentSubmitted
  | assignment.ReassignmentRequested

export type TaskFact =
  | task.TaskIssued
  | task.SubmissionAccepted
  | task.SubmissionReturned
  | task.AssignmentReassigned
  | task.AssignmentUpheld
  | task.TaskCancelled

// ---- State

export type AssignmentStateName = Exclude<task.AssignmentState, 'UNRECOGNIZED' | 'ASSIGNMENT_STATE_UNSPECIFIED'>

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
  /** ISO 8601. */
  readonly at: string
  /** Of a submission, once it is reviewed. */
  readonly review?: Review
}

export type Assignment = {
  readonly organisation: OrganisationName
  readonly role: task.Role
  readonly state: AssignmentStateName
  /** Where it stood before it asked to be released. */
  readonly before?: AssignmentStateName
  /** The newest, oldest first. */
  readonly reports: readonly Report[]
  /** The newest, oldest first. */
  readonly submissions: readonly Report[]
  /** ISO 8601. */
  readonly issuedAt: string
  readonly acknowledgedAt?: string
  readonly reassignmentReason?: ContentRef
  readonly reassignmentReview?: Review
}

/**
 * What a state keeps of reports, and as much of submissions: it is written whole by every command and goes whole into an
 * answer, which a client takes up to 4 MiB unless it is told otherwise. The log keeps all.
 */
const keeps = { reports: 20, evidence: 100 } as const

/** How many there were in all. */
export const countOf = (reports: readonly Report[]): number => reports.at(-1)?.number ?? 0

// ---- Fold

const issuedTo = (body: task.Body, at: Date): Assignment => ({
  organisation: body.organisation,
  role: body.role,
  state: 'ASSIGNMENT_STATE_ISSUED',
  reports: [],
  submissions: [],
  issuedAt: at.toISOString(),
})

/** What the body itself did: decided here on this very state, so that nothing crosses. */
function acted(state: Assignment, fact: AssignmentFact, at: Date): Assignment {
  switch (fact.$type) {
    case 'qiantou.assignment.v1.AssignmentAcknowledged':
      return { ...state, state: 'ASSIGNMENT_STATE_ACKNOWLEDGED', acknowledgedAt: at.toISOString() }
    case 'qiantou.assignment.v1.ProgressReported':
      return {
        ...state,
        state: 'ASSIGNMENT_STATE_IN_PROGRESS',
        reports: newest([...state.reports, reported(fact, at)]),
      }
    case 'qiantou.assignment.v1.AssignmentSubmitted': {
      const submission = reported({ ...fact, report: fact.submission, milestone: '', percent: 100 }, at)
      return { ...state, state: 'ASSIGNMENT_STATE_SUBMITTED', submissions: newest([...state.submissions, submission]) }
    }
    case 'qiantou.assignment.v1.ReassignmentRequested': {
      // What was decided on an earlier request says nothing of this one.
      const { reassignmentReview: _, ...rest } = state
      return {
        ...rest,
        before: state.state,
        state: 'ASSIGNMENT_STATE_REASSIGNMENT_REQUESTED',
        reassignmentReason: contentRef(fact.reason),
      }
    }
  }
}

const reported = (fact: Omit<assignment.ProgressReported, '$type'>, at: Date): Report => ({
  number: fact.report,
  milestone: fact.milestone,
  percent: fact.percent,
  text: contentRef(fact.text),
  evidence: fact.evidence.map(evidenceRef),
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

/** A submission was reviewed: the state after that, and the review beside the submission, while that is kept. */
const reviewed = (state: Assignment, next: AssignmentStateName, number: number, review: Review): Assignment => ({
  ...state,
  state: next,
  submissions: state.submissions.map((submission) =>
    submission.number === number ? { ...submission, review } : submission,
  ),
})

export function evolve(
  state: Assignment | undefined,
  recorded: Recorded<AssignmentFact | TaskFact>,
  stream: ResourceName,
): Assignment | undefined {
  const { fact, at, subject } = recorded
  const isOurs = (body: task.Body | undefined): body is task.Body =>
    body !== undefined && nameOf(subject, body.organisation) === stream
  switch (fact.$type) {
    case 'qiantou.task.v1.TaskIssued': {
      const body = fact.bodies.find(isOurs)
      return body ? issuedTo(body, at) : state
    }
    case 'qiantou.task.v1.AssignmentReassigned':
      if (isOurs(fact.successor)) return issuedTo(fact.successor, at)
      return (
        state && {
          ...state,
          state: 'ASSIGNMENT_STATE_REASSIGNED',
          reassignmentReview: reviewOf('REASSIGNED', recorded, fact.reason),
        }
      )
    case 'qiantou.task.v1.SubmissionAccepted':
      return state && reviewed(state, 'ASSIGNMENT_STATE_ACCEPTED', fact.submission, reviewOf('ACCEPTED', recorded))
    case 'qiantou.task.v1.SubmissionReturned': {
      const review = reviewOf('RETURNED', recorded, fact.reason)
      return state && reviewed(state, 'ASSIGNMENT_STATE_IN_PROGRESS', fact.submission, review)
    }
    case 'qiantou.task.v1.TaskCancelled':
      return state && { ...state, state: 'ASSIGNMENT_STATE_CANCELLED' }
    case 'qiantou.task.v1.AssignmentUpheld': {
      if (!state) return state
      const { before, ...rest } = state
      const reassignmentReview = reviewOf('UPHELD', recorded, fact.reason)
      return { ...rest, state: before ?? rest.state, reassignmentReview }
    }
    case 'qiantou.assignment.v1.AssignmentAcknowledged':
    case 'qiantou.assignment.v1.ProgressReported':
    case 'qiantou.assignment.v1.AssignmentSubmitted':
    case 'qiantou.assignment.v1.ReassignmentRequested':
      return state && acted(state, fact, at)
  }
}

export const nameOf = (taskName: ResourceName, organisation: OrganisationName): ResourceName =>
  `${taskName}/assignments/${organisation.slice('organisations/'.length)}`
