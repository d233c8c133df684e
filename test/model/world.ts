/** The real deciders of both sides, with facts that travel between them, each source's in its order, as late as it may be. */

import { type Either, isRight } from 'fp-ts/lib/Either.js'
import type { Actor, Context, Recorded, Source } from '#shared/domain/decider.ts'
import type { Rejection } from '#shared/domain/rejection.ts'
import { assignmentName } from '#shared/domain/resource-name.ts'
import type { BodySideFact, TaskFact } from '#shared/domain/task-fact.ts'
import type { Task } from '#shared/domain/task-state.ts'
import { type TaskCommand, taskDecider } from '../../services/lead-agency/domain/task.ts'
import {
  type AssignmentCommand,
  assignmentDecider,
  type TaskGround,
} from '../../services/supporting-department/domain/assignment.ts'
import {
  type Assignment,
  type AssignmentFact,
  dueOfAssignment,
  type TaskFact as FoldedFact,
} from '../../services/supporting-department/domain/assignment-state.ts'
import { judgesOf, type TaskView, taskParties, taskView } from '../../services/supporting-department/domain/task.ts'
import { Admissions } from './admissions.ts'
import { Crossing } from './crossing.ts'

export const taskName = 'programmes/model/tasks/one'

export type AnyRecorded = Recorded<TaskFact | AssignmentFact>
type Decision = Either<Rejection, readonly AnyRecorded[]>

const sources = { task: '//qiantou/lead-agency', body: '//qiantou/supporting-department' } as const

/** One task, as both services have it. */
export class World {
  task: Task | undefined
  view: TaskView | undefined
  readonly assignments = new Map<string, Assignment>()
  /** Recorded by one side, and not taken in by the other yet. */
  readonly toBodies: AnyRecorded[] = []
  readonly toTask: AnyRecorded[] = []
  /** Recorded by either, and not heard of by the coordination office yet. */
  readonly toOffice: AnyRecorded[] = []
  readonly admissions = new Admissions()
  readonly crossing = new Crossing()
  /** Of each stream how many records each side has heard that are not its own. */
  private readonly heard = { task: new Map<string, number>(), body: new Map<string, number>() }
  private sequence = 0n

  decideTask(command: TaskCommand, actor: Actor, at: Date): Decision {
    const decided = taskDecider.decide(command, this.task, context(actor, at))
    if (!isRight(decided)) return decided
    const recorded = decided.right.map((fact) => this.record(fact, taskName, actor, at, sources.task))
    this.keepOfTask(recorded)
    return { ...decided, right: recorded }
  }

  decideBody(body: Actor, command: Partial<AssignmentCommand>, actor: Actor, at: Date): Decision {
    const stream = assignmentName(taskName, body)
    const whole = { ...command, ...this.ground(body) } as AssignmentCommand
    const decided = assignmentDecider.decide(whole, this.assignments.get(stream), context(actor, at))
    if (!isRight(decided)) return decided
    return { ...decided, right: this.keep(stream, decided.right, actor, at) }
  }

  /** What time has brought about of the task as a whole. */
  elapseTask(at: Date): readonly AnyRecorded[] {
    const due = this.task && taskDecider.due?.(this.task)
    if (!this.task || due === undefined || new Date(due) > at) return []
    const facts = taskDecider.elapse?.(this.task, context('services/lead-agency', at)) ?? []
    const recorded = facts.map((fact) => this.record(fact, taskName, 'services/lead-agency', at, sources.task))
    this.keepOfTask(recorded)
    return recorded
  }

  /** What time has brought about of a body's part. */
  elapse(body: Actor, at: Date): readonly AnyRecorded[] {
    const stream = assignmentName(taskName, body)
    const state = this.assignments.get(stream)
    const due = state && dueOfAssignment(state)
    if (!state || due === undefined || new Date(due) > at) return []
    const facts = assignmentDecider.elapse?.(state, context('services/supporting-department', at)) ?? []
    return this.keep(stream, facts, 'services/supporting-department', at)
  }

  /** Lets the bodies' side take in the next fact of the task's. */
  deliverToBodies(): AnyRecorded | undefined {
    const recorded = this.toBodies.shift()
    if (!recorded) return undefined
    hearing(this.heard.body, recorded)
    const { $type } = recorded.fact
    if (taskView.folds.some((message) => message.$type === $type))
      this.view = taskView.evolve(this.view, recorded as never, taskName)
    const foreign = recorded as Recorded<FoldedFact>
    if (assignmentDecider.folds.some((message) => message.$type === $type))
      for (const stream of assignmentDecider.touches(foreign)) {
        const state = assignmentDecider.evolve(this.assignments.get(stream), foreign, stream)
        if (state) this.assignments.set(stream, state)
      }
    return recorded
  }

  deliverToTask(): AnyRecorded | undefined {
    const recorded = this.toTask.shift()
    if (recorded) hearing(this.heard.task, recorded)
    if (recorded && taskDecider.folds.some(({ $type }) => $type === recorded.fact.$type))
      this.task = taskDecider.evolve(this.task, recorded as Recorded<BodySideFact>, taskName)
    return recorded
  }

  private ground(body: string): TaskGround {
    const { view } = this
    if (!view) return { parties: new Set(), judges: [] } as unknown as TaskGround
    return { parties: taskParties(view), judges: judgesOf(view, body), rules: view.rules }
  }

  private keepOfTask(recorded: readonly AnyRecorded[]): void {
    for (const one of recorded as readonly Recorded<TaskFact>[]) {
      this.task = taskDecider.evolve(this.task, one, taskName) as Task
      this.admissions.note(taskName, taskDecider.parties(one.fact, this.task))
    }
    this.toBodies.push(...recorded)
  }

  private keep(stream: string, facts: readonly AssignmentFact[], actor: Actor, at: Date): readonly AnyRecorded[] {
    const recorded = facts.map((fact) => this.record(fact, stream, actor, at, sources.body))
    for (const one of recorded as readonly Recorded<AssignmentFact>[]) {
      const state = assignmentDecider.evolve(this.assignments.get(stream), one, stream) as Assignment
      this.assignments.set(stream, state)
      this.admissions.note(stream, assignmentDecider.parties(one.fact, state))
    }
    this.toTask.push(...recorded)
    return recorded
  }

  private record(
    fact: TaskFact | AssignmentFact,
    subject: string,
    actor: Actor,
    at: Date,
    source: Source,
  ): AnyRecorded {
    this.sequence += 1n
    const recorded = { fact, subject, at, actor, source, sequence: this.sequence, signOff: [] }
    this.toOffice.push(recorded)
    this.crossing.note(recorded, source === sources.task ? this.heard.task : this.heard.body)
    return recorded
  }
}

const hearing = (heard: Map<string, number>, { subject }: AnyRecorded): Map<string, number> =>
  heard.set(subject, (heard.get(subject) ?? 0) + 1)

const context = (actor: Actor, at: Date): Context => ({
  actor,
  at,
  ids: [],
  signOff: [],
  requestId: '0192f0c1-7c1e-7b0a-9c3f-2f1f5a1f2b3c',
  correlationId: taskName,
})
