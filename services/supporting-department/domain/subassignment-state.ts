/** A piece of an assignment that a body below has (分办): its facts, and its state. What may happen next is in subassignment.ts. */
import * as assignment from '#proto/qiantou/assignment/v1/assignment_events.ts'
import { type Day, dayFrom } from '#shared/domain/calendar.ts'
import { type ContentRef, contentRef, type EvidenceRef, evidenceRef } from '#shared/domain/content.ts'
import type { FactOf, OrganisationName } from '#shared/domain/decider.ts'

// ---- Events

export const subassignmentFacts = [
  assignment.AssignmentSubassigned,
  assignment.SubassignmentAcknowledged,
  assignment.SubassignmentReported,
  assignment.SubassignmentSubmitted,
  assignment.SubassignmentAccepted,
  assignment.SubassignmentReturned,
  assignment.SubassignmentWithdrawn,
  assignment.SubassignmentEnded,
] as const

export type SubassignmentFact = FactOf<typeof subassignmentFacts>

// ---- State

/** A submission of a piece that was not enough: what was said, what was shown, and why it came back. */
export type ReturnedSubmission = {
  readonly said: ContentRef
  readonly evidence?: readonly EvidenceRef[]
  readonly reason: ContentRef
  /** When it came back, ISO 8601. */
  readonly at: string
}

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
  /** Of the submission that waits or was accepted. */
  readonly evidence?: readonly EvidenceRef[]
  /** Why it was last returned, or taken back. */
  readonly reason?: ContentRef
  /** The newest that came back, oldest first. */
  readonly returned?: readonly ReturnedSubmission[]
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

/** How many submissions that came back a state keeps of a piece. The log keeps all. */
const keptReturned = 3

/** What was shown was not enough: it stays beside why. */
function sentBack(piece: Piece, fact: assignment.SubassignmentReturned, at: Date): Piece {
  const { evidence, ...rest } = piece
  const reason = contentRef(fact.reason)
  const submission = piece.said && { said: piece.said, ...(evidence ? { evidence } : {}), reason, at: at.toISOString() }
  const returned = [...(piece.returned ?? []), ...(submission ? [submission] : [])].slice(-keptReturned)
  return { ...rest, state: 'IN_PROGRESS', reason, ...(returned.length ? { returned } : {}) }
}

function changed(piece: Piece, fact: Later, at: Date): Piece {
  switch (fact.$type) {
    case 'qiantou.assignment.v1.SubassignmentAcknowledged':
      return { ...piece, state: 'ACKNOWLEDGED' }
    case 'qiantou.assignment.v1.SubassignmentReported':
      return { ...piece, state: 'IN_PROGRESS', percent: fact.percent, said: contentRef(fact.text) }
    case 'qiantou.assignment.v1.SubassignmentSubmitted': {
      const evidence = fact.evidence.map(evidenceRef)
      const done = { ...piece, percent: 100, said: contentRef(fact.text) }
      return { ...done, state: 'SUBMITTED', ...(evidence.length ? { evidence } : {}) }
    }
    case 'qiantou.assignment.v1.SubassignmentAccepted':
      return { ...piece, state: 'ACCEPTED' }
    case 'qiantou.assignment.v1.SubassignmentReturned':
      return sentBack(piece, fact, at)
    case 'qiantou.assignment.v1.SubassignmentWithdrawn':
      return { ...piece, state: 'WITHDRAWN', reason: contentRef(fact.reason) }
    case 'qiantou.assignment.v1.SubassignmentEnded':
      return isPieceOpen(piece) ? { ...piece, state: 'ENDED' } : piece
  }
}

/** How many pieces of evidence a state keeps of all its pieces together, those of the newest. */
const keptEvidence = 100

/** What shows of something, as far as there is room for it. */
function fitting<Some extends { readonly evidence?: readonly EvidenceRef[] }>(one: Some, room: { left: number }): Some {
  room.left -= one.evidence?.length ?? 0
  if (room.left >= 0 || !one.evidence) return one
  const { evidence: _, ...rest } = one
  return rest as Some
}

function trimmed(pieces: readonly Piece[]): readonly Piece[] {
  const room = { left: keptEvidence }
  return pieces
    .toReversed()
    .map((piece) => {
      const fits = fitting(piece, room)
      if (!fits.returned) return fits
      const returned = fits.returned
        .toReversed()
        .map((one) => fitting(one, room))
        .toReversed()
      return { ...fits, returned }
    })
    .toReversed()
}

/** The pieces after a fact. With the part a body is released of all that it ever had; a piece that is taken back, of that one. */
export function withPiece(pieces: readonly Piece[], fact: SubassignmentFact, at: Date): readonly Piece[] {
  if (fact.$type === 'qiantou.assignment.v1.AssignmentSubassigned') return [...pieces, given(fact, at)]
  const after = pieces.map((piece) => (piece.number === fact.subassignment ? changed(piece, fact, at) : piece))
  if (fact.$type === 'qiantou.assignment.v1.SubassignmentSubmitted') return trimmed(after)
  if (!('organisation' in fact)) return after
  const isReleased = ({ number, organisation }: Piece): boolean =>
    fact.$type === 'qiantou.assignment.v1.SubassignmentWithdrawn'
      ? number === fact.subassignment
      : organisation === fact.organisation
  return after.map((piece) => (isReleased(piece) ? { ...piece, released: true as const } : piece))
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
