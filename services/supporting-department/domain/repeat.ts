/** What a piece would repeat: what its body is asked already, or was lately (docs/domain.md, burden). */
import { likenessTo, type RepeatWindow } from '#shared/domain/alike.ts'
import { type Day, dayOf } from '#shared/domain/calendar.ts'
import { isFinal, isOpen } from '#shared/domain/course.ts'
import type { OrganisationName, ResourceName } from '#shared/domain/decider.ts'
import type { Assignment } from './assignment-state.ts'
import { isPieceOpen, type Piece } from './subassignment-state.ts'
import type { TaskView } from './task.ts'

export type Wanted = { readonly organisation: OrganisationName; readonly what: string }

export type NamedAssignment = { readonly name: ResourceName; readonly state: Assignment; readonly task: TaskView }

export type PieceRepeat = {
  readonly assignment: ResourceName
  /** The piece's number; 0 where the assignment itself is the body's. */
  readonly subassignment: number
  readonly title: string
  readonly percent: number
}

/** Whether a part is asked of its body still, or was lately. */
function isAsked(state: Assignment, since: Day): boolean {
  const { at = state.issuedAt } = state.submissions.at(-1)?.review ?? {}
  return isOpen(state) || (!isFinal(state) && dayOf(new Date(at)) >= since)
}

const isAskedPiece = (piece: Piece, state: Assignment, since: Day): boolean =>
  isPieceOpen(piece)
    ? isOpen(state) && !piece.isOver
    : piece.state === 'ACCEPTED' && dayOf(new Date(piece.givenAt)) >= since

/** Pieces that the body has of these assignments, as far as they may be repeated: their texts are what is compared. */
export const piecesOf = (organisation: OrganisationName, state: Assignment, since: Day): readonly Piece[] =>
  (state.subassignments ?? []).filter(
    (piece) => piece.organisation === organisation && isAskedPiece(piece, state, since),
  )

/** What the piece would repeat of these assignments, the most alike first; `texts` by their hash. */
export function pieceRepeats(
  { organisation, what }: Wanted,
  assignments: readonly NamedAssignment[],
  texts: ReadonlyMap<string, string>,
  { since, threshold }: RepeatWindow,
): readonly PieceRepeat[] {
  const percentOf = likenessTo(what)
  const found = assignments.flatMap(({ name, state, task: { title } }): PieceRepeat[] => {
    const pieces = piecesOf(organisation, state, since).map((piece) => ({
      ...{ assignment: name, subassignment: piece.number, title },
      percent: percentOf(texts.get(piece.what.sha256) ?? ''),
    }))
    const own = state.organisation === organisation && isAsked(state, since)
    return own ? [...pieces, { assignment: name, subassignment: 0, title, percent: percentOf(title) }] : pieces
  })
  return found
    .filter(({ percent }) => percent >= threshold)
    .toSorted((one, other) => other.percent - one.percent || (one.assignment < other.assignment ? -1 : 1))
}
