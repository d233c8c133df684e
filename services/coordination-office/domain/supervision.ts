/** Supervision (督查督办) of one assignment: reminders, and the ladder of steps from reminder letter to interview. */
import { type Either, isLeft, right } from 'fp-ts/lib/Either.js'
import { DeadlineReached, type SignOff } from '#proto/qiantou/assignment/v1/assignment_events.ts'
import type { ContentReference, Evidence } from '#proto/qiantou/record/v1/record.ts'
import * as supervision from '#proto/qiantou/supervision/v1/supervision_events.ts'
import * as task from '#proto/qiantou/task/v1/task_events.ts'
import { type Calendar, type Day, dayOf, toDate, workingDaysBetween, workingDaysFrom } from '#shared/domain/calendar.ts'
import { isOpen } from '#shared/domain/course.ts'
import {
  type Actor,
  type Context,
  type Decider,
  noParties,
  type OrganisationName,
  type Parties,
  type Recorded,
  type ResourceName,
  workflowOf,
} from '#shared/domain/decider.ts'
import { type Organisation, stateOn } from '#shared/domain/organisation-state.ts'
import { type Rejection, reject } from '#shared/domain/rejection.ts'
import { calendarOf, supervisionRulesOf } from '#shared/domain/rules.ts'
import { partLight } from '#shared/domain/task-light.ts'
import { leads } from '#shared/domain/task-roles.ts'
import type { Part, Task } from '#shared/domain/task-state.ts'
import { evolve } from './supervision-fold.ts'
import {
  addressed,
  begun,
  dueOfSupervision,
  nameOf,
  nextRung,
  openStep,
  type PartFact,
  type Rung,
  type Step,
  type Supervision,
  type SupervisionFact,
} from './supervision-state.ts'

// ---- Commands

/** What a command takes from elsewhere: the task, the body, and its entry in the directory, where it has one. */
export type SupervisionGround = {
  readonly task: Task
  readonly organisation: OrganisationName
  readonly entry: Organisation | undefined
}

export type SupervisionCommand = SupervisionGround &
  (
    | { readonly type: 'Urge'; readonly text: ContentReference | undefined }
    | {
        readonly type: 'Issue'
        readonly step: Rung
        readonly text: ContentReference
        /** 0 for what the rules say. */
        readonly replyWorkingDays: number
        readonly instruction: string
        readonly signOff: readonly SignOff[]
      }
    | { readonly type: 'Reply'; readonly text: ContentReference; readonly evidence: readonly Evidence[] }
    | { readonly type: 'Accept' }
    | { readonly type: 'Return'; readonly reason: ContentReference }
    | { readonly type: 'Withdraw'; readonly reason: ContentReference }
  )

type CommandOf<Type extends SupervisionCommand['type']> = Extract<SupervisionCommand, { type: Type }>
type Decision = Either<Rejection, readonly [SupervisionFact]>

// ---- Decisions

function decide(command: SupervisionCommand, state: Supervision | undefined, { actor, at }: Context): Decision {
  const { authority } = command.task
  const isLead = leads(command.task).includes(actor)
  // Who leads now may urge, whether or not something was addressed to the body before.
  if (actor !== authority && !isLead && !addressed(state).includes(actor))
    return reject('notFound', 'SUPERVISION_NOT_FOUND')
  const today = dayOf(at)
  if (command.type === 'Urge') return urge(command, state, actor, today)
  if (command.type === 'Reply') return reply(command, state, actor)
  if (actor !== authority) return reject('permission', 'NOT_ISSUING_AUTHORITY', { authority })
  if (command.type === 'Issue') return issue(command, state, today)
  const open = state && openStep(state)
  if (!open) return reject('precondition', 'NO_STEP_OPEN')
  if (command.type === 'Withdraw')
    return right([{ $type: 'qiantou.supervision.v1.StepWithdrawn', number: open.number, reason: command.reason }])
  if (open.state !== 'REPLIED')
    return reject('precondition', 'NO_REPLY_WAITS', { number: `${open.number}`, state: `STEP_STATE_${open.state}` })
  const { number } = open
  return command.type === 'Accept'
    ? right([{ $type: 'qiantou.supervision.v1.ReplyAccepted', number }])
    : right([{ $type: 'qiantou.supervision.v1.ReplyReturned', number, reason: command.reason }])
}

/** The part that something may be addressed to: it goes on, and its body is still there. */
function addressable({ task: { parts }, organisation, entry }: SupervisionGround, today: Day): Either<Rejection, Part> {
  const part = parts.find((candidate) => candidate.organisation === organisation)
  if (!part) return reject('notFound', 'ASSIGNMENT_NOT_FOUND')
  if (!isOpen(part)) return reject('precondition', 'ASSIGNMENT_ENDED', { organisation, state: part.state })
  if (part.suspendedOn) return reject('precondition', 'ASSIGNMENT_STANDS', { organisation, date: part.suspendedOn })
  if (entry && stateOn(entry, today) === 'ENDED')
    return reject('precondition', 'BODY_ENDED', { organisation, date: entry.end?.date ?? '' })
  return right(part)
}

/** Whether it is the body's turn, or the work is late, whoever's turn it is. */
function isUrgable(state: Task, part: Part, today: Day): boolean {
  const { colour, reason, turn } = partLight(state, part, today)
  return turn.includes(part.organisation) || colour === 'LIGHT_COLOUR_RED' || reason === 'LIGHT_REASON_REVIEW_LATE'
}

/** A reminder changes no state of the assignment (docs/domain.md, rule 22). */
function urge(command: CommandOf<'Urge'>, state: Supervision | undefined, actor: Actor, today: Day): Decision {
  const { task: about, organisation, text } = command
  if (actor !== about.authority && !leads(about).includes(actor)) return reject('permission', 'NOT_URGER')
  if (actor === organisation) return reject('precondition', 'URGES_ITSELF', { organisation })
  const part = addressable(command, today)
  if (isLeft(part)) return part
  if (!isUrgable(about, part.right, today)) return reject('precondition', 'NOT_THEIR_TURN', { organisation })
  const last = state?.urges.at(-1)
  const { urgeWorkingDays } = supervisionRulesOf(about.rules)
  if (last && workingDaysBetween(calendarOf(about.rules), dayOf(new Date(last.at)), today) < urgeWorkingDays) {
    const details = { organisation, date: dayOf(new Date(last.at)) }
    return urgeWorkingDays === 1
      ? reject('precondition', 'URGED_ALREADY', details)
      : reject('precondition', 'URGED_LATELY', { ...details, days: `${urgeWorkingDays}` })
  }
  return right([{ $type: 'qiantou.supervision.v1.AssignmentUrged', text, leads: leads(about) }])
}

/** One rung at a time, unless a leader's instruction starts at another. */
function issue(command: CommandOf<'Issue'>, state: Supervision | undefined, today: Day): Decision {
  const { task: about, step, text, instruction, signOff } = command
  const part = addressable(command, today)
  if (isLeft(part)) return part
  const { withoutInterview, replyWorkingDays } = supervisionRulesOf(about.rules)
  // Not even an instruction starts at what the programme does not know.
  if (withoutInterview && step === 'SUPERVISION_STEP_INTERVIEW') return reject('precondition', 'STEP_UNUSED', { step })
  const known = state ?? begun(command.organisation)
  const refused = instruction ? undefined : outOfTurn(known, step)
  if (refused) return refused
  const replyBy = workingDaysFrom(calendarOf(about.rules), today, command.replyWorkingDays || replyWorkingDays)
  return right([
    {
      $type: 'qiantou.supervision.v1.StepIssued',
      number: (known.steps.at(-1)?.number ?? 0) + 1,
      step,
      text,
      replyBy: toDate(replyBy),
      instruction,
      leads: leads(about),
      provisional: isProvisional(calendarOf(about.rules), today, replyBy),
      topmost: withoutInterview && step === 'SUPERVISION_STEP_BULLETIN',
      signOff: [...signOff],
    },
  ])
}

function outOfTurn(state: Supervision, step: Rung): Decision | undefined {
  const open = openStep(state)
  const next = nextRung(state)
  if (next === step) return undefined
  if (next) return reject('precondition', 'STEP_OUT_OF_TURN', { step, next })
  // Above an interview there is nothing, nor above a bulletin where there are no interviews.
  if (open && (open.state === 'LAPSED' || open.state === 'RETURNED'))
    return reject('precondition', 'LADDER_AT_TOP', { step })
  return reject('precondition', 'STEP_OPEN', { number: `${open?.number ?? 0}`, replyBy: open?.replyBy ?? '' })
}

/** A limit that is counted over the turn of a year may lie in one that nobody has announced. */
const isProvisional = (calendar: Calendar, from: Day, to: Day): boolean =>
  calendar.isProvisional(from) || calendar.isProvisional(to)

function reply(command: CommandOf<'Reply'>, state: Supervision | undefined, actor: Actor): Decision {
  const { organisation, text, evidence } = command
  if (actor !== organisation) return reject('permission', 'NOT_ASSIGNEE', { organisation })
  const open = state && openStep(state)
  if (!open) return reject('precondition', 'NO_STEP_OPEN')
  if (open.state === 'REPLIED') return reject('precondition', 'REPLY_WAITS', { number: `${open.number}` })
  return right([{ $type: 'qiantou.supervision.v1.StepReplied', number: open.number, text, evidence: [...evidence] }])
}

// ---- What time does

type Proposed = readonly supervision.StepProposed[]

const proposing = (step: Rung | undefined, reason: supervision.ProposalReason, date: Day): Proposed =>
  step ? [{ $type: 'qiantou.supervision.v1.StepProposed', step, reason, date: toDate(date) }] : []

/** The limit of a step that is open has passed: the next rung is proposed. */
const lapsed = (state: Supervision, step: Step): readonly [SupervisionFact, ...SupervisionFact[]] => [
  { $type: 'qiantou.supervision.v1.ReplyLimitPassed', number: step.number },
  ...proposing(
    nextRung({ ...state, steps: [{ ...step, state: 'LAPSED' }] }),
    'PROPOSAL_REASON_UNANSWERED',
    step.replyBy,
  ),
]

/**
 * What is proposed by policy: never issued. That a due date has passed is a fact of another service; whether something
 * follows from it depends on how the supervision stands, so that it is decided here, on the state, and by nobody's command.
 */
function elapse(state: Supervision): readonly [SupervisionFact, ...SupervisionFact[]] {
  const open = openStep(state)
  if (open) return lapsed(state, open)
  const date = state.overdue?.date ?? ''
  const [proposal] = proposing(nextRung(state), 'PROPOSAL_REASON_OVERDUE', date)
  if (!proposal) throw new Error('nothing is due')
  return [proposal]
}

// ---- Who and where

/** The office is party to the programme, and so to everything under it. */
function parties(fact: SupervisionFact, state: Supervision): Parties {
  if (fact.$type !== 'qiantou.supervision.v1.AssignmentUrged' && fact.$type !== 'qiantou.supervision.v1.StepIssued')
    return noParties
  return { admits: [...addressed(state)], releases: [...(state.released ?? [])] }
}

/** The supervision that a fact about one body's part touches. */
function touches({ fact, subject }: Recorded<PartFact>): readonly ResourceName[] {
  switch (fact.$type) {
    case 'qiantou.task.v1.TaskReopened':
    case 'qiantou.task.v1.TaskCancelled':
      return fact.organisations.map((organisation) => nameOf(subject, organisation))
    case 'qiantou.assignment.v1.DeadlineReached':
      return [nameOf(workflowOf(subject), `organisations/${subject.split('/')[5]}`)]
    default:
      return [nameOf(subject, fact.organisation)]
  }
}

export const supervisionDecider: Decider<SupervisionCommand, Supervision, SupervisionFact, PartFact> = {
  aggregate: 'supervision',
  foldVersion: 3,
  owns: [
    supervision.AssignmentUrged,
    supervision.StepProposed,
    supervision.StepIssued,
    supervision.ReplyLimitPassed,
    supervision.StepReplied,
    supervision.ReplyAccepted,
    supervision.ReplyReturned,
    supervision.StepWithdrawn,
  ],
  folds: [
    task.SubmissionAccepted,
    task.AssignmentReassigned,
    task.AssignmentTransferred,
    task.AssignmentWaived,
    task.TaskCancelled,
    task.TaskReopened,
    task.ExtensionGranted,
    task.AssignmentSuspended,
    task.AssignmentResumed,
    DeadlineReached,
  ],
  touches,
  due: dueOfSupervision,
  elapse,
  decide,
  evolve,
  parties,
}
