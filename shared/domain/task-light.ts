/** How a task and its parts stand at a glance, and whose turn it is. */
import type { Light, LightColour } from '#proto/qiantou/task/v1/light.ts'
import type { Day } from './calendar.ts'
import { datesOf, isFinal, isOpen } from './course.ts'
import { isFormers } from './course-fold.ts'
import type { OrganisationName } from './decider.ts'
import { type Actors, gravest, light, lightOf, milestoneLight } from './light.ts'
import {
  answersMissing,
  compilerOf,
  isQuorum,
  leads,
  proposalsMissing,
  reviewersAmong,
  reviewersOf,
  silentOn,
  workerOf,
} from './task-roles.ts'
import type { Part, Task } from './task-state.ts'

const actorsOf = (state: Task, part: Part, reviewers = reviewersOf(state, part)): Actors => ({
  ...{ body: workerOf(part, state.authority), reviewers, authority: state.authority },
})

export const partLight = (state: Task, part: Part, today: Day): Light =>
  lightOf(part, state.basis, actorsOf(state, part), today)

/** A part as it stands on a day. */
export type Standing = {
  readonly part: Part
  readonly reviewers: readonly OrganisationName[]
  readonly light: Light
}

/** All parts, in their order, as they stand on a day: who leads is made out once. */
export function standings(state: Task, today: Day): readonly Standing[] {
  const { mode, authority, heirs, basis } = state
  const roles = { mode, authority, leads: leads(state), ...(heirs ? { heirs } : {}) }
  return state.parts.map((part) => {
    const reviewers = reviewersAmong(roles, part)
    return { part, reviewers, light: lightOf(part, basis, actorsOf(state, part, reviewers), today) }
  })
}

/** The milestones of a part on a day, as they are due for it, each with its light. */
export const milestoneLights = (state: Task, part: Part, today: Day) =>
  datesOf(part, state.basis)
    .milestones.filter(({ id }) => !isFormers(part, id))
    .map(({ id, due, reachedOn }) => ({
      ...{ id, due, reachedOn },
      light: milestoneLight(part, state.basis, actorsOf(state, part), id, today),
    }))

/** Whether a milestone of at least one of the parts has this colour on a day. */
export const hasMilestoneLight = (state: Task, colour: LightColour, today: Day): boolean =>
  state.parts.some((part) => milestoneLights(state, part, today).some((one) => one.light.colour === colour))

/** When a task is due: with the last of its parts, whose dates may have moved. */
export const dueOf = ({ parts, basis }: Task): Day =>
  parts
    .filter((part) => !isFinal(part))
    .map((part) => datesOf(part, basis).due)
    .sort()
    .at(-1) ?? basis.due

/** Who is to act once every part is done; whose silence lasts past the limit still is, and the authority, who may rule. */
function closingTurn(state: Task, today: Day): readonly string[] {
  if (state.state === 'CLOSE_PROPOSED') return [state.authority]
  if (state.mode === 'RESPONSIBILITY_MODE_JOINT') {
    if (!state.compiler) return [state.authority]
    const missing = answersMissing(state)
    if (silentOn(state, today).length) return [...missing, state.authority]
    if (isQuorum(state)) return missing.length ? missing : [state.authority]
    return [compilerOf(state) ?? state.authority]
  }
  return proposalsMissing(state)
}

function closingReason(state: Task, today: Day) {
  if (today > dueOf(state)) return 'LIGHT_REASON_OVERDUE'
  return silentOn(state, today).length ? 'LIGHT_REASON_COUNTERSIGNATURE_LATE' : 'LIGHT_REASON_WAITING'
}

/** Where nobody is left who may draft it, the authority does. */
const drafting = ({ draft, authority }: Task): readonly string[] =>
  draft?.drafters.length ? draft.drafters : [authority]

/** The gravest of its parts while they are at work; its own once they are done. */
export function taskLight(state: Task, today: Day, parts?: readonly Standing[]): Light {
  if (state.state === 'CLOSED' || state.state === 'ARCHIVED') return light('LIGHT_REASON_DONE', [])
  if (state.state === 'CANCELLED') return light('LIGHT_REASON_UNSPECIFIED', [])
  // A draft is due to nobody yet, whatever its dates say.
  if (state.state === 'DRAFT')
    return state.draft?.returned
      ? light('LIGHT_REASON_DRAFT_RETURNED', drafting(state))
      : light('LIGHT_REASON_DRAFTED', [state.authority])
  const open = (parts ?? standings(state, today)).filter(({ part }) => isOpen(part))
  const worst = gravest(open.map(({ light: one }) => one))
  return worst ?? light(closingReason(state, today), closingTurn(state, today))
}
