/** Vouchers on a real bus, as their callers move them: issued, presented, accepted. */
import { randomUUID } from 'node:crypto'
import type { Receipt } from '#proto/qiantou/record/v1/record.ts'
import type * as transfer from '#proto/qiantou/transfer/v1/transfer_service.ts'
import * as voucher from '#proto/qiantou/voucher/v1/voucher_service.ts'
import { dayOf, toDate } from '#shared/domain/calendar.ts'
import type { After } from '#shared/domain/decider.ts'
import { call } from '#shared/grpc/client.ts'
import type { TestBus } from './bus.ts'
import { enterprise, type Money, payers, signed } from './money.ts'
import type { Stubs } from './stubs.ts'
import { noon } from './task-facts.ts'

export const invoice = (number: string, fen: bigint) => ({
  $type: 'qiantou.application.v1.Bill' as const,
  ...{ invoice: number, date: toDate(dayOf(noon)), fen },
})

/** One programme's vouchers; every call builds on those before it. */
export class Vouching {
  private readonly stubs: (code: string) => Stubs
  private readonly money: Money
  private last: Receipt | undefined

  constructor(bus: Pick<TestBus, 'as'>, money: Money) {
    this.stubs = (code) => bus.as(code)
    this.money = money
  }

  get after(): readonly After[] {
    const { last } = this
    return [...this.money.after.filter(({ source }) => source !== last?.source), ...(last ? [last] : [])]
  }

  get parent(): string {
    return this.money.name('pools', 'vouchers').split('/').slice(0, 2).join('/')
  }

  name(voucherId: string): string {
    return `${this.parent}/vouchers/${voucherId}`
  }

  issuing(voucherId: string, faceFen = 100_000n): voucher.IssueVoucherRequest {
    return voucher.IssueVoucherRequest.create({
      ...{ requestId: randomUUID(), parent: this.parent, voucherId, title: '算力券', faceFen, validityDays: 30 },
      ...{ measure: this.money.name('measures', 'vouchers'), applicant: enterprise(1), signOff: signed('handle') },
      sponsor: `organisations/${payers.sponsor}`,
    })
  }

  presenting(voucherId: string, number = 'INV-1', fen = 100_000n): voucher.PresentVoucherRequest {
    const said = { requestId: randomUUID(), name: this.name(voucherId), bills: [invoice(number, fen)] }
    return voucher.PresentVoucherRequest.create(said)
  }

  accepting(voucherId: string, presentation = 1): voucher.AcceptPresentationRequest {
    const said = { requestId: randomUUID(), name: this.name(voucherId), presentation, signOff: signed('approve') }
    return voucher.AcceptPresentationRequest.create(said)
  }

  paying(voucherId: string, transferId: string): transfer.RequestPaymentRequest {
    return { ...this.money.request('none', transferId), application: '', voucher: this.name(voucherId) }
  }

  async issue(voucherId: string, faceFen?: bigint): Promise<string> {
    const { vouchers } = this.stubs(payers.handler)
    const request = this.issuing(voucherId, faceFen)
    await this.noted(call(vouchers, (stub) => stub.issueVoucher, request, this.after))
    return this.name(voucherId)
  }

  async present(voucherId: string, number?: string, fen?: bigint): Promise<void> {
    const { vouchers } = this.stubs(payers.sponsor)
    const request = this.presenting(voucherId, number, fen)
    await this.noted(call(vouchers, (stub) => stub.presentVoucher, request, this.after))
  }

  async accept(voucherId: string, presentation?: number): Promise<void> {
    const { vouchers } = this.stubs(payers.handler)
    const request = this.accepting(voucherId, presentation)
    await this.noted(call(vouchers, (stub) => stub.acceptPresentation, request, this.after))
  }

  async cancel(voucherId: string): Promise<void> {
    const { vouchers } = this.stubs(payers.handler)
    const said = { requestId: randomUUID(), name: this.name(voucherId), text: '企业已注销' }
    const request = voucher.CancelVoucherRequest.create(said)
    await this.noted(call(vouchers, (stub) => stub.cancelVoucher, request, this.after))
  }

  private async noted<Answer extends { readonly receipt?: Receipt | undefined }>(
    answer: Promise<Answer>,
  ): Promise<Answer> {
    const answered = await answer
    this.last = answered.receipt ?? this.last
    return answered
  }
}
