/**
 * What a bank decides about an order: pain.002 (CustomerPaymentStatusReport), of version 10 and its neighbours. A status
 * stands at the message (GrpSts), the payment block (PmtInfSts) and the transaction (TxSts); the innermost counts.
 */
import type { BankStatus, Reason } from './bank.ts'
import { all, at, codeAt, kept, need, needText, textAt } from './message.ts'
import { quoted, refuse, type XmlElement } from './xml.ts'

/** Status codes of ISO 20022 with which a bank takes a payment on: up to being settled, which camt.054 tells with its amount. */
const accepted = new Set(['ACTC', 'ACCP', 'ACSP', 'ACWC', 'ACFC', 'ACWP', 'ACSC', 'ACCC'])
/** Not decided yet, or of several payments some this way and some that. */
const undecided = new Set(['RCVD', 'PDNG', 'PART'])

type Decision = 'ACCEPTED' | 'REJECTED' | 'UNDECIDED'

/** A decision, where it stands, and what the bank says to it. */
type Status = { readonly decision: Decision; readonly element: XmlElement; readonly reason: Reason }

/** StsRsnInf or RtrInf: a code (`Rsn/Cd`, or the bank's own `Rsn/Prtry`) and lines of text (`AddtlInf`); the first counts. */
export function reasonIn(element: XmlElement | undefined): Reason {
  if (!element) return { code: '', text: '' }
  const lines = all(element, 'AddtlInf').map(({ text }) => text)
  // A code has 35 characters at most (Max35Text).
  return { code: [...kept(codeAt(element, 'Rsn') ?? '')].slice(0, 35).join(''), text: kept(lines.join(' ')) }
}

/** @throws within `reading` the file's refusal, where it is a code that this file does not know */
function statusIn(holder: XmlElement, name: string): Status | undefined {
  const element = at(holder, name)
  if (!element) return undefined
  const { text: code } = element
  const reason = reasonIn(all(holder, 'StsRsnInf')[0])
  if (code === 'RJCT') return { decision: 'REJECTED', element, reason }
  if (accepted.has(code)) return { decision: 'ACCEPTED', element, reason }
  if (undecided.has(code)) return { decision: 'UNDECIDED', element, reason }
  return refuse(element, `an unknown status, ${quoted(code)}`)
}

/** What counts inside, under a status outside. @throws within `reading` the refusal, where one accepts and one rejects */
function innermost(outer: Status | undefined, inner: Status | undefined): Status | undefined {
  if (!outer || !inner) return inner ?? outer
  const decided = [outer.decision, inner.decision]
  if (decided.includes('ACCEPTED') && decided.includes('REJECTED'))
    refuse(inner.element, `${quoted(inner.element.text)} under ${quoted(outer.element.text)}`)
  // Why all of it was rejected is said once, outside.
  return inner.reason.code || inner.reason.text ? inner : { ...inner, reason: outer.reason }
}

function factOf(messageId: string, endToEndId: string | undefined, { decision, reason }: Status): BankStatus[] {
  const of = endToEndId === undefined ? { messageId } : { messageId, endToEndId }
  if (decision === 'UNDECIDED') return []
  return [decision === 'ACCEPTED' ? { kind: decision, ...of } : { kind: decision, ...of, reason }]
}

/**
 * The facts in a CstmrPmtStsRpt, in order; none where nothing is decided yet. `messageId` is OrgnlMsgId, `endToEndId`
 * OrgnlEndToEndId.
 *
 * @throws within `reading` the refusal of the file: a report on another kind of message, without a status, with an unknown
 *   one, with an acceptance inside a rejection or the other way round, with a payment twice
 */
export function statusReports(body: XmlElement): readonly BankStatus[] {
  const group = need(body, 'OrgnlGrpInfAndSts')
  const messageId = needText(group, 'OrgnlMsgId', 35)
  const original = need(group, 'OrgnlMsgNmId')
  if (!/^pain\.001\b/i.test(original.text)) refuse(original, `a report on ${quoted(original.text)}, not on pain.001`)
  const ofMessage = statusIn(group, 'GrpSts')
  const seen = new Set<string>()
  const ofTransaction = (transaction: XmlElement, outer: Status | undefined): BankStatus[] => {
    const endToEndId = needText(transaction, 'OrgnlEndToEndId', 35)
    if (seen.has(endToEndId)) refuse(transaction, `payment ${quoted(endToEndId)} a second time`)
    seen.add(endToEndId)
    const status = innermost(outer, statusIn(transaction, 'TxSts'))
    return factOf(messageId, endToEndId, status ?? refuse(transaction, 'no status'))
  }
  const blocks = all(body, 'OrgnlPmtInfAndSts')
  if (blocks.length === 0) return factOf(messageId, undefined, ofMessage ?? refuse(group, 'no status'))
  return blocks.flatMap((block) => {
    const ofBlock = innermost(ofMessage, statusIn(block, 'PmtInfSts'))
    const transactions = all(block, 'TxInfAndSts')
    if (transactions.length > 0) return transactions.flatMap((transaction) => ofTransaction(transaction, ofBlock))
    // An order has one block, whose id (OrgnlPmtInfId) is the message's.
    if (textAt(block, 'OrgnlPmtInfId') === undefined || blocks.length > 1) refuse(block, 'no TxInfAndSts')
    return factOf(messageId, undefined, ofBlock ?? refuse(block, 'no status'))
  })
}
