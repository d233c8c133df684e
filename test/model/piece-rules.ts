/** Who may do what with pieces of a part: every reason to refuse it, by docs/domain.md (rules 35 and 36). */
import type { Day } from '#shared/domain/calendar.ts'
import type { Body, PartModel } from './part-model.ts'
import { openPieceOf, type PieceModel, type PieceState } from './piece-model.ts'
import type { Reasons } from './task-rules.ts'

/** Of whoever has a piece. */
type OfPiece = { readonly type: 'AcknowledgePiece' | 'ReportPiece' | 'SubmitPiece' }
/** Of the body of the part. */
type Giving =
  | {
      readonly type: 'Subassign'
      readonly organisation: Body
      readonly due: Day | undefined
      /** What the directory says. */
      readonly isBelow: boolean
    }
  | { readonly type: 'AcceptPiece' | 'ReturnPiece' | 'WithdrawPiece'; readonly organisation: Body }
export type PieceAct = OfPiece | Giving

/** Of a part there are no more in all. */
const most = 50

const when = (holds: boolean, reason: string): Reasons => (holds ? [reason] : [])

export const isPieceAct = (act: { readonly type: string }): act is OfPiece =>
  act.type === 'AcknowledgePiece' || act.type === 'ReportPiece' || act.type === 'SubmitPiece'

/** All pieces end with the part, whether the service has said so of each or not. */
const standing = (part: PartModel, piece: PieceModel | undefined, ...states: readonly PieceState[]): Reasons =>
  piece
    ? [
        ...when(!part.isOpen || piece.isOver, 'ASSIGNMENT_ENDED'),
        ...when(states.length > 0 && !states.includes(piece.state), 'SUBASSIGNMENT_STATE'),
      ]
    : ['NOT_SUBASSIGNED']

export const ofPieceReasons = (part: PartModel, act: OfPiece, actor: Body): Reasons =>
  standing(
    part,
    openPieceOf(part.pieces, actor),
    ...(act.type === 'AcknowledgePiece' ? (['given'] as const) : (['acknowledged', 'working'] as const)),
  )

export function givingReasons(part: PartModel, act: Giving, today: Day): Reasons {
  const piece = openPieceOf(part.pieces, act.organisation)
  if (act.type !== 'Subassign')
    return standing(part, piece, ...(act.type === 'WithdrawPiece' ? [] : (['submitted'] as const)))
  return [
    ...when(!part.isAt('acknowledged', 'working'), 'NOT_WORKABLE'),
    ...when(!act.isBelow, 'NOT_BELOW'),
    ...when(part.delegates.has(act.organisation), 'ALREADY_DELEGATED'),
    ...when(piece !== undefined, 'ALREADY_SUBASSIGNED'),
    ...when(part.pieces.length >= most, 'TOO_MANY_SUBASSIGNMENTS'),
    ...when(act.due !== undefined && (act.due < today || act.due > part.due), 'SUBASSIGNMENT_DUE'),
  ]
}
