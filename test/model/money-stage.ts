/** Finance's domain on a stage: what measures, pools and applications come to, command by command, without a bus. */
import { expect } from 'vitest'
import { ApplicationContent } from '#proto/qiantou/application/v1/application.ts'
import type { MeasureContent } from '#proto/qiantou/measure/v1/measure.ts'
import { Classification } from '#proto/qiantou/transfer/v1/transfer_events.ts'
import { type ApplicationCommand, applicationDecider } from '#services/finance/domain/application.ts'
import type { Application } from '#services/finance/domain/application-state.ts'
import { apportionmentDecider, apportionmentName } from '#services/finance/domain/apportionment.ts'
import { type AssessmentGround, applicantName } from '#services/finance/domain/assessment.ts'
import { Balances, differences } from '#services/finance/domain/balance.ts'
import type { Grants } from '#services/finance/domain/grants.ts'
import { type Measure, measureDecider } from '#services/finance/domain/measure.ts'
import type { Payee } from '#services/finance/domain/payee.ts'
import { leftFen, noBudget, type Pool, poolDecider } from '#services/finance/domain/pool.ts'
import { type TransferCommand, transferDecider } from '#services/finance/domain/transfer.ts'
import type { Transfer } from '#services/finance/domain/transfer-state.ts'
import { type Day, startOf } from '#shared/domain/calendar.ts'
import { calendarOf } from '#shared/domain/rules.ts'
import * as facts from '#shared/testing/money-facts.ts'
import { MoneyStore } from './money-store.ts'

export const credit = { engine: 'file', problem: undefined }
const calendar = calendarOf({ days: [] })

/** Stories of one measure and one pool; each answer is `OK`, or the reason of a no. */
export class MoneyStage {
  readonly store: MoneyStore = new MoneyStore()
  private readonly ids = new Set<string>()
  day: Day = '2026-03-02'

  constructor(content: MeasureContent, budgets: Readonly<Record<number, string>>) {
    this.record(facts.opened, facts.poolName, poolDecider)
    for (const [year, amount] of Object.entries(budgets)) this.budget(Number(year), amount)
    this.record(facts.entered(content), facts.measureNamed('m'), measureDecider)
  }

  budget(year: number, amount: string): void {
    this.record(facts.budgetSet(year, amount), facts.poolName, poolDecider)
  }

  record(fact: Parameters<MoneyStore['record']>[0], stream: string, fold: Parameters<MoneyStore['record']>[2]): void {
    this.store.record(fact, { stream, actor: facts.office, at: startOf(this.day) }, fold)
  }

  name = (id: string): string => `programmes/hunan/applications/${id}`

  application(id: string): Application {
    return this.store.stateOf<Application>(this.name(id)) as Application
  }

  pool(): Pool {
    return this.store.stateOf<Pool>(facts.poolName) as Pool
  }

  leftFen(year: number): bigint {
    return leftFen(this.pool().years[year] ?? noBudget)
  }

  measure(): Measure {
    return this.store.stateOf<Measure>(facts.measureNamed('m')) as Measure
  }

  ground(id: string): AssessmentGround {
    const { applicant } = ApplicationContent.fromJSON(this.application(id).content)
    const grants = this.store.stateOf<Grants>(applicantName(this.name(id), applicant?.code ?? ''))
    return { measure: this.measure(), pool: this.pool(), grants: grants ?? { grants: [] } }
  }

  act(id: string, command: ApplicationCommand, actor: string = facts.handler, signOff = facts.handling): string {
    return this.store.execute(applicationDecider, command, {
      ...{ stream: this.name(id), actor, signOff, at: startOf(this.day) },
    })
  }

  submit(id: string, number: number, changes: Partial<ApplicationContent> = {}): string {
    const { $type, name, applicantClass } = facts.asked().applicant as NonNullable<ApplicationContent['applicant']>
    this.ids.add(id)
    const content = facts.asked({
      ...{ measure: facts.measureNamed('m'), bills: [], ...changes },
      applicant: { $type, name, applicantClass, code: facts.codeOf(number) },
    })
    const poolNamed = (pool: string) => this.store.stateOf<Pool>(pool)
    const said = { content, recommenders: [], calendar, measure: this.measure(), poolNamed, entryOf: () => undefined }
    const command = { type: 'Submit' as const, ...said }
    return this.act(id, command, facts.sponsor)
  }

  admit(id: string): string {
    return this.act(id, { type: 'Admit', ...this.ground(id) })
  }

  approve(id: string): string {
    return this.act(id, { type: 'Approve' }, facts.handler, facts.approving)
  }

  draw(id: string, year: number, changes: object = {}): string {
    const command = { type: 'DrawInstalment' as const, year, credit, ...this.ground(id), ...changes }
    return this.act(id, command)
  }

  /** Shares out the pool among who answers a call, as far as they were seen. */
  apportion(
    call: string,
    seen: readonly string[] = [...this.ids],
    signOff = facts.handling,
    changes: object = {},
  ): string {
    const stream = apportionmentName(facts.measureNamed('m'), call)
    const grantsOf = (applicant: string) => this.store.stateOf<Grants>(applicant)
    const applications = seen.flatMap((id) =>
      this.application(id) ? [{ name: this.name(id), state: this.application(id) }] : [],
    )
    const ground = { measure: this.measure(), pool: this.pool(), applications, grantsOf }
    const command = { type: 'Apportion' as const, ...ground, ...changes }
    const said = { stream, actor: facts.handler, signOff, at: startOf(this.day) }
    return this.store.execute(apportionmentDecider, command, said)
  }

  // ---- Payments

  private pay(payment: string, command: object, actor: string, signOff = facts.signedBy()): string {
    const stream = `programmes/hunan/transfers/${payment}`
    return this.store.execute(transferDecider, command as TransferCommand, {
      ...{ stream, actor, signOff, at: startOf(this.day) },
    })
  }

  transfer(payment: string): Transfer {
    return this.store.stateOf<Transfer>(`programmes/hunan/transfers/${payment}`) as Transfer
  }

  request(payment: string, id: string, changes: object = {}, signOff = facts.handling): string {
    const classification = Classification.create({ functionCode: '2060499', economicCode: '50799' })
    const said = { name: this.name(id), fen: 0n, year: 0, classification, payee: 'programmes/hunan/payees/x' }
    const command = { type: 'Request', application: this.application(id), ...said, ...changes }
    return this.pay(payment, command, facts.handler, signOff)
  }

  approvePayment(payment: string, id: string, signOff = facts.approving): string {
    return this.pay(payment, { type: 'Approve', application: this.application(id) }, facts.finance, signOff)
  }

  order(payment: string, id: string, name: string): string {
    const account = {
      ...{ bankCode: '011551000018', holderName: name, masked: '**3456', number: { sha256: '', sizeBytes: 1 } },
      ...{ proposedBy: [], confirmedBy: [], effectiveFrom: '2026-01-01' },
    }
    const payee = { accounts: [account] } as unknown as Payee
    const application = this.application(id)
    if (this.transfer(payment).stage === 'REQUESTED') expect(this.approvePayment(payment, id)).toBe('OK')
    return this.pay(payment, { type: 'Order', application, payee, credit }, facts.finance, facts.signedBy('p-79'))
  }

  withdraw(payment: string, id: string): string {
    const command = { type: 'Withdraw', application: this.application(id), text: facts.reason }
    return this.pay(payment, command, facts.finance)
  }

  /** The bank books or returns so much of a payment, by the order that it has now unless it names another. */
  said(type: 'Book' | 'Return', payment: string, id: string, fen: bigint, named?: string): string {
    const evidence = { bankReference: `${type}-${payment}-${fen}`, fileSha256: new Uint8Array(), number: 1 }
    const endToEndId = named ?? this.transfer(payment).order?.endToEndId
    const said = { evidence, on: this.day, reasonCode: 'AC04', endToEndId }
    return this.pay(payment, { type, application: this.application(id), fen, ...said }, 'services/finance')
  }

  /** What the pool and its ledger differ in: nothing. */
  checkBooks(): void {
    const balances = new Balances()
    for (const entry of this.store.entries) balances.add(entry)
    expect(differences(facts.poolName, this.pool().years, balances)).toEqual([])
  }
}
