/** Task (任务): the work as a whole. Draft, issue, review, transfer, more time, close and cancel are decided here. */

import { type Either, isLeft, right } from 'fp-ts/lib/Either.js'
import type { ContentReference } from '#proto/qiantou/record/v1/record.ts'
import { type Context, type Decider, noParties, type Parties } from '#shared/domain/decider.ts'
import { type Rejection, reject } from '#shared/domain/rejection.ts'
import { workflowOf } from '#shared/domain/resource-name.ts'
import { draftersOf } from '#shared/domain/task-draft.ts'
import { type BodySideFact, bodySideFacts, type TaskFact, taskFacts } from '#shared/domain/task-fact.ts'
import { evolve, taskFoldVersion } from '#shared/domain/task-fold.ts'
import { acting, taskParties } from '#shared/domain/task-roles.ts'
import type { Task } from '#shared/domain/task-state.ts'
import { type ClosingCommand, decideClosing, dueOfClosing, limitPassed } from './task-closing.ts'
import { type DraftCommand, decideDraft, decideDrafting } from './task-draft.ts'
import {
  decideAuthority,
  decideDelegate,
  decideSuccession,
  type SucceedAuthorityCommand,
  type SucceedCommand,
  type SucceedDelegateCommand,
} from './task-handover.ts'
import { decideIssue, type Issue } from './task-issue.ts'
import { sayingWhoLeads } from './task-leads.ts'
import { decidePart, type PartCommand } from './task-part.ts'
import { type AfterCommand, decideAfter } from './task-reopening.ts'

// ---- Commands

export type TaskCommand =
  | (Issue & { readonly type: 'Issue' })
  | DraftCommand
  | { readonly type: 'Comment'; readonly text: ContentReference }
  | PartCommand
  | SucceedCommand
  | SucceedAuthorityCommand
  | SucceedDelegateCommand
  | ClosingCommand
  | AfterCommand

// ---- Decisions

type Decision = Either<Rejection, readonly [TaskFact, ...TaskFact[]]>

/** Issued, and not ended. */
export const isUnderWay = ({ state }: Task): boolean => state === 'ISSUED' || state === 'CLOSE_PROPOSED'

function decide(command: TaskCommand, state: Task | undefined, context: Context): Decision {
  const decided = decideOn(command, state, context)
  if (isLeft(decided)) return decided
  const [first, ...others] = decided.right
  return right([sayingWhoLeads(first, state), ...others.map((fact) => sayingWhoLeads(fact, state))])
}

function decideOn(command: TaskCommand, state: Task | undefined, context: Context): Decision {
  if (command.type === 'Issue') {
    const { type: _, ...issue } = command
    return decideIssue(issue, state, context)
  }
  if (command.type === 'Draft') return decideDrafting(command, state, context)
  const { actor, at } = context
  // The service is no party: it moves what the directory has settled.
  const isService = ['Succeed', 'SucceedAuthority', 'SucceedDelegate'].includes(command.type)
  const mayKnow = state && (isService || taskParties(state).has(actor))
  if (!mayKnow) return reject('notFound', 'TASK_NOT_FOUND')
  if (command.type === 'SucceedAuthority') return decideAuthority(command, state)
  if (state.state === 'DRAFT') return decideDraft(command, state, context)
  if (command.type === 'Reopen' || command.type === 'Archive') return decideAfter(command, state, context)
  if (!isUnderWay(state)) return reject('precondition', 'TASK_ENDED', { state: `TASK_STATE_${state.state}` })
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
    case 'SucceedDelegate':
      return decideDelegate(command, state)
    case 'ReviseDraft':
    case 'ReturnDraft':
    case 'ConfirmDraft':
      return reject('precondition', 'TASK_NOT_IN_DRAFT', { state: `TASK_STATE_${state.state}` })
    default:
      return decidePart(command, state, actor, at)
  }
}

// ---- Parties

function parties(fact: TaskFact, state: Task): Parties {
  switch (fact.$type) {
    // Whoever is to have a part learns of it when it is issued.
    case 'qiantou.task.v1.TaskDrafted':
      return { admits: [fact.authority, ...draftersOf(fact.bodies)], releases: [] }
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
      return {
        admits: fact.successor ? [fact.successor] : [],
        // Who did a part keeps what it has; who only drafted has none, nor who only did what remained of another's role.
        releases: [state.draft ? fact.organisation : fact.former].filter((one) => one && !taskParties(state).has(one)),
      }
    case 'qiantou.task.v1.AuthoritySucceeded':
      return { admits: [fact.successor], releases: taskParties(state).has(fact.authority) ? [] : [fact.authority] }
    default:
      return noParties
  }
}

export const taskDecider: Decider<TaskCommand, Task, TaskFact, BodySideFact> = {
  aggregate: 'task',
  foldVersion: taskFoldVersion,
  owns: taskFacts,
  folds: bodySideFacts,
  touches: ({ subject }) => [workflowOf(subject)],
  due: dueOfClosing,
  elapse: (state) => [limitPassed(state)],
  readers: taskParties,
  decide,
  evolve,
  parties,
}
