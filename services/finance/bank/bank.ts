/** The bank port: payment orders leave, and what the bank says of them comes in. Amounts are whole fen of CNY. */
import type { Day } from '#shared/domain/calendar.ts'
import type { Direction, Statement } from '../domain/statement.ts'
import type { StatementPage } from '../domain/statement-page.ts'

/** Who pays or is paid. Limits are those of ISO 20022, counted in characters. */
export type Party = {
  /** 140 at most. */
  readonly name: string
  /** 34 at most. */
  readonly account: string
  /** The bank's number in CNAPS (联行号), 12 digits. */
  readonly bankCode?: string
}

export type Payment = {
  /** Ours, 35 at most; comes back in every report. The bank pays it once. */
  readonly endToEndId: string
  /** More than 0. */
  readonly fen: bigint
  readonly payee: Party
  /** What the payee reads; the bank is told 140 characters of it, without line breaks. */
  readonly remittance: string
}

/** Payments from one account on one day, which leave in one message. */
export type PaymentOrder = {
  /** 35 at most, and the name of the file: letters, digits, `.`, `_` and `-`. */
  readonly messageId: string
  /** When it was decided: part of the message, so that the same order has the same bytes. */
  readonly at: Date
  /** The day on which the bank is to pay. */
  readonly on: Day
  readonly debtor: Party
  readonly payments: readonly [Payment, ...Payment[]]
}

/** Why the bank does not pay, or got money back: a code of ISO 20022, empty where it gives none, and its words. */
export type Reason = { readonly code: string; readonly text: string }

/** Money that has moved on our account: once for each `bankReference`, however often it is told. */
type Movement = {
  /** More than 0. */
  readonly fen: bigint
  /** When it was booked. */
  readonly day: Day
  readonly bankReference: string
}

/** What the bank decides about an order (pain.002). */
export type BankStatus =
  /** The bank has taken a payment on; of the whole message where `endToEndId` is missing. No money has moved. */
  | { readonly kind: 'ACCEPTED'; readonly messageId: string; readonly endToEndId?: string }
  /** The bank does not pay; the whole message where `endToEndId` is missing. */
  | { readonly kind: 'REJECTED'; readonly messageId: string; readonly endToEndId?: string; readonly reason: Reason }

/** What has moved on our account (camt.054). */
export type BankMovement =
  /** Paid: all that was ordered, or a part of it with others to follow. */
  | ({ readonly kind: 'BOOKED'; readonly endToEndId: string } & Movement)
  /** Money that was paid is back (退票). */
  | ({ readonly kind: 'RETURNED'; readonly endToEndId: string; readonly reason: Reason } & Movement)
  /** Moved otherwise: a fee, a receipt, a booking that the bank reversed. For a person to explain. */
  | ({
      readonly kind: 'OTHER'
      readonly direction: Direction
      readonly endToEndId?: string
      readonly text: string
    } & Movement)

/** All that has moved over some days (camt.053), with which the books are compared. Nothing is decided by it. */
export type BankStatement = { readonly kind: 'STATEMENT'; readonly statement: Statement }

/** A page of one that comes in several. */
export type BankStatementPage = { readonly kind: 'STATEMENT_PAGE'; readonly page: StatementPage }

export type BankFact = BankStatus | BankMovement | BankStatement | BankStatementPage

/** A fact and where it stood: in which file, and as which of its facts, from 1. */
export type BankReport = BankFact & {
  readonly file: { readonly name: string; readonly sha256: string }
  readonly number: number
}

/** What a file was refused for: nothing of it was handed over. */
export type RefusedFile = { readonly name: string; readonly reason: string }

/** What came in: files whose reports were all taken, how many these were, and files that were refused. */
export type Received = { readonly files: number; readonly reports: number; readonly refused: readonly RefusedFile[] }

export type Bank = {
  /**
   * Hands an order to the bank once, however often it is called and wherever it was interrupted.
   * @throws Error where the order breaks a limit, or another order has left under its message id; nothing leaves then
   */
  readonly send: (order: PaymentOrder) => Promise<void>
  /**
   * Hands over, one after the other, what the bank has said since. What `take` throws ends the file, whose reports come
   * again with the next call, from its first, so whoever takes them takes them twice without harm; the files after it
   * are handed over all the same.
   * @throws Error at the end that names the files which `take` threw for, the first five
   */
  readonly receive: (take: (report: BankReport) => Promise<void>) => Promise<Received>
}
