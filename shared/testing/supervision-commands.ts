/** What is commanded in stories of supervision, with what the service knows of the task. */
import { type SupervisionCommand, supervisionDecider } from '#services/coordination-office/domain/supervision.ts'
import { taskView } from '#services/coordination-office/domain/task.ts'
import type { Day } from '#shared/domain/calendar.ts'
import type { BodySideFact, TaskFact } from '#shared/domain/task-fact.ts'
import type { Task } from '#shared/domain/task-state.ts'
import { Story, type Told } from './story.ts'
import { entryOf, noonOf, said, supervisionName } from './supervision-facts.ts'
import { issued, noon, office, supporter, taskName } from './task-facts.ts'

/** What the office does at noon of a day. */
export const on = (day: Day) =>
  new Story(supervisionDecider, { actor: office, subject: supervisionName, at: noonOf(day) })

/** The task as this service knows it, after what has happened to it. */
export const taskAfter = (...facts: readonly Told<TaskFact | BodySideFact>[]): Task =>
  new Story(taskView, { actor: office, subject: taskName, at: noon }).state(issued(), ...facts) as Task

export const ground = { task: taskAfter(), organisation: supporter, entry: entryOf(supporter) }

export const urge: SupervisionCommand = { ...ground, type: 'Urge', text: said }
