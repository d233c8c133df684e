/**
 * The supervision of one body in a task as docs/domain.md tells it (rules 22 to 24), read a second time: what is known of it by
 * somebody who has heard its facts and those about the body's part. Nothing here comes from the services.
 */
import type { Day } from '#shared/domain/calendar.ts'
import type { Body, PartModel } from './part-model.ts'
import type { TaskModel } from './task-model.ts'
import type { Reasons } from './task-rules.ts'
import type { WorkingDays } from './working-days.ts'

export const rungs = ['REMINDER_LETTER', 'SUPERVISION_ORDER', 'BULLETIN', 'INTERVIEW'] as const
export type Rung = (typeof rungs)[number]
export type Phase = 'open' | 'replied' | 'returned' | 'lapsed' | 'accepted' | 'superseded' | 'withdrawn' | 'ended'
export type Why = 'OVERDUE' | 'UNANSWERED' | 'STILL_OVERDUE'

export type SupervisionAct =
  | { readonly type: 'Urge' | 'Reply' | 'Accept' | 'Return' | 'Withdraw' }
  | { readonly type: 'Issue'; readonly rung: Rung; readonly isInstructed: boolean }

const when = (holds: boolean, reason: string): Reasons => (holds ? [reason] : [])
const above = (rung: Rung): Rung | undefined => rungs[rungs.indexOf(rung) + 1]
const waits: readonly Phase[] = ['open', 'replied', 'returned', 'lapsed']

/** Whose turn it is once every part is done. */
export function closingTurn(model: TaskModel, today: Day): readonly Body[] {
  if (model.hasEnded) return []
  const missing = model.proposers.filter((body) => !model.hasProposed(body))
  if (model.state === 'proposed' || (model.mode === 'JOINT' && !model.proposers.length)) return [model.authority]
  if (model.mode !== 'JOINT' || missing.length) return missing
  if (model.silent(today).length) return [...model.silent(today), model.authority]
  return model.unanswered.length ? model.unanswered : [model.authority]
}

export class SupervisionModel {
  readonly body: Body
  private readonly calendar: WorkingDays
  steps: { rung: Rung; phase: Phase; replyBy: Day }[] = []
  urgedOn: Day | undefined
  /** Who reads along since something was addressed to the body. */
  leads: readonly Body[] | undefined
  /** Who has come to lead since: from then on they do (rule 24). */
  leadsNow: readonly Body[] | undefined
  proposal: { rung: Rung; why: Why; date: Day } | undefined
  /** The due date that has passed; whether nothing has been proposed about it yet. */
  late: Day | undefined
  isNew = false
  again: Day | undefined
  due: Day | undefined
  /** Since when the part stands still. */
  standsSince: Day | undefined
  /** For how long it stood, where the last day for the reply that waits has still to move by that (rule 2). */
  stood: { readonly since: Day; readonly days: number; readonly on: Day }[] = []
  ended = false
  /** The part ended without being accepted: the body may be given another of the task (rule 19). */
  hasLeft = false
  /** How many of the steps were about such a part. */
  former = 0

  constructor(body: Body, calendar: WorkingDays) {
    this.body = body
    this.calendar = calendar
  }

  get last() {
    return this.steps.at(-1)
  }

  get open() {
    return this.last && waits.includes(this.last.phase) ? this.last : undefined
  }

  /** Rule 22: one step at a time; the first, the one above, or the one that was taken back. */
  private get next(): Rung | undefined {
    const last = this.steps.slice(this.former).at(-1)
    if (!last || ['accepted', 'ended', 'superseded'].includes(last.phase)) return rungs[0]
    if (last.phase === 'withdrawn') return last.rung
    return last.phase === 'returned' || last.phase === 'lapsed' ? above(last.rung) : undefined
  }

  /**
   * Rule 2: the last day for a reply that waits lies later by the working days of the suspension, if it was not past then, and on
   * the day on which the part goes on at the earliest.
   */
  goOn(on: Day): void {
    const { open, standsSince: since } = this
    this.standsSince = undefined
    if (!since || !open || (open.phase !== 'open' && open.phase !== 'lapsed')) return
    const days = this.calendar.after(since, on)
    if ((days > 0 || open.replyBy < on) && (this.stood.length || open.replyBy >= since))
      this.stood.push({ since, days, on })
  }

  /** A date that has moved takes back what the former one brought about. */
  moveDue(due: Day): void {
    this.due = due
    if (this.late && this.late < due) {
      this.late = undefined
      this.isNew = false
    }
    if (this.proposal && this.proposal.why !== 'UNANSWERED' && this.proposal.date < due) this.proposal = undefined
  }

  /** Rule 23: with the part, open steps end, and nothing is proposed. */
  end(): void {
    if (this.open) this.open.phase = 'ended'
    this.stood = []
    this.proposal = undefined
    this.late = undefined
    this.isNew = false
    this.again = undefined
    this.ended = true
  }

  leave(): void {
    this.end()
    this.hasLeft = true
  }

  /** Rule 23: what was about the part that it had is over; the ladder starts at its foot. */
  beginAnew(due: Day | undefined): void {
    if (!this.hasLeft) return
    this.ended = false
    this.hasLeft = false
    this.standsSince = undefined
    this.due = due
    this.former = this.steps.length
  }

  /** Rule 24: whoever leads reads along, from the moment on in which that changes. */
  ledBy(leads: readonly Body[]): void {
    if (this.leads) this.leadsNow = `${leads}` === `${this.leads}` ? undefined : leads
  }

  /** What comes about by itself: `LED hn-czt`, `LAPSED`, `BULLETIN UNANSWERED 2026-03-05`, `MOVED 2026-03-09`. */
  passed(today: Day): string[] {
    if (this.leadsNow) return [`LED ${this.leadsNow}`]
    if (this.ended || this.standsSince) return []
    const { open, late, again } = this
    if (open && this.stood.length) {
      const later = (day: Day, { since, days, on }: (typeof this.stood)[0]): Day => {
        const moved = this.calendar.later(day, days)
        if (day < since) return day
        return moved < on ? on : moved
      }
      return [`MOVED ${this.stood.reduce(later, open.replyBy)}`]
    }
    if (open) {
      if (open.phase !== 'open' || today <= open.replyBy) return []
      const rung = above(open.rung)
      return ['LAPSED', ...(rung ? [`${rung} UNANSWERED ${open.replyBy}`] : [])]
    }
    if (!late) return []
    if (this.isNew) return [`${this.next} OVERDUE ${late}`]
    if (!again || today <= again) return []
    const { rung, phase } = this.last as { rung: Rung; phase: Phase }
    return [`${phase === 'withdrawn' ? rung : (above(rung) ?? rung)} STILL_OVERDUE ${late}`]
  }

  /** What a body may be urged to: its own part, to review, to bring the closing on. */
  matter(model: TaskModel, today: Day): '' | 'OWN' | 'REVIEW' | 'CLOSING' {
    const part = model.part(this.body)
    if (part && isUrgable(part, today)) return 'OWN'
    if (!model.actors.includes(this.body)) return ''
    const open = model.parts.filter(({ isOpen }) => isOpen)
    if (!open.length) return closingTurn(model, today).includes(this.body) ? 'CLOSING' : ''
    const reviews = open.some(
      (one) =>
        one.body !== this.body &&
        one.phase === 'submitted' &&
        !one.suspendedSince &&
        model.reviewers(one).includes(this.body),
    )
    return reviews ? 'REVIEW' : ''
  }

  reasons(act: SupervisionAct, model: TaskModel, actor: Body, today: Day): Reasons {
    const isAuthority = actor === model.authority
    const isLead = model.leads.includes(actor)
    const readers = this.leadsNow ?? this.leads
    const sees = isAuthority || isLead || (readers && [this.body, ...readers].includes(actor))
    if (!sees) return ['SUPERVISION_NOT_FOUND']
    if (act.type === 'Urge')
      return [
        ...when(!isAuthority && !isLead, 'NOT_URGER'),
        ...when(actor === this.body, 'URGES_ITSELF'),
        ...(this.matter(model, today)
          ? []
          : ['ASSIGNMENT_NOT_FOUND', 'ASSIGNMENT_ENDED', 'ASSIGNMENT_STANDS', 'NOT_THEIR_TURN']),
        ...when(this.urgedOn !== undefined && this.calendar.after(this.urgedOn, today) < 1, 'URGED_ALREADY'),
      ]
    const { open } = this
    if (act.type === 'Reply')
      return [
        ...when(actor !== this.body, 'NOT_ASSIGNEE'),
        ...when(!open, 'NO_STEP_OPEN'),
        ...when(open?.phase === 'replied', 'REPLY_WAITS'),
      ]
    const isOffice = when(!isAuthority, 'NOT_ISSUING_AUTHORITY')
    if (act.type === 'Issue') {
      const part = model.part(this.body)
      const isNext = act.isInstructed || act.rung === this.next || act.rung === this.proposal?.rung
      return [
        ...isOffice,
        ...when(!part?.isOpen, 'ASSIGNMENT_ENDED'),
        ...when(!part, 'ASSIGNMENT_NOT_FOUND'),
        ...when(part?.suspendedSince !== undefined, 'ASSIGNMENT_STANDS'),
        ...(isNext ? [] : ['STEP_OUT_OF_TURN', 'LADDER_AT_TOP', 'STEP_OPEN']),
      ]
    }
    const isClosing = act.type !== 'Withdraw'
    return [
      ...isOffice,
      ...when(!open, 'NO_STEP_OPEN'),
      ...when(isClosing && open?.phase !== 'replied', 'NO_REPLY_WAITS'),
    ]
  }
}

/** Rule 22: it is its turn, or it is late, whoever's turn it is. */
function isUrgable(part: PartModel, today: Day): boolean {
  if (!part.isOpen || part.suspendedSince) return false
  if (part.phase === 'submitted') return part.reviewBy !== undefined && today > part.reviewBy
  const isMissed = [...part.milestones.values()].some(({ due, reached }) => !reached && today > due)
  return part.phase !== 'asked' || today > part.due || isMissed
}
