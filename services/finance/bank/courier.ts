/** Takes orders to the bank: each that a record tells of, once. One that can't leave holds up no other. */
import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { PaymentOrdered } from '#proto/qiantou/transfer/v1/transfer_events.ts'
import { dayOf } from '#shared/domain/calendar.ts'
import type { ResourceName } from '#shared/domain/decider.ts'
import { readContent } from '#shared/postgres/content.ts'
import { type ReadRecord, readFact, readRecord } from '#shared/record/record.ts'
import { payableOf } from '../domain/payable.ts'
import { payeeDecider } from '../domain/payee.ts'
import { transferDecider } from '../domain/transfer.ts'
import type { Transfer } from '../domain/transfer-state.ts'
import type { Finance } from '../main.ts'
import {
  moveCourier,
  type NotedOrder,
  noteLeft,
  noteOrder,
  noteProblem,
  readCourier,
  readLate,
} from '../postgres/bank.ts'
import { loadPaid } from '../postgres/paid.ts'
import type { Bank, Party, PaymentOrder } from './bank.ts'
import { orderProblems } from './pain001.ts'

/** As many records are looked through at a time. */
const pageSize = 500

const debtorForm = z.object({ name: z.string(), account: z.string(), bankCode: z.string().optional() })

/** From whose account is paid. @throws Error that names the file where it is not there, or holds anything else */
export async function readDebtor(path: string): Promise<Party> {
  const read = await readFile(path, 'utf8').catch((error) => Promise.reject(new Error(`${path}: ${error.message}`)))
  const { data, error } = debtorForm.safeParse(JSON.parse(read))
  if (!data) throw new Error(`${path}: ${error.issues.map((issue) => `${issue.path}: ${issue.message}`).join(', ')}`)
  const { name, account, bankCode } = data
  return { name, account, ...(bankCode ? { bankCode } : {}) }
}

type Parts = {
  readonly services: Finance
  readonly bank: Bank
  readonly debtorPath: string
  /** Says that an order never leaves: the bank would refuse it, by this code (ExternalStatusReason1Code). */
  readonly refuse: (order: NotedOrder, code: string, problems: readonly string[]) => Promise<void>
  /** Says what stands in the way of one that is tried again. */
  readonly fail: (transfer: ResourceName, problem: string) => void
}

/** The order that a record tells of, with the account's number, which stands in no record. */
async function orderOf(record: ReadRecord, { services, debtorPath }: Parts): Promise<PaymentOrder> {
  const { store, database, vault } = services
  const { messageId, endToEndId, fen, accountVersion } = PaymentOrdered.decode(record.data)
  const transfer = (await store.load(record.subject, transferDecider))?.state
  const paid = await loadPaid(record.subject, transfer, services)
  const account = transfer && (await store.load(transfer.payee, payeeDecider))?.state?.accounts[accountVersion - 1]
  if (!transfer || !paid || !account) throw new Error(`${record.subject} pays nothing that is known, or has no account`)
  const sealed = await readContent(database, Buffer.from(account.number.sha256, 'hex'), transfer.payee)
  if (!sealed) throw new Error(`the account of ${transfer.payee} was erased`)
  const { holderName, bankCode } = account
  const payee = { name: holderName, account: vault.open(sealed.content, transfer.payee), bankCode }
  return {
    ...{ messageId, at: record.time, on: dayOf(record.time), debtor: await readDebtor(debtorPath) },
    payments: [{ endToEndId, fen, payee, remittance: payableOf(paid).title }],
  }
}

/** The bank would refuse a message of this form. */
const formatError = 'FF01'
/** The bank has had a message of this id. */
const duplicateId = 'DU01'

/** Whether the bank is to pay it still: what was answered or ended leaves no more. */
const isAtBank = (transfer: Transfer | undefined, { endToEndId }: NotedOrder): boolean =>
  transfer?.stage === 'ORDERED' && transfer.order?.endToEndId === endToEndId && transfer.atBankFen !== '0'

/** An order is ended only after `noteLeft`, so that nobody ends it between the look at the payment and the bank. */
async function deliver(record: ReadRecord, noted: NotedOrder, parts: Parts): Promise<void> {
  const { store, database, clock } = parts.services
  const isOwn = await noteOrder(database, noted)
  if (isAtBank((await store.load(record.subject, transferDecider))?.state, noted)) {
    if (!isOwn) return parts.refuse(noted, duplicateId, [`${noted.messageId} is another payment's`])
    const order = await orderOf(record, parts)
    const problems = orderProblems(order)
    if (problems.length > 0) return parts.refuse(noted, formatError, problems)
    await parts.bank.send(order)
  }
  await noteLeft(database, noted, clock.now())
}

/** @returns whether it needs no further try */
async function tryToDeliver(record: ReadRecord, parts: Parts): Promise<boolean> {
  const { messageId, endToEndId } = readFact(record).fact as PaymentOrdered
  const { subject: transfer, sequence } = record
  let problem: string | undefined
  try {
    await deliver(record, { messageId, endToEndId, transfer, sequence }, parts)
  } catch (error) {
    problem = (error as Error).message
  }
  if ((await noteProblem(parts.services.database, sequence, problem)) && problem) parts.fail(transfer, problem)
  return !problem
}

/** Tries orders again that could not leave. @returns how many need no further try */
async function deliverLate(parts: Parts): Promise<number> {
  const { store, database } = parts.services
  let done = 0
  for (const sequence of await readLate(database)) {
    const row = (await store.read(sequence - 1n, 1))[0]
    if (row && (await tryToDeliver(readRecord(row.bytes), parts))) done += 1
  }
  return done
}

/** Takes what was ordered since, and what could not leave before, to the bank. @returns how much there was to do */
export async function deliverOrders(parts: Parts): Promise<number> {
  const { store, database } = parts.services
  const late = await deliverLate(parts)
  const after = await readCourier(database)
  const rows = await store.read(after, pageSize)
  for (const { bytes } of rows) {
    const record = readRecord(bytes)
    if (record.type !== PaymentOrdered.$type) continue
    await tryToDeliver(record, parts)
    await moveCourier(database, record.sequence)
  }
  const last = rows.at(-1)
  if (last) await moveCourier(database, last.sequence)
  return late + rows.length
}
