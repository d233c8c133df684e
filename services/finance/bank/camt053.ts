/**
 * The account statement: camt.053 (BankToCustomerStatement), of version 8 and its neighbours. Its entries are those of
 * camt.054; with them come the balances before the first and after the last.
 */

import { addDays, type Day, dayOf } from '#shared/domain/calendar.ts'
import { changeOf, type Statement, type StatementEntry } from '../domain/statement.ts'
import type { BankMovement, BankStatement } from './bank.ts'
import { directionIn, entryFacts } from './camt054.ts'
import { all, at, codeAt, dayIn, fenIn, momentIn, need, needText, textAt } from './message.ts'
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

/** @throws within `reading` the file's refusal, where more pages follow or came before: a page alone does not add up */
function checkPages(holder: XmlElement, path: string): void {
  const pages = at(holder, path)
  if (!pages) return
  const [number, last] = [textAt(pages, 'PgNb'), textAt(pages, 'LastPgInd')]
  if (Number(number) !== 1 || !/^(true|1)$/.test(last ?? '')) refuse(pages, 'one page of several, which are not taken')
}

/**
 * The days that it speaks of: to that of the closing balance, from that on which its period begins (FrToDt). Where it has
 * none the opening balance tells: OPBD is of the first day, PRCD of the day before.
 */
function daysOf(statement: XmlElement, opening: XmlElement, closing: XmlElement): readonly [first: Day, last: Day] {
  const lastDay = dayIn(need(closing, 'Dt'))
  const period = at(statement, 'FrToDt')
  const openingDay = dayIn(need(opening, 'Dt'))
  const openingFirst = codeAt(opening, 'Tp/CdOrPrtry') === 'PRCD' ? addDays(openingDay, 1) : openingDay
  const firstDay = period ? dayOf(momentIn(need(period, 'FrDtTm'))) : openingFirst
  if (firstDay > lastDay) refuse(statement, `begins on ${firstDay}, and closes on ${lastDay}`)
  if (period) {
    // The end of a day is its 24:00 too, the 00:00 of the next.
    const end = momentIn(need(period, 'ToDtTm'))
    const ends = [dayOf(end), dayOf(new Date(end.getTime() - 1))]
    if (!ends.includes(lastDay)) refuse(period, `ends on ${ends[0]}, the closing balance is of ${lastDay}`)
  }
  return [firstDay, lastDay]
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

function statementIn(element: XmlElement, seen: Set<string>): Statement {
  checkPages(element, 'StmtPgntn')
  const opening = balanceOf(element, 'OPBD') ?? balanceOf(element, 'PRCD') ?? refuse(element, 'balance OPBD is missing')
  const closing = balanceOf(element, 'CLBD') ?? refuse(element, 'balance CLBD is missing')
  const [firstDay, lastDay] = daysOf(element, opening, closing)
  const entries = entryFacts(element, seen).map(entryOf)
  for (const { day, bankReference } of entries)
    if (day < firstDay || day > lastDay)
      refuse(element, `entry ${quoted(bankReference)} is of ${day}, the statement of ${firstDay} to ${lastDay}`)
  const [openingFen, closingFen] = [balanceFen(opening), balanceFen(closing)]
  const sum = entries.reduce((total, entry) => total + changeOf(entry), openingFen)
  if (sum !== closingFen)
    refuse(closing, `is ${closingFen} fen, the opening balance and the entries come to ${sum} fen`)
  return {
    ...{ account: accountIn(element), id: needText(element, 'Id', 35), createTime: momentIn(need(element, 'CreDtTm')) },
    ...{ firstDay, lastDay, openingFen, closingFen, entries },
  }
}

/**
 * The statements in a BkToCstmrStmt, in order; entries that are not booked are none.
 *
 * @throws within `reading` the refusal of the file: what `movements` refuses, a balance that is missing or does not add up,
 *   an entry of another day, one page of several
 */
export function statements(body: XmlElement): readonly BankStatement[] {
  checkPages(need(body, 'GrpHdr'), 'MsgPgntn')
  const found = all(body, 'Stmt')
  if (found.length === 0) refuse(body, 'Stmt is missing')
  const seen = new Set<string>()
  return found.map((element) => ({ kind: 'STATEMENT', statement: statementIn(element, seen) }))
}
