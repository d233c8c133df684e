/**
 * Payment orders as pain.001.001.09 (CustomerCreditTransferInitiationV09): one payment block (PmtInf) of one account and
 * day, a transaction (CdtTrfTxInf) for each payment.
 */
import type { Either } from 'fp-ts/lib/Either.js'
import { decimalOf, maxFen } from './amount.ts'
import type { Party, Payment, PaymentOrder } from './bank.ts'
import {
  all,
  at,
  checkCount,
  checkSum,
  dayIn,
  fenIn,
  messageIn,
  namespaceOf,
  need,
  needText,
  textAt,
} from './message.ts'
import { isXmlText, print, type Refusal, reading, refuse, type Written, type XmlElement } from './xml.ts'

const version = 'pain.001.001.09'
/** ExternalClearingSystemIdentification1Code of China's National Advanced Payment System. */
const clearingSystem = 'CNAPS'
/** What stands where an agent has to be named and is not known. */
const notProvided = 'NOTPROVIDED'
/** Digits of NbOfTxs are not the limit: a file that no bank would take is. */
const maxPayments = 10_000

type Field = readonly [name: string, value: string, maxCharacters: number]

/** Ids are names of files and stand in tables: 35 characters at most (Max35Text), none of which means anything elsewhere. */
const idPattern = /^[A-Za-z0-9][A-Za-z0-9._-]{0,34}$/

const idProblem = (name: string, id: string): string[] =>
  idPattern.test(id) ? [] : [`${name} is not 1 to 35 letters, digits, “.”, “_” or “-”: ${JSON.stringify(id)}`]

function textProblem([name, value, maxCharacters]: Field): string[] {
  const characters = [...value].length
  if (!isXmlText(value)) return [`${name} has characters that XML forbids`]
  if (value.trim() !== value) return [`${name} begins or ends with white space`]
  if (characters === 0) return [`${name} is empty`]
  return characters > maxCharacters ? [`${name} has ${characters} characters, ${maxCharacters} at most`] : []
}

/** Line breaks, other controls and what is no character: no bank takes them. */
const unsendable = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}]+/gu

/** A title or a purpose as a bank takes it (Max140Text): for a person to read, so it need not be what was written. */
function sendable(text: string): string {
  const plain = text.replaceAll(unsendable, ' ').trim()
  return [...plain].slice(0, 140).join('').trimEnd()
}

const partyProblems = (name: string, party: Party): string[] => [
  ...textProblem([`${name}'s name`, party.name, 140]),
  ...textProblem([`${name}'s account`, party.account, 34]),
  ...(party.bankCode === undefined || /^[0-9]{12}$/.test(party.bankCode)
    ? []
    : [`${name}'s bank code is not 12 digits (CNAPS)`]),
]

const paymentProblems = (payment: Payment): string[] =>
  [
    ...idProblem('endToEndId', payment.endToEndId),
    ...(payment.fen > 0n && payment.fen <= maxFen ? [] : ['the amount is not 1 fen or more with 18 digits at most']),
    ...partyProblems('payee', payment.payee),
    ...textProblem(['remittance', sendable(payment.remittance), 140]),
  ].map((problem) => `payment ${payment.endToEndId}: ${problem}`)

const totalOf = (payments: readonly Payment[]): bigint => payments.reduce((sum, { fen }) => sum + fen, 0n)

/** What keeps an order from being written, in English; empty where nothing does. No account is quoted. */
export function orderProblems({ messageId, at, on, debtor, payments }: PaymentOrder): readonly string[] {
  const ids = new Set(payments.map(({ endToEndId }) => endToEndId))
  const [year] = Number.isNaN(at.getTime()) ? [] : [at.getUTCFullYear()]
  return [
    ...idProblem('messageId', messageId),
    ...(year !== undefined && year >= 1 && year <= 9999 ? [] : ['the time of the order is none']),
    ...(/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(on) && !Number.isNaN(Date.parse(on)) ? [] : ['the day of payment is none']),
    ...partyProblems('debtor', debtor),
    ...(payments.length > maxPayments ? [`${payments.length} payments, ${maxPayments} at most`] : []),
    ...(ids.size === payments.length ? [] : ['two payments have the same endToEndId']),
    ...(totalOf(payments) <= maxFen ? [] : ['the amounts add up to more than 18 digits']),
    ...payments.flatMap(paymentProblems),
  ]
}

/** CashAccount38: no IBAN in China, so Othr. */
const account = (name: string, number: string): Written => [name, [['Id', [['Othr', [['Id', number]]]]]]]

/** BranchAndFinancialInstitutionIdentification6. */
const agent = (name: string, code: string | undefined): Written => [
  name,
  [
    [
      'FinInstnId',
      code === undefined
        ? [['Othr', [['Id', notProvided]]]]
        : [
            [
              'ClrSysMmbId',
              [
                ['ClrSysId', [['Cd', clearingSystem]]],
                ['MmbId', code],
              ],
            ],
          ],
    ],
  ],
]

const transaction = ({ endToEndId, fen, payee, remittance }: Payment): Written => [
  'CdtTrfTxInf',
  [
    ['PmtId', [['EndToEndId', endToEndId]]],
    ['Amt', [['InstdAmt', decimalOf(fen), { Ccy: 'CNY' }]]],
    payee.bankCode === undefined ? undefined : agent('CdtrAgt', payee.bankCode),
    ['Cdtr', [['Nm', payee.name]]],
    account('CdtrAcct', payee.account),
    ['RmtInf', [['Ustrd', sendable(remittance)]]],
  ],
]

/** The message's text; the same order gives the same text. @throws Error with all its problems, where it has any */
export function pain001Of(order: PaymentOrder): string {
  const problems = orderProblems(order)
  if (problems.length > 0)
    throw new Error(`order ${JSON.stringify(order.messageId)} can't be sent: ${problems.join('; ')}`)
  const { messageId, at, on, debtor, payments } = order
  const counts: readonly Written[] = [
    ['NbOfTxs', `${payments.length}`],
    ['CtrlSum', decimalOf(totalOf(payments))],
  ]
  const header: Written = [
    'GrpHdr',
    [['MsgId', messageId], ['CreDtTm', at.toISOString()], ...counts, ['InitgPty', [['Nm', debtor.name]]]],
  ]
  const block: Written = [
    'PmtInf',
    [
      ['PmtInfId', messageId],
      ['PmtMtd', 'TRF'],
      // Each payment is booked by itself, so that each can be matched.
      ['BtchBookg', 'false'],
      ...counts,
      ['ReqdExctnDt', [['Dt', on]]],
      ['Dbtr', [['Nm', debtor.name]]],
      account('DbtrAcct', debtor.account),
      agent('DbtrAgt', debtor.bankCode),
      ...payments.map(transaction),
    ],
  ]
  return print(['Document', [['CstmrCdtTrfInitn', [header, block]]], { xmlns: namespaceOf(version) }])
}

/** From Nm, the account's Othr/Id, and the agent's ClrSysMmbId/MmbId. */
function partyIn(element: XmlElement, role: 'Dbtr' | 'Cdtr'): Party {
  const bankCode = textAt(element, `${role}Agt/FinInstnId/ClrSysMmbId/MmbId`)
  return {
    name: needText(element, `${role}/Nm`, 140),
    account: needText(element, `${role}Acct/Id/Othr/Id`, 34),
    ...(bankCode === undefined ? {} : { bankCode }),
  }
}

const paymentIn = (element: XmlElement): Payment => ({
  endToEndId: needText(element, 'PmtId/EndToEndId', 35),
  fen: fenIn(need(element, 'Amt/InstdAmt')),
  payee: partyIn(element, 'Cdtr'),
  remittance: textAt(element, 'RmtInf/Ustrd') ?? '',
})

/** The order in a message as this file writes it, as a bank reads it; refused where its numbers or sums are not true. */
export const orderIn = (bytes: Uint8Array): Either<Refusal, PaymentOrder> =>
  reading(() => {
    const [, body] = messageIn(bytes, { 'pain.001': 'CstmrCdtTrfInitn' })
    const block = need(body, 'PmtInf')
    const [first, ...others] = all(block, 'CdtTrfTxInf').map(paymentIn)
    if (!first) return refuse(block, 'no CdtTrfTxInf')
    const payments: PaymentOrder['payments'] = [first, ...others]
    for (const counted of [need(body, 'GrpHdr'), block]) {
      checkCount(at(counted, 'NbOfTxs'), payments.length)
      checkSum(at(counted, 'CtrlSum'), totalOf(payments))
    }
    return {
      messageId: needText(body, 'GrpHdr/MsgId', 35),
      at: new Date(needText(body, 'GrpHdr/CreDtTm', 35)),
      on: dayIn(need(block, 'ReqdExctnDt')),
      debtor: partyIn(block, 'Dbtr'),
      payments,
    }
  })
