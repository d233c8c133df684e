/** How a body's part, or what remains of its role, comes to another body: on request, without one, or by reorganisation. */
import { type Either, left, right } from 'fp-ts/lib/Either.js'
import type { DateMessage } from '#proto/google/type/date.ts'
import type * as task from '#proto/qiantou/task/v1/task_events.ts'
import { type Day, dayFrom, dayOf, toDate, workingDaysFrom } from '#shared/domain/calendar.ts'
import { datesOf, isFinal, isOpen } from '#shared/domain/course.ts'
import type { OrganisationName } from '#shared/domain/decider.ts'
import { heirOf } from '#shared/domain/heirs.ts'
import { type Rejection, reject, rejection } from '#shared/domain/rejection.ts'
import { partsOf } from '#shared/domain/resource-name.ts'
import { calendarOf } from '#shared/domain/rules.ts'
import { hasDuties, reviewersOf } from '#shared/domain/task-roles.ts'
import type { Part, Task } from '#shared/domain/task-state.ts'
import { without } from '#shared/domain/without.ts'
import type { About, PartCommand } from './task-part.ts'
import { isProvisional, limitsFrom, milestoneDue, warnOn } from './terms.ts'

/**
 * The service itself moves an open part of a body that is no longer there to its successor, and of a finished part what
 * remains of its role. Where nobody succeeds it, that is said of both, once: an open part waits for the authority from then on.
 */
export type SucceedCommand = About & { readonly type: 'Succeed'; readonly successor: OrganisationName | undefined }

/** The service itself puts a successor in the place of an authority that is no longer there, also in a task that has ended. */
export type SucceedAuthorityCommand = {
  readonly type: 'SucceedAuthority'
  readonly authority: OrganisationName
  readonly successor: OrganisationName
}

/** The service itself notes whose it is now what a body that is no longer there did for others. */
export type SucceedDelegateCommand = {
  readonly type: 'SucceedDelegate'
  readonly delegate: OrganisationName
  readonly successor: OrganisationName
}

type Decision = Either<
  Rejection,
  readonly [task.AssignmentReassigned | task.AssignmentTransferred | task.DutiesSucceeded]
>
type Handover = Extract<PartCommand, { type: 'Reassign' | 'Transfer' }>

export function decideSuccession({ organisation, successor }: SucceedCommand, state: Task, at: Date): Decision {
  const part = state.parts.find((candidate) => candidate.organisation === organisation)
  if (!part) return reject('notFound', 'ASSIGNMENT_NOT_FOUND', { organisation })
  const heir = successor ?? ''
  if (isOpen(part) && successor !== undefined) {
    const moved = takenOver(successor, state, part, at, datesOfSuccessor(state, part, at))
    const suspendedOn = stands(part)
    return right([
      {
        $type: 'qiantou.task.v1.AssignmentTransferred',
        ...{ ...moved, reason: undefined, suspendedOn, succession: true },
      },
    ])
  }
  if (isOpen(part)) {
    if (part.succeededBy === heir) return reject('precondition', 'BODY_WITHOUT_SUCCESSOR', { organisation })
  } else if (isFinal(part) || !hasDuties(state, part) || part.succeededBy === heir)
    return reject('precondition', 'ASSIGNMENT_ENDED', { organisation, state: part.state })
  const former = part.succeededBy ?? ''
  return right([
    { $type: 'qiantou.task.v1.DutiesSucceeded', organisation, successor: heir, former, leadsChange: undefined },
  ])
}

export function decideAuthority(
  { authority, successor }: SucceedAuthorityCommand,
  state: Task,
): Either<Rejection, readonly [task.AuthoritySucceeded]> {
  if (state.authority !== authority)
    return reject('permission', 'NOT_ISSUING_AUTHORITY', { authority: state.authority })
  return right([{ $type: 'qiantou.task.v1.AuthoritySucceeded', authority, successor }])
}

export function decideDelegate(
  { delegate, successor }: SucceedDelegateCommand,
  state: Task,
): Either<Rejection, readonly [task.DelegateSucceeded]> {
  const others = state.parts.filter(({ organisation }) => organisation !== delegate)
  const doers = others.flatMap(({ submittedBy, extension }) => [submittedBy, extension?.askedBy])
  if (!doers.some((doer) => doer && heirOf(state, doer) === delegate))
    return reject('precondition', 'NOT_DELEGATED', { organisation: delegate })
  return right([{ $type: 'qiantou.task.v1.DelegateSucceeded', delegate, successor }])
}

/** Another body takes over, on request (改派) or without (转办); with a later due date, where the authority gives one. */
export function handOver(
  command: Handover,
  state: Task,
  part: Part,
  at: Date,
): Either<Rejection, readonly [task.AssignmentReassigned | task.AssignmentTransferred]> {
  const { successor, reason } = command
  // Every body named in a task has one assignment, once (docs/domain.md, rule 9).
  if (state.parts.some((candidate) => candidate.organisation === successor))
    return reject('precondition', 'ALREADY_ASSIGNED', { organisation: successor })
  const taken = { ...without(part, 'submittedBy'), organisation: successor }
  const refused = leftToItself(
    state,
    state.parts.map((one) => (one === part ? taken : one)),
  )
  if (refused) return left(refused)
  const [former, today] = [datesOf(part, state.basis).due, clockOf(part, at)]
  const due = command.due && dayFrom(command.due)
  if (due !== undefined && (due <= former || due < today))
    return reject('invalid', 'EXTENSION_NOT_LATER', { due, former, today })
  // A milestone that has been missed is due with the whole, for whoever begins on it now.
  const dates = datesFor(state, part, due ?? former, (day) => (due !== undefined && day < today ? due : day))
  const moved = { ...takenOver(successor, state, part, at, dates), reason }
  return right([
    command.type === 'Reassign'
      ? { $type: 'qiantou.task.v1.AssignmentReassigned', ...moved }
      : {
          $type: 'qiantou.task.v1.AssignmentTransferred',
          ...{ ...moved, suspendedOn: stands(part), succession: false },
        },
  ])
}

/**
 * Why parts can't come to stand so by the authority's decision: nobody else would review its own, which is so by succession
 * alone (docs/domain.md, rule 19).
 */
export function leftToItself(state: Task, parts: readonly Part[]): Rejection | undefined {
  const { authority, content } = state
  const reviewsItself = (all: readonly Part[]): boolean =>
    all.some(
      (one) =>
        one.organisation === authority && isOpen(one) && reviewersOf({ ...state, parts: all }, one).includes(authority),
    )
  if (!reviewsItself(parts) || reviewsItself(state.parts)) return undefined
  const { clause = '' } = partsOf('clause', content.clause)
  return rejection('precondition', 'NOBODY_ELSE_REVIEWS', { clause, organisation: authority })
}

/** The day by which dates of a part are told to have passed: the clock of one that is suspended stands at when it was. */
export const clockOf = ({ suspendedOn }: Part, at: Date): Day => suspendedOn ?? dayOf(at)

const stands = ({ suspendedOn }: Part): DateMessage | undefined =>
  suspendedOn === undefined ? undefined : toDate(suspendedOn)

/** What whoever takes over is given. */
function takenOver(organisation: OrganisationName, state: Task, part: Part, at: Date, dates: Dates) {
  const limits = limitsFrom(dayOf(at), state.rules)
  const set = [dates.due, ...dates.milestones.map(({ due }) => due)]
  return {
    organisation: part.organisation,
    successor: { $type: 'qiantou.task.v1.Body', organisation, role: part.role, named: '' } as const,
    ...{ ...limits, ...dates },
    monthlyReport: state.content.monthlyReport,
    provisional: limits.provisional || isProvisional(state.rules, set),
    leadsChange: undefined,
  }
}

type Dates = {
  readonly due: DateMessage
  readonly warnOn: DateMessage
  readonly formerDue: DateMessage | undefined
  readonly milestones: task.MilestoneDue[]
  readonly reached: task.MilestoneReached[]
}

function datesFor(state: Task, part: Part, due: Day, moved: (day: Day) => Day): Dates {
  const dates = datesOf(part, state.basis)
  return {
    due: toDate(due),
    warnOn: warnOn(due, state.rules),
    formerDue: due === dates.due ? undefined : toDate(dates.due),
    milestones: dates.milestones
      .filter(({ reachedOn }) => !reachedOn)
      .map(({ id, due: former }) => ({
        ...milestoneDue(id, moved(former), state.rules),
        formerDue: moved(former) === former ? undefined : toDate(former),
      })),
    // A report of the former body that crosses with this reaches, or takes back, nothing of the successor's.
    reached: dates.milestones.flatMap(({ id, reachedOn }) =>
      reachedOn ? [{ $type: 'qiantou.task.v1.MilestoneReached' as const, id, reachedOn: toDate(reachedOn) }] : [],
    ),
  }
}

/**
 * A successor by reorganisation does not begin late: what has passed, or would before it has had the working days in which a
 * date counts as near, is due once it has had them (docs/domain.md, rule 19).
 */
function datesOfSuccessor(state: Task, part: Part, at: Date): Dates {
  const { rules } = state
  const earliest = workingDaysFrom(calendarOf(rules), clockOf(part, at), rules.warningWorkingDays)
  const moved = (day: Day): Day => (day < earliest ? earliest : day)
  return datesFor(state, part, moved(datesOf(part, state.basis).due), moved)
}
