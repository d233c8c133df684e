/** A random game on one pool: each move is made in finance's domain and in the model, which must say the same. */
import { expect } from 'vitest'
import { Reservation } from '#proto/qiantou/pool/v1/reservation.ts'
import { type ApplicationCommand, applicationDecider } from '#services/finance/domain/application.ts'
import { type Application, reservedFor } from '#services/finance/domain/application-state.ts'
import type { Grants } from '#services/finance/domain/grants.ts'
import { type Measure, measureDecider } from '#services/finance/domain/measure.ts'
import { type Pool, type PoolCommand, poolDecider } from '#services/finance/domain/pool.ts'
import { addDays, type Day, startOf } from '#shared/domain/calendar.ts'
import * as facts from '#shared/testing/money-facts.ts'
import { gameMeasure, gameRules } from './money-measure.ts'
import { MoneyModel } from './money-model.ts'
import { MoneyStore, paymentType, type Said } from './money-store.ts'

export type Move =
  | { readonly kind: 'setBudget'; readonly year: number; readonly fen: bigint }
  | { readonly kind: 'closeYear'; readonly year: number }
  | { readonly kind: 'pass'; readonly days: number }
  | {
      readonly kind: 'submit'
      readonly applicant: number
      readonly measure: string
      readonly project: string
      readonly basis: bigint
      readonly others: bigint
    }
  | {
      readonly kind: 'admit' | 'review' | 'approve' | 'refuse' | 'withdraw' | 'pay' | 'payBack'
      /** Of those that were handed in, counted round; a number that is not there where there are none. */
      readonly which: number
      readonly fen: bigint
    }

export class MoneyGame<Model extends MoneyModel = MoneyModel> {
  readonly store: MoneyStore = new MoneyStore()
  readonly model: Model
  protected day: Day = '2025-12-01'
  private submissions = 0

  /** `modelOf`: the model of the rules and of whether years carry over. */
  constructor(carriesOver: boolean, modelOf: (carriesOver: boolean) => Model) {
    this.model = modelOf(carriesOver)
    const said = (stream: string): Said => ({ stream, actor: facts.office, at: startOf(this.day) })
    const opened = { ...facts.opened, carriesOver }
    this.store.record(opened, said(facts.poolName), poolDecider)
    for (const [id, rule] of Object.entries(this.model.rules))
      this.store.record(facts.entered(gameMeasure(id, rule)), said(facts.measureNamed(id)), measureDecider)
  }

  /** Makes a move. @returns what was answered: what it was, and `OK` or why not */
  play(move: Move): string {
    const { kind } = move
    if (kind === 'pass') {
      this.day = [addDays(this.day, move.days), '2027-12-31'].sort()[0] as Day
      return kind
    }
    if (kind === 'setBudget' || kind === 'closeYear') return `${kind} ${this.pool(move)}`
    if (kind === 'submit') return `${kind} ${this.submit(move)}`
    const stream = this.applicationNamed(move.which)
    if (kind === 'pay' || kind === 'payBack') return `${kind} ${this.payment(kind, stream, move.fen)}`
    return `${kind} ${this.step(kind, stream, move.fen)}`
  }

  get thisYear(): number {
    return Number(this.day.slice(0, 4))
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

  private pool(move: Extract<Move, { kind: 'setBudget' | 'closeYear' }>): string {
    const { year } = move
    const command: PoolCommand =
      move.kind === 'setBudget'
        ? { type: 'SetBudget', year, fen: move.fen, document: '湘财预〔2026〕12号' }
        : { type: 'CloseYear', year, quotas: [] }
    const expected =
      move.kind === 'setBudget' ? this.model.setBudget(year, move.fen) : this.model.closeYear(year, this.thisYear)
    const said = { stream: facts.poolName, actor: facts.finance, at: startOf(this.day) }
    return this.agreed(this.store.execute(poolDecider, command, said), expected)
  }

  protected submit({ applicant, measure, project, basis, others }: Extract<Move, { kind: 'submit' }>): string {
    this.submissions += 1
    const stream = this.applicationNamed(this.submissions)
    const { isReviewed, sum } = this.model.rules[measure] ?? {}
    const { name = '', applicantClass = '', $type = 'qiantou.application.v1.Applicant' } = facts.asked().applicant ?? {}
    const content = facts.asked({
      ...{ measure: facts.measureNamed(measure), project, othersFen: others },
      applicant: { $type, name, applicantClass, code: facts.codeOf(applicant) },
      // Two bills, which are summed before the rate is applied.
      bills: isReviewed || sum ? [] : [facts.bill('INV-1', '0.01'), { ...facts.bill('INV-2', '1'), fen: basis }],
      investmentFen: isReviewed ? basis : 0n,
    })
    const command: ApplicationCommand = {
      ...{ type: 'Submit', content, recommenders: [] },
      measure: this.store.stateOf<Measure>(content.measure) as Measure,
      poolNamed: (pool) => this.store.stateOf<Pool>(pool),
    }
    const summed = sum ? 0n : isReviewed ? basis : basis + 1n
    const asked = { applicant, measure, project, year: this.thisYear, basis: summed, others }
    return this.agreed(this.execute(command, stream, facts.sponsor), this.model.submit(stream, asked))
  }

  protected step(kind: 'admit' | 'review' | 'approve' | 'refuse' | 'withdraw', stream: string, fen: bigint): string {
    const { handler, sponsor, reason: text } = facts
    if (kind === 'approve')
      return this.agreed(
        this.execute({ type: 'Approve' }, stream, handler, facts.approving),
        this.model.approve(stream),
      )
    if (kind === 'refuse')
      return this.agreed(this.execute({ type: 'Refuse', text }, stream, handler), this.model.end(stream, 'REFUSED'))
    if (kind === 'withdraw')
      return this.agreed(this.execute({ type: 'Withdraw', text }, stream, sponsor), this.model.end(stream, 'WITHDRAWN'))
    const expected = kind === 'admit' ? this.model.admit(stream) : this.model.approveInvestment(stream, fen)
    return this.agreed(this.execute(this.commandOf(kind, stream, fen), stream, handler, facts.handling), expected)
  }

  /** An admission; or that experts have approved an investment of so much. */
  protected commandOf(kind: 'admit' | 'review', stream: string, fen: bigint): ApplicationCommand {
    const one = this.model.cases.get(stream)
    const ground = {
      measure: this.store.stateOf<Measure>(facts.measureNamed(one?.measure ?? 'first')) as Measure,
      ...{ pool: this.poolState(), grants: this.grantsOf(one?.applicant ?? 0) },
    }
    const said = { experts: ['x-1'], text: facts.reason }
    return kind === 'admit'
      ? { type: 'Admit', ...ground }
      : { type: 'ApproveInvestment', investmentFen: fen, ...said, ...ground }
  }

  /** What is approved is paid, all of it; of what is paid, some comes back. */
  private payment(kind: 'pay' | 'payBack', stream: string, fen: bigint): string {
    const one = this.model.cases.get(stream)
    const state = this.applicationOf(stream)
    if (!one || !state || one.stage !== 'APPROVED') return 'NOT_APPROVED'
    const said = { stream, actor: 'services/finance', at: startOf(this.day) }
    if (kind === 'pay') {
      const paid = reservedFor(state)
      if (!paid) return 'PAID'
      this.store.record(Object.assign({ $type: paymentType }, { paid }), said, applicationDecider)
      one.paid += one.reserved
      one.reserved = 0n
      return 'OK'
    }
    if (one.paid === 0n) return 'NOT_PAID'
    const back = 1n + (fen % one.paid)
    const returned = Reservation.create({
      ...{ holder: stream, applicant: facts.applicantOf(one.applicant), measure: facts.measureNamed(one.measure) },
      ...{ stackingGroup: this.model.rules[one.measure]?.group ?? '', project: one.project, pool: facts.poolName },
      ...{ year: one.year, fen: back },
    })
    this.store.record(Object.assign({ $type: paymentType }, { returned }), said, applicationDecider)
    one.paid -= back
    return 'OK'
  }

  protected execute(command: ApplicationCommand, stream: string, actor: string, signOff = facts.signedBy()): string {
    return this.store.execute(applicationDecider, command, { stream, actor, at: startOf(this.day), signOff })
  }

  private agreed(answered: string, expected: string): string {
    expect(answered).toBe(expected)
    return answered
  }

  protected applicationNamed(which: number): string {
    const { submissions } = this
    return `${facts.applicationName}${submissions === 0 ? 0 : ((which - 1) % submissions) + 1}`
  }
}

export const moneyGame = (carriesOver: boolean): MoneyGame =>
  new MoneyGame(carriesOver, (carries) => new MoneyModel(gameRules, carries))
