/** Looking up the credit of who applies, before a decision that needs it. */
import { type Call, todayOf } from '#shared/grpc/method.ts'
import { CreditRegisterFault } from '../credit/credit.ts'
import { applicationDecider } from '../domain/application.ts'
import { type Application, contentOf, payeeOf } from '../domain/application-state.ts'
import { payeeFor } from '../domain/payee.ts'
import type { Finance } from '../main.ts'

/** Who applies, and who is paid. */
const codesOf = (state: Application): readonly string[] => [
  ...new Set([contentOf(state).applicant?.code ?? '', payeeOf(state).code]),
]

/** The payee of an application, by name. */
export const payeeName = (application: string, state: Application): string => payeeFor(application, payeeOf(state).code)

/** What the register says today of who applies and of who is paid, or why it can't be asked. */
export async function creditOf(
  application: string,
  call: Call<Finance>,
): Promise<{ readonly engine: string; readonly problem: string | undefined } | { readonly fault: string }> {
  const { credit, store } = call.services
  const state = application ? (await store.glance(application, applicationDecider))?.state : undefined
  try {
    let problem: string | undefined
    for (const code of state ? codesOf(state) : []) problem ??= await credit.problemOf(code, todayOf(call))
    return { engine: credit.engine, problem }
  } catch (error) {
    if (!(error instanceof CreditRegisterFault)) throw error
    return { fault: error.message }
  }
}
