/** Voucher: what an enterprise may have paid of its bills, up to a face value that is reserved when it is issued. */
import { type Either, left, right } from 'fp-ts/lib/Either.js'
import type { Bill } from '#proto/qiantou/application/v1/application.ts'
import type { Reservation } from '#proto/qiantou/pool/v1/reservation.ts'
import type { ContentReference } from '#proto/qiantou/record/v1/record.ts'
import type { VoucherExpired } from '#proto/qiantou/voucher/v1/voucher_events.ts'
import { award } from '#shared/domain/award.ts'
import { dayOf, endOf } from '#shared/domain/calendar.ts'
import type { Context, Decider } from '#shared/domain/decider.ts'
import { type Rejection, reject, rejection } from '#shared/domain/rejection.ts'
import { unfitBills } from './bill.ts'
import { type Signatories, signing, takenOf, unfitDuty } from './duty.ts'
import { type SucceedCommand, succeed, successionParties } from './succession.ts'
import { type PaymentFact, paymentFacts } from './transfer-state.ts'
import { evolve } from './voucher-fold.ts'
import { type Issuing, issue } from './voucher-issue.ts'
import {
  isWaiting,
  lastReserved,
  leftFen,
  owedFen,
  type Presented,
  reservedFor,
  standing,
  type Voucher,
  type VoucherFact,
  voucherBodies,
  voucherFacts,
} from './voucher-state.ts'

// ---- Commands

export type VoucherCommand = Signatories &
  (
    | ({ readonly type: 'Issue' } & Issuing)
    | { readonly type: 'Present'; readonly bills: readonly Bill[] }
    | { readonly type: 'Accept'; readonly presentation: number }
    | { readonly type: 'Refuse'; readonly presentation: number; readonly text: ContentReference }
    | { readonly type: 'Cancel'; readonly text: ContentReference }
    | SucceedCommand
  )

type Decision = Either<Rejection, readonly [VoucherFact]>
type Of<Type extends VoucherCommand['type']> = Extract<VoucherCommand, { readonly type: Type }>

// ---- Bills

/** As many presentations as a state keeps. */
const maxPresentations = 50

const numberOf = ({ invoice }: { readonly invoice: string }): string => invoice.toUpperCase()

function present({ bills }: Of<'Present'>, state: Voucher, { actor, at }: Context): Decision {
  const { sponsor, lastDay, presentations } = state
  if (actor !== sponsor) return reject('permission', 'NOT_SPONSOR', { sponsor })
  // It has expired, and is about to say so.
  if (lastDay < dayOf(at)) return reject('precondition', 'TIME_LIMIT_PASSED', { limit: lastDay })
  if (presentations.length >= maxPresentations)
    return reject('precondition', 'PRESENTATIONS_FULL', { most: `${maxPresentations}` })
  const early = unfitBills(bills, dayOf(at))
  if (early) return left(early)
  const used = new Set(presentations.flatMap((one) => (one.state === 'REFUSED' ? [] : one.bills.map(numberOf))))
  const twice = bills.find((bill) => used.has(numberOf(bill)))
  if (twice) return reject('precondition', 'INVOICE_USED', { invoice: twice.invoice })
  const presentation = presentations.length + 1
  return right([{ $type: 'qiantou.voucher.v1.VoucherPresented', presentation, bills: [...bills] }])
}

/** Why a presentation is not answered: there is none of that number, or it was answered. */
function unfitPresentation({ presentation: number }: Of<'Accept' | 'Refuse'>, state: Voucher): Rejection | undefined {
  const presentation = `${number}`
  const found = state.presentations[number - 1]
  if (!found) return rejection('precondition', 'PRESENTATION_NOT_FOUND', { presentation })
  if (found.state !== 'WAITING')
    return rejection('precondition', 'PRESENTATION_ANSWERED', { presentation, state: found.state })
  return undefined
}

/**
 * What is redeemed: the voucher's share of all bills that were accepted with it, summed first, up to its face value, less
 * what was redeemed before. So two bills of 0.05 yuan at 30% come to 0.03, presented at once or one after the other.
 */
function accept(command: Of<'Accept'>, state: Voucher, context: Context): Decision {
  const { presentation } = command
  const unfit = unfitPresentation(command, state)
  if (unfit) return left(unfit)
  const { bills } = state.presentations[presentation - 1] as Presented
  const basisFen = bills.reduce((sum, { fen }) => sum + BigInt(fen), BigInt(state.basisFen))
  const beforeFen = BigInt(state.redeemedFen)
  const figures = {
    share: { basisPoints: BigInt(state.basisPoints) },
    ceilings: [{ scope: 'APPLICATION' as const, fen: BigInt(state.faceFen) }],
    roundingFen: BigInt(state.roundingFen),
  }
  const claimed = { basisFen, beforeFen: {}, othersFen: undefined, poolLeftFen: undefined }
  const fen = award(figures, claimed).fen - beforeFen
  if (fen === 0n) return reject('precondition', 'NOTHING_TO_REDEEM')
  const unfitPerson = unfitDuty('APPROVE', signing(command, context, fen), takenOf(state))
  if (unfitPerson) return left(unfitPerson)
  const said = { presentation, basisFen, beforeFen, fen, leftFen: leftFen(state) - fen }
  return right([{ $type: 'qiantou.voucher.v1.VoucherRedeemed', ...said }])
}

function refuse(command: Of<'Refuse'>, state: Voucher): Decision {
  const { presentation, text } = command
  const unfit = unfitPresentation(command, state)
  return unfit ? left(unfit) : right([{ $type: 'qiantou.voucher.v1.PresentationRefused', presentation, text }])
}

// ---- Its end

/** What is left goes back into the pool; what is redeemed and not paid stays reserved. */
function endOfReservation(state: Voucher): {
  readonly released: Reservation | undefined
  readonly reserved: Reservation | undefined
} {
  const fen = owedFen(state)
  return {
    released: reservedFor(state),
    reserved: fen > 0n ? { ...lastReserved(state), number: state.reservations + 1, fen } : undefined,
  }
}

const expired = (state: Voucher): VoucherExpired => ({
  $type: 'qiantou.voucher.v1.VoucherExpired',
  ...endOfReservation(state),
})

/** What was presented in time is answered first. */
const due = (state: Voucher): string | undefined =>
  standing(state) === 'HELD' && !isWaiting(state) ? endOf(state.lastDay).toISOString() : undefined

// ---- Decisions

function decide(command: VoucherCommand, state: Voucher | undefined, context: Context): Decision {
  if (command.type === 'Issue') return issue(command, state, context)
  if (!state) return reject('notFound', 'VOUCHER_NOT_FOUND')
  if (command.type === 'Succeed')
    return succeed('qiantou.voucher.v1.VoucherBodySucceeded', command, voucherBodies(state))
  const { handler } = state
  if (command.type !== 'Present' && context.actor !== handler)
    return reject('permission', 'NOT_YOUR_TURN', { turn: handler })
  // What waits when it is redeemed whole may still be refused.
  const isOver = command.type === 'Refuse' ? state.ended !== undefined : standing(state) !== 'HELD'
  if (isOver) return reject('precondition', 'VOUCHER_ENDED', { state: standing(state) })
  switch (command.type) {
    case 'Present':
      return present(command, state, context)
    case 'Accept':
      return accept(command, state, context)
    case 'Refuse':
      return refuse(command, state)
    case 'Cancel':
      return right([{ $type: 'qiantou.voucher.v1.VoucherCancelled', text: command.text, ...endOfReservation(state) }])
  }
}

export const voucherDecider: Decider<VoucherCommand, Voucher, VoucherFact, PaymentFact> = {
  aggregate: 'voucher',
  foldVersion: 2,
  owns: voucherFacts,
  folds: paymentFacts,
  touches: ({ fact: { voucher } }) => (voucher ? [voucher] : []),
  readers: voucherBodies,
  due,
  decide,
  evolve,
  elapse: (state) => [expired(state)],
  parties: (fact, state) => {
    if (fact.$type === 'qiantou.voucher.v1.VoucherBodySucceeded') return successionParties(fact)
    return { admits: fact.$type === 'qiantou.voucher.v1.VoucherIssued' ? voucherBodies(state) : [], releases: [] }
  },
}
