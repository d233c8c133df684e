/** How something stands at a glance (docs/domain.md, lights): of a course, its dates and a day; the same for any past day. */
import type { Light, LightColour, LightReason } from '#proto/qiantou/task/v1/light.ts'
import type { Day } from './calendar.ts'
import { type Basis, type Course, datesOf, innerOf, isFinal } from './course.ts'
import { isReportLate } from './course-report.ts'
import type { OrganisationName } from './decider.ts'

/** Who acts when it is whose turn. */
export type Actors = {
  /** Of the body's own turns; the authority, where that is no longer there and nobody succeeds it. */
  readonly body: OrganisationName
  readonly reviewers: readonly OrganisationName[]
  readonly authority: OrganisationName
}

const colours: Readonly<Record<Exclude<LightReason, 'UNRECOGNIZED'>, LightColour>> = {
  LIGHT_REASON_UNSPECIFIED: 'LIGHT_COLOUR_UNSPECIFIED',
  LIGHT_REASON_NOT_STARTED: 'LIGHT_COLOUR_GREY',
  LIGHT_REASON_SUSPENDED: 'LIGHT_COLOUR_GREY',
  LIGHT_REASON_DRAFTED: 'LIGHT_COLOUR_GREY',
  LIGHT_REASON_DRAFT_RETURNED: 'LIGHT_COLOUR_GREY',
  LIGHT_REASON_ON_COURSE: 'LIGHT_COLOUR_GREEN',
  LIGHT_REASON_WAITING: 'LIGHT_COLOUR_GREEN',
  LIGHT_REASON_ACKNOWLEDGEMENT_LATE: 'LIGHT_COLOUR_YELLOW',
  LIGHT_REASON_ACKNOWLEDGED_LATE: 'LIGHT_COLOUR_YELLOW',
  LIGHT_REASON_MILESTONE_NEAR: 'LIGHT_COLOUR_YELLOW',
  LIGHT_REASON_DUE_NEAR: 'LIGHT_COLOUR_YELLOW',
  LIGHT_REASON_REVIEW_LATE: 'LIGHT_COLOUR_YELLOW',
  LIGHT_REASON_REPORT_LATE: 'LIGHT_COLOUR_YELLOW',
  LIGHT_REASON_COUNTERSIGNATURE_LATE: 'LIGHT_COLOUR_YELLOW',
  LIGHT_REASON_MILESTONE_MISSED: 'LIGHT_COLOUR_RED',
  LIGHT_REASON_OVERDUE: 'LIGHT_COLOUR_RED',
  LIGHT_REASON_DONE: 'LIGHT_COLOUR_BLUE',
}

/** Colours as filters name them. */
export const lightNames = ['GREY', 'GREEN', 'YELLOW', 'RED', 'BLUE'] as const

/** The colour that a filter names; undefined where it names none. */
export const colourOf = (name: string | undefined): LightColour | undefined =>
  name === undefined ? undefined : (`LIGHT_COLOUR_${name}` as LightColour)

export const light = (reason: Exclude<LightReason, 'UNRECOGNIZED'>, turn: readonly OrganisationName[]): Light => ({
  $type: 'qiantou.task.v1.Light',
  colour: colours[reason],
  reason,
  turn: [...turn],
})

/** Why the work itself is not on course on a day, the gravest first; undefined where it is. */
function trouble(course: Course, basis: Basis, today: Day): Exclude<LightReason, 'UNRECOGNIZED'> | undefined {
  const { due, warnOn, acknowledgeBy, milestones } = datesOf(course, basis)
  const open = milestones.filter(({ reachedOn }) => !reachedOn)
  const isNear = (warn: Day | undefined): boolean => warn !== undefined && today >= warn
  if (today > due) return 'LIGHT_REASON_OVERDUE'
  if (open.some((milestone) => today > milestone.due)) return 'LIGHT_REASON_MILESTONE_MISSED'
  const isWaiting = course.state === 'ASSIGNMENT_STATE_ISSUED'
  if (isWaiting && acknowledgeBy && today > acknowledgeBy) return 'LIGHT_REASON_ACKNOWLEDGEMENT_LATE'
  if (isNear(warnOn)) return 'LIGHT_REASON_DUE_NEAR'
  if (open.some((milestone) => isNear(milestone.warnOn))) return 'LIGHT_REASON_MILESTONE_NEAR'
  if (isWaiting) return undefined
  if (isReportLate(course, basis, today)) return 'LIGHT_REASON_REPORT_LATE'
  const isLate = acknowledgeBy && course.acknowledgedOn && course.acknowledgedOn > acknowledgeBy
  return course.state === 'ASSIGNMENT_STATE_ACKNOWLEDGED' && isLate ? 'LIGHT_REASON_ACKNOWLEDGED_LATE' : undefined
}

/** How a body's part stands on a day. */
export function lightOf(course: Course, basis: Basis, actors: Actors, today: Day): Light {
  if (course.state === 'ASSIGNMENT_STATE_ACCEPTED') return light('LIGHT_REASON_DONE', [])
  if (isFinal(course)) return light('LIGHT_REASON_UNSPECIFIED', [])
  if (course.suspendedOn) return light('LIGHT_REASON_SUSPENDED', [actors.authority])
  switch (innerOf(course)) {
    case 'ASSIGNMENT_STATE_SUBMITTED': {
      // The clock that runs is the reviewer's, not the body's.
      const isLate = course.reviewBy !== undefined && today > course.reviewBy
      return light(isLate ? 'LIGHT_REASON_REVIEW_LATE' : 'LIGHT_REASON_WAITING', actors.reviewers)
    }
    case 'ASSIGNMENT_STATE_REASSIGNMENT_REQUESTED':
      return light(trouble(course, basis, today) ?? 'LIGHT_REASON_WAITING', [actors.authority])
    case 'ASSIGNMENT_STATE_ISSUED':
      return light(trouble(course, basis, today) ?? 'LIGHT_REASON_NOT_STARTED', [actors.body])
    default:
      return light(trouble(course, basis, today) ?? 'LIGHT_REASON_ON_COURSE', [actors.body])
  }
}

/** How one milestone of a part stands on a day; until it is reached, whoever has the turn in the part has it there. */
export function milestoneLight(course: Course, basis: Basis, actors: Actors, id: string, today: Day): Light {
  const milestone = datesOf(course, basis).milestones.find((candidate) => candidate.id === id)
  if (!milestone) return light('LIGHT_REASON_UNSPECIFIED', [])
  if (milestone.reachedOn || course.state === 'ASSIGNMENT_STATE_ACCEPTED') return light('LIGHT_REASON_DONE', [])
  if (isFinal(course)) return light('LIGHT_REASON_UNSPECIFIED', [])
  const { turn } = lightOf(course, basis, actors, today)
  if (course.suspendedOn) return light('LIGHT_REASON_SUSPENDED', turn)
  if (today > milestone.due) return light('LIGHT_REASON_MILESTONE_MISSED', turn)
  return light(
    milestone.warnOn && today >= milestone.warnOn ? 'LIGHT_REASON_MILESTONE_NEAR' : 'LIGHT_REASON_ON_COURSE',
    turn,
  )
}

/** The gravest first; within a colour too. */
const gravity: readonly LightReason[] = [
  'LIGHT_REASON_OVERDUE',
  'LIGHT_REASON_MILESTONE_MISSED',
  'LIGHT_REASON_ACKNOWLEDGEMENT_LATE',
  'LIGHT_REASON_REVIEW_LATE',
  'LIGHT_REASON_COUNTERSIGNATURE_LATE',
  'LIGHT_REASON_REPORT_LATE',
  'LIGHT_REASON_DUE_NEAR',
  'LIGHT_REASON_MILESTONE_NEAR',
  'LIGHT_REASON_ACKNOWLEDGED_LATE',
  'LIGHT_REASON_ON_COURSE',
  'LIGHT_REASON_WAITING',
  'LIGHT_REASON_NOT_STARTED',
  'LIGHT_REASON_SUSPENDED',
  'LIGHT_REASON_DONE',
]

/**
 * The gravest of several lights, with the turns of all of its colour; undefined where there is none. Where that is green
 * nobody holds anything up, and who has not begun is to act as much as who is at work: grey ones have their turns too.
 */
export function gravest(lights: readonly Light[]): Light | undefined {
  const [first] = lights.toSorted((one, other) => gravity.indexOf(one.reason) - gravity.indexOf(other.reason))
  const isAlike = ({ colour }: Light): boolean =>
    colour === first?.colour || (first?.colour === 'LIGHT_COLOUR_GREEN' && colour === 'LIGHT_COLOUR_GREY')
  const turn = lights.filter(isAlike).flatMap((one) => one.turn)
  return first && { ...first, turn: [...new Set(turn)] }
}
