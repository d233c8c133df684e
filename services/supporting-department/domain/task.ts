/** What this service knows of a task: whom it names and what it asks for. Folded only; nothing is decided here. */

import type { DateMessage } from '#proto/google/type/date.ts'
import type { ResponsibilityMode, Rules } from '#proto/qiantou/programme/v1/programme_events.ts'
import {
  AssignmentReassigned,
  AssignmentTransferred,
  AssignmentWaived,
  DutiesSucceeded,
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
export function reviewersOf(
  { mode, leads, authority }: TaskView,
  { role, organisation }: { readonly role: Role; readonly organisation: OrganisationName },
): readonly OrganisationName[] {
  const isLed = mode === 'RESPONSIBILITY_MODE_LED' && role !== 'ROLE_LEAD'
  const others = isLed ? leads.filter((lead) => lead !== organisation) : []
  return others.length ? others : [authority]
}

// ---- Fold

type Folded = TaskIssued | AssignmentReassigned | AssignmentTransferred | AssignmentWaived | DutiesSucceeded

/** Those without one of them, and with who takes its place, where somebody does. */
const replacing = (
  organisations: readonly OrganisationName[],
  former: OrganisationName,
  successor: OrganisationName,
): readonly OrganisationName[] => {
  const others = organisations.filter((other) => other !== former && other !== successor)
  return successor ? [...others, successor] : others
}

function changed(state: TaskView, fact: Exclude<Folded, TaskIssued>): TaskView {
  const { bodies } = state
  const led = (successor: OrganisationName) =>
    state.leads.includes(fact.organisation) ? replacing(state.leads, fact.organisation, successor) : state.leads
  switch (fact.$type) {
    case 'qiantou.task.v1.AssignmentWaived':
      return { ...state, leads: led('') }
    case 'qiantou.task.v1.DutiesSucceeded': {
      // Whoever had finished stays party to it.
      const heirs = fact.successor && !bodies.includes(fact.successor) ? [fact.successor] : []
      return { ...state, leads: led(fact.successor), bodies: [...bodies, ...heirs] }
    }
    default: {
      const successor = fact.successor?.organisation ?? ''
      return { ...state, leads: led(successor), bodies: replacing(bodies, fact.organisation, successor) }
    }
  }
}

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
  return state && changed(state, fact)
}

export const taskView: Fold<TaskView, never, Folded> = {
  aggregate: 'task',
  foldVersion: 3,
  folds: [TaskIssued, AssignmentReassigned, AssignmentTransferred, AssignmentWaived, DutiesSucceeded],
  touches: ({ subject }) => [subject],
  evolve,
}
