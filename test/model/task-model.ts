/**
 * A task as docs/domain.md tells it, read a second time and written for nothing but to be simple: what is known of it by
 * somebody who has heard some of its facts. Nothing here comes from the services.
 */
import type { Day } from '#shared/domain/calendar.ts'
import { workingDaysAfter, workingDaysLater } from './working-days.ts'

export type Body = string
export type Mode = 'LED' | 'JOINT' | 'SOLE'
export type Quorum = 'ALL' | 'ANY' | 'MAJORITY'
/** How the body's own work goes, whatever others do to it. */
export type Phase = 'new' | 'acknowledged' | 'working' | 'submitted' | 'asked'
export type End = 'accepted' | 'reassigned' | 'transferred' | 'waived' | 'cancelled'

export type ModelRules = {
  readonly acknowledge: number
  readonly reassign: number
  readonly review: number
  readonly warning: number
  readonly closing: Quorum
}

/** One body's part. */
export class PartModel {
  phase: Phase = 'new'
  /** Where it stood before it asked to be released. */
  prior: Phase = 'new'
  end: End | undefined
  suspendedSince: Day | undefined
  acknowledgeBy: Day
  askBy: Day
  due: Day
  reviewBy: Day | undefined
  milestones: Map<string, { due: Day; reached: boolean }>
  extension: { number: number; milestone: string; due: Day; opinions: Map<Body, boolean> } | undefined
  extensions = 0
  reports = 0
  submissions = 0
  percent = 0
  delegates = new Map<Body, { from: Day; until: Day }>()
  /** Limits that time has told of, each with its day: `DUE 2026-06-30`. */
  told = new Set<string>()

  readonly body: Body
  role: string

  constructor(
    body: Body,
    role: string,
    dates: { acknowledgeBy: Day; askBy: Day; due: Day; milestones: Map<string, Day> },
  ) {
    this.body = body
    this.role = role
    this.acknowledgeBy = dates.acknowledgeBy
    this.askBy = dates.askBy
    this.due = dates.due
    this.milestones = new Map([...dates.milestones].map(([id, due]) => [id, { due, reached: false }]))
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

  /** Whether the body can work on it. */
  isAt(...phases: readonly Phase[]): boolean {
    return this.isOpen && !this.suspendedSince && phases.includes(this.phase)
  }

  /** Every limit of it, with the first day on which it has passed, or for a warning has come. */
  limits(
    warning: number,
  ): readonly { readonly name: string; readonly day: Day; readonly from: Day; readonly isWarning: boolean }[] {
    if (!this.isOpen || this.suspendedSince || this.phase === 'asked') return []
    const passed = (name: string, day: Day) => ({ name, day, from: day, isWarning: false })
    if (this.phase === 'submitted') return this.reviewBy ? [passed('REVIEW', this.reviewBy)] : []
    return [
      ...(this.phase === 'new' ? [passed('ACKNOWLEDGE', this.acknowledgeBy)] : []),
      { name: 'WARNING', day: this.due, from: workingDaysLater(this.due, -warning), isWarning: true },
      passed('DUE', this.due),
      ...[...this.milestones]
        .filter(([, { reached }]) => !reached)
        .map(([id, { due }]) => passed(`MILESTONE ${id}`, due)),
    ]
  }
}

/** What somebody knows of a task. */
export class TaskModel {
  state: 'issued' | 'proposed' | 'closed' | 'cancelled' = 'issued'
  readonly mode: Mode
  readonly authority: Body
  readonly copied: ReadonlySet<Body>
  readonly rules: ModelRules
  readonly milestoneIds: readonly string[]
  parts: PartModel[]
  compiler: Body | undefined
  proposals = new Set<Body>()
  signed = new Set<Body>()
  dissent = new Set<Body>()

  constructor(issue: {
    mode: Mode
    authority: Body
    copied: readonly Body[]
    rules: ModelRules
    bodies: readonly { body: Body; role: string }[]
    due: Day
    milestones: ReadonlyMap<string, Day>
    on: Day
  }) {
    const { mode, authority, copied, rules, bodies, due, milestones, on } = issue
    this.mode = mode
    this.authority = authority
    this.copied = new Set(copied)
    this.rules = rules
    this.milestoneIds = [...milestones.keys()]
    const dates = { ...this.newLimits(on), due, milestones: new Map(milestones) }
    this.parts = bodies.map(({ body, role }) => new PartModel(body, role, dates))
  }

  newLimits(on: Day): { acknowledgeBy: Day; askBy: Day } {
    const { acknowledge, reassign } = this.rules
    return { acknowledgeBy: workingDaysLater(on, acknowledge), askBy: workingDaysLater(on, reassign) }
  }

  part(body: Body): PartModel | undefined {
    return this.parts.find((one) => one.body === body)
  }

  get hasEnded(): boolean {
    return this.state === 'closed' || this.state === 'cancelled'
  }

  /** Authority, bodies until another has their part, and who reads along. */
  get parties(): ReadonlySet<Body> {
    const bodies = this.parts.filter((part) => !part.isReplaced).map(({ body }) => body)
    return new Set([this.authority, ...bodies, ...this.copied])
  }

  get leads(): readonly Body[] {
    return this.parts.filter(({ role, isGone }) => role === 'LEAD' && !isGone).map(({ body }) => body)
  }

  /** Rule 5: any lead, of a lead's own part and where nobody leads the authority. */
  reviewers(part: PartModel): readonly Body[] {
    return this.mode === 'LED' && part.role !== 'LEAD' && this.leads.length ? this.leads : [this.authority]
  }

  /** Rules 5 and 6: leads, the compiler, the body that is alone with it; the authority where none of them is left. */
  get proposers(): readonly Body[] {
    if (this.mode === 'JOINT') return this.compiler ? [this.compiler] : []
    const bodies = this.mode === 'LED' ? this.leads : this.parts.filter((part) => !part.isGone).map(({ body }) => body)
    return bodies.length ? bodies : [this.authority]
  }

  /** Bodies of a joint task that have not answered the proposal. */
  get unanswered(): readonly Body[] {
    if (this.mode !== 'JOINT') return []
    const answered = (body: Body) => this.signed.has(body) || this.dissent.has(body) || body === this.compiler
    return this.parts.filter((part) => !part.isGone && !answered(part.body)).map(({ body }) => body)
  }

  /** Whether as many have proposed closing as must. */
  private get isProposed(): boolean {
    const who = this.proposers
    const did = who.filter((body) => this.proposals.has(body)).length
    if (this.rules.closing === 'ANY') return did > 0
    return this.rules.closing === 'MAJORITY' ? did > who.length / 2 : who.length > 0 && did === who.length
  }

  settle(): void {
    if (this.state === 'issued' && this.isProposed && !this.unanswered.length && !this.dissent.size)
      this.state = 'proposed'
  }

  /** The clock goes on: whatever had not passed when it stopped lies so many working days later. */
  resume(part: PartModel, on: Day, moved: readonly string[]): void {
    const since = part.suspendedSince as Day
    const stood = workingDaysAfter(since, on)
    const later = (day: Day): Day => (day < since ? day : workingDaysLater(day, stood))
    part.due = later(part.due)
    for (const [id, milestone] of part.milestones) if (moved.includes(id)) milestone.due = later(milestone.due)
    part.acknowledgeBy = later(part.acknowledgeBy)
    part.suspendedSince = undefined
  }

  /** The milestones of a part that move when it is resumed: those that had not passed, and were not reached. */
  moving(part: PartModel): readonly string[] {
    const since = part.suspendedSince ?? ''
    return [...part.milestones].filter(([, { due, reached }]) => !reached && due >= since).map(([id]) => id)
  }
}
