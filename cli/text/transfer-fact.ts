/** How facts about payments, and about the accounts that they go to, are said. */
import type * as payee from '#proto/qiantou/transfer/v1/payee_events.ts'
import type * as events from '#proto/qiantou/transfer/v1/transfer_events.ts'
import { yuanOf } from '#shared/domain/amount.ts'
import { bodySucceeded } from './body-fact.ts'
import { fundsRecovered, recoveryAgreed, recoveryOverdue } from './recovery-fact.ts'
import type { Tales } from './tale.ts'
import { dateText } from './time.ts'

type TransferFact =
  | events.PaymentRequested
  | events.PaymentApproved
  | events.PaymentOrdered
  | events.PaymentBooked
  | events.PaymentReturned
  | events.PaymentRejected
  | events.PaymentWithdrawn
  | events.OrderEnded
  | events.RecoveryClaimed
  | events.ClaimReduced
  | events.RecoveryAgreed
  | events.RecoveryOverdue
  | events.FundsRecovered
  | events.TransferBodySucceeded
  | payee.AccountProposed
  | payee.AccountConfirmed
  | payee.AccountRefused

export const transferTales: Tales<TransferFact> = {
  'qiantou.transfer.v1.TransferBodySucceeded': bodySucceeded,
  'qiantou.transfer.v1.PaymentRequested': ({ fen, creditor, purpose }) =>
    creditor
      ? {
          zh: `申请从预算指标向 ${creditor.name} 支付 ${yuanOf(fen)} 元(${purpose})`,
          en: `asked for ${yuanOf(fen)} yuan to be paid to ${creditor.name} out of its quota (${purpose})`,
        }
      : { zh: `申请支付 ${yuanOf(fen)} 元`, en: `asked for ${yuanOf(fen)} yuan to be paid` },
  'qiantou.transfer.v1.PaymentApproved': () => ({ zh: '同意支付', en: 'agreed to the payment' }),
  'qiantou.transfer.v1.PaymentOrdered': ({ fen, accountMasked }) => ({
    zh: `向 ${accountMasked} 支付 ${yuanOf(fen)} 元,指令已发出`,
    en: `ordered ${yuanOf(fen)} yuan to be paid to ${accountMasked}`,
  }),
  'qiantou.transfer.v1.PaymentBooked': ({ fen, bookedOn }) => ({
    zh: `银行回单:${dateText(bookedOn)} 入账 ${yuanOf(fen)} 元`,
    en: `the bank booked ${yuanOf(fen)} yuan on ${dateText(bookedOn)}`,
  }),
  'qiantou.transfer.v1.PaymentReturned': ({ fen, returnedOn, reasonCode, unclaimed, claimed }) => {
    const settled = yuanOf((unclaimed?.fen ?? 0n) - (claimed?.fen ?? 0n))
    const [zh, en] = unclaimed
      ? [`,其中 ${settled} 元抵应收回款`, `; ${settled} of them settle what is claimed back`]
      : ['', '']
    return {
      zh: `退票:${dateText(returnedOn)} 退回 ${yuanOf(fen)} 元(${reasonCode})${zh}`,
      en: `${yuanOf(fen)} yuan came back on ${dateText(returnedOn)} (${reasonCode})${en}`,
    }
  },
  'qiantou.transfer.v1.PaymentRejected': ({ reasonCode }) => ({
    zh: `银行拒绝支付(${reasonCode})`,
    en: `the bank refused the order (${reasonCode})`,
  }),
  'qiantou.transfer.v1.OrderEnded': ({ fen }) => ({
    zh: `登记银行不再支付指令余额 ${yuanOf(fen)} 元`,
    en: `recorded that the bank does not pay the other ${yuanOf(fen)} yuan of the order`,
  }),
  'qiantou.transfer.v1.PaymentWithdrawn': ({ fen }) => ({
    zh: `撤回支付申请 ${yuanOf(fen)} 元`,
    en: `took back the payment of ${yuanOf(fen)} yuan`,
  }),
  'qiantou.transfer.v1.RecoveryClaimed': ({ fen, document }) => ({
    zh: `应收回 ${yuanOf(fen)} 元(${document})`,
    en: `claimed ${yuanOf(fen)} yuan back (${document})`,
  }),
  'qiantou.transfer.v1.ClaimReduced': ({ fen, document }) => ({
    zh: `核减应收回 ${yuanOf(fen)} 元(${document})`,
    en: `claimed ${yuanOf(fen)} yuan less back (${document})`,
  }),
  'qiantou.transfer.v1.RecoveryAgreed': recoveryAgreed,
  'qiantou.transfer.v1.RecoveryOverdue': recoveryOverdue,
  'qiantou.transfer.v1.FundsRecovered': fundsRecovered,
  'qiantou.transfer.v1.AccountProposed': ({ masked, holderName }) => ({
    zh: `录入收款账户 ${masked}(${holderName})`,
    en: `named the account ${masked} (${holderName})`,
  }),
  'qiantou.transfer.v1.AccountConfirmed': ({ effectiveFrom }) => ({
    zh: `复核收款账户,自 ${dateText(effectiveFrom)} 起生效`,
    en: `confirmed the account, which counts from ${dateText(effectiveFrom)}`,
  }),
  'qiantou.transfer.v1.AccountRefused': () => ({ zh: '退回收款账户', en: 'did not confirm the account' }),
}
