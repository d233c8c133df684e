/**
 * What a consultation is, written down from docs/domain.md (the table of a case, rules 26 to 31) and from nothing else: whom it
 * asks, what they have said, until when, and what that comes to. Who may do what is in consultation-rules.ts.
 */
import type { Day } from '#shared/domain/calendar.ts'
import { CaseModel } from './consultation-case.ts'
import type { Name } from './consultation-directory.ts'
import { isSilent } from './consultation-place.ts'

export type Kind = 'OPINION' | 'COUNTERSIGN' | 'JOINT_REVIEW'
export type AnswerKind = 'AGREE' | 'AGREE_WITH_COMMENTS' | 'DISAGREE'
export type State = 'OPEN' | 'OVERDUE' | 'CONSENSUS' | 'DIVIDED' | 'REFERRED' | 'RULED' | 'WITHDRAWN'
/** So many working days, or a day. */
export type Limit = { readonly workingDays: number } | { readonly date: Day }
export type LastDay = { readonly day: Day; readonly provisional: boolean }

export type Act =
  | {
      readonly type: 'Open'
      readonly kind: Kind
      readonly names: readonly Name[]
      readonly standing: boolean
      readonly silence: boolean
      readonly limit: Limit | undefined
    }
  | { readonly type: 'OpenCase'; readonly limit: Limit }
  | {
      readonly type: 'Answer'
      readonly number: number
      readonly version: number
      readonly answer: AnswerKind
      readonly hasText: boolean
    }
  | {
      readonly type: 'Revise'
      readonly number: number
      readonly text: string
      readonly affected: readonly Name[]
      readonly limit: Limit | undefined
    }
  | { readonly type: 'Renew'; readonly number: number; readonly limit: Limit }
  | { readonly type: 'AddBody' | 'RemoveBody'; readonly number: number; readonly organisation: Name }
  | { readonly type: 'Refer'; readonly number: number; readonly referee: Name }
  | { readonly type: 'Rule'; readonly number: number; readonly approves: boolean; readonly minutes: string }
  | { readonly type: 'Withdraw'; readonly number: number }
  | { readonly type: 'Succeed'; readonly organisation: Name; readonly successor: Name }
  | { readonly type: 'SucceedOffice'; readonly organisation: Name; readonly successor: Name }

const shown = 20

export class ConsultationModel {
  readonly kind: Kind
  readonly silence: boolean
  initiator: Name
  office: Name
  /** The initiator has ended, and nobody came in its place. */
  isInitiatorLeft = false
  /** Of whom a standing joint review was composed: ended, with nobody in their place so far. */
  private vacant: Name[] = []
  /** Of a standing joint review: whom it is composed of. */
  composition: Name[] | undefined
  readonly cases: CaseModel[] = []
  /** Who reads it, the office apart. */
  readonly parties: Set<Name>

  constructor(
    { kind, standing, silence }: Extract<Act, { type: 'Open' }>,
    who: { readonly initiator: Name; readonly office: Name; readonly bodies: readonly Name[] },
    today: Day,
    last: LastDay | undefined,
  ) {
    this.kind = kind
    this.silence = silence
    this.initiator = who.initiator
    this.office = who.office
    this.composition = standing ? [...who.bodies] : undefined
    this.parties = new Set([who.initiator, ...who.bodies])
    if (last) this.cases.push(new CaseModel(1, who.bodies, last, today))
  }

  /** Those that are open, and the newest 20 of the others. */
  get inSight(): readonly CaseModel[] {
    const hidden = this.cases.filter(({ hasEnded }) => hasEnded).slice(0, -shown)
    return this.cases.filter((one) => !hidden.includes(one))
  }

  get open(): readonly CaseModel[] {
    return this.cases.filter(({ hasEnded }) => !hasEnded)
  }

  caseOf(number: number): CaseModel | undefined {
    return this.inSight.find((one) => one.number === (this.composition ? number : number || 1))
  }

  /** Rule 31: where nobody succeeds the initiator, the office does what was its to do. */
  get conductor(): Name {
    return this.isInitiatorLeft ? this.office : this.initiator
  }

  /** Whether anything waits for somebody who has ended without a successor. */
  isMissed(name: Name): boolean {
    const waits = (one: CaseModel) => one.referee === name || (one.isAsked(name) && !one.of(name)?.isLeft)
    if (this.composition?.includes(name) || this.open.some(waits)) return true
    if (this.initiator !== name || this.isInitiatorLeft) return false
    return this.composition !== undefined || this.open.length > 0
  }

  isParty(name: Name): boolean {
    return name === this.office || this.parties.has(name)
  }

  /** Rule 30: whoever left a standing review sees of it only the open cases that ask it. */
  sees(name: Name, one?: CaseModel): boolean {
    if (this.isParty(name)) return true
    return one ? !one.hasEnded && one.isAsked(name) : this.open.some((some) => some.isAsked(name))
  }

  turnOf(one: CaseModel): readonly Name[] {
    const { state } = one
    const open = one.places.filter((place) => isSilent(place) && !place.isLeft).map(({ body }) => body)
    if (state === 'OPEN' && open.length) return open
    if (state === 'OPEN' || state === 'OVERDUE' || state === 'DIVIDED') return [this.conductor]
    return state === 'REFERRED' ? [one.referee as Name] : []
  }

  /** Whether somebody has something to do in it, or may come to. */
  isAtWork(name: Name): boolean {
    const isIn = (one: CaseModel) => one.isAsked(name) || one.referee === name
    if (this.composition?.includes(name) || this.vacant.includes(name) || this.open.some(isIn)) return true
    return this.initiator === name && (this.composition !== undefined || this.open.length > 0)
  }

  /** The next case of a standing joint review asks whom it is composed of today. */
  take(last: LastDay, today: Day): void {
    this.cases.push(new CaseModel(this.cases.length + 1, this.composition ?? [], last, today))
  }

  /** Asked no longer, in a case or (0) in those to come: it reads on only where it has another part in it. */
  release(name: Name, number: number): void {
    const isAsked = (one: CaseModel) => number > 0 && one.isAsked(name)
    const hasPart =
      name === this.initiator ||
      this.composition?.includes(name) ||
      this.inSight.some((one) => isAsked(one) || one.referee === name)
    if (!hasPart) this.parties.delete(name)
  }

  /** Somebody has ended without a successor. */
  leave(name: Name): void {
    if (this.initiator === name) this.isInitiatorLeft = true
    if (this.composition?.includes(name)) this.vacant.push(name)
    this.composition = this.composition?.filter((one) => one !== name)
    for (const one of this.open) {
      one.leave(name)
      if (one.referee === name) one.referee = this.office
    }
    this.recuse()
  }

  succeed(former: Name, successor: Name): void {
    const wasParty = this.isParty(former)
    if (this.initiator === former) this.isInitiatorLeft = false
    if (this.initiator === former) this.initiator = successor
    if (this.composition) {
      const named = this.composition.map((name) => (name === former ? successor : name))
      if (this.vacant.includes(former)) named.push(successor)
      this.vacant = this.vacant.filter((name) => name !== former)
      this.composition = named.filter((name, i) => named.indexOf(name) === i)
    }
    for (const one of this.open) one.succeed(former, successor)
    this.recuse()
    if (wasParty) this.parties.add(successor)
  }

  succeedOffice(successor: Name): void {
    for (const one of this.open) if (one.referee === this.office) one.referee = successor
    this.office = successor
    this.recuse()
  }

  /** Rule 31: nobody answers, or rules on, what it asks itself; nobody rules on what it is asked. */
  private recuse(): void {
    const { conductor, office } = this
    for (const one of this.open) {
      const isPartial = (name: Name) => name === conductor || one.isAsked(name)
      if (one.referee && isPartial(one.referee)) one.referee = isPartial(office) ? undefined : office
      one.dropConductor(conductor)
    }
    this.composition = this.composition?.filter((name) => name !== conductor)
  }

  /** After whatever has happened: what has an outcome has ended. */
  settle(today: Day): void {
    for (const one of this.open) if (['CONSENSUS', 'RULED', 'WITHDRAWN'].includes(one.state)) one.endedOn = today
  }
}
