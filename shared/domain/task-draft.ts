/** A task that is only drafted (拟订): who may draft it, and the state that its facts come to until it is issued. */

import type * as task from '#proto/qiantou/task/v1/task_events.ts'
import { basisOf } from './course-basis.ts'
import type { OrganisationName } from './decider.ts'
import { rulesOf } from './rules.ts'
import type { Draft, Task } from './task-state.ts'
import { without } from './without.ts'

/** Who may draft a task for these bodies: the leads; where nobody leads, who is responsible; else all. */
export function draftersOf(bodies: readonly task.Body[]): OrganisationName[] {
  const having = (role: task.Role) => bodies.filter((body) => body.role === role)
  const [leads, responsible] = [having('ROLE_LEAD'), having('ROLE_RESPONSIBLE')]
  const drafting = [leads, responsible, bodies].find(({ length }) => length > 0) ?? []
  return drafting.map(({ organisation }) => organisation)
}

/** Rules and limits are those of the day of issue: until then a draft has none. */
const contentOf = (content: task.TaskContent, at: Date): Pick<Task, 'content' | 'basis' | 'handledOffline'> => ({
  content,
  basis: basisOf({ content, milestonesWarnOn: [] }, at),
  ...(content.handledOffline ? { handledOffline: true as const } : {}),
})

export function drafted(fact: task.TaskDrafted, at: Date): Task {
  const { mode, authority, bodies, copied } = fact
  return {
    state: 'DRAFT',
    ...contentOf(fact.content as task.TaskContent, at),
    ...{ mode, authority, rules: rulesOf(undefined) },
    ...{ parts: [], closingProposedBy: [], texts: [] },
    draft: { bodies, drafters: draftersOf(bodies), ...(copied.length ? { copied } : {}) },
    issuedAt: at.toISOString(),
  }
}

/** Whoever revises a draft that was returned hands it in again. */
export function revised(state: Task, { content, copied }: task.DraftRevised, at: Date): Task {
  const draft = without(draftOf(state), 'copied', 'returned')
  return {
    ...{ ...without(state, 'handledOffline'), ...contentOf(content as task.TaskContent, at) },
    draft: { ...draft, ...(copied.length ? { copied } : {}) },
  }
}

export const sentBack = (state: Task): Task => ({ ...state, draft: { ...draftOf(state), returned: true } })

/** The successor drafts in the place of a body that is no longer there; until there is one the others do, and the office. */
export function drafterSucceeded(state: Task, { organisation, successor }: task.DutiesSucceeded): Task {
  const { gone = [], ...draft } = draftOf(state)
  const named = gone.includes(organisation) ? [...draft.drafters, organisation] : draft.drafters
  const drafters = named.map((one) => (one === organisation ? successor : one)).filter((one) => one !== '')
  const others = gone.filter((one) => one !== organisation)
  const left = successor === '' ? [...others, organisation] : others
  return { ...state, draft: { ...draft, drafters: [...new Set(drafters)], ...(left.length ? { gone: left } : {}) } }
}

const draftOf = ({ draft }: Task): Draft => draft ?? { bodies: [], drafters: [] }
