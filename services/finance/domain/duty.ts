/** Separation of duties: who handles, who reviews, who approves and who pays are different persons (职责分离). */
import type { SignOff } from '#proto/qiantou/record/v1/record.ts'
import { type Rejection, rejection } from '#shared/domain/rejection.ts'
import type { SignedOff } from '#shared/domain/sign-off.ts'
import type { AllocationStep } from './allocation-state.ts'
import type { Application, Step } from './application-state.ts'
import type { PaymentStep } from './transfer-state.ts'
import type { Voucher, VoucherStep } from './voucher-state.ts'

/** Steps without one move nothing, and may be signed by whoever signs others. */
type Duty = 'HANDLE' | 'REVIEW' | 'APPROVE' | 'PAY'

const dutyOf: Readonly<Partial<Record<Step, Duty>>> = {
  PROCEDURE_STEP_ADMISSION: 'HANDLE',
  PROCEDURE_STEP_CREDIT_CHECK: 'HANDLE',
  PROCEDURE_STEP_EXPERT_REVIEW: 'HANDLE',
  PROCEDURE_STEP_FINANCE_REVIEW: 'REVIEW',
  PROCEDURE_STEP_APPROVAL: 'APPROVE',
}

export type Taken = SignedOff & { readonly step: string; readonly duty: Duty | undefined }

/** Why these persons may not have a duty: nobody is named, or one had another before. */
function unfit(
  duty: Duty,
  signOff: readonly Pick<SignOff, 'person'>[],
  before: readonly Taken[],
): Rejection | undefined {
  if (signOff.length === 0) return rejection('precondition', 'SIGN_OFF_NEEDED')
  const persons = new Set(signOff.map(({ person }) => person))
  for (const taken of before) {
    const person = taken.signOff?.find((one) => persons.has(one.person))?.person
    if (person && taken.duty && taken.duty !== duty)
      return rejection('precondition', 'DUTIES_NOT_SEPARATE', {
        person,
        step: taken.step.replace('PROCEDURE_STEP_', ''),
      })
  }
  return undefined
}

/** Why these persons may not take a step of an application after those before. */
export function unfitPersons(
  step: Step,
  signOff: readonly Pick<SignOff, 'person'>[],
  before: readonly (SignedOff & { readonly step: Step })[],
): Rejection | undefined {
  const duty = dutyOf[step]
  return (
    duty &&
    unfit(
      duty,
      signOff,
      before.map((one) => ({ ...one, duty: dutyOf[one.step] })),
    )
  )
}

const payingDuty: Readonly<Record<PaymentStep, Duty>> = { REQUEST: 'HANDLE', APPROVE: 'APPROVE', ORDER: 'PAY' }

/** Who signed what of an application. */
export const takenIn = ({ steps }: Pick<Application, 'steps'>): readonly Taken[] =>
  steps.map((one) => ({ ...one, duty: dutyOf[one.step] }))

const issuingDuty: Readonly<Record<VoucherStep, Duty>> = { ISSUE: 'HANDLE', ACCEPT: 'APPROVE' }

/** Who signed what of a voucher. */
export const takenOf = ({ signed }: Pick<Voucher, 'signed'>): readonly Taken[] =>
  signed.map((one) => ({ ...one, duty: issuingDuty[one.step] }))

/** Why these persons may not take a step of a voucher: who issued it accepts nothing that is presented with it. */
export const unfitIssuers = (
  step: VoucherStep,
  signOff: readonly Pick<SignOff, 'person'>[],
  signed: Voucher['signed'],
): Rejection | undefined => unfit(issuingDuty[step], signOff, takenOf({ signed }))

/** Why these persons may not take a step of a payment: one had another duty, in what it pays or before in it. */
export function unfitPayers(
  step: PaymentStep,
  signOff: readonly Pick<SignOff, 'person'>[],
  paid: readonly Taken[],
  before: readonly (SignedOff & { readonly step: PaymentStep })[],
): Rejection | undefined {
  return unfit(payingDuty[step], signOff, [...paid, ...before.map((one) => ({ ...one, duty: payingDuty[one.step] }))])
}

const allocatingDuty: Readonly<Record<AllocationStep, Duty>> = { PROPOSE: 'HANDLE', ISSUE: 'APPROVE' }

/** Why these persons may not take a step of an allocation: who proposed a plan does not issue it. */
export const unfitAllocators = (
  step: AllocationStep,
  signOff: readonly Pick<SignOff, 'person'>[],
  before: readonly (SignedOff & { readonly step: AllocationStep })[],
): Rejection | undefined =>
  unfit(
    allocatingDuty[step],
    signOff,
    before.map((one) => ({ ...one, duty: allocatingDuty[one.step] })),
  )
