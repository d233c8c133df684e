/** A piece of an assignment that a body below has (分办): its facts, and its state. What may happen next is in subassignment.ts. */
import * as assignment from '#proto/qiantou/assignment/v1/assignment_events.ts'
import { type Day, dayFrom } from '#shared/domain/calendar.ts'
import { type ContentRef, contentRef, type EvidenceRef, evidenceRef } from '#shared/domain/content.ts'
import type { OrganisationName } from '#shared/domain/decider.ts'

// ---- Events

export type SubassignmentFact =
  | assignment.AssignmentSubassigned
  | assignment.SubassignmentAcknowledged
  | assignment.SubassignmentReported
  | assignment.SubassignmentSubmitted
  | assignment.SubassignmentAccepted
  | assignment.SubassignmentReturned
  | assignment.SubassignmentWithdrawn
  | assignment.SubassignmentEnded

/** As the decider of assignments owns them. */
export const subassignmentFacts = [
  assignment.AssignmentSubassigned,
  assignment.SubassignmentAcknowledged,
  assignment.SubassignmentReported,
  assignment.SubassignmentSubmitted,
  assignment.SubassignmentAccepted,
  assignment.SubassignmentReturned,
  assignment.SubassignmentWithdrawn,
  assignment.SubassignmentEnded,
]

// ---- State

export type Piece = {
  readonly number: number
  readonly organisation: OrganisationName
  readonly state: 'GIVEN' | 'ACKNOWLEDGED' | 'IN_PROGRESS' | 'SUBMITTED' | 'ACCEPTED' | 'WITHDRAWN' | 'ENDED'
  readonly what: ContentRef
  readonly due?: Day
  readonly warnOn?: Day
  readonly percent?: number
  /** What was said last of it. */
  readonly said?: ContentRef
  readonly evidence?: readonly EvidenceRef[]
  /** Why it was last returned, or taken back. */
  readonly reason?: ContentRef
  /** ISO 8601. */
  readonly givenAt: string
  /** Its body is no longer party to the assignment. */
  readonly released?: true
  /** The part that it was of has ended, and begun anew for the same body. */
  readonly isOver?: true
}

/** What an assignment has of pieces; absent where there never was one. */
export type Subassigned = { readonly subassignments?: readonly Piece[] }

export const isPieceOpen = ({ state }: Piece): boolean =>
  state !== 'ACCEPTED' && state !== 'WITHDRAWN' && state !== 'ENDED'

/** The piece that a body has to do; there is one at most. */
export const openPiece = ({ subassignments = [] }: Subassigned, organisation: OrganisationName): Piece | undefined =>
  subassignments.find((piece) => piece.organisation === organisation && isPieceOpen(piece))

/** Bodies that are party to the assignment by a piece of it. */
export const subassignees = ({ subassignments = [] }: Subassigned): readonly OrganisationName[] =>
  subassignments.filter(({ released }) => !released).map(({ organisation }) => organisation)

// ---- Fold

const given = (fact: assignment.AssignmentSubassigned, at: Date): Piece => ({
  number: fact.subassignment,
  organisation: fact.organisation,
  state: 'GIVEN',
  what: contentRef(fact.what),
  ...(fact.due ? { due: dayFrom(fact.due) } : {}),
  ...(fact.warnOn ? { warnOn: dayFrom(fact.warnOn) } : {}),
  givenAt: at.toISOString(),
})

type Later = Exclude<SubassignmentFact, assignment.AssignmentSubassigned>

function changed(piece: Piece, fact: Later): Piece {
  switch (fact.$type) {
    case 'qiantou.assignment.v1.SubassignmentAcknowledged':
      return { ...piece, state: 'ACKNOWLEDGED' }
    case 'qiantou.assignment.v1.SubassignmentReported':
      return { ...piece, state: 'IN_PROGRESS', percent: fact.percent, said: contentRef(fact.text) }
    case 'qiantou.assignment.v1.SubassignmentSubmitted': {
      // What was shown before was not enough.
      const { evidence: _, ...rest } = piece
      const evidence = fact.evidence.map(evidenceRef)
      const done = { ...rest, percent: 100, said: contentRef(fact.text) }
      return { ...done, state: 'SUBMITTED', ...(evidence.length ? { evidence } : {}) }
    }
    case 'qiantou.assignment.v1.SubassignmentAccepted':
      return { ...piece, state: 'ACCEPTED' }
    case 'qiantou.assignment.v1.SubassignmentReturned':
      return { ...piece, state: 'IN_PROGRESS', reason: contentRef(fact.reason) }
    case 'qiantou.assignment.v1.SubassignmentWithdrawn':
      return { ...piece, state: 'WITHDRAWN', reason: contentRef(fact.reason) }
    case 'qiantou.assignment.v1.SubassignmentEnded':
      return isPieceOpen(piece) ? { ...piece, state: 'ENDED' } : piece
  }
}

/** How many pieces of evidence a state keeps of all its pieces together, those of the newest. */
const keptEvidence = 100

function trimmed(pieces: readonly Piece[]): readonly Piece[] {
  let left = keptEvidence
  return pieces
    .toReversed()
    .map((piece) => {
      left -= piece.evidence?.length ?? 0
      if (left >= 0 || !piece.evidence) return piece
      const { evidence: _, ...rest } = piece
      return rest
    })
    .toReversed()
}

/** The pieces after a fact; a body that is released is so of all that it ever had. */
export function withPiece(pieces: readonly Piece[], fact: SubassignmentFact, at: Date): readonly Piece[] {
  if (fact.$type === 'qiantou.assignment.v1.AssignmentSubassigned') return [...pieces, given(fact, at)]
  const after = pieces.map((piece) => (piece.number === fact.subassignment ? changed(piece, fact) : piece))
  if (fact.$type === 'qiantou.assignment.v1.SubassignmentSubmitted') return trimmed(after)
  return 'organisation' in fact
    ? after.map((piece) => (piece.organisation === fact.organisation ? { ...piece, released: true as const } : piece))
    : after
}

export const isSubassignmentFact = (fact: { readonly $type: string }): fact is SubassignmentFact =>
  fact.$type.startsWith('qiantou.assignment.v1.Subassignment') ||
  fact.$type === 'qiantou.assignment.v1.AssignmentSubassigned'

// ---- What the end of the part does

/** The last piece of every body that is party by one, to be ended with the part. */
export function endedWith(pieces: readonly Piece[], isPartOver: boolean): readonly assignment.SubassignmentEnded[] {
  const last = new Map(pieces.filter(({ released }) => !released).map((piece) => [piece.organisation, piece]))
  return [...last.values()]
    .filter(({ isOver }) => isOver || isPartOver)
    .map(({ number, organisation }) => ({
      $type: 'qiantou.assignment.v1.SubassignmentEnded',
      subassignment: number,
      organisation,
    }))
}
