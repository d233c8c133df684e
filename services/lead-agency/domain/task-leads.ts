/** Who leads once a part, or what remains of its role, has come to another body: the record says so, whoever decided it. */
import type { OrganisationName } from '#shared/domain/decider.ts'
import type { TaskFact } from '#shared/domain/task-fact.ts'
import { actorsOf, leads, type Named, type PartMoved, partsAfter } from '#shared/domain/task-roles.ts'
import type { Task } from '#shared/domain/task-state.ts'

type Doers = Pick<Task, 'stoodIn'> & { readonly parts: readonly Named[] }

const isMove = (fact: TaskFact): fact is PartMoved => 'leadsChange' in fact

/** Leads read along in the supervision of every body (docs/domain.md, rule 24), which is told of them by this alone. */
export function sayingWhoLeads(fact: TaskFact, state: Task | undefined): TaskFact {
  if (!state || !isMove(fact)) return fact
  const after = { ...state, parts: partsAfter(state.parts, fact) }
  const leading = leads(after)
  if (`${leading}` === `${leads(state)}`) return fact
  const bodies = new Set([after, state].flatMap(everybodyIn))
  return { ...fact, leadsChange: { $type: 'qiantou.task.v1.LeadsChange', leads: leading, bodies: [...bodies] } }
}

/** Whoever may have been addressed in supervision. */
const everybodyIn = ({ parts, stoodIn = [] }: Doers): readonly OrganisationName[] => [
  ...parts.map(({ organisation }) => organisation),
  ...actorsOf(parts),
  ...stoodIn,
]
