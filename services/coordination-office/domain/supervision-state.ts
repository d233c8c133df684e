/** What the supervision of an assignment has lived through: its facts, and its state. What may follow is in supervision.ts. */
import type { DeadlineReached } from '#proto/qiantou/assignment/v1/assignment_events.ts'
import type { ContentReference } from '#proto/qiantou/record/v1/record.ts'
import type * as supervision from '#proto/qiantou/supervision/v1/supervision_events.ts'
import type * as task from '#proto/qiantou/task/v1/task_events.ts'
import { type Day, dayFrom, dayOf, endOf } from '#shared/domain/calendar.ts'
import { type ContentRef, contentRef, type EvidenceRef, evidenceRef } from '#shared/domain/content.ts'
import type { Actor, OrganisationName, Recorded, ResourceName } from '#shared/domain/decider.ts'

// ---- Events

export type SupervisionFact =
  | supervision.AssignmentUrged
  | supervision.StepProposed
  | supervision.StepIssued
  | supervision.ReplyLimitPassed
  | supervision.StepReplied
  | supervision.ReplyAccepted
  | supervision.ReplyReturned
  | supervision.StepWithdrawn

/** What ends a body's part or lets it stand still, and what moves its due date or says that it has passed. */
export type PartFact =
  | task.SubmissionAccepted
  | task.AssignmentReassigned
  | task.AssignmentTransferred
  | task.AssignmentWaived
  | task.TaskCancelled
  | task.ExtensionGranted
  | task.AssignmentSuspended
  | task.AssignmentResumed
  | DeadlineReached

// ---- State

/** The rungs of the ladder, the mildest first. */
export const ladder = [
  'SUPERVISION_STEP_REMINDER_LETTER',
  'SUPERVISION_STEP_SUPERVISION_ORDER',
  'SUPERVISION_STEP_BULLETIN',
  'SUPERVISION_STEP_INTERVIEW',
] as const
export type Rung = (typeof ladder)[number]

export type Urge = { readonly urger: Actor; readonly at: string; readonly text?: ContentRef }

export type Reply = { readonly at: string; readonly text: ContentRef; readonly evidence: readonly EvidenceRef[] }

export type StepState = 'OPEN' | 'REPLIED' | 'RETURNED' | 'LAPSED' | 'ACCEPTED' | 'SUPERSEDED' | 'WITHDRAWN' | 'ENDED'

export type Step = {
  readonly number: number
  readonly step: Rung
  readonly state: StepState
  /** ISO 8601. */
  readonly at: string
  readonly replyBy: Day
  readonly provisional?: true
  /** Nothing stands above it, though it is no interview. */
  readonly topmost?: true
  readonly instruction?: string
  readonly text: ContentRef
  readonly reply?: Reply
  /** Why its newest reply was returned, or it was taken back. */
  readonly reason?: ContentRef
}

export type Proposal = {
  readonly step: Rung
  readonly reason: 'PROPOSAL_REASON_OVERDUE' | 'PROPOSAL_REASON_UNANSWERED'
  readonly date: Day
}

export type Supervision = {
  readonly organisation: OrganisationName
  /** ISO 8601: since when it is more than what others recorded. */
  readonly begunAt?: string
  /** Whoever reads along since something was addressed to the body; before that neither they nor the body do. */
  readonly leads?: readonly OrganisationName[]
  /** Leads that the last fact no longer names. */
  readonly released?: readonly OrganisationName[]
  /** The newest, oldest first. */
  readonly urges: readonly Urge[]
  /** The newest, oldest first. One at a time is not closed, the last. */
  readonly steps: readonly Step[]
  readonly proposal?: Proposal
  /** The due date, where it has moved. */
  readonly due?: Day
  /** A due date that has passed and about which nothing has been proposed, and since when that is known, ISO 8601. */
  readonly overdue?: { readonly date: Day; readonly at: string }
  /** The body's part is suspended. */
  readonly standsStill?: true
  /** The body's part has ended. */
  readonly ended?: true
}

/** How many reminders and steps a state keeps, the newest; the log keeps all. */
const kept = 20

/** The step that is not closed. */
export function openStep({ steps }: Supervision): Step | undefined {
  const last = steps.at(-1)
  return last && ['OPEN', 'REPLIED', 'RETURNED', 'LAPSED'].includes(last.state) ? last : undefined
}

export type SupervisionState = 'SETTLED' | 'PROPOSED' | 'OPEN' | 'REPLIED' | 'RETURNED' | 'LAPSED' | 'ENDED'

/** What waits, for whoever looks at many. */
export function supervisionState(state: Supervision): SupervisionState {
  if (state.ended) return 'ENDED'
  const open = openStep(state)
  return (open?.state as SupervisionState | undefined) ?? (state.proposal ? 'PROPOSED' : 'SETTLED')
}

/** The rung above; the topmost has none. */
export const above = (step: Rung): Rung | undefined => ladder[ladder.indexOf(step) + 1]

/** The rung that follows without an instruction; undefined while a reply may still come in time, and above the topmost. */
export function nextRung({ steps }: Supervision): Rung | undefined {
  const last = steps.at(-1)
  switch (last?.state) {
    case 'OPEN':
    case 'REPLIED':
      return undefined
    case 'RETURNED':
    case 'LAPSED':
      return last.topmost ? undefined : above(last.step)
    case 'WITHDRAWN':
      return last.step
    default:
      return ladder[0]
  }
}

/** `organisations/hn-kjt` of `…/supervisions/hn-kjt`. */
export const bodyOf = (name: ResourceName): OrganisationName => `organisations/${name.split('/')[5]}`

/** The supervision of a body's part of a task. */
export const nameOf = (taskName: ResourceName, organisation: OrganisationName): ResourceName =>
  `${taskName}/supervisions/${organisation.slice('organisations/'.length)}`

/**
 * Who may see it, beside the task's authority: the body and the leads of that time, once something was addressed to the
 * body. What is proposed before that reaches the office alone.
 */
export const addressed = (state: Supervision | undefined): readonly OrganisationName[] =>
  state?.leads ? [...new Set([state.organisation, ...state.leads])] : []

// ---- Fold

export const begun = (organisation: OrganisationName): Supervision => ({ organisation, urges: [], steps: [] })

/** The last step as it is after a change. */
const changing = (state: Supervision, change: (step: Step) => Step): Supervision => ({
  ...state,
  steps: state.steps.map((step, i) => (i === state.steps.length - 1 ? change(step) : step)),
})

/** Who reads along from now on. */
function readingAlong(
  { leads: former = [], released: _, ...state }: Supervision,
  leads: readonly OrganisationName[],
): Supervision {
  const released = former.filter((lead) => !leads.includes(lead) && lead !== state.organisation)
  return { ...state, leads, ...(released.length ? { released } : {}) }
}

const optional = (text: ContentReference | undefined): Pick<Urge, 'text'> => (text ? { text: contentRef(text) } : {})

function issued(state: Supervision, fact: supervision.StepIssued, at: string): Supervision {
  const {
    proposal: _,
    overdue: __,
    ...rest
  } = openStep(state) ? changing(state, (step) => ({ ...step, state: 'SUPERSEDED' })) : state
  const step: Step = {
    number: fact.number,
    step: fact.step as Rung,
    state: 'OPEN',
    at,
    replyBy: fact.replyBy ? dayFrom(fact.replyBy) : '',
    ...(fact.provisional ? { provisional: true } : {}),
    ...(fact.topmost ? { topmost: true } : {}),
    ...(fact.instruction ? { instruction: fact.instruction } : {}),
    text: contentRef(fact.text),
  }
  return readingAlong({ ...rest, steps: [...rest.steps, step].slice(-kept) }, fact.leads)
}

/** Evidence is kept with the newest reply alone: a state is written whole by every command. */
function replied(state: Supervision, fact: supervision.StepReplied, at: string): Supervision {
  const reply: Reply = { at, text: contentRef(fact.text), evidence: fact.evidence.map(evidenceRef) }
  const bare = state.steps.map((step) => (step.reply ? { ...step, reply: { ...step.reply, evidence: [] } } : step))
  // Why the reply before it did not do is no longer to the point.
  return changing({ ...state, steps: bare }, ({ reason: _, ...step }) => ({ ...step, state: 'REPLIED', reply }))
}

/** What this service decided. */
function own(state: Supervision, { fact, at, actor }: Recorded<SupervisionFact>): Supervision {
  const time = at.toISOString()
  switch (fact.$type) {
    case 'qiantou.supervision.v1.AssignmentUrged': {
      const urge: Urge = { urger: actor, at: time, ...optional(fact.text) }
      return readingAlong({ ...state, urges: [...state.urges, urge].slice(-kept) }, fact.leads)
    }
    case 'qiantou.supervision.v1.StepProposed': {
      const { overdue: _, ...rest } = state
      const date = fact.date ? dayFrom(fact.date) : dayOf(at)
      return { ...rest, proposal: { step: fact.step as Rung, reason: fact.reason as Proposal['reason'], date } }
    }
    case 'qiantou.supervision.v1.StepIssued':
      return issued(state, fact, time)
    case 'qiantou.supervision.v1.ReplyLimitPassed':
      return changing(state, (step) => ({ ...step, state: 'LAPSED' }))
    case 'qiantou.supervision.v1.StepReplied':
      return replied(withoutUnanswered(state), fact, time)
    case 'qiantou.supervision.v1.ReplyAccepted':
      return changing(state, (step) => ({ ...step, state: 'ACCEPTED' }))
    case 'qiantou.supervision.v1.ReplyReturned':
      return changing(state, (step) => ({ ...step, state: 'RETURNED', reason: contentRef(fact.reason) }))
    case 'qiantou.supervision.v1.StepWithdrawn':
      return changing(withoutUnanswered(state), (step) => ({
        ...step,
        state: 'WITHDRAWN',
        reason: contentRef(fact.reason),
      }))
  }
}

/** What was proposed because there was no reply is no longer proposed. */
function withoutUnanswered({ proposal, ...state }: Supervision): Supervision {
  return proposal && proposal.reason !== 'PROPOSAL_REASON_UNANSWERED' ? { ...state, proposal } : state
}

/** Nothing is open, proposed or waited for any more. What has ended stays so: what crossed with it changes nothing. */
function ended({ proposal: _, overdue: __, ...state }: Supervision): Supervision {
  const closed = openStep(state) ? changing(state, (step) => ({ ...step, state: 'ENDED' })) : state
  return { ...closed, ended: true }
}

/** A later due date takes back what was proposed because the former one had passed. */
function moved({ overdue, proposal, ...state }: Supervision, due: Day): Supervision {
  const stands = proposal && (proposal.reason !== 'PROPOSAL_REASON_OVERDUE' || proposal.date >= due)
  return {
    ...state,
    due,
    ...(overdue && overdue.date >= due ? { overdue } : {}),
    ...(stands ? { proposal } : {}),
  }
}

/** A step that is open already says that the work is late; of a date that has moved since nothing is said. */
function late(state: Supervision, fact: DeadlineReached, at: Date): Supervision {
  const date = fact.date ? dayFrom(fact.date) : dayOf(at)
  if (state.ended || openStep(state) || (state.due && date < state.due)) return state
  return { ...state, overdue: { date, at: at.toISOString() } }
}

export function evolve(
  state: Supervision | undefined,
  recorded: Recorded<SupervisionFact | PartFact>,
  stream: ResourceName,
): Supervision | undefined {
  const { fact, at } = recorded
  const known = state ?? begun(bodyOf(stream))
  switch (fact.$type) {
    case 'qiantou.task.v1.SubmissionAccepted':
    case 'qiantou.task.v1.AssignmentReassigned':
    case 'qiantou.task.v1.AssignmentTransferred':
    case 'qiantou.task.v1.AssignmentWaived':
    case 'qiantou.task.v1.TaskCancelled':
      // Kept also where nothing was supervised yet: that the due date has passed may be heard of afterwards.
      return ended(known)
    case 'qiantou.task.v1.AssignmentSuspended':
      return { ...known, standsStill: true }
    case 'qiantou.task.v1.AssignmentResumed': {
      const { standsStill: _, ...going } = known
      return fact.due ? moved(going, dayFrom(fact.due)) : going
    }
    case 'qiantou.task.v1.ExtensionGranted':
      return fact.milestone === '' && fact.due ? moved(known, dayFrom(fact.due)) : state
    case 'qiantou.assignment.v1.DeadlineReached':
      return fact.deadline === 'DEADLINE_DUE' ? late(known, fact, at) : state
    default:
      return own({ ...known, begunAt: state?.begunAt ?? at.toISOString() }, { ...recorded, fact })
  }
}

// ---- What time does

/**
 * When the limit of the step that waits for a reply passes, or at once where something is overdue, ISO 8601. Never while the
 * part stands still: what has passed by then is told once it goes on.
 */
export function dueOfSupervision(state: Supervision): string | undefined {
  if (state.ended || state.standsStill) return undefined
  const open = openStep(state)
  return open?.state === 'OPEN' ? endOf(open.replyBy).toISOString() : state.overdue?.at
}
