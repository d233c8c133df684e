/** What this service knows of a task: whom it names and what it asks for. Folded only; nothing is decided here. */

import type { DateMessage } from '#proto/google/type/date.ts'
import type { ResponsibilityMode, Rules } from '#proto/qiantou/programme/v1/programme_events.ts'
import {
  AssignmentReassigned,
  AssignmentTransferred,
  AssignmentWaived,
  AuthoritySucceeded,
  DelegateSucceeded,
  DutiesSucceeded,
  type Milestone,
  TaskArchived,
  TaskCancelled,
  TaskIssued,
} from '#proto/qiantou/task/v1/task_events.ts'
import type { Fold, OrganisationName, Recorded } from '#shared/domain/decider.ts'
import { type Heirs, withHeir } from '#shared/domain/heirs.ts'
import { rulesOf } from '#shared/domain/rules.ts'
import {
  isGone,
  leads as leadsOf,
  type Named,
  type PartMoved,
  taskParties as partiesOf,
  partsAfter,
  workerOf as workerOfPart,
} from '#shared/domain/task-roles.ts'

// ---- State

export type TaskView = {
  readonly title: string
  readonly due: DateMessage
  readonly milestones: readonly Milestone[]
  readonly authority: OrganisationName
  readonly mode: ResponsibilityMode
  readonly rules: Rules
  /** Bodies whose part no other body has now, and who does what remains of a role. */
  readonly bodies: readonly OrganisationName[]
  readonly leads: readonly OrganisationName[]
  /** From what bodies and leads follow, once anything has changed. */
  readonly parts?: readonly Named[]
  /** Who has come to stand for bodies that are no longer there. */
  readonly heirs?: Heirs
  /** Bodies that only read. */
  readonly copied?: readonly OrganisationName[]
  /** The work itself is handled offline: no text of it is here. */
  readonly handledOffline?: true
  /** How it is over for good: a closed task may be opened again, and is not (rule 32). */
  readonly end?: 'ARCHIVED' | 'CANCELLED'
}

export const taskParties = (state: TaskView): ReadonlySet<OrganisationName> =>
  new Set([state.authority, ...state.bodies, ...(state.copied ?? [])])

/** Whether a body reads along and has nothing to do in the task (docs/domain.md, rule 20). */
export const onlyReads = ({ authority, bodies, copied = [] }: TaskView, organisation: OrganisationName): boolean =>
  copied.includes(organisation) && organisation !== authority && !bodies.includes(organisation)

/** Who reviews a body's part, decides on it, or gives opinions on what it asks for: nobody of them acts for it (rule 10). */
export const judgesOf = ({ authority, leads }: TaskView, organisation: OrganisationName): readonly OrganisationName[] =>
  [authority, ...leads].filter((judge) => judge !== organisation)

/** Whether the body of a part is no longer there and nobody succeeds it, as the task's side has it. */
export const isBodyGone = (
  { parts = [] }: TaskView,
  { organisation, state }: Pick<Named, 'organisation' | 'state'>,
): boolean => parts.some((part) => part.organisation === organisation && isGone({ ...part, state }))

/** Who is to act where that is a part's body, as the task's side has it. */
export const workerOf = ({ parts, authority }: TaskView, organisation: OrganisationName): OrganisationName =>
  workerOfPart(parts?.find((part) => part.organisation === organisation) ?? { organisation }, authority)

// ---- Fold

type End = TaskArchived | TaskCancelled
type Folded = TaskIssued | AuthoritySucceeded | DelegateSucceeded | PartMoved | End

/** As an issued task has them: of roles it matters only who leads. */
const issuedParts = ({ bodies, leads }: TaskView): readonly Named[] =>
  bodies.map((organisation) => ({
    organisation,
    role: leads.includes(organisation) ? 'ROLE_LEAD' : 'ROLE_RESPONSIBLE',
    state: 'ASSIGNMENT_STATE_ISSUED',
  }))

/** With its bodies and leads, as authority and parts have them. */
function withParts(state: TaskView, parts: readonly Named[]): TaskView {
  const { mode, authority } = state
  const bodies = partiesOf({ mode, authority, parts })
  bodies.delete(authority)
  return { ...state, parts, bodies: [...bodies], leads: leadsOf({ mode, authority, parts }) }
}

/** The successor is the authority, and reads no longer only along. */
function authoritySucceeded({ copied, ...state }: TaskView, successor: OrganisationName): TaskView {
  const readers = copied?.filter((one) => one !== successor) ?? []
  const next = { ...state, authority: successor, ...(readers.length ? { copied: readers } : {}) }
  return withParts(next, state.parts ?? issuedParts(state))
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
      ...(fact.content?.handledOffline ? { handledOffline: true } : {}),
    }
  if (!state) return undefined
  if (fact.$type === 'qiantou.task.v1.TaskArchived') return { ...state, end: 'ARCHIVED' }
  if (fact.$type === 'qiantou.task.v1.TaskCancelled') return { ...state, end: 'CANCELLED' }
  if (fact.$type === 'qiantou.task.v1.AuthoritySucceeded')
    return withHeir(authoritySucceeded(state, fact.successor), fact)
  if (fact.$type === 'qiantou.task.v1.DelegateSucceeded') return withHeir(state, fact)
  const after = withParts(state, partsAfter(state.parts ?? issuedParts(state), fact))
  return fact.$type === 'qiantou.task.v1.AssignmentWaived' ? after : withHeir(after, fact)
}

export const taskView: Fold<TaskView, never, Folded> = {
  aggregate: 'task',
  foldVersion: 8,
  folds: [
    TaskIssued,
    AssignmentReassigned,
    AssignmentTransferred,
    AssignmentWaived,
    DutiesSucceeded,
    AuthoritySucceeded,
    DelegateSucceeded,
    TaskArchived,
    TaskCancelled,
  ],
  touches: ({ subject }) => [subject],
  readers: taskParties,
  evolve,
}
