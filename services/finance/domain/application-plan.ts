/** The spending plan of an award (用款计划): what a year has reserved is asked for as it says. */
import { type Either, left, right } from 'fp-ts/lib/Either.js'
import type { PaymentProposed } from '#proto/qiantou/application/v1/application_events.ts'
import type { Context } from '#shared/domain/decider.ts'
import { type Rejection, reject, rejection } from '#shared/domain/rejection.ts'
import type { Of } from './application.ts'
import {
  type Application,
  type ApplicationFact,
  isApproved,
  moneyIn,
  reservedFor,
  yearsOf,
} from './application-state.ts'
import { signing, unfitHandlers } from './duty.ts'
import * as plan from './spending-plan.ts'

// ---- What may be asked for

/** What is reserved in a year, and no payment asks for, in fen. */
export const freeFen = (state: Application, year: number): bigint =>
  (reservedFor(state, year)?.fen ?? 0n) - BigInt(moneyIn(state, year).requestedFen)

/** Of that, what was not proposed yet either. */
const unproposedFen = (state: Application, year: number): bigint =>
  plan.unproposedFen(moneyIn(state, year), freeFen(state, year))

/** What may be requested in a year: with a plan, no more than was proposed. */
export const payableFen = (state: Application, year: number): bigint =>
  plan.payableFen(moneyIn(state, year), freeFen(state, year))

/** Out of which year a payment is, where nobody says: the first that has something to be asked for. */
export const yearPayable = (state: Application): number =>
  yearsOf(state).find((year) => payableFen(state, year) > 0n) ??
  yearsOf(state).find((year) => freeFen(state, year) > 0n) ??
  state.year

/** Why an amount can't be requested in a year. */
export function unfitAmount(state: Application, year: number, fen: bigint): Rejection | undefined {
  const free = freeFen(state, year)
  const exceeded = rejection('precondition', 'MORE_THAN_RESERVED', { fen: `${free}` })
  return plan.unfitAmount(moneyIn(state, year), free, fen, exceeded)
}

// ---- Planning

export function planSpending(
  command: Of<'PlanSpending'>,
  state: Application,
  context: Context,
): Either<Rejection, readonly [ApplicationFact]> {
  if (context.actor !== state.handler) return reject('permission', 'NOT_YOUR_TURN', { turn: state.handler })
  if (!isApproved(state)) return reject('precondition', 'APPLICATION_NOT_APPROVED')
  const year = command.year || (yearsOf(state).find((one) => unproposedFen(state, one) > 0n) ?? state.year)
  const fen = unproposedFen(state, year)
  const unfit = plan.unfitPlan(command, year, fen, context) ?? unfitHandlers(signing(command, context, fen), state)
  if (unfit) return left(unfit)
  const firstNumber = plan.nextNumber(moneyIn(state, year))
  return right([{ $type: 'qiantou.application.v1.SpendingPlanned', year, firstNumber, parts: [...command.parts] }])
}

// ---- Proposing

/** When the next part is to be proposed; never what is reserved no longer, or requested already. */
export const dueOfPlan = (state: Application): string | undefined =>
  yearsOf(state)
    .flatMap((year) => plan.momentsOf(moneyIn(state, year), freeFen(state, year)))
    .sort()[0]

/** What is to be proposed by then, as far as it is still reserved and not requested. */
export const propose = (state: Application, at: Date): readonly PaymentProposed[] =>
  yearsOf(state).flatMap((year) =>
    plan
      .proposalsOf(moneyIn(state, year), freeFen(state, year), at)
      .map((one) => ({ $type: 'qiantou.application.v1.PaymentProposed', year, ...one }) as const),
  )
