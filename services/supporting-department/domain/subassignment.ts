/** Sub-assignment (分办): a piece of a part goes to a body below. Responsibility stays: nothing here changes the part. */
import { type Either, right } from 'fp-ts/lib/Either.js'
import type { DateMessage } from '#proto/google/type/date.ts'
import type { Rules } from '#proto/qiantou/programme/v1/programme_events.ts'
import type { ContentReference, Evidence } from '#proto/qiantou/record/v1/record.ts'
import { type Day, dayFrom, toDate, workingDaysFrom } from '#shared/domain/calendar.ts'
import { datesOf, isOpen, noDay } from '#shared/domain/course.ts'
import type { Actor, OrganisationName } from '#shared/domain/decider.ts'
import { type Rejection, reject } from '#shared/domain/rejection.ts'
import { calendarOf } from '#shared/domain/rules.ts'
import type { Assignment } from './assignment-state.ts'
import { openPiece, type Piece, type SubassignmentFact } from './subassignment-state.ts'

// ---- Commands

/** Of the body of the part. */
export type GivingCommand =
  | {
      readonly type: 'Subassign'
      readonly organisation: OrganisationName
      /** What the directory says: that the other body is below this one. */
      readonly isBelow: boolean
      readonly what: ContentReference
      readonly due: DateMessage | undefined
    }
  | { readonly type: 'AcceptPiece'; readonly organisation: OrganisationName }
  | { readonly type: 'ReturnPiece'; readonly organisation: OrganisationName; readonly reason: ContentReference }
  | { readonly type: 'WithdrawPiece'; readonly organisation: OrganisationName; readonly reason: ContentReference }

/** Of whoever has a piece. */
export type PieceCommand =
  | { readonly type: 'AcknowledgePiece' }
  | { readonly type: 'ReportPiece'; readonly percent: number; readonly text: ContentReference }
  | { readonly type: 'SubmitPiece'; readonly text: ContentReference; readonly evidence: readonly Evidence[] }

const pieceCommands: readonly string[] = ['AcknowledgePiece', 'ReportPiece', 'SubmitPiece']
export const isPieceCommand = (command: { readonly type: string }): command is PieceCommand =>
  pieceCommands.includes(command.type)

const givingCommands: readonly string[] = ['Subassign', 'AcceptPiece', 'ReturnPiece', 'WithdrawPiece']
export const isGivingCommand = (command: { readonly type: string }): command is GivingCommand =>
  givingCommands.includes(command.type)

// ---- Decisions

type Decision = Either<Rejection, readonly [SubassignmentFact]>

/** As many pieces may there be of a part in all: its state keeps every one. */
const maxPieces = 50

const ended = (state: Assignment): Either<Rejection, never> =>
  reject('precondition', 'ASSIGNMENT_ENDED', { organisation: state.organisation, state: state.state })

const stands = ({ organisation, state }: Piece): Either<Rejection, never> =>
  reject('precondition', 'SUBASSIGNMENT_STATE', { organisation, state: `SUBASSIGNMENT_STATE_${state}` })

/** What whoever has a piece does with it. */
export function decidePiece(command: PieceCommand, state: Assignment, actor: Actor): Decision {
  const piece = openPiece(state, actor)
  if (!piece) return reject('permission', 'NOT_SUBASSIGNED', { organisation: actor })
  if (!isOpen(state) || piece.isOver) return ended(state)
  const { number: subassignment } = piece
  if (command.type === 'AcknowledgePiece')
    return piece.state === 'GIVEN'
      ? right([{ $type: 'qiantou.assignment.v1.SubassignmentAcknowledged', subassignment }])
      : stands(piece)
  if (piece.state !== 'ACKNOWLEDGED' && piece.state !== 'IN_PROGRESS') return stands(piece)
  const { text } = command
  return command.type === 'ReportPiece'
    ? right([{ $type: 'qiantou.assignment.v1.SubassignmentReported', subassignment, percent: command.percent, text }])
    : right([
        {
          $type: 'qiantou.assignment.v1.SubassignmentSubmitted',
          ...{ subassignment, text, evidence: [...command.evidence] },
        },
      ])
}

/** What the body of the part does with its pieces. */
export function decideGiving(command: GivingCommand, state: Assignment, today: Day, rules: Rules): Decision {
  if (command.type === 'Subassign') return subassign(command, state, today, rules)
  const { organisation } = command
  const piece = openPiece(state, organisation)
  if (!piece) return reject('precondition', 'NOT_SUBASSIGNED', { organisation })
  if (!isOpen(state) || piece.isOver) return ended(state)
  const { number: subassignment } = piece
  if (command.type === 'WithdrawPiece') {
    const { reason } = command
    return right([{ $type: 'qiantou.assignment.v1.SubassignmentWithdrawn', subassignment, organisation, reason }])
  }
  if (piece.state !== 'SUBMITTED') return stands(piece)
  return command.type === 'AcceptPiece'
    ? right([{ $type: 'qiantou.assignment.v1.SubassignmentAccepted', subassignment }])
    : right([{ $type: 'qiantou.assignment.v1.SubassignmentReturned', subassignment, reason: command.reason }])
}

function subassign(
  command: Extract<GivingCommand, { type: 'Subassign' }>,
  state: Assignment,
  today: Day,
  rules: Rules,
): Decision {
  if (state.state !== 'ASSIGNMENT_STATE_ACKNOWLEDGED' && state.state !== 'ASSIGNMENT_STATE_IN_PROGRESS')
    return reject('precondition', 'NOT_WORKABLE', { state: state.state })
  const { organisation, what, isBelow } = command
  const { subassignments = [], delegations = [] } = state
  if (!isBelow) return reject('precondition', 'NOT_BELOW', { organisation, above: state.organisation })
  // Who acts for the body is party by that: one that has both would lose sight by the end of either.
  if (delegations.some((other) => other.organisation === organisation))
    return reject('precondition', 'ALREADY_DELEGATED', { organisation })
  if (openPiece(state, organisation)) return reject('precondition', 'ALREADY_SUBASSIGNED', { organisation })
  if (subassignments.length >= maxPieces)
    return reject('precondition', 'TOO_MANY_SUBASSIGNMENTS', { limit: `${maxPieces}` })
  const due = command.due && dayFrom(command.due)
  const last = datesOf(state, state.basis).due
  if (due && (due < today || (last !== noDay && due > last)))
    return reject('invalid', 'SUBASSIGNMENT_DUE', { due, today, last })
  const warnOn = due ? toDate(workingDaysFrom(calendarOf(rules), due, -rules.warningWorkingDays)) : undefined
  return right([
    {
      $type: 'qiantou.assignment.v1.AssignmentSubassigned',
      subassignment: (subassignments.at(-1)?.number ?? 0) + 1,
      ...{ organisation, what, due: command.due, warnOn },
    },
  ])
}
