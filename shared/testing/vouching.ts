/** Vouchers on a real bus, as their callers move them: issued, presented, accepted. */
import { randomUUID } from 'node:crypto'
import type * as transfer from '#proto/qiantou/transfer/v1/transfer_service.ts'
import * as voucher from '#proto/qiantou/voucher/v1/voucher_service.ts'
import { dayOf, toDate } from '#shared/domain/calendar.ts'
import { call } from '#shared/grpc/client.ts'
import { enterprise, type Money, payers, signed } from './money.ts'
import { noon } from './task-facts.ts'

export const invoice = (number: string, fen: bigint) => ({
  $type: 'qiantou.application.v1.Bill' as const,
  ...{ invoice: number, date: toDate(dayOf(noon)), fen },
})

/** One programme's vouchers; every call builds on those before it. */
export class Vouching {
  readonly money: Money

  constructor(money: Money) {
    this.money = money
  }

  name(voucherId: string): string {
    return `${this.money.parent}/vouchers/${voucherId}`
  }

  issuing(voucherId: string, faceFen = 100_000n): voucher.IssueVoucherRequest {
    return voucher.IssueVoucherRequest.create({
      ...{ requestId: randomUUID(), parent: this.money.parent, voucherId, title: '算力券', faceFen, validityDays: 30 },
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
    const { vouchers } = this.money.stubs(payers.handler)
    const request = this.issuing(voucherId, faceFen)
    await this.money.noted(call(vouchers, (stub) => stub.issueVoucher, request, this.money.after))
    return this.name(voucherId)
  }

  async present(voucherId: string, number?: string, fen?: bigint): Promise<void> {
    const { vouchers } = this.money.stubs(payers.sponsor)
    const request = this.presenting(voucherId, number, fen)
    await this.money.noted(call(vouchers, (stub) => stub.presentVoucher, request, this.money.after))
  }

  async accept(voucherId: string, presentation?: number): Promise<void> {
    const { vouchers } = this.money.stubs(payers.handler)
    const request = this.accepting(voucherId, presentation)
    await this.money.noted(call(vouchers, (stub) => stub.acceptPresentation, request, this.money.after))
  }

  async cancel(voucherId: string): Promise<void> {
    const { vouchers } = this.money.stubs(payers.handler)
    const said = { requestId: randomUUID(), name: this.name(voucherId), text: '企业已注销' }
    const request = voucher.CancelVoucherRequest.create(said)
    await this.money.noted(call(vouchers, (stub) => stub.cancelVoucher, request, this.money.after))
  }
}
