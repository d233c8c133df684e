/** What a payment pays, for a look outside of a batch. */
import type { ResourceName } from '#shared/domain/decider.ts'
import { foldOfPaid, type Paid, paidByTransfer } from '../domain/payable.ts'
import { paidBy, type Transfer } from '../domain/transfer-state.ts'
import type { Finance } from '../main.ts'

/** Undefined where there is no such payment, or what it pays is not there. */
export async function loadPaid(
  transfer: ResourceName,
  state: Transfer | undefined,
  { store }: Finance,
): Promise<Paid | undefined> {
  if (!state) return undefined
  const paid = paidBy(state)
  return paidByTransfer(transfer, state, (await store.load(paid, foldOfPaid(paid)))?.state)
}
