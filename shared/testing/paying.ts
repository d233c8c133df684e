/** A payment of an award, from request to what the bank says of it: commands, facts, and what follows from them. */
import * as transfer from '#proto/qiantou/transfer/v1/transfer_events.ts'
import { applicationDecider } from '#services/finance/domain/application.ts'
import type { Application } from '#services/finance/domain/application-state.ts'
import type { Payee } from '#services/finance/domain/payee.ts'
import { type TransferCommand, transferDecider } from '#services/finance/domain/transfer.ts'
import type { Transfer, TransferFact } from '#services/finance/domain/transfer-state.ts'
import { applicationName, approving, finance, handler, handling, reason, signedBy, until, yuan } from './money-facts.ts'
import { Story, type Told, told } from './story.ts'
import { noon } from './task-facts.ts'

export const subject = 'programmes/hunan/transfers/t1'
export const payeeName = 'programmes/hunan/payees/x'
export const paying = signedBy('p-74')
export const by = (actor: string, signOff = paying) => new Story(transferDecider, { actor, subject, at: noon, signOff })
export const applicationAfter = (...payments: readonly Told<TransferFact>[]): Application =>
  new Story(applicationDecider, { actor: handler, subject: applicationName, at: noon }).state(
    ...(until('pay') as never[]),
    ...(payments as never[]),
  ) as Application
/** Approved for 300 yuan, which are reserved. */
export const application = applicationAfter()
export const classification = transfer.Classification.create({
  ...{ nature: 'FUND_NATURE_GENERAL_BUDGET', functionCode: '2060499', economicCode: '50799' },
})
export const account = {
  number: { sha256: '', sizeBytes: 1 },
  masked: '**3456',
  bankCode: '011551000018',
  holderName: '湘江智算',
}
export const payee: Payee = { accounts: [{ ...account, effectiveFrom: '2026-03-01' }] }
export const credit = { engine: 'file', problem: undefined }

export const request = (fen = 0n, of = application): TransferCommand => ({
  ...{ type: 'Request', name: applicationName, fen, year: 0, classification, payee: payeeName, application: of },
})
export const approve: TransferCommand = { type: 'Approve', application }
export const order = (changes: object = {}): TransferCommand => ({
  type: 'Order',
  application,
  payee,
  credit,
  ...changes,
})
export const withdraw: TransferCommand = { type: 'Withdraw', application, text: reason }
export const evidence = (bankReference: string): transfer.BankEvidence =>
  transfer.BankEvidence.create({ bankReference, fileSha256: Buffer.alloc(32), number: 1 })
/** What the bank says of an order, but for what it does of it. */
export const said = (amount: string, reference: string, endToEndId = 'E1') => ({
  ...{ fen: yuan(amount), on: '2026-03-02', evidence: evidence(reference), endToEndId },
})
export const book = (amount: string, reference = 'b1', of = application, endToEndId = 'E1'): TransferCommand => ({
  ...{ type: 'Book', ...said(amount, reference, endToEndId), application: of },
})
export const comeBack = (amount: string, of: Application, reference = 'r1', endToEndId = 'E1'): TransferCommand => ({
  ...{ type: 'Return', ...said(amount, reference, endToEndId), reasonCode: 'AC04', application: of },
})
export const reject = (endToEndId: string): TransferCommand => ({
  ...{ type: 'Reject', reasonCode: 'AC01', on: '2026-03-02', endToEndId, evidence: evidence('j1'), application },
})

export const requested = (amount = '300') =>
  told(
    transfer.PaymentRequested.create({
      ...{ application: applicationName, fen: yuan(amount), classification, payee: payeeName },
      ...{ finance, pool: application.pool, year: 2026 },
    }),
    { actor: handler, signOff: handling },
  )
export const approved = told(transfer.PaymentApproved.create({ application: applicationName }), {
  actor: finance,
  signOff: approving,
})
export const ordered = (id = '1', amount = '300') =>
  told(
    transfer.PaymentOrdered.create({
      ...{ messageId: `M${id}`, endToEndId: `E${id}`, fen: yuan(amount), accountVersion: 1 },
      ...{ accountMasked: '**3456', creditEngine: 'file' },
    }),
    { actor: finance, signOff: paying },
  )
export const onItsWay = [requested(), approved, ordered()]
/** A decision as it is recorded; what is decided next builds on it. */
export const decided = (given: readonly Told<TransferFact>[], command: TransferCommand): TransferFact => {
  const { decision } = by('services/finance')
    .given(...given)
    .when(command)
  if (decision._tag === 'Left') throw new Error(decision.left.reason)
  return decision.right[0] as TransferFact
}
export const standing = (...facts: readonly Told<TransferFact>[]): Transfer => by(finance).state(...facts) as Transfer
