/**
 * What a consultation is, written down from docs/domain.md (the table of a case, rules 26 to 31) and from nothing else: whom it
 * asks, what they have said, until when, and what that comes to. Who may do what is in consultation-rules.ts.
 */
import type { Day } from '#shared/domain/calendar.ts'
import type { Name } from './consultation-directory.ts'
import { asked, disagrees, isMissing, isSilent, joined, type Place, type Said, shelve } from './consultation-place.ts'

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

/** What every case begins with. */
export const firstText = '文稿'

export class CaseModel {
  readonly number: number
  readonly openedOn: Day
  places: Place[]
  last: LastDay
  versions = 1
  /** The newest. */
  text = firstText
  /** Time has told that the limit has passed. */
  told = false
  referee: Name | undefined
  ruling: { readonly approves: boolean; readonly minutes: string; readonly by: Name } | undefined
  withdrawn = false
  endedOn: Day | undefined

  constructor(number: number, bodies: readonly Name[], last: LastDay, openedOn: Day) {
    this.number = number
    this.places = bodies.map(asked)
    this.last = last
    this.openedOn = openedOn
  }

  get state(): State {
    if (this.withdrawn) return 'WITHDRAWN'
    if (this.ruling) return 'RULED'
    if (this.referee) return 'REFERRED'
    // Nobody agrees where all who were asked have left without a word.
    const isDeserted = !this.places.some((place) => !isSilent(place) || !place.isLeft)
    const isMore = isDeserted || this.places.some(isMissing)
    if (isMore && !this.told) return 'OPEN'
    if (this.places.some(disagrees)) return 'DIVIDED'
    return isMore ? 'OVERDUE' : 'CONSENSUS'
  }

  get hasEnded(): boolean {
    return this.endedOn !== undefined
  }

  get mayChange(): boolean {
    return ['OPEN', 'OVERDUE', 'DIVIDED'].includes(this.state)
  }

  of(body: Name): Place | undefined {
    return this.places.find((place) => place.body === body)
  }

  isAsked(body: Name): boolean {
    return this.of(body) !== undefined
  }

  isOver(today: Day): boolean {
    return this.told || this.last.day < today
  }

  /** More time: whoever is silent is only silent so far. */
  private giveTime(last: LastDay): void {
    this.last = last
    this.told = false
    for (const place of this.places) place.consentsBySilence = false
  }

  answer(body: Name, said: Said): void {
    const place = this.of(body) as Place
    shelve(place)
    place.now = said
    place.owes = false
    if (said.answer === 'DISAGREE') place.hasDissented = true
  }

  revise(text: string, affected: readonly Name[], last: LastDay | undefined): void {
    this.versions += 1
    this.text = text
    for (const place of this.places)
      if (affected.includes(place.body)) {
        place.owes ||= disagrees(place)
        shelve(place)
        place.consentsBySilence = false
      }
    if (last) this.giveTime(last)
  }

  renew(last: LastDay): void {
    this.giveTime(last)
  }

  add(bodies: readonly Name[]): void {
    this.places.push(...bodies.filter((body) => !this.isAsked(body)).map(asked))
  }

  remove(body: Name): void {
    this.places = this.places.filter((place) => place.body !== body)
  }

  pass(silenceConsents: boolean): readonly Name[] {
    const silent = this.places.filter(isSilent)
    this.told = true
    if (silenceConsents) for (const place of silent) place.consentsBySilence = true
    return silent.map(({ body }) => body)
  }

  leave(name: Name): void {
    const place = this.of(name)
    if (place) place.isLeft = true
  }

  succeed(former: Name, successor: Name): void {
    const place = this.of(former)
    if (place) {
      place.named ??= former
      place.body = successor
      for (const said of [...place.before, ...(place.now ? [place.now] : [])]) said.by ??= former
      const [first, second] = this.places.filter(({ body }) => body === successor)
      if (first && second) {
        this.places[this.places.indexOf(first)] = joined([first, second])
        this.places = this.places.filter((one) => one !== second)
      }
    }
    if (this.referee === former) this.referee = successor
  }
}

const shown = 20

export class ConsultationModel {
  readonly kind: Kind
  readonly silence: boolean
  initiator: Name
  office: Name
  /** The initiator has ended, and nobody came in its place. */
  isInitiatorLeft = false
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
    if (this.composition?.includes(name) || this.open.some(isIn)) return true
    return this.initiator === name && (this.composition !== undefined || this.open.length > 0)
  }

  /** The next case of a standing joint review asks whom it is composed of today. */
  take(last: LastDay, today: Day): void {
    this.cases.push(new CaseModel(this.cases.length + 1, this.composition ?? [], last, today))
  }

  /** Asked no longer: it reads on only where it has another part in it. */
  release(name: Name): void {
    const hasPart =
      name === this.initiator ||
      this.composition?.includes(name) ||
      this.inSight.some((one) => one.isAsked(name) || one.referee === name)
    if (!hasPart) this.parties.delete(name)
  }

  /** Somebody has ended without a successor. */
  leave(name: Name): void {
    if (this.initiator === name) this.isInitiatorLeft = true
    this.composition = this.composition?.filter((one) => one !== name)
    for (const one of this.open) {
      one.leave(name)
      if (one.referee === name) one.referee = this.office
    }
  }

  succeed(former: Name, successor: Name): void {
    if (this.initiator === former) this.isInitiatorLeft = false
    if (this.initiator === former) this.initiator = successor
    if (this.composition) {
      const named = this.composition.map((name) => (name === former ? successor : name))
      this.composition = named.filter((name, i) => named.indexOf(name) === i)
    }
    for (const one of this.open) {
      one.succeed(former, successor)
      // Who has come to have a part in a case leaves its ruling to the office.
      if (one.referee === this.initiator || one.isAsked(one.referee ?? '')) one.referee = this.office
    }
    this.parties.add(successor)
  }

  succeedOffice(successor: Name): void {
    for (const one of this.open) if (one.referee === this.office) one.referee = successor
    this.office = successor
  }

  /** After whatever has happened: what has an outcome has ended. */
  settle(today: Day): void {
    for (const one of this.open) if (['CONSENSUS', 'RULED', 'WITHDRAWN'].includes(one.state)) one.endedOn = today
  }
}
