/** Assignment (交办件): one body's part of a task. Acknowledge, report, submit, ask to be released are decided here. */
import { type Either, right } from 'fp-ts/lib/Either.js'
import * as assignment from '#proto/qiantou/assignment/v1/assignment_events.ts'
import type { ContentReference, Evidence } from '#proto/qiantou/record/v1/record.ts'
import * as task from '#proto/qiantou/task/v1/task_events.ts'
import {
  type Context,
  type Decider,
  noParties,
  type OrganisationName,
  type Recorded,
  type ResourceName,
} from '#shared/domain/decider.ts'
import { type Rejection, reject } from '#shared/domain/rejection.ts'
import {
  type Assignment,
  type AssignmentFact,
  type AssignmentStateName,
  countOf,
  evolve,
  nameOf,
  type TaskFact,
} from './assignment-state.ts'

// ---- Commands

/** What the service knows of the task when a body acts: who else is party to it, and its milestones. */
export type TaskGround = { readonly parties: ReadonlySet<OrganisationName>; readonly milestones: readonly string[] }

export type AssignmentCommand = TaskGround &
  (
    | { readonly type: 'Acknowledge' }
    | {
        readonly type: 'Report'
        readonly milestone: string
        readonly percent: number
        readonly text: ContentReference
        readonly evidence: readonly Evidence[]
      }
    | { readonly type: 'Submit'; readonly text: ContentReference; readonly evidence: readonly Evidence[] }
    | { readonly type: 'RequestReassignment'; readonly reason: ContentReference }
  )

// ---- Decisions

const startable: readonly AssignmentStateName[] = ['ASSIGNMENT_STATE_ISSUED', 'ASSIGNMENT_STATE_ACKNOWLEDGED']
const workable: readonly AssignmentStateName[] = ['ASSIGNMENT_STATE_ACKNOWLEDGED', 'ASSIGNMENT_STATE_IN_PROGRESS']

function decide(
  command: AssignmentCommand,
  state: Assignment | undefined,
  { actor }: Context,
): Either<Rejection, readonly [AssignmentFact]> {
  if (!state || !command.parties.has(actor)) return reject('notFound', 'ASSIGNMENT_NOT_FOUND')
  // Nobody acts for another body (docs/domain.md, rule 10).
  if (actor !== state.organisation) return reject('permission', 'NOT_ASSIGNEE', { organisation: state.organisation })
  const now = { state: state.state }
  switch (command.type) {
    case 'Acknowledge':
      return state.state === 'ASSIGNMENT_STATE_ISSUED'
        ? right([{ $type: 'qiantou.assignment.v1.AssignmentAcknowledged' }])
        : reject('precondition', 'NOT_ACKNOWLEDGEABLE', now)
    case 'Report':
      return report(command, state)
    case 'Submit': {
      if (!workable.includes(state.state)) return reject('precondition', 'NOT_WORKABLE', now)
      const { text, evidence } = command
      const submission = countOf(state.submissions) + 1
      return right([{ $type: 'qiantou.assignment.v1.AssignmentSubmitted', submission, text, evidence: [...evidence] }])
    }
    case 'RequestReassignment':
      return startable.includes(state.state)
        ? right([{ $type: 'qiantou.assignment.v1.ReassignmentRequested', reason: command.reason }])
        : reject('precondition', 'REASSIGNMENT_TOO_LATE', now)
  }
}

function report(
  command: Extract<AssignmentCommand, { type: 'Report' }>,
  state: Assignment,
): Either<Rejection, readonly [assignment.ProgressReported]> {
  if (!workable.includes(state.state)) return reject('precondition', 'NOT_WORKABLE', { state: state.state })
  const { milestone, milestones, percent, text, evidence } = command
  if (milestone && !milestones.includes(milestone))
    return reject('invalid', 'MILESTONE_UNKNOWN', { milestone, milestones: milestones.join(', ') })
  const report = countOf(state.reports) + 1
  return right([
    { $type: 'qiantou.assignment.v1.ProgressReported', report, milestone, percent, text, evidence: [...evidence] },
  ])
}

/** Which assignments a fact of the task's side is about; a fact about one body names it. */
function touches({ fact, subject }: Recorded<TaskFact>): readonly ResourceName[] {
  switch (fact.$type) {
    case 'qiantou.task.v1.TaskIssued':
      return fact.bodies.map((body) => nameOf(subject, body.organisation))
    case 'qiantou.task.v1.TaskCancelled':
      return fact.organisations.map((organisation) => nameOf(subject, organisation))
    case 'qiantou.task.v1.AssignmentReassigned':
      return [nameOf(subject, fact.organisation), nameOf(subject, fact.successor?.organisation ?? '')]
    case 'qiantou.task.v1.SubmissionAccepted':
    case 'qiantou.task.v1.SubmissionReturned':
    case 'qiantou.task.v1.AssignmentUpheld':
      return [nameOf(subject, fact.organisation)]
  }
}

export const assignmentDecider: Decider<AssignmentCommand, Assignment, AssignmentFact, TaskFact> = {
  aggregate: 'assignment',
  foldVersion: 2,
  owns: [
    assignment.AssignmentAcknowledged,
    assignment.ProgressReported,
    assignment.AssignmentSubmitted,
    assignment.ReassignmentRequested,
  ],
  folds: [
    task.TaskIssued,
    task.SubmissionAccepted,
    task.SubmissionReturned,
    task.AssignmentReassigned,
    task.AssignmentUpheld,
    task.TaskCancelled,
  ],
  touches,
  decide,
  evolve,
  parties: () => noParties,
}
