/** Task (任务): the work as a whole. Issue, review, reassign, uphold, close and cancel are decided here. */
import { type Either, isLeft, right } from 'fp-ts/lib/Either.js'
import * as assignment from '#proto/qiantou/assignment/v1/assignment_events.ts'
import type { ResponsibilityMode } from '#proto/qiantou/programme/v1/programme_events.ts'
import type { ContentReference, Evidence } from '#proto/qiantou/record/v1/record.ts'
import * as task from '#proto/qiantou/task/v1/task_events.ts'
import {
  type Actor,
  type Context,
  type Decider,
  noParties,
  type OrganisationName,
  type Parties,
  workflowOf,
} from '#shared/domain/decider.ts'
import { type Rejection, reject } from '#shared/domain/rejection.ts'
import {
  type AssignmentFact,
  evolve,
  isOpen,
  type Part,
  proposers,
  reviewersOf,
  type Task,
  type TaskFact,
  taskParties,
} from './task-state.ts'

// ---- Commands

export type TaskCommand =
  | {
      readonly type: 'Issue'
      readonly content: task.TaskContent
      readonly mode: ResponsibilityMode
      readonly authority: OrganisationName
      readonly bodies: readonly task.Body[]
    }
  | { readonly type: 'Accept'; readonly organisation: OrganisationName }
  | { readonly type: 'Return'; readonly organisation: OrganisationName; readonly reason: ContentReference }
  | {
      readonly type: 'Reassign'
      readonly organisation: OrganisationName
      readonly successor: OrganisationName
      readonly reason: ContentReference
    }
  | { readonly type: 'Uphold'; readonly organisation: OrganisationName; readonly reason: ContentReference }
  | { readonly type: 'ProposeClosing'; readonly statement: ContentReference; readonly evidence: readonly Evidence[] }
  | { readonly type: 'Close' }
  | { readonly type: 'Cancel'; readonly reason: ContentReference }

// ---- Decisions

type Decision = Either<Rejection, readonly [TaskFact, ...TaskFact[]]>

const ended = (state: Task): boolean => state.state === 'CLOSED' || state.state === 'CANCELLED'

function issue(command: Extract<TaskCommand, { type: 'Issue' }>, state: Task | undefined, actor: Actor): Decision {
  if (actor !== command.authority)
    return reject('permission', 'NOT_ISSUING_AUTHORITY', { authority: command.authority })
  if (state) return reject('exists', 'TASK_EXISTS')
  if (command.mode === 'RESPONSIBILITY_MODE_UNASSIGNED' || command.bodies.length === 0)
    return reject('precondition', 'CLAUSE_UNASSIGNED', { clause: command.content.clause })
  const { content, mode, authority, bodies } = command
  return right([{ $type: 'qiantou.task.v1.TaskIssued', content, mode, authority, bodies: [...bodies] }])
}

/** The part that a review is about, if the actor may review it and it waits for that. */
function reviewable(state: Task, organisation: OrganisationName, actor: Actor): Either<Rejection, Part> {
  const part = state.parts.find((candidate) => candidate.organisation === organisation)
  if (!part) return reject('notFound', 'ASSIGNMENT_NOT_FOUND', { organisation })
  const reviewers = reviewersOf(state, part)
  if (!reviewers.includes(actor)) {
    const details = { organisation, reviewers: reviewers.join(', ') }
    return reviewers.includes(state.authority)
      ? reject('permission', 'AUTHORITY_REVIEWS', details)
      : reject('permission', 'NOT_LEAD_OF_TASK', details)
  }
  if (part.state !== 'ASSIGNMENT_STATE_SUBMITTED')
    return reject('precondition', 'NOT_SUBMITTED', { organisation, state: part.state })
  return right(part)
}

function review(command: Extract<TaskCommand, { type: 'Accept' | 'Return' }>, state: Task, actor: Actor): Decision {
  const part = reviewable(state, command.organisation, actor)
  if (isLeft(part)) return part
  const { organisation, submissions: submission } = part.right
  return right([
    command.type === 'Accept'
      ? { $type: 'qiantou.task.v1.SubmissionAccepted', organisation, submission }
      : { $type: 'qiantou.task.v1.SubmissionReturned', organisation, submission, reason: command.reason },
  ])
}

/** The authority reassigns or upholds what a body asked to be released from. */
function settleRequest(
  command: Extract<TaskCommand, { type: 'Reassign' | 'Uphold' }>,
  state: Task,
  actor: Actor,
): Decision {
  const { organisation, reason } = command
  if (actor !== state.authority) return reject('permission', 'NOT_ISSUING_AUTHORITY', { authority: state.authority })
  const part = state.parts.find((candidate) => candidate.organisation === organisation)
  if (!part) return reject('notFound', 'ASSIGNMENT_NOT_FOUND', { organisation })
  if (part.state !== 'ASSIGNMENT_STATE_REASSIGNMENT_REQUESTED')
    return reject('precondition', 'NO_REASSIGNMENT_REQUESTED', { organisation, state: part.state })
  if (command.type === 'Uphold') return right([{ $type: 'qiantou.task.v1.AssignmentUpheld', organisation, reason }])
  // Every body named in a task has one assignment, once (docs/domain.md, rule 9).
  if (state.parts.some((candidate) => candidate.organisation === command.successor))
    return reject('precondition', 'ALREADY_ASSIGNED', { organisation: command.successor })
  const successor: task.Body = { $type: 'qiantou.task.v1.Body', organisation: command.successor, role: part.role }
  return right([{ $type: 'qiantou.task.v1.AssignmentReassigned', organisation, successor, reason }])
}

function proposeClosing(
  command: Extract<TaskCommand, { type: 'ProposeClosing' }>,
  state: Task,
  actor: Actor,
): Decision {
  if (state.mode === 'RESPONSIBILITY_MODE_JOINT') return reject('precondition', 'COUNTERSIGNATURE_REQUIRED')
  if (!proposers(state).includes(actor))
    return reject('permission', 'NOT_PROPOSER', { proposers: proposers(state).join(', ') })
  if (state.closingProposedBy.includes(actor)) return reject('precondition', 'CLOSING_ALREADY_PROPOSED')
  const open = state.parts.filter(isOpen)
  if (open.length)
    return reject('precondition', 'ASSIGNMENTS_OPEN', {
      organisations: open.map((part) => part.organisation).join(', '),
    })
  if (command.evidence.length === 0) return reject('precondition', 'EVIDENCE_REQUIRED')
  const { statement, evidence } = command
  return right([{ $type: 'qiantou.task.v1.ClosingProposed', statement, evidence: [...evidence] }])
}

function close(state: Task, actor: Actor): Decision {
  if (actor !== state.authority) return reject('permission', 'NOT_ISSUING_AUTHORITY', { authority: state.authority })
  if (state.mode === 'RESPONSIBILITY_MODE_JOINT') return reject('precondition', 'COUNTERSIGNATURE_REQUIRED')
  if (state.state !== 'CLOSE_PROPOSED') {
    const missing = proposers(state).filter((lead) => !state.closingProposedBy.includes(lead))
    return reject('precondition', 'CLOSING_NOT_PROPOSED', { missing: missing.join(', ') })
  }
  return right([{ $type: 'qiantou.task.v1.TaskClosed' }])
}

function cancel(reason: ContentReference, state: Task, actor: Actor): Decision {
  if (actor !== state.authority) return reject('permission', 'NOT_ISSUING_AUTHORITY', { authority: state.authority })
  const organisations = state.parts.filter(isOpen).map((part) => part.organisation)
  return right([{ $type: 'qiantou.task.v1.TaskCancelled', reason, organisations }])
}

function decide(command: TaskCommand, state: Task | undefined, { actor }: Context): Decision {
  if (command.type === 'Issue') return issue(command, state, actor)
  if (!state || !taskParties(state).has(actor)) return reject('notFound', 'TASK_NOT_FOUND')
  if (ended(state)) return reject('precondition', 'TASK_ENDED', { state: state.state })
  switch (command.type) {
    case 'Accept':
    case 'Return':
      return review(command, state, actor)
    case 'Reassign':
    case 'Uphold':
      return settleRequest(command, state, actor)
    case 'ProposeClosing':
      return proposeClosing(command, state, actor)
    case 'Close':
      return close(state, actor)
    case 'Cancel':
      return cancel(command.reason, state, actor)
  }
}

// ---- Parties

function parties(fact: TaskFact): Parties {
  switch (fact.$type) {
    case 'qiantou.task.v1.TaskIssued':
      return { admits: [fact.authority, ...fact.bodies.map((body) => body.organisation)], releases: [] }
    case 'qiantou.task.v1.AssignmentReassigned':
      return { admits: [fact.successor?.organisation ?? ''], releases: [fact.organisation] }
    default:
      return noParties
  }
}

export const taskDecider: Decider<TaskCommand, Task, TaskFact, AssignmentFact> = {
  aggregate: 'task',
  foldVersion: 2,
  owns: [
    task.TaskIssued,
    task.SubmissionAccepted,
    task.SubmissionReturned,
    task.AssignmentReassigned,
    task.AssignmentUpheld,
    task.ClosingProposed,
    task.TaskClosed,
    task.TaskCancelled,
  ],
  folds: [
    assignment.AssignmentAcknowledged,
    assignment.ProgressReported,
    assignment.AssignmentSubmitted,
    assignment.ReassignmentRequested,
  ],
  touches: ({ subject }) => [workflowOf(subject)],
  decide,
  evolve,
  parties,
}
