/** How a piece of a part stands on a day, and whose turn it is (docs/domain.md, lights and rule 35). */
import type { Light } from '#proto/qiantou/task/v1/light.ts'
import type { Day } from '#shared/domain/calendar.ts'
import { datesOf, isOpen } from '#shared/domain/course.ts'
import type { OrganisationName } from '#shared/domain/decider.ts'
import { light } from '#shared/domain/light.ts'
import type { Assignment } from './assignment-state.ts'
import { isPieceOpen, type Piece } from './subassignment-state.ts'
import { type TaskView, workerOf } from './task.ts'

/** A part as it stands, with what is known of its task; `today` is the day of the lights. */
export type PartStanding = {
  readonly state: Assignment
  readonly task: TaskView
  readonly today: Day
  /** What the directory says of that day. */
  readonly hasEnded: (organisation: OrganisationName) => boolean
}

/**
 * A piece goes on while the part is suspended: its own date passes. One that is due with the part goes by that, of which nothing
 * has passed since its clock was stopped. Of a piece whose body is no longer there it is the turn of who takes it back.
 */
export function pieceLight(piece: Piece, { state, task, today, hasEnded }: PartStanding): Light {
  if (piece.state === 'ACCEPTED') return light('LIGHT_REASON_DONE', [])
  if (!isPieceOpen(piece) || piece.isOver || !isOpen(state)) return light('LIGHT_REASON_UNSPECIFIED', [])
  const giver = workerOf(task, state.organisation)
  if (piece.state === 'SUBMITTED') return light('LIGHT_REASON_WAITING', [giver])
  const turn = [hasEnded(piece.organisation) ? giver : piece.organisation]
  const { due, warnOn } = piece.due ? piece : datesOf(state, state.basis)
  const clock = piece.due ? today : (state.suspendedOn ?? today)
  if (due && clock > due) return light('LIGHT_REASON_OVERDUE', turn)
  if (warnOn && clock >= warnOn) return light('LIGHT_REASON_DUE_NEAR', turn)
  return light(piece.state === 'GIVEN' ? 'LIGHT_REASON_NOT_STARTED' : 'LIGHT_REASON_ON_COURSE', turn)
}
