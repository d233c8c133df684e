/** Assignment (交办件): one body's part of a task. Acknowledge, report, submit, ask for release or time are decided here. */

import { type Either, left, map, right } from 'fp-ts/lib/Either.js'
import type { DateMessage } from '#proto/google/type/date.ts'
import * as assignment from '#proto/qiantou/assignment/v1/assignment_events.ts'
import type { Rules } from '#proto/qiantou/programme/v1/programme_events.ts'
import type { ContentReference, Evidence } from '#proto/qiantou/record/v1/record.ts'
import * as task from '#proto/qiantou/task/v1/task_events.ts'
import { type Day, dayFrom, dayOf, limitFrom, toDate } from '#shared/domain/calendar.ts'
import { type CourseState, datesOf } from '#shared/domain/course.ts'
import {
  type Context,
  type Decider,
  noParties,
  type OrganisationName,
  type Parties,
  type Recorded,
  type ResourceName,
} from '#shared/domain/decider.ts'
import { type Rejection, reject, rejection } from '#shared/domain/rejection.ts'
import { assignmentName } from '#shared/domain/resource-name.ts'
import { calendarOf } from '#shared/domain/rules.ts'
import { bodySideFacts, taskSideFacts } from '#shared/domain/task-fact.ts'
import { evolve } from './assignment-fold.ts'
import {
  type Assignment,
  type AssignmentFact,
  dueOfAssignment,
  elapsedOf,
  numbered,
  type TaskFact,
} from './assignment-state.ts'
import { actsFor, type DelegationCommand, decideDelegation } from './delegation.ts'
import { namePerson, type PersonCommand } from './people.ts'
import { countOf } from './report.ts'
import {
  decideGiving,
  decidePiece,
  type GivingCommand,
  isGivingCommand,
  isPieceCommand,
  type PieceCommand,
} from './subassignment.ts'
import { subassignees, subassignmentFacts } from './subassignment-state.ts'

// ---- Commands

/** What the service knows of the task when a body acts: who else is party to it, who judges the part, and its rules. */
export type TaskGround = {
  readonly parties: ReadonlySet<OrganisationName>
  /** Who reviews the part, decides on it, or gives opinions on what it asks for. */
  readonly judges: readonly OrganisationName[]
  readonly rules: Rules
}

export type AssignmentCommand = TaskGround &
  (
    | { readonly type: 'Acknowledge' }
    | {
        readonly type: 'Report'
        readonly milestone: string
        readonly percent: number
        readonly text: ContentReference
        readonly evidence: readonly Evidence[]
        readonly corrects: number
      }
    | {
        readonly type: 'Submit'
        readonly text: ContentReference
        readonly evidence: readonly Evidence[]
      }
    | { readonly type: 'RequestReassignment'; readonly reason: ContentReference }
    | {
        readonly type: 'RequestExtension'
        readonly milestone: string
        readonly due: DateMessage
        readonly reason: ContentReference
      }
    | DelegationCommand
    | PersonCommand
    | GivingCommand
    | PieceCommand
  )

type CommandOf<Type extends AssignmentCommand['type']> = Extract<AssignmentCommand, { type: Type }>

// ---- Decisions

type Decision = Either<Rejection, readonly [AssignmentFact]>

const startable: readonly CourseState[] = ['ASSIGNMENT_STATE_ISSUED', 'ASSIGNMENT_STATE_ACKNOWLEDGED']
const workable: readonly CourseState[] = ['ASSIGNMENT_STATE_ACKNOWLEDGED', 'ASSIGNMENT_STATE_IN_PROGRESS']
const running: readonly CourseState[] = ['ASSIGNMENT_STATE_ISSUED', ...workable]

/** What is not done while the clock stands. */
const works: readonly AssignmentCommand['type'][] = ['Acknowledge', 'Report', 'Submit', 'RequestExtension']

type Shared = Pick<Assignment, 'delegations' | 'subassignments'>

/** Whom its body has delegated to, and who has a piece of it. */
const ownParties = (state: Shared): readonly OrganisationName[] => [
  ...(state.delegations ?? []).map(({ organisation }) => organisation),
  ...subassignees(state),
]

/** Who may see an assignment: the parties of its task, whom its body has delegated to, and who has a piece of it. */
export const assignmentParties = (
  taskParties: ReadonlySet<OrganisationName>,
  state: Shared,
): ReadonlySet<OrganisationName> =>
  state.delegations?.length || state.subassignments ? new Set([...taskParties, ...ownParties(state)]) : taskParties

const decide = (command: AssignmentCommand, state: Assignment | undefined, context: Context): Decision =>
  map(([fact]: readonly [AssignmentFact]) => [numbered(fact, state)] as const)(decisionOn(command, state, context))

function decisionOn(command: AssignmentCommand, state: Assignment | undefined, { actor, at }: Context): Decision {
  if (!state || !assignmentParties(command.parties, state).has(actor)) return reject('notFound', 'ASSIGNMENT_NOT_FOUND')
  const today = dayOf(at)
  if (isPieceCommand(command)) return decidePiece(command, state, actor)
  // Who delegates, takes it back, and gives pieces to others is the body itself.
  const isOwn = ['Delegate', 'RevokeDelegation', 'Subassign'].includes(command.type)
  if (isOwn ? actor !== state.organisation : !actsFor(state, actor, today))
    return reject('permission', 'NOT_ASSIGNEE', { organisation: state.organisation })
  // Whoever it has delegated to may have come to lead the task, or to be its authority, since.
  if (actor !== state.organisation && command.judges.includes(actor))
    return reject('permission', 'DELEGATE_REVIEWS', { organisation: actor })
  if (isGivingCommand(command)) return decideGiving(command, state, today, command.rules)
  const now = { state: state.state }
  // Whoever stands still neither acts nor waits for a review: it waits for the authority.
  if (state.suspendedOn && works.includes(command.type))
    return reject('precondition', 'ASSIGNMENT_SUSPENDED', { since: state.suspendedOn })
  switch (command.type) {
    case 'Acknowledge':
      return state.state === 'ASSIGNMENT_STATE_ISSUED'
        ? right([{ $type: 'qiantou.assignment.v1.AssignmentAcknowledged' }])
        : reject('precondition', 'NOT_ACKNOWLEDGEABLE', now)
    case 'Report':
      return report(command, state)
    case 'Submit':
      return submit(command, state, today)
    case 'RequestReassignment':
      return requestReassignment(command, state, today)
    case 'RequestExtension':
      return requestExtension(command, state, today)
    case 'Delegate':
    case 'RevokeDelegation':
      return decideDelegation(command, state, today, command.judges)
    case 'NamePerson':
      return namePerson(command, state, today)
  }
}

/** A milestone is its own where it came with the part: what a body before had reached did not. */
const unknownMilestone = (milestone: string, { basis }: Assignment): Either<Rejection, never> =>
  reject('invalid', 'MILESTONE_UNKNOWN', { milestone, milestones: basis.milestones.map(({ id }) => id).join(', ') })

/** It counts as reached since the part was opened again: nothing is reported on it any more, nor asked for. */
const settledMilestone = (milestone: string, { milestones }: Assignment): Rejection | undefined => {
  const { settled, reachedOn = '' } = milestones?.[milestone] ?? {}
  return settled && rejection('precondition', 'MILESTONE_SETTLED', { milestone, since: reachedOn })
}

/** Which report it is, how many of the newest are kept, and the oldest of these. */
const tooOld = (report: number, { reports }: Assignment): Readonly<Record<string, string>> => ({
  ...{ report: `${report}`, newest: `${reports.length}`, oldest: `${reports[0]?.number ?? 0}` },
})

function report(
  command: CommandOf<'Report'>,
  state: Assignment,
): Either<Rejection, readonly [assignment.ProgressReported]> {
  if (!workable.includes(state.state)) return reject('precondition', 'NOT_WORKABLE', { state: state.state })
  const { milestone, percent, text, evidence, corrects } = command
  if (milestone && !state.basis.milestones.some(({ id }) => id === milestone)) return unknownMilestone(milestone, state)
  const settled = settledMilestone(milestone, state)
  if (settled) return left(settled)
  const last = countOf(state.reports)
  if (corrects > last) return reject('invalid', 'REPORT_UNKNOWN', { report: `${corrects}`, last: `${last}` })
  const corrected = state.reports.find(({ number }) => number === corrects)
  // What it was about the log alone knows by now (docs/decisions/0015).
  if (corrects && !corrected) return reject('precondition', 'CORRECTION_TOO_OLD', tooOld(corrects, state))
  if (corrected && corrected.milestone !== milestone)
    return reject('precondition', 'CORRECTION_ELSEWHERE', { report: `${corrects}`, milestone: corrected.milestone })
  return right([
    {
      $type: 'qiantou.assignment.v1.ProgressReported',
      report: last + 1,
      milestone,
      percent,
      text,
      evidence: [...evidence],
      corrects,
    },
  ])
}

function submit(command: CommandOf<'Submit'>, state: Assignment, today: Day): Decision {
  if (!workable.includes(state.state)) return reject('precondition', 'NOT_WORKABLE', { state: state.state })
  const { text, evidence, rules } = command
  const submission = countOf(state.submissions) + 1
  const { last, provisional } = limitFrom(calendarOf(rules), today, rules.reviewWorkingDays)
  return right([
    {
      $type: 'qiantou.assignment.v1.AssignmentSubmitted',
      submission,
      text,
      evidence: [...evidence],
      reviewBy: toDate(last),
      provisional,
    },
  ])
}

function requestReassignment(command: CommandOf<'RequestReassignment'>, state: Assignment, today: Day): Decision {
  const { reassignBy = '' } = datesOf(state, state.basis)
  if (!startable.includes(state.state) || (reassignBy && today > reassignBy))
    return reject('precondition', 'REASSIGNMENT_TOO_LATE', { state: state.state, until: reassignBy })
  return right([{ $type: 'qiantou.assignment.v1.ReassignmentRequested', reason: command.reason }])
}

/** More time is asked for before it is out (docs/domain.md, rule 4). */
function requestExtension(command: CommandOf<'RequestExtension'>, state: Assignment, today: Day): Decision {
  if (!running.includes(state.state)) return reject('precondition', 'NOT_WORKABLE', { state: state.state })
  if (state.extension) return reject('precondition', 'EXTENSION_PENDING', { extension: `${state.extension.number}` })
  const { milestone, reason } = command
  const dates = datesOf(state, state.basis)
  const former = milestone ? dates.milestones.find(({ id }) => id === milestone)?.due : dates.due
  if (former === undefined) return unknownMilestone(milestone, state)
  const settled = settledMilestone(milestone, state)
  if (settled) return left(settled)
  if (today > former) return reject('precondition', 'EXTENSION_TOO_LATE', { due: former })
  const due = dayFrom(command.due)
  if (due <= former) return reject('invalid', 'EXTENSION_NOT_LATER', { due, former, today })
  // It is on the way to the whole, as when the task was issued.
  if (milestone && due > dates.due) return reject('invalid', 'MILESTONE_AFTER_DUE', { milestone, due, last: dates.due })
  const extension = (state.extensionCount ?? 0) + 1
  return right([{ $type: 'qiantou.assignment.v1.ExtensionRequested', extension, milestone, due: command.due, reason }])
}

/** Which assignments a fact of the task's side is about; a fact about one body names it. */
function touches({ fact, subject }: Recorded<TaskFact>): readonly ResourceName[] {
  switch (fact.$type) {
    case 'qiantou.task.v1.TaskIssued':
      return fact.bodies.map((body) => assignmentName(subject, body.organisation))
    case 'qiantou.task.v1.TaskReopened':
    case 'qiantou.task.v1.TaskCancelled':
      return fact.organisations.map((organisation) => assignmentName(subject, organisation))
    case 'qiantou.task.v1.AssignmentReassigned':
    case 'qiantou.task.v1.AssignmentTransferred':
      return [assignmentName(subject, fact.organisation), assignmentName(subject, fact.successor?.organisation ?? '')]
    case 'qiantou.task.v1.DutiesSucceeded':
      // Who does the rest of a role is no business of the part; that nobody does is, since its body is gone.
      return fact.successor === '' ? [assignmentName(subject, fact.organisation)] : []
    default:
      return [assignmentName(subject, fact.organisation)]
  }
}

function parties(fact: AssignmentFact, state: Assignment): Parties {
  switch (fact.$type) {
    case 'qiantou.assignment.v1.AssignmentDelegated':
    case 'qiantou.assignment.v1.AssignmentSubassigned':
      return { admits: [fact.organisation], releases: [] }
    case 'qiantou.assignment.v1.SubassignmentWithdrawn':
      // Who has done another piece of it goes on seeing it (docs/domain.md, rule 36).
      return { admits: [], releases: subassignees(state).includes(fact.organisation) ? [] : [fact.organisation] }
    case 'qiantou.assignment.v1.DelegationRevoked':
    case 'qiantou.assignment.v1.SubassignmentEnded':
      return { admits: [], releases: [fact.organisation] }
    default:
      return noParties
  }
}

export const assignmentDecider: Decider<AssignmentCommand, Assignment, AssignmentFact, TaskFact> = {
  aggregate: 'assignment',
  foldVersion: 16,
  owns: [
    ...bodySideFacts,
    assignment.AssignmentDelegated,
    assignment.DelegationRevoked,
    assignment.AssignmentPersonNamed,
    ...subassignmentFacts,
  ],
  folds: [task.TaskIssued, task.DutiesSucceeded, ...taskSideFacts],
  touches,
  decide,
  evolve,
  due: dueOfAssignment,
  readers: ownParties,
  elapse: (state, { at }) => elapsedOf(state, at) as readonly [AssignmentFact, ...AssignmentFact[]],
  parties,
}
