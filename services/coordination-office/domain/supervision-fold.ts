/** What happens to the supervision of an assignment. */
import type { DeadlineReached } from '#proto/qiantou/assignment/v1/assignment_events.ts'
import type { ContentReference } from '#proto/qiantou/record/v1/record.ts'
import type * as supervision from '#proto/qiantou/supervision/v1/supervision_events.ts'
import { type Day, dayFrom, dayOf } from '#shared/domain/calendar.ts'
import { contentRef, evidenceRef } from '#shared/domain/content.ts'
import type { OrganisationName, Recorded, ResourceName } from '#shared/domain/decider.ts'
import {
  begun,
  bodyOf,
  openStep,
  type PartFact,
  type Proposal,
  type Reply,
  type Rung,
  type Step,
  type Supervision,
  type SupervisionFact,
  type Urge,
} from './supervision-state.ts'

/** How many reminders and steps a state keeps, the newest; the log keeps all. */
const kept = 20

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
    ...(fact.signOff.length ? { signOff: fact.signOff.map(({ step, person }) => ({ step, person })) } : {}),
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
    case 'qiantou.task.v1.TaskReopened': {
      const { ended: _, ...going } = known
      return fact.due ? moved(going, dayFrom(fact.due)) : going
    }
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
