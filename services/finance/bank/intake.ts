/** Takes in what the bank says: each booking and return once, in whatever order and however often it is told. */
import { hash } from 'node:crypto'
import { isLeft, right } from 'fp-ts/lib/Either.js'
import type { BankEvidence } from '#proto/qiantou/transfer/v1/transfer_events.ts'
import type { ResourceName } from '#shared/domain/decider.ts'
import type { Rejection } from '#shared/domain/rejection.ts'
import { serviceOf, workflowOf } from '#shared/domain/resource-name.ts'
import { derivedUuid } from '#shared/record/uuid.ts'
import { besidePayment, paidIn, payableOf } from '../domain/payable.ts'
import { type TransferCommand, transferDecider } from '../domain/transfer.ts'
import type { Transfer } from '../domain/transfer-state.ts'
import type { Finance } from '../main.ts'
import { dropFinding, noteFinding, readFindings, readOrder } from '../postgres/bank.ts'
import { loadPaid } from '../postgres/paid.ts'
import { keepPage, keepStatement } from '../postgres/statement.ts'
import type { BankMovement, BankReport, BankStatus } from './bank.ts'

/** What a report says of a transfer, without what that pays, which it is decided on. */
export type Said = TransferCommand extends infer One
  ? One extends { readonly type: 'Book' | 'Return' | 'Reject' }
    ? Omit<One, 'application' | 'voucher' | 'quota' | 'spending'>
    : never
  : never

/** Has what the bank says decided, as a command of the service itself. @returns why it is not taken in */
export async function hear(transfer: ResourceName, said: Said, services: Finance): Promise<Rejection | undefined> {
  const { store } = services
  const state = (await store.load(transfer, transferDecider))?.state
  const paid = await loadPaid(transfer, state, services)
  if (!state || !paid) return { kind: 'notFound', reason: 'TRANSFER_NOT_FOUND', details: {} }
  const { applicant } = payableOf(paid)
  // Of a refusal the day is the one on which it is taken in.
  const told = said.type === 'Reject' ? said.endToEndId : `${said.fen} ${said.on} ${said.endToEndId}`
  const digest = hash('sha256', `${transfer} ${said.type} ${said.evidence.bankReference} ${told}`, 'buffer')
  const outcome = await store.execute({
    ...{ stream: transfer, decider: transferDecider },
    beside: besidePayment(transfer, state, applicant.code),
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
function keyOf(report: OrderReport): string {
  if (!('bankReference' in report)) return `${report.kind} ${report.messageId} ${report.endToEndId ?? ''}`
  const { kind, bankReference, fen, day, endToEndId = '' } = report
  return `${kind} ${bankReference} ${fen} ${day} ${endToEndId}`
}

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
      return { type: 'Return', fen: report.fen, on: report.day, reasonCode: report.reason.code, evidence, endToEndId }
    case 'REJECTED':
      return { type: 'Reject', reasonCode: report.reason.code, on: today, endToEndId, evidence }
    default:
      return undefined
  }
}

/** What was told before, and a refusal of what was ended without one, say nothing that is not recorded. */
const isAgreed = ({ kind }: OrderReport, { reason }: Rejection): boolean =>
  reason === 'BANK_ENTRY_HEARD' || (kind === 'REJECTED' && reason === 'ORDER_ENDED')

/** @returns why a report is not taken in */
async function take(report: OrderReport, services: Finance, today: string): Promise<string | undefined> {
  if (report.kind === 'ACCEPTED') return undefined
  if (report.kind === 'OTHER') return `OTHER: ${report.text}`
  const order = await readOrder(services.database, report)
  const said = order && saidBy(report, order, today)
  if (!order || !said) return 'ORDER_UNKNOWN'
  const rejection = await hear(order.transfer, said, services)
  return rejection && !isAgreed(report, rejection) ? rejection.reason : undefined
}

// A bigint is no JSON, nor is a time.
const written = (report: BankReport): unknown =>
  JSON.parse(JSON.stringify(report, (_, value) => (typeof value === 'bigint' ? `${value}` : value)))

const fenFields: ReadonlySet<string> = new Set(['fen', 'openingFen', 'closingFen'])

const readAgain = (report: unknown): BankReport =>
  JSON.parse(JSON.stringify(report), (key, value) => {
    if (fenFields.has(key)) return BigInt(value)
    return key === 'createTime' ? new Date(value) : value
  })

/** Takes in a report; a statement, or a page of one, is kept for the reconciliation. @returns why it is not taken in */
async function takeIn(report: BankReport, services: Finance, today: string): Promise<string | undefined> {
  const { database } = services
  if (report.kind === 'STATEMENT') await keepStatement(database, report.statement)
  else if (report.kind === 'STATEMENT_PAGE') await keepPage(database, report.page)
  else return take(report, services, today)
  return undefined
}

/** As much of a fault's words as a finding shows. */
const faultCharacters = 500

/** What befell the taking in of a report is a reason as well: it holds up no other report, and is tried again. */
const takeOrTell = (report: BankReport, services: Finance, today: string): Promise<string | undefined> =>
  takeIn(report, services, today).catch((error: Error) => `FAULT: ${error.message}`.slice(0, faultCharacters))

const findingKey = (report: BankReport): string =>
  'statement' in report || 'page' in report ? `${report.kind} ${report.file.sha256} ${report.number}` : keyOf(report)

/**
 * Takes in a report; what can't be taken in stays as a finding, and is tried again (`retryFindings`).
 * @throws where the finding can't be kept either: nothing can be, and the report comes again
 */
export async function takeReport(report: BankReport, services: Finance, today: string): Promise<void> {
  const { database, clock } = services
  const reason = await takeOrTell(report, services, today)
  if (reason) await noteFinding(database, { key: findingKey(report), report: written(report), reason }, clock.now())
}

/** Tries findings again: a return may come before its booking. @returns how many were taken in */
export async function retryFindings(services: Finance, today: string): Promise<number> {
  let taken = 0
  for (const { key, report } of await readFindings(services.database)) {
    if (await takeOrTell(readAgain(report), services, today)) continue
    await dropFinding(services.database, key)
    taken += 1
  }
  return taken
}
