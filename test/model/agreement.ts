/** Where a service's state and the model differ, in words. */

import { type Basis, type Course, datesOf, isOpen, nextReport } from '#shared/domain/course.ts'
import { assignmentName } from '#shared/domain/resource-name.ts'
import { leads, reviewersAmong, taskParties } from '#shared/domain/task-roles.ts'
import { subassignees } from '../../services/supporting-department/domain/subassignment-state.ts'
import { taskParties as viewParties, workerOf } from '../../services/supporting-department/domain/task.ts'
import type { PartModel } from './part-model.ts'
import { seeing } from './piece-model.ts'
import type { TaskModel } from './task-model.ts'
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
  const milestones = [...part.milestones].map(
    ([id, { due, reached, former }]) => `${id} ${[...former, due]} reached ${reached}`,
  )
  const before = [...part.reachedBefore].map(([id, on]) => `${id} reached before ${on}`)
  const { due, formerDues, percent, submissions, extension, monthly } = part
  const reports = monthly && part.isOpen ? [monthly.next, monthly.late ?? 'in time'] : []
  const counts = [percent, submissions, extension && `${extension.number} ${extension.due}`, part.askBy]
  return [stateOf(part), due, formerDues, ...counts, ...reports, ...milestones.sort(), ...before.sort()].join(' | ')
}

function ofService(course: Course, basis: Basis, ids: ReadonlySet<string>): string {
  const { due, milestones, reassignBy } = datesOf(course, basis)
  const told = milestones
    .filter(({ id }) => ids.has(id))
    .map(({ id, due: day, formerDues: former = [], reachedOn }) => {
      return `${id} ${[...former, day]} reached ${reachedOn}`
    })
  const before = Object.entries(course.milestones ?? {})
    .filter(([id]) => !ids.has(id))
    .map(([id, { reachedOn }]) => `${id} reached before ${reachedOn}`)
  const { state, formerDues = [], percent, submissionCount, extension } = course
  const reports = basis.report && isOpen(course) ? [nextReport(course, basis), course.reportLate ?? 'in time'] : []
  const counts = [percent, submissionCount, extension && `${extension.number} ${extension.due}`, reassignBy]
  return [state, due, formerDues, ...counts, ...reports, ...told.sort(), ...before.sort()].join(' | ')
}

const states = {
  issued: 'ISSUED',
  proposed: 'CLOSE_PROPOSED',
  closed: 'CLOSED',
  archived: 'ARCHIVED',
  cancelled: 'CANCELLED',
} as const

const pieceStates = {
  given: 'GIVEN',
  acknowledged: 'ACKNOWLEDGED',
  working: 'IN_PROGRESS',
  submitted: 'SUBMITTED',
  accepted: 'ACCEPTED',
  withdrawn: 'WITHDRAWN',
  ended: 'ENDED',
} as const

const sorted = (bodies: Iterable<string>): string => `${[...bodies].sort()}`

/** How the task's side differs from what the model makes of what it knows. */
export function taskDifferences({ task }: World, model: TaskModel): string[] {
  if (!task) return ['there is no task']
  const wrong: string[] = []
  const compare = (what: string, service: unknown, own: unknown): void => {
    if (`${service}` !== `${own}`) wrong.push(`task, ${what}: ${service}, by the model ${own}`)
  }
  compare('state', task.state, states[model.state])
  compare(
    'bodies',
    task.parts.map(({ organisation, role }) => `${organisation} ${role}`),
    model.parts.map(({ body, role }) => `${body} ROLE_${role}`),
  )
  compare('compiler', task.compiler, model.compiler)
  compare('answers by', task.countersignBy, model.answerBy)
  compare('dissents', sorted(task.dissents ?? []), sorted(model.dissents))
  compare('silence ruled on', sorted(task.silences ?? []), sorted(model.silences))
  compare('parties', sorted(taskParties(task)), sorted(model.parties))
  compare('leads', leads(task), model.leads)
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
    const own = world.assignments.get(assignmentName(taskName, part.body))
    const service = own && [
      ofService(own, own.basis, new Set(part.milestones.keys())),
      own.role,
      own.reports.at(-1)?.number ?? 0,
      (own.delegations ?? []).map(({ organisation }) => organisation).sort(),
      (own.subassignments ?? []).map(({ number, organisation, state }) => `${number} ${organisation} ${state}`),
      sorted(new Set(subassignees(own))),
    ]
    const pieces = part.pieces.map(({ number, body, state }) => `${number} ${body} ${pieceStates[state]}`)
    const expected = [
      ...[ofModel(part), `ROLE_${part.role}`, part.reports, [...part.delegates.keys()].sort()],
      ...[pieces, sorted(seeing(part.pieces))],
    ]
    if (`${service}` !== `${expected}`) wrong.push(`${part.body}: ${service}, by the model ${expected}`)
  }
  return [...wrong, ...viewDifferences(world, model)]
}

/** Who sees a task, and reviews in it, as the bodies' side tells them. */
function viewDifferences({ view, assignments }: World, model: TaskModel): string[] {
  if (!view) return ['the bodies know no task']
  const wrong: string[] = []
  if (sorted(viewParties(view)) !== sorted(model.parties))
    wrong.push(`bodies, parties: ${sorted(viewParties(view))}, by the model ${sorted(model.parties)}`)
  for (const part of model.parts.filter(({ isOpen }) => isOpen)) {
    const reviewed = assignments.get(assignmentName(taskName, part.body))
    const reviewers = reviewed ? sorted(reviewersAmong(view, reviewed)) : 'nobody'
    const own = sorted(model.reviewers(part))
    if (reviewers !== own) wrong.push(`bodies, ${part.body} is reviewed by ${reviewers}, by the model ${own}`)
    const [worker, expected] = [workerOf(view, part.body), model.worker(part)]
    if (worker !== expected) wrong.push(`bodies, ${part.body} is worked on by ${worker}, by the model ${expected}`)
  }
  return wrong
}

/** The dates that the body still has to keep, and what it has reached of its milestones. */
function datesKnown(course: Course, basis: Basis) {
  const { due, warnOn, acknowledgeBy, reassignBy, milestones } = datesOf(course, basis)
  // What a predecessor had reached has no dates on the body's own side: nothing is asked of it.
  const owed = milestones.filter(({ reachedOn }) => !reachedOn).map(({ id, due: day, warnOn: warn }) => [id, day, warn])
  const reached = Object.entries(course.milestones ?? {}).flatMap(([id, own]) =>
    own.reachedOn ? [[id, own.reachedOn]] : [],
  )
  return { due, warnOn, acknowledgeBy, reassignBy, owed: owed.sort(), reached: reached.sort() }
}

/** All that both sides know, once each has heard everything, and of which they must know the same. */
export function sideDifferences(world: World): string[] {
  const { task, assignments } = world
  if (!task) return []
  const known = ({ told = [], ...course }: Course, basis: Basis) => {
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
      ...[course.reportSettled, course.reportLate, course.heldSince, course.reportStops],
      datesKnown(course, basis),
    ])
  }
  return task.parts.flatMap((part) => {
    const own = assignments.get(assignmentName(taskName, part.organisation))
    if (!own) return [`${part.organisation}: nothing there`]
    const [there, here] = [known(own, own.basis), known(part, task.basis)]
    return there === here ? [] : [`${part.organisation}: ${there} there, and ${here} with the task`]
  })
}
