/** Invoices that are paid out of quotas: each stands in one payment of the programme, whoever's. Folded only. */
import type { Bill } from '#proto/qiantou/application/v1/application.ts'
import {
  FundsRecovered,
  PaymentRequested,
  PaymentReturned,
  PaymentWithdrawn,
} from '#proto/qiantou/transfer/v1/transfer_events.ts'
import type { FactOf, Fold, ResourceName, StateOf } from '#shared/domain/decider.ts'
import { type Rejection, rejection } from '#shared/domain/rejection.ts'
import { formatName, partsOf, programmeOf } from '#shared/domain/resource-name.ts'

const facts = [PaymentRequested, PaymentWithdrawn, PaymentReturned, FundsRecovered] as const

/** In which payment it stands; none once that was taken back, or all of it came back, or was paid back, for good. */
type Invoice = { readonly transfer?: ResourceName }

/** `programmes/{p}/invoices/{invoice}`, in small letters; `name`: of anything of the programme. */
export const invoiceName = (name: ResourceName, invoice: string): ResourceName =>
  formatName('invoice', { ...partsOf('programme', programmeOf(name)), invoice: invoice.toLowerCase() })

/** The first of some bills of a payment whose invoice stands in another one. */
export const billUsed = (transfer: ResourceName, bills: readonly Bill[], stateOf: StateOf): Bill | undefined =>
  bills.find(({ invoice }) => {
    const other = stateOf(invoiceName(transfer, invoice), invoiceView)?.transfer
    return other !== undefined && other !== transfer
  })

/** Why a payment can't be of a bill. */
export const unfitInvoice = (used: Bill | undefined): Rejection | undefined =>
  used && rejection('precondition', 'INVOICE_IN_PAYMENT', { invoice: used.invoice })

export const invoiceView: Fold<Invoice, never, FactOf<typeof facts>> = {
  aggregate: 'invoice',
  foldVersion: 3,
  folds: facts,
  touches: ({ fact, subject }) =>
    (fact.$type === 'qiantou.transfer.v1.PaymentRequested'
      ? fact.bills.map(({ invoice }) => invoice)
      : fact.invoices
    ).map((invoice) => invoiceName(subject, invoice)),
  evolve: (state, { fact, subject }) => {
    if (fact.$type === 'qiantou.transfer.v1.PaymentRequested') return { transfer: subject }
    return state?.transfer === subject ? {} : (state ?? {})
  },
}
