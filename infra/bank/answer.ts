/** The test bank's files: pain.002.001.10, camt.053.001.08 and camt.054.001.08 with what the standard demands and what the port reads. */
import { createHash } from 'node:crypto'
import { decimalOf } from '#services/finance/bank/amount.ts'
import type { Reason } from '#services/finance/bank/bank.ts'
import { namespaceOf } from '#services/finance/bank/message.ts'
import { print, type Written } from '#services/finance/bank/xml.ts'
import type { Day } from '#shared/domain/calendar.ts'
import type { Answer, Deed } from './deeds.ts'

/** The payment that a file is about. */
export type Told = {
  readonly messageId: string
  readonly endToEndId: string
  /** The account that pays. */
  readonly account: string
  /** The order's time: a file's is taken from it, so that the same answer has the same bytes. */
  readonly at: string
}

/** A message id of 35 characters at most that no other file has. */
const idOf = (name: string): string => `TB${createHash('sha256').update(name).digest('hex').slice(0, 32)}`

const message = (version: string, root: string, content: readonly Written[]): string =>
  print(['Document', [[root, content]], { xmlns: namespaceOf(version) }])

const header = (name: string, at: string): Written => [
  'GrpHdr',
  [
    ['MsgId', idOf(name)],
    ['CreDtTm', at],
  ],
]

/** StsRsnInf and RtrInf. */
const reasoned = (element: string, { code, text }: Reason): Written => [
  element,
  [
    ['Rsn', [['Cd', code]]],
    ['AddtlInf', text],
  ],
]

/** A status of one payment. */
function statusReport(name: string, told: Told, reason: Reason | undefined): string {
  const transaction: Written = [
    'TxInfAndSts',
    [
      ['OrgnlEndToEndId', told.endToEndId],
      ['TxSts', reason ? 'RJCT' : 'ACSP'],
      reason && reasoned('StsRsnInf', reason),
    ],
  ]
  return message('pain.002.001.10', 'CstmrPmtStsRpt', [
    header(name, told.at),
    [
      'OrgnlGrpInfAndSts',
      [
        ['OrgnlMsgId', told.messageId],
        ['OrgnlMsgNmId', 'pain.001.001.09'],
      ],
    ],
    ['OrgnlPmtInfAndSts', [['OrgnlPmtInfId', told.messageId], transaction]],
  ])
}

/** A message that can't be taken: rejected as a whole, FF01 (InvalidFileFormat). */
export const refusal = (name: string, messageId: string, at: string, text: string): string =>
  message('pain.002.001.10', 'CstmrPmtStsRpt', [
    header(name, at),
    [
      'OrgnlGrpInfAndSts',
      [
        ['OrgnlMsgId', messageId],
        ['OrgnlMsgNmId', 'pain.001.001.09'],
        ['GrpSts', 'RJCT'],
        // AddtlInf is Max105Text.
        reasoned('StsRsnInf', { code: 'FF01', text: [...text].slice(0, 105).join('') }),
      ],
    ],
  ])

export type Movement = Extract<Deed, { reference: string }>

/** BkTxCd: a domestic credit transfer that was issued, or the return of one. */
const transactionCode = (isReturn: boolean): Written => [
  'BkTxCd',
  [
    [
      'Domn',
      [
        ['Cd', 'PMNT'],
        [
          'Fmly',
          [
            ['Cd', 'ICDT'],
            ['SubFmlyCd', isReturn ? 'RRTN' : 'DMCT'],
          ],
        ],
      ],
    ],
  ],
]

const accountOf = (account: string): Written => ['Acct', [['Id', [['Othr', [['Id', account]]]]]]]

/** Ntry: a payment of one detail. */
function entryOf(endToEndId: string, deed: Movement): Written {
  const isReturn = deed.kind === 'RETURNED'
  const amount: Written = ['Amt', decimalOf(deed.fen), { Ccy: 'CNY' }]
  const direction: Written = ['CdtDbtInd', isReturn ? 'CRDT' : 'DBIT']
  const details: Written = [
    'TxDtls',
    [
      [
        'Refs',
        [
          ['AcctSvcrRef', deed.reference],
          ['EndToEndId', endToEndId],
        ],
      ],
      amount,
      direction,
      isReturn ? reasoned('RtrInf', deed.reason) : undefined,
    ],
  ]
  return [
    'Ntry',
    [
      amount,
      direction,
      ['Sts', [['Cd', 'BOOK']]],
      ['BookgDt', [['Dt', deed.day]]],
      ['ValDt', [['Dt', deed.day]]],
      ['AcctSvcrRef', deed.reference],
      transactionCode(isReturn),
      ['NtryDtls', [details]],
    ],
  ]
}

function notification(name: string, told: Told, deed: Movement): string {
  const at = `${deed.day}T10:00:00+08:00`
  const entry = entryOf(told.endToEndId, deed)
  return message('camt.054.001.08', 'BkToCstmrDbtCdtNtfctn', [
    header(name, at),
    ['Ntfctn', [['Id', idOf(name)], ['CreDtTm', at], accountOf(told.account), entry]],
  ])
}

/** The text of the file that tells a deed. */
export function fileOf(told: Told, { name, deed }: Answer): string {
  if (deed.kind === 'ACCEPTED') return statusReport(name, told, undefined)
  return deed.kind === 'REJECTED' ? statusReport(name, told, deed.reason) : notification(name, told, deed)
}

/** A day of an account: what was booked on it, and the balances before and after, in fen. */
export type AccountDay = {
  readonly account: string
  readonly day: Day
  readonly openingFen: bigint
  readonly closingFen: bigint
  readonly movements: readonly { readonly endToEndId: string; readonly deed: Movement }[]
}

/** Bal: less than nothing is a debit. */
const balance = (code: string, fen: bigint, day: Day): Written => [
  'Bal',
  [
    ['Tp', [['CdOrPrtry', [['Cd', code]]]]],
    ['Amt', decimalOf(fen < 0n ? -fen : fen), { Ccy: 'CNY' }],
    ['CdtDbtInd', fen < 0n ? 'DBIT' : 'CRDT'],
    ['Dt', [['Dt', day]]],
  ],
]

/** The statement of a day, as it was made at a moment. */
export function statementOf(
  name: string,
  { account, day, openingFen, closingFen, movements }: AccountDay,
  at: Date,
): string {
  const made = at.toISOString()
  const period: Written = [
    'FrToDt',
    [
      ['FrDtTm', `${day}T00:00:00+08:00`],
      ['ToDtTm', `${day}T23:59:59+08:00`],
    ],
  ]
  const entries = movements.map(({ endToEndId, deed }) => entryOf(endToEndId, deed))
  const balances = [balance('OPBD', openingFen, day), balance('CLBD', closingFen, day)]
  return message('camt.053.001.08', 'BkToCstmrStmt', [
    header(name, made),
    ['Stmt', [['Id', idOf(name)], ['CreDtTm', made], period, accountOf(account), ...balances, ...entries]],
  ])
}
