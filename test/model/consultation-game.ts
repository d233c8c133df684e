/** One directory, and consultations in it one after another, played by random organisations at random times. */
import { isLeft } from 'fp-ts/lib/Either.js'
import { type Day, dayFrom, dayOf } from '#shared/domain/calendar.ts'
import type { ConsultedBody } from '#shared/domain/consultation-body.ts'
import { hasEnded, turnOf } from '#shared/domain/consultation-case.ts'
import { type Consultation, type ConsultationFact, conductorOf } from '#shared/domain/consultation-state.ts'
import type { Context } from '#shared/domain/decider.ts'
import { recordedOf } from '#shared/testing/story.ts'
import { consultationDecider } from '../../services/coordination-office/domain/consultation.ts'
import type { Dice } from '../hostile/dice.ts'
import type { Event } from '../reference-fold/reference-event.ts'
import { Admissions, said } from './admissions.ts'
import { commandOf, effect } from './consultation-act.ts'
import { broken, differences, dueOfModel, modelSaid, outsideRole, stateSaid } from './consultation-agreement.ts'
import { type Choice, choose, type Flavour } from './consultation-choice.ts'
import { Directory, type Name, office } from './consultation-directory.ts'
import type { Act, ConsultationModel } from './consultation-model.ts'
import { eventOfFact, misread } from './consultation-records.ts'
import { consultationReasons, type Ground, type OwnDays } from './consultation-rules.ts'
import { Disagreement } from './game.ts'
import { dayAt, daysLater } from './working-days.ts'

const hourMilliseconds = 3_600_000
const name = 'programmes/model/consultations/one'
const service = 'services/coordination-office'
type Handover = Extract<Act, { type: 'Succeed' | 'SucceedOffice' }>

const inOrder = (_: string, value: unknown): unknown =>
  value && typeof value === 'object' && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
    : value

/**
 * Who is asked in what is open, and what stands there: what has ended keeps the names that it had. Where whoever conducts it has
 * a place, only its answer: what was said there before is given up with a place of its own where that was silent.
 */
const places = (state: Consultation): readonly string[] =>
  state.cases
    .filter((one) => !hasEnded(one))
    .flatMap(({ bodies, number }) =>
      bodies.map((body) => {
        const isOwn = body.organisation === conductorOf(state)
        const { organisation, answer } = body
        return `case ${number}: ${JSON.stringify(isOwn ? { organisation, answer } : body, inOrder)}`
      }),
    )

/** What all cases have come to but those that are left out. */
const outcomes = (after: Consultation, without: ReadonlySet<number> = new Set()): readonly string[] =>
  after.cases
    .filter(({ number }) => !without.has(number))
    .map((one) => `case ${one.number}: ${one.state}, turn ${turnOf(one, conductorOf(after))}`)

/** Where the silence of who conducts it, or has left, would have been consent a moment before: what time tells of that is told. */
const fallingSilent = (state: Consultation): ReadonlySet<number> => {
  const isMute = ({ organisation, gone }: ConsultedBody) => organisation === conductorOf(state) || gone === true
  return new Set(state.cases.filter(({ bodies }) => bodies.some(isMute)).map(({ number }) => number))
}

export class ConsultationGame {
  commands = 0
  readonly reasons = new Map<string, number>()
  readonly types = new Map<string, number>()
  private readonly dice: Dice
  private readonly directory: Directory
  private readonly flavour: Flavour
  /** How often in a hundred turns timers look, and successions: in some games they are long late. */
  private readonly timers: number
  private readonly successions: number
  private at: Date
  private days: OwnDays = new Map()
  private story: string[] = []
  private state: Consultation | undefined
  private model: ConsultationModel | undefined
  private admissions = new Admissions()
  private events: Event[] = []

  constructor(dice: Dice) {
    this.dice = dice
    this.at = new Date(Date.parse(dayAt(700 + dice.below(360))) + dice.below(24) * hourMilliseconds)
    this.directory = new Directory(this.today)
    this.flavour = dice.pick(['anything', 'anything', 'anything', 'standing', 'filing', 'revising', 'arguing'])
    this.timers = dice.pick([90, 90, 20])
    this.successions = dice.pick([60, 60, 10])
  }

  play(turns: number): void {
    for (let i = 0; i < turns; i += 1) {
      this.pass()
      this.reorganise()
      this.cross()
      if (this.dice.percent(this.timers)) this.elapse()
      if (this.dice.percent(this.successions)) for (const act of this.handovers()) this.act({ act, actor: service })
      const scene = { ...this.ground, dice: this.dice, flavour: this.flavour }
      this.act(choose(scene, this.model))
      const isOver = this.model && !this.model.composition && this.model.open.length === 0
      if (isOver && this.dice.percent(40)) this.forget()
    }
    this.read()
  }

  private get today(): Day {
    return dayOf(this.at)
  }

  private get ground(): Ground {
    const { directory, today, days } = this
    return { directory, today, days, office: directory.workerOn(today, office) as Name }
  }

  /** What the records alone come to is what was folded. */
  private read(): void {
    const { state, events } = this
    if (state) this.agree(misread(state, events))
  }

  private forget(): void {
    this.read()
    this.events = []
    this.state = undefined
    this.model = undefined
    this.admissions = new Admissions()
    this.story = []
  }

  // ---- Time, and the directory

  private pass(): void {
    const { dice } = this
    const due = this.model && dueOfModel(this.model)
    if (due && dice.percent(this.flavour === 'anything' ? 12 : 3)) {
      // The last moment of the last day, and the first after it.
      const moment = Date.parse(due) - dice.pick([1, 0])
      if (moment > this.at.getTime()) this.at = new Date(moment)
    } else if (dice.percent(50)) this.at = new Date(this.at.getTime() + dice.below(30) * hourMilliseconds)
    if (dice.percent(3)) this.days = new Map([[daysLater(this.today, 1 + dice.below(8)), dice.percent(50)]])
  }

  private reorganise(): void {
    if (!this.dice.percent(6)) return
    const change = this.directory.change(
      this.dice,
      this.today,
      this.model ? [this.model.initiator, ...this.referees] : [],
    )
    if (change) this.story.push(`${this.at.toISOString()} ${change}`)
  }

  private get referees(): readonly Name[] {
    return this.model?.open.flatMap(({ referee }) => referee ?? []) ?? []
  }

  /** What the service has to hand on today: what ended organisations are in, in some order. */
  private handovers(): readonly Handover[] {
    const { model, directory, today } = this
    if (!model) return []
    return directory.ended(today).flatMap((organisation): Handover[] => {
      const successor = directory.workerOn(today, organisation)
      if (!successor)
        return model.isMissed(organisation) ? [{ type: 'Succeed', organisation, successor: '' } as const] : []
      const both: Handover[] = [
        ...(model.office === organisation ? [{ type: 'SucceedOffice', organisation, successor } as const] : []),
        ...(model.isAtWork(organisation) ? [{ type: 'Succeed', organisation, successor } as const] : []),
      ]
      return this.dice.percent(50) ? both : both.reverse()
    })
  }

  // ---- What is decided

  private context(actor: Name): Context {
    return { actor, at: this.at, ids: [], signOff: [], requestId: '', correlationId: name }
  }

  private folded(state: Consultation | undefined, facts: readonly ConsultationFact[], actor: Name) {
    const setting = { actor, subject: name, at: this.at }
    return facts.reduce<Consultation | undefined>((before, fact) => {
      const after = consultationDecider.evolve(before, recordedOf(fact, setting), name)
      return after
    }, state)
  }

  private elapsed(state: Consultation): readonly ConsultationFact[] {
    const due = consultationDecider.due?.(state)
    if (due === undefined || Date.parse(due) > this.at.getTime()) return []
    return consultationDecider.elapse?.(state, this.context(service)) ?? []
  }

  private elapse(): void {
    const { state, model } = this
    if (!state || !model) return
    const facts = this.elapsed(state)
    const said = facts.map((fact) => {
      if (fact.$type !== 'qiantou.consultation.v1.TimeLimitPassed') return fact.$type
      return `${fact.caseNumber} ${fact.limit && dayFrom(fact.limit)} ${fact.silent} ${fact.silenceConsents}`
    })
    const due = model.open.filter((one) => one.state === 'OPEN' && one.last.day < this.today)
    const expected = due.map(
      (one) => `${one.number} ${one.last.day} ${one.pass(model.silence, model.conductor)} ${model.silence}`,
    )
    if (said.length || expected.length) this.story.push(`${this.at.toISOString()} time: ${said}`)
    this.agree(differences(said, expected))
    model.settle(this.today)
    if (facts.length === 0) return
    for (const { state: outcome } of due) this.count(this.types, `time ${outcome}`)
    this.become(facts, service, 'time')
  }

  private act({ act, actor }: Choice): void {
    this.commands += 1
    const { ground, state } = this
    const expected = consultationReasons(act, actor, this.model, ground)
    const decided = consultationDecider.decide(commandOf(act, ground), state, this.context(actor))
    const outcome = isLeft(decided) ? decided.left.reason : 'accepted'
    this.story.push(`${this.at.toISOString()} ${actor}: ${JSON.stringify(act)} → ${outcome}`)
    const isAgreed = isLeft(decided) ? expected.includes(outcome) : expected.length === 0
    this.agree(isAgreed ? [] : [`service: ${outcome}`, `model:   ${expected.length ? expected : 'accepted'}`])
    if (isLeft(decided)) return this.count(this.reasons, outcome)
    this.count(this.types, act.type === 'Succeed' && !act.successor ? 'leave' : act.type)
    if (this.model?.isInitiatorLeft && actor === this.model.office) this.count(this.types, 'the office conducts')
    const referred = this.referees.length
    this.agree(outsideRole(act, actor, state))
    this.model = effect(this.model, act, { actor, ground, at: this.at })
    const hasFallen = this.referees.length < referred && (act.type === 'Succeed' || act.type === 'SucceedOffice')
    if (hasFallen) this.count(this.types, 'a referral falls')
    this.become(decided.right, actor, act.type)
  }

  /** What follows from facts, and has to agree with the model. */
  private become(facts: readonly ConsultationFact[], actor: Name, by: Act['type'] | 'time'): void {
    const before = this.state
    for (const fact of facts) {
      this.state = this.folded(this.state, [fact], actor)
      this.events.push(eventOfFact(fact, actor, this.at))
      this.admissions.note(name, consultationDecider.parties(fact, this.state as Consultation))
    }
    const after = this.state as Consultation
    this.agree(broken(before, after, by))
    const stated = stateSaid(after, consultationDecider.due?.(after))
    this.agree(differences(stated, modelSaid(this.model as ConsultationModel)))
    this.agree(differences([`admitted ${this.admissions.of(name)}`], [`admitted ${said(this.model?.parties ?? [])}`]))
  }

  // ---- What crosses

  /** What time and the directory bring about at the same time ends the same in either order. */
  private cross(): void {
    const { state } = this
    if (!state) return
    const time = (before: Consultation) => this.folded(before, this.elapsed(before), service) as Consultation
    const acts = this.handovers()
    const steps = acts.map((act) => (before: Consultation) => {
      const decided = consultationDecider.decide(commandOf(act, this.ground), before, this.context(service))
      // Where nothing is left of it by then there is nothing to hand on.
      return isLeft(decided) ? before : (this.folded(before, decided.right, service) as Consultation)
    })
    const [first] = steps
    if (!first) return
    if (this.elapsed(state).length) {
      this.count(this.types, 'cross with time')
      const mute = fallingSilent(first(state))
      // Who is named afterwards may be waited for again: then time has something more to tell.
      this.agree(differences(outcomes(time(first(state)), mute), outcomes(time(first(time(state))), mute)))
    }
    // Where somebody is named afterwards for an initiator, the office has conducted it until then, and longer in one order.
    const isNamedLater = acts.some(
      ({ organisation }) => state.gone?.includes(organisation) && state.initiator === organisation,
    )
    if (acts.length < 2 || isNamedLater) return
    const isOffice = acts.some(({ type }) => type === 'SucceedOffice')
    this.count(this.types, isOffice ? 'cross with the office' : 'cross with each other')
    const inTurn = (all: typeof steps): Consultation => all.reduce((before, step) => step(before), state)
    const both = [inTurn(steps), inTurn(steps.toReversed())] as const
    this.agree(differences(outcomes(both[0]), outcomes(both[1])))
    this.agree(differences(places(both[0]), places(both[1])))
  }

  // ---- What is told

  private count(counts: Map<string, number>, what: string): void {
    counts.set(what, (counts.get(what) ?? 0) + 1)
  }

  private agree(found: readonly string[]): void {
    if (found.length) throw new Disagreement([...this.story.slice(-60), ...found].join('\n'))
  }
}
