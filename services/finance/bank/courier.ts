/** Takes orders to the bank: each that a record tells of, in order, once. */
import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { PaymentOrdered } from '#proto/qiantou/transfer/v1/transfer_events.ts'
import { dayOf } from '#shared/domain/calendar.ts'
import type { ResourceName } from '#shared/domain/decider.ts'
import { readContent } from '#shared/postgres/content.ts'
import { type ReadRecord, readFact, readRecord } from '#shared/record/record.ts'
import { foldOfPaid, paidByTransfer, payableOf } from '../domain/payable.ts'
import { payeeDecider } from '../domain/payee.ts'
import { transferDecider } from '../domain/transfer.ts'
import { paidBy } from '../domain/transfer-state.ts'
import type { Finance } from '../main.ts'
import { moveCourier, noteOrder, readCourier } from '../postgres/bank.ts'
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
  /** Says that an order can't leave: the bank would refuse it. */
  readonly refuse: (transfer: ResourceName, order: PaymentOrdered, problems: readonly string[]) => Promise<void>
}

/** The order that a record tells of, with the account's number, which stands in no record. */
async function orderOf(record: ReadRecord, { services, debtorPath }: Parts): Promise<PaymentOrder> {
  const { store, database, vault } = services
  const { messageId, endToEndId, fen, accountVersion } = PaymentOrdered.decode(record.data)
  const transfer = (await store.load(record.subject, transferDecider))?.state
  const name = transfer ? paidBy(transfer) : ''
  const paid = transfer && paidByTransfer(record.subject, transfer, (await store.load(name, foldOfPaid(name)))?.state)
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

async function deliver(record: ReadRecord, parts: Parts): Promise<void> {
  const order = await orderOf(record, parts)
  const problems = orderProblems(order)
  const fact = readFact(record).fact as PaymentOrdered
  if (problems.length > 0) return parts.refuse(record.subject, fact, problems)
  const { messageId, endToEndId } = fact
  await noteOrder(parts.services.database, { messageId, endToEndId, transfer: record.subject })
  await parts.bank.send(order)
}

/** Takes what was ordered since to the bank. @returns how many records it looked at; a fault leaves the rest for next time. */
export async function deliverOrders(parts: Parts): Promise<number> {
  const { store, database } = parts.services
  const after = await readCourier(database)
  const rows = await store.read(after, pageSize)
  for (const { bytes } of rows) {
    const record = readRecord(bytes)
    if (record.type !== PaymentOrdered.$type) continue
    await deliver(record, parts)
    await moveCourier(database, record.sequence)
  }
  const last = rows.at(-1)
  if (last) await moveCourier(database, last.sequence)
  return rows.length
}
