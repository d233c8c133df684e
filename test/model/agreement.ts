/** Where a service's state and the model differ, in words. */

import { dayOf } from '#shared/domain/calendar.ts'
import { type Basis, type Course, datesOf } from '#shared/domain/course.ts'
import { partLight } from '#shared/domain/task-light.ts'
import { nameOf } from '../../services/supporting-department/domain/assignment-state.ts'
import type { PartModel, TaskModel } from './task-model.ts'
import { taskName, type World } from './world.ts'

const phases = {
  new: 'ISSUED',
  acknowledged: 'ACKNOWLEDGED',
  working: 'IN_PROGRESS',
  submitted: 'SUBMITTED',
  asked: 'REASSIGNMENT_REQUESTED',
}

const stateOf = ({ end, suspendedSince, phase }: PartModel): string =>
  `ASSIGNMENT_STATE_${end ? end.toUpperCase() : suspendedSince ? 'SUSPENDED' : phases[phase]}`

/** What both say of a part, in one line, so that a difference can be read. */
function ofModel(part: PartModel): string {
  const milestones = [...part.milestones].map(([id, { due, reached }]) => `${id} ${due}${reached ? ' reached' : ''}`)
  const { due, percent, submissions, extension } = part
  return [stateOf(part), due, percent, submissions, extension?.number ?? 0, ...milestones.sort()].join(' | ')
}

function ofService(course: Course, basis: Basis, ids: ReadonlySet<string>): string {
  const { due, milestones } = datesOf(course, basis)
  const told = milestones
    .filter(({ id }) => ids.has(id))
    .map(({ id, due: day, reachedOn }) => `${id} ${day}${reachedOn ? ' reached' : ''}`)
  const { state, percent, submissionCount, extension } = course
  return [state, due, percent, submissionCount, extension?.number ?? 0, ...told.sort()].join(' | ')
}

/** How the task's side differs from what the model makes of what it knows. */
export function taskDifferences({ task }: World, model: TaskModel): string[] {
  if (!task) return ['there is no task']
  const wrong: string[] = []
  const compare = (what: string, service: unknown, own: unknown): void => {
    if (`${service}` !== `${own}`) wrong.push(`task, ${what}: ${service}, by the model ${own}`)
  }
  const states = { issued: 'ISSUED', proposed: 'CLOSE_PROPOSED', closed: 'CLOSED', cancelled: 'CANCELLED' }
  compare('state', task.state, states[model.state])
  compare(
    'bodies',
    task.parts.map(({ organisation, role }) => `${organisation} ${role}`),
    model.parts.map(({ body, role }) => `${body} ROLE_${role}`),
  )
  compare('compiler', task.compiler, model.compiler)
  for (const part of model.parts) {
    const own = task.parts.find(({ organisation }) => organisation === part.body)
    // A milestone that the predecessor has reached is none of the successor's.
    const open = own && datesOf(own, task.basis).milestones.filter(({ reachedOn }) => !reachedOn)
    const foreign = open?.filter(({ id }) => !part.milestones.has(id)).map(({ id }) => id)
    compare(`${part.body} owes`, foreign, [])
    compare(part.body, own && ofService(own, task.basis, new Set(part.milestones.keys())), ofModel(part))
  }
  return wrong
}

export function bodyDifferences(world: World, model: TaskModel): string[] {
  const wrong: string[] = []
  for (const part of model.parts) {
    const own = world.assignments.get(nameOf(taskName, part.body))
    const service = own && [
      ofService(own, own.basis, new Set(part.milestones.keys())),
      own.role,
      own.reports.at(-1)?.number ?? 0,
      (own.delegations ?? []).map(({ organisation }) => organisation).sort(),
    ]
    const expected = [ofModel(part), `ROLE_${part.role}`, part.reports, [...part.delegates.keys()].sort()]
    if (`${service}` !== `${expected}`) wrong.push(`${part.body}: ${service}, by the model ${expected}`)
  }
  return wrong
}

/** For every part that is open it is known who is to act: somebody who is party, and may. */
export function turnDifferences({ task }: World, model: TaskModel, at: Date): string[] {
  if (!task || model.hasEnded) return []
  return model.parts
    .filter((part) => part.isOpen)
    .flatMap((part) => {
      const own = task.parts.find(({ organisation }) => organisation === part.body)
      const turn = own ? partLight(task, own, dayOf(at)).turn : []
      const isAuthoritys = part.suspendedSince || part.phase === 'asked'
      const expected = isAuthoritys
        ? [model.authority]
        : part.phase === 'submitted'
          ? model.reviewers(part)
          : [part.body]
      return `${turn}` === `${expected}`
        ? []
        : [`it is the turn of ${turn || 'nobody'} for ${part.body}, by the model of ${expected}`]
    })
}

/** All that both sides know, once each has heard everything, and of which they must know the same. */
export function sideDifferences(world: World): string[] {
  const { task, assignments } = world
  if (!task) return []
  const known = ({ told = [], ...course }: Course) => {
    const {
      state,
      before,
      inner,
      suspendedOn,
      acknowledgedOn,
      submissionCount,
      percent,
      reviewBy,
      extension,
      extensionCount,
    } = course
    return JSON.stringify([
      state,
      before,
      inner,
      suspendedOn,
      acknowledgedOn,
      submissionCount,
      percent,
      reviewBy,
      extension,
      extensionCount,
      [...told].sort(),
      course.formerDues,
    ])
  }
  return task.parts.flatMap((part) => {
    const own = assignments.get(nameOf(taskName, part.organisation))
    return own && known(own) === known(part)
      ? []
      : [`${part.organisation}: ${own && known(own)} there, and ${known(part)} with the task`]
  })
}
