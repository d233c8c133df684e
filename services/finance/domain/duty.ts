/** Separation of duties: who handles, who reviews, who approves and who pays are different persons (职责分离). */
import type { SignOff } from '#proto/qiantou/record/v1/record.ts'
import { type Rejection, rejection } from '#shared/domain/rejection.ts'
import type { SignedOff } from '#shared/domain/sign-off.ts'
import type { Step } from './application-state.ts'

/** `undefined`: a step that moves nothing, and may be signed by whoever signs others. */
type Duty = 'HANDLE' | 'REVIEW' | 'APPROVE'

const dutyOf: Readonly<Partial<Record<Step, Duty>>> = {
  PROCEDURE_STEP_ADMISSION: 'HANDLE',
  PROCEDURE_STEP_CREDIT_CHECK: 'HANDLE',
  PROCEDURE_STEP_EXPERT_REVIEW: 'HANDLE',
  PROCEDURE_STEP_FINANCE_REVIEW: 'REVIEW',
  PROCEDURE_STEP_APPROVAL: 'APPROVE',
}

/** Why these persons may not take a step after those before: nobody is named, or one had another duty. */
export function unfitPersons(
  step: Step,
  signOff: readonly Pick<SignOff, 'person'>[],
  before: readonly (SignedOff & { readonly step: Step })[],
): Rejection | undefined {
  const duty = dutyOf[step]
  if (!duty) return undefined
  if (signOff.length === 0) return rejection('precondition', 'SIGN_OFF_NEEDED')
  const persons = new Set(signOff.map(({ person }) => person))
  for (const taken of before) {
    const person = taken.signOff?.find((one) => persons.has(one.person))?.person
    if (person && dutyOf[taken.step] && dutyOf[taken.step] !== duty)
      return rejection('precondition', 'DUTIES_NOT_SEPARATE', {
        person,
        step: taken.step.replace('PROCEDURE_STEP_', ''),
      })
  }
  return undefined
}
