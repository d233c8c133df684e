/** Who is who in a task: its parties, who leads, reviews, compiles, proposes closing, and who answers that. */
import type {
  AssignmentReassigned,
  AssignmentTransferred,
  AssignmentWaived,
  DutiesSucceeded,
  Role,
} from '#proto/qiantou/task/v1/task_events.ts'
import type { Day } from './calendar.ts'
import { isFinal, isReplaced } from './course.ts'
import type { OrganisationName } from './decider.ts'
import { heirOf } from './heirs.ts'
import type { Part, Task } from './task-state.ts'

const order: readonly Role[] = ['ROLE_LEAD', 'ROLE_RESPONSIBLE', 'ROLE_STANDING']

/** Of two roles the one that a body named in both has (docs/domain.md, rule 9). */
export const firstRole = (one: Role, other: Role): Role => (order.indexOf(other) < order.indexOf(one) ? other : one)

/** What of a part, and of a task, says who is who: other services than the one that decides know no more. */
export type Named = Pick<Part, 'organisation' | 'role' | 'state' | 'succeededBy'>
type Roles = Pick<Task, 'mode' | 'authority' | 'copied' | 'draft' | 'heirs'> & { readonly parts: readonly Named[] }

/** Who does what a part's role asks for: its body, or who succeeded that; '' where nobody did (docs/domain.md, rule 19). */
export const actorOf = ({ succeededBy, organisation }: Pick<Part, 'succeededBy' | 'organisation'>): OrganisationName =>
  succeededBy ?? organisation

/** Who is to act where that is a part's body: the authority, where nobody succeeded that (docs/domain.md, rule 19). */
export const workerOf = (part: Pick<Part, 'succeededBy' | 'organisation'>, authority: OrganisationName) =>
  part.succeededBy === '' ? authority : part.organisation

/** Whether the body of a part is no longer there and nobody succeeded it; not of a part that has ended without being done. */
export const isGone = (part: Pick<Part, 'succeededBy' | 'state'>): boolean => part.succeededBy === '' && !isFinal(part)

/** Who does what the roles of parts ask for, each once. */
export const actorsOf = (parts: readonly Named[]): OrganisationName[] =>
  [...new Set(parts.map(actorOf))].filter((actor) => actor !== '')

const present = ({ parts }: Roles): readonly Named[] => parts.filter((part) => !isFinal(part))

/**
 * The parts with a successor's, in the place of the former one at `index`: the order of leads says who compiles. Whoever has a
 * part already keeps it, in the first of the two roles, unless that has ended without being done.
 */
export function withSuccessor<One extends Named>(parts: readonly One[], index: number, successor: One): readonly One[] {
  const own = parts.find(({ organisation }) => organisation === successor.organisation)
  if (own && !isFinal(own))
    return parts.map((part) => (part === own ? { ...own, role: firstRole(own.role, successor.role) } : part))
  return parts.toSpliced(index + 1, 0, successor).filter((part) => part !== own)
}

/** What moves a part, or what remains of its role, to another body, or does without it. */
export type PartMoved = AssignmentReassigned | AssignmentTransferred | AssignmentWaived | DutiesSucceeded

/** Who has which part once one has moved. */
export function partsAfter(former: readonly Named[], fact: PartMoved): readonly Named[] {
  const index = former.findIndex(({ organisation }) => organisation === fact.organisation)
  const having = (change: Partial<Named>): readonly Named[] =>
    former.map((part, at) => (at === index ? { ...part, ...change } : part))
  switch (fact.$type) {
    case 'qiantou.task.v1.AssignmentWaived':
      return having({ state: 'ASSIGNMENT_STATE_WAIVED' })
    case 'qiantou.task.v1.DutiesSucceeded':
      return having({ succeededBy: fact.successor })
    default: {
      const { organisation = '', role = 'ROLE_UNSPECIFIED' } = fact.successor ?? {}
      const successor = { organisation, role, state: 'ASSIGNMENT_STATE_ISSUED' } as const
      return withSuccessor(having({ state: 'ASSIGNMENT_STATE_TRANSFERRED' }), index, successor)
    }
  }
}

/** Parts of the leads. */
const leading = (state: Roles): readonly Named[] => present(state).filter(({ role }) => role === 'ROLE_LEAD')

/** Whether something of a part's role is left to be done once it is finished: whoever only does a part of a LED task is done. */
export const hasDuties = ({ mode }: Task, { role }: Part): boolean =>
  mode !== 'RESPONSIBILITY_MODE_LED' || role === 'ROLE_LEAD'

/** Bodies whose part no other body has now, who succeeded them, the authority, bodies that only read, and who drafts it. */
export const taskParties = (state: Roles): Set<OrganisationName> =>
  new Set([
    state.authority,
    ...state.parts.filter((part) => !isReplaced(part)).map((part) => part.organisation),
    ...actorsOf(state.parts.filter((part) => part.succeededBy !== undefined)),
    ...(state.copied ?? []),
    ...(state.draft?.drafters ?? []),
  ])

/** Who does something in the task, each once. */
export const acting = (state: Roles): OrganisationName[] => actorsOf(present(state))

export const leads = (state: Roles): OrganisationName[] => actorsOf(leading(state))

/** Who compiles: the first lead; in a JOINT task whoever was confirmed, else the first body, which is only proposed. */
export const compilerOf = (state: Task): OrganisationName | undefined =>
  state.compiler ?? (leads(state)[0] || acting(state)[0])

/** The parts for which somebody has not done what was asked of all: neither their own body nor who succeeded it. */
const missing = (parts: readonly Named[], did: readonly OrganisationName[]): OrganisationName[] =>
  actorsOf(parts.filter((part) => !did.includes(part.organisation) && !did.includes(actorOf(part))))

/**
 * Who proposes closing: the leads (docs/domain.md, rule 5); of a JOINT task its compiler; the bodies of a SOLE task. Where
 * none of them is left, the authority.
 */
export function proposers(state: Task): OrganisationName[] {
  // A compiler that proposed and is no longer there is not asked again: what it did stands.
  if (state.mode === 'RESPONSIBILITY_MODE_JOINT' && state.compiler) return [state.compiler]
  if (acting(state).length === 0) return [state.authority]
  if (state.mode === 'RESPONSIBILITY_MODE_JOINT') return []
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

/** Whether as many have proposed closing as must: of leads as the rules ask for, of the bodies of a SOLE task each. */
export function isQuorum(state: Task): boolean {
  const entitled = proposers(state)
  const proposed = entitled.length - proposalsMissing(state).length
  const quorum = state.mode === 'RESPONSIBILITY_MODE_LED' ? state.rules.closing : 'QUORUM_ALL'
  if (quorum === 'QUORUM_ANY') return proposed > 0
  if (quorum === 'QUORUM_MAJORITY') return proposed * 2 > entitled.length
  return entitled.length > 0 && proposed === entitled.length
}

/** Bodies of a JOINT task that have neither countersigned nor dissented; its compiler has by proposing. */
export function answersMissing(state: Task): OrganisationName[] {
  if (state.mode !== 'RESPONSIBILITY_MODE_JOINT') return []
  const { countersignedBy = [], dissenting = [], compiler } = state
  return missing(present(state), [...countersignedBy, ...dissenting, ...(compiler ? [compiler] : [])])
}

/** The last day for answers to the proposal to close, while somebody has not answered. */
export const answersBy = (state: Task): Day | undefined =>
  state.state === 'ISSUED' && answersMissing(state).length ? state.countersignBy : undefined

/** Bodies whose answer is missing on a day though the limit for it has passed: no consent, but the authority may rule on it. */
export function silentOn(state: Task, today: Day): OrganisationName[] {
  const last = answersBy(state)
  return last !== undefined && today > last ? answersMissing(state) : []
}

type Reviewed = Pick<Part, 'role' | 'organisation' | 'submittedBy'>

/** Who submitted what waits, or has succeeded who did; undefined where that is the part's body. */
export function submitterOf(
  state: Pick<Roles, 'heirs'>,
  { organisation, submittedBy }: Omit<Reviewed, 'role'>,
): OrganisationName | undefined {
  const submitter = submittedBy && heirOf(state, submittedBy)
  return submitter === organisation ? undefined : submitter
}

/**
 * Who reviews a body's submissions, any one of them: the leads other than itself and than who submitted for it, or succeeded
 * that; of a lead, unless that or who submitted for it is the authority, and where no such lead is left, the authority.
 */
export const reviewersOf = (state: Roles, part: Reviewed): readonly OrganisationName[] =>
  reviewersAmong({ ...state, leads: leads(state) }, part)

/** As `reviewersOf`, where it is known who leads. */
export function reviewersAmong(
  state: Pick<Roles, 'mode' | 'authority' | 'heirs'> & { readonly leads: readonly OrganisationName[] },
  part: Reviewed,
): readonly OrganisationName[] {
  const { mode, leads, authority } = state
  const { role, organisation } = part
  const submitter = submitterOf(state, part)
  const isAuthoritys = role === 'ROLE_LEAD' && organisation !== authority && submitter !== authority
  const isLed = mode === 'RESPONSIBILITY_MODE_LED' && !isAuthoritys
  const others = isLed ? leads.filter((lead) => lead !== organisation && lead !== submitter) : []
  return others.length ? others : [authority]
}
