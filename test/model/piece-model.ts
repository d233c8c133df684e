/** Pieces of a part that bodies below have (分办), by docs/domain.md rules 35 and 36. */

export type PieceState = 'given' | 'acknowledged' | 'working' | 'submitted' | 'accepted' | 'withdrawn' | 'ended'

export class PieceModel {
  state: PieceState = 'given'
  /** Its body sees the part no more. */
  isReleased = false
  /** The part that it was of has ended, whatever the same body has of the task now. */
  isOver = false
  readonly number: number
  readonly body: string

  constructor(number: number, body: string) {
    this.number = number
    this.body = body
  }

  get isOpen(): boolean {
    return this.state !== 'accepted' && this.state !== 'withdrawn' && this.state !== 'ended'
  }
}

/** The piece that a body has to do: it has one at a time. */
export const openPieceOf = (pieces: readonly PieceModel[], body: string): PieceModel | undefined =>
  pieces.find((piece) => piece.body === body && piece.isOpen)

/** Who sees the part by a piece of it. */
export const seeing = (pieces: readonly PieceModel[]): ReadonlySet<string> =>
  new Set(pieces.filter(({ isReleased }) => !isReleased).map(({ body }) => body))

/** What the part has of pieces ends with it, also where the same body is given a part again, or goes on with it. */
export function overPieces(pieces: readonly PieceModel[]): void {
  for (const piece of pieces) piece.isOver = true
}

/** Whose pieces the service is to end: of a part that has ended, or of one that was before. */
export function ending(pieces: readonly PieceModel[], isPartOpen: boolean): readonly string[] {
  return [...seeing(pieces)].filter((body) => {
    const newest = pieces.findLast((piece) => piece.body === body)
    return !isPartOpen || newest?.isOver
  })
}

/** Who has it sees the part no more, by none of its pieces. */
export function release(pieces: readonly PieceModel[], body: string): void {
  for (const piece of pieces) if (piece.body === body) piece.isReleased = true
}
