/** How a voucher comes to stand as it does. */
import type { DateMessage } from '#proto/google/type/date.ts'
import { Applicant } from '#proto/qiantou/application/v1/application.ts'
import { Reservation } from '#proto/qiantou/pool/v1/reservation.ts'
import type { VoucherIssued } from '#proto/qiantou/voucher/v1/voucher_events.ts'
import { dayFrom } from '#shared/domain/calendar.ts'
import { type ContentRef, contentRef } from '#shared/domain/content.ts'
import type { Recorded } from '#shared/domain/decider.ts'
import { signedOff } from '#shared/domain/sign-off.ts'
import { without } from '#shared/domain/without.ts'
import { keptBill } from './bill.ts'
import { type Movement, movementsOf } from './movement.ts'
import { succeeded } from './succession.ts'
import { moreRequested, type PaymentFact, settledFen } from './transfer-state.ts'
import type { Presented, Voucher, VoucherFact } from './voucher-state.ts'

const plus = (text: string, fen: bigint): string => `${BigInt(text) + fen}`

function issued(recorded: Recorded, fact: VoucherIssued): Voucher {
  const { title, measure, measureVersion, call, applicant, sponsor, finance, year, basisPoints, lastDay } = fact
  const reserved = fact.reserved as Reservation
  return {
    ...{ title, measure, measureVersion, call, sponsor, finance, year, basisPoints, handler: recorded.actor },
    ...{ applicant: Applicant.toJSON(applicant as Applicant), pool: reserved.pool },
    ...{ roundingFen: `${fact.roundingFen}`, lastDay: dayFrom(lastDay as DateMessage), faceFen: `${reserved.fen}` },
    ...{ basisFen: '0', redeemedFen: '0', releasedFen: '0', requestedFen: '0', paidFen: '0', settledFen: '0' },
    ...{ lastReserved: Reservation.toJSON(reserved), reservations: 0 },
    ...{ presentations: [], signed: [{ step: 'ISSUE', ...signedOff(recorded) }] },
  }
}

/** A number of an amount that is set aside is resolved by it; what has none moves at once. */
function withMovement(state: Voucher, { kind, reservation }: Movement): Voucher {
  const { number, fen } = reservation
  const lastReserved = Reservation.toJSON(reservation)
  const resolved = (number > 0 ? without(state, 'reserved') : state) as Voucher
  switch (kind) {
    case 'reserved':
      return { ...state, reserved: lastReserved, lastReserved, reservations: number }
    case 'released':
      return { ...resolved, lastReserved }
    case 'paid':
      return { ...resolved, lastReserved, paidFen: plus(state.paidFen, fen) }
    case 'returned':
      return { ...state, paidFen: plus(state.paidFen, -fen) }
    default:
      return state
  }
}

const withPresentation = (state: Voucher, number: number, change: Partial<Presented>): Voucher => ({
  ...state,
  presentations: state.presentations.map((one, i) => (i === number - 1 ? { ...one, ...change } : one)),
})

/** What was left goes back: what is reserved from then on is redeemed and not paid. */
const ended = (
  state: Voucher,
  { released, reserved }: { readonly released: Reservation | undefined; readonly reserved: Reservation | undefined },
  how: NonNullable<Voucher['ended']>,
): Voucher => ({ ...state, ended: how, releasedFen: `${(released?.fen ?? 0n) - (reserved?.fen ?? 0n)}` })

/** What waits is refused with a voucher that is cancelled. */
const refusedWith = (state: Voucher, text: ContentRef): Voucher => ({
  ...state,
  text,
  presentations: state.presentations.map((one) => (one.state === 'WAITING' ? { ...one, state: 'REFUSED', text } : one)),
})

function changed(state: Voucher, recorded: Recorded<VoucherFact>): Voucher {
  const { fact } = recorded
  switch (fact.$type) {
    case 'qiantou.voucher.v1.VoucherBodySucceeded':
      return succeeded(state, fact, ['sponsor', 'handler', 'finance'])
    case 'qiantou.voucher.v1.VoucherPresented': {
      const bills = fact.bills.map(keptBill)
      return { ...state, presentations: [...state.presentations, { state: 'WAITING', bills, redeemedFen: '0' }] }
    }
    case 'qiantou.voucher.v1.PresentationRefused':
      return withPresentation(state, fact.presentation, { state: 'REFUSED', text: contentRef(fact.text) })
    case 'qiantou.voucher.v1.VoucherRedeemed': {
      const { presentation, basisFen, beforeFen, fen } = fact
      const next = withPresentation(state, presentation, { state: 'ACCEPTED', redeemedFen: `${fen}` })
      const signed = [...state.signed, { step: 'ACCEPT' as const, ...signedOff(recorded) }]
      return { ...next, basisFen: `${basisFen}`, redeemedFen: `${beforeFen + fen}`, signed }
    }
    case 'qiantou.voucher.v1.VoucherExpired':
      return ended(state, fact, 'EXPIRED')
    case 'qiantou.voucher.v1.VoucherCancelled':
      return ended(refusedWith(state, contentRef(fact.text)), fact, 'CANCELLED')
    default:
      return state
  }
}

/** What of it payments ask for, after a fact of one of them: not what came back of what was claimed back. */
const requested = (state: Voucher, fact: PaymentFact): Voucher => ({
  ...state,
  requestedFen: plus(state.requestedFen, moreRequested(fact)),
  settledFen: plus(state.settledFen, settledFen(fact)),
})

const isPayment = (fact: VoucherFact | PaymentFact): fact is PaymentFact =>
  fact.$type.startsWith('qiantou.transfer.v1.')

export function evolve(state: Voucher | undefined, recorded: Recorded<VoucherFact | PaymentFact>): Voucher | undefined {
  const { fact } = recorded
  if (fact.$type === 'qiantou.voucher.v1.VoucherIssued')
    return state ?? movementsOf(fact).reduce(withMovement, issued(recorded, fact))
  if (!state) return undefined
  const next = isPayment(fact) ? requested(state, fact) : changed(state, { ...recorded, fact })
  return movementsOf(fact).reduce(withMovement, next)
}
