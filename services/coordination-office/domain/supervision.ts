/** Supervision (督查督办) of one assignment: reminders, and the ladder of steps from reminder letter to interview. */
import { type Either, isLeft, right } from 'fp-ts/lib/Either.js'
import type { DateMessage } from '#proto/google/type/date.ts'
import { DeadlineReached } from '#proto/qiantou/assignment/v1/assignment_events.ts'
import type { ContentReference, Evidence } from '#proto/qiantou/record/v1/record.ts'
import * as supervision from '#proto/qiantou/supervision/v1/supervision_events.ts'
import * as task from '#proto/qiantou/task/v1/task_events.ts'
import { type Day, dayOf, limitFrom, toDate, workingDaysBetween, workingDaysFrom } from '#shared/domain/calendar.ts'
import {
  type Actor,
  type Context,
  type Decider,
  noParties,
  type OrganisationName,
  type Parties,
  type Recorded,
  type ResourceName,
} from '#shared/domain/decider.ts'
import { type Rejection, reject } from '#shared/domain/rejection.ts'
import { bodyOf, supervisionName, workflowOf } from '#shared/domain/resource-name.ts'
import { calendarOf, supervisionRulesOf } from '#shared/domain/rules.ts'
import { leads } from '#shared/domain/task-roles.ts'
import { addressable, matterOf, type SupervisionGround } from './supervision-address.ts'
import { evolve } from './supervision-fold.ts'
import {
  addressed,
  begun,
  dueOfSupervision,
  nextRung,
  openStep,
  type PartFact,
  type Rung,
  type Supervision,
  type SupervisionFact,
} from './supervision-state.ts'
import { elapse } from './supervision-time.ts'

// ---- Commands

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
  const proposeAgainAfter = againAfter(command, today)
  if (command.type === 'Withdraw') {
    const { reason } = command
    return right([{ $type: 'qiantou.supervision.v1.StepWithdrawn', number: open.number, reason, proposeAgainAfter }])
  }
  if (open.state !== 'REPLIED')
    return reject('precondition', 'NO_REPLY_WAITS', { number: `${open.number}`, state: `STEP_STATE_${open.state}` })
  const { number } = open
  return command.type === 'Accept'
    ? right([{ $type: 'qiantou.supervision.v1.ReplyAccepted', number, proposeAgainAfter }])
    : right([{ $type: 'qiantou.supervision.v1.ReplyReturned', number, reason: command.reason }])
}

/** How long work may still be late once a step is closed, before the next is proposed. */
function againAfter({ task: { rules } }: SupervisionGround, today: Day): DateMessage {
  return toDate(workingDaysFrom(calendarOf(rules), today, supervisionRulesOf(rules).proposeAgainWorkingDays))
}

/** A reminder changes no state of the assignment (docs/domain.md, rule 22). */
function urge(command: CommandOf<'Urge'>, state: Supervision | undefined, actor: Actor, today: Day): Decision {
  const { task: about, organisation, text } = command
  if (actor !== about.authority && !leads(about).includes(actor)) return reject('permission', 'NOT_URGER')
  if (actor === organisation) return reject('precondition', 'URGES_ITSELF', { organisation })
  const matter = matterOf(command, today)
  if (isLeft(matter)) return matter
  const last = state?.urges.at(-1)
  const { urgeWorkingDays } = supervisionRulesOf(about.rules)
  if (last && workingDaysBetween(calendarOf(about.rules), dayOf(new Date(last.at)), today) < urgeWorkingDays) {
    const details = { organisation, date: dayOf(new Date(last.at)) }
    return urgeWorkingDays === 1
      ? reject('precondition', 'URGED_ALREADY', details)
      : reject('precondition', 'URGED_LATELY', { ...details, days: `${urgeWorkingDays}` })
  }
  return right([{ $type: 'qiantou.supervision.v1.AssignmentUrged', text, leads: leads(about), matter: matter.right }])
}

/** One rung at a time, unless a leader's instruction starts at another. */
function issue(command: CommandOf<'Issue'>, state: Supervision | undefined, today: Day): Decision {
  const { task: about, step, text, instruction } = command
  const part = addressable(command, today)
  if (isLeft(part)) return part
  const { withoutInterview, replyWorkingDays } = supervisionRulesOf(about.rules)
  // Not even an instruction starts at what the programme does not know.
  if (withoutInterview && step === 'SUPERVISION_STEP_INTERVIEW') return reject('precondition', 'STEP_UNUSED', { step })
  const known = state ?? begun(command.organisation)
  const refused = instruction ? undefined : outOfTurn(known, step)
  if (refused) return refused
  const workingDays = command.replyWorkingDays || replyWorkingDays
  const { last, provisional } = limitFrom(calendarOf(about.rules), today, workingDays)
  return right([
    {
      $type: 'qiantou.supervision.v1.StepIssued',
      number: (known.steps.at(-1)?.number ?? 0) + 1,
      step,
      text,
      replyBy: toDate(last),
      instruction,
      leads: leads(about),
      provisional,
      topmost: withoutInterview && step === 'SUPERVISION_STEP_BULLETIN',
      days: about.rules.days,
    },
  ])
}

function outOfTurn(state: Supervision, step: Rung): Decision | undefined {
  const open = openStep(state)
  const next = nextRung(state)
  if (next === step || state.proposal?.step === step) return undefined
  if (next) return reject('precondition', 'STEP_OUT_OF_TURN', { step, next })
  // Above an interview there is nothing, nor above a bulletin where there are no interviews.
  if (open && (open.state === 'LAPSED' || open.state === 'RETURNED'))
    return reject('precondition', 'LADDER_AT_TOP', { step })
  return reject('precondition', 'STEP_OPEN', { number: `${open?.number ?? 0}`, replyBy: open?.replyBy ?? '' })
}

function reply(command: CommandOf<'Reply'>, state: Supervision | undefined, actor: Actor): Decision {
  const { organisation, text, evidence } = command
  if (actor !== organisation) return reject('permission', 'NOT_ASSIGNEE', { organisation })
  const open = state && openStep(state)
  if (!open) return reject('precondition', 'NO_STEP_OPEN')
  if (open.state === 'REPLIED') return reject('precondition', 'REPLY_WAITS', { number: `${open.number}` })
  return right([{ $type: 'qiantou.supervision.v1.StepReplied', number: open.number, text, evidence: [...evidence] }])
}

// ---- Who and where

/** The office is party to the programme, and so to everything under it. */
function parties(fact: SupervisionFact, state: Supervision): Parties {
  if (!('leads' in fact)) return noParties
  return { admits: [...addressed(state)], releases: [...(state.released ?? [])] }
}

/** The supervision that a fact about one body's part touches; of every body, where others lead from then on. */
function touches({ fact, subject }: Recorded<PartFact>): readonly ResourceName[] {
  if (fact.$type === 'qiantou.assignment.v1.DeadlineReached')
    return [supervisionName(workflowOf(subject), bodyOf(subject))]
  return [...new Set(touched(fact))].map((organisation) => supervisionName(subject, organisation))
}

function touched(fact: Exclude<PartFact, DeadlineReached>): readonly OrganisationName[] {
  const led = 'leadsChange' in fact ? (fact.leadsChange?.bodies ?? []) : []
  switch (fact.$type) {
    case 'qiantou.task.v1.TaskReopened':
    case 'qiantou.task.v1.TaskCancelled':
      return fact.organisations
    case 'qiantou.task.v1.AssignmentReassigned':
    case 'qiantou.task.v1.AssignmentTransferred':
      // Whoever takes over may have had a part before.
      return [fact.organisation, ...(fact.successor ? [fact.successor.organisation] : []), ...led]
    default:
      return [fact.organisation, ...led]
  }
}

export const supervisionDecider: Decider<SupervisionCommand, Supervision, SupervisionFact, PartFact> = {
  aggregate: 'supervision',
  foldVersion: 9,
  owns: [
    supervision.AssignmentUrged,
    supervision.StepProposed,
    supervision.StepIssued,
    supervision.ReadersChanged,
    supervision.ReplyLimitPassed,
    supervision.ReplyLimitMoved,
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
    task.DutiesSucceeded,
    task.TaskCancelled,
    task.TaskReopened,
    task.ExtensionGranted,
    task.AssignmentSuspended,
    task.AssignmentResumed,
    DeadlineReached,
  ],
  touches,
  due: dueOfSupervision,
  readers: addressed,
  elapse,
  decide,
  evolve,
  parties,
}
