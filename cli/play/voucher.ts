/** The scenario of a voucher: issued, presented, refused and redeemed in part, paid by the test bank; then its last day. */
import { randomUUID } from 'node:crypto'
import { Bill } from '#proto/qiantou/application/v1/application.ts'
import { PaymentBooked } from '#proto/qiantou/transfer/v1/transfer_events.ts'
import type { Transfer } from '#proto/qiantou/transfer/v1/transfer_service.ts'
import { VoucherExpired } from '#proto/qiantou/voucher/v1/voucher_events.ts'
import * as voucher from '#proto/qiantou/voucher/v1/voucher_service.ts'
import { addDays, dayFrom, toDate } from '#shared/domain/calendar.ts'
import { now } from '../input/now.ts'
import { today } from '../text/time.ts'
import { isRehearsal, MoneyPlay, type Person, signed, troupe } from './money.ts'
import { order, shortGrant } from './money-scenario.ts'
import type { Steps } from './steps.ts'
import { PlayedBank } from './test-bank.ts'

const { VoucherServiceClient } = voucher

/** One voucher with its measure, pool, payee and payment, all of this play's own. */
class VoucherPlay extends MoneyPlay {
  override get subject(): string {
    return `${this.parent}/vouchers/${this.id}`
  }
  override get poolTitle(): string {
    return this.lines.voucherPool
  }

  async issue(faceFen: bigint, validityDays: number): Promise<void> {
    const { lines, parent, id } = this
    const request = voucher.IssueVoucherRequest.fromPartial({
      ...{ requestId: randomUUID(), signOff: signed('handle'), parent, voucherId: id },
      measure: `${parent}/measures/${id}`,
      ...{ title: lines.voucher, applicant: { code: this.code, name: lines.enterprise }, sponsor: troupe.sponsor },
      ...{ faceFen, validityDays },
    })
    await this.steps.as(troupe.handler, VoucherServiceClient, (it) => it.issueVoucher, request)
  }

  async present(...bills: readonly (readonly [string, bigint])[]): Promise<void> {
    const date = toDate(today(now()))
    const request = voucher.PresentVoucherRequest.create({
      ...{ requestId: randomUUID(), name: this.subject },
      bills: bills.map(([invoice, fen]) => Bill.create({ invoice, date, fen })),
    })
    await this.steps.as(troupe.sponsor, VoucherServiceClient, (it) => it.presentVoucher, request)
  }

  async accept(presentation: number, person: Person): Promise<void> {
    const request = voucher.AcceptPresentationRequest.create({ ...this.about(this.subject, person), presentation })
    await this.steps.as(troupe.handler, VoucherServiceClient, (it) => it.acceptPresentation, request)
  }

  async refuse(presentation: number): Promise<void> {
    const said = { ...this.about(this.subject), presentation, text: this.lines.refusal }
    const request = voucher.RefusePresentationRequest.create(said)
    await this.steps.as(troupe.handler, VoucherServiceClient, (it) => it.refusePresentation, request)
  }

  async readVoucher(): Promise<voucher.Voucher> {
    const request = voucher.GetVoucherRequest.create({ name: this.subject })
    const answer = await this.steps.ask(VoucherServiceClient, (it) => it.getVoucher, request)
    return answer.voucher as voucher.Voucher
  }

  /** Where time can be moved on the voucher is seen to expire; otherwise it is said when it does. */
  async expire(): Promise<void> {
    const { lastDay } = await this.readVoucher()
    const day = lastDay ? dayFrom(lastDay) : today(now())
    if (!isRehearsal()) return this.note('VOUCHER_EXPIRES', day)
    await this.wait(addDays(day, 1))
    await this.steps.stage.told((records) =>
      records.some(({ type, subject }) => type === VoucherExpired.$type && subject === this.subject),
    )
    await this.showPool()
  }
}

/** How it ends: the voucher, and what was paid of it. */
export type Redeemed = { readonly voucher: voucher.Voucher; readonly transfer: Transfer }

/** A voucher of 100 000 yuan, of 30% of bills, of which 66 000 are redeemed. */
export async function voucherScenario(steps: Steps): Promise<Redeemed> {
  const bank = new PlayedBank(steps.settings)
  const play = new VoucherPlay(steps)
  const { subject, lines } = play
  try {
    await play.found({ ...shortGrant, title: lines.voucherMeasure, payee: 'PAYEE_APPLICANT' }, 500_000_000n)
    await play.issue(10_000_000n, 30)
    await play.present(['FP-1', 12_000_000n], ['FP-2', 10_000_000n])
    await steps.refused(subject, troupe.sponsor, 'INVOICE_USED', () => play.present(['FP-2', 10_000_000n]))
    await play.present(['FP-9', 5_000_000n])
    await play.refuse(2)
    await steps.refused(subject, troupe.handler, 'DUTIES_NOT_SEPARATE', () => play.accept(1, 'handle'))
    await play.accept(1, 'approve')
    await bank.open('books')
    await order(play, () => play.requestPayment({ voucher: subject }))
    await play.heard(PaymentBooked.$type)
    await play.showPool()
    await play.expire()
    return { voucher: await play.readVoucher(), transfer: await play.readTransfer() }
  } finally {
    await bank.close()
  }
}
