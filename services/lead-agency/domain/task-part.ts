/** What is decided about one body's part: review, release, transfer, suspension, more time. */
import { type Either, left, right } from 'fp-ts/lib/Either.js'
import type { DateMessage } from '#proto/google/type/date.ts'
import type { ContentReference } from '#proto/qiantou/record/v1/record.ts'
import type * as task from '#proto/qiantou/task/v1/task_events.ts'
import {
  type Day,
  dayFrom,
  dayOf,
  isRunProvisional,
  laterOf,
  toDate,
  workingDaysBetween,
  workingDaysFrom,
} from '#shared/domain/calendar.ts'
import { datesOf, isOpen } from '#shared/domain/course.ts'
import type { Actor, OrganisationName } from '#shared/domain/decider.ts'
import { heirOf } from '#shared/domain/heirs.ts'
import { type Rejection, reject } from '#shared/domain/rejection.ts'
import { calendarOf } from '#shared/domain/rules.ts'
import { leads, reviewersOf, submitterOf } from '#shared/domain/task-roles.ts'
import type { Part, Task } from '#shared/domain/task-state.ts'
import { clockOf, handOver, leftToItself } from './task-handover.ts'
import { isProvisional, milestoneDue, warnOn } from './terms.ts'

export type About = { readonly organisation: OrganisationName }
type Because = About & { readonly reason: ContentReference }
/** To whom a part goes, and until when it is due then; undefined where its dates stay. */
export type ToSuccessor = Because & { readonly successor: OrganisationName; readonly due?: DateMessage | undefined }

export type PartCommand =
  | (About & { readonly type: 'Accept' })
  | (Because & { readonly type: 'Return' })
  | (ToSuccessor & { readonly type: 'Reassign' })
  | (ToSuccessor & { readonly type: 'Transfer' })
  | (Because & { readonly type: 'Uphold' })
  | (Because & { readonly type: 'Suspend' })
  | (About & { readonly type: 'Resume' })
  | (Because & { readonly type: 'Waive' })
  | (About & { readonly type: 'GiveOpinion'; readonly supports: boolean; readonly text: ContentReference })
  | (About & { readonly type: 'GrantExtension'; readonly due: DateMessage | undefined })
  | (Because & { readonly type: 'RefuseExtension' })

type PartFact =
  | task.SubmissionAccepted
  | task.SubmissionReturned
  | task.AssignmentReassigned
  | task.AssignmentTransferred
  | task.AssignmentUpheld
  | task.AssignmentSuspended
  | task.AssignmentResumed
  | task.AssignmentWaived
  | task.ExtensionOpinionGiven
  | task.ExtensionGranted
  | task.ExtensionRefused

type Decision = Either<Rejection, readonly [PartFact]>

/** Who decides what, and where the part must stand for it. */
export function decidePart(command: PartCommand, state: Task, actor: Actor, at: Date): Decision {
  const { organisation } = command
  const part = state.parts.find((candidate) => candidate.organisation === organisation)
  if (!part) return reject('notFound', 'ASSIGNMENT_NOT_FOUND', { organisation })
  if (command.type === 'Accept' || command.type === 'Return') return review(command, state, part, actor)
  if (command.type === 'GiveOpinion') return giveOpinion(command, part, state, actor)
  if (actor !== state.authority) return reject('permission', 'NOT_ISSUING_AUTHORITY', { authority: state.authority })
  switch (command.type) {
    case 'Reassign':
    case 'Uphold':
      if (part.state !== 'ASSIGNMENT_STATE_REASSIGNMENT_REQUESTED')
        return reject('precondition', 'NO_REASSIGNMENT_REQUESTED', { organisation, state: part.state })
      return command.type === 'Reassign'
        ? handOver(command, state, part, at)
        : right([{ $type: 'qiantou.task.v1.AssignmentUpheld', organisation, reason: command.reason }])
    case 'GrantExtension':
      return grantExtension(command.due, state, part, at)
    case 'RefuseExtension':
      if (!part.extension) return reject('precondition', 'NO_EXTENSION_REQUESTED', { organisation })
      return right([
        {
          $type: 'qiantou.task.v1.ExtensionRefused',
          organisation,
          extension: part.extension.number,
          reason: command.reason,
        },
      ])
    case 'Resume':
      return resume(state, part, at)
    case 'Transfer':
    case 'Suspend':
    case 'Waive':
      if (!isOpen(part)) return reject('precondition', 'ASSIGNMENT_ENDED', { organisation, state: part.state })
      return ofOpenPart(command, state, part, at)
  }
}

/** The reviewer accepts or returns what a body submitted. */
function review(
  command: Extract<PartCommand, { type: 'Accept' | 'Return' }>,
  state: Task,
  part: Part,
  actor: Actor,
): Decision {
  const { organisation } = part
  const reviewers = reviewersOf(state, part)
  if (!reviewers.includes(actor)) {
    if (actor === submitterOf(state, part)) return reject('permission', 'OWN_SUBMISSION', { organisation, by: actor })
    const details = { organisation, reviewers: reviewers.join(', ') }
    return reviewers.includes(state.authority)
      ? reject('permission', 'AUTHORITY_REVIEWS', details)
      : reject('permission', 'NOT_LEAD_OF_TASK', details)
  }
  if (part.state !== 'ASSIGNMENT_STATE_SUBMITTED')
    return reject('precondition', 'NOT_SUBMITTED', { organisation, state: part.state })
  const reviewed = { organisation, submission: part.submissionCount }
  return right([
    command.type === 'Accept'
      ? { $type: 'qiantou.task.v1.SubmissionAccepted', ...reviewed }
      : { $type: 'qiantou.task.v1.SubmissionReturned', ...reviewed, reason: command.reason },
  ])
}

function ofOpenPart(
  command: Extract<PartCommand, { type: 'Transfer' | 'Suspend' | 'Waive' }>,
  state: Task,
  part: Part,
  at: Date,
): Decision {
  const { organisation, reason } = command
  if (command.type === 'Transfer') return handOver(command, state, part, at)
  if (command.type === 'Waive') {
    const refused = leftToItself(
      state,
      state.parts.filter((one) => one !== part),
    )
    return refused
      ? left(refused)
      : right([{ $type: 'qiantou.task.v1.AssignmentWaived', organisation, reason, leadsChange: undefined }])
  }
  if (part.suspendedOn) return reject('precondition', 'ALREADY_SUSPENDED', { organisation, since: part.suspendedOn })
  return right([{ $type: 'qiantou.task.v1.AssignmentSuspended', organisation, reason }])
}

/**
 * The clock goes on: every date that had not passed moves by the working days for which it stood, and to no day before this
 * one (docs/domain.md, rule 2).
 */
function resume(state: Task, part: Part, at: Date): Decision {
  const { organisation, suspendedOn, since = '', acknowledgedOn, extension } = part
  if (!suspendedOn) return reject('precondition', 'NOT_SUSPENDED', { organisation, state: part.state })
  const { rules } = state
  const calendar = calendarOf(rules)
  const today = dayOf(at)
  const stoodFrom = (from: Day): number => workingDaysBetween(calendar, from, today)
  const moved = (day: Day, from = suspendedOn): DateMessage =>
    toDate(day < from ? day : laterOf(workingDaysFrom(calendar, day, stoodFrom(from)), today))
  // Whoever was given a part that stood already has had its own limits only since.
  const [, ownFrom = suspendedOn] = [since, suspendedOn].sort()
  const dates = datesOf(part, state.basis)
  const { acknowledgeBy, reassignBy = '' } = dates
  const waits = dates.milestones.filter((milestone) => milestone.due >= suspendedOn && !milestone.reachedOn)
  const [due, milestones] = [moved(dates.due), waits.map(({ id, due: day }) => ({ id, due: moved(day) }))]
  // Acknowledging may have crossed with the suspension: that was in time, as the limit for it stood.
  const isAcknowledged = acknowledgedOn !== undefined && acknowledgedOn <= ownFrom
  const limits = {
    acknowledgeBy: !isAcknowledged && acknowledgeBy ? moved(acknowledgeBy, ownFrom) : undefined,
    reviewBy: part.reviewBy ? moved(part.reviewBy) : undefined,
    reassignBy: reassignBy >= ownFrom ? moved(reassignBy, ownFrom) : undefined,
  }
  const set = [due, ...milestones.map((one) => one.due)]
  const counted = [...set, ...Object.values(limits)].flatMap((date) => (date ? [dayFrom(date)] : []))
  return right([
    {
      $type: 'qiantou.task.v1.AssignmentResumed',
      ...{ organisation, workingDays: stoodFrom(suspendedOn), due, warnOn: warnOn(dayFrom(due), rules) },
      milestones: milestones.map((milestone) => milestoneDue(milestone.id, dayFrom(milestone.due), rules)),
      ...limits,
      extensionDue: extension && extension.due >= suspendedOn ? moved(extension.due) : undefined,
      provisional: isProvisional(rules, set) || counted.some((day) => isRunProvisional(calendar, suspendedOn, day)),
    },
  ])
}

function giveOpinion(
  command: Extract<PartCommand, { type: 'GiveOpinion' }>,
  part: Part,
  state: Task,
  actor: Actor,
): Decision {
  const { organisation, supports, text } = command
  if (!leads(state).includes(actor))
    return reject('permission', 'NOT_LEAD_OF_TASK', { organisation, reviewers: leads(state).join(', ') })
  const askedBy = part.extension?.askedBy
  if (actor === organisation || (askedBy && actor === heirOf(state, askedBy)))
    return reject('permission', 'OWN_EXTENSION', { organisation })
  if (!part.extension) return reject('precondition', 'NO_EXTENSION_REQUESTED', { organisation })
  const extension = part.extension.number
  return right([{ $type: 'qiantou.task.v1.ExtensionOpinionGiven', organisation, extension, supports, text }])
}

/** On a lead's opinion, where another body leads (docs/domain.md, rule 4). */
function grantExtension(asked: DateMessage | undefined, state: Task, part: Part, at: Date): Decision {
  const { organisation, extension } = part
  if (!extension) return reject('precondition', 'NO_EXTENSION_REQUESTED', { organisation })
  const { number, milestone, askedBy, supportedBy = [], opposedBy = [] } = extension
  const asker = askedBy && heirOf(state, askedBy)
  const opining = leads(state).filter((lead) => lead !== organisation && lead !== asker)
  const isLed = state.mode === 'RESPONSIBILITY_MODE_LED' && part.role !== 'ROLE_LEAD' && opining.length > 0
  if (isLed && supportedBy.length + opposedBy.length === 0)
    return reject('precondition', 'OPINION_REQUIRED', { organisation, reviewers: opining.join(', ') })
  const dates = datesOf(part, state.basis)
  const former = milestone ? dates.milestones.find(({ id }) => id === milestone)?.due : dates.due
  const [due, today] = [asked ? dayFrom(asked) : extension.due, clockOf(part, at)]
  if (due <= (former ?? '') || due < today)
    return reject('invalid', 'EXTENSION_NOT_LATER', { due, former: former ?? '', today })
  // It is on the way to the whole, as when the task was issued.
  if (milestone && due > dates.due) return reject('invalid', 'MILESTONE_AFTER_DUE', { milestone, due, last: dates.due })
  return right([
    {
      $type: 'qiantou.task.v1.ExtensionGranted',
      organisation,
      extension: number,
      milestone,
      due: toDate(due),
      warnOn: warnOn(due, state.rules),
      provisional: isProvisional(state.rules, [toDate(due)]),
    },
  ])
}
