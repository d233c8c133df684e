/** Payees and payments for people. Amounts in yuan, accounts by their last four digits. */
import type { Account, Payee } from '#proto/qiantou/transfer/v1/payee_service.ts'
import type { BankEntry, Transfer } from '#proto/qiantou/transfer/v1/transfer_service.ts'
import { yuanOf } from '#shared/domain/amount.ts'
import { partsOf } from '#shared/domain/resource-name.ts'
import type { Language, Settings } from '../settings.ts'
import { billText } from './application.ts'
import { type Names, shortName } from './names.ts'
import { sheet, table } from './table.ts'
import { dateText, timeText } from './time.ts'
import { moneyLabel, moneyWord } from './words-money.ts'

// ---- Payees

/** Whether an account counts, and from when. */
function standing({ effectiveFrom, refused }: Account, language: Language): string {
  if (refused) return { zh: '已退回', en: 'not confirmed' }[language]
  const from = dateText(effectiveFrom)
  if (!from) return { zh: '待他人复核', en: 'waits to be confirmed by another person' }[language]
  return { zh: `自 ${from} 起`, en: `counts from ${from}` }[language]
}

/** The accounts of a payee in the order in which they were named. */
export function payeeSheets({ name, etag, accounts }: Payee, { language, programme }: Settings): string {
  const say = (label: Parameters<typeof moneyLabel>[0]): string => moneyLabel(label, language)
  const facts = sheet([
    [say('payee'), shortName(name, programme)],
    [say('etag'), `${etag}`],
  ])
  const rows = accounts.map((account) => [
    account.masked,
    account.bankCode,
    account.holderName,
    standing(account, language),
  ])
  return `${facts}\n${table([say('account'), say('bank'), say('holder'), say('state')], rows)}`
}

// ---- Payments

export function transferTable(transfers: readonly Transfer[], language: Language): string {
  const say = (label: Parameters<typeof moneyLabel>[0]): string => moneyLabel(label, language)
  const rows = transfers.map(({ name, state, application, voucher, quota, fen, bookedFen, accountMasked }) => [
    partsOf('transfer', name).transfer,
    moneyWord(state, language),
    (quota || voucher || application).split('/').at(-1) ?? '',
    ...[yuanOf(fen), yuanOf(bookedFen), accountMasked],
  ])
  return table([say('payment'), say('state'), say('paidFor'), say('amount'), say('booked'), say('account')], rows)
}

/** `2026-11-28 退回 800,000.00 (AC04)`. */
function entryText({ date, fen, reasonCode, evidence }: BankEntry, language: Language): string {
  const reason = reasonCode && ` (${reasonCode})`
  const reference = evidence?.bankReference ? ` [${evidence.bankReference}]` : ''
  const what = {
    booked: { zh: `入账 ${yuanOf(fen)}`, en: `booked ${yuanOf(fen)}` },
    returned: { zh: `退回 ${yuanOf(-fen)}`, en: `${yuanOf(-fen)} came back` },
    rejected: { zh: '拒绝支付', en: 'refused the order' },
  }[fen > 0n ? 'booked' : fen < 0n ? 'returned' : 'rejected'][language]
  return `${dateText(date)} ${what}${reason}${reference}`
}

/** All of one payment. */
export function transferSheet(transfer: Transfer, names: Names, language: Language): string {
  const say = (label: Parameters<typeof moneyLabel>[0]): string => moneyLabel(label, language)
  const { name, etag, state, application, voucher, quota, fen, bookedFen, classification: budgeted, entries } = transfer
  const { nature, functionCode, economicCode } = budgeted ?? { nature: '', functionCode: '', economicCode: '' }
  return sheet([
    [say('payment'), names.resource(name)],
    [say('state'), moneyWord(state, language)],
    [say(quota ? 'quota' : voucher ? 'voucher' : 'application'), names.resource(quota || voucher || application)],
    [say('purpose'), transfer.purpose],
    ...transfer.bills.map((bill): [string, string] => [say('bills'), billText(bill)]),
    [say('amount'), yuanOf(fen)],
    [say('booked'), yuanOf(bookedFen)],
    [say('claimedBack'), transfer.claimedFen > 0n ? yuanOf(transfer.claimedFen) : ''],
    ...transfer.instalments.map(({ due, fen: part }): [string, string] => [
      say('instalments'),
      `${dateText(due)}  ${yuanOf(part)}`,
    ]),
    [say('recovered'), transfer.recoveredFen > 0n ? yuanOf(transfer.recoveredFen) : ''],
    [say('payee'), [names.resource(transfer.payee), transfer.creditor?.name ?? ''].join('  ').trim()],
    [say('account'), transfer.accountMasked],
    [say('classification'), [moneyWord(nature, language), functionCode, economicCode].join(' · ')],
    [say('pool'), `${names.resource(transfer.pool)}  ${transfer.year}`],
    [say('handler'), names.of(transfer.handler)],
    [say('finance'), names.of(transfer.finance)],
    [say('ordered'), timeText(transfer.orderTime)],
    [say('endToEnd'), transfer.endToEndId],
    ...entries.map((entry): [string, string] => [say('said'), entryText(entry, language)]),
    [say('etag'), `${etag}`],
  ])
}
