/** What a file from the bank tells, of whichever kind it is. */
import type { Either } from 'fp-ts/lib/Either.js'
import type { BankFact } from './bank.ts'
import { statements } from './camt053.ts'
import { movements } from './camt054.ts'
import { messageIn } from './message.ts'
import { statusReports } from './pain002.ts'
import { type Refusal, reading } from './xml.ts'

const roots = {
  'pain.002': 'CstmrPmtStsRpt',
  'camt.053': 'BkToCstmrStmt',
  'camt.054': 'BkToCstmrDbtCdtNtfctn',
} as const

const readers = { 'pain.002': statusReports, 'camt.053': statements, 'camt.054': movements }

/** All facts of a file, in order, or why it is refused as a whole. */
export const factsIn = (bytes: Uint8Array): Either<Refusal, readonly BankFact[]> =>
  reading(() => {
    const [kind, body] = messageIn(bytes, roots)
    return readers[kind](body)
  })
