/** What this service knows of a task: how each body's part goes, and who is who. Folded only; nothing is decided here. */

import type { Fold } from '#shared/domain/decider.ts'
import { workflowOf } from '#shared/domain/resource-name.ts'
import { type BodySideFact, bodySideFacts, issuedTaskFacts, type TaskFact } from '#shared/domain/task-fact.ts'
import { evolve, taskFoldVersion } from '#shared/domain/task-fold.ts'
import type { Task } from '#shared/domain/task-state.ts'

export const taskView: Fold<Task, never, TaskFact | BodySideFact> = {
  aggregate: 'task',
  foldVersion: taskFoldVersion,
  folds: [...issuedTaskFacts, ...bodySideFacts],
  touches: ({ subject }) => [workflowOf(subject)],
  // The supervision of its parts, which is all that is listed here, is its authority's to see.
  readers: ({ authority }) => [authority],
  evolve,
}
