/**
 * How one body's part of a task goes: where it stands, what its dates are, which limits wait for their time. The services that
 * decide about it and those that watch it have this one meaning of it (the fold is in course-fold.ts).
 */
import type * as assignment from '#proto/qiantou/assignment/v1/assignment_events.ts'
import type * as task from '#proto/qiantou/task/v1/task_events.ts'
import { addDays, type Day, endOf, startOf, toDate } from './calendar.ts'
import type { OrganisationName } from './decider.ts'

export type CourseState = Exclude<task.AssignmentState, 'UNRECOGNIZED' | 'ASSIGNMENT_STATE_UNSPECIFIED'>

/** What a task sets for every body alike. Tasks issued before there were limits have none. */
export type Basis = {
  readonly issuedOn: Day
  readonly due: Day
  readonly warnOn?: Day
  readonly acknowledgeBy?: Day
  readonly reassignBy?: Day
  readonly milestones: readonly { readonly id: string; readonly due: Day; readonly warnOn?: Day }[]
  readonly report?: { readonly day: number; readonly reminderDays: number }
  /** Some of it counts days of a year that nobody has announced. */
  readonly provisional?: true
}

/** The due date where a handover names none, as records of old did not. */
export const noDay: Day = '2999-12-31'

/** What a body's own dates are, where they differ from the basis, those that they were, and what it has reached of a milestone. */
export type OwnMilestone = {
  readonly due?: Day
  readonly warnOn?: Day
  readonly formerDues?: readonly Day[]
  readonly reachedOn?: Day
  /** It counts as reached since its part was opened again without it, whatever is reported on it (docs/domain.md, rule 32). */
  readonly settled?: true
}

/** A request for more time that waits, with the leads that have given their opinion. */
export type Extension = {
  readonly number: number
  readonly milestone: string
  readonly due: Day
  /** Who asked, where another body did so for this one. */
  readonly askedBy?: OrganisationName
  readonly supportedBy?: readonly OrganisationName[]
  readonly opposedBy?: readonly OrganisationName[]
}

/** From the day on which a part came to stand until the one on which it went on, which is not of it. */
export type ReportStop = { readonly from: Day; readonly until: Day }

export type Course = {
  readonly state: CourseState
  /** Which of its body's parts in the task it is, where that had another one before. */
  readonly partNumber?: number
  /** Where it stood before its body asked to be released. */
  readonly before?: CourseState
  /** Where it stands apart from being suspended. */
  readonly inner?: CourseState
  readonly suspendedOn?: Day
  /** Since when it is this body's, where that is not since the task was issued. */
  readonly since?: Day
  readonly acknowledgedOn?: Day
  readonly acknowledgeBy?: Day
  readonly reassignBy?: Day
  readonly due?: Day
  readonly warnOn?: Day
  readonly milestones?: Readonly<Record<string, OwnMilestone>>
  /** Due dates that have moved, oldest first, the newest of them. */
  readonly formerDues?: readonly Day[]
  readonly submissionCount: number
  /** Who submitted what waits for review, where another body did so for this one (docs/domain.md, rule 10). */
  readonly submittedBy?: OrganisationName
  /** Of the whole, as last reported; 100 once submitted (docs/domain.md, rule 8). */
  readonly percent: number
  readonly reviewBy?: Day
  /** How often more time was asked for, and the request that waits. */
  readonly extensionCount?: number
  readonly extension?: Extension
  /** The last monthly report that is settled, by its day: given, or missed. */
  readonly reportSettled?: Day
  /** The first monthly report that was missed since the last one that was given. */
  readonly reportLate?: Day
  /** Since when it waits for a review, or a decision on its release; kept where monthly reports are asked for. */
  readonly heldSince?: Day
  /** Times in which no monthly report fell due, while one from before them is neither given nor told of. */
  readonly reportStops?: readonly ReportStop[]
  /** Limits that have been told of: `DEADLINE_MILESTONE half-year`. */
  readonly told?: readonly string[]
  /** A date that was set since it began counts days of a year that nobody has announced. */
  readonly provisional?: true
}

const finals: readonly CourseState[] = [
  'ASSIGNMENT_STATE_REASSIGNED',
  'ASSIGNMENT_STATE_TRANSFERRED',
  'ASSIGNMENT_STATE_CANCELLED',
  'ASSIGNMENT_STATE_WAIVED',
]

/** Whether it has ended without being done. */
export const isFinal = ({ state }: Pick<Course, 'state'>): boolean => finals.includes(state)

export const isOpen = (course: Pick<Course, 'state'>): boolean =>
  !isFinal(course) && course.state !== 'ASSIGNMENT_STATE_ACCEPTED'

/** Whether another body has its place now. */
export const isReplaced = ({ state }: Pick<Course, 'state'>): boolean =>
  state === 'ASSIGNMENT_STATE_REASSIGNED' || state === 'ASSIGNMENT_STATE_TRANSFERRED'

/** Where it stands apart from being suspended. */
export const innerOf = ({ inner, state }: Course): CourseState => inner ?? state

// ---- Its dates

export type Dates = {
  readonly due: Day
  readonly warnOn?: Day | undefined
  readonly acknowledgeBy?: Day | undefined
  readonly reassignBy?: Day | undefined
  readonly milestones: readonly ({ readonly id: string; readonly due: Day } & Omit<OwnMilestone, 'due'>)[]
}

const withOwn = (milestones: Basis['milestones'], own: Readonly<Record<string, OwnMilestone>>): Dates['milestones'] =>
  milestones.map((milestone) => ({ ...milestone, ...own[milestone.id] }))

/** A body's dates: its own where they have moved, else those of the task. */
export const datesOf = (course: Course, basis: Basis): Dates => ({
  due: course.due ?? basis.due,
  warnOn: course.warnOn ?? basis.warnOn,
  acknowledgeBy: course.acknowledgeBy ?? basis.acknowledgeBy,
  reassignBy: course.reassignBy ?? basis.reassignBy,
  milestones: course.milestones ? withOwn(basis.milestones, course.milestones) : basis.milestones,
})

/** The day of a month by which a monthly report is due; the last one of a shorter month. `month` is `2026-03`. */
const reportDay = (month: string, day: number): Day => {
  const [year, number] = month.split('-').map(Number) as [number, number]
  const last = new Date(Date.UTC(year, number, 0)).getUTCDate()
  return `${month}-${`${Math.min(day, last)}`.padStart(2, '0')}`
}

/** The first monthly report that is due on a day or later. */
export function reportOn({ report }: Basis, from: Day): Day {
  const day = report?.day ?? 31
  const inMonth = reportDay(from.slice(0, 7), day)
  return inMonth >= from ? inMonth : reportDay(addDays(reportDay(from.slice(0, 7), 31), 1).slice(0, 7), day)
}

/** The next monthly report that is owed. */
export const nextReport = ({ reportSettled, since }: Course, basis: Basis): Day =>
  reportOn(basis, reportSettled ? addDays(reportSettled, 1) : (since ?? basis.issuedOn))

// ---- What time does

/** When a limit is told: with the beginning of a day, or its end. Moments of the text's order; most never come to be dates. */
type Moment = `${Day} 00` | `${Day} 24`
const atStartOf = (day: Day): Moment => `${day} 00`
const atEndOf = (day: Day): Moment => `${day} 24`
const timeOf = (moment: Moment): Date =>
  moment.endsWith('24') ? endOf(moment.slice(0, -3)) : startOf(moment.slice(0, -3))

/** A limit: what the fact that tells of it says, and the moment from which on it is told. */
type Limit = {
  readonly deadline: assignment.DeadlineReached['deadline']
  readonly milestone: string
  readonly day: Day
  readonly at: Moment
}

const limit = (deadline: Limit['deadline'], day: Day, at: Moment, milestone = ''): Limit => ({
  deadline,
  milestone,
  day,
  at,
})

export const keyOf = ({ deadline, milestone }: Pick<Limit, 'deadline' | 'milestone'>): string =>
  milestone ? `${deadline} ${milestone}` : deadline

const isTold = ({ told }: Course, one: Limit): boolean => told?.includes(keyOf(one)) ?? false

/** Limits of these names are told of again. */
export const untold = (course: Course, limits: readonly string[]): Course => {
  const { told = [], ...rest } = course
  const left = told.filter((limit) => !limits.includes(limit))
  return left.length ? { ...rest, told: left } : rest
}

const running: readonly CourseState[] = [
  'ASSIGNMENT_STATE_ISSUED',
  'ASSIGNMENT_STATE_ACKNOWLEDGED',
  'ASSIGNMENT_STATE_IN_PROGRESS',
]

/** Whether its body is at work on it: it neither stands still nor waits for others. */
export const isRunning = (course: Course): boolean => !course.suspendedOn && running.includes(innerOf(course))

/** All limits of a part as it stands, told or not. A task issued before there were limits has none. */
export function limitsOf(course: Course, basis: Basis): readonly Limit[] {
  const { acknowledgeBy, warnOn, due, milestones } = datesOf(course, basis)
  if (!basis.acknowledgeBy) return []
  const state = innerOf(course)
  if (state === 'ASSIGNMENT_STATE_SUBMITTED')
    return course.reviewBy ? [limit('DEADLINE_REVIEW', course.reviewBy, atEndOf(course.reviewBy))] : []
  if (!running.includes(state)) return []
  return [
    ...(acknowledgeBy && state === 'ASSIGNMENT_STATE_ISSUED'
      ? [limit('DEADLINE_ACKNOWLEDGE', acknowledgeBy, atEndOf(acknowledgeBy))]
      : []),
    ...(warnOn ? [limit('DEADLINE_WARNING', due, atStartOf(warnOn))] : []),
    ...milestones
      .filter(({ reachedOn }) => !reachedOn)
      .map(({ id, due: day }) => limit('DEADLINE_MILESTONE', day, atEndOf(day), id)),
    limit('DEADLINE_DUE', due, atEndOf(due)),
    ...(basis.report ? reportLimits(basis.report.reminderDays, nextReport(course, basis)) : []),
  ]
}

const reportLimits = (reminderDays: number, next: Day): readonly Limit[] => [
  ...(reminderDays ? [limit('DEADLINE_REPORT_REMINDER', next, atStartOf(addDays(next, -reminderDays)))] : []),
  limit('DEADLINE_REPORT', next, atEndOf(next)),
]

/** The limits that wait for their time: none while the part is suspended. */
const waiting = (course: Course, basis: Basis): readonly Limit[] =>
  course.suspendedOn ? [] : limitsOf(course, basis).filter((one) => !isTold(course, one))

/** When time alone changes something next, ISO 8601. */
export function dueOfCourse(course: Course, basis: Basis): string | undefined {
  const [next] = waiting(course, basis)
    .map(({ at }) => at)
    .sort()
  return next && timeOf(next).toISOString()
}

/** What time has brought about, in its order; of monthly reports one, because the next follows from it. */
export const elapsed = (course: Course, basis: Basis, at: Date): readonly assignment.DeadlineReached[] =>
  waiting(course, basis)
    .map((one) => ({ ...one, time: timeOf(one.at) }))
    .filter(({ time }) => time <= at)
    .sort((one, other) => one.time.getTime() - other.time.getTime())
    .map(({ deadline, milestone, day }) => ({
      $type: 'qiantou.assignment.v1.DeadlineReached' as const,
      deadline,
      milestone,
      date: toDate(day),
    }))
