/**
 * What an assignment has lived through: its facts, and its state (the fold is in assignment-fold.ts). What its body may do next
 * is in assignment.ts.
 */

import type * as assignment from '#proto/qiantou/assignment/v1/assignment_events.ts'
import type * as task from '#proto/qiantou/task/v1/task_events.ts'
import { type Day, endOf } from '#shared/domain/calendar.ts'
import type { ContentRef } from '#shared/domain/content.ts'
import { type Basis, type Course, dueOfCourse, elapsed, isOpen } from '#shared/domain/course.ts'
import { names, type OrganisationName } from '#shared/domain/decider.ts'
import { type BodySideFact, bodySideFacts, type TaskSideFact } from '#shared/domain/task-fact.ts'
import type { ExtensionRequest } from './extension.ts'
import type { AssignmentPerson } from './people.ts'
import type { Report, Review } from './report.ts'
import { endedWith, type Subassigned, type SubassignmentFact } from './subassignment-state.ts'

// ---- Events

export type AssignmentFact =
  | BodySideFact
  | assignment.AssignmentDelegated
  | assignment.DelegationRevoked
  | assignment.AssignmentPersonNamed
  | SubassignmentFact

export type TaskFact = task.TaskIssued | task.DutiesSucceeded | TaskSideFact

// ---- State

/** Who may act for the body, from the first day to the last. */
export type Delegation = { readonly organisation: OrganisationName; readonly from: Day; readonly until: Day }

export type Assignment = Course &
  Subassigned & {
    readonly organisation: OrganisationName
    readonly role: task.Role
    readonly basis: Basis
    /** The newest, oldest first. */
    readonly reports: readonly Report[]
    /** The newest, oldest first. */
    readonly submissions: readonly Report[]
    /** ISO 8601. */
    readonly issuedAt: string
    readonly acknowledgedAt?: string
    readonly reassignmentReason?: ContentRef
    readonly reassignmentReview?: Review
    /** The newest, oldest first. */
    readonly extensionRequests?: readonly ExtensionRequest[]
    readonly delegations?: readonly Delegation[]
    readonly people?: readonly AssignmentPerson[]
    /** To whom it went, and when, ISO 8601. */
    readonly moved?: { readonly to: OrganisationName; readonly at: string }
    /** Its body is no longer there, and nobody succeeds it. */
    readonly gone?: true
  }

/** A fact of a part that is not the first one of its body says which it is: it may cross with the end of the one before. */
export const numbered = (fact: AssignmentFact, state: Pick<Assignment, 'partNumber'> | undefined): AssignmentFact =>
  state?.partNumber && names(bodySideFacts, fact.$type) ? ({ ...fact, part: state.partNumber } as AssignmentFact) : fact

// ---- What time does

/** A delegation is over when its last day is, and at once with a body that nobody succeeds. */
const endsOf = ({ delegations = [], gone, issuedAt }: Assignment): readonly string[] =>
  delegations.map(({ until }) => (gone ? issuedAt : endOf(until).toISOString()))

/** Pieces that end with their part, or with a former one. */
const endedPieces = (state: Assignment): readonly AssignmentFact[] =>
  state.subassignments ? endedWith(state.subassignments, !isOpen(state)) : []

/** When time alone changes something next, ISO 8601. What ends with the part is due at once. */
export const dueOfAssignment = (state: Assignment): string | undefined =>
  endedPieces(state).length
    ? state.issuedAt
    : [dueOfCourse(state, state.basis), ...endsOf(state)].filter((at) => at !== undefined).sort()[0]

/** What time has brought about. */
export const elapsedOf = (state: Assignment, at: Date): readonly AssignmentFact[] => [
  ...elapsed(state, state.basis, at).map((fact) => numbered(fact, state)),
  ...endedPieces(state),
  ...(state.delegations ?? [])
    .filter(({ until }) => state.gone || endOf(until) <= at)
    .map(({ organisation }) => ({ $type: 'qiantou.assignment.v1.DelegationRevoked' as const, organisation })),
]
