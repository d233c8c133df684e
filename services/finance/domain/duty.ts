/** Separation of duties: who handles, who reviews, who approves and who pays are different persons (职责分离). */
import type { SignOff } from '#proto/qiantou/record/v1/record.ts'
import { type Day, dayOf } from '#shared/domain/calendar.ts'
import type { Context } from '#shared/domain/decider.ts'
import { isMoneyRole, type MoneyRole, type Term } from '#shared/domain/organisation-state.ts'
import { type Rejection, rejection } from '#shared/domain/rejection.ts'
import type { SignedOff } from '#shared/domain/sign-off.ts'
import type { Allocation, AllocationStep } from './allocation-state.ts'
import type { Application, Handled, Step } from './application-state.ts'
import type { PaymentStep } from './transfer-state.ts'
import type { Voucher, VoucherStep } from './voucher-state.ts'

/** Steps without one move nothing, and may be signed by whoever signs others. A meeting's decision has one only where it fixes an amount. */
type Duty = 'HANDLE' | 'REVIEW' | 'APPROVE' | 'PAY'

const dutyOf: Readonly<Partial<Record<Step, Duty>>> = {
  PROCEDURE_STEP_ADMISSION: 'HANDLE',
  PROCEDURE_STEP_CREDIT_CHECK: 'HANDLE',
  PROCEDURE_STEP_EXPERT_REVIEW: 'HANDLE',
  PROCEDURE_STEP_FINANCE_REVIEW: 'REVIEW',
  PROCEDURE_STEP_APPROVAL: 'APPROVE',
}

const dutyOfDeed: Readonly<Record<Handled['deed'], Duty>> = {
  ...{ DECISION: 'HANDLE', INSTALMENT: 'HANDLE', APPORTIONMENT: 'HANDLE', PLAN: 'HANDLE', AMENDMENT: 'APPROVE' },
}

const roleOf: Readonly<Record<Duty, MoneyRole>> = {
  HANDLE: 'TERM_ROLE_HANDLER',
  REVIEW: 'TERM_ROLE_REVIEWER',
  APPROVE: 'TERM_ROLE_APPROVER',
  PAY: 'TERM_ROLE_PAYER',
}

/** Who may sign for a body, as the directory has it; absent where it has no entry of the body. */
export type Signatories = { readonly signatories?: readonly Term[] }

/** Who signs, on which day, and for how much in fen: 0 for what moves nothing yet. */
export type Signing = Required<Signatories> & {
  readonly signOff: readonly Pick<SignOff, 'person'>[]
  readonly day: Day
  readonly fen: bigint
}

export const signing = (
  { signatories = [] }: Signatories,
  { signOff, at }: Pick<Context, 'signOff' | 'at'>,
  fen: bigint,
): Signing => ({ signatories, signOff, day: dayOf(at), fen })

export type Taken = SignedOff & { readonly step: string; readonly duty: Duty | undefined }

/**
 * Why these persons don't have the role that goes with a duty. A body that has never named anybody to a role that money
 * has leaves open who has them; once it has, only they sign, and over their limits two of them do.
 */
function unfitRole(duty: Duty, { signatories, signOff, day, fen }: Signing): Rejection | undefined {
  const begun = signatories.filter((term) => isMoneyRole(term.role) && term.from <= day)
  if (begun.length === 0) return undefined
  const role = roleOf[duty]
  const held = (person: string): Term | undefined =>
    begun.find((term) => term.person === person && term.role === role && (term.to ?? day) >= day)
  const persons = [...new Set(signOff.map(({ person }) => person))]
  const without = persons.find((person) => !held(person))
  if (without)
    return rejection('precondition', 'SIGNER_WITHOUT_ROLE', { person: without, role: role.replace('TERM_ROLE_', '') })
  const limits = persons.map((person) => held(person)?.limitFen)
  const suffices = persons.length > 1 || limits.some((limit) => limit === undefined || BigInt(limit) >= fen)
  return suffices
    ? undefined
    : rejection('precondition', 'TWO_PERSONS_NEEDED', { person: `${persons[0]}`, fen: `${limits[0]}` })
}

/** Why these persons may not have a duty: nobody is named, one had another before, or has not the role. */
export function unfitDuty(duty: Duty, who: Signing, before: readonly Taken[]): Rejection | undefined {
  if (who.signOff.length === 0) return rejection('precondition', 'SIGN_OFF_NEEDED')
  const persons = new Set(who.signOff.map(({ person }) => person))
  for (const taken of before) {
    const person = taken.signOff?.find((one) => persons.has(one.person))?.person
    if (person && taken.duty && taken.duty !== duty)
      return rejection('precondition', 'DUTIES_NOT_SEPARATE', {
        person,
        step: taken.step.replace('PROCEDURE_STEP_', ''),
      })
  }
  return unfitRole(duty, who)
}

/** All that persons have signed of an application: its steps, and what was signed besides. */
export const takenIn = ({ steps, handled = [] }: Pick<Application, 'steps' | 'handled'>): readonly Taken[] => [
  ...steps.map((one) => ({ ...one, duty: dutyOf[one.step] })),
  ...handled.map((one) => ({ ...one, step: one.deed, duty: dutyOfDeed[one.deed] })),
]

/** Who planned what a line of a quota is asked for. */
export const takenByPlan = ({ planned = [] }: { readonly planned?: readonly SignedOff[] }): readonly Taken[] =>
  planned.map((one) => ({ ...one, step: 'PLAN', duty: dutyOfDeed.PLAN }))

/** Why these persons may not plan in which parts a line of a quota is asked for. */
export const unfitPlanners = (who: Signing): Rejection | undefined => unfitDuty(dutyOfDeed.PLAN, who, [])

/** Why these persons may not take a step of an application after what was signed of it before. */
export function unfitPersons(
  step: Step,
  who: Signing,
  application: Pick<Application, 'steps' | 'handled'>,
): Rejection | undefined {
  const duty = dutyOf[step]
  return duty && unfitDuty(duty, who, takenIn(application))
}

/** Why these persons may not handle an application besides its steps: fix its amount, draw a later year, share out its pool. */
export const unfitHandlers = (
  who: Signing,
  application: Pick<Application, 'steps' | 'handled'>,
): Rejection | undefined => unfitDuty('HANDLE', who, takenIn(application))

const payingDuty: Readonly<Record<PaymentStep, Duty>> = {
  REQUEST: 'HANDLE',
  APPROVE: 'APPROVE',
  ORDER: 'PAY',
  CLAIM: 'APPROVE',
}

const issuingDuty: Readonly<Record<VoucherStep, Duty>> = { ISSUE: 'HANDLE', ACCEPT: 'APPROVE' }

/** Who signed what of a voucher: who issued it accepts nothing that is presented with it. */
export const takenOf = ({ signed }: Pick<Voucher, 'signed'>): readonly Taken[] =>
  signed.map((one) => ({ ...one, duty: issuingDuty[one.step] }))

/** Why these persons may not take a step of a payment: one had another duty, in what it pays or before in it. */
export function unfitPayers(
  step: PaymentStep,
  who: Signing,
  paid: readonly Taken[],
  before: readonly (SignedOff & { readonly step: PaymentStep })[],
): Rejection | undefined {
  return unfitDuty(payingDuty[step], who, [...paid, ...before.map((one) => ({ ...one, duty: payingDuty[one.step] }))])
}

const allocatingDuty: Readonly<Record<AllocationStep, Duty>> = { PROPOSE: 'HANDLE', ISSUE: 'APPROVE' }

/** Who signed what of a plan of allocation: who proposed it does not issue it. */
export const takenOfPlan = ({ signed }: Pick<Allocation, 'signed'>): readonly Taken[] =>
  signed.map((one) => ({ ...one, duty: allocatingDuty[one.step] }))
