/** Every task of a programme as it stood on a day, read off its records alone: what boards and reports show. */
// Facts are opened by their type's name: these modules make the types known.
import '#proto/qiantou/assignment/v1/assignment_events.ts'
import '#proto/qiantou/task/v1/task_events.ts'
import { type ReadRecord, readFact } from '#shared/record/record.ts'
import { type Day, endOf } from './calendar.ts'
import { type Recorded, type ResourceName, workflowOf } from './decider.ts'
import { bodyOf } from './resource-name.ts'
import { evolve } from './task-fold.ts'
import type { AssignmentFact, Task, TaskFact } from './task-state.ts'

/** What a body said last about its part. */
export type LastReport = { readonly at: Date; readonly percent: number; readonly milestone: string }

export type BoardTask = {
  readonly name: ResourceName
  readonly task: Task
  /** By `organisations/{organisation}`. */
  readonly lastReports: ReadonlyMap<string, LastReport>
}

const isOfTask = ({ type }: ReadRecord): boolean => /^qiantou\.(task|assignment)\.v1\./.test(type)

/** What the tasks of these records had come to at the end of a day, in the order in which they were issued. */
export function boardOn(day: Day, records: readonly ReadRecord[]): readonly BoardTask[] {
  const tasks = new Map<ResourceName, Task>()
  const reports = new Map<ResourceName, Map<string, LastReport>>()
  for (const record of records) {
    if (record.time >= endOf(day) || !isOfTask(record)) continue
    const recorded = readFact(record) as Recorded<TaskFact | AssignmentFact>
    const name = workflowOf(record.subject)
    // What changes no task leaves it as it was.
    const task = evolve(tasks.get(name), recorded) ?? tasks.get(name)
    if (task) tasks.set(name, task)
    const { fact } = recorded
    if (fact.$type !== 'qiantou.assignment.v1.ProgressReported') continue
    const ofTask = reports.get(name) ?? new Map<string, LastReport>()
    ofTask.set(bodyOf(record.subject), {
      at: record.time,
      percent: fact.percent,
      milestone: fact.milestone,
    })
    reports.set(name, ofTask)
  }
  return [...tasks].map(([name, task]) => ({ name, task, lastReports: reports.get(name) ?? new Map() }))
}
