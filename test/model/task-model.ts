/**
 * A task as docs/domain.md tells it, read a second time and written for nothing but to be simple: what is known of it by
 * somebody who has heard some of its facts. Nothing here comes from the services.
 */
import type { Day } from '#shared/domain/calendar.ts'
import type { ModelRules } from './model-rules.ts'
import { type Body, type HandedOver, PartModel, type Role } from './part-model.ts'
import type { Monthly } from './report-model.ts'
import { Successions } from './successions.ts'

export type Mode = 'LED' | 'JOINT' | 'SOLE'

const actorsOf = (parts: readonly PartModel[]): readonly Body[] =>
  [...new Set(parts.map(({ actor }) => actor))].filter((actor) => actor !== '')

/** What somebody knows of a task. */
export class TaskModel {
  state: 'issued' | 'proposed' | 'closed' | 'archived' | 'cancelled' = 'issued'
  readonly mode: Mode
  authority: Body
  readonly copied: Set<Body>
  readonly rules: ModelRules
  readonly milestoneIds: readonly string[]
  readonly isOffline: boolean
  /** As it was issued with. */
  readonly due: Day
  readonly monthly: Monthly | undefined
  parts: PartModel[]
  compiler: Body | undefined
  proposals = new Set<Body>()
  signed = new Set<Body>()
  dissent = new Set<Body>()
  /** Rule 6: who has ever dissented, and whose silence was ruled on, stays in sight. */
  readonly dissents = new Set<Body>()
  readonly silences = new Set<Body>()
  /** The last day to answer the proposal that stands. */
  answerBy: Day | undefined
  readonly successions = new Successions()
  /** That this day has passed has been told. */
  answersTold = false

  constructor(issue: {
    mode: Mode
    authority: Body
    copied: readonly Body[]
    rules: ModelRules
    bodies: readonly { body: Body; role: Role }[]
    isOffline: boolean
    due: Day
    milestones: ReadonlyMap<string, Day>
    monthly: Monthly | undefined
    on: Day
  }) {
    const { mode, authority, copied, rules, bodies, due, milestones, monthly, on, isOffline } = issue
    this.isOffline = isOffline
    this.due = due
    this.monthly = monthly
    this.mode = mode
    this.authority = authority
    this.copied = new Set(copied)
    this.rules = rules
    this.milestoneIds = [...milestones.keys()]
    const given = {
      due,
      milestones: new Map(milestones),
      formers: new Map(),
      reached: new Map(),
      suspendedOn: undefined,
    }
    const dates = { ...this.newLimits(on), ...given }
    this.parts = bodies.map(({ body, role }) => new PartModel(body, role, dates, on, monthly))
  }

  newLimits(on: Day): { acknowledgeBy: Day; askBy: Day } {
    const { acknowledge, reassign, calendar } = this.rules
    return { acknowledgeBy: calendar.later(on, acknowledge), askBy: calendar.later(on, reassign) }
  }

  part(body: Body): PartModel | undefined {
    return this.parts.find((one) => one.body === body)
  }

  get hasEnded(): boolean {
    return this.state !== 'issued' && this.state !== 'proposed'
  }

  private get present(): readonly PartModel[] {
    return this.parts.filter((part) => !part.isGone)
  }

  /** Who does something in it, each once (rule 19). */
  get actors(): readonly Body[] {
    return actorsOf(this.present)
  }

  /** Authority, bodies until another has their part, who does what remains of a role, and who reads along. */
  get parties(): ReadonlySet<Body> {
    const bodies = this.parts.filter((part) => !part.isReplaced).map(({ body }) => body)
    const heirs = actorsOf(this.parts.filter(({ succeededBy }) => succeededBy !== undefined))
    return new Set([this.authority, ...bodies, ...heirs, ...this.copied])
  }

  get leads(): readonly Body[] {
    return actorsOf(this.present.filter(({ role }) => role === 'LEAD'))
  }

  /** Whose a submission is by now. */
  submitter({ submittedBy, body }: PartModel): Body | undefined {
    return this.successions.standingFor(submittedBy, body)
  }

  asker({ extension, body }: PartModel): Body | undefined {
    return this.successions.standingFor(extension?.by, body)
  }

  /** Leads who are neither of these: rules 5 and 19, nobody judges its own, nor what it did for another (rule 10). */
  private leadsBut(...own: readonly (Body | undefined)[]): readonly Body[] {
    return this.mode === 'LED' ? this.leads.filter((lead) => !own.includes(lead)) : []
  }

  /** Rule 4: leads one of whom gives its opinion before more time is granted for a part that is no lead's. */
  opining(part: PartModel): readonly Body[] {
    return part.role === 'LEAD' ? [] : this.leadsBut(part.body, this.asker(part))
  }

  /** Rules 5 and 10: any lead; of a lead's own part, but where the authority has or did it, and where nobody else leads, the authority. */
  reviewers(part: PartModel): readonly Body[] {
    const isAuthoritys = part.role === 'LEAD' && ![part.body, this.submitter(part)].includes(this.authority)
    const leads = isAuthoritys ? [] : this.leadsBut(part.body, this.submitter(part))
    return leads.length ? leads : [this.authority]
  }

  /** Rules 5 and 19: nobody else would be left to review it, if a body had a part in this one's place. */
  wouldReviewItself(part: PartModel, successor: Body): boolean {
    const others = actorsOf(this.present.filter((one) => one !== part && one.role === 'LEAD'))
    const isLed = this.mode === 'LED' && others.some((lead) => lead !== successor)
    return successor === this.authority && !isLed
  }

  /** Rule 19: the authority's own part, which another lead reviews, would be left to it alone. */
  wouldLeaveToItself(part: PartModel, successor?: Body): boolean {
    const own = this.part(this.authority)
    if (!own?.isOpen || own === part || this.reviewers(own).includes(this.authority)) return false
    const others = actorsOf(this.present.filter((one) => one !== part && one.role === 'LEAD'))
    const after = successor && part.role === 'LEAD' ? [...others, successor] : others
    return !after.some((lead) => lead !== own.body && lead !== this.submitter(own))
  }

  /** Rule 10: who reviews a part, decides on it, or gives opinions does not act for its body. */
  judges(body: Body): readonly Body[] {
    const led = this.parts.filter(({ role, isGone, end }) => role === 'LEAD' && (!isGone || end === 'cancelled'))
    return [this.authority, ...actorsOf(led)].filter((one) => one !== body)
  }

  /** Rule 19: who works on an open part; the authority is to act where nobody succeeds its body. */
  worker({ body, succeededBy }: PartModel): Body {
    return succeededBy === '' ? this.authority : body
  }

  /** Whether something of the role is left once the part is done: whoever only does a part of a LED task is done. */
  hasDuties({ role }: PartModel): boolean {
    return this.mode !== 'LED' || role === 'LEAD'
  }

  /** Rules 5, 6 and 19: leads, the compiler, the bodies of a SOLE task; the authority where none of them is left. */
  get proposers(): readonly Body[] {
    if (this.mode === 'JOINT' && this.compiler) return [this.compiler]
    if (this.mode === 'JOINT' && this.actors.length) return []
    const bodies = this.mode === 'LED' ? this.leads : this.actors
    return bodies.length ? bodies : [this.authority]
  }

  /** What a body did that is no longer there is not done again: its successor owes what is left. */
  hasProposed(body: Body): boolean {
    const did = this.proposals
    const parts = this.present.filter((part) => part.actor === body && this.hasDuties(part))
    if (this.mode === 'JOINT' || !parts.length) return did.has(body)
    return parts.every((part) => did.has(part.body) || did.has(body))
  }

  /** Bodies of a joint task that have not answered the proposal. */
  get unanswered(): readonly Body[] {
    if (this.mode !== 'JOINT') return []
    const answered = (body: Body) => this.signed.has(body) || this.dissent.has(body) || body === this.compiler
    return actorsOf(this.present.filter((part) => !answered(part.body) && !answered(part.actor)))
  }

  /** Rule 6: until when the others answer what is proposed on a day; nothing where nobody has to. */
  answersDue(proposer: Body, on: Day): Day | undefined {
    const { calendar, countersign } = this.rules
    return this.unanswered.some((body) => body !== proposer) ? calendar.later(on, countersign) : undefined
  }

  /** Rule 6: who has had the time to answer and has not. It is no consent. */
  silent(on: Day): readonly Body[] {
    return this.state === 'issued' && this.answerBy && on > this.answerBy ? this.unanswered : []
  }

  /** Whether as many have proposed closing as must. */
  private get isProposed(): boolean {
    const who = this.proposers
    const did = who.filter((body) => this.hasProposed(body)).length
    // Rule 5: a quorum is of leads; decision 25: of the members of a group that has a task by itself each does.
    const quorum = this.mode === 'LED' ? this.rules.closing : 'ALL'
    if (quorum === 'ANY') return did > 0
    return quorum === 'MAJORITY' ? did > who.length / 2 : who.length > 0 && did === who.length
  }

  /** Rule 19: whoever does nothing in the task any more compiles no more, unless its proposal stands. */
  checkCompiler(): void {
    if (this.compiler && !this.hasEnded && !this.proposals.size && !this.actors.includes(this.compiler))
      this.compiler = undefined
  }

  /** Closing is proposed, and answered, anew. */
  forgetClosing(): void {
    for (const answers of [this.proposals, this.signed, this.dissent]) answers.clear()
    this.answerBy = undefined
    this.answersTold = false
    this.state = 'issued'
  }

  settle(): void {
    if (this.state === 'issued' && this.isProposed && !this.unanswered.length && !this.dissent.size)
      this.state = 'proposed'
  }

  /** The clock goes on: whatever had not passed when it stopped lies so many working days later. */
  resume(part: PartModel, on: Day, moved: readonly string[], reviewBy: Day): void {
    const later = this.laterBy(part, on)
    part.moveDue(later(part.due))
    for (const [id, { due }] of part.milestones) if (moved.includes(id)) part.moveMilestone(id, later(due))
    const ownLater = this.ownLaterBy(part, on)
    part.acknowledgeBy = ownLater(part.acknowledgeBy)
    part.askBy = ownLater(part.askBy)
    if (reviewBy) part.reviewBy = reviewBy
    part.monthly?.stop(part.suspendedSince, on)
    part.suspendedSince = undefined
  }

  /** What a day of a part comes to once it goes on: the review of what waits, or what a request asks for (rules 2 and 4). */
  after(part: PartModel, day: Day | undefined, on: Day): Day {
    return day ? this.laterBy(part, on)(day) : ''
  }

  /** Until when its body may ask to be released then; undefined where that has passed. */
  askAfter(part: PartModel, on: Day): Day {
    const day = this.ownLaterBy(part, on)(part.askBy)
    return day === part.askBy && part.askBy < this.ownSince(part) ? '' : day
  }

  /** Limits of its own that a body has of a part which stood already have stood since it was given. */
  private ownSince({ suspendedSince = '', since }: PartModel): Day {
    return since > suspendedSince ? since : suspendedSince
  }

  private ownLaterBy(part: PartModel, on: Day): (day: Day) => Day {
    return this.laterBy(part, on, this.ownSince(part))
  }

  private laterBy(part: PartModel, on: Day, since = part.suspendedSince as Day): (day: Day) => Day {
    const { calendar } = this.rules
    const stood = calendar.after(since, on)
    return (day) => (day < since ? day : ([calendar.later(day, stood), on].sort()[1] as Day))
  }

  /**
   * The dates of whoever takes a part over: rule 4, those that it has or a later day that the authority gives, with which
   * milestones are due that had been missed; rule 19, after a reorganisation none before the working days of a warning.
   */
  datesOfSuccessor(part: PartModel, given: Day | undefined, isSuccession: boolean, on: Day): HandedOver {
    // Of a part whose clock stands it is still the day on which that was stopped.
    const clock = part.clock(on)
    const fair = this.rules.calendar.later(clock, this.rules.warning)
    const moved = (day: Day): Day => {
      if (isSuccession) return day < fair ? fair : day
      return given && day < clock ? given : day
    }
    const owed = [...part.milestones].filter(([, { reached }]) => !reached)
    const done = [...part.milestones].flatMap(([id, { reached }]) => (reached ? [[id, reached] as const] : []))
    return {
      ...this.newLimits(on),
      due: isSuccession ? moved(part.due) : (given ?? part.due),
      milestones: new Map(owed.map(([id, { due }]) => [id, moved(due)])),
      formers: new Map(owed.flatMap(([id, { due }]) => (moved(due) === due ? [] : [[id, due]]))),
      reached: new Map([...part.reachedBefore, ...done]),
      suspendedOn: part.suspendedSince,
    }
  }

  /** The milestones of a part that move when it is resumed: those that had not passed, and were not reached. */
  moving(part: PartModel): readonly string[] {
    const since = part.suspendedSince ?? ''
    return [...part.milestones].filter(([, { due, reached }]) => !reached && due >= since).map(([id]) => id)
  }
}
