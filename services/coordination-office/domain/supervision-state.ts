/** How the supervision of an assignment stands. What it lives through is folded in supervision-fold.ts, what may follow is in supervision.ts. */

import type { DeadlineReached } from '#proto/qiantou/assignment/v1/assignment_events.ts'
import type { CalendarDay } from '#proto/qiantou/programme/v1/programme_events.ts'
import type * as supervision from '#proto/qiantou/supervision/v1/supervision_events.ts'
import type * as task from '#proto/qiantou/task/v1/task_events.ts'
import { type Day, endOf } from '#shared/domain/calendar.ts'
import type { ContentRef, EvidenceRef } from '#shared/domain/content.ts'
import type { Actor, OrganisationName } from '#shared/domain/decider.ts'
import type { SignedOff } from '#shared/domain/sign-off.ts'
import type { Task } from '#shared/domain/task-state.ts'

// ---- Events

export type SupervisionFact =
  | supervision.AssignmentUrged
  | supervision.StepProposed
  | supervision.StepIssued
  | supervision.ReadersChanged
  | supervision.ReplyLimitPassed
  | supervision.ReplyLimitMoved
  | supervision.StepReplied
  | supervision.ReplyAccepted
  | supervision.ReplyReturned
  | supervision.StepWithdrawn

/** What ends a body or its part, or lets that stand still, and what moves its due date or says that it has passed. */
export type PartFact =
  | task.SubmissionAccepted
  | task.AssignmentReassigned
  | task.AssignmentTransferred
  | task.AssignmentWaived
  | task.DutiesSucceeded
  | task.TaskCancelled
  | task.TaskReopened
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

export type Urge = {
  readonly urger: Actor
  readonly at: string
  readonly text?: ContentRef
  /** Where it is not the body's own part. */
  readonly matter?: 'URGE_MATTER_REVIEW' | 'URGE_MATTER_CLOSING'
}

export type Reply = SignedOff & {
  readonly at: string
  readonly text: ContentRef
  readonly evidence: readonly EvidenceRef[]
}

export type StepState = 'OPEN' | 'REPLIED' | 'RETURNED' | 'LAPSED' | 'ACCEPTED' | 'SUPERSEDED' | 'WITHDRAWN' | 'ENDED'

/** Signed off by those who issued it, where the record names them. */
export type Step = SignedOff & {
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
  readonly reason: 'PROPOSAL_REASON_OVERDUE' | 'PROPOSAL_REASON_UNANSWERED' | 'PROPOSAL_REASON_STILL_OVERDUE'
  readonly date: Day
}

/** A suspension that is over: since which day, for how many working days, and when the part went on, ISO 8601. */
export type Stood = { readonly from: Day; readonly workingDays: number; readonly at: string }

export type Supervision = {
  readonly organisation: OrganisationName
  /** ISO 8601: since when it is more than what others recorded. */
  readonly begunAt?: string
  /** The leads, who read along since something was addressed to the body; before that neither they nor the body do. */
  readonly leads?: readonly OrganisationName[]
  /** Leads that the last fact no longer names. */
  readonly released?: readonly OrganisationName[]
  /** Who has come to lead since, ISO 8601 when: it is still to be recorded here that these read along. */
  readonly leadsNow?: { readonly leads: readonly OrganisationName[]; readonly at: string }
  /** The newest, oldest first. */
  readonly urges: readonly Urge[]
  /** The newest, oldest first. One at a time is not closed, the last. */
  readonly steps: readonly Step[]
  readonly proposal?: Proposal
  /** The due date, where it has moved. */
  readonly due?: Day
  /** A due date that has passed and about which nothing has been proposed, and since when that is known, ISO 8601. */
  readonly overdue?: { readonly date: Day; readonly at: string }
  /** The body's part is suspended, since that day. */
  readonly standsStill?: Day
  /** For how long it stood, where the limit of the last step has still to move by that. */
  readonly stood?: readonly Stood[]
  /** Days that the rules set otherwise, by which that limit is counted. */
  readonly days?: readonly CalendarDay[]
  /** The due date that has passed, whatever was proposed about it. */
  readonly late?: Day
  /** The day after which a step is proposed again, if the part is late still. */
  readonly again?: Day
  /** The body's part has ended, or the body itself, without a successor. */
  readonly ended?: true
  /** Without being done or cancelled: its body begins anew where it succeeds another. */
  readonly left?: true
  /** The number of the last step that was about a part which had ended before its body began another. */
  readonly formerSteps?: number
}

/** The last step about the part that the body has now. */
const lastStep = ({ steps, formerSteps = 0 }: Supervision): Step | undefined => {
  const last = steps.at(-1)
  return last && last.number > formerSteps ? last : undefined
}

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
export function nextRung(state: Supervision): Rung | undefined {
  const last = lastStep(state)
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

/**
 * The rung that is proposed where work is late still after the last step was closed: the one above, or the topmost again; a
 * step that was taken back itself.
 */
export function rungAgain(state: Supervision): Rung {
  const last = lastStep(state)
  if (!last) return ladder[0]
  return last.state === 'WITHDRAWN' || last.topmost ? last.step : (above(last.step) ?? last.step)
}

/**
 * Who may see it, beside the task's authority: the body and the leads, once something was addressed to the body. What is proposed
 * before that reaches the office alone.
 */
export function addressed(state: Supervision | undefined): readonly OrganisationName[] {
  const leads = state?.leadsNow?.leads ?? state?.leads
  return state && leads ? [...new Set([state.organisation, ...leads])] : []
}

/** Who may see it. */
export const supervisionParties = (task: Task, state: Supervision): ReadonlySet<OrganisationName> =>
  new Set([task.authority, ...addressed(state)])

export const begun = (organisation: OrganisationName): Supervision => ({ organisation, urges: [], steps: [] })

// ---- What time does

/**
 * When the limit of the step that waits for a reply passes; at once where something is overdue, or a limit has to move; where it
 * is overdue still when the time since the last step is over. ISO 8601; not while it stands still. Other readers always, at once.
 */
export function dueOfSupervision(state: Supervision): string | undefined {
  if (state.leadsNow) return state.leadsNow.at
  if (state.ended || state.standsStill) return undefined
  if (state.stood) return state.stood[0]?.at
  const open = openStep(state)
  if (open) return open.state === 'OPEN' ? endOf(open.replyBy).toISOString() : state.overdue?.at
  return state.overdue?.at ?? (state.late && state.again && endOf(state.again).toISOString())
}
