/** How an assignment stands on a day, and whose turn it is, by what this service knows of its task (docs/domain.md, lights). */
import type { Light, LightColour } from '#proto/qiantou/task/v1/light.ts'
import type { Day } from '#shared/domain/calendar.ts'
import { type Actors, lightOf, milestoneLight } from '#shared/domain/light.ts'
import { reviewersAmong } from '#shared/domain/task-roles.ts'
import type { Assignment } from './assignment-state.ts'
import { type TaskView, workerOf } from './task.ts'

const actorsOf = (state: Assignment, task: TaskView): Actors => ({
  body: workerOf(task, state.organisation),
  reviewers: reviewersAmong(task, state),
  authority: task.authority,
})

export const assignmentLight = (state: Assignment, task: TaskView, today: Day): Light =>
  lightOf(state, state.basis, actorsOf(state, task), today)

export const assignmentMilestoneLight = (state: Assignment, task: TaskView, id: string, today: Day): Light =>
  milestoneLight(state, state.basis, actorsOf(state, task), id, today)

/** Whether at least one of the milestones that an assignment shows has this colour on a day. */
export const hasMilestoneLight = (state: Assignment, task: TaskView, colour: LightColour, today: Day): boolean =>
  state.basis.milestones.some(({ id }) => assignmentMilestoneLight(state, task, id, today).colour === colour)
