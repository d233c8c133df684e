/** What happens to a task and to its parts: the facts, by who decides them. */
import * as assignment from '#proto/qiantou/assignment/v1/assignment_events.ts'
import * as task from '#proto/qiantou/task/v1/task_events.ts'
import type { FactOf } from './decider.ts'

/** What the task's side decides about bodies' parts. */
export const taskSideFacts = [
  task.SubmissionAccepted,
  task.SubmissionReturned,
  task.AssignmentReassigned,
  task.AssignmentTransferred,
  task.AssignmentUpheld,
  task.AssignmentSuspended,
  task.AssignmentResumed,
  task.AssignmentWaived,
  task.ExtensionOpinionGiven,
  task.ExtensionGranted,
  task.ExtensionRefused,
  task.TaskReopened,
  task.TaskCancelled,
] as const

export type TaskSideFact = FactOf<typeof taskSideFacts>

/** What bodies do with their parts, as far as the task's side needs to know it. */
export const bodySideFacts = [
  assignment.AssignmentAcknowledged,
  assignment.ProgressReported,
  assignment.AssignmentSubmitted,
  assignment.ReassignmentRequested,
  assignment.ExtensionRequested,
  assignment.DeadlineReached,
] as const

export type BodySideFact = FactOf<typeof bodySideFacts>

/** Facts of a task from the day on which it is issued. */
export const issuedTaskFacts = [
  task.TaskIssued,
  ...taskSideFacts,
  task.DutiesSucceeded,
  task.AuthoritySucceeded,
  task.DelegateSucceeded,
  task.CompilerConfirmed,
  task.ClosingProposed,
  task.ClosingReturned,
  task.ClosingCountersigned,
  task.ClosingDissented,
  task.CountersignatureLimitPassed,
  task.DissentRuled,
  task.TaskCommented,
  task.TaskClosed,
  task.TaskArchived,
] as const

export const taskFacts = [task.TaskDrafted, task.DraftRevised, task.DraftReturned, ...issuedTaskFacts] as const

export type TaskFact = FactOf<typeof taskFacts>
