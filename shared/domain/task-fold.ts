/** What happens to a task, and through it to its parts: the state that its facts come to, with those of the bodies. */

import type * as task from '#proto/qiantou/task/v1/task_events.ts'
import { dayFrom } from './calendar.ts'
import type { Course } from './course.ts'
import { basisOf, type Handover } from './course-basis.ts'
import { acted, again, decidedAbout, started, succeeded } from './course-fold.ts'
import type { Actor, OrganisationName, Recorded } from './decider.ts'
import { withHeir } from './heirs.ts'
import { bodyOf } from './resource-name.ts'
import { rulesOf } from './rules.ts'
import { signedOff } from './sign-off.ts'
import { drafted, drafterSucceeded, revised, sentBack } from './task-draft.ts'
import type { BodySideFact, TaskFact, TaskSideFact } from './task-fact.ts'
import { acting, answersMissing, isQuorum, withSuccessor } from './task-roles.ts'
import { type Part, type Task, usualAuthor } from './task-state.ts'
import { shownBy, withText } from './task-text.ts'
import { without } from './without.ts'

/** Of the states that `evolve` makes, in whichever service they are kept; raised with what it does. */
export const taskFoldVersion = 19

const changePart = (state: Task, organisation: OrganisationName, change: (part: Part) => Course): Task => ({
  ...state,
  parts: state.parts.map((part) =>
    part.organisation === organisation ? { ...change(part), organisation, role: part.role } : part,
  ),
})

function issued(fact: task.TaskIssued, recorded: Recorded): Task {
  const { at } = recorded
  return {
    state: 'ISSUED',
    content: fact.content as task.TaskContent,
    mode: fact.mode,
    authority: fact.authority,
    basis: basisOf(fact, at),
    rules: rulesOf(fact.rules),
    ...(fact.content?.handledOffline ? { handledOffline: true } : {}),
    ...(fact.copied.length ? { copied: fact.copied } : {}),
    parts: fact.bodies.map(({ organisation, role, named }) => ({
      ...{ organisation, role, ...started },
      ...(named ? { named } : {}),
    })),
    closingProposedBy: [],
    texts: [],
    issuedAt: at.toISOString(),
    ...signedOff(recorded),
  }
}

function replaced(state: Task, recorded: Recorded<Handover>): Task {
  const { fact } = recorded
  const index = state.parts.findIndex((part) => part.organisation === fact.organisation)
  const { organisation, role } = fact.successor as task.Body
  const { parts } = decided(state, fact.organisation, recorded)
  const course = succeeded(fact, recorded.at)
  const reached = reachedBefore(state.parts[index], fact)
  const milestones = reached && { milestones: { ...reached, ...course.milestones } }
  const own = state.parts.find((part) => part.organisation === organisation)
  const successor = { organisation, role, ...course, ...milestones, ...again(own) }
  return withCompiler({ ...state, parts: withSuccessor(parts, index, successor) })
}

/**
 * The milestones that a predecessor has reached: whoever takes over does not owe them. The record says which they are; only one of
 * old that does not leaves it to what is known of the predecessor.
 */
function reachedBefore(former: Part | undefined, { milestones, reached: said }: Handover): Part['milestones'] {
  const owed = new Set([...milestones, ...said].map(({ id }) => id))
  const reached = Object.entries(former?.milestones ?? {}).flatMap(([id, { reachedOn }]) =>
    reachedOn && !owed.has(id) ? [[id, { reachedOn }] as const] : [],
  )
  return reached.length ? Object.fromEntries(reached) : undefined
}

/**
 * A finished part stays where it was; who succeeded its body does what remains of the role, or nobody does. An open one that
 * nobody succeeds to waits for the authority.
 */
function dutiesSucceeded(state: Task, { organisation, successor }: task.DutiesSucceeded): Task {
  const parts = state.parts.map((part) =>
    part.organisation === organisation ? { ...part, succeededBy: successor } : part,
  )
  const former = state.parts.find((part) => part.organisation === organisation)?.succeededBy
  const stoodIn = former ? { stoodIn: [...new Set([...(state.stoodIn ?? []), former])] } : {}
  return settled(withCompiler({ ...state, ...stoodIn, parts }))
}

/** The successor is the authority, and reads no longer only along; what the former one wrote stays in its name. */
function authoritySucceeded(former: Task, successor: OrganisationName): Task {
  const { copied, ...rest } = former
  const readers = copied?.filter((one) => one !== successor) ?? []
  const next = { ...rest, authority: successor, ...(readers.length ? { copied: readers } : {}) }
  const texts = former.texts.map((text) => {
    const author = text.by ?? usualAuthor(former, text)
    return usualAuthor(next, text) === author ? text : { ...text, by: author }
  })
  return { ...next, texts }
}

/**
 * Whoever does nothing in the task any more compiles no more, unless its proposal to close still stands: it was confirmed by
 * name, and another body is only proposed again.
 */
function withCompiler(state: Task): Task {
  const { compiler, ...rest } = state
  return !compiler || state.closingProposedBy.length > 0 || acting(state).includes(compiler) ? state : rest
}

function closingProposed(state: Task, recorded: Recorded<task.ClosingProposed>): Task {
  const { fact, actor } = recorded
  const proposed = {
    ...state,
    closingProposedBy: [...state.closingProposedBy, actor],
    texts: withText(state, fact.statement, recorded, undefined, shownBy(fact)),
  }
  if (state.mode !== 'RESPONSIBILITY_MODE_JOINT') return settled(proposed)
  const { countersignBy, provisional } = fact
  return settled({
    ...proposed,
    countersignedBy: [],
    dissenting: [],
    ...(countersignBy ? { countersignBy: dayFrom(countersignBy) } : {}),
    ...(provisional ? { countersignProvisional: true as const } : {}),
  })
}

/** Once as many as must have proposed, and in a JOINT task everybody else has countersigned, closing is proposed. */
const settled = (state: Task): Task =>
  state.state === 'ISSUED' && isQuorum(state) && answersMissing(state).length === 0 && !state.dissenting?.length
    ? { ...state, state: 'CLOSE_PROPOSED' }
    : state

function ruled(state: Task, recorded: Recorded<task.DissentRuled>): Task {
  const { fact } = recorded
  const texts = withText(state, fact.ruling, recorded, 'RULING', { minutes: fact.minutes })
  const { silences = [] } = state
  const ruled = {
    ...state,
    texts,
    ...(fact.silent.length ? { silences: [...new Set([...silences, ...fact.silent])] } : {}),
  }
  return fact.closes ? { ...ruled, state: 'CLOSE_PROPOSED' } : proposedAnew(ruled)
}

/** Closing is proposed and answered anew; who dissented, and whose silence was ruled on, stays in sight. */
function proposedAnew(state: Task): Task {
  const rest = without(
    state,
    ...(['countersignedBy', 'dissenting', 'countersignBy', 'countersignLate', 'countersignProvisional'] as const),
  )
  return withCompiler({ ...rest, state: 'ISSUED', closingProposedBy: [] })
}

function reopened(state: Task, recorded: Recorded<task.TaskReopened>): Task {
  const { fact } = recorded
  const { endedAt: _, ...rest } = fact.organisations.reduce(
    (task, organisation) => decided(task, organisation, recorded),
    state,
  )
  return proposedAnew({
    ...rest,
    texts: withText(state, fact.reason, recorded, 'REOPENING'),
  })
}

function cancelled(state: Task, recorded: Recorded<task.TaskCancelled>): Task {
  const { fact, at } = recorded
  return {
    ...fact.organisations.reduce((task, organisation) => decided(task, organisation, recorded), state),
    state: 'CANCELLED',
    texts: withText(state, fact.reason, recorded, 'CANCELLATION'),
    endedAt: at.toISOString(),
  }
}

/** What this side decided about a body's part. */
const decided = (state: Task, organisation: OrganisationName, recorded: Recorded<TaskSideFact>): Task =>
  changePart(state, organisation, (part) => decidedAbout(part, state.basis, recorded))

/** Who answered the proposal to close a JOINT task. */
function answered(state: Task, by: Actor, agrees: boolean): Task {
  const { countersignedBy = [], dissenting = [], dissents = [] } = state
  if (agrees) return settled({ ...state, countersignedBy: [...countersignedBy, by] })
  return { ...state, dissenting: [...dissenting, by], dissents: [...new Set([...dissents, by])] }
}

export function evolve(state: Task | undefined, recorded: Recorded<TaskFact | BodySideFact>): Task | undefined {
  const { fact, at, actor } = recorded
  if (fact.$type === 'qiantou.task.v1.TaskIssued') return issued(fact, recorded)
  if (fact.$type === 'qiantou.task.v1.TaskDrafted') return drafted(fact, at)
  if (!state) return undefined
  switch (fact.$type) {
    case 'qiantou.task.v1.AssignmentReassigned':
    case 'qiantou.task.v1.AssignmentTransferred':
      return withHeir(replaced(state, { ...recorded, fact }), fact)
    case 'qiantou.task.v1.DutiesSucceeded':
      return state.draft ? drafterSucceeded(state, fact) : withHeir(dutiesSucceeded(state, fact), fact)
    case 'qiantou.task.v1.AuthoritySucceeded':
      return withHeir(authoritySucceeded(state, fact.successor), fact)
    case 'qiantou.task.v1.DelegateSucceeded':
      return withHeir(state, fact)
    case 'qiantou.task.v1.SubmissionAccepted':
    case 'qiantou.task.v1.SubmissionReturned':
    case 'qiantou.task.v1.AssignmentUpheld':
    case 'qiantou.task.v1.AssignmentSuspended':
    case 'qiantou.task.v1.AssignmentResumed':
    case 'qiantou.task.v1.ExtensionOpinionGiven':
    case 'qiantou.task.v1.ExtensionGranted':
    case 'qiantou.task.v1.ExtensionRefused':
      return decided(state, fact.organisation, { ...recorded, fact })
    case 'qiantou.task.v1.AssignmentWaived':
      return withCompiler(decided(state, fact.organisation, { ...recorded, fact }))
    case 'qiantou.task.v1.CompilerConfirmed':
      return { ...state, compiler: fact.organisation }
    case 'qiantou.task.v1.ClosingProposed':
      return closingProposed(state, { ...recorded, fact })
    case 'qiantou.task.v1.ClosingReturned':
      return proposedAnew({ ...state, texts: withText(state, fact.reason, recorded, 'CLOSING_RETURN') })
    case 'qiantou.task.v1.CountersignatureLimitPassed':
      return { ...state, countersignLate: true }
    case 'qiantou.task.v1.ClosingCountersigned':
      return answered(state, actor, true)
    case 'qiantou.task.v1.ClosingDissented':
      return { ...answered(state, actor, false), texts: withText(state, fact.reason, recorded, 'DISSENT') }
    case 'qiantou.task.v1.DissentRuled':
      return ruled(state, { ...recorded, fact })
    case 'qiantou.task.v1.TaskCommented':
      return { ...state, texts: withText(state, fact.text, recorded, 'COMMENT') }
    case 'qiantou.task.v1.DraftRevised':
      return revised(state, fact, at)
    case 'qiantou.task.v1.DraftReturned':
      return { ...sentBack(state), texts: withText(state, fact.reason, recorded, 'DRAFT_RETURN') }
    case 'qiantou.task.v1.TaskClosed':
      return { ...state, state: 'CLOSED', endedAt: at.toISOString() }
    case 'qiantou.task.v1.TaskReopened':
      return reopened(state, { ...recorded, fact })
    case 'qiantou.task.v1.TaskArchived':
      return { ...state, state: 'ARCHIVED' }
    case 'qiantou.task.v1.TaskCancelled':
      return cancelled(state, { ...recorded, fact })
    case 'qiantou.assignment.v1.AssignmentAcknowledged':
    case 'qiantou.assignment.v1.ProgressReported':
    case 'qiantou.assignment.v1.AssignmentSubmitted':
    case 'qiantou.assignment.v1.ReassignmentRequested':
    case 'qiantou.assignment.v1.ExtensionRequested':
    case 'qiantou.assignment.v1.DeadlineReached':
      return changePart(state, bodyOf(recorded.subject), (part) =>
        acted(part, state.basis, fact, at, actor === part.organisation ? undefined : actor),
      )
  }
}
