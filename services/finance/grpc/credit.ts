/** Looking up the credit of who applies, before a decision that needs it. */
import { type Call, todayOf } from '#shared/grpc/method.ts'
import { CreditRegisterFault } from '../credit/credit.ts'
import { foldOfPaid, paidAs, payableOf } from '../domain/payable.ts'
import type { Finance } from '../main.ts'

type Credit = { readonly engine: string; readonly problem: string | undefined } | { readonly fault: string }

/** What the register says of an applicant today, by its code, or why it can't be asked. */
export async function creditOf(code: string | undefined, call: Call<Finance>): Promise<Credit> {
  const { credit } = call.services
  try {
    return {
      engine: credit.engine,
      problem: code === undefined ? undefined : await credit.problemOf(code, todayOf(call)),
    }
  } catch (error) {
    if (!(error instanceof CreditRegisterFault)) throw error
    return { fault: error.message }
  }
}

/** What the register says of whose application or voucher it is. */
export async function creditOfPaid(name: string, call: Call<Finance>): Promise<Credit> {
  const paid = name ? paidAs(name, (await call.services.store.glance(name, foldOfPaid(name)))?.state) : undefined
  return creditOf(paid && payableOf(paid).applicant.code, call)
}
