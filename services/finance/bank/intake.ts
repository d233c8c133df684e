/** Takes in what the bank says: each booking and return once, in whatever order and however often it is told. */
import { hash } from 'node:crypto'
import { isLeft, right } from 'fp-ts/lib/Either.js'
import type { BankEvidence } from '#proto/qiantou/transfer/v1/transfer_events.ts'
import type { ResourceName } from '#shared/domain/decider.ts'
import type { Rejection } from '#shared/domain/rejection.ts'
import { serviceOf, workflowOf } from '#shared/domain/resource-name.ts'
import { derivedUuid } from '#shared/record/uuid.ts'
import { applicantName } from '../domain/assessment.ts'
import { foldOfPaid, paidByTransfer, paidIn, payableOf } from '../domain/payable.ts'
import { type TransferCommand, transferDecider } from '../domain/transfer.ts'
import { paidBy, type Transfer } from '../domain/transfer-state.ts'
import type { Finance } from '../main.ts'
import { dropFinding, noteFinding, readFindings, readOrder } from '../postgres/bank.ts'
import { keepPage, keepStatement } from '../postgres/statement.ts'
import type { BankMovement, BankReport, BankStatus } from './bank.ts'

/** What a report says of a transfer, without what that pays, which it is decided on. */
export type Said = TransferCommand extends infer One
  ? One extends { readonly type: 'Book' | 'Return' | 'Reject' }
    ? Omit<One, 'application' | 'voucher' | 'quota' | 'spending'>
    : never
  : never

/** Has what the bank says decided, as a command of the service itself. @returns why it is not taken in */
export async function hear(transfer: ResourceName, said: Said, { store }: Finance): Promise<Rejection | undefined> {
  const state = (await store.load(transfer, transferDecider))?.state
  const name = state ? paidBy(state) : ''
  const paid = state && paidByTransfer(transfer, state, (await store.load(name, foldOfPaid(name)))?.state)
  if (!paid) return { kind: 'notFound', reason: 'TRANSFER_NOT_FOUND', details: {} }
  const { pool, applicant } = payableOf(paid)
  const digest = hash('sha256', `${transfer} ${said.type} ${said.evidence.bankReference}`, 'buffer')
  const outcome = await store.execute({
    ...{ stream: transfer, decider: transferDecider, beside: [name, pool, applicantName(name, applicant.code)] },
    make: (stateOf) => {
      const now = stateOf(transfer, transferDecider) as Transfer
      return right({ ...said, ...paidIn(transfer, now, stateOf) } as TransferCommand)
    },
    ...{ actor: serviceOf(store.source), requestId: derivedUuid(digest), requestHash: digest.subarray(0, 16) },
    ...{ contents: [], correlationId: workflowOf(transfer) },
  })
  return isLeft(outcome) ? outcome.left : undefined
}

/** A report on an order, or on what has moved. */
type OrderReport = Extract<BankReport, BankStatus | BankMovement>

/** A report by what it is about: told again, it is the same one. */
const keyOf = (report: OrderReport): string =>
  'bankReference' in report
    ? `${report.kind} ${report.bankReference}`
    : `${report.kind} ${report.messageId} ${report.endToEndId ?? ''}`

const evidenceOf = (report: OrderReport): BankEvidence => ({
  $type: 'qiantou.transfer.v1.BankEvidence',
  bankReference: 'bankReference' in report ? report.bankReference : keyOf(report),
  fileSha256: Buffer.from(report.file.sha256, 'hex'),
  number: report.number,
})

type Named = { readonly endToEndId: string; readonly transfer: ResourceName }

function saidBy(report: OrderReport, { endToEndId }: Named, today: string): Said | undefined {
  const evidence = evidenceOf(report)
  switch (report.kind) {
    case 'BOOKED':
      return { type: 'Book', fen: report.fen, on: report.day, evidence, endToEndId }
    case 'RETURNED':
      return { type: 'Return', fen: report.fen, on: report.day, reasonCode: report.reason.code, evidence }
    case 'REJECTED':
      return { type: 'Reject', reasonCode: report.reason.code, on: today, endToEndId, evidence }
    default:
      return undefined
  }
}

/** @returns why a report is not taken in */
async function take(report: OrderReport, services: Finance, today: string): Promise<string | undefined> {
  if (report.kind === 'ACCEPTED') return undefined
  if (report.kind === 'OTHER') return `OTHER: ${report.text}`
  const order = await readOrder(services.database, report)
  const said = order && saidBy(report, order, today)
  if (!order || !said) return 'ORDER_UNKNOWN'
  const rejection = await hear(order.transfer, said, services)
  return rejection && rejection.reason !== 'BANK_ENTRY_HEARD' ? rejection.reason : undefined
}

// A bigint is no JSON.
const written = (report: OrderReport): unknown => ('fen' in report ? { ...report, fen: `${report.fen}` } : report)
const readAgain = (report: unknown): OrderReport => {
  const said = report as OrderReport & { readonly fen?: string }
  return said.fen === undefined ? said : ({ ...said, fen: BigInt(said.fen) } as OrderReport)
}

/**
 * Takes in a report; what can't be taken in stays as a finding, and is tried again (`retryFindings`). A statement, or
 * a page of one, is kept for the reconciliation.
 */
export async function takeReport(report: BankReport, services: Finance, today: string): Promise<void> {
  const { database, clock } = services
  if (report.kind === 'STATEMENT') return keepStatement(database, report.statement)
  if (report.kind === 'STATEMENT_PAGE') return keepPage(database, report.page)
  const reason = await take(report, services, today)
  if (reason) await noteFinding(database, { key: keyOf(report), report: written(report), reason }, clock.now())
}

/** Tries findings again: a return may come before its booking. @returns how many were taken in */
export async function retryFindings(services: Finance, today: string): Promise<number> {
  let taken = 0
  for (const { key, report } of await readFindings(services.database)) {
    if (await take(readAgain(report), services, today)) continue
    await dropFinding(services.database, key)
    taken += 1
  }
  return taken
}
