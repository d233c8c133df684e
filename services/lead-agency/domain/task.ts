/** Task (任务): the work as a whole. Issue, review, transfer, more time, close and cancel are decided here. */
import { type Either, right } from 'fp-ts/lib/Either.js'
import * as assignment from '#proto/qiantou/assignment/v1/assignment_events.ts'
import type { ResponsibilityMode, Rules } from '#proto/qiantou/programme/v1/programme_events.ts'
import type { ContentReference } from '#proto/qiantou/record/v1/record.ts'
import * as task from '#proto/qiantou/task/v1/task_events.ts'
import {
  type Context,
  type Decider,
  noParties,
  type OrganisationName,
  type Parties,
  workflowOf,
} from '#shared/domain/decider.ts'
import { type Rejection, reject } from '#shared/domain/rejection.ts'
import { evolve } from '#shared/domain/task-fold.ts'
import { acting, taskParties } from '#shared/domain/task-roles.ts'
import type { AssignmentFact, Task, TaskFact } from '#shared/domain/task-state.ts'
import { type AfterCommand, decideAfter } from './task-after.ts'
import { type ClosingCommand, decideClosing, dueOfClosing, limitPassed } from './task-closing.ts'
import {
  decideAuthority,
  decideSuccession,
  type SucceedAuthorityCommand,
  type SucceedCommand,
} from './task-handover.ts'
import { decidePart, type PartCommand } from './task-part.ts'
import { termsOf } from './terms.ts'

// ---- Commands

export type TaskCommand =
  | {
      readonly type: 'Issue'
      readonly content: task.TaskContent
      readonly mode: ResponsibilityMode
      readonly authority: OrganisationName
      readonly bodies: readonly task.Body[]
      readonly copied: readonly OrganisationName[]
      /** Of the programme, with every default in its place. */
      readonly rules: Rules
    }
  | { readonly type: 'Comment'; readonly text: ContentReference }
  | PartCommand
  | SucceedCommand
  | SucceedAuthorityCommand
  | ClosingCommand
  | AfterCommand

// ---- Decisions

type Decision = Either<Rejection, readonly [TaskFact, ...TaskFact[]]>

/** As many bodies as a clause may name: a state is written whole by every command. */
const maxBodies = 300

const ended = ({ state }: Task): boolean => state !== 'ISSUED' && state !== 'CLOSE_PROPOSED'

function issue(
  command: Extract<TaskCommand, { type: 'Issue' }>,
  state: Task | undefined,
  { actor, at }: Context,
): Decision {
  const { type: _, ...content } = command
  const { authority, rules, bodies, copied } = command
  const leads = rules.leadsIssue ? bodies.filter(({ role }) => role === 'ROLE_LEAD') : []
  if (actor !== authority && !leads.some(({ organisation }) => organisation === actor))
    return reject('permission', 'NOT_ISSUING_AUTHORITY', { authority })
  if (state) return reject('exists', 'TASK_EXISTS')
  if (command.mode === 'RESPONSIBILITY_MODE_UNASSIGNED' || bodies.length === 0)
    return reject('precondition', 'CLAUSE_UNASSIGNED', { clause: command.content.clause })
  if (Math.max(bodies.length, copied.length) > maxBodies)
    return reject('precondition', 'TOO_MANY_BODIES', { limit: `${maxBodies}` })
  const named = copied.find((one) => one === authority || bodies.some(({ organisation }) => organisation === one))
  if (named) return reject('invalid', 'COPIED_HAS_PART', { organisation: named })
  const terms = termsOf(command.content, rules, at)
  return right([
    { $type: 'qiantou.task.v1.TaskIssued', ...content, bodies: [...bodies], copied: [...copied], ...terms },
  ])
}

function decide(command: TaskCommand, state: Task | undefined, context: Context): Decision {
  if (command.type === 'Issue') return issue(command, state, context)
  const { actor, at } = context
  // The service is no party: it moves what the directory has settled.
  const isService = command.type === 'Succeed' || command.type === 'SucceedAuthority'
  const mayKnow = state && (isService || taskParties(state).has(actor))
  if (!mayKnow) return reject('notFound', 'TASK_NOT_FOUND')
  if (command.type === 'SucceedAuthority') return decideAuthority(command, state)
  if (command.type === 'Reopen' || command.type === 'Archive') return decideAfter(command, state, context)
  if (ended(state)) return reject('precondition', 'TASK_ENDED', { state: `TASK_STATE_${state.state}` })
  switch (command.type) {
    case 'Comment':
      // Who reads along and has come to do something in the task is more than a reader.
      return state.copied?.includes(actor) && !acting(state).includes(actor)
        ? reject('permission', 'ONLY_READS')
        : right([{ $type: 'qiantou.task.v1.TaskCommented', text: command.text }])
    case 'ConfirmCompiler':
    case 'ProposeClosing':
    case 'Countersign':
    case 'Dissent':
    case 'Rule':
    case 'ReturnClosing':
    case 'Close':
    case 'Cancel':
      return decideClosing(command, state, context)
    case 'Succeed':
      return decideSuccession(command, state, at)
    default:
      return decidePart(command, state, actor, at)
  }
}

// ---- Parties

function parties(fact: TaskFact, state: Task): Parties {
  switch (fact.$type) {
    case 'qiantou.task.v1.TaskIssued':
      return {
        admits: [fact.authority, ...fact.bodies.map((body) => body.organisation), ...fact.copied],
        releases: [],
      }
    case 'qiantou.task.v1.AssignmentReassigned':
    case 'qiantou.task.v1.AssignmentTransferred':
      // Whoever does something else in the task, or reads along, stays party to it.
      return {
        admits: [fact.successor?.organisation ?? ''],
        releases: taskParties(state).has(fact.organisation) ? [] : [fact.organisation],
      }
    case 'qiantou.task.v1.DutiesSucceeded':
      return { admits: fact.successor ? [fact.successor] : [], releases: [] }
    case 'qiantou.task.v1.AuthoritySucceeded':
      return { admits: [fact.successor], releases: taskParties(state).has(fact.authority) ? [] : [fact.authority] }
    default:
      return noParties
  }
}

export const taskDecider: Decider<TaskCommand, Task, TaskFact, AssignmentFact> = {
  aggregate: 'task',
  foldVersion: 6,
  owns: [
    task.TaskIssued,
    task.SubmissionAccepted,
    task.SubmissionReturned,
    task.AssignmentReassigned,
    task.AssignmentTransferred,
    task.DutiesSucceeded,
    task.AuthoritySucceeded,
    task.AssignmentUpheld,
    task.AssignmentSuspended,
    task.AssignmentResumed,
    task.AssignmentWaived,
    task.ExtensionOpinionGiven,
    task.ExtensionGranted,
    task.ExtensionRefused,
    task.CompilerConfirmed,
    task.ClosingProposed,
    task.ClosingReturned,
    task.ClosingCountersigned,
    task.ClosingDissented,
    task.CountersignatureLimitPassed,
    task.DissentRuled,
    task.TaskCommented,
    task.TaskClosed,
    task.TaskReopened,
    task.TaskArchived,
    task.TaskCancelled,
  ],
  folds: [
    assignment.AssignmentAcknowledged,
    assignment.ProgressReported,
    assignment.AssignmentSubmitted,
    assignment.ReassignmentRequested,
    assignment.ExtensionRequested,
    assignment.DeadlineReached,
  ],
  touches: ({ subject }) => [workflowOf(subject)],
  due: dueOfClosing,
  elapse: (state) => [limitPassed(state)],
  decide,
  evolve,
  parties,
}
