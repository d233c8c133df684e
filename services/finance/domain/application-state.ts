/** An application: its facts, its state, and what follows from a state. */
import { ApplicationContent } from '#proto/qiantou/application/v1/application.ts'
import type { Rating } from '#proto/qiantou/application/v1/application_events.ts'
import * as events from '#proto/qiantou/application/v1/application_events.ts'
import type { ApplicationState } from '#proto/qiantou/application/v1/application_service.ts'
import type { ProcedureStep } from '#proto/qiantou/measure/v1/measure.ts'
import { Reservation } from '#proto/qiantou/pool/v1/reservation.ts'
import type { Day } from '#shared/domain/calendar.ts'
import type { ContentRef } from '#shared/domain/content.ts'
import type { FactOf, OrganisationName, ResourceName } from '#shared/domain/decider.ts'
import type { SignedOff } from '#shared/domain/sign-off.ts'
import { claimedOf, type Recovery } from './recovery.ts'
import type { Plannable } from './spending-plan.ts'

export const applicationFacts = [
  ...[events.ApplicationSubmitted, events.ApplicationMatched],
  ...[events.ApplicationRecommended, events.ApplicationAdmitted],
  ...[events.SupplementRequested, events.ApplicationSupplemented, events.AdmissionOverdue],
  ...[events.CreditChecked, events.InvestmentApproved],
  events.ApplicationJointlyReviewed,
  ...[events.FinanceReviewed, events.ApplicationDecided, events.NoticeOpened, events.ObjectionRaised],
  ...[events.ObjectionSettled, events.ApplicationApproved, events.ApplicationRefused],
  ...[events.ApplicationWithdrawn, events.ApplicationLapsed, events.InstalmentReserved, events.AwardAmended],
  ...[events.RecoveryAgreed, events.RecoveryOverdue, events.FundsRecovered, events.ApplicationEvaluated],
  ...[events.SpendingPlanned, events.PaymentProposed, events.ApplicationBodySucceeded],
] as const
export type ApplicationFact = FactOf<typeof applicationFacts>

export type Step = Exclude<ProcedureStep, 'PROCEDURE_STEP_UNSPECIFIED' | 'UNRECOGNIZED'>

export type StepTaken = SignedOff & {
  readonly step: Step
  readonly organisation: OrganisationName
  readonly at: string
}

/** How the money of a budget year stands. Messages stand in it as protobuf writes them in JSON, where amounts are texts. */
export type YearMoney = Plannable & {
  readonly reserved?: unknown
  /** What was reserved last, once nothing is any more: what comes back is reserved alike. */
  readonly formerReserved?: unknown
  /** Of what is reserved, what payments that are under way ask for, in fen. */
  readonly requestedFen: string
  /** In fen, less what was returned. */
  readonly paidFen: string
}

export type JointReview = {
  readonly consultation: ResourceName
  readonly agreed: readonly OrganisationName[]
  readonly dissented: readonly OrganisationName[]
  readonly silent: readonly OrganisationName[]
  readonly minutes: string
}

/** What was signed as a duty besides the steps: an amount decided on, a later year, the pool shared out, a plan, an amendment. */
export type Handled = SignedOff & { readonly deed: 'DECISION' | 'INSTALMENT' | 'APPORTIONMENT' | 'PLAN' | 'AMENDMENT' }

/** An application; of an award over years its own money is that of the first of them. */
export type Application = YearMoney &
  Recovery & {
    readonly content: unknown
    readonly sponsor: OrganisationName
    /** Where it was matched and not handed in: the row of a roster. */
    readonly matched?: { readonly roster: ResourceName; readonly row: number }
    /** The record by which it was handed in: who comes first is served first. */
    readonly handedIn: string
    readonly recommenders: readonly OrganisationName[]
    readonly handler: OrganisationName
    readonly pool: ResourceName
    readonly finance: OrganisationName
    readonly year: number
    readonly measureVersion: number
    readonly procedure: readonly Step[]
    readonly steps: readonly StepTaken[]
    readonly ended?: 'NOT_ADMITTED' | 'REFUSED' | 'WITHDRAWN'
    /** While something is missing: the last day to bring it. */
    readonly supplementUntil?: Day
    /** While it waits to be admitted: the last day to decide, and whether it was told that it is over. */
    readonly admission?: { readonly until: Day; readonly isTold?: true }
    readonly notice?: { readonly until: Day; readonly isObjected?: true }
    /** What bodies have said in parallel (联审). */
    readonly jointReview?: JointReview
    readonly assessment?: unknown
    /** For how many years running the award is paid; absent where once. */
    readonly awardYears?: number
    /** The money of its later years, by year. */
    readonly laterYears?: Readonly<Record<string, YearMoney>>
    readonly handled?: readonly Handled[]
    /** The finance department has agreed to pay (下达). */
    readonly allocated?: true
    /** Its pool is shared out in proportion: whether that was done. */
    readonly share?: 'AWAITED' | 'GIVEN'
    /** How many reservations there have been. */
    readonly reservations: number
    readonly rating?: Rating
    /** Newest first. */
    readonly texts: readonly ContentRef[]
  }

export const contentOf = ({ content }: Application): ApplicationContent => ApplicationContent.fromJSON(content)

/** Who is paid: who builds the project where that is somebody else than who applies. */
export function payeeOf(state: Application): { readonly code: string; readonly name: string } {
  const { applicant, builder } = contentOf(state)
  return builder ?? applicant ?? { code: '', name: '' }
}

const noMoney: YearMoney = { requestedFen: '0', paidFen: '0' }

/** How the money of a budget year stands. */
export const moneyIn = (state: Application, year: number): YearMoney =>
  year === state.year ? state : (state.laterYears?.[year] ?? noMoney)

/** What is reserved in a year: that of the award, unless another is named. */
export function reservedFor(state: Application, year = state.year): Reservation | undefined {
  const { reserved } = moneyIn(state, year)
  return reserved === undefined ? undefined : Reservation.fromJSON(reserved)
}

/** The years in which something was reserved, or is once it is worked out, in their order. */
export const yearsOf = ({ year, laterYears = {} }: Application): readonly number[] => [
  year,
  ...Object.keys(laterYears).map(Number),
]

/** The years after the first in which nothing was reserved yet; none once something was claimed back, or it was evaluated. */
export function yearsToCome({ year, awardYears = 1, laterYears = {}, claims, rating }: Application): readonly number[] {
  const later = Array.from({ length: awardYears - 1 }, (_, i) => year + 1 + i)
  return claims > 0 || rating ? [] : later.filter((one) => !laterYears[one])
}

/** What is paid in all years, less what was returned, in fen. */
export const paidFenIn = (state: Application, years = yearsOf(state)): bigint =>
  years.reduce((sum, year) => sum + BigInt(moneyIn(state, year).paidFen), 0n)

/** What is reserved in a year, or was last. */
export function lastReserved(state: Application, year: number): Reservation {
  const { reserved, formerReserved } = moneyIn(state, year)
  return Reservation.fromJSON(reserved ?? formerReserved ?? {})
}

/** The step that is next; undefined after the last. */
export function nextStep({
  procedure,
  steps,
  recommenders,
}: Pick<Application, 'procedure' | 'steps' | 'recommenders'>): Step | undefined {
  const recommended = steps.filter(({ step }) => step === 'PROCEDURE_STEP_RECOMMENDATION').length
  return procedure.find((step) =>
    step === 'PROCEDURE_STEP_RECOMMENDATION'
      ? recommended < recommenders.length
      : !steps.some((taken) => taken.step === step),
  )
}

/** Steps that what it claims is known for, and its share is not needed. */
const beforeSharing: readonly (Step | undefined)[] = [
  ...(['PROCEDURE_STEP_RECOMMENDATION', 'PROCEDURE_STEP_ADMISSION'] as const),
  ...(['PROCEDURE_STEP_CREDIT_CHECK', 'PROCEDURE_STEP_EXPERT_REVIEW'] as const),
]

/** Whether it can't go on before its pool is shared out. */
export const awaitsShare = (state: Application): boolean =>
  state.share === 'AWAITED' && !beforeSharing.includes(nextStep(state))

/** Whether its pool was shared out, and nothing is left for it. */
export const gotNoShare = (state: Application): boolean =>
  state.share === 'GIVEN' && state.reservations === 0 && !beforeSharing.includes(nextStep(state))

/** Whose turn it is; undefined where nobody's. */
export function turnOf(state: Application): OrganisationName | undefined {
  if (state.ended) return undefined
  if (state.supplementUntil) return state.sponsor
  if (awaitsShare(state) || gotNoShare(state)) return state.handler
  const step = nextStep(state)
  if (step === 'PROCEDURE_STEP_RECOMMENDATION')
    return state.recommenders[state.steps.filter((taken) => taken.step === step).length]
  if (step === 'PROCEDURE_STEP_FINANCE_REVIEW') return state.finance
  return step && state.handler
}

const states: Readonly<Record<Step, ApplicationState>> = {
  PROCEDURE_STEP_RECOMMENDATION: 'APPLICATION_STATE_RECOMMENDED',
  PROCEDURE_STEP_ADMISSION: 'APPLICATION_STATE_ADMITTED',
  PROCEDURE_STEP_CREDIT_CHECK: 'APPLICATION_STATE_CREDIT_CHECKED',
  PROCEDURE_STEP_EXPERT_REVIEW: 'APPLICATION_STATE_INVESTMENT_APPROVED',
  PROCEDURE_STEP_JOINT_REVIEW: 'APPLICATION_STATE_JOINTLY_REVIEWED',
  PROCEDURE_STEP_FINANCE_REVIEW: 'APPLICATION_STATE_FINANCE_REVIEWED',
  PROCEDURE_STEP_COLLECTIVE_DECISION: 'APPLICATION_STATE_DECIDED',
  PROCEDURE_STEP_PUBLIC_NOTICE: 'APPLICATION_STATE_PUBLIC_NOTICE',
  PROCEDURE_STEP_APPROVAL: 'APPLICATION_STATE_APPROVED',
}

export const isAdmitted = ({ steps }: Application): boolean =>
  steps.some(({ step }) => step === 'PROCEDURE_STEP_ADMISSION')

export const isApproved = ({ steps }: Application): boolean =>
  steps.some(({ step }) => step === 'PROCEDURE_STEP_APPROVAL')

/** Whether all is paid that is reserved. */
export const isSettled = (state: Application): boolean =>
  isApproved(state) && yearsOf(state).every((year) => moneyIn(state, year).reserved === undefined)

/** Whether all that it was awarded is paid. */
export const isPaid = (state: Application): boolean => isSettled(state) && yearsToCome(state).length === 0

/** Whether it was amended to nothing (撤销): nothing is reserved, and what was paid is claimed or was paid back. */
export const isRevoked = (state: Application): boolean =>
  isSettled(state) && paidFenIn(state) === BigInt(state.recoveredFen) + (claimedOf(state)?.fen ?? 0n)

/** Where it stands. */
export function applicationState(state: Application): ApplicationState {
  if (state.ended) return `APPLICATION_STATE_${state.ended}`
  if (state.supplementUntil) return 'APPLICATION_STATE_SUPPLEMENT'
  if (state.notice?.isObjected) return 'APPLICATION_STATE_OBJECTION'
  if (isRevoked(state)) return 'APPLICATION_STATE_REVOKED'
  // What was raised, or came back, after that is on its way again.
  if (state.rating && isSettled(state)) return 'APPLICATION_STATE_EVALUATED'
  if (isPaid(state)) return 'APPLICATION_STATE_PAID'
  if (state.allocated) return 'APPLICATION_STATE_ALLOCATED'
  const last = state.steps.at(-1)?.step
  const isOnItsWay = last === 'PROCEDURE_STEP_RECOMMENDATION' && nextStep(state) === last
  return last && !isOnItsWay ? states[last] : 'APPLICATION_STATE_SUBMITTED'
}

/** Bodies that know of it, besides the programme's office. */
export const applicationBodies = ({
  sponsor,
  recommenders,
  handler,
  finance,
}: Application): readonly OrganisationName[] => [...new Set([sponsor, ...recommenders, handler, finance])]

/** Who reads it: these, and the office. */
export const applicationParties = (office: OrganisationName, state: Application): ReadonlySet<OrganisationName> =>
  new Set([office, ...applicationBodies(state)])
