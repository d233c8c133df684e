/** How facts about vouchers are said. */
import type * as events from '#proto/qiantou/voucher/v1/voucher_events.ts'
import { yuanOf } from '#shared/domain/amount.ts'
import { bodySucceeded } from './body-fact.ts'
import type { Tales } from './tale.ts'
import { dateText } from './time.ts'

type VoucherFact =
  | events.VoucherIssued
  | events.VoucherPresented
  | events.PresentationRefused
  | events.VoucherRedeemed
  | events.VoucherExpired
  | events.VoucherCancelled
  | events.VoucherBodySucceeded

type Ended = Pick<events.VoucherExpired, 'released' | 'reserved'>
const wentBack = ({ released, reserved }: Ended): string => yuanOf((released?.fen ?? 0n) - (reserved?.fen ?? 0n))

export const voucherTales: Tales<VoucherFact> = {
  'qiantou.voucher.v1.VoucherBodySucceeded': bodySucceeded,
  'qiantou.voucher.v1.VoucherIssued': ({ title, applicant, reserved, lastDay }) => ({
    zh: `向${applicant?.name ?? ''}发放“${title}”,面额 ${yuanOf(reserved?.fen ?? 0n)} 元,有效期至 ${dateText(lastDay)}`,
    en: `issued “${title}” of ${yuanOf(reserved?.fen ?? 0n)} yuan to ${applicant?.name ?? ''}, valid until ${dateText(lastDay)}`,
  }),
  'qiantou.voucher.v1.VoucherPresented': ({ presentation, bills }) => {
    const sum = yuanOf(bills.reduce((all, { fen }) => all + fen, 0n))
    return {
      zh: `第 ${presentation} 次申请兑付,票据 ${bills.length} 张,合计 ${sum} 元`,
      en: `presented bills of ${sum} yuan (${bills.length}): presentation ${presentation}`,
    }
  },
  'qiantou.voucher.v1.PresentationRefused': ({ presentation }) => ({
    zh: `退回第 ${presentation} 次兑付申请`,
    en: `refused presentation ${presentation}`,
  }),
  'qiantou.voucher.v1.VoucherRedeemed': ({ fen, leftFen }) => ({
    zh: `兑付 ${yuanOf(fen)} 元,余额 ${yuanOf(leftFen)} 元`,
    en: `redeemed ${yuanOf(fen)} yuan: ${yuanOf(leftFen)} are left`,
  }),
  'qiantou.voucher.v1.VoucherExpired': (ended) => ({
    zh: `券已到期,余额 ${wentBack(ended)} 元退回资金池`,
    en: `the voucher expired: ${wentBack(ended)} yuan went back into the pool`,
  }),
  'qiantou.voucher.v1.VoucherCancelled': (ended) => ({
    zh: `作废该券,余额 ${wentBack(ended)} 元退回资金池`,
    en: `cancelled the voucher: ${wentBack(ended)} yuan went back into the pool`,
  }),
}
