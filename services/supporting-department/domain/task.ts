/** What this service knows of a task: whom it names and what it asks for. Folded only; nothing is decided here. */

import type { DateMessage } from '#proto/google/type/date.ts'
import { AssignmentReassigned, type Milestone, TaskIssued } from '#proto/qiantou/task/v1/task_events.ts'
import type { Fold, OrganisationName, Recorded } from '#shared/domain/decider.ts'

// ---- State

export type TaskView = {
  readonly title: string
  readonly due: DateMessage
  readonly milestones: readonly Milestone[]
  readonly authority: OrganisationName
  /** Bodies with a part that has not ended by reassignment. */
  readonly bodies: readonly OrganisationName[]
}

export const taskParties = (state: TaskView): ReadonlySet<OrganisationName> =>
  new Set([state.authority, ...state.bodies])

// ---- Fold

function evolve(
  state: TaskView | undefined,
  { fact }: Recorded<TaskIssued | AssignmentReassigned>,
): TaskView | undefined {
  if (fact.$type === 'qiantou.task.v1.TaskIssued')
    return {
      title: fact.content?.title ?? '',
      due: fact.content?.due as DateMessage,
      milestones: fact.content?.milestones ?? [],
      authority: fact.authority,
      bodies: fact.bodies.map((body) => body.organisation),
    }
  if (!state) return undefined
  const staying = state.bodies.filter((organisation) => organisation !== fact.organisation)
  return { ...state, bodies: [...staying, fact.successor?.organisation ?? ''] }
}

export const taskView: Fold<TaskView, never, TaskIssued | AssignmentReassigned> = {
  aggregate: 'task',
  foldVersion: 1,
  folds: [TaskIssued, AssignmentReassigned],
  touches: ({ subject }) => [subject],
  evolve,
}
