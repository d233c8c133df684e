/** What the bank says of a payment: each of its entries is taken once, and for the order that it names. */
import { type Either, left, right } from 'fp-ts/lib/Either.js'
import type { Reservation } from '#proto/qiantou/pool/v1/reservation.ts'
import { toDate } from '#shared/domain/calendar.ts'
import { type Rejection, reject } from '#shared/domain/rejection.ts'
import { type Payable, payableOf, reservationOf } from './payable.ts'
import { settle } from './recovery.ts'
import type { BankSaid, Of } from './transfer.ts'
import {
  freedInvoices,
  keptFen,
  namesPaid,
  notReady,
  openFen,
  returnableFen,
  type Transfer,
  type TransferFact,
} from './transfer-state.ts'

type Decision = Either<Rejection, readonly [TransferFact]>

/**
 * Nothing that the bank has said once is taken twice. Banks give a return the reference of its booking, and parts of one
 * payment the same: an entry is known by reference, kind, amount, day and order. `fen` is less than 0 where it comes back,
 * 0 of a refusal, which has no day of the bank's.
 */
const isHeard = (
  { entries }: Transfer,
  { evidence: { bankReference }, on, endToEndId }: BankSaid,
  fen: bigint,
): boolean =>
  entries.some(
    (entry) =>
      entry.bankReference === bankReference &&
      entry.fen === `${fen}` &&
      (fen === 0n || entry.date === on) &&
      (entry.endToEndId ?? endToEndId) === endToEndId,
  )

export function book(command: Of<'Book'>, state: Transfer): Decision {
  const { fen, evidence, on, endToEndId } = command
  const payable = payableOf(command, state.year)
  if (isHeard(state, command, fen))
    return reject('precondition', 'BANK_ENTRY_HEARD', { reference: evidence.bankReference })
  const isLate = state.endedOrders?.includes(endToEndId) ?? false
  // What is booked of it all the same is paid, unless that was ordered again meanwhile: then a person asks the bank.
  if (isLate && state.stage === 'ORDERED') return reject('precondition', 'ORDER_ENDED')
  // Nor is what is booked of an order that was rejected, or came back, taken for the one that the bank has now.
  if (!isLate && endToEndId !== state.order?.endToEndId) return reject('precondition', 'ORDER_ENDED')
  if (state.stage !== 'ORDERED' && !(isLate && state.stage === 'RETURNED')) return left(notReady(state))
  const most = isLate ? openFen(state) : BigInt(state.atBankFen)
  if (fen > most) return reject('precondition', 'BOOKED_TOO_MUCH', { fen: `${most}` })
  const former = payable.reserved as Reservation
  const rest = former.fen - fen
  const at = (number: number, part: bigint) => reservationOf(payable, number, part)
  const moved =
    rest === 0n
      ? { released: undefined, paid: former, reserved: undefined }
      : { released: former, paid: at(0, fen), reserved: at(payable.reservations + 1, rest) }
  const said = { ...namesPaid(state), fen, bookedOn: toDate(on), evidence, endToEndId }
  return right([{ $type: 'qiantou.transfer.v1.PaymentBooked', ...said, ...moved }])
}

const reservingAnew = (payable: Payable, fen: bigint) => ({
  released: payable.reserved,
  reserved: reservationOf(payable, payable.reservations + 1, (payable.reserved?.fen ?? 0n) + fen),
})

/** What comes back settles first what is claimed back: of an award with that, else of the payment. The rest is reserved anew. */
export function comeBack(command: Of<'Return'>, state: Transfer): Decision {
  const { fen, evidence, on, reasonCode, endToEndId } = command
  const payable = payableOf(command, state.year)
  if (isHeard(state, command, -fen))
    return reject('precondition', 'BANK_ENTRY_HEARD', { reference: evidence.bankReference })
  const most = returnableFen(state, endToEndId)
  // Of a former order that nothing is booked of nothing comes back: a person asks the bank.
  if (endToEndId !== state.order?.endToEndId && most <= 0n) return reject('precondition', 'ORDER_ENDED')
  if (fen > most) return reject('precondition', 'RETURNED_TOO_MUCH', { fen: `${most}` })
  const { moved, restFen } = settle('application' in command ? command.application : state, state.year, fen)
  const said = { ...namesPaid(state), fen, returnedOn: toDate(on), reasonCode, evidence, endToEndId }
  return right([
    {
      $type: 'qiantou.transfer.v1.PaymentReturned',
      ...{ ...said, returned: reservationOf(payable, 0, fen) },
      ...(restFen > 0n ? reservingAnew(payable, restFen) : { released: undefined, reserved: undefined }),
      ...moved,
      invoices: freedInvoices(state, { openFen: openFen(state) + restFen, keptFen: keptFen(state) - fen }),
    },
  ])
}

export function refuse(command: Of<'Reject'>, state: Transfer): Decision {
  const { evidence, reasonCode, endToEndId } = command
  if (isHeard(state, command, 0n))
    return reject('precondition', 'BANK_ENTRY_HEARD', { reference: evidence.bankReference })
  const { order, atBankFen } = state
  if (state.endedOrders?.includes(endToEndId)) return reject('precondition', 'ORDER_ENDED')
  if (order?.endToEndId !== endToEndId || atBankFen !== order.fen) return left(notReady(state))
  return right([{ $type: 'qiantou.transfer.v1.PaymentRejected', reasonCode, evidence, endToEndId }])
}
