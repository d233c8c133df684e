/** Looking up the credit of who applies and who is paid, before a decision that needs it. */
import { type Call, todayOf } from '#shared/grpc/method.ts'
import { CreditRegisterFault } from '../credit/credit.ts'
import { foldOfPaid, paidAs, payableOf } from '../domain/payable.ts'
import type { Finance } from '../main.ts'

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

/** What the register says of whose application or voucher it is, and of who is paid. */
export async function creditOfPaid(name: string, call: Call<Finance>): Promise<Credit> {
  const paid = name ? paidAs(name, (await call.services.store.glance(name, foldOfPaid(name)))?.state) : undefined
  if (!paid) return creditOf([], call)
  const { applicant, payee } = payableOf(paid)
  return creditOf([applicant.code, payee.code], call)
}
