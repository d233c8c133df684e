/** Reasons about vouchers. */
import type { Sentences } from './sentences.ts'

export const voucherSentences: Sentences = {
  VOUCHER_NOT_FOUND: { en: 'There is no such voucher', zh: '无此券' },
  VOUCHER_EXISTS: {
    en: 'There is a voucher of that name already; take another id',
    zh: '已有同名的券,请另取编号',
  },
  VOUCHER_ENDED: { en: 'The voucher is {state}', zh: '该券现为 {state},不能再办理' },
  VOUCHER_TOO_LARGE: {
    en: 'At most {fen} fen can be issued: {step} leaves no more',
    zh: '至多可发放面额 {fen} 分,受限于 {step}',
  },
  VOUCHER_OUTLASTS_MEASURE: {
    en: 'It would be valid until {lastDay}, and the measure is in force until {until}',
    zh: '券有效期至 {lastDay},晚于措施有效期末日 {until}',
  },
  MEASURE_WITHOUT_VOUCHERS: {
    en: 'No vouchers are issued under a measure that is paid over years, shared out in proportion, or not applied for',
    zh: '分年拨付、按比例分配或免申即享的措施不发放券',
  },
  MEASURE_WITHOUT_BILLS: {
    en: 'Vouchers are issued under measures that pay a share of bills',
    zh: '仅按票据比例补贴的措施可发放券',
  },
  PRESENTATION_NOT_FOUND: { en: 'There is no presentation {presentation}', zh: '无第 {presentation} 次兑付申请' },
  PRESENTATION_ANSWERED: {
    en: 'Presentation {presentation} is {state} already',
    zh: '第 {presentation} 次兑付申请已办结:{state}',
  },
  PRESENTATIONS_FULL: {
    en: 'A voucher is presented {most} times at most',
    zh: '一张券至多可申请兑付 {most} 次',
  },
  INVOICE_USED: {
    en: 'The invoice {invoice} was presented with this voucher before',
    zh: '票据 {invoice} 已凭本券申请兑付',
  },
  NOTHING_TO_REDEEM: {
    en: "The voucher's share of these bills comes to less than the smallest amount that is paid; refuse them, so that they can be presented with others",
    zh: '按比例核算不足最小支付单位,无可兑付金额;请退回,以便与其他票据一并申请',
  },
}
