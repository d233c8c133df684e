/** Every task of a programme as it stood on a day, read off its records alone: what boards and reports show. */
import type { AssignmentPersonNamed } from '#proto/qiantou/assignment/v1/assignment_events.ts'
// Facts are opened by their type's name: these modules make the types known.
import '#proto/qiantou/assignment/v1/assignment_events.ts'
import '#proto/qiantou/task/v1/task_events.ts'
import { type ReadRecord, readFact } from '#shared/record/record.ts'
import { type Day, dayFrom, endOf } from './calendar.ts'
import { type Recorded, type ResourceName, workflowOf } from './decider.ts'
import { bodyOf } from './resource-name.ts'
import { evolve } from './task-fold.ts'
import type { AssignmentFact, Task, TaskFact } from './task-state.ts'

/** What a body said last about its part. */
export type LastReport = { readonly at: Date; readonly percent: number; readonly milestone: string }

/** Somebody whom a body has named for its part, by a pseudonym, and from when on; nobody where that is empty. */
type Named = { readonly person: string; readonly from: Day }

export type BoardTask = {
  readonly name: ResourceName
  readonly task: Task
  /** By `organisations/{organisation}`. */
  readonly lastReports: ReadonlyMap<string, LastReport>
  /** By `organisations/{organisation} {role}`. */
  readonly people: ReadonlyMap<string, Named>
}

type Board = {
  task: Task | undefined
  readonly lastReports: Map<string, LastReport>
  readonly people: Map<string, Named>
}

const isOfTask = ({ type }: ReadRecord): boolean => /^qiantou\.(task|assignment)\.v1\./.test(type)

/** Whoever is named for a day or before takes the place of whoever was; what is for later changes nothing yet. */
function withPerson(people: Map<string, Named>, body: string, fact: AssignmentPersonNamed, day: Day): void {
  const key = `${body} ${fact.role}`
  const from = fact.from ? dayFrom(fact.from) : day
  if (from <= day && from >= (people.get(key)?.from ?? '')) people.set(key, { person: fact.person, from })
}

/** What the tasks of these records had come to at the end of a day, in the order in which they were issued. */
export function boardOn(day: Day, records: readonly ReadRecord[]): readonly BoardTask[] {
  const boards = new Map<ResourceName, Board>()
  for (const record of records) {
    if (record.time >= endOf(day) || !isOfTask(record)) continue
    const recorded = readFact(record) as Recorded<TaskFact | AssignmentFact | AssignmentPersonNamed>
    const { fact, subject } = recorded
    const name = workflowOf(subject)
    // Drafts are nobody's yet: a task is on the board from its issue on.
    if (!boards.has(name) && fact.$type !== 'qiantou.task.v1.TaskIssued') continue
    const board = boards.get(name) ?? { task: undefined, lastReports: new Map(), people: new Map() }
    boards.set(name, board)
    if (fact.$type === 'qiantou.assignment.v1.AssignmentPersonNamed') {
      withPerson(board.people, bodyOf(subject), fact, day)
      continue
    }
    // What changes no task leaves it as it was.
    board.task = evolve(board.task, { ...recorded, fact }) ?? board.task
    if (fact.$type === 'qiantou.assignment.v1.ProgressReported')
      board.lastReports.set(bodyOf(subject), { at: record.time, percent: fact.percent, milestone: fact.milestone })
  }
  return [...boards].flatMap(([name, { task, ...said }]) => (task ? [{ name, task, ...said }] : []))
}
