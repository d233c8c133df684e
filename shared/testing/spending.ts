/** A payment out of the quota of allocation-facts.ts, from request to what the bank says of it: commands, and the quota after it. */

import { Reservation } from '#proto/qiantou/pool/v1/reservation.ts'
import { Creditor, PaymentRequested } from '#proto/qiantou/transfer/v1/transfer_events.ts'
import { type Paid, paidByTransfer, type Spending } from '#services/finance/domain/payable.ts'
import { payeeFor } from '#services/finance/domain/payee.ts'
import type { Pool } from '#services/finance/domain/pool.ts'
import { quotaDecider } from '#services/finance/domain/quota.ts'
import type { Quota } from '#services/finance/domain/quota-state.ts'
import type { TransferCommand } from '#services/finance/domain/transfer.ts'
import type { Transfer, TransferFact } from '#services/finance/domain/transfer-state.ts'
import { accountOf, allocationName, general, issued, kjt, quotaOf } from './allocation-facts.ts'
import { codeOf, finance, handling, poolName, yuan } from './money-facts.ts'
import { by, standing, subject } from './paying.ts'
import { Story, type Told, told } from './story.ts'
import { noon } from './task-facts.ts'

export const supplier = Creditor.create({ code: codeOf(7), name: '长沙算力服务有限公司' })
export const payeeOfSupplier = payeeFor(subject, supplier.code)
export const purpose = '算力服务费'

/** An amount of the department's quota, as it is reserved for the payment, or moves at once. */
export const ofQuota = (number: number, amount: string, changes: Partial<Reservation> = {}): Reservation =>
  Reservation.create({
    ...{ holder: subject, number, applicant: payeeOfSupplier, pool: poolName, year: 2026, fen: yuan(amount) },
    ...{ quota: accountOf(kjt), ...changes },
  })

/** The quota of a body, of which the department has 300 yuan, after what payments have made of it. */
export const quotaAfter = (payments: readonly Told<TransferFact>[], organisation: string = kjt): Quota =>
  new Story(quotaDecider, { actor: finance, subject: allocationName, at: noon }, quotaOf(organisation)).state(
    issued,
    ...(payments as never[]),
  ) as Quota

/** What is asked for of a quota that nothing was asked of yet. */
export const spending = (changes: Partial<Spending> = {}): Spending => ({
  ...{ transfer: subject, quota: quotaOf(kjt), year: 2026, classification: general, creditor: supplier, purpose },
  ...{ reservedFen: 0n, reservations: 0 },
  ...changes,
})

export const spend = (
  amount: string,
  {
    payments = [],
    pool,
    ...changes
  }: Partial<Spending> & {
    readonly payments?: readonly Told<TransferFact>[]
    readonly pool?: Pool
  } = {},
): TransferCommand => {
  const asked = spending(changes)
  const { year, classification } = asked
  const quota = quotaAfter(payments)
  return {
    ...{ type: 'Request', name: asked.quota, fen: yuan(amount), year, classification, payee: payeeOfSupplier },
    ...{ quota, spending: asked, pool },
  }
}

export const spentRequested = (amount: string): Told<PaymentRequested> =>
  told(
    PaymentRequested.create({
      ...{ quota: quotaOf(kjt), creditor: supplier, purpose, fen: yuan(amount), classification: general, finance },
      ...{ payee: payeeOfSupplier, pool: poolName, year: 2026, reserved: ofQuota(1, amount) },
    }),
    { actor: kjt, signOff: handling },
  )

/** The department's quota and what a payment spends of it, after these facts of that. */
export const spentAfter = (payments: readonly Told<TransferFact>[]): Paid =>
  paidByTransfer(subject, standing(...payments) as Transfer, quotaAfter(payments)) as Paid

/** What is decided next of a payment, on the quota and the payment as these facts left them. */
export const decidedAfter = (payments: readonly Told<TransferFact>[], command: object): TransferFact => {
  const { decision } = by('services/finance')
    .given(...payments)
    .when({ ...command, ...spentAfter(payments) } as TransferCommand)
  if (decision._tag === 'Left') throw new Error(decision.left.reason)
  return decision.right[0] as TransferFact
}
