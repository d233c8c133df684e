/** What becomes of an award after it was approved: changed, claimed back, paid back, evaluated. */
import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js'
import type { DateMessage } from '#proto/google/type/date.ts'
import { type Day, dayFrom, dayOf, toDate } from '#shared/domain/calendar.ts'
import type { Context } from '#shared/domain/decider.ts'
import { type Rejection, reject } from '#shared/domain/rejection.ts'
import { yearOf } from '#shared/domain/trial.ts'
import type { Of } from './application.ts'
import {
  type Application,
  type ApplicationFact,
  claimedOf,
  isApproved,
  isSettled,
  moneyIn,
  overdueNext,
  paidFenIn,
  reservedFor,
  yearsOf,
  yearsToCome,
} from './application-state.ts'
import { amountFor, workOut } from './assessment.ts'
import { signing, unfitPersons } from './duty.ts'

type Decision = Either<Rejection, readonly [ApplicationFact]>

/** What years before the newest have paid or have reserved. */
const earlierFen = (state: Application): bigint =>
  yearsOf(state)
    .slice(0, -1)
    .reduce((sum, year) => sum + paidFenIn(state, [year]) + (reservedFor(state, year)?.fen ?? 0n), 0n)

/**
 * A new basis after approval: what is not paid yet is reserved anew, and what was paid too much is claimed back. Never a
 * negative payment (docs/money.md).
 */
export function amend(command: Of<'Amend'>, state: Application, context: Context): Decision {
  const { actor, correlationId } = context
  const { basisFen, minutes, text } = command
  if (actor !== state.handler) return reject('permission', 'NOT_YOUR_TURN', { turn: state.handler })
  if (!isApproved(state)) return reject('precondition', 'APPLICATION_NOT_APPROVED')
  // Of an award over years the newest is amended, and what later ones pay with it.
  const year = yearsOf(state).at(-1) ?? state.year
  const [released, unclaimed] = [reservedFor(state, year), claimedOf(state)]
  const kept = paidFenIn(state, [year]) - BigInt(state.recoveredFen)
  const granted = kept + (released?.fen ?? 0n) - (unclaimed?.fen ?? 0n)
  const own = { ownFen: granted, ownOfAllFen: granted + earlierFen(state), ownOfPoolFen: kept + (released?.fen ?? 0n) }
  const worked = workOut(state, basisFen, command, { year, ...own })
  if (isLeft(worked)) return worked
  const { assessment, award, group } = worked.right
  const unfit = unfitPersons('PROCEDURE_STEP_APPROVAL', signing(command, context, award.fen), state)
  if (unfit) return left(unfit)
  if (award.fen === granted) return reject('precondition', 'AWARD_UNCHANGED')
  const rest = award.fen - kept
  const { requestedFen } = moneyIn(state, year)
  if (rest < BigInt(requestedFen))
    if (requestedFen !== '0') return reject('precondition', 'PAYMENT_UNDER_WAY', { fen: requestedFen })
  const of = (number: number, fen: bigint) => amountFor(correlationId, state, { group, number, year, fen })
  const reserved = rest > 0n ? of(state.reservations + 1, rest) : undefined
  const claimed = rest < 0n ? of(state.claims + 1, -rest) : undefined
  const moved = { released, reserved, unclaimed, claimed }
  return right([{ $type: 'qiantou.application.v1.AwardAmended', minutes, text, assessment, ...moved }])
}

/** In which parts what is claimed back is paid. */
export function agree(command: Of<'AgreeRecovery'>, state: Application, context: Context): Decision {
  const { instalments } = command
  const { actor, at } = context
  const claimed = claimedOf(state)
  if (actor !== state.finance) return reject('permission', 'NOT_FINANCE_DEPARTMENT', { finance: state.finance })
  if (!claimed) return reject('precondition', 'NOTHING_CLAIMED')
  const sum = instalments.reduce((all, { fen }) => all + fen, 0n)
  if (sum !== claimed.fen) return reject('precondition', 'INSTALMENTS_MISFIT', { fen: `${claimed.fen}`, sum: `${sum}` })
  const days = instalments.map(({ due }) => dayFrom(due as DateMessage))
  const first = days[0] as Day
  if (first < dayOf(at)) return reject('precondition', 'INSTALMENT_IN_PAST', { due: first })
  const unfit = unfitPersons('PROCEDURE_STEP_APPROVAL', signing(command, context, sum), state)
  if (unfit) return left(unfit)
  return right([{ $type: 'qiantou.application.v1.RecoveryAgreed', instalments: [...instalments] }])
}

/** What was claimed back, or a part of it, was received. */
export function recover(command: Of<'Recover'>, state: Application, context: Context): Decision {
  const { fen, receivedOn, reference } = command
  const claimed = claimedOf(state)
  if (context.actor !== state.finance) return reject('permission', 'NOT_FINANCE_DEPARTMENT', { finance: state.finance })
  if (context.signOff.length === 0) return reject('precondition', 'SIGN_OFF_NEEDED')
  if (!claimed) return reject('precondition', 'NOTHING_CLAIMED')
  if (state.recoveries.includes(reference)) return reject('precondition', 'RECOVERY_KNOWN', { reference })
  if (fen > claimed.fen) return reject('precondition', 'MORE_THAN_CLAIMED', { fen: `${claimed.fen}` })
  if (receivedOn > dayOf(context.at)) return reject('invalid', 'DAY_NOT_YET', { day: receivedOn })
  const rest = claimed.fen - fen
  const moved =
    rest === 0n
      ? { unclaimed: undefined, recovered: claimed, claimed: undefined }
      : {
          ...{ unclaimed: claimed, recovered: { ...claimed, number: 0, fen } },
          claimed: { ...claimed, number: state.claims + 1, fen: rest },
        }
  return right([
    { $type: 'qiantou.application.v1.FundsRecovered', fen, receivedOn: toDate(receivedOn), reference, ...moved },
  ])
}

/** Evaluated once, when all is paid: a year of which nothing was reserved while it lasted does not pay any more. */
export function evaluate({ rating, text }: Of<'Evaluate'>, state: Application, { actor, at }: Context): Decision {
  if (actor !== state.handler) return reject('permission', 'NOT_YOUR_TURN', { turn: state.handler })
  const thisYear = yearOf(dayOf(at))
  if (!isSettled(state) || yearsToCome(state).some((year) => year >= thisYear))
    return reject('precondition', 'NOT_PAID')
  if (state.rating) return reject('precondition', 'EVALUATED_BEFORE')
  return right([{ $type: 'qiantou.application.v1.ApplicationEvaluated', rating, text }])
}

/** That an instalment has not been paid in time. @throws where none has: a bug */
export function tellOverdue(state: Application): ApplicationFact {
  const next = overdueNext(state)
  if (!next) throw new Error('nothing is overdue')
  return { $type: 'qiantou.application.v1.RecoveryOverdue', due: toDate(next.due), fen: next.missing }
}
