/** What is ordered of the bank: all that is open, to an account that counts, in the name of who is paid. */
import { type Either, right } from 'fp-ts/lib/Either.js'
import { dayOf } from '#shared/domain/calendar.ts'
import type { Context } from '#shared/domain/decider.ts'
import { type Rejection, reject } from '#shared/domain/rejection.ts'
import { payableOf } from './payable.ts'
import { accountOn, isChanging } from './payee.ts'
import type { Of } from './transfer.ts'
import { openFen, type Transfer, type TransferFact } from './transfer-state.ts'

/** Ids of ISO 20022 messages have at most 35 characters (Max35Text). No other order has it: a request id is one caller's only. */
const orderIdOf = ({ ids }: Context): string => (ids[0] as string).replaceAll('-', '').toUpperCase()

export function order(
  command: Of<'Order'>,
  state: Transfer,
  context: Context,
): Either<Rejection, readonly [TransferFact]> {
  const { payee, credit } = command
  if (credit.problem !== undefined) return reject('precondition', 'CREDIT_NOT_GOOD', { problem: credit.problem })
  const found = payee && accountOn(payee, dayOf(context.at))
  if (!found) return reject('precondition', 'NO_ACCOUNT', { payee: state.payee })
  // While another account waits, nobody knows which is right.
  if (isChanging(payee, found.version)) return reject('precondition', 'ACCOUNT_CHANGES', { payee: state.payee })
  const { name } = payableOf(command).payee
  const { version, account } = found
  if (account.holderName !== name)
    return reject('precondition', 'ACCOUNT_OF_ANOTHER', { holder: account.holderName, name })
  const id = orderIdOf(context)
  return right([
    {
      $type: 'qiantou.transfer.v1.PaymentOrdered',
      ...{ messageId: `M${id}`, endToEndId: `E${id}`, fen: openFen(state) },
      ...{ accountVersion: version, accountMasked: account.masked, creditEngine: credit.engine },
    },
  ])
}
