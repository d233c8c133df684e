/** Delegation (委托) of an assignment: whom its body lets act for it, from a day to a day (docs/domain.md, rule 10). */
import { type Either, right } from 'fp-ts/lib/Either.js'
import type { DateMessage } from '#proto/google/type/date.ts'
import type * as assignment from '#proto/qiantou/assignment/v1/assignment_events.ts'
import { addDays, type Day, dayFrom } from '#shared/domain/calendar.ts'
import type { Actor, OrganisationName } from '#shared/domain/decider.ts'
import { type Rejection, reject } from '#shared/domain/rejection.ts'
import type { Assignment } from './assignment-state.ts'
import { subassignees } from './subassignment-state.ts'

export type DelegationCommand =
  | {
      readonly type: 'Delegate'
      readonly delegate: OrganisationName
      readonly from: DateMessage
      readonly until: DateMessage
    }
  | { readonly type: 'RevokeDelegation'; readonly delegate: OrganisationName }

type Decision = Either<Rejection, readonly [assignment.AssignmentDelegated | assignment.DelegationRevoked]>

/** As many may act for a body in an assignment at a time. */
const maxDelegations = 10

/** Whether somebody may act for the body today: itself, or, while it is there, whom it has delegated to (docs/domain.md, rule 10). */
export const actsFor = ({ organisation, delegations = [], gone }: Assignment, actor: Actor, today: Day): boolean =>
  actor === organisation ||
  delegations.some(
    (delegation) => !gone && delegation.organisation === actor && delegation.from <= today && today <= delegation.until,
  )

/** `judges` review the part, decide on it, or give opinions on what it asks for. */
export function decideDelegation(
  command: DelegationCommand,
  state: Assignment,
  today: Day,
  judges: readonly OrganisationName[],
): Decision {
  if (command.type === 'Delegate')
    return judges.includes(command.delegate)
      ? reject('precondition', 'DELEGATE_REVIEWS', { organisation: command.delegate })
      : delegate(command, state, today)
  return state.delegations?.some(({ organisation }) => organisation === command.delegate)
    ? right([{ $type: 'qiantou.assignment.v1.DelegationRevoked', organisation: command.delegate }])
    : reject('precondition', 'NOT_DELEGATED', { organisation: command.delegate })
}

function delegate(command: Extract<DelegationCommand, { type: 'Delegate' }>, state: Assignment, today: Day): Decision {
  const organisation = command.delegate
  const { delegations = [] } = state
  const [from, until] = [dayFrom(command.from), dayFrom(command.until)]
  if (organisation === state.organisation) return reject('invalid', 'DELEGATE_IS_ITSELF', { organisation })
  if (until < from || until < today || until > addDays(from, 366))
    return reject('invalid', 'DELEGATION_DATES', { from, until, today })
  if (delegations.some((other) => other.organisation === organisation))
    return reject('precondition', 'ALREADY_DELEGATED', { organisation })
  if (subassignees(state).includes(organisation)) return reject('precondition', 'ALREADY_SUBASSIGNED', { organisation })
  if (delegations.length >= maxDelegations)
    return reject('precondition', 'TOO_MANY_DELEGATIONS', { limit: `${maxDelegations}` })
  return right([
    { $type: 'qiantou.assignment.v1.AssignmentDelegated', organisation, from: command.from, until: command.until },
  ])
}
