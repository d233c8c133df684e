/** What an organisation does when it looks: as a body, as a lead, as who is asked; every day, or every few. */
import { CommentOnTaskRequest, type Task } from '#proto/qiantou/task/v1/task_service.ts'
import { fresh } from '../world/request.ts'
import { partsOf, workOn } from './body.ts'
import type { Client } from './client.ts'
import { workOnDrafts } from './drafter.ts'
import { lookAtConsultations, openConsultation } from './initiator.ts'
import { answerClosing, bodyOf, leadTask, tasksOf } from './lead.ts'
import { misbehave } from './mischief.ts'
import { workOnPieces } from './pieces.ts'
import { reportForOthers } from './reporter.ts'
import { reply, supervisionsIn } from './supervisor.ts'

const isOpen = (state: string): boolean => !/_(ACCEPTED|REASSIGNED|TRANSFERRED|WAIVED|CANCELLED)$/.test(state)

/** Whether somebody looks today: each has a rhythm of its own, and is away for a week now and then. */
export function looks({ world, code }: Client, step: number): boolean {
  const every = world.chance.between(1, 3, code, 'rhythm')
  const isAway = world.chance.odds(0.05, code, 'away', Math.floor(step / 5))
  return !isAway && step % every === world.chance.between(0, every - 1, code, 'offset')
}

export async function look(client: Client): Promise<void> {
  const { world, code, name } = client
  await client.sendLost()
  const parts = await partsOf(client)
  const supervisions = parts.length > 0 ? await supervisionsIn(client, `organisation = ${name}`) : []
  const urged = new Set(supervisions.map((one) => one.name.replace('/supervisions/', '/assignments/')))
  for (const part of parts) await workOn(client, part, urged.has(part.name))
  for (const supervision of supervisions) await reply(client, supervision)
  if (parts.some(({ state }) => isOpen(state))) world.busy.add(code)
  else world.busy.delete(code)
  const led = await workOnTasks(client, parts.length > 0)
  if (led.length > 0) await openConsultation(client)
  await workOnDrafts(client, led)
  await lookAtConsultations(client)
  await reportForOthers(client)
  await workOnPieces(client)
  await misbehave(client, parts)
}

/** @returns those that it leads. Whoever has nothing to do with whole tasks looks at them once in two weeks. */
async function workOnTasks(client: Client, hasParts: boolean): Promise<readonly Task[]> {
  const { world, code } = client
  if (!hasParts || !(world.leading.has(code) || world.comes(0.2, code, 'looks at tasks'))) return []
  const tasks = await tasksOf(client, 'ISSUED')
  if (tasks.some((task) => isConcerned(client.name, task))) world.leading.add(code)
  else world.leading.delete(code)
  const led = tasks.filter((task) => leads(client.name, task))
  for (const task of led) await leadTask(client, task)
  for (const task of tasks) if (task.mode === 'RESPONSIBILITY_MODE_JOINT') await answerClosing(client, task)
  return led
}

/** Whether it leads a task, or does so for a body that had finished and is no longer there: then others wait for its review. */
const leads = (name: string, { assignments, light }: Task): boolean =>
  assignments.some((part) => bodyOf(part) === name && part.body?.role === 'ROLE_LEAD') ||
  assignments.some((part) => part.reviewers.includes(name)) ||
  (assignments.every((part) => bodyOf(part) !== name) && light?.turn.includes(name) === true)

/** Whether a body has a say in how a task as a whole goes on. */
const isConcerned = (name: string, task: Task): boolean =>
  task.mode === 'RESPONSIBILITY_MODE_JOINT' || leads(name, task)

/** Whoever is only given copies reads, and may say nothing. */
export async function readAlong(client: Client): Promise<void> {
  const { world } = client
  const task = (await tasksOf(client, 'ISSUED')).find(({ copied }) => copied.includes(client.name))
  if (!task || !world.comes(0.05, client.code, 'says something')) return
  const request = CommentOnTaskRequest.create({ ...fresh(), name: task.name, text: '-' })
  await client.tries('tasks', (stub) => stub.commentOnTask, request)
}
