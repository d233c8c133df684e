import { QuotaPaymentProposed, QuotaSpendingPlanned } from '#proto/qiantou/allocation/v1/allocation_events.ts'
import { AwaitedMilestone, Bill, SpendingPart } from '#proto/qiantou/application/v1/application.ts'
import { AwaitedMilestoneAccepted } from '#proto/qiantou/application/v1/application_events.ts'
import { Reservation } from '#proto/qiantou/pool/v1/reservation.ts'
import { Creditor, PaymentRequested, PaymentWithdrawn } from '#proto/qiantou/transfer/v1/transfer_events.ts'
import { toDate } from '#shared/domain/calendar.ts'
import { czt, gxt, kjt, type Line, programme, reason } from './line.ts'

const [pool, task] = [`${programme}/pools/vouchers`, `${programme}/tasks/2026-1`]
const quota = `${pool}/quotas/hn-kjt`
const [account, year] = [`${quota}/general-budget-2060499-50799`, 2027]
const milestone = AwaitedMilestone.create({ task, organisation: gxt, milestone: 'half-year' })
const classification = {
  ...{ $type: 'qiantou.transfer.v1.Classification' as const, nature: 'FUND_NATURE_GENERAL_BUDGET' as const },
  ...{ functionCode: '2060499', economicCode: '50799' },
}
const finance = 'services/finance'
const subject = `${programme}/transfers/q2`
const payee = `${programme}/payees/91430100ma4l0000x9`
const reserved = Reservation.create({
  holder: subject,
  number: 1,
  applicant: payee,
  pool,
  year,
  quota: account,
  fen: 40_000n,
})

/** What a line of a quota has left is planned, a part of it proposed, requested with its invoice, and taken back. */
export const quotaPlans: readonly Line[] = [
  {
    ...{ subject: quota, actor: kjt, admits: [kjt, czt] },
    fact: QuotaSpendingPlanned.create({
      ...{ year, classification, firstNumber: 1 },
      parts: [
        SpendingPart.create({ fen: 60_000n, waitsFor: { $case: 'milestone', value: milestone } }),
        SpendingPart.create({ fen: 40_000n, waitsFor: { $case: 'due', value: toDate('2027-06-30') } }),
      ],
    }),
  },
  {
    ...{ subject: `${programme}/awaited/2026-1`, actor: finance },
    fact: AwaitedMilestoneAccepted.create({ account, year, numbers: [1] }),
  },
  {
    ...{ subject: quota, actor: finance },
    fact: QuotaPaymentProposed.create({ year, classification, number: 1, fen: 60_000n, milestone }),
  },
  {
    ...{ subject, actor: kjt, admits: [kjt, czt] },
    fact: PaymentRequested.create({
      ...{ quota, fen: 40_000n, payee, finance: czt, pool, year, classification, reserved, purpose: '算力服务费' },
      creditor: Creditor.create({ code: '91430100MA4L0000X9', name: '湘江智行有限公司' }),
      bills: [Bill.create({ invoice: 'INV-27', date: toDate('2027-03-01'), fen: 40_000n })],
    }),
  },
  {
    ...{ subject, actor: kjt },
    fact: PaymentWithdrawn.create({
      ...{ quota, fen: 40_000n, text: reason(98), year, released: reserved, invoices: ['INV-27'] },
    }),
  },
]
