/**
 * What has moved on an account: camt.054 (BankToCustomerDebitCreditNotification), of version 8 and its neighbours. An entry
 * (Ntry) is one amount on the account; its details (NtryDtls/TxDtls), where it has any, say of which payments.
 */
import type { Direction } from '../domain/statement.ts'
import type { BankMovement } from './bank.ts'
import { all, at, checkCount, checkSum, codeAt, dayIn, fenIn, kept, need, needText, textAt } from './message.ts'
import { reasonIn } from './pain002.ts'
import { quoted, refuse, type XmlElement } from './xml.ts'

const directions: Readonly<Record<string, Direction>> = { DBIT: 'DEBIT', CRDT: 'CREDIT' }

/** CdtDbtInd. @throws within `reading` the file's refusal, where it is neither */
export function directionIn(element: XmlElement): Direction {
  const indicator = need(element, 'CdtDbtInd')
  return directions[indicator.text] ?? refuse(indicator, `neither DBIT nor CRDT: ${quoted(indicator.text)}`)
}

/** Sts: whether the money has moved (BOOK) or may yet (PDNG, INFO, FUTR). */
function isBooked(entry: XmlElement): boolean {
  const status = codeAt(entry, 'Sts')
  if (status === 'BOOK') return true
  if (status === 'PDNG' || status === 'INFO' || status === 'FUTR') return false
  return refuse(at(entry, 'Sts') ?? entry, status ? `an unknown status, ${quoted(status)}` : 'Sts is missing')
}

/** RvslInd: an entry that takes back another. */
function isReversal(entry: XmlElement): boolean {
  const indicator = at(entry, 'RvslInd')
  if (!indicator || /^(false|0)$/.test(indicator.text)) return false
  return /^(true|1)$/.test(indicator.text) || refuse(indicator, `neither true nor false: ${quoted(indicator.text)}`)
}

/** Of a detail: Amt, in older versions AmtDtls/TxAmt/Amt; the only one of an entry may go without. */
function fenOfDetail(detail: XmlElement, alone: bigint | undefined): bigint {
  const amount = at(detail, 'Amt') ?? at(detail, 'AmtDtls/TxAmt/Amt')
  return amount ? fenIn(amount) : (alone ?? refuse(detail, 'Amt is missing'))
}

/** Refs/EndToEndId, where the payer gave one. */
function endToEndIdIn(detail: XmlElement): string | undefined {
  const id = textAt(detail, 'Refs/EndToEndId')
  return id === undefined || id === 'NOTPROVIDED' ? undefined : needText(detail, 'Refs/EndToEndId', 35)
}

/** AcctSvcrRef of the detail (in Refs), or of an entry with one detail at most: what makes a movement one. */
function referenceIn(entry: XmlElement, detail: XmlElement | undefined, isAlone: boolean): string {
  if (detail && textAt(detail, 'Refs/AcctSvcrRef')) return needText(detail, 'Refs/AcctSvcrRef', 35)
  if (isAlone && textAt(entry, 'AcctSvcrRef')) return needText(entry, 'AcctSvcrRef', 35)
  return refuse(detail ?? entry, 'AcctSvcrRef is missing, by which a second delivery is known')
}

/** What an entry without details, or one of its details, tells. */
function factOf(entry: XmlElement, detail: XmlElement | undefined, fen: bigint, isAlone: boolean): BankMovement {
  const direction = directionIn(entry)
  const movement = {
    fen,
    day: dayIn(need(entry, 'BookgDt')),
    bankReference: referenceIn(entry, detail, isAlone),
  }
  const endToEndId = detail && endToEndIdIn(detail)
  const returned = detail && at(detail, 'RtrInf')
  if (endToEndId !== undefined && !isReversal(entry)) {
    if (direction === 'DEBIT' && !returned) return { kind: 'BOOKED', endToEndId, ...movement }
    if (direction === 'CREDIT' && returned)
      return { kind: 'RETURNED', endToEndId, ...movement, reason: reasonIn(returned) }
  }
  const text = textAt(entry, 'AddtlNtryInf') ?? (detail && textAt(detail, 'AddtlTxInf')) ?? ''
  return {
    kind: 'OTHER',
    direction,
    ...movement,
    ...(endToEndId === undefined ? {} : { endToEndId }),
    text: kept(text),
  }
}

/** A number and a sum of several, where they are said (Btch, TtlNtries, TtlDbtNtries, TtlCdtNtries). */
type Totals = { readonly count: number; readonly fen: bigint }

const sum = (amounts: readonly bigint[]): Totals => ({
  count: amounts.length,
  fen: amounts.reduce((total, fen) => total + fen, 0n),
})

/** Btch: what a part of the details says of itself. */
function checkBatch(part: XmlElement): void {
  const batch = at(part, 'Btch')
  const details = all(part, 'TxDtls')
  // A batch may stand there without its details.
  if (!batch || details.length === 0) return
  checkCount(at(batch, 'NbOfTxs'), details.length)
  const said = at(batch, 'TtlAmt')
  if (!said) return
  const { fen } = sum(details.map((detail) => fenOfDetail(detail, fenIn(said))))
  if (fenIn(said) !== fen) refuse(said, `the details add up to ${fen} fen`)
}

/** @throws within `reading` the file's refusal, where details do not add up to their entry */
function factsOf(entry: XmlElement): readonly BankMovement[] {
  const fen = fenIn(need(entry, 'Amt'))
  const direction = directionIn(entry)
  if (!isBooked(entry)) return []
  for (const part of all(entry, 'NtryDtls')) checkBatch(part)
  const details = all(entry, 'NtryDtls/TxDtls')
  if (details.length === 0) return [factOf(entry, undefined, fen, true)]
  const isAlone = details.length === 1
  const amounts = details.map((detail) => fenOfDetail(detail, isAlone ? fen : undefined))
  for (const detail of details)
    if (at(detail, 'CdtDbtInd') && directionIn(detail) !== direction) refuse(detail, 'another direction than its entry')
  const total = sum(amounts)
  if (total.fen !== fen) refuse(entry, `the amount is ${fen} fen, its details add up to ${total.fen} fen`)
  return details.map((detail, index) => factOf(entry, detail, amounts[index] ?? fen, isAlone))
}

/** TxsSummry: what a notification or a statement says of its own entries. */
function checkSummary(notification: XmlElement): void {
  const entries = all(notification, 'Ntry').map((entry) => ({
    direction: directionIn(entry),
    fen: fenIn(need(entry, 'Amt')),
  }))
  const totals = (direction?: Direction): Totals =>
    sum(entries.filter((entry) => !direction || entry.direction === direction).map(({ fen }) => fen))
  const said: readonly (readonly [path: string, totals: Totals])[] = [
    ['TxsSummry/TtlNtries', totals()],
    ['TxsSummry/TtlCdtNtries', totals('CREDIT')],
    ['TxsSummry/TtlDbtNtries', totals('DEBIT')],
  ]
  for (const [path, { count, fen }] of said) {
    const element = at(notification, path)
    if (!element) continue
    checkCount(at(element, 'NbOfNtries'), count)
    checkSum(at(element, 'Sum'), fen)
  }
}

/**
 * What the entries of a notification or a statement tell, in order; `seen` is what those of its file told so far: a return
 * may have the reference of its booking, but of two that are alike nobody knows whether they are one.
 *
 * @throws within `reading` the refusal of the file, as of `movements`
 */
export function entryFacts(holder: XmlElement, seen: Set<string>): readonly BankMovement[] {
  checkSummary(holder)
  const facts = all(holder, 'Ntry').flatMap(factsOf)
  for (const fact of facts) {
    const { kind, bankReference, fen, day, endToEndId } = fact
    const direction = kind === 'OTHER' ? fact.direction : kind
    const told = [bankReference, direction, fen, day, endToEndId].join(' ')
    if (seen.has(told)) refuse(holder, `reference ${quoted(bankReference)} twice, of the same amount and day`)
    seen.add(told)
  }
  return facts
}

/**
 * The facts in a BkToCstmrDbtCdtNtfctn, in order; entries that are not booked tell none. A debit with an end-to-end id is
 * a booking, a credit with one and return information (RtrInf) a return, everything else is `OTHER`.
 *
 * @throws within `reading` the refusal of the file: another currency, an amount that is none, details or totals that do not
 *   add up, a booking without day or reference, the same entry twice
 */
export function movements(body: XmlElement): readonly BankMovement[] {
  const notifications = all(body, 'Ntfctn')
  if (notifications.length === 0) refuse(body, 'Ntfctn is missing')
  const seen = new Set<string>()
  return notifications.flatMap((notification) => entryFacts(notification, seen))
}
