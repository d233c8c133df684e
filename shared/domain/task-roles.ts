/** Who is who in a task: its parties, who leads, reviews, compiles, proposes closing, and who answers that. */
import type { Role } from '#proto/qiantou/task/v1/task_events.ts'
import { isFinal, isReplaced } from './course.ts'
import type { OrganisationName } from './decider.ts'
import type { Part, Task } from './task-state.ts'

const order: readonly Role[] = ['ROLE_LEAD', 'ROLE_RESPONSIBLE', 'ROLE_STANDING']

/** Of two roles the one that a body named in both has (docs/domain.md, rule 9). */
export const firstRole = (one: Role, other: Role): Role => (order.indexOf(other) < order.indexOf(one) ? other : one)

/** Who does what a part's role asks for: its body, or who succeeded that; '' where nobody did (docs/domain.md, rule 19). */
export const actorOf = ({ succeededBy, organisation }: Part): OrganisationName => succeededBy ?? organisation

const actorsOf = (parts: readonly Part[]): OrganisationName[] =>
  [...new Set(parts.map(actorOf))].filter((actor) => actor !== '')

const present = ({ parts }: Task): readonly Part[] => parts.filter((part) => !isFinal(part))

/** Parts of the leads. */
const leading = (state: Task): readonly Part[] => present(state).filter(({ role }) => role === 'ROLE_LEAD')

/** Whether something of a part's role is left to be done once it is finished: whoever only does a part of a LED task is done. */
export const hasDuties = ({ mode }: Task, { role }: Part): boolean =>
  mode !== 'RESPONSIBILITY_MODE_LED' || role === 'ROLE_LEAD'

/** Bodies whose part no other body has now, who succeeded them, the authority, and bodies that only read. */
export const taskParties = (state: Task): ReadonlySet<OrganisationName> =>
  new Set([
    state.authority,
    ...state.parts.filter((part) => !isReplaced(part)).map((part) => part.organisation),
    ...actorsOf(state.parts.filter((part) => part.succeededBy !== undefined)),
    ...(state.copied ?? []),
  ])

/** Who does something in the task, each once. */
export const acting = (state: Task): OrganisationName[] => actorsOf(present(state))

export const leads = (state: Task): OrganisationName[] => actorsOf(leading(state))

/** Who compiles: the first lead; in a JOINT task whoever was confirmed, else the first body, which is only proposed. */
export const compilerOf = (state: Task): OrganisationName | undefined =>
  state.compiler ?? (leads(state)[0] || acting(state)[0])

/** The parts for which somebody has not done what was asked of all: neither their own body nor who succeeded it. */
const missing = (parts: readonly Part[], did: readonly OrganisationName[]): OrganisationName[] =>
  actorsOf(parts.filter((part) => !did.includes(part.organisation) && !did.includes(actorOf(part))))

/**
 * Who proposes closing: the leads (docs/domain.md, rule 5); of a JOINT task its compiler; the bodies of a SOLE task. Where
 * none of them is left, the authority.
 */
export function proposers(state: Task): OrganisationName[] {
  if (acting(state).length === 0) return [state.authority]
  if (state.mode === 'RESPONSIBILITY_MODE_JOINT') return state.compiler ? [state.compiler] : []
  if (state.mode !== 'RESPONSIBILITY_MODE_LED') return acting(state)
  return leads(state).length ? leads(state) : [state.authority]
}

/** Who has still to propose closing. */
export function proposalsMissing(state: Task): OrganisationName[] {
  const entitled = proposers(state)
  const parts = state.mode === 'RESPONSIBILITY_MODE_LED' ? leading(state) : present(state)
  const open = missing(parts, state.closingProposedBy)
  return entitled.filter((one) =>
    parts.some((part) => actorOf(part) === one) ? open.includes(one) : !state.closingProposedBy.includes(one),
  )
}

/** Whether as many have proposed closing as the rules ask for. */
export function isQuorum(state: Task): boolean {
  const entitled = proposers(state)
  const proposed = entitled.length - proposalsMissing(state).length
  if (state.rules.closing === 'QUORUM_ANY') return proposed > 0
  if (state.rules.closing === 'QUORUM_MAJORITY') return proposed * 2 > entitled.length
  return entitled.length > 0 && proposed === entitled.length
}

/** Bodies of a JOINT task that have neither countersigned nor dissented; its compiler has by proposing. */
export function answersMissing(state: Task): OrganisationName[] {
  if (state.mode !== 'RESPONSIBILITY_MODE_JOINT') return []
  const { countersignedBy = [], dissentedBy = [], compiler } = state
  return missing(present(state), [...countersignedBy, ...dissentedBy, ...(compiler ? [compiler] : [])])
}

/**
 * Who reviews a body's submissions, any one of them: the leads other than itself; of a lead, and where nobody else leads, the
 * authority.
 */
export function reviewersOf(state: Task, part: Pick<Part, 'role' | 'organisation'>): readonly OrganisationName[] {
  const isLed = state.mode === 'RESPONSIBILITY_MODE_LED' && part.role !== 'ROLE_LEAD'
  const others = isLed ? leads(state).filter((lead) => lead !== part.organisation) : []
  return others.length ? others : [state.authority]
}
