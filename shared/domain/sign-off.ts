/** Who handled, reviewed and signed a document before it left its body (经办、审核、签发): in commands, facts and states. */
import type { SignOff } from '#proto/qiantou/record/v1/record.ts'

/** As a command or a fact says it, in order. */
export type SignOffChain = { readonly signOff: readonly SignOff[] }

/** As a state keeps it; absent where nobody is named. */
export type SignedOff = { readonly signOff?: readonly Pick<SignOff, 'step' | 'person'>[] }

export const signedOff = ({ signOff }: SignOffChain): SignedOff =>
  signOff.length ? { signOff: signOff.map(({ step, person }) => ({ step, person })) } : {}

export const toSignOff = ({ signOff = [] }: SignedOff): SignOff[] =>
  signOff.map((step) => ({ $type: 'qiantou.record.v1.SignOff', ...step }))
