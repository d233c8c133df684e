/** A random game on one pool: applications, awards, payments and vouchers. Each move is made in finance's domain and in the models. */
import { expect } from 'vitest'
import { CallOpened } from '#proto/qiantou/measure/v1/measure_events.ts'
import type { SignOff } from '#proto/qiantou/record/v1/record.ts'
import { applicationDecider } from '#services/finance/domain/application.ts'
import type { Application } from '#services/finance/domain/application-state.ts'
import { awaitedName, awaitedTaskDecider } from '#services/finance/domain/awaited-task.ts'
import type { Grants } from '#services/finance/domain/grants.ts'
import { measureDecider } from '#services/finance/domain/measure.ts'
import { type Pool, type PoolCommand, poolDecider } from '#services/finance/domain/pool.ts'
import { transferDecider } from '#services/finance/domain/transfer.ts'
import { voucherDecider } from '#services/finance/domain/voucher.ts'
import { addDays, type Day, startOf } from '#shared/domain/calendar.ts'
import type { AnyDecider } from '#shared/domain/decider.ts'
import type { Term } from '#shared/domain/organisation-state.ts'
import * as facts from '#shared/testing/money-facts.ts'
import { applicationActs, applicationNamed, submit, take } from './application-act.ts'
import { awardActs } from './award-act.ts'
import { AwardModel } from './award-model.ts'
import { claimActs } from './claim-act.ts'
import { ClaimModel } from './claim-model.ts'
import { type Duty, type Role, unfitDuty, type Who } from './duty-model.ts'
import { issueTasks, milestoneActs, tasks } from './milestone-act.ts'
import { type Call, callOn, gameCall, gameCalls, gameMeasure, gameRules } from './money-measure.ts'
import type { Act, MoneyMove } from './money-move.ts'
import { directory, strangers, termOf, usual } from './money-persons.ts'
import { MoneyStore } from './money-store.ts'
import { paymentActs } from './payment-act.ts'
import { type BankMessage, stageOf } from './payment-model.ts'
import { PlaceModel } from './place-model.ts'
import { rosterActs } from './roster-act.ts'
import { RosterModel } from './roster-model.ts'
import { sharingActs } from './sharing-act.ts'
import { SharingModel } from './sharing-model.ts'
import { handOver, successionActs } from './succession-act.ts'
import { voucherActs } from './voucher-act.ts'
import { VoucherModel } from './voucher-model.ts'

/** Makes a move in both. @returns what was answered */
export type Player = (game: MoneyGame, act: Act) => string

const acts: Readonly<Record<Act['kind'], Player>> = {
  ...applicationActs,
  ...paymentActs,
  ...awardActs,
  ...milestoneActs,
  ...sharingActs,
  ...voucherActs,
  ...successionActs,
  ...claimActs,
  ...rosterActs,
}

/** What a command is about and who gives it; `turn`: the reason where that is the wrong body. */
export type Given = {
  readonly decider: AnyDecider
  readonly stream: string
  readonly command: object
  readonly actor: string
  readonly who?: Who | undefined
  /** The reason that the wrong body is told, where it is one. */
  readonly turn?: string | undefined
  /** Where the actor has its place, if not there. */
  readonly of?: string
}

export class MoneyGame {
  readonly store: MoneyStore = new MoneyStore()
  readonly model: AwardModel
  readonly sharing: SharingModel
  readonly vouchers: VoucherModel
  readonly claims: ClaimModel
  readonly rosters: RosterModel
  readonly places: PlaceModel = new PlaceModel()
  /** All that the bank ever said, heard or not. */
  readonly messages: BankMessage[] = []
  /** Ids of what was ordered, by the name of its payment. */
  readonly orders: Map<string, string[]> = new Map()

  /** Whom the directory has, for each body alike. */
  readonly roles: readonly Role[]
  private readonly terms: readonly Term[]
  today: Day = '2025-12-01'

  constructor(carriesOver: boolean, hasDirectory: boolean) {
    this.model = new AwardModel(gameRules, carriesOver)
    this.sharing = new SharingModel(this.model)
    this.vouchers = new VoucherModel(this.model)
    this.rosters = new RosterModel(this.model)
    this.claims = new ClaimModel(this.model.payments)
    this.roles = hasDirectory ? directory : []
    this.terms = this.roles.map(termOf)
    const said = (stream: string) => ({ stream, actor: facts.office, at: startOf(this.today) })
    this.store.record(carriesOver ? facts.openedCarrying : facts.opened, said(facts.poolName), poolDecider)
    for (const [id, rule] of Object.entries(gameRules))
      this.store.record(facts.entered(gameMeasure(id, rule)), said(facts.measureNamed(id)), measureDecider)
    this.places.begin(facts.poolName, [facts.finance])
    issueTasks(this)
    for (const call of gameCalls)
      this.store.record(
        CallOpened.create({ call: call.id, content: gameCall(call) }),
        said(facts.measureNamed('shared')),
        measureDecider,
      )
  }

  get thisYear(): number {
    return Number(this.today.slice(0, 4))
  }

  poolState(): Pool {
    return this.store.stateOf<Pool>(facts.poolName) as Pool
  }

  grantsOf(applicant: number): Grants {
    return this.store.stateOf<Grants>(facts.applicantOf(applicant)) ?? { grants: [] }
  }

  applicationOf(name: string): Application | undefined {
    return this.store.stateOf<Application>(name)
  }

  /** Makes a move, and time tells what days have brought about. @returns what was answered */
  take(move: MoneyMove): string {
    if (move.kind === 'wait') {
      this.today = earlier(addDays(this.today, move.days), lastDay)
      if (!move.isLate) {
        handOver(this)
        this.tick()
      }
      return move.isLate ? 'wait late' : 'wait'
    }
    const answered = this.made(move)
    this.tick()
    return answered
  }

  /** One of several, counted round; undefined of none. */
  one<T>(all: Iterable<T>, which: number): T | undefined {
    const list = [...all]
    return list[which % list.length]
  }

  /** Who signs. */
  who(duty: Duty, { signs, which }: Pick<Act, 'signs' | 'which'>): Who {
    const { today, roles } = this
    const [first = '', second = ''] = usual[duty]
    const strange = [[], [first, second], [strangers[(signs + which) % strangers.length] ?? '']]
    const persons = signs < 2 ? [signs === 0 ? first : second] : (strange[Math.min(signs - 2, 2)] ?? [])
    return { persons, today, roles }
  }

  /**
   * Gives a command; `expected` says all the reasons against it, and has happened where there are none. Whoever has had the
   * actor's place before tries first: nothing but that is against it.
   */
  give({ decider, stream, command, actor, who, turn, of = stream }: Given, expected: () => readonly string[]): string {
    const signOff: readonly SignOff[] = facts.signedBy(...(who?.persons ?? []))
    const said = { stream, signOff, at: startOf(this.today) }
    const execute = (by: string) =>
      this.store.execute(decider, { ...command, signatories: this.terms }, { ...said, actor: by })
    const former = this.places.before(of, actor)
    const tried = former && execute(former)
    const answered = execute(turn ? this.places.stranger(of, actor) : this.places.standing(of, actor))
    const reasons = turn ? [turn, ...toldFirst] : expected()
    const what = `${(command as { type: string }).type} ${stream}`
    expect(reasons.length > 0 ? reasons : ['OK'], what).toContain(answered)
    if (former) expect(answered === 'OK' ? turns.includes(`${tried}`) : tried !== 'OK', `${what}: ${tried}`).toBe(true)
    return answered
  }

  private made(move: Exclude<MoneyMove, { kind: 'wait' }>): string {
    switch (move.kind) {
      case 'setBudget':
      case 'closeYear':
        return `${move.kind} ${this.pool(move)}`
      case 'award':
        return this.award(move)
      case 'pay':
        return this.pay(move.which)
      case 'redeem':
        return this.redeem(move)
      case 'share':
        return this.share(move)
      default:
        return `${move.kind} ${acts[move.kind](this, move)}`
    }
  }

  private pool(move: Extract<MoneyMove, { kind: 'setBudget' | 'closeYear' }>): string {
    const { model, thisYear } = this
    const { year } = move
    const fen = move.kind === 'setBudget' ? move.fen : 0n
    // Half of the budgets are signed by whoever may sign any.
    const seed = move.kind === 'setBudget' ? Number(fen % 10n) : year % 3
    const who = this.who('APPROVE', { signs: seed < 5 ? seed : 0, which: Number(fen) })
    const unsigned = unfitDuty('APPROVE', who, [], fen)
    const command: PoolCommand =
      move.kind === 'setBudget'
        ? { type: 'SetBudget', year, fen: move.fen, document: '湘财预〔2026〕12号' }
        : { type: 'CloseYear', year, quotas: [] }
    return this.give({ decider: poolDecider, stream: facts.poolName, command, actor: facts.finance, who }, () =>
      move.kind === 'setBudget' ? model.setBudget(year, fen, unsigned) : model.closeYear(year, thisYear, unsigned),
    )
  }

  /** Handed in, handled, approved: each step as far as the one before went. */
  private award({ fen, steps, ...asking }: Extract<MoneyMove, { kind: 'award' }>): string {
    if (submit(this, asking) !== 'OK') return 'award not submitted'
    const { isReviewed, isShared } = this.model.rules[asking.measure] ?? {}
    const onwards = [...(isReviewed ? ['review' as const] : []), 'approve' as const]
    const way = ['admit' as const, ...(isShared ? [] : onwards)]
    for (const [i, kind] of way.slice(0, steps).entries()) {
      const signs = (fen + BigInt(i)) % 4n === 0n ? 1 : 0
      const answered = take(this, kind, applicationNamed(this.model.awards.size), { fen, signs, which: 0 })
      if (answered !== 'OK' || kind === 'approve') return `award ${kind} ${answered}`
    }
    return 'award left open'
  }

  /** Each step of a payment as far as the one before went; it is the newest of its kind. */
  private pay(which: number): string {
    const as = { fen: 3n, odd: 0, signs: 0 }
    const { payments } = this.model.payments
    const before = payments.size
    const asked = acts.request(this, { ...as, kind: 'request', which })
    if (payments.size === before) return `pay ${asked}`
    const last = (...stages: readonly string[]) =>
      [...payments.values()].filter((one) => stages.includes(stageOf(one))).length - 1
    acts.approvePayment(this, { ...as, kind: 'approvePayment', which: last('REQUESTED') })
    acts.order(this, { ...as, kind: 'order', which: last('APPROVED', 'RETURNED') })
    return `pay ${acts.book(this, { ...as, kind: 'book', fen: 2n, which: last('ORDERED') })}`
  }

  private redeem({ which, fen }: Extract<MoneyMove, { kind: 'redeem' }>): string {
    const as = { fen, odd: 0, signs: 0 }
    const { vouchers } = this.vouchers
    const before = vouchers.size
    const issued = acts.issue(this, { ...as, kind: 'issue', which })
    if (vouchers.size === before) return `redeem ${issued}`
    const held = [...vouchers.values()].filter((one) => this.vouchers.standing(one) === 'HELD').length - 1
    acts.present(this, { ...as, kind: 'present', which: held })
    const waiting = [...vouchers.values()].filter(({ presentations }) =>
      presentations.some(({ state }) => state === 'WAITING'),
    )
    return `redeem ${acts.accept(this, { ...as, kind: 'accept', which: waiting.length - 1 })}`
  }

  private share({ fen, claims }: Extract<MoneyMove, { kind: 'share' }>): string {
    const as = { fen, odd: 0, signs: 0, which: 0 }
    for (const number of Array.from({ length: claims }, (_, i) => BigInt(i + 1))) {
      const asked = { measure: 'shared', project: '', basis: (fen * number) / 2n + 7n, others: 0n }
      if (submit(this, { ...asked, applicant: 1 + Number((fen + number) % 3n) }) === 'OK')
        take(this, 'admit', applicationNamed(this.model.awards.size), as)
    }
    const { last } = callOn(this.today) as Call
    this.today = earlier(addDays(last, 1), lastDay)
    return `share ${acts.apportion(this, { ...as, kind: 'apportion' })}`
  }

  private tick(): void {
    const at = startOf(this.today)
    for (const task of tasks) this.store.elapse(awaitedTaskDecider, awaitedName(task), at)
    for (const name of this.model.awards.keys()) this.store.elapse(applicationDecider, name, at)
    for (const name of this.vouchers.vouchers.keys()) this.store.elapse(voucherDecider, name, at)
    for (const [name, { claim }] of this.model.payments.payments)
      if (claim.agreed) this.store.elapse(transferDecider, name, at)
    this.model.tick(this.today)
    this.claims.tick(this.today)
    this.vouchers.tick(this.today)
  }
}

/** No game goes on after it. */
const lastDay: Day = '2027-12-31'
const earlier = (one: Day, other: Day): Day => (one < other ? one : other)

/** What those are told who have no place there. */
const turns = ['NOT_YOUR_TURN', 'NOT_FINANCE_DEPARTMENT', 'NOT_SPONSOR']
/** Told before it is asked whose turn it is. */
const toldFirst = ['APPLICATION_NOT_FOUND', 'APPLICATION_ENDED', 'VOUCHER_NOT_FOUND', 'VOUCHER_ENDED']
