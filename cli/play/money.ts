/** The steps that plays about money are made of, each a call of one body on the live bus, with who signs what. */
import { randomBytes, randomInt, randomUUID } from 'node:crypto'
import { ApplicationContent } from '#proto/qiantou/application/v1/application.ts'
import * as application from '#proto/qiantou/application/v1/application_service.ts'
import { type DeepPartial, MeasureContent } from '#proto/qiantou/measure/v1/measure.ts'
import { EnterMeasureRequest, MeasureServiceClient } from '#proto/qiantou/measure/v1/measure_service.ts'
import * as pool from '#proto/qiantou/pool/v1/pool_service.ts'
import type { SignOff } from '#proto/qiantou/record/v1/record.ts'
import * as payee from '#proto/qiantou/transfer/v1/payee_service.ts'
import * as transfer from '#proto/qiantou/transfer/v1/transfer_service.ts'
import { setFileClock } from '#shared/clock/file-clock.ts'
import { addDays, type Day } from '#shared/domain/calendar.ts'
import { withCheckCharacter } from '#shared/domain/credit-code.ts'
import type { ReadRecord } from '#shared/record/record.ts'
import { now } from '../input/now.ts'
import { dateOf } from '../input/text.ts'
import { today } from '../text/time.ts'
import { type MoneyLines, moneyLines, type Note, notes } from './money-lines.ts'
import { signersLeftOpen } from './signers.ts'
import type { Steps } from './steps.ts'

const { ApplicationServiceClient } = application
const { PayeeServiceClient } = payee
const { TransferServiceClient } = transfer

/** Who plays what. The handling body is the first that the measure names. */
export const troupe = {
  sponsor: 'organisations/hn-changsha',
  department: 'organisations/hn-gxt',
  handler: 'organisations/hn-fgw',
  finance: 'organisations/hn-czt',
} as const

/** Who signs what, by pseudonyms: never one person for two duties. */
const persons = { handle: 'p-1', review: 'p-2', approve: 'p-3', pay: 'p-4', check: 'p-5' } as const
export type Person = keyof typeof persons

export const signed = (person: Person): SignOff[] => {
  const steps = { handle: 'SIGN_OFF_STEP_HANDLED', review: 'SIGN_OFF_STEP_REVIEWED' } as const
  const step = person === 'handle' || person === 'review' ? steps[person] : 'SIGN_OFF_STEP_SIGNED'
  return [{ $type: 'qiantou.record.v1.SignOff', step, person: persons[person] }]
}

/** The file that a rehearsal takes its time from; undefined where time is the machine's. */
const clockFile = (): string | undefined => process.env.QIANTOU_CLOCK_FILE || undefined
export const isRehearsal = (): boolean => clockFile() !== undefined

/** One application with its measure, pool, payee and payment, all of this play's own. */
export class MoneyPlay {
  readonly steps: Steps
  readonly lines: MoneyLines
  protected readonly parent: string
  protected readonly id = `play-${randomBytes(4).toString('hex')}`
  protected readonly code = withCheckCharacter(`914301${`${randomInt(10 ** 10)}`.padStart(11, '0')}`)
  readonly year = Number(today(now()).slice(0, 4))

  constructor(steps: Steps, parent = `programmes/${steps.settings.programme}`) {
    this.steps = steps
    this.lines = moneyLines[steps.settings.language]
    this.parent = parent
  }

  get application(): string {
    return `${this.parent}/applications/${this.id}`
  }
  /** What it plays: where it stands is told under its name. */
  get subject(): string {
    return this.application
  }
  get poolTitle(): string {
    return this.lines.pool
  }
  get transfer(): string {
    return `${this.parent}/transfers/${this.id}`
  }
  get payee(): string {
    return `${this.parent}/payees/${this.code.toLowerCase()}`
  }
  get pool(): string {
    return `${this.parent}/pools/${this.id}`
  }

  // ---- What there is to pay out of

  /** A measure, its pool, and so much for this year. */
  async found(content: DeepPartial<MeasureContent>, budgetFen: bigint): Promise<void> {
    const { steps, lines, parent, id, year } = this
    await steps.cast.gather(Object.values(troupe))
    await signersLeftOpen(steps, [troupe.handler, troupe.finance])
    for (const name of [`${parent}/measures/${id}`, this.pool, this.subject, this.payee, this.transfer])
      await steps.stage.focus(name)
    const day = today(now())
    const measure = MeasureContent.fromPartial({
      ...{ clause: `${parent}/clauses/a5-6`, title: lines.measure, payee: 'PAYEE_BUILDER' },
      ...{ validFrom: dateOf(day), validUntil: dateOf(addDays(day, 365)) },
      organisations: [troupe.handler, troupe.department],
      ...content,
    })
    const entering = EnterMeasureRequest.create({ requestId: randomUUID(), parent, measureId: id, content: measure })
    await steps.as(steps.office, MeasureServiceClient, (client) => client.enterMeasure, entering)
    const opening = { requestId: randomUUID(), parent, poolId: id, title: this.poolTitle, finance: troupe.finance }
    const { PoolServiceClient } = pool
    await steps.as(steps.office, PoolServiceClient, (client) => client.openPool, pool.OpenPoolRequest.create(opening))
    const budget = { ...this.about(this.pool, 'approve'), year, fen: budgetFen, document: lines.document }
    await steps.as(troupe.finance, PoolServiceClient, (it) => it.setBudget, pool.SetBudgetRequest.create(budget))
  }

  // ---- Until it is approved

  async submit(asked: DeepPartial<ApplicationContent>, recommenders: readonly string[]): Promise<void> {
    const { steps, lines, parent, id } = this
    const content = ApplicationContent.fromPartial({
      ...{ measure: `${parent}/measures/${id}`, title: lines.title, project: 'smart-buses' },
      ...{ applicant: { code: this.code, name: lines.enterprise } },
      ...asked,
    })
    const request = { requestId: randomUUID(), parent, applicationId: id, content, recommenders: [...recommenders] }
    const message = application.SubmitApplicationRequest.create(request)
    await steps.as(troupe.sponsor, ApplicationServiceClient, (it) => it.submitApplication, message)
  }

  async recommend(body: string): Promise<void> {
    const fields = { ...this.about(this.application), text: this.lines.recommendation }
    const request = application.RecommendApplicationRequest.create(fields)
    await this.steps.as(body, ApplicationServiceClient, (it) => it.recommendApplication, request)
  }

  async admit(): Promise<void> {
    const request = application.AdmitApplicationRequest.create(this.about(this.application, 'handle'))
    await this.steps.as(troupe.handler, ApplicationServiceClient, (it) => it.admitApplication, request)
  }

  async checkCredit(): Promise<void> {
    const request = application.CheckCreditRequest.create(this.about(this.application, 'handle'))
    await this.steps.as(troupe.handler, ApplicationServiceClient, (it) => it.checkCredit, request)
  }

  async approveInvestment(investmentFen: bigint): Promise<void> {
    const said = { investmentFen, experts: ['e-1', 'e-2', 'e-3'], text: this.lines.expertise }
    const request = application.ApproveInvestmentRequest.create({ ...this.about(this.application, 'handle'), ...said })
    await this.steps.as(troupe.handler, ApplicationServiceClient, (it) => it.approveInvestment, request)
  }

  async reviewFinance(person: Person): Promise<void> {
    const fields = { ...this.about(this.application, person), text: this.lines.opinion }
    const request = application.ReviewFinanceRequest.create(fields)
    await this.steps.as(troupe.finance, ApplicationServiceClient, (it) => it.reviewFinance, request)
  }

  async decide(): Promise<void> {
    const fields = { ...this.about(this.application), minutes: this.lines.minutes }
    const request = application.DecideApplicationRequest.create(fields)
    await this.steps.as(troupe.handler, ApplicationServiceClient, (it) => it.decideApplication, request)
  }

  async openNotice(): Promise<void> {
    const request = application.OpenNoticeRequest.create(this.about(this.application))
    await this.steps.as(troupe.handler, ApplicationServiceClient, (it) => it.openNotice, request)
  }

  async approve(): Promise<void> {
    const request = application.ApproveApplicationRequest.create(this.about(this.application, 'approve'))
    await this.steps.as(troupe.handler, ApplicationServiceClient, (it) => it.approveApplication, request)
  }

  // ---- Until it is paid

  async proposeAccount(number: string): Promise<void> {
    const account = { number, bankCode: '011551000018', holderName: this.lines.enterprise }
    const request = payee.ProposeAccountRequest.create({ ...this.about(this.payee, 'pay'), ...account })
    await this.steps.as(troupe.finance, PayeeServiceClient, (it) => it.proposeAccount, request)
  }

  async confirmAccount(person: Person): Promise<payee.Payee> {
    const request = payee.ConfirmAccountRequest.create(this.about(this.payee, person))
    const answer = await this.steps.as(troupe.finance, PayeeServiceClient, (it) => it.confirmAccount, request)
    return answer.payee as payee.Payee
  }

  /** Of the application, unless it is said of what. */
  async requestPayment(of: { readonly voucher?: string } = {}): Promise<void> {
    const request = transfer.RequestPaymentRequest.fromPartial({
      ...{ requestId: randomUUID(), parent: this.parent, transferId: this.id, signOff: signed('handle') },
      ...(of.voucher ? of : { application: this.application }),
      classification: { nature: 'FUND_NATURE_GENERAL_BUDGET', functionCode: '2060499', economicCode: '50799' },
    })
    await this.steps.as(troupe.handler, TransferServiceClient, (it) => it.requestPayment, request)
  }

  async approvePayment(): Promise<void> {
    const request = transfer.ApprovePaymentRequest.create(this.about(this.transfer, 'approve'))
    await this.steps.as(troupe.finance, TransferServiceClient, (it) => it.approvePayment, request)
  }

  async orderPayment(): Promise<void> {
    const request = transfer.OrderPaymentRequest.create(this.about(this.transfer, 'pay'))
    await this.steps.as(troupe.finance, TransferServiceClient, (it) => it.orderPayment, request)
  }

  async evaluate(): Promise<void> {
    const fields = { ...this.about(this.application), rating: 'RATING_GOOD', text: this.lines.evaluation } as const
    const request = application.EvaluateApplicationRequest.create(fields)
    await this.steps.as(troupe.handler, ApplicationServiceClient, (it) => it.evaluateApplication, request)
  }

  /** Waits until the bank has said so of the payment, so many times in all. */
  async heard(type: string, times = 1): Promise<void> {
    const isIt = (record: ReadRecord): boolean => record.type === type && record.subject === this.transfer
    await this.steps.stage.told((records) => records.filter(isIt).length >= times)
  }

  // ---- What is told between them

  async note(note: Note, day: Day = ''): Promise<void> {
    await this.steps.stage.aside({ kind: 'note', name: this.subject, note, day, said: notes[note](day) })
  }

  /** Moves the time of a rehearsal on to a day, where it has not come yet. */
  async wait(day: Day): Promise<void> {
    const file = clockFile()
    if (!file || day <= today(now())) return
    setFileClock(file, new Date(`${day}T12:00:00+08:00`))
    await this.note('TIME_MOVED', day)
  }

  async showAward(): Promise<void> {
    const { assessment } = await this.readApplication()
    if (assessment) await this.steps.stage.aside({ kind: 'award', name: this.application, assessment })
  }

  async showPool(): Promise<void> {
    const request = pool.GetPoolRequest.create({ name: this.pool })
    const found = (await this.steps.ask(pool.PoolServiceClient, (it) => it.getPool, request)).pool
    const year = found?.years.find((one) => one.year === this.year)
    if (year) await this.steps.stage.aside({ kind: 'pool', name: this.pool, year })
  }

  async readApplication(): Promise<application.Application> {
    const request = application.GetApplicationRequest.create({ name: this.application })
    const answer = await this.steps.ask(ApplicationServiceClient, (it) => it.getApplication, request)
    return answer.application as application.Application
  }

  async readTransfer(): Promise<transfer.Transfer> {
    const request = transfer.GetTransferRequest.create({ name: this.transfer })
    const answer = await this.steps.ask(TransferServiceClient, (it) => it.getTransfer, request)
    return answer.transfer as transfer.Transfer
  }

  protected about(name: string, person?: Person) {
    return { requestId: randomUUID(), name, signOff: person ? signed(person) : [] }
  }
}
