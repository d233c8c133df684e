/** What commands on transfers have alike: who may know of one, what it pays, and the answer. */
import type { Either } from 'fp-ts/lib/Either.js'
import type { StateOf } from '#shared/domain/decider.ts'
import { mayRead } from '#shared/domain/entitlement.ts'
import type { Rejection } from '#shared/domain/rejection.ts'
import { partsOf, programmeOf } from '#shared/domain/resource-name.ts'
import type { Fields } from '#shared/grpc/fields.ts'
import { type Call, type Prepared, prepared } from '#shared/grpc/method.ts'
import { toReceipt } from '#shared/grpc/receipt.ts'
import type { Content, Decided } from '#shared/postgres/work.ts'
import { besidePayment, type Paid, paidIn } from '../domain/payable.ts'
import { programmeView } from '../domain/programme.ts'
import { type TransferCommand, transferDecider } from '../domain/transfer.ts'
import { type Transfer, transferParties } from '../domain/transfer-state.ts'
import type { Finance } from '../main.ts'
import { notFound } from './not-found.ts'
import { officeOf } from './readable.ts'
import { signable } from './signatories.ts'
import { toTransfer } from './transfer-resource.ts'

export type Named = { readonly name: string }

export const checkNamed = ({ name }: Named, fields: Fields): void => fields.name('name', name, 'transfer')

export const answering = {
  parties: async ({ stream, state }: Decided<Transfer>, call: Call<Finance>) =>
    transferParties(await officeOf(stream, call), state),
  reply: ({ stream, state, version, receipt }: Decided<Transfer>) => ({
    transfer: toTransfer(stream, state, version),
    receipt: toReceipt(receipt),
  }),
}

type Made = { readonly paid: Paid; readonly stateOf: StateOf }

/** A command on a transfer that is there; who may not read it is not told that it is. */
export async function ready(
  name: string,
  { caller, services }: Call<Finance>,
  make: (made: Made) => Either<Rejection, TransferCommand>,
  contents: readonly Content[] = [],
): Promise<Either<Rejection, Prepared<TransferCommand>>> {
  const known = (await services.store.glance(name, transferDecider))?.state
  return prepared<TransferCommand>(
    (stateOf) => {
      const programme = stateOf(programmeOf(name), programmeView)
      const state = stateOf(name, transferDecider)
      const paid = state && paidIn(name, state, stateOf)
      const mayKnow = programme && paid && mayRead(caller, transferParties(programme.office, state))
      return mayKnow ? signable(make({ paid, stateOf }), caller, stateOf) : notFound.transfer
    },
    contents,
    {
      beside: known
        ? [known.payee, ...besidePayment(name, known, partsOf('payee', known.payee).payee), caller.actor]
        : [],
    },
  )
}

export const onTransfer = {
  stream: ({ name }: Named) => name,
  beside: ({ name }: Named) => [programmeOf(name)],
  ...answering,
}
