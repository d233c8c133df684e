/** What a task has lived through: its facts, its state, and who is who in it. What may happen next is in task.ts. */
import type * as assignment from '#proto/qiantou/assignment/v1/assignment_events.ts'
import type { ResponsibilityMode } from '#proto/qiantou/programme/v1/programme_events.ts'
import type { ContentReference } from '#proto/qiantou/record/v1/record.ts'
import type * as task from '#proto/qiantou/task/v1/task_events.ts'
import { type ContentRef, contentRef } from '#shared/domain/content.ts'
import type { Actor, OrganisationName, Recorded } from '#shared/domain/decider.ts'

// ---- Events

export type TaskFact =
  | task.TaskIssued
  | task.SubmissionAccepted
  | task.SubmissionReturned
  | task.AssignmentReassigned
  | task.AssignmentUpheld
  | task.ClosingProposed
  | task.TaskClosed
  | task.TaskCancelled

export type AssignmentFact =
  | assignment.AssignmentAcknowledged
  | assignment.ProgressReported
  | assignment.AssignmentSubmitted
  | assignment.ReassignmentRequested

// ---- State

export type PartState = Exclude<task.AssignmentState, 'UNRECOGNIZED' | 'ASSIGNMENT_STATE_UNSPECIFIED'>

/** One body's part, as the task knows it. */
export type Part = {
  readonly organisation: OrganisationName
  readonly role: task.Role
  readonly state: PartState
  /** Where it stood before it asked to be released. */
  readonly before?: PartState
  readonly submissions: number
  readonly percent: number
}

export type Task = {
  readonly state: 'ISSUED' | 'CLOSE_PROPOSED' | 'CLOSED' | 'CANCELLED'
  readonly content: task.TaskContent
  readonly mode: ResponsibilityMode
  readonly authority: OrganisationName
  readonly parts: readonly Part[]
  readonly closingProposedBy: readonly OrganisationName[]
  /** The newest, oldest first. */
  readonly texts: readonly ContentRef[]
  /** ISO 8601. */
  readonly issuedAt: string
  readonly endedAt?: string
}

/** How many texts a state keeps, the newest: it is written whole by every command. The log keeps all. */
export const keptTexts = 50

// ---- Fold

export const isFinal = (part: Part): boolean =>
  part.state === 'ASSIGNMENT_STATE_REASSIGNED' || part.state === 'ASSIGNMENT_STATE_CANCELLED'

export const isOpen = (part: Part): boolean => !isFinal(part) && part.state !== 'ASSIGNMENT_STATE_ACCEPTED'

/** A part that has ended has nothing to go back to, in whatever order the end and a request to be released came. */
const endedAs = ({ before: _, ...part }: Part, state: PartState): Part => ({ ...part, state })

const changePart = (state: Task, organisation: OrganisationName, change: (part: Part) => Part): Task => ({
  ...state,
  parts: state.parts.map((part) => (part.organisation === organisation ? change(part) : part)),
})

function issued(fact: task.TaskIssued, at: Date): Task {
  return {
    state: 'ISSUED',
    content: fact.content as task.TaskContent,
    mode: fact.mode,
    authority: fact.authority,
    parts: fact.bodies.map(({ organisation, role }) => ({
      organisation,
      role,
      state: 'ASSIGNMENT_STATE_ISSUED',
      submissions: 0,
      percent: 0,
    })),
    closingProposedBy: [],
    texts: [],
    issuedAt: at.toISOString(),
  }
}

function reassigned(state: Task, fact: task.AssignmentReassigned): Task {
  const index = state.parts.findIndex((part) => part.organisation === fact.organisation)
  const successor = fact.successor as task.Body
  const { parts } = changePart(state, fact.organisation, (part) => endedAs(part, 'ASSIGNMENT_STATE_REASSIGNED'))
  // The successor stands in its predecessor's place: the order of leads says who compiles.
  return {
    ...state,
    parts: parts.toSpliced(index + 1, 0, {
      organisation: successor.organisation,
      role: successor.role,
      state: 'ASSIGNMENT_STATE_ISSUED',
      submissions: 0,
      percent: 0,
    }),
  }
}

const withText = ({ texts }: Task, text: ContentReference | undefined): readonly ContentRef[] =>
  [...texts, contentRef(text)].slice(-keptTexts)

function closingProposed(state: Task, fact: task.ClosingProposed, by: Actor): Task {
  const closingProposedBy = [...state.closingProposedBy, by]
  const everyLead = proposers(state).every((lead) => closingProposedBy.includes(lead))
  return {
    ...state,
    closingProposedBy,
    texts: withText(state, fact.statement),
    state: everyLead ? 'CLOSE_PROPOSED' : state.state,
  }
}

function cancelled(state: Task, fact: task.TaskCancelled, at: Date): Task {
  return {
    ...state,
    state: 'CANCELLED',
    texts: withText(state, fact.reason),
    endedAt: at.toISOString(),
    parts: state.parts.map((part) =>
      fact.organisations.includes(part.organisation) ? endedAs(part, 'ASSIGNMENT_STATE_CANCELLED') : part,
    ),
  }
}

/** What a body did. A fact that crossed with the end of its part is kept in the count, and changes no state. */
function bodyActed(state: Task, recorded: Recorded<AssignmentFact>): Task {
  return changePart(state, bodyOf(recorded.subject), (part) => {
    const { fact } = recorded
    const to = (next: PartState): PartState => (isFinal(part) ? part.state : next)
    switch (fact.$type) {
      case 'qiantou.assignment.v1.AssignmentAcknowledged':
        return { ...part, state: to('ASSIGNMENT_STATE_ACKNOWLEDGED') }
      case 'qiantou.assignment.v1.ProgressReported':
        return { ...part, state: to('ASSIGNMENT_STATE_IN_PROGRESS'), percent: fact.percent }
      case 'qiantou.assignment.v1.AssignmentSubmitted':
        return { ...part, state: to('ASSIGNMENT_STATE_SUBMITTED'), submissions: fact.submission, percent: 100 }
      case 'qiantou.assignment.v1.ReassignmentRequested':
        // A request that crossed with the end of its part has nothing to go back to.
        return isFinal(part) ? part : { ...part, before: part.state, state: 'ASSIGNMENT_STATE_REASSIGNMENT_REQUESTED' }
    }
  })
}

export function evolve(state: Task | undefined, recorded: Recorded<TaskFact | AssignmentFact>): Task | undefined {
  const { fact, at, actor } = recorded
  if (fact.$type === 'qiantou.task.v1.TaskIssued') return issued(fact, at)
  if (!state) return undefined
  switch (fact.$type) {
    case 'qiantou.task.v1.SubmissionAccepted':
      return changePart(state, fact.organisation, (part) => ({ ...part, state: 'ASSIGNMENT_STATE_ACCEPTED' }))
    case 'qiantou.task.v1.SubmissionReturned':
      return changePart(state, fact.organisation, (part) => ({ ...part, state: 'ASSIGNMENT_STATE_IN_PROGRESS' }))
    case 'qiantou.task.v1.AssignmentReassigned':
      return reassigned(state, fact)
    case 'qiantou.task.v1.AssignmentUpheld':
      return changePart(state, fact.organisation, ({ before, ...part }) => ({ ...part, state: before ?? part.state }))
    case 'qiantou.task.v1.ClosingProposed':
      return closingProposed(state, fact, actor)
    case 'qiantou.task.v1.TaskClosed':
      return { ...state, state: 'CLOSED', endedAt: at.toISOString() }
    case 'qiantou.task.v1.TaskCancelled':
      return cancelled(state, fact, at)
    case 'qiantou.assignment.v1.AssignmentAcknowledged':
    case 'qiantou.assignment.v1.ProgressReported':
    case 'qiantou.assignment.v1.AssignmentSubmitted':
    case 'qiantou.assignment.v1.ReassignmentRequested':
      return bodyActed(state, { ...recorded, fact })
  }
}

// ---- Who is who

/** `organisations/hn-kjt` of `…/assignments/hn-kjt`. */
const bodyOf = (assignmentName: string): OrganisationName => `organisations/${assignmentName.split('/')[5]}`

/** Bodies with a part that has not ended by reassignment, and the authority. */
export const taskParties = (state: Task): ReadonlySet<OrganisationName> =>
  new Set([
    state.authority,
    ...state.parts.filter((part) => part.state !== 'ASSIGNMENT_STATE_REASSIGNED').map((part) => part.organisation),
  ])

export const leads = (state: Task): OrganisationName[] =>
  state.parts.filter((part) => part.role === 'ROLE_LEAD' && !isFinal(part)).map((part) => part.organisation)

/** Who proposes closing: every lead (docs/domain.md, rule 5); the body of a SOLE task. */
export const proposers = (state: Task): OrganisationName[] =>
  state.mode === 'RESPONSIBILITY_MODE_SOLE'
    ? state.parts.filter((part) => !isFinal(part)).map((part) => part.organisation)
    : leads(state)

/** Who reviews a body's submissions, any one of them: the leads; of a lead, and where nobody leads, the authority. */
export const reviewersOf = (state: Task, part: Part): readonly OrganisationName[] =>
  state.mode === 'RESPONSIBILITY_MODE_LED' && part.role !== 'ROLE_LEAD' ? leads(state) : [state.authority]
