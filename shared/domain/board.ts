/** Every task of a programme as it stood on a day, read off its records alone: what boards and reports show. */

import type { AssignmentPersonNamed } from '#proto/qiantou/assignment/v1/assignment_events.ts'
import type { BodySideFact, TaskFact } from './task-fact.ts'
// Facts are opened by their type's name: these modules make the types known.
import '#proto/qiantou/assignment/v1/assignment_events.ts'
import '#proto/qiantou/task/v1/task_events.ts'
import { type ReadRecord, readFact } from '#shared/record/record.ts'
import { type Day, dayFrom, endOf } from './calendar.ts'
import type { OrganisationName, Recorded, ResourceName } from './decider.ts'
import { bodyOf, workflowOf } from './resource-name.ts'
import { evolve } from './task-fold.ts'
import type { Task } from './task-state.ts'

/** What a body said last about its part: of a milestone, or of the whole, which it submitted where it says so. */
export type LastReport = {
  readonly at: Date
  readonly percent: number
  readonly milestone: string
  readonly isSubmission: boolean
  /** Which of the body's parts in the task it is about, from 1. */
  readonly part: number
}

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

/** Somebody's being named, as it was said: from the day on that is asked about where no day was. */
type Naming = {
  readonly body: OrganisationName
  readonly role: string
  readonly person: string
  readonly from: Day | undefined
}

/** Never changed in place: a copy of all boards shares them. */
type Board = {
  readonly task: Task | undefined
  readonly lastReports: ReadonlyMap<string, LastReport>
  readonly namings: readonly Naming[]
}

const isOfTask = ({ type }: ReadRecord): boolean => /^qiantou\.(task|assignment)\.v1\./.test(type)

/** Whoever is named for a day or before takes the place of whoever was; what is for later changes nothing yet. */
function namedBy(day: Day, namings: readonly Naming[]): ReadonlyMap<string, Named> {
  const people = new Map<string, Named>()
  for (const { body, role, person, from = day } of namings) {
    const key = `${body} ${role}`
    if (from <= day && from >= (people.get(key)?.from ?? '')) people.set(key, { person, from })
  }
  return people
}

/** Which of its parts in the task a body has now, from 1. */
const partNumberOf = (task: Task | undefined, body: OrganisationName): number =>
  task?.parts.find(({ organisation }) => organisation === body)?.partNumber ?? 1

/** Bodies that have come to have a part anew, after one that had ended. */
const beganAnew = (before: Task | undefined, after: Task | undefined): readonly OrganisationName[] =>
  before === after
    ? []
    : (after?.parts ?? [])
        .map(({ organisation }) => organisation)
        .filter((organisation) => partNumberOf(before, organisation) !== partNumberOf(after, organisation))

/** Without what a body had said of the part that it had before, and whom it had named for that (docs/domain.md, rule 37). */
function withoutFormer({ task, lastReports, namings }: Board, organisation: OrganisationName): Board {
  const reports = new Map(lastReports)
  reports.delete(organisation)
  return { task, lastReports: reports, namings: namings.filter(({ body }) => body !== organisation) }
}

/** What a body says of its part by a fact; undefined where that says nothing of how far it is. */
function saidBy(fact: TaskFact | BodySideFact, at: Date): LastReport | undefined {
  switch (fact.$type) {
    case 'qiantou.assignment.v1.ProgressReported':
      return { at, percent: fact.percent, milestone: fact.milestone, isSubmission: false, part: fact.part ?? 1 }
    // It counts as 100 percent of the whole (docs/domain.md, rule 8).
    case 'qiantou.assignment.v1.AssignmentSubmitted':
      return { at, percent: 100, milestone: '', isSubmission: true, part: fact.part ?? 1 }
    default:
      return undefined
  }
}

/** The tasks of a programme as far as its records were folded, in the order in which they were issued. */
export class Boards {
  private readonly boards: Map<ResourceName, Board>

  /** Goes on from others, which stay as they are. */
  constructor(others?: Boards) {
    this.boards = new Map(others?.boards)
  }

  fold(record: ReadRecord): void {
    if (!isOfTask(record)) return
    const recorded = readFact(record) as Recorded<TaskFact | BodySideFact | AssignmentPersonNamed>
    const { fact, subject } = recorded
    const name = workflowOf(subject)
    const before = this.boards.get(name)
    // Drafts are nobody's yet: a task is on the board from its issue on.
    if (!before && fact.$type !== 'qiantou.task.v1.TaskIssued') return
    const { task, lastReports, namings } = before ?? { task: undefined, lastReports: new Map(), namings: [] }
    if (fact.$type === 'qiantou.assignment.v1.AssignmentPersonNamed') {
      const { role, person, from } = fact
      const naming = { body: bodyOf(subject), role, person, from: from && dayFrom(from) }
      this.boards.set(name, { task, lastReports, namings: [...namings, naming] })
      return
    }
    const said = saidBy(fact, record.time)
    const reported =
      said && said.part === partNumberOf(task, bodyOf(subject))
        ? new Map([...lastReports, [bodyOf(subject), said]])
        : lastReports
    // What changes no task leaves it as it was.
    const evolved = evolve(task, { ...recorded, fact }) ?? task
    const board = { task: evolved, lastReports: reported, namings }
    this.boards.set(name, beganAnew(task, evolved).reduce(withoutFormer, board))
  }

  /** What the tasks had come to at the end of a day; nothing later may have been folded. */
  on(day: Day): readonly BoardTask[] {
    return [...this.boards].flatMap(([name, { task, lastReports, namings }]) =>
      task ? [{ name, task, lastReports, people: namedBy(day, namings) }] : [],
    )
  }
}

/** What the tasks of these records had come to at the end of a day. */
export function boardOn(day: Day, records: readonly ReadRecord[]): readonly BoardTask[] {
  const boards = new Boards()
  for (const record of records) if (record.time < endOf(day)) boards.fold(record)
  return boards.on(day)
}
