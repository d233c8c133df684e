/** What the services say of every light at the end of a day, as the run passes it: of each month's last, and of days between. */
import { ListAssignmentsRequest } from '#proto/qiantou/assignment/v1/assignment_service.ts'
import type { Light } from '#proto/qiantou/task/v1/light.ts'
import { ListTasksRequest, type Task } from '#proto/qiantou/task/v1/task_service.ts'
import type { Day } from '#shared/domain/calendar.ts'
import { assignmentName, codeOf } from '#shared/domain/resource-name.ts'
import { allPages } from '#shared/grpc/page.ts'
import type { Client } from '../actors/client.ts'

/**
 * Lights by what they are of: a task's name, an assignment's, `…/assignments/hn-kjt#m1` of a milestone. A task says the
 * lights of its parts too; those stand under `…/assignments/hn-kjt@task`.
 */
export type DayEnd = { readonly day: Day; readonly lights: ReadonlyMap<string, string>; readonly openTasks: number }

/** `RED OVERDUE hn-kjt,hn-fgw`. */
export const lightText = (light: Light | undefined): string =>
  [
    light?.colour.replace(/^LIGHT_COLOUR_/, ''),
    light?.reason.replace(/^LIGHT_REASON_/, ''),
    (light?.turn ?? []).map(codeOf).sort().join(','),
  ].join(' ')

/** Tasks that have ended, with all their lights: nothing of them changes any more. */
export type Settled = Map<string, ReadonlyMap<string, string>>

async function tasksOf(client: Client): Promise<readonly Task[]> {
  const tasks: Task[] = []
  const fetch = async (pageToken: string) => {
    const request = ListTasksRequest.create({ parent: client.world.parent, pageSize: 200, pageToken })
    return (await client.ask('tasks', (stub) => stub.listTasks, request)) ?? { tasks: [], nextPageToken: '' }
  }
  for await (const page of allPages(fetch)) tasks.push(...page.tasks)
  return tasks
}

async function lightsOf(client: Client, task: Task): Promise<ReadonlyMap<string, string>> {
  const lights = new Map([[task.name, lightText(task.light)]])
  for (const { body, light } of task.assignments)
    lights.set(`${assignmentName(task.name, body?.organisation ?? '')}@task`, lightText(light))
  const request = ListAssignmentsRequest.create({ parent: task.name, pageSize: 1_000 })
  const answer = await client.ask('assignments', (stub) => stub.listAssignments, request)
  for (const { name, light, milestoneStates } of answer?.assignments ?? []) {
    lights.set(name, lightText(light))
    for (const milestone of milestoneStates) lights.set(`${name}#${milestone.id}`, lightText(milestone.light))
  }
  return lights
}

export async function readDayEnd(client: Client, day: Day, settled: Settled): Promise<DayEnd> {
  const lights = new Map<string, string>()
  let openTasks = 0
  for (const task of await tasksOf(client)) {
    const isOpen = task.state === 'TASK_STATE_ISSUED' || task.state === 'TASK_STATE_CLOSE_PROPOSED'
    const own = settled.get(task.name) ?? (await lightsOf(client, task))
    if (isOpen) openTasks += 1
    // What is closed may be opened again, and a draft issued.
    else if (task.state !== 'TASK_STATE_CLOSED' && task.state !== 'TASK_STATE_DRAFT') settled.set(task.name, own)
    for (const [name, light] of own) lights.set(name, light)
  }
  return { day, lights, openTasks }
}
