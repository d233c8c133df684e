/** What happens to the supervision of an assignment. */

import type { DateMessage } from '#proto/google/type/date.ts'
import type { DeadlineReached } from '#proto/qiantou/assignment/v1/assignment_events.ts'
import type * as supervision from '#proto/qiantou/supervision/v1/supervision_events.ts'
import type { AssignmentResumed, LeadsChange } from '#proto/qiantou/task/v1/task_events.ts'
import { type Day, dayFrom, dayOf } from '#shared/domain/calendar.ts'
import { contentRef, evidenceRef } from '#shared/domain/content.ts'
import type { OrganisationName, Recorded, ResourceName } from '#shared/domain/decider.ts'
import { bodyOf } from '#shared/domain/resource-name.ts'
import { signedOff } from '#shared/domain/sign-off.ts'
import type { PartMoved } from '#shared/domain/task-roles.ts'
import { without } from '#shared/domain/without.ts'
import {
  begun,
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

/** Who reads along from now on, by a record of this service. */
function readingAlong(
  { leads: former = [], released: _, leadsNow, ...state }: Supervision,
  leads: readonly OrganisationName[],
): Supervision {
  const released = former.filter((lead) => !leads.includes(lead) && lead !== state.organisation)
  const waits = leadsNow && !isSame(leadsNow.leads, leads) ? { leadsNow } : {}
  return { ...state, leads, ...(released.length ? { released } : {}), ...waits }
}

const isSame = (some: readonly OrganisationName[], others: readonly OrganisationName[]): boolean =>
  `${some}` === `${others}`

/** Others lead the task: what is addressed to the body already has still to be theirs to read, and no longer the former ones'. */
function ledByOthers(
  state: Supervision | undefined,
  change: LeadsChange | undefined,
  at: Date,
): Supervision | undefined {
  if (!state?.leads || !change) return state
  const { leadsNow: _, ...rest } = state
  return isSame(state.leads, change.leads) ? rest : { ...rest, leadsNow: { leads: change.leads, at: at.toISOString() } }
}

const optional = ({ text, matter }: supervision.AssignmentUrged): Pick<Urge, 'text' | 'matter'> => ({
  ...(text ? { text: contentRef(text) } : {}),
  ...(matter === 'URGE_MATTER_REVIEW' || matter === 'URGE_MATTER_CLOSING' ? { matter } : {}),
})

/** Closed by a reply, or taken back: nothing is proposed before that day is over. */
const untilAgain = (state: Supervision, day: DateMessage | undefined): Supervision =>
  day ? { ...state, again: dayFrom(day) } : state

function issued(state: Supervision, recorded: Recorded<supervision.StepIssued>): Supervision {
  const { fact, at } = recorded
  const former = openStep(state) ? changing(state, (step) => ({ ...step, state: 'SUPERSEDED' })) : state
  const rest = without(former, 'proposal', 'overdue', 'days', 'again')
  const step: Step = {
    number: fact.number,
    step: fact.step as Rung,
    state: 'OPEN',
    at: at.toISOString(),
    replyBy: fact.replyBy ? dayFrom(fact.replyBy) : '',
    ...(fact.provisional ? { provisional: true } : {}),
    ...(fact.topmost ? { topmost: true } : {}),
    ...(fact.instruction ? { instruction: fact.instruction } : {}),
    ...signedOff(recorded),
    text: contentRef(fact.text),
  }
  const days = fact.days.length ? { days: fact.days } : {}
  return readingAlong({ ...rest, ...days, steps: [...rest.steps, step].slice(-kept) }, fact.leads)
}

/** Evidence is kept with the newest reply alone: a state is written whole by every command. */
function replied(state: Supervision, recorded: Recorded<supervision.StepReplied>): Supervision {
  const { fact, at } = recorded
  const evidence = fact.evidence.map(evidenceRef)
  const reply: Reply = { at: at.toISOString(), text: contentRef(fact.text), evidence, ...signedOff(recorded) }
  const bare = state.steps.map((step) => (step.reply ? { ...step, reply: { ...step.reply, evidence: [] } } : step))
  // Why the reply before it did not do is no longer to the point.
  return changing({ ...state, steps: bare }, ({ reason: _, ...step }) => ({ ...step, state: 'REPLIED', reply }))
}

/** A limit that moves is told of anew, also where the former one was said to have passed. */
function limitMoved(state: Supervision, { replyBy, provisional }: supervision.ReplyLimitMoved): Supervision {
  const dates = { replyBy: replyBy ? dayFrom(replyBy) : '', ...(provisional ? { provisional: true as const } : {}) }
  return changing(withoutUnanswered(state), ({ provisional: _, ...step }) => ({ ...step, state: 'OPEN', ...dates }))
}

const beside = ['AssignmentUrged', 'StepProposed', 'ReadersChanged'].map((name) => `qiantou.supervision.v1.${name}`)

/** What this service decided; a limit that has still to move is that of a step which waits as it did. */
function own({ stood, ...rest }: Supervision, recorded: Recorded<SupervisionFact>): Supervision {
  return decided(stood && beside.includes(recorded.fact.$type) ? { ...rest, stood } : rest, recorded)
}

function decided(state: Supervision, recorded: Recorded<SupervisionFact>): Supervision {
  const { fact, at, actor } = recorded
  const time = at.toISOString()
  switch (fact.$type) {
    case 'qiantou.supervision.v1.AssignmentUrged': {
      const urge: Urge = { urger: actor, at: time, ...optional(fact) }
      return readingAlong({ ...state, urges: [...state.urges, urge].slice(-kept) }, fact.leads)
    }
    case 'qiantou.supervision.v1.StepProposed': {
      const rest = without(state, 'overdue', 'again')
      const date = fact.date ? dayFrom(fact.date) : dayOf(at)
      return { ...rest, proposal: { step: fact.step as Rung, reason: fact.reason as Proposal['reason'], date } }
    }
    case 'qiantou.supervision.v1.StepIssued':
      return issued(state, { ...recorded, fact })
    case 'qiantou.supervision.v1.ReadersChanged':
      return readingAlong(state, fact.leads)
    case 'qiantou.supervision.v1.ReplyLimitPassed':
      return changing(state, (step) => ({ ...step, state: 'LAPSED' }))
    case 'qiantou.supervision.v1.ReplyLimitMoved':
      return limitMoved(state, fact)
    case 'qiantou.supervision.v1.StepReplied':
      return replied(withoutUnanswered(state), { ...recorded, fact })
    case 'qiantou.supervision.v1.ReplyAccepted':
      return untilAgain(
        changing(state, (step) => ({ ...step, state: 'ACCEPTED' })),
        fact.proposeAgainAfter,
      )
    case 'qiantou.supervision.v1.ReplyReturned':
      return changing(state, (step) => ({ ...step, state: 'RETURNED', reason: contentRef(fact.reason) }))
    case 'qiantou.supervision.v1.StepWithdrawn':
      return untilAgain(
        changing(withoutUnanswered(state), (step) => ({
          ...step,
          state: 'WITHDRAWN',
          reason: contentRef(fact.reason),
        })),
        fact.proposeAgainAfter,
      )
  }
}

/** What was proposed because there was no reply is no longer proposed. */
function withoutUnanswered({ proposal, ...state }: Supervision): Supervision {
  return proposal && proposal.reason !== 'PROPOSAL_REASON_UNANSWERED' ? { ...state, proposal } : state
}

/** Nothing is open, proposed or waited for any more. What has ended stays so: what crossed with it changes nothing. */
function ended(former: Supervision): Supervision {
  const state = without(former, 'proposal', 'overdue', 'stood', 'late', 'again')
  const closed = openStep(state) ? changing(state, (step) => ({ ...step, state: 'ENDED' })) : state
  return { ...closed, ended: true }
}

/** As `ended`, where the part is left undone: whoever succeeds its body later, or is given it, begins anew. */
const left = (state: Supervision): Supervision => ({ ...ended(state), left: true })

/**
 * A body that succeeds another begins its part of the task anew where its own had ended, unless that was accepted
 * (docs/domain.md, rules 19 and 23): the ladder starts at its foot. What was about the former part stays readable.
 */
function begunAnew(state: Supervision | undefined, due: DateMessage | undefined): Supervision | undefined {
  if (!state?.left) return state
  const rest = without(state, 'ended', 'left', 'standsStill', 'due')
  const last = state.steps.at(-1)
  return { ...rest, ...(due ? { due: dayFrom(due) } : {}), ...(last ? { formerSteps: last.number } : {}) }
}

/**
 * The part goes on: the limit of the step that waits for a reply has still to move by the working days for which it stood; over
 * free days alone, where it has passed meanwhile.
 */
function resumed({ standsStill, ...state }: Supervision, fact: AssignmentResumed, at: string): Supervision {
  const { workingDays } = fact
  const open = openStep(state)
  const isLater = workingDays > 0 || (open && open.replyBy < dayOf(new Date(at)))
  const stands = standsStill && isLater && (open?.state === 'OPEN' || open?.state === 'LAPSED')
  const waits = state.stood !== undefined || (open && standsStill && open.replyBy >= standsStill)
  const stood = stands && waits ? { stood: [...(state.stood ?? []), { from: standsStill, workingDays, at }] } : {}
  const going = fact.due ? moved(state, dayFrom(fact.due)) : state
  return { ...going, ...stood }
}

/** A later due date takes back what was proposed because the former one had passed. */
function moved({ overdue, proposal, late, ...state }: Supervision, due: Day): Supervision {
  const stands = proposal && (proposal.reason === 'PROPOSAL_REASON_UNANSWERED' || proposal.date >= due)
  return {
    ...state,
    due,
    ...(overdue && overdue.date >= due ? { overdue } : {}),
    ...(late && late >= due ? { late } : {}),
    ...(stands ? { proposal } : {}),
  }
}

/** A step that is open already says that the work is late; of a date that has moved since nothing is said. */
function late(state: Supervision, fact: DeadlineReached, at: Date): Supervision {
  const date = fact.date ? dayFrom(fact.date) : dayOf(at)
  if (state.ended || (state.due && date < state.due)) return state
  const known = { ...state, late: date }
  return openStep(state) ? known : { ...known, overdue: { date, at: at.toISOString() } }
}

function partMoved(state: Supervision | undefined, known: Supervision, fact: PartMoved): Supervision | undefined {
  const isOwn = fact.organisation === known.organisation
  switch (fact.$type) {
    case 'qiantou.task.v1.AssignmentReassigned':
    case 'qiantou.task.v1.AssignmentTransferred':
      if (isOwn) return left(known)
      return fact.successor?.organisation === known.organisation ? begunAnew(state, fact.due) : state
    case 'qiantou.task.v1.AssignmentWaived':
      return isOwn ? left(known) : state
    case 'qiantou.task.v1.DutiesSucceeded':
      // Whoever does what remains of a role leaves the supervision of the part as it is.
      // Who had only drafted the task, and gets no part, is named so too: whatever it is given later it begins anew.
      return isOwn && fact.successor === '' ? left(known) : state
  }
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
    case 'qiantou.task.v1.TaskCancelled':
      // Kept also where nothing was supervised yet: that the due date has passed may be heard of afterwards.
      return ended(known)
    case 'qiantou.task.v1.AssignmentReassigned':
    case 'qiantou.task.v1.AssignmentTransferred':
    case 'qiantou.task.v1.AssignmentWaived':
    case 'qiantou.task.v1.DutiesSucceeded':
      return ledByOthers(partMoved(state, known, fact), fact.leadsChange, at)
    case 'qiantou.task.v1.TaskReopened': {
      const { ended: _, ...going } = known
      return fact.due ? moved(going, dayFrom(fact.due)) : going
    }
    case 'qiantou.task.v1.AssignmentSuspended':
      return { ...known, standsStill: dayOf(at) }
    case 'qiantou.task.v1.AssignmentResumed':
      return resumed(known, fact, at.toISOString())
    case 'qiantou.task.v1.ExtensionGranted':
      return fact.milestone === '' && fact.due ? moved(known, dayFrom(fact.due)) : state
    case 'qiantou.assignment.v1.DeadlineReached':
      return fact.deadline === 'DEADLINE_DUE' ? late(known, fact, at) : state
    default:
      return own({ ...known, begunAt: state?.begunAt ?? at.toISOString() }, { ...recorded, fact })
  }
}
