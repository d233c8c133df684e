/** Burden (负担): what bodies were asked in a period, read off the records of programmes alone (docs/domain.md, burden). */

import { AssignmentSubassigned } from '#proto/qiantou/assignment/v1/assignment_events.ts'
import * as consultation from '#proto/qiantou/consultation/v1/consultation_events.ts'
import type { BurdenKind } from '#proto/qiantou/supervision/v1/burden_service.ts'
import * as supervision from '#proto/qiantou/supervision/v1/supervision_events.ts'
import type * as task from '#proto/qiantou/task/v1/task_events.ts'
import { addDays, type Day, dayOf } from '#shared/domain/calendar.ts'
import { datesOf, isFinal, reportOn } from '#shared/domain/course.ts'
import type { OrganisationName, Recorded, ResourceName } from '#shared/domain/decider.ts'
import { assignmentName, bodyOf, workflowOf } from '#shared/domain/resource-name.ts'
import type { BodySideFact, TaskFact } from '#shared/domain/task-fact.ts'
import { evolve } from '#shared/domain/task-fold.ts'
import type { Part, Task } from '#shared/domain/task-state.ts'
import { taskView } from './task.ts'

export type Kind = Exclude<BurdenKind, 'BURDEN_KIND_UNSPECIFIED' | 'UNRECOGNIZED'>

/** Of every kind, how many fields it asks to be filled in. */
export const fieldsOf: Readonly<Record<Kind, number>> = {
  BURDEN_KIND_ASSIGNMENT: 0,
  BURDEN_KIND_MONTHLY_REPORT: 3,
  BURDEN_KIND_MILESTONE: 3,
  BURDEN_KIND_DUE: 2,
  BURDEN_KIND_CONSULTATION: 2,
  BURDEN_KIND_SUPERVISION_STEP: 2,
  BURDEN_KIND_URGING: 0,
  BURDEN_KIND_PIECE: 2,
}

/** One thing that a body was asked. */
export type Asked = {
  readonly organisation: OrganisationName
  readonly kind: Kind
  readonly day: Day
  readonly resource: ResourceName
  readonly milestone?: string
}

export type Period = { readonly from: Day; readonly to: Day }

/** What it comes to. */
export type Burden = {
  readonly organisation: OrganisationName
  readonly assignments: number
  readonly reports: number
  readonly fields: number
  readonly counts: ReadonlyMap<Kind, number>
}

type ConsultationFact =
  | consultation.ConsultationOpened
  | consultation.CaseOpened
  | consultation.BodyAdded
  | consultation.TextRevised
type SupervisionFact = supervision.StepIssued | supervision.AssignmentUrged
type Fact = TaskFact | BodySideFact | AssignmentSubassigned | ConsultationFact | SupervisionFact

// ---- Parts as they are given

/** A part since its body was given it: which milestones are its own, and what was done of it. */
type Given = {
  readonly task: ResourceName
  readonly organisation: OrganisationName
  readonly since: Day
  readonly milestones: readonly string[]
  /** Milestones that were reported done, and '' once the whole was submitted. */
  readonly done: Set<string>
}

const nameOf = ({ task: name, organisation }: Pick<Given, 'task' | 'organisation'>): ResourceName =>
  assignmentName(name, organisation)

/** Everything that is at work, as the records come. */
export class Work {
  private readonly tasks: Map<ResourceName, Task>
  private readonly given: Map<ResourceName, Given>

  /** Goes on from there, which stays as it is. */
  constructor(before?: Work) {
    this.tasks = new Map(before?.tasks)
    const given = [...(before?.given ?? [])]
    this.given = new Map(given.map(([name, part]) => [name, { ...part, done: new Set(part.done) }]))
  }

  /** What the fact asks, and of whom. */
  take(recorded: Recorded<Fact>): readonly Asked[] {
    const { fact, subject, at } = recorded
    const day = dayOf(at)
    switch (fact.$type) {
      case 'qiantou.consultation.v1.ConsultationOpened':
      case 'qiantou.consultation.v1.CaseOpened':
      case 'qiantou.consultation.v1.BodyAdded':
      case 'qiantou.consultation.v1.TextRevised':
        return consulted(fact).map((organisation) => ({
          ...{ organisation, kind: 'BURDEN_KIND_CONSULTATION', day, resource: subject },
        }))
      case 'qiantou.supervision.v1.StepIssued':
      case 'qiantou.supervision.v1.AssignmentUrged': {
        const isStep = fact.$type === 'qiantou.supervision.v1.StepIssued'
        const kind = isStep ? 'BURDEN_KIND_SUPERVISION_STEP' : 'BURDEN_KIND_URGING'
        return [{ organisation: bodyOf(subject), kind, day, resource: subject }]
      }
      case 'qiantou.assignment.v1.AssignmentSubassigned':
        return [{ organisation: fact.organisation, kind: 'BURDEN_KIND_PIECE', day, resource: subject }]
      default:
        return this.goesOn({ ...recorded, fact }, day)
    }
  }

  private goesOn(recorded: Recorded<TaskFact | BodySideFact>, day: Day): readonly Asked[] {
    const { fact, subject } = recorded
    const name = workflowOf(subject)
    const before = this.tasks.get(name)
    const early = this.doneEarly(fact, subject, day)
    const after = evolve(before, recorded)
    if (after) this.tasks.set(name, after)
    switch (fact.$type) {
      case 'qiantou.task.v1.TaskIssued': {
        const milestones = fact.content?.milestones.map(({ id }) => id) ?? []
        return fact.bodies.map(({ organisation }) => this.give({ task: name, organisation, since: day, milestones }))
      }
      case 'qiantou.task.v1.AssignmentReassigned':
      case 'qiantou.task.v1.AssignmentTransferred': {
        const { organisation } = fact.successor as task.Body
        const own = before?.parts.find((part) => part.organisation === organisation)
        // Whoever has a part already keeps its own.
        if (!before || (own && !isFinal(own))) return []
        const milestones = fact.milestones.map(({ id }) => id)
        return [this.give({ task: name, organisation, since: day, milestones })]
      }
      default:
        return early
    }
  }

  private give(part: Omit<Given, 'done'>): Asked {
    const resource = nameOf(part)
    this.given.set(resource, { ...part, done: new Set() })
    return { organisation: part.organisation, kind: 'BURDEN_KIND_ASSIGNMENT', day: part.since, resource }
  }

  /** What a body has done before it was due counts now, and not again. */
  private doneEarly(fact: TaskFact | BodySideFact, subject: ResourceName, day: Day): readonly Asked[] {
    const isReport = fact.$type === 'qiantou.assignment.v1.ProgressReported'
    if (!isReport && fact.$type !== 'qiantou.assignment.v1.AssignmentSubmitted') return []
    const given = this.given.get(subject)
    const found = given && this.partOf(given)
    const milestone = isReport ? fact.milestone : ''
    if (!found || given.done.has(milestone)) return []
    // Of a part that the body had before, and heard of late (docs/domain.md, rule 19).
    if ((fact.part ?? 1) !== (found.part.partNumber ?? 1)) return []
    if (isReport && (fact.percent !== 100 || !given.milestones.includes(milestone))) return []
    given.done.add(milestone)
    const { due, milestones } = datesOf(found.part, found.state.basis)
    const last = isReport ? milestones.find(({ id }) => id === milestone)?.due : due
    return last === undefined || day > last ? [] : [askedOf(given, day, milestone)]
  }

  /** What falls due on a day, as everything stands at its end. */
  dueOn(day: Day): readonly Asked[] {
    return [...this.given.values()].flatMap((given) => {
      const found = this.partOf(given)
      if (!found) return []
      const { part, state } = found
      const { organisation } = given
      const { due, milestones } = datesOf(part, state.basis)
      const stands = !part.suspendedOn && !isFinal(part)
      const open = ({ id, due: last }: { readonly id: string; readonly due: Day }): boolean =>
        stands && last === day && !given.done.has(id)
      const kind = 'BURDEN_KIND_MONTHLY_REPORT'
      return [
        ...(owesReports(part, state, day) ? [{ organisation, kind, day, resource: nameOf(given) } as const] : []),
        ...milestones
          .filter((one) => given.milestones.includes(one.id) && open(one))
          .map(({ id }) => askedOf(given, day, id)),
        ...(open({ id: '', due }) ? [askedOf(given, day, '')] : []),
      ]
    })
  }

  private partOf({ task: name, organisation }: Given): { readonly part: Part; readonly state: Task } | undefined {
    const state = this.tasks.get(name)
    const part = state?.parts.find((candidate) => candidate.organisation === organisation)
    return state && part && { part, state }
  }
}

/** Its milestone, or its part as a whole. */
const askedOf = (given: Given, day: Day, milestone: string): Asked => ({
  ...{ organisation: given.organisation, day, resource: nameOf(given) },
  ...(milestone ? { kind: 'BURDEN_KIND_MILESTONE', milestone } : { kind: 'BURDEN_KIND_DUE' }),
})

const reporting: readonly Part['state'][] = [
  'ASSIGNMENT_STATE_ISSUED',
  'ASSIGNMENT_STATE_ACKNOWLEDGED',
  'ASSIGNMENT_STATE_IN_PROGRESS',
]

const owesReports = ({ state }: Part, { basis }: Task, day: Day): boolean =>
  basis.report !== undefined && reporting.includes(state) && reportOn(basis, day) === day

/** Whom a consultation asks by a fact. */
function consulted(fact: ConsultationFact): readonly OrganisationName[] {
  switch (fact.$type) {
    case 'qiantou.consultation.v1.ConsultationOpened':
      // A standing joint review asks nothing until it is given a case.
      return fact.standing ? [] : fact.organisations
    case 'qiantou.consultation.v1.CaseOpened':
      return fact.organisations
    case 'qiantou.consultation.v1.BodyAdded':
      return fact.caseNumber > 0 ? [fact.organisation] : []
    case 'qiantou.consultation.v1.TextRevised':
      return fact.affected
  }
}

// ---- What was asked

/** The types of the records that say something of a burden, full names. */
export const burdenTypes: readonly string[] = [
  ...taskView.folds,
  AssignmentSubassigned,
  consultation.ConsultationOpened,
  consultation.CaseOpened,
  consultation.BodyAdded,
  consultation.TextRevised,
  supervision.StepIssued,
  supervision.AssignmentUrged,
].map(({ $type }) => $type)

/**
 * What everybody was asked in a period, the oldest first. The records are all that there are of these types after those that
 * `before` has taken, of some programmes, in their order.
 */
export function askedIn(recorded: readonly Recorded[], { from, to }: Period, before?: Work): readonly Asked[] {
  const byDay = Map.groupBy(recorded as readonly Recorded<Fact>[], ({ at }) => dayOf(at))
  const work = new Work(before)
  const found: Asked[] = []
  for (const one of recorded as readonly Recorded<Fact>[]) if (dayOf(one.at) < from) work.take(one)
  for (let day = from; day <= to; day = addDays(day, 1)) {
    for (const one of byDay.get(day) ?? []) found.push(...work.take(one))
    found.push(...work.dueOn(day))
  }
  return found
}

/** What each body's requests come to, by the bodies' names. */
export function burdensOf(asked: readonly Asked[]): readonly Burden[] {
  const of = Map.groupBy(asked, ({ organisation }) => organisation)
  return [...of].map(([organisation, own]) => burdenOf(organisation, own)).sort(byName)
}

const byName = (one: Burden, other: Burden): number => (one.organisation < other.organisation ? -1 : 1)

/** What one body's requests come to. */
export function burdenOf(organisation: OrganisationName, asked: readonly Asked[]): Burden {
  const kinds = Object.keys(fieldsOf) as Kind[]
  const count = (kind: Kind): number => asked.filter((one) => one.kind === kind).length
  const counts = kinds.map((kind) => [kind, count(kind)] as const).filter(([, number]) => number > 0)
  const assignments = count('BURDEN_KIND_ASSIGNMENT')
  const fields = asked.reduce((sum, { kind }) => sum + fieldsOf[kind], 0)
  return { organisation, assignments, reports: asked.length - assignments, fields, counts: new Map(counts) }
}
