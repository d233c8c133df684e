/** Looking up the credit of who applies and who is paid, before a decision that needs it. */
import { type Call, todayOf } from '#shared/grpc/method.ts'
import { CreditRegisterFault } from '../credit/credit.ts'
import { applicationDecider } from '../domain/application.ts'
import { type Paid, payableOf } from '../domain/payable.ts'
import type { Transfer } from '../domain/transfer-state.ts'
import type { Finance } from '../main.ts'
import { loadPaid } from '../postgres/paid.ts'

type Credit = { readonly engine: string; readonly problem: string | undefined } | { readonly fault: string }

/** What the register says today of those with these codes, the first with a problem, or why it can't be asked. */
export async function creditOf(codes: readonly string[], call: Call<Finance>): Promise<Credit> {
  const { credit } = call.services
  try {
    let problem: string | undefined
    for (const code of new Set(codes)) problem ??= await credit.problemOf(code, todayOf(call))
    return { engine: credit.engine, problem }
  } catch (error) {
    if (!(error instanceof CreditRegisterFault)) throw error
    return { fault: error.message }
  }
}

function creditOfPaid(paid: Paid | undefined, call: Call<Finance>): Promise<Credit> {
  if (!paid) return creditOf([], call)
  const { applicant, payee } = payableOf(paid)
  return creditOf([applicant.code, payee.code], call)
}

/** What the register says of whose application it is, and of who is paid. */
export async function creditOfApplication(name: string, call: Call<Finance>): Promise<Credit> {
  const application = (await call.services.store.glance(name, applicationDecider))?.state
  return creditOfPaid(application && { application }, call)
}

/** What the register says of whose application or voucher a payment is of, and of who is paid. */
export const creditOfTransfer = async (
  name: string,
  state: Transfer | undefined,
  call: Call<Finance>,
): Promise<Credit> => creditOfPaid(await loadPaid(name, state, call.services), call)
