/** Dates of a part that move, and what stays in sight of those that they were (docs/domain.md, rules 2 and 4). */
import type * as task from '#proto/qiantou/task/v1/task_events.ts'
import { type Day, dayFrom } from './calendar.ts'
import type { Basis, Course, Dates, OwnMilestone } from './course.ts'
import type { Handover } from './course-basis.ts'
import { without } from './without.ts'

/** How many former due dates a state keeps. */
const keptDues = 20

/** What time tells of a due date. */
export const dueLimits = ['DEADLINE_DUE', 'DEADLINE_WARNING']

/** A due date that moves, and from when on it is near. */
export const moving = ({ due, warnOn }: Pick<task.MilestoneDue, 'due' | 'warnOn'>): OwnMilestone => ({
  ...(due ? { due: dayFrom(due) } : {}),
  ...(warnOn ? { warnOn: dayFrom(warnOn) } : {}),
})

type Formers = Pick<Course, 'formerDues'>

/** A due date that moves is kept; the log keeps all of them. */
const kept = ({ formerDues = [] }: Formers, former: Day, due: Day | undefined): Formers =>
  due === undefined || former === due ? {} : { formerDues: [...formerDues, former].slice(-keptDues) }

/** The due date of the part that moves. */
export const withFormer = (course: Course, basis: Basis, due: Day): Formers =>
  kept(course, course.due ?? basis.due, due)

/** A milestone with other dates than it had. */
export function movedMilestone(
  course: Course,
  basis: Basis,
  id: string,
  dates: Pick<task.MilestoneDue, 'due' | 'warnOn'>,
) {
  const own: OwnMilestone = course.milestones?.[id] ?? {}
  const former = own.due ?? basis.milestones.find((milestone) => milestone.id === id)?.due
  const moved = moving(dates)
  return { ...own, ...moved, ...(former ? kept(own, former, moved.due) : {}) }
}

/** Milestones as a handover gives them: those that are owed, and those that the former body had reached, which have no dates. */
export const handedMilestones = ({ milestones, reached }: Handover): Readonly<Record<string, OwnMilestone>> =>
  Object.fromEntries([
    ...reached.flatMap(({ id, reachedOn }) => (reachedOn ? [[id, { reachedOn: dayFrom(reachedOn) }] as const] : [])),
    ...milestones.map(({ id, formerDue, ...dates }): readonly [string, OwnMilestone] => [
      id,
      { ...moving(dates), ...(formerDue ? { formerDues: [dayFrom(formerDue)] } : {}) },
    ]),
  ])

/**
 * The milestones of the former body: what it had reached of them is what the handover says, whichever of its reports have come
 * before (docs/domain.md, rule 11). Of one that a record of old does not say, what they say stands.
 */
export function leftMilestones(
  { milestones }: Course,
  { milestones: owed, reached }: Handover,
): Pick<Course, 'milestones'> {
  if (!milestones) return {}
  const days = new Map(reached.map(({ id, reachedOn }) => [id, reachedOn]))
  const left = Object.entries(milestones).map(([id, own]): [string, OwnMilestone] => {
    const day = days.get(id)
    if (day) return [id, { ...own, reachedOn: dayFrom(day) }]
    return [id, owed.some((one) => one.id === id) ? without(own, 'reachedOn') : own]
  })
  return { milestones: Object.fromEntries(left) }
}

/**
 * The limits whose dates have moved: they are told of anew. What time told of while the suspension was on its way stays told
 * where the date is the same, so that it is told once.
 */
export const movedLimits = (
  dates: Dates & { readonly reviewBy: Day | undefined },
  { due, milestones, acknowledgeBy, reviewBy }: task.AssignmentResumed,
): readonly string[] => [
  ...(due && dayFrom(due) !== dates.due ? dueLimits : []),
  ...(acknowledgeBy && dayFrom(acknowledgeBy) !== dates.acknowledgeBy ? ['DEADLINE_ACKNOWLEDGE'] : []),
  ...(reviewBy && dayFrom(reviewBy) !== dates.reviewBy ? ['DEADLINE_REVIEW'] : []),
  ...milestones
    .filter((moved) => moved.due && dayFrom(moved.due) !== dates.milestones.find(({ id }) => id === moved.id)?.due)
    .map(({ id }) => `DEADLINE_MILESTONE ${id}`),
]
