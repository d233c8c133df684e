/** What happens to a body's part. Facts of both sides are folded; those that cross end the same way in either order. */
import type * as assignment from '#proto/qiantou/assignment/v1/assignment_events.ts'
import type * as task from '#proto/qiantou/task/v1/task_events.ts'
import { addDays, type Day, dayFrom, dayOf } from './calendar.ts'
import {
  type Basis,
  type Course,
  type CourseState,
  datesOf,
  innerOf,
  isFinal,
  isReplaced,
  keyOf,
  limitsOf,
  type OwnMilestone,
  reportOn,
  untold,
} from './course.ts'
import type { Handover } from './course-basis.ts'
import {
  dueLimits,
  handedMilestones,
  leftMilestones,
  movedLimits,
  movedMilestone,
  moving,
  withFormer,
} from './course-dates.ts'
import { held, passingStops, released, withStop } from './course-report.ts'
import type { OrganisationName, Recorded } from './decider.ts'
import type { BodySideFact, TaskSideFact } from './task-fact.ts'

export const started: Course = { state: 'ASSIGNMENT_STATE_ISSUED', submissionCount: 0, percent: 0 }

/** The course of whoever takes over a part: it begins anew, on the dates and with the milestones that the fact gives it. */
export const succeeded = (fact: Handover, at: Date): Course => ({
  ...started,
  since: dayOf(at),
  ...moving(fact),
  ...(fact.formerDue ? { formerDues: [dayFrom(fact.formerDue)] } : {}),
  ...(fact.acknowledgeBy ? { acknowledgeBy: dayFrom(fact.acknowledgeBy) } : {}),
  ...(fact.reassignBy ? { reassignBy: dayFrom(fact.reassignBy) } : {}),
  ...(fact.milestones.length || fact.reached.length ? { milestones: handedMilestones(fact) } : {}),
  ...standing(fact),
  ...marked(fact),
})

/** What was suspended stays so, whoever has it. */
const standing = (fact: Handover): Partial<Course> =>
  fact.$type === 'qiantou.task.v1.AssignmentTransferred' && fact.suspendedOn
    ? { state: 'ASSIGNMENT_STATE_SUSPENDED', inner: started.state, suspendedOn: dayFrom(fact.suspendedOn) }
    : {}

/** That a date which it sets is provisional. */
const marked = ({ provisional }: { readonly provisional: boolean }): Pick<Course, 'provisional'> =>
  provisional ? { provisional: true } : {}

/** Goes on to another state: what is suspended does so behind its suspension, what has ended stays as it is. */
const to = (course: Course, next: CourseState): Course => {
  if (isFinal(course)) return course
  return course.suspendedOn === undefined ? { ...course, state: next } : { ...course, inner: next }
}

/** Nothing is waited for any more, and there is nothing to go back to. */
function endedAs(course: Course, state: CourseState): Course {
  const { before, inner, suspendedOn, extension, reviewBy, submittedBy, told, ...going } = course
  const { reportSettled, reportLate, heldSince, reportStops, ...rest } = going
  return { ...rest, state }
}

/** What time has told of milestones. */
function milestonesTold({ told = [] }: Course): Pick<Course, 'told'> {
  const milestones = told.filter((limit) => limit.startsWith('DEADLINE_MILESTONE '))
  return milestones.length ? { told: milestones } : {}
}

type Decided = Pick<Recorded<TaskSideFact>, 'fact' | 'at' | 'actor'>

/** What the task's side decided about this body's part. */
export function decidedAbout(course: Course, basis: Basis, { fact, at, actor }: Decided): Course {
  switch (fact.$type) {
    case 'qiantou.task.v1.SubmissionAccepted':
      // It may be opened again: what time has told of its milestones, it has told.
      return { ...endedAs(course, 'ASSIGNMENT_STATE_ACCEPTED'), ...milestonesTold(course) }
    case 'qiantou.task.v1.SubmissionReturned': {
      const { reviewBy: _, submittedBy: __, ...rest } = untold(course, ['DEADLINE_REVIEW'])
      return released(to(rest, 'ASSIGNMENT_STATE_IN_PROGRESS'), basis, dayOf(at))
    }
    case 'qiantou.task.v1.AssignmentReassigned':
      return { ...endedAs(course, 'ASSIGNMENT_STATE_REASSIGNED'), ...leftMilestones(course, fact) }
    case 'qiantou.task.v1.AssignmentTransferred':
      return { ...endedAs(course, 'ASSIGNMENT_STATE_TRANSFERRED'), ...leftMilestones(course, fact) }
    case 'qiantou.task.v1.AssignmentWaived':
      return endedAs(course, 'ASSIGNMENT_STATE_WAIVED')
    case 'qiantou.task.v1.TaskCancelled':
      return endedAs(course, 'ASSIGNMENT_STATE_CANCELLED')
    case 'qiantou.task.v1.TaskReopened':
      return reopened(course, basis, fact, dayOf(at))
    case 'qiantou.task.v1.AssignmentUpheld': {
      const { before, ...rest } = course
      return released(before ? to(rest, before) : rest, basis, dayOf(at))
    }
    case 'qiantou.task.v1.AssignmentSuspended':
      if (isFinal(course) || course.suspendedOn) return course
      return { ...course, state: 'ASSIGNMENT_STATE_SUSPENDED', inner: course.state, suspendedOn: dayOf(at) }
    case 'qiantou.task.v1.AssignmentResumed':
      return resumed(course, basis, fact, dayOf(at))
    case 'qiantou.task.v1.ExtensionOpinionGiven':
      return opined(course, fact, actor)
    case 'qiantou.task.v1.ExtensionGranted':
      return extended(course, basis, fact)
    case 'qiantou.task.v1.ExtensionRefused': {
      const { extension: _, ...rest } = course
      return rest
    }
  }
}

/** The number of a part that a body comes to have after that one. */
export const again = (former: Pick<Course, 'partNumber'> | undefined): Pick<Course, 'partNumber'> =>
  former ? { partNumber: (former.partNumber ?? 1) + 1 } : {}

/**
 * What the body did, or time did for it; `by` is whom it has delegated to, where that did. What crossed with the end of its
 * part is counted, and changes no state; nor does it say anything of another part that the body has come to have since.
 */
export function acted(course: Course, basis: Basis, fact: BodySideFact, at: Date, by?: OrganisationName): Course {
  if ((fact.part ?? 1) !== (course.partNumber ?? 1)) return course
  switch (fact.$type) {
    case 'qiantou.assignment.v1.AssignmentAcknowledged':
      return { ...to(course, 'ASSIGNMENT_STATE_ACKNOWLEDGED'), acknowledgedOn: dayOf(at) }
    case 'qiantou.assignment.v1.ProgressReported':
      return reported(course, basis, fact, dayOf(at))
    case 'qiantou.assignment.v1.AssignmentSubmitted': {
      const waiting = held(to(course, 'ASSIGNMENT_STATE_SUBMITTED'), basis, dayOf(at))
      // The end of the part drops the limit, not the mark: so it stays also where the submission comes after the end.
      const submitted = { ...waiting, submissionCount: fact.submission, percent: 100, ...marked(fact) }
      if (isFinal(course)) return submitted
      return {
        ...submitted,
        ...(fact.reviewBy ? { reviewBy: dayFrom(fact.reviewBy) } : {}),
        ...(by ? { submittedBy: by } : {}),
      }
    }
    case 'qiantou.assignment.v1.ReassignmentRequested':
      // A request that crossed with the end of its part has nothing to go back to.
      if (isFinal(course)) return course
      return {
        ...held(to(course, 'ASSIGNMENT_STATE_REASSIGNMENT_REQUESTED'), basis, dayOf(at)),
        before: innerOf(course),
      }
    case 'qiantou.assignment.v1.ExtensionRequested': {
      const counted = { ...course, extensionCount: fact.extension }
      if (isFinal(course) || !fact.due) return counted
      const asked = { number: fact.extension, milestone: fact.milestone, due: dayFrom(fact.due) }
      return { ...counted, extension: { ...asked, ...(by ? { askedBy: by } : {}) } }
    }
    case 'qiantou.assignment.v1.DeadlineReached':
      return reached(course, basis, fact)
  }
}

/** Whether a milestone is one that the body before had reached: it did not come with the part, which would have dated it. */
export const isFormers = ({ since, milestones }: Course, id: string): boolean =>
  since !== undefined && milestones?.[id]?.reachedOn !== undefined && !milestones[id].due

function reported(course: Course, basis: Basis, fact: assignment.ProgressReported, day: Day): Course {
  const { milestone, percent } = fact
  // A later report that says less takes back that it was reached.
  const { reachedOn, ...own } = course.milestones?.[milestone] ?? {}
  const reached = percent === 100 ? { reachedOn: reachedOn ?? day } : {}
  // What a part had come to when another body took it over is settled: a report that crosses with that says nothing more of it.
  const said = isReplaced(course) ? course.milestones?.[milestone] : { ...own, ...reached }
  const milestones =
    milestone && !isFormers(course, milestone) && !own.settled
      ? { milestones: { ...course.milestones, [milestone]: { ...said } } }
      : {}
  // How far a milestone is says nothing of the whole.
  const whole = milestone ? {} : { percent }
  const going = { ...to(course, 'ASSIGNMENT_STATE_IN_PROGRESS'), ...milestones, ...whole }
  if (!basis.report || fact.corrects || isFinal(course)) return going
  const { reportLate: _, ...settled } = untold(going, ['DEADLINE_REPORT_REMINDER'])
  const [report] = [course.reportSettled ?? '', reportOn(basis, day)].sort().slice(-1)
  return passingStops({ ...settled, reportSettled: report as Day }, basis)
}

/** What was accepted goes on. What it did not reach of its milestones was done without; a monthly report is owed from now on. */
function reopened(course: Course, basis: Basis, fact: task.TaskReopened, day: Day): Course {
  if (course.state !== 'ASSIGNMENT_STATE_ACCEPTED' || !fact.due) return course
  const unreached = basis.milestones.filter(({ id }) => !course.milestones?.[id]?.reachedOn)
  const reached = unreached.map(({ id }): [string, OwnMilestone] => [
    id,
    { ...course.milestones?.[id], reachedOn: day, settled: true },
  ])
  return {
    ...untold(course, dueLimits),
    state: 'ASSIGNMENT_STATE_IN_PROGRESS',
    ...moving(fact),
    ...withFormer(course, basis, dayFrom(fact.due)),
    ...(reached.length ? { milestones: { ...course.milestones, ...Object.fromEntries(reached) } } : {}),
    ...(basis.report ? { reportSettled: addDays(day, -1) } : {}),
    ...marked(fact),
  }
}

function resumed(course: Course, basis: Basis, fact: task.AssignmentResumed, day: Day): Course {
  const { inner, suspendedOn, ...rest } = course
  const { extension } = rest
  if (!suspendedOn || !fact.due) return course
  const due = dayFrom(fact.due)
  const moved = fact.milestones.map(({ id, ...dates }): [string, OwnMilestone] => [
    id,
    movedMilestone(course, basis, id, dates),
  ])
  const going = {
    ...untold(rest, movedLimits({ ...datesOf(course, basis), reviewBy: course.reviewBy }, fact)),
    state: inner ?? course.state,
    ...moving(fact),
    ...withFormer(course, basis, due),
    ...(fact.acknowledgeBy ? { acknowledgeBy: dayFrom(fact.acknowledgeBy) } : {}),
    ...(fact.reassignBy ? { reassignBy: dayFrom(fact.reassignBy) } : {}),
    ...(fact.reviewBy ? { reviewBy: dayFrom(fact.reviewBy) } : {}),
    ...(extension && fact.extensionDue ? { extension: { ...extension, due: dayFrom(fact.extensionDue) } } : {}),
    ...marked(fact),
    ...(moved.length ? { milestones: { ...course.milestones, ...Object.fromEntries(moved) } } : {}),
  }
  return withStop(going, basis, { from: suspendedOn, until: day })
}

/** A lead that gives its opinion again has changed it. */
function opined(course: Course, fact: task.ExtensionOpinionGiven, lead: OrganisationName): Course {
  const { extension } = course
  if (extension?.number !== fact.extension) return course
  const without = (leads: readonly OrganisationName[] = []) => leads.filter((other) => other !== lead)
  const { supportedBy, opposedBy } = extension
  return {
    ...course,
    extension: {
      ...extension,
      supportedBy: [...without(supportedBy), ...(fact.supports ? [lead] : [])],
      opposedBy: [...without(opposedBy), ...(fact.supports ? [] : [lead])],
    },
  }
}

/** More time: limits of the old date are told of again at the new one. */
function extended(course: Course, basis: Basis, fact: task.ExtensionGranted): Course {
  const { extension: _, ...rest } = course
  const { milestone } = fact
  if (!fact.due) return rest
  const former = milestone ? {} : withFormer(course, basis, dayFrom(fact.due))
  if (!milestone) return { ...untold(rest, dueLimits), ...moving(fact), ...former, ...marked(fact) }
  return {
    ...untold(rest, [`DEADLINE_MILESTONE ${milestone}`]),
    milestones: { ...course.milestones, [milestone]: movedMilestone(course, basis, milestone, fact) },
    ...marked(fact),
  }
}

/** What was told of a date that has moved since says nothing of the new one. */
function reached(course: Course, basis: Basis, fact: assignment.DeadlineReached): Course {
  const isCurrent = limitsOf(course, basis).some(
    (one) => keyOf(one) === keyOf(fact) && fact.date && one.day === dayFrom(fact.date),
  )
  if (!isCurrent) return course
  if (fact.deadline !== 'DEADLINE_REPORT' || !fact.date)
    return { ...course, told: [...(course.told ?? []), keyOf(fact)] }
  // The next month's is told of anew.
  const missed = dayFrom(fact.date)
  const late = { ...untold(course, ['DEADLINE_REPORT_REMINDER']), reportLate: course.reportLate ?? missed }
  return passingStops({ ...late, reportSettled: missed }, basis)
}
