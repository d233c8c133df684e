/** Who handled, reviewed and signed a document before it left its body (经办、审核、签发). */
import type { SignOff } from '#proto/qiantou/record/v1/record.ts'
import type { Recorded } from './decider.ts'

/** As a state keeps it; absent where nobody is named. */
export type SignedOff = { readonly signOff?: readonly Pick<SignOff, 'step' | 'person'>[] }

export const signedOff = ({ signOff }: Pick<Recorded, 'signOff'>): SignedOff =>
  signOff.length ? { signOff: signOff.map(({ step, person }) => ({ step, person })) } : {}

export const toSignOff = ({ signOff = [] }: SignedOff): SignOff[] =>
  signOff.map((step) => ({ $type: 'qiantou.record.v1.SignOff', ...step }))
