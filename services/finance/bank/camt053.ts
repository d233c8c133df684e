/**
 * The account statement: camt.053 (BankToCustomerStatement), of version 8 and its neighbours. Its entries are those of
 * camt.054; with them come the balances before the first and after the last.
 */

import { addDays, type Day, dayOf } from '#shared/domain/calendar.ts'
import { changeOf, type Statement, type StatementEntry } from '../domain/statement.ts'
import type { StatementPage } from '../domain/statement-page.ts'
import type { BankMovement, BankStatement, BankStatementPage } from './bank.ts'
import { directionIn, entryFacts } from './camt054.ts'
import { all, at, codeAt, dayIn, fenIn, momentIn, need, needText } from './message.ts'
import { quoted, refuse, type XmlElement } from './xml.ts'

/** Bal: an amount, which may be nothing, less than 0 where it is a debit. */
function balanceFen(balance: XmlElement): bigint {
  const amount = need(balance, 'Amt')
  const isNothing = /^0+(\.0{1,2})?$/.test(amount.text) && amount.attributes.get('Ccy') === 'CNY'
  return changeOf({ direction: directionIn(balance), fen: isNothing ? 0n : fenIn(amount) })
}

/** Tp/CdOrPrtry: the balance of a kind. @throws within `reading` the file's refusal, where it stands there twice */
function balanceOf(statement: XmlElement, code: string): XmlElement | undefined {
  const [found, another] = all(statement, 'Bal').filter((balance) => codeAt(balance, 'Tp/CdOrPrtry') === code)
  return another ? refuse(another, `balance ${code} a second time`) : found
}

/** More pages than any statement has: each may be as large as files may be. */
const maxPages = 1_000

type Pages = { readonly number: number; readonly isLast: boolean }

/** StmtPgntn or MsgPgntn: which page it is; undefined where it says nothing, or is the only one. */
function pagesIn(holder: XmlElement, path: string): Pages | undefined {
  const pages = at(holder, path)
  if (!pages) return undefined
  const [number, last] = [needText(pages, 'PgNb', 5), needText(pages, 'LastPgInd', 5)]
  if (!/^[0-9]*[1-9][0-9]*$/.test(number)) refuse(pages, `page ${quoted(number)}, which is no number from 1`)
  if (Number(number) > maxPages) refuse(pages, `page ${quoted(number)}, ${maxPages} at most`)
  if (!/^(true|false|1|0)$/.test(last)) refuse(pages, `LastPgInd ${quoted(last)}, neither true nor false`)
  const isLast = last === 'true' || last === '1'
  return Number(number) === 1 && isLast ? undefined : { number: Number(number), isLast }
}

/**
 * The first day that it speaks of: that on which its period begins (FrToDt). Where it has none the opening balance tells: OPBD is
 * of that day, PRCD of the day before.
 */
function firstDayOf(statement: XmlElement, opening: XmlElement): Day {
  const period = at(statement, 'FrToDt')
  if (period) return dayOf(momentIn(need(period, 'FrDtTm')))
  const openingDay = dayIn(need(opening, 'Dt'))
  return codeAt(opening, 'Tp/CdOrPrtry') === 'PRCD' ? addDays(openingDay, 1) : openingDay
}

/** The last day: that of the closing balance, with which its period ends. */
function lastDayOf(statement: XmlElement, closing: XmlElement): Day {
  const lastDay = dayIn(need(closing, 'Dt'))
  const period = at(statement, 'FrToDt')
  if (period) {
    // The end of a day is its 24:00 too, the 00:00 of the next.
    const end = momentIn(need(period, 'ToDtTm'))
    const ends = [dayOf(end), dayOf(new Date(end.getTime() - 1))]
    if (!ends.includes(lastDay)) refuse(period, `ends on ${ends[0]}, the closing balance is of ${lastDay}`)
  }
  return lastDay
}

function entryOf(fact: BankMovement): StatementEntry {
  const { fen, day, bankReference, endToEndId } = fact
  const direction = fact.kind === 'OTHER' ? fact.direction : fact.kind === 'BOOKED' ? 'DEBIT' : 'CREDIT'
  const text = fact.kind === 'OTHER' ? fact.text : ''
  return { direction, fen, day, bankReference, text, ...(endToEndId === undefined ? {} : { endToEndId }) }
}

/** Acct/Id: an IBAN, or a number of another kind. */
const accountIn = (statement: XmlElement): string =>
  at(statement, 'Acct/Id/IBAN')
    ? needText(statement, 'Acct/Id/IBAN', 34)
    : needText(need(statement, 'Acct'), 'Id/Othr/Id', 34)

const openingOf = (statement: XmlElement): XmlElement =>
  balanceOf(statement, 'OPBD') ?? balanceOf(statement, 'PRCD') ?? refuse(statement, 'balance OPBD is missing')

const closingOf = (statement: XmlElement): XmlElement =>
  balanceOf(statement, 'CLBD') ?? refuse(statement, 'balance CLBD is missing')

const madeOf = (statement: XmlElement) => ({
  account: accountIn(statement),
  id: needText(statement, 'Id', 35),
  createTime: momentIn(need(statement, 'CreDtTm')),
})

function statementIn(element: XmlElement, seen: Set<string>): Statement {
  const [opening, closing] = [openingOf(element), closingOf(element)]
  const [firstDay, lastDay] = [firstDayOf(element, opening), lastDayOf(element, closing)]
  if (firstDay > lastDay) refuse(element, `begins on ${firstDay}, and closes on ${lastDay}`)
  const entries = entryFacts(element, seen).map(entryOf)
  for (const { day, bankReference } of entries)
    if (day < firstDay || day > lastDay)
      refuse(element, `entry ${quoted(bankReference)} is of ${day}, the statement of ${firstDay} to ${lastDay}`)
  const [openingFen, closingFen] = [balanceFen(opening), balanceFen(closing)]
  const sum = entries.reduce((total, entry) => total + changeOf(entry), openingFen)
  if (sum !== closingFen)
    refuse(closing, `is ${closingFen} fen, the opening balance and the entries come to ${sum} fen`)
  return { ...madeOf(element), firstDay, lastDay, openingFen, closingFen, entries }
}

/** A page of several: the first has the opening balance, the last the closing one; balances between pages count for nothing. */
function pageIn(element: XmlElement, { number, isLast }: Pages, seen: Set<string>): StatementPage {
  const opening = number === 1 ? openingOf(element) : undefined
  const closing = isLast ? closingOf(element) : undefined
  return {
    ...{ ...madeOf(element), number, isLast },
    ...(opening ? { opening: { fen: balanceFen(opening), day: firstDayOf(element, opening) } } : {}),
    ...(closing ? { closing: { fen: balanceFen(closing), day: lastDayOf(element, closing) } } : {}),
    entries: entryFacts(element, seen).map(entryOf),
  }
}

/**
 * The statements in a BkToCstmrStmt, in order; entries that are not booked are none. What the message says of pages is said of its
 * statement, where it has one.
 *
 * @throws within `reading` the refusal of the file: what `movements` refuses, a balance that is missing or does not add up,
 *   an entry of another day, a page without number, several statements on one page of a message
 */
export function statements(body: XmlElement): readonly (BankStatement | BankStatementPage)[] {
  const found = all(body, 'Stmt')
  const ofMessage = pagesIn(need(body, 'GrpHdr'), 'MsgPgntn')
  if (found.length === 0) refuse(body, 'Stmt is missing')
  if (ofMessage && found.length > 1) refuse(body, `${found.length} statements on page ${ofMessage.number} of a message`)
  const seen = new Set<string>()
  return found.map((element) => {
    const pages = pagesIn(element, 'StmtPgntn') ?? ofMessage
    return pages
      ? { kind: 'STATEMENT_PAGE', page: pageIn(element, pages, seen) }
      : { kind: 'STATEMENT', statement: statementIn(element, seen) }
  })
}
