/** Where the lights of the services and of the model differ, and whose turn it is, in words. */
import type { Light } from '#proto/qiantou/task/v1/light.ts'
import { type Day, dayOf } from '#shared/domain/calendar.ts'
import { milestoneLights, partLight, taskLight } from '#shared/domain/task-light.ts'
import type { Task } from '#shared/domain/task-state.ts'
import { lightSaid, milestoneReason, partReason, taskReason } from './light-model.ts'
import type { Body, PartModel } from './part-model.ts'
import { closingTurn } from './supervision-model.ts'
import type { TaskModel } from './task-model.ts'
import type { World } from './world.ts'

const said = ({ colour, reason }: Light): string =>
  `${colour.replace('LIGHT_COLOUR_', '')} ${reason.replace('LIGHT_REASON_', '')}`

const compare = (what: string, service: unknown, own: unknown): readonly string[] =>
  `${service}` === `${own}` ? [] : [`${what} shows ${service}, by the model ${own}`]

/** For every part that is open it is known how it stands and who is to act: somebody who is party, and may. */
export function lightDifferences({ task }: World, model: TaskModel, at: Date): string[] {
  if (!task || model.hasEnded) return []
  const today = dayOf(at)
  const light = taskLight(task, today)
  const open = model.parts.filter((part) => part.isOpen)
  // Of several parts their turns are told below; once all is done, somebody who may brings the task on.
  const turn = open.length ? [] : [light.turn, closingTurn(model, today)]
  return [
    ...compare('the task', [said(light), turn[0]], [lightSaid(taskReason(model, today)), turn[1]]),
    ...open.flatMap((part) => partDifferences(task, model, part, today)),
  ]
}

function turnOf(model: TaskModel, part: PartModel): readonly Body[] {
  if (part.suspendedSince || part.phase === 'asked') return [model.authority]
  return part.phase === 'submitted' ? model.reviewers(part) : [model.worker(part)]
}

function partDifferences(task: Task, model: TaskModel, part: PartModel, today: Day): readonly string[] {
  const own = task.parts.find(({ organisation }) => organisation === part.body)
  if (!own) return [`there is no ${part.body}`]
  const turn = turnOf(model, part)
  const light = partLight(task, own, today)
  const milestones = milestoneLights(task, own, today).map((one) => `${one.id} ${said(one.light)} ${one.light.turn}`)
  const expected = [...part.milestones].map(([id, { reached }]) => {
    const reason = milestoneReason(model, part, id, today)
    return `${id} ${lightSaid(reason)} ${reached ? [] : turn}`
  })
  return [
    ...compare(part.body, `${said(light)} ${light.turn}`, `${lightSaid(partReason(model, part, today))} ${turn}`),
    ...compare(`a milestone of ${part.body}`, milestones.sort(), expected.sort()),
  ]
}
