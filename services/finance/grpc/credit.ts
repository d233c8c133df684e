/** Looking up the credit of who applies, before a decision that needs it. */
import { type Call, todayOf } from '#shared/grpc/method.ts'
import { CreditRegisterFault } from '../credit/credit.ts'
import { applicationDecider } from '../domain/application.ts'
import { type Application, contentOf } from '../domain/application-state.ts'
import { payeeFor } from '../domain/payee.ts'
import type { Finance } from '../main.ts'

const codeOf = (application: Application): string => contentOf(application).applicant?.code ?? ''

/** The payee of an application: who applies. */
export const payeeName = (application: string, state: Application): string => payeeFor(application, codeOf(state))

/** What the register says of an application's applicant today, or why it can't be asked. */
export async function creditOf(
  application: string,
  call: Call<Finance>,
): Promise<{ readonly engine: string; readonly problem: string | undefined } | { readonly fault: string }> {
  const { credit, store } = call.services
  const state = application ? (await store.glance(application, applicationDecider))?.state : undefined
  try {
    return { engine: credit.engine, problem: state && (await credit.problemOf(codeOf(state), todayOf(call))) }
  } catch (error) {
    if (!(error instanceof CreditRegisterFault)) throw error
    return { fault: error.message }
  }
}
