/** Whom supervision addresses, and about what: a body's own part that goes on, or what else it is to do in the task. */
import { type Either, isLeft, isRight, left, right } from 'fp-ts/lib/Either.js'
import type { UrgeMatter } from '#proto/qiantou/supervision/v1/supervision_events.ts'
import type { Day } from '#shared/domain/calendar.ts'
import { isOpen, isRunning } from '#shared/domain/course.ts'
import type { OrganisationName } from '#shared/domain/decider.ts'
import type { Organisation } from '#shared/domain/organisation-state.ts'
import { absence } from '#shared/domain/presence.ts'
import { type Rejection, reject } from '#shared/domain/rejection.ts'
import { partLight, taskLight } from '#shared/domain/task-light.ts'
import { acting, reviewersOf } from '#shared/domain/task-roles.ts'
import type { Part, Task } from '#shared/domain/task-state.ts'

/** What a command takes from elsewhere: the task, the body, and its entry in the directory; none where it knows no such body. */
export type SupervisionGround = {
  readonly task: Task
  readonly organisation: OrganisationName
  readonly entry: Organisation | undefined
}

/** Whether there is anything to urge a body about: it has a part, or has taken over what remains of another's role. */
export const hasToDo = (task: Task, organisation: OrganisationName): boolean =>
  task.parts.some((part) => part.organisation === organisation) || acting(task).includes(organisation)

const absentOn = (day: Day, { organisation, entry }: SupervisionGround): Rejection | undefined =>
  absence(day, [organisation], () => entry)

/** The part that something may be addressed to: it goes on, and its body is still there. */
export function addressable(ground: SupervisionGround, today: Day): Either<Rejection, Part> {
  const {
    task: { parts },
    organisation,
  } = ground
  const part = parts.find((candidate) => candidate.organisation === organisation)
  if (!part) return reject('notFound', 'ASSIGNMENT_NOT_FOUND')
  if (!isOpen(part)) return reject('precondition', 'ASSIGNMENT_ENDED', { organisation, state: part.state })
  if (part.suspendedOn) return reject('precondition', 'ASSIGNMENT_STANDS', { organisation, date: part.suspendedOn })
  const absent = absentOn(today, ground)
  return absent ? left(absent) : right(part)
}

/** Whether it is the body's turn, or the work is late, whoever's turn it is. */
function isUrgable(state: Task, part: Part, today: Day): boolean {
  const { colour, reason } = partLight(state, part, today)
  return isRunning(part) || colour === 'LIGHT_COLOUR_RED' || reason === 'LIGHT_REASON_REVIEW_LATE'
}

/** What is a body's to do in the task beside its own part: to review others', to propose closing or answer that. */
function dutyOf(ground: SupervisionGround, today: Day): UrgeMatter | undefined {
  const { task: about, organisation } = ground
  if (!acting(about).includes(organisation) || absentOn(today, ground)) return undefined
  const open = about.parts.filter((part) => isOpen(part))
  if (open.length === 0) return taskLight(about, today).turn.includes(organisation) ? 'URGE_MATTER_CLOSING' : undefined
  // A lead that is the authority too is not urged to decide as that.
  const reviews = (part: Part): boolean =>
    part.state === 'ASSIGNMENT_STATE_SUBMITTED' && reviewersOf(about, part).includes(organisation)
  return open.some((part) => part.organisation !== organisation && reviews(part)) ? 'URGE_MATTER_REVIEW' : undefined
}

/** What a body is urged to do: its own part first, where that is open and its turn or late. */
export function matterOf(command: SupervisionGround, today: Day): Either<Rejection, UrgeMatter> {
  const part = addressable(command, today)
  if (isRight(part) && isUrgable(command.task, part.right, today)) return right('URGE_MATTER_UNSPECIFIED')
  const duty = dutyOf(command, today)
  if (duty) return right(duty)
  const { organisation } = command
  return isLeft(part) ? part : reject('precondition', 'NOT_THEIR_TURN', { organisation })
}
