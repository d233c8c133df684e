/** Pools and their ledger for people. Amounts in yuan. */
import type { Balance, Entry, Pool } from '#proto/qiantou/pool/v1/pool_service.ts'
import { yuanOf } from '#shared/domain/amount.ts'
import { partsOf, workflowOf } from '#shared/domain/resource-name.ts'
import type { Language } from '../settings.ts'
import type { Names } from './names.ts'
import { sheet, table } from './table.ts'
import { timeText } from './time.ts'
import { type MoneyLabel, moneyLabel, moneyWord } from './words-money.ts'

const heads = (labels: readonly MoneyLabel[], language: Language): readonly string[] =>
  labels.map((one) => moneyLabel(one, language))

const closedText = (closed: boolean, language: Language): string =>
  closed ? { zh: '已结账', en: 'closed' }[language] : ''

/** One year of a pool a row. */
export function poolTable(pools: readonly Pool[], names: Names, language: Language): string {
  const rows = pools.flatMap(({ name, title, finance, years }) => {
    const first = [partsOf('pool', name).pool, title, names.list([finance])]
    if (years.length === 0) return [[...first, '', '', '']]
    return years.map(({ year, budgetFen, leftFen }, i) => [
      ...(i === 0 ? first : ['', '', '']),
      ...[`${year}`, yuanOf(budgetFen), yuanOf(leftFen)],
    ])
  })
  return table(heads(['pool', 'title', 'finance', 'year', 'budget', 'left'], language), rows)
}

/** All of one pool. */
export function poolSheets(
  { name, etag, title, finance, carriesOver, years }: Pool,
  names: Names,
  language: Language,
): string {
  const over = carriesOver ? { zh: '结转下年', en: 'goes on to the next year' } : { zh: '收回', en: 'lapses' }
  const facts = sheet([
    [moneyLabel('pool', language), names.resource(name)],
    [moneyLabel('title', language), title],
    [moneyLabel('finance', language), names.of(finance)],
    [moneyLabel('carriesOver', language), over[language]],
    [moneyLabel('etag', language), `${etag}`],
  ])
  const rows = years.map((one) => [
    `${one.year}`,
    ...[one.budgetFen, one.carriedInFen, one.reservedFen, one.paidFen, one.leftFen].map(yuanOf),
    closedText(one.closed, language),
  ])
  const head = heads(['year', 'budget', 'carriedIn', 'reserved', 'paid', 'left', 'state'], language)
  return `${facts}\n${table(head, rows)}`
}

/** `pools/vouchers/budget`: an account, or a reservation, is named by what it belongs to. */
const short = (account: string, names: Names): string => {
  const [owner] = account.split('#')
  const resource = workflowOf(owner as string)
  return `${names.resource(resource)}${account.slice(resource.length)}`
}

/** A line of the ledger a row. */
export function entryTable(entries: readonly Entry[], names: Names, language: Language): string {
  const rows = entries.map(({ sequence, number, kind, reservation, debit, credit, year, fen, bookTime }) => [
    `finance:${sequence}/${number}`,
    timeText(bookTime),
    `${year}`,
    moneyWord(kind, language),
    yuanOf(fen),
    short(debit, names),
    short(credit, names),
    reservation && short(reservation, names),
  ])
  return table(heads(['record', 'time', 'year', 'kind', 'amount', 'from', 'to', 'reservation'], language), rows)
}

/** An account and year a row. */
export function balanceTable(balances: readonly Balance[], names: Names, language: Language): string {
  const rows = balances.map((one) => [
    short(one.account, names),
    `${one.year}`,
    ...[one.debitsPostedFen, one.debitsPendingFen, one.creditsPostedFen, one.creditsPendingFen].map(yuanOf),
  ])
  const head = heads(['account', 'year', 'debits', 'debitsPending', 'credits', 'creditsPending'], language)
  return table(head, rows)
}
