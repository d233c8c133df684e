/** Tasks and parts asked about today as of days that are over: they have the lights that they had on those evenings. */
import { GetAssignmentRequest } from '#proto/qiantou/assignment/v1/assignment_service.ts'
import { GetTaskRequest } from '#proto/qiantou/task/v1/task_service.ts'
import { type Day, toDate } from '#shared/domain/calendar.ts'
import { assignmentName, parseName } from '#shared/domain/resource-name.ts'
import { call } from '#shared/grpc/client.ts'
import type { Stubs } from '#shared/testing/stubs.ts'
import { type DayEnd, lightText } from '../driver/day-end.ts'
import type { Findings } from './findings.ts'

/** How many tasks are asked about as of each evening: each answer is worked out from all that was recorded of its task. */
const tasksPerEvening = 4

export async function comparePasts(
  stubs: Stubs,
  { dayEnds, today }: { readonly dayEnds: readonly DayEnd[]; readonly today: Day },
  findings: Findings,
): Promise<void> {
  for (const [turn, { day, lights }] of dayEnds.filter((end) => end.day < today).entries()) {
    const tasks = [...lights.keys()].filter((name) => parseName('task', name))
    const step = Math.ceil(tasks.length / tasksPerEvening)
    for (const task of tasks.filter((_, i) => i % step === turn % step)) {
      const said = await lightsAsOf(stubs, task, day)
      for (const [of, light] of said) findings.same(`${of} as of ${day}`, light, lights.get(of))
      findings.counted('lights as of days that are over', said.size)
    }
  }
}

/** Of the task, of its parts by the task, and of one part, with its milestones, by its own service. */
async function lightsAsOf(stubs: Stubs, name: string, day: Day): Promise<ReadonlyMap<string, string>> {
  const asOf = toDate(day)
  const { task } = await call(stubs.tasks, (stub) => stub.getTask, GetTaskRequest.create({ name, asOf }))
  const lights = new Map([[name, lightText(task?.light)]])
  const parts = (task?.assignments ?? []).map(({ body, light }) => {
    const part = assignmentName(name, body?.organisation ?? '')
    lights.set(`${part}@task`, lightText(light))
    return part
  })
  // Another part from day to day.
  const part = parts[day.charCodeAt(day.length - 1) % parts.length]
  if (!part) return lights
  const request = GetAssignmentRequest.create({ name: part, asOf })
  const { assignment } = await call(stubs.assignments, (stub) => stub.getAssignment, request)
  lights.set(part, lightText(assignment?.light))
  for (const { id, light } of assignment?.milestoneStates ?? []) lights.set(`${part}#${id}`, lightText(light))
  return lights
}
