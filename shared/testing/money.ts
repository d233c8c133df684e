/** Money on a real bus, as its callers move it: a measure, its pool, applications, step by step. */
import { randomUUID } from 'node:crypto'
import { ApplicationContent } from '#proto/qiantou/application/v1/application.ts'
import * as application from '#proto/qiantou/application/v1/application_service.ts'
import type { MeasureContent } from '#proto/qiantou/measure/v1/measure.ts'
import * as measure from '#proto/qiantou/measure/v1/measure_service.ts'
import * as pool from '#proto/qiantou/pool/v1/pool_service.ts'
import type { Receipt } from '#proto/qiantou/record/v1/record.ts'
import * as payee from '#proto/qiantou/transfer/v1/payee_service.ts'
import * as transfer from '#proto/qiantou/transfer/v1/transfer_service.ts'
import { type Day, dayOf, toDate } from '#shared/domain/calendar.ts'
import { withCheckCharacter } from '#shared/domain/credit-code.ts'
import type { After } from '#shared/domain/decider.ts'
import { call } from '#shared/grpc/client.ts'
import type { TestBus } from './bus.ts'
import { fixedContent } from './measure-facts.ts'
import type { Stubs } from './stubs.ts'
import { noon } from './task-facts.ts'

/** Who plays what: `handler` is the first body that the measure names. */
export const payers = { office: 'hn-office', handler: 'hn-kjt', sponsor: 'hn-fgw', finance: 'hn-czt' } as const

/** Who signs what: never one person for two duties. */
const persons = { handle: 'p-71', review: 'p-72', approve: 'p-73', pay: 'p-74', check: 'p-75' } as const
export const signed = (person: keyof typeof persons) => [
  { $type: 'qiantou.record.v1.SignOff' as const, step: 'SIGN_OFF_STEP_SIGNED' as const, person: persons[person] },
]

/** An enterprise by a number, with a true credit code. */
export const enterprise = (number: number) => ({
  $type: 'qiantou.application.v1.Applicant' as const,
  code: withCheckCharacter(`914301${`${number}`.padStart(11, '0')}`),
  name: `湖南第 ${number} 号公司`,
  applicantClass: '',
})

/** One programme's money; every call builds on those before it. */
export class Money {
  /** Who acts, by the body's code. */
  readonly stubs: (code: string) => Stubs
  readonly parent: string
  private readonly year: number
  private readonly known = new Map<string, bigint>()

  /** `year`: of a bus that does not keep the tests' time. */
  constructor(bus: Pick<TestBus, 'as'>, parent: string, after: readonly After[], year = thisYear()) {
    this.stubs = (code) => bus.as(code)
    this.parent = parent
    this.year = year
    for (const { source, sequence } of after) this.known.set(source, sequence)
  }

  get after(): readonly After[] {
    return [...this.known].map(([source, sequence]) => ({ source, sequence }))
  }

  name(kind: 'measures' | 'pools' | 'applications' | 'payees' | 'transfers', id: string): string {
    return `${this.parent}/${kind}/${id}`
  }

  async enter(measureId = 'vouchers', changes: Partial<MeasureContent> = {}): Promise<string> {
    const content = { ...fixedContent(`${this.parent}/clauses/vouchers`), ...changes }
    const request = { requestId: randomUUID(), parent: this.parent, measureId, content }
    const { measures } = this.stubs(payers.office)
    await this.noted(
      call(measures, (stub) => stub.enterMeasure, measure.EnterMeasureRequest.create(request), this.after),
    )
    return this.name('measures', measureId)
  }

  async openPool(poolId = 'vouchers', carriesOver = false): Promise<string> {
    const request = { requestId: randomUUID(), parent: this.parent, poolId, title: '算力券资金池', carriesOver }
    const finance = `organisations/${payers.finance}`
    const { pools } = this.stubs(payers.office)
    await this.noted(
      call(pools, (stub) => stub.openPool, pool.OpenPoolRequest.create({ ...request, finance }), this.after),
    )
    return this.name('pools', poolId)
  }

  async setBudget(fen: bigint, poolId = 'vouchers', year = this.year): Promise<void> {
    const request = {
      requestId: randomUUID(),
      name: this.name('pools', poolId),
      year,
      fen,
      document: '湘财预〔2026〕12号',
      signOff: signed('approve'),
    }
    const { pools } = this.stubs(payers.finance)
    await this.noted(call(pools, (stub) => stub.setBudget, pool.SetBudgetRequest.create(request), this.after))
  }

  /** A measure with its pool, and so much for this year. */
  async ready(fen = 10_000_000_000n, changes: Partial<MeasureContent> = {}): Promise<void> {
    await this.enter('vouchers', changes)
    await this.openPool()
    await this.setBudget(fen)
  }

  /** A call of a budget year, which takes applications for the measure on these days. */
  async openCall(year: number, first: Day, last: Day, measureId = 'vouchers'): Promise<void> {
    const content = { year, firstDay: toDate(first), lastDay: toDate(last), terms: [] }
    const { measures } = this.stubs(payers.office)
    const request = measure.OpenCallRequest.fromPartial({
      ...{ requestId: randomUUID(), name: this.name('measures', measureId), callId: 'c1', content },
    })
    await this.noted(call(measures, (stub) => stub.openCall, request, this.after))
  }

  content(number: number, fen = 1_234_567_891n): ApplicationContent {
    return ApplicationContent.fromPartial({
      ...{ measure: this.name('measures', 'vouchers'), applicant: enterprise(number), title: '算力支出补贴' },
      bills: [{ invoice: `INV-${number}`, date: toDate(dayOf(noon)), fen }],
    })
  }

  submission(applicationId: string, content: ApplicationContent, recommenders: readonly string[] = [payers.handler]) {
    return application.SubmitApplicationRequest.create({
      ...{ requestId: randomUUID(), parent: this.parent, applicationId, content },
      recommenders: recommenders.map((code) => `organisations/${code}`),
    })
  }

  async submit(applicationId: string, content = this.content(1), recommenders?: readonly string[]): Promise<string> {
    const { applications } = this.stubs(payers.sponsor)
    const request = this.submission(applicationId, content, recommenders)
    await this.noted(call(applications, (stub) => stub.submitApplication, request, this.after))
    return this.name('applications', applicationId)
  }

  async recommend(name: string): Promise<void> {
    const { applications } = this.stubs(payers.handler)
    const request = application.RecommendApplicationRequest.create({ requestId: randomUUID(), name, text: '同意推荐' })
    await this.noted(call(applications, (stub) => stub.recommendApplication, request, this.after))
  }

  async admit(name: string): Promise<application.Application> {
    const { applications } = this.stubs(payers.handler)
    const said = { requestId: randomUUID(), name, signOff: signed('handle') }
    const request = application.AdmitApplicationRequest.create(said)
    return (await this.noted(call(applications, (stub) => stub.admitApplication, request, this.after)))
      .application as never
  }

  async checkCredit(name: string): Promise<void> {
    const { applications } = this.stubs(payers.handler)
    const said = { requestId: randomUUID(), name, signOff: signed('handle') }
    const request = application.CheckCreditRequest.create(said)
    await this.noted(call(applications, (stub) => stub.checkCredit, request, this.after))
  }

  async reviewFinance(name: string): Promise<void> {
    const { applications } = this.stubs(payers.finance)
    const said = { requestId: randomUUID(), name, text: '额度无误', signOff: signed('review') }
    const request = application.ReviewFinanceRequest.create(said)
    await this.noted(call(applications, (stub) => stub.reviewFinance, request, this.after))
  }

  async decide(name: string): Promise<void> {
    const { applications } = this.stubs(payers.handler)
    const request = application.DecideApplicationRequest.create({
      requestId: randomUUID(),
      name,
      minutes: '党组会议纪要〔2026〕3号',
    })
    await this.noted(call(applications, (stub) => stub.decideApplication, request, this.after))
  }

  async openNotice(name: string): Promise<void> {
    const { applications } = this.stubs(payers.handler)
    const request = application.OpenNoticeRequest.create({ requestId: randomUUID(), name })
    await this.noted(call(applications, (stub) => stub.openNotice, request, this.after))
  }

  async raiseObjection(name: string): Promise<void> {
    const { applications } = this.stubs(payers.handler)
    const request = application.RaiseObjectionRequest.create({ requestId: randomUUID(), name, text: '票据存疑' })
    await this.noted(call(applications, (stub) => stub.raiseObjection, request, this.after))
  }

  async requestSupplement(name: string): Promise<void> {
    const { applications } = this.stubs(payers.handler)
    const request = application.RequestSupplementRequest.create({ requestId: randomUUID(), name, text: '缺合同' })
    await this.noted(call(applications, (stub) => stub.requestSupplement, request, this.after))
  }

  async approve(name: string): Promise<void> {
    const { applications } = this.stubs(payers.handler)
    const said = { requestId: randomUUID(), name, signOff: signed('approve') }
    const request = application.ApproveApplicationRequest.create(said)
    await this.noted(call(applications, (stub) => stub.approveApplication, request, this.after))
  }

  /** An account of an enterprise, which another person confirms. */
  async account(number: number, account = '43001234567890123456'): Promise<string> {
    const { name: holderName, code } = enterprise(number)
    const name = `${this.parent}/payees/${code.toLowerCase()}`
    const { payees } = this.stubs(payers.finance)
    const proposal = { requestId: randomUUID(), name, number: account, bankCode: '011551000018', holderName }
    const proposed = payee.ProposeAccountRequest.create({ ...proposal, signOff: signed('pay') })
    await this.noted(call(payees, (stub) => stub.proposeAccount, proposed, this.after))
    const confirmed = payee.ConfirmAccountRequest.create({ requestId: randomUUID(), name, signOff: signed('check') })
    await this.noted(call(payees, (stub) => stub.confirmAccount, confirmed, this.after))
    return name
  }

  request(applicationId: string, transferId: string, fen = 0n): transfer.RequestPaymentRequest {
    return transfer.RequestPaymentRequest.create({
      ...{ requestId: randomUUID(), parent: this.parent, transferId, fen, signOff: signed('handle') },
      application: this.name('applications', applicationId),
      classification: {
        $type: 'qiantou.transfer.v1.Classification',
        ...{ nature: 'FUND_NATURE_GENERAL_BUDGET', functionCode: '2060499', economicCode: '50799' },
      },
    })
  }

  async requestPayment(applicationId: string, transferId: string, fen = 0n): Promise<string> {
    const { transfers } = this.stubs(payers.handler)
    const request = this.request(applicationId, transferId, fen)
    await this.noted(call(transfers, (stub) => stub.requestPayment, request, this.after))
    return `${this.parent}/transfers/${transferId}`
  }

  async approvePayment(name: string): Promise<void> {
    const { transfers } = this.stubs(payers.finance)
    const request = transfer.ApprovePaymentRequest.create({ requestId: randomUUID(), name, signOff: signed('approve') })
    await this.noted(call(transfers, (stub) => stub.approvePayment, request, this.after))
  }

  async orderPayment(name: string): Promise<void> {
    const { transfers } = this.stubs(payers.finance)
    const request = transfer.OrderPaymentRequest.create({ requestId: randomUUID(), name, signOff: signed('pay') })
    await this.noted(call(transfers, (stub) => stub.orderPayment, request, this.after))
  }

  async transfer(name: string): Promise<transfer.Transfer> {
    const { transfers } = this.stubs(payers.finance)
    const request = transfer.GetTransferRequest.create({ name })
    return (await call(transfers, (stub) => stub.getTransfer, request, this.after)).transfer as transfer.Transfer
  }

  async pool(poolId = 'vouchers'): Promise<pool.Pool> {
    const { pools } = this.stubs(payers.finance)
    const request = pool.GetPoolRequest.create({ name: this.name('pools', poolId) })
    return (await call(pools, (stub) => stub.getPool, request, this.after)).pool as pool.Pool
  }

  /** Changes an award by a new basis. */
  async amend(name: string, basisFen: bigint): Promise<void> {
    const { applications } = this.stubs(payers.handler)
    const said = { requestId: randomUUID(), name, basisFen, minutes: '党组会议纪要〔2026〕4号', text: '核减' }
    const request = application.AmendAwardRequest.create({ ...said, signOff: signed('approve') })
    await this.noted(call(applications, (stub) => stub.amendAward, request, this.after))
  }

  /** Has an application of an enterprise approved, by the shortest procedure. */
  async approved(applicationId: string, content: ApplicationContent): Promise<string> {
    const name = await this.submit(applicationId, content, [])
    await this.admit(name)
    await this.approve(name)
    return name
  }

  /** Takes the steps before one, of the whole procedure but for experts; the notice stays open. */
  async until(step: keyof typeof order, name: string): Promise<void> {
    const steps = [
      () => this.recommend(name),
      () => this.admit(name),
      () => this.checkCredit(name),
      () => this.reviewFinance(name),
      () => this.decide(name),
      () => this.openNotice(name),
    ]
    for (const take of steps.slice(0, order[step])) await take()
  }

  async noted<Answer extends { readonly receipt?: Receipt | undefined }>(answer: Promise<Answer>): Promise<Answer> {
    const answered = await answer
    const { receipt } = answered
    if (receipt) this.known.set(receipt.source, receipt.sequence)
    return answered
  }
}

const order = {
  recommend: 0,
  admit: 1,
  checkCredit: 2,
  reviewFinance: 3,
  decide: 4,
  openNotice: 5,
  approve: 6,
} as const

/** No step but those that are always there. */
export const shortest: MeasureContent['procedure'] = ['PROCEDURE_STEP_ADMISSION', 'PROCEDURE_STEP_APPROVAL']

export const thisYear = (): number => Number(dayOf(noon).slice(0, 4))
