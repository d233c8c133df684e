/** One body's part of a task as docs/domain.md tells it (see task-model.ts). */
import type { Day } from '#shared/domain/calendar.ts'
import type { ModelRules } from './model-rules.ts'
import { overPieces, type PieceModel } from './piece-model.ts'
import { type Monthly, ReportModel } from './report-model.ts'

export type Body = string
/** How the body's own work goes, whatever others do to it. */
export type Phase = 'new' | 'acknowledged' | 'working' | 'submitted' | 'asked'
export type End = 'accepted' | 'reassigned' | 'transferred' | 'waived' | 'cancelled'

export type Role = 'LEAD' | 'RESPONSIBLE' | 'STANDING'

/** Rule 9: a body named in two roles has the first of them. */
export const firstRole = (roles: readonly Role[]): Role =>
  (['LEAD', 'RESPONSIBLE', 'STANDING'] as const).find((role) => roles.includes(role)) as Role

/** The dates of a part as it is given to a body. */
export type HandedOver = {
  acknowledgeBy: Day
  askBy: Day
  due: Day
  milestones: Map<string, Day>
  /** What milestones were due before, where the handover moves them. */
  formers: Map<string, Day>
  /** Milestones that whoever had the part before has reached, and when: they are not owed. */
  reached: ReadonlyMap<string, Day>
  /** Since when its clock stands, where it does. */
  suspendedOn: Day | undefined
}

/** One body's part. */
/** Whether a fact of the bodies' side is about a part that its body had before this one (rule 19). */
export const isOfFormer = (part: PartModel, fact: { readonly $type: string; readonly part?: number | undefined }) =>
  !/Delegat|ubassign|PersonNamed/.test(fact.$type) && (fact.part ?? 1) !== part.number

export class PartModel {
  phase: Phase = 'new'
  /** Where it stood before it asked to be released. */
  prior: Phase = 'new'
  end: End | undefined
  suspendedSince: Day | undefined
  acknowledgedOn: Day | undefined
  acknowledgeBy: Day
  askBy: Day
  due: Day
  reviewBy: Day | undefined
  /** Those that it was given, and since which day they are reached. */
  milestones: Map<string, { due: Day; reached: Day | undefined; former: Day[] }>
  /** Rule 32: those that count as reached since it was opened again. */
  readonly doneWithout = new Set<string>()
  /** Rule 11: those that were reached when it was given, by the record that gave it. */
  readonly reachedBefore: ReadonlyMap<string, Day>
  /** How many its body has had in the task, with this one. */
  number = 1
  /** Since when it is its body's. */
  readonly since: Day
  extension: { number: number; milestone: string; due: Day; opinions: Map<Body, boolean>; by: Body } | undefined
  extensions = 0
  reports = 0
  /** Rule 8: what each report is about, a milestone or '', the whole. */
  readonly reportsOn = new Map<number, string>()
  submissions = 0
  /** Who submitted what waits for a review: the body, or whom it had delegated to. */
  submittedBy: Body | undefined
  /** Rule 8: of the whole. */
  percent = 0
  delegates = new Map<Body, { from: Day; until: Day }>()
  /** Limits that time has told of, each with its day: `DUE 2026-06-30`. */
  told = new Set<string>()
  /** Due dates that have moved, oldest first: they stay in sight. */
  formerDues: Day[] = []
  /** Who does what remains of the role of its body, which is no longer there; '' where nobody does, also while it is open. */
  succeededBy: Body | undefined
  /** Its body has ended, and nobody succeeded it then: nobody acts for it any more. */
  gone = false
  pieces: PieceModel[] = []
  /** Since when it waits for a review, or a decision on its release. */
  heldSince: Day | undefined
  /** Where one is asked for each month. */
  readonly monthly: ReportModel | undefined

  readonly body: Body
  role: Role

  constructor(body: Body, role: Role, dates: HandedOver, since: Day, monthly: Monthly | undefined) {
    this.body = body
    this.role = role
    this.acknowledgeBy = dates.acknowledgeBy
    this.askBy = dates.askBy
    this.due = dates.due
    this.since = since
    this.suspendedSince = dates.suspendedOn
    this.reachedBefore = dates.reached
    this.monthly = monthly && new ReportModel(monthly, since)
    this.milestones = new Map(
      [...dates.milestones].map(([id, due]) => {
        const former = dates.formers.get(id)
        return [id, { due, reached: undefined, former: former ? [former] : [] }]
      }),
    )
  }

  get isOpen(): boolean {
    return this.end === undefined
  }

  /** Ended, and not by being done. */
  get isGone(): boolean {
    return this.end !== undefined && this.end !== 'accepted'
  }

  get isReplaced(): boolean {
    return this.end === 'reassigned' || this.end === 'transferred'
  }

  /** Rule 4: of a suspended part nothing has passed since. */
  clock(today: Day): Day {
    return this.suspendedSince ?? today
  }

  /** Who does what its role asks for; '' where nobody does. */
  get actor(): Body {
    return this.succeededBy ?? this.body
  }

  /** Whether the body can work on it. */
  isAt(...phases: readonly Phase[]): boolean {
    return this.isOpen && !this.suspendedSince && phases.includes(this.phase)
  }

  acknowledge(on: Day): void {
    this.phase = 'acknowledged'
    this.acknowledgedOn = on
  }

  /** Rule 4: former dates stay in sight. */
  moveDue(due: Day): void {
    if (due !== this.due) this.formerDues.push(this.due)
    this.due = due
  }

  moveMilestone(id: string, due: Day): void {
    const milestone = this.milestones.get(id)
    if (!milestone) return
    if (milestone.due !== due) milestone.former.push(milestone.due)
    milestone.due = due
  }

  /** Rule 32: it goes on, and owes of its milestones nothing that it had not reached. */
  reopen(due: Day, on: Day): void {
    this.end = undefined
    this.phase = 'working'
    this.reviewBy = undefined
    this.monthly?.restart(on)
    this.told.clear()
    this.moveDue(due)
    for (const [id, milestone] of this.milestones) if (!milestone.reached) this.doneWithout.add(id)
    for (const milestone of this.milestones.values()) milestone.reached ??= on
    overPieces(this.pieces)
  }

  /** It waits for others no more. */
  release(on: Day): void {
    this.monthly?.stop(this.heldSince, on)
    this.heldSince = undefined
  }

  /** Every limit of it, with the first day on which it has passed, or for a warning has come. */
  limits({ warning, calendar }: ModelRules): readonly {
    readonly name: string
    readonly day: Day
    readonly from: Day
    readonly isWarning: boolean
  }[] {
    if (!this.isOpen || this.suspendedSince || this.phase === 'asked') return []
    const passed = (name: string, day: Day) => ({ name, day, from: day, isWarning: false })
    if (this.phase === 'submitted') return this.reviewBy ? [passed('REVIEW', this.reviewBy)] : []
    return [
      ...(this.phase === 'new' ? [passed('ACKNOWLEDGE', this.acknowledgeBy)] : []),
      { name: 'WARNING', day: this.due, from: calendar.later(this.due, -warning), isWarning: true },
      passed('DUE', this.due),
      ...[...this.milestones]
        .filter(([, { reached }]) => !reached)
        .map(([id, { due }]) => passed(`MILESTONE ${id}`, due)),
      ...(this.monthly?.limits ?? []),
    ]
  }
}
