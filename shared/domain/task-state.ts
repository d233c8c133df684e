/**
 * What a task has come to (its facts are in task-fact.ts, the fold is in task-fold.ts). Who is who in it is in task-roles.ts,
 * what may happen next in task.ts.
 */

import type * as programme from '#proto/qiantou/programme/v1/programme_events.ts'
import type * as task from '#proto/qiantou/task/v1/task_events.ts'
import type { Day } from './calendar.ts'
import type { ContentRef, EvidenceRef } from './content.ts'
import type { Basis, Course } from './course.ts'
import type { Actor, OrganisationName } from './decider.ts'
import type { Heirs } from './heirs.ts'
import type { SignedOff } from './sign-off.ts'

/** One body's part, as the task knows it. */
export type Part = Course & {
  readonly organisation: OrganisationName
  readonly role: task.Role
  /** What the clause names, where that is a body that it has succeeded, or a group that stood for it. */
  readonly named?: OrganisationName
  /**
   * Who does what remains of its role since its body, which had finished, is no longer there; '' where nobody does, also
   * while it is open.
   */
  readonly succeededBy?: OrganisationName
}

/** A text about the task as a whole, with who signed it; a statement of closing unless it says otherwise. */
export type TaskText = (ContentRef & SignedOff) & {
  readonly kind?: 'DISSENT' | 'RULING' | 'COMMENT' | 'CANCELLATION' | 'REOPENING' | 'CLOSING_RETURN' | 'DRAFT_RETURN'
  /** Where it is not whose it usually is: a state is written whole by every command. */
  readonly by?: Actor
  /** What a proposal to close names as showing that the closing standard is met. */
  readonly evidence?: readonly EvidenceRef[]
  /** What a ruling cites. */
  readonly minutes?: string
}

/** What there is of a task that was not issued: nothing of it is left once it is. */
export type Draft = {
  /** To whom it would have been issued on the day on which it was drafted. */
  readonly bodies: readonly task.Body[]
  /** Who may draft it, besides the authority. */
  readonly drafters: readonly OrganisationName[]
  /** Who drafted it and is there no longer: a successor may be named afterwards. */
  readonly gone?: readonly OrganisationName[]
  /** Bodies and groups that are to get a copy. */
  readonly copied?: readonly OrganisationName[]
  /** It was sent back, and waits to be revised. */
  readonly returned?: true
}

/** With who signed its issue. */
export type Task = SignedOff & {
  readonly state: 'DRAFT' | 'ISSUED' | 'CLOSE_PROPOSED' | 'CLOSED' | 'CANCELLED' | 'ARCHIVED'
  readonly content: task.TaskContent
  readonly mode: programme.ResponsibilityMode
  readonly authority: OrganisationName
  readonly basis: Basis
  /** Those of its programme when it was issued. */
  readonly rules: programme.Rules
  /** The work itself is handled offline: no text of it is here. */
  readonly handledOffline?: true
  /** Of a draft, in that state or cancelled. */
  readonly draft?: Draft
  readonly copied?: readonly OrganisationName[]
  readonly parts: readonly Part[]
  /** Who has come to stand for bodies that are no longer there, by records of this task. */
  readonly heirs?: Heirs
  /** Who had taken over what remains of a part's role, and has passed that on or ended. */
  readonly stoodIn?: readonly OrganisationName[]
  /** Who compiles a JOINT task, once confirmed. */
  readonly compiler?: OrganisationName
  readonly closingProposedBy: readonly OrganisationName[]
  /** Who has answered the proposal that waits, in a JOINT task: agreeing, and dissenting as yet. */
  readonly countersignedBy?: readonly OrganisationName[]
  readonly dissenting?: readonly OrganisationName[]
  /** The last day for those answers. */
  readonly countersignBy?: Day
  readonly countersignProvisional?: true
  /** It has been told that this day has passed with somebody silent. */
  readonly countersignLate?: true
  /** Who ever dissented. */
  readonly dissents?: readonly OrganisationName[]
  /** Whose silence was ever ruled on. */
  readonly silences?: readonly OrganisationName[]
  /** The newest, oldest first. */
  readonly texts: readonly TaskText[]
  /** ISO 8601; of a draft when it was drafted. */
  readonly issuedAt: string
  readonly endedAt?: string
}

/** Whose a text is that says nothing else: the authority rules and cancels, most is said by who is named first. */
export const usualAuthor = ({ authority, parts }: Task, { kind }: Pick<TaskText, 'kind'>): Actor =>
  kind && ['RULING', 'CANCELLATION', 'REOPENING', 'CLOSING_RETURN', 'DRAFT_RETURN'].includes(kind)
    ? authority
    : (parts[0]?.organisation ?? authority)
