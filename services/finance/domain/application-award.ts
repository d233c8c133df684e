/** What becomes of an award after it was approved: changed, claimed back, paid back, evaluated. */
import { type Either, isLeft, left, map, right } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { dayOf } from '#shared/domain/calendar.ts'
import type { Context } from '#shared/domain/decider.ts'
import { type Rejection, reject } from '#shared/domain/rejection.ts'
import { yearOf } from '#shared/domain/trial.ts'
import type { Of } from './application.ts'
import {
  type Application,
  type ApplicationFact,
  isApproved,
  isRevoked,
  isSettled,
  moneyIn,
  paidFenIn,
  reservedFor,
  yearsOf,
  yearsToCome,
} from './application-state.ts'
import { amountFor, isDecided, workOut } from './assessment.ts'
import { signing, unfitPersons } from './duty.ts'
import { unfitClosed } from './pool.ts'
import { agreeOn, claimedOf, overdueIn, receive } from './recovery.ts'

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
  const worked = workOut(state, basisFen, command, { year, ...own, mostFen: basisFen })
  if (isLeft(worked)) return worked
  const { assessment, award, group } = worked.right
  // What a meeting has decided is not cut down, here as little as at first.
  if (isDecided(command, state) && award.fen < basisFen)
    return reject('precondition', 'POOL_TOO_SMALL', { fen: `${award.fen}` })
  const unfit = unfitPersons('PROCEDURE_STEP_APPROVAL', signing(command, context, award.fen), state)
  if (unfit) return left(unfit)
  if (award.fen === granted) return reject('precondition', 'AWARD_UNCHANGED')
  const rest = award.fen - kept
  const { requestedFen } = moneyIn(state, year)
  // What a closed year has let go since has lapsed, or gone on: nothing more is reserved of it.
  const closed = rest > (released?.fen ?? 0n) ? unfitClosed(command.pool, year) : undefined
  if (closed) return left(closed)
  if (requestedFen !== '0' && rest < BigInt(requestedFen))
    return reject('precondition', 'PAYMENT_UNDER_WAY', { fen: requestedFen })
  const of = (number: number, fen: bigint) => amountFor(correlationId, state, { group, number, year, fen })
  const reserved = rest > 0n ? of(state.reservations + 1, rest) : undefined
  const claimed = rest < 0n ? of(state.claims + 1, -rest) : undefined
  const moved = { released, reserved, unclaimed, claimed }
  return right([{ $type: 'qiantou.application.v1.AwardAmended', minutes, text, assessment, ...moved }])
}

/** In which parts what is claimed back is paid. */
export const agree = (command: Of<'AgreeRecovery'>, state: Application, context: Context): Decision =>
  pipe(
    agreeOn(command, state, context, (fen) =>
      unfitPersons('PROCEDURE_STEP_APPROVAL', signing(command, context, fen), state),
    ),
    map((said) => [{ $type: 'qiantou.application.v1.RecoveryAgreed', ...said }]),
  )

/** What was claimed back, or a part of it, was received. */
export const recover = (command: Of<'Recover'>, state: Application, context: Context): Decision =>
  pipe(
    receive(command, state, context),
    map((said) => [{ $type: 'qiantou.application.v1.FundsRecovered', ...said }]),
  )

/**
 * Evaluated once, when all is paid and anything of it is kept: a year of which nothing was reserved while it lasted does not
 * pay any more.
 */
export function evaluate({ rating, text }: Of<'Evaluate'>, state: Application, { actor, at }: Context): Decision {
  if (actor !== state.handler) return reject('permission', 'NOT_YOUR_TURN', { turn: state.handler })
  const thisYear = yearOf(dayOf(at))
  if (!isSettled(state) || isRevoked(state) || yearsToCome(state).some((year) => year >= thisYear))
    return reject('precondition', 'NOT_PAID')
  if (state.rating) return reject('precondition', 'EVALUATED_BEFORE')
  return right([{ $type: 'qiantou.application.v1.ApplicationEvaluated', rating, text }])
}

/** That an instalment has not been paid in time. @throws where none has: a bug */
export const tellOverdue = (state: Application): ApplicationFact => ({
  $type: 'qiantou.application.v1.RecoveryOverdue',
  ...overdueIn(state),
})
