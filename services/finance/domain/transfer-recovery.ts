/**
 * What was paid wrongly for a voucher or out of a quota is claimed back of the payment, and paid back. What an award was paid
 * too much is claimed back by amending it (application-award.ts).
 */
import { type Either, left, map, right } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import type { Context } from '#shared/domain/decider.ts'
import { type Rejection, reject, rejection } from '#shared/domain/rejection.ts'
import { signing, unfitPayers } from './duty.ts'
import { payableOf } from './payable.ts'
import { agreeOn, claimedOf, overdueIn, receive, settle } from './recovery.ts'
import type { Of } from './transfer.ts'
import { freedInvoices, keptFen, openFen, type Transfer, type TransferFact, transferBodies } from './transfer-state.ts'

type Decision = Either<Rejection, readonly [TransferFact]>

/** Why these persons may not sign what is claimed back. */
const unfitClaim = (
  command: Of<'ClaimRecovery' | 'ReduceClaim' | 'AgreeRecovery'>,
  { year, signed }: Transfer,
  context: Context,
  fen: bigint,
): Rejection | undefined => unfitPayers('CLAIM', signing(command, context, fen), payableOf(command, year).taken, signed)

/** Why a body does not say what is claimed back of a payment. */
function unfitClaimant(state: Transfer, { actor }: Context): Rejection | undefined {
  const { application, handler } = state
  if (!transferBodies(state).includes(actor)) return rejection('permission', 'NOT_YOUR_TURN', { turn: handler })
  return application ? rejection('precondition', 'CLAIMED_BY_AMENDMENT', { application }) : undefined
}

/** So much more is claimed back: never more than was paid, less what came back, was paid back or is claimed already. */
export function claim(command: Of<'ClaimRecovery'>, state: Transfer, context: Context): Decision {
  const { document, text } = command
  const { claims, year } = state
  const unfitBody = unfitClaimant(state, context)
  if (unfitBody) return left(unfitBody)
  const unclaimed = claimedOf(state)
  const claimedFen = unclaimed?.fen ?? 0n
  const kept = keptFen(state)
  const freeFen = kept > 0n ? kept - claimedFen : 0n
  const fen = command.fen || freeFen
  if (fen === 0n || fen > freeFen) return reject('precondition', 'MORE_THAN_PAID', { fen: `${freeFen}` })
  const unfit = unfitClaim(command, state, context, fen)
  if (unfit) return left(unfit)
  // A voucher has several payments: each counts its own claims.
  const { lastReserved } = payableOf(command, year)
  const claimed = { ...lastReserved, holder: context.correlationId, number: claims + 1, fen: claimedFen + fen }
  return right([{ $type: 'qiantou.transfer.v1.RecoveryClaimed', fen, document, text, unclaimed, claimed }])
}

/** So much less is claimed back, as of a claim that was wrong: whoever may sign that may sign this, who signed it too. */
export function reduce(command: Of<'ReduceClaim'>, state: Transfer, context: Context): Decision {
  const { document, text } = command
  const unfitBody = unfitClaimant(state, context)
  if (unfitBody) return left(unfitBody)
  const claimed = claimedOf(state)
  if (!claimed) return reject('precondition', 'NOTHING_CLAIMED')
  const fen = command.fen || claimed.fen
  if (fen > claimed.fen) return reject('precondition', 'MORE_THAN_CLAIMED', { fen: `${claimed.fen}` })
  const unfit = unfitClaim(command, state, context, fen)
  if (unfit) return left(unfit)
  const { moved } = settle(state, claimed.year, fen)
  return right([{ $type: 'qiantou.transfer.v1.ClaimReduced', fen, document, text, ...moved }])
}

/** In which parts what is claimed back is paid. */
export const agree = (command: Of<'AgreeRecovery'>, state: Transfer, context: Context): Decision =>
  pipe(
    agreeOn(command, state, context, (fen) => unfitClaim(command, state, context, fen)),
    map((said) => [{ $type: 'qiantou.transfer.v1.RecoveryAgreed', ...said }]),
  )

/** What was claimed back, or a part of it, was received. */
export function recover(command: Of<'Recover'>, state: Transfer, context: Context): Decision {
  const invoices = freedInvoices(state, { openFen: openFen(state), keptFen: keptFen(state) - command.fen })
  return pipe(
    receive(command, state, context),
    map((said) => [{ $type: 'qiantou.transfer.v1.FundsRecovered', ...said, invoices }]),
  )
}

/** That an instalment has not been paid in time. @throws where none has: a bug */
export const tellOverdue = (state: Transfer): TransferFact => ({
  $type: 'qiantou.transfer.v1.RecoveryOverdue',
  ...overdueIn(state),
})
