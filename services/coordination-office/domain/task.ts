/** What this service knows of a task: how each body's part goes, and who is who. Folded only; nothing is decided here. */
import * as assignment from '#proto/qiantou/assignment/v1/assignment_events.ts'
import * as task from '#proto/qiantou/task/v1/task_events.ts'
import { type Fold, workflowOf } from '#shared/domain/decider.ts'
import { evolve, taskFoldVersion } from '#shared/domain/task-fold.ts'
import type { AssignmentFact, Task, TaskFact } from '#shared/domain/task-state.ts'

export const taskView: Fold<Task, never, TaskFact | AssignmentFact> = {
  aggregate: 'task',
  foldVersion: taskFoldVersion,
  folds: [
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
    assignment.AssignmentAcknowledged,
    assignment.ProgressReported,
    assignment.AssignmentSubmitted,
    assignment.ReassignmentRequested,
    assignment.ExtensionRequested,
    assignment.DeadlineReached,
  ],
  touches: ({ subject }) => [workflowOf(subject)],
  evolve,
}
