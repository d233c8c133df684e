/** Who has come to stand for bodies that are no longer there, as the records of a task say. */
import type * as task from '#proto/qiantou/task/v1/task_events.ts'
import type { OrganisationName } from './decider.ts'

/** Who succeeded a body last, by that body. */
export type Heirs = Readonly<Record<OrganisationName, OrganisationName>>

type Succession =
  | task.AssignmentReassigned
  | task.AssignmentTransferred
  | task.DutiesSucceeded
  | task.AuthoritySucceeded
  | task.DelegateSucceeded

/** Of whom a record says that another body stands for it from then on; undefined of a part that is only moved. */
function succeededIn(
  fact: Succession,
): { readonly former: OrganisationName; readonly heir: OrganisationName } | undefined {
  switch (fact.$type) {
    case 'qiantou.task.v1.AuthoritySucceeded':
      return { former: fact.authority, heir: fact.successor }
    case 'qiantou.task.v1.DelegateSucceeded':
      return { former: fact.delegate, heir: fact.successor }
    case 'qiantou.task.v1.DutiesSucceeded':
      return fact.successor ? { former: fact.former || fact.organisation, heir: fact.successor } : undefined
    case 'qiantou.task.v1.AssignmentTransferred':
      return fact.succession ? { former: fact.organisation, heir: fact.successor?.organisation ?? '' } : undefined
    case 'qiantou.task.v1.AssignmentReassigned':
      return undefined
  }
}

/** A task after such a record: who stood for the former one passes that on too. */
export function withHeir<State extends { readonly heirs?: Heirs }>(state: State, fact: Succession): State {
  const succession = succeededIn(fact)
  if (!succession) return state
  const { former, heir } = succession
  const before = Object.entries(state.heirs ?? {}).map(([of, one]) => [of, one === former ? heir : one])
  return { ...state, heirs: { ...Object.fromEntries(before), [former]: heir } }
}

/** Who did something for another body, or has succeeded who did (docs/domain.md, rule 10). */
export const heirOf = ({ heirs = {} }: { readonly heirs?: Heirs }, who: OrganisationName): OrganisationName =>
  heirs[who] ?? who
