/** What this service knows of a task: whom it names and what it asks for. Folded only; nothing is decided here. */

import type { DateMessage } from '#proto/google/type/date.ts'
import type { ResponsibilityMode, Rules } from '#proto/qiantou/programme/v1/programme_events.ts'
import {
  AssignmentReassigned,
  AssignmentTransferred,
  AssignmentWaived,
  type Milestone,
  type Role,
  TaskIssued,
} from '#proto/qiantou/task/v1/task_events.ts'
import type { Fold, OrganisationName, Recorded } from '#shared/domain/decider.ts'
import { rulesOf } from '#shared/domain/rules.ts'

// ---- State

export type TaskView = {
  readonly title: string
  readonly due: DateMessage
  readonly milestones: readonly Milestone[]
  readonly authority: OrganisationName
  readonly mode: ResponsibilityMode
  readonly rules: Rules
  /** Bodies whose part no other body has now. */
  readonly bodies: readonly OrganisationName[]
  readonly leads: readonly OrganisationName[]
  /** Bodies that only read. */
  readonly copied?: readonly OrganisationName[]
}

export const taskParties = (state: TaskView): ReadonlySet<OrganisationName> =>
  new Set([state.authority, ...state.bodies, ...(state.copied ?? [])])

/** Who reviews a body's submissions, as the task's side decides it. */
export const reviewersOf = ({ mode, leads, authority }: TaskView, role: Role): readonly OrganisationName[] =>
  mode === 'RESPONSIBILITY_MODE_LED' && role !== 'ROLE_LEAD' && leads.length ? leads : [authority]

// ---- Fold

type Folded = TaskIssued | AssignmentReassigned | AssignmentTransferred | AssignmentWaived

const replacing = (
  organisations: readonly OrganisationName[],
  { organisation, successor }: AssignmentReassigned | AssignmentTransferred,
): readonly OrganisationName[] => [
  ...organisations.filter((other) => other !== organisation),
  successor?.organisation ?? '',
]

function evolve(state: TaskView | undefined, { fact }: Recorded<Folded>): TaskView | undefined {
  if (fact.$type === 'qiantou.task.v1.TaskIssued')
    return {
      title: fact.content?.title ?? '',
      due: fact.content?.due as DateMessage,
      milestones: fact.content?.milestones ?? [],
      authority: fact.authority,
      mode: fact.mode,
      rules: rulesOf(fact.rules),
      bodies: fact.bodies.map((body) => body.organisation),
      leads: fact.bodies.filter(({ role }) => role === 'ROLE_LEAD').map((body) => body.organisation),
      ...(fact.copied.length ? { copied: fact.copied } : {}),
    }
  if (!state) return undefined
  // It stays party, and leads no more.
  if (fact.$type === 'qiantou.task.v1.AssignmentWaived')
    return { ...state, leads: state.leads.filter((lead) => lead !== fact.organisation) }
  const leads = state.leads.includes(fact.organisation) ? replacing(state.leads, fact) : state.leads
  return { ...state, leads, bodies: replacing(state.bodies, fact) }
}

export const taskView: Fold<TaskView, never, Folded> = {
  aggregate: 'task',
  foldVersion: 3,
  folds: [TaskIssued, AssignmentReassigned, AssignmentTransferred, AssignmentWaived],
  touches: ({ subject }) => [subject],
  evolve,
}
