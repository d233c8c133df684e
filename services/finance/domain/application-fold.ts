/** How an application comes to stand as it does. */
import type { DateMessage } from '#proto/google/type/date.ts'
import { ApplicationContent, Assessment } from '#proto/qiantou/application/v1/application.ts'
import type {
  ApplicationMatched,
  ApplicationSubmitted,
  AwaitedMilestoneAccepted,
} from '#proto/qiantou/application/v1/application_events.ts'
import type { PoolApportioned } from '#proto/qiantou/apportionment/v1/apportionment_events.ts'
import { Reservation } from '#proto/qiantou/pool/v1/reservation.ts'
import type { ContentReference } from '#proto/qiantou/record/v1/record.ts'
import type { PaymentApproved } from '#proto/qiantou/transfer/v1/transfer_events.ts'
import { dayFrom } from '#shared/domain/calendar.ts'
import { contentRef } from '#shared/domain/content.ts'
import type { Recorded } from '#shared/domain/decider.ts'
import { signedOff } from '#shared/domain/sign-off.ts'
import { without } from '#shared/domain/without.ts'
import {
  type Application,
  type ApplicationFact,
  type Handled,
  isAdmitted,
  moneyIn,
  type Step,
  type YearMoney,
  yearsOf,
} from './application-state.ts'
import { type Movement, movementsOf } from './movement.ts'
import {
  nothingClaimed,
  stillAgreed,
  withAgreement,
  withClaim,
  withOverdue,
  withReceipt,
  withSettled,
} from './recovery.ts'
import { accepted, planned, proposed, withOpen } from './spending-plan.ts'
import { succeeded } from './succession.ts'
import { moreRequested, type PaymentFact, settledFen } from './transfer-state.ts'

/** As many texts as a state keeps (docs/decisions/0015). */
const maxTexts = 20

/** Which step a fact is; undefined where it is none. */
const stepOf: Readonly<Partial<Record<ApplicationFact['$type'], Step>>> = {
  'qiantou.application.v1.ApplicationMatched': 'PROCEDURE_STEP_ADMISSION',
  'qiantou.application.v1.ApplicationRecommended': 'PROCEDURE_STEP_RECOMMENDATION',
  'qiantou.application.v1.ApplicationAdmitted': 'PROCEDURE_STEP_ADMISSION',
  'qiantou.application.v1.CreditChecked': 'PROCEDURE_STEP_CREDIT_CHECK',
  'qiantou.application.v1.InvestmentApproved': 'PROCEDURE_STEP_EXPERT_REVIEW',
  'qiantou.application.v1.ApplicationJointlyReviewed': 'PROCEDURE_STEP_JOINT_REVIEW',
  'qiantou.application.v1.FinanceReviewed': 'PROCEDURE_STEP_FINANCE_REVIEW',
  'qiantou.application.v1.ApplicationDecided': 'PROCEDURE_STEP_COLLECTIVE_DECISION',
  'qiantou.application.v1.NoticeOpened': 'PROCEDURE_STEP_PUBLIC_NOTICE',
  'qiantou.application.v1.ApplicationApproved': 'PROCEDURE_STEP_APPROVAL',
}

/** What a fact is that is signed besides a step. */
const deeds: Readonly<Partial<Record<ApplicationFact['$type'], Handled['deed']>>> = {
  'qiantou.application.v1.InstalmentReserved': 'INSTALMENT',
  'qiantou.application.v1.SpendingPlanned': 'PLAN',
  'qiantou.application.v1.AwardAmended': 'AMENDMENT',
}

/** A decision is a deed where it fixes an amount. */
const deedOf = (fact: ApplicationFact): Handled['deed'] | undefined =>
  fact.$type === 'qiantou.application.v1.ApplicationDecided' && fact.reserved ? 'DECISION' : deeds[fact.$type]

/** An application as it begins: handed in, or matched. */
export function begun(
  fact: ApplicationSubmitted | ApplicationMatched,
  { actor, sequence }: Pick<Recorded, 'actor' | 'sequence'>,
): Application {
  const { content, handler, pool, finance, year, measureVersion, procedure, awardYears } = fact
  const isMatched = fact.$type === 'qiantou.application.v1.ApplicationMatched'
  return {
    content: ApplicationContent.toJSON(content ?? ApplicationContent.create()),
    ...{ sponsor: actor, handedIn: `${sequence}`, handler, pool, finance, year, measureVersion },
    ...(isMatched ? { matched: { roster: fact.roster, row: fact.row } } : {}),
    recommenders: isMatched ? [] : fact.recommenders,
    procedure: procedure as Step[],
    ...{ steps: [], reservations: 0, requestedFen: '0', paidFen: '0', texts: [] },
    ...nothingClaimed,
    ...(awardYears > 1 ? { awardYears } : {}),
    ...(!isMatched && fact.poolRule === 'POOL_RULE_PRO_RATA' ? { share: 'AWAITED' as const } : {}),
  }
}

/** The state after the money of a year has changed. */
function withYear(state: Application, year: number, change: (money: YearMoney) => YearMoney): Application {
  // It may be the whole application, whose money is that of the first year.
  if (year === state.year) return change(state) as Application
  return { ...state, laterYears: { ...state.laterYears, [year]: change(moneyIn(state, year)) } }
}

/** What a movement does to what is set aside and paid in its year. What was set aside is resolved by its number. */
function movedIn(money: YearMoney, { kind, reservation }: Movement): YearMoney {
  const { number, fen } = reservation
  const resolved = number > 0 ? (without(money, 'reserved') as YearMoney) : money
  const paidFen = (more: bigint) => `${BigInt(money.paidFen) + more}`
  switch (kind) {
    case 'reserved':
      return { ...money, reserved: Reservation.toJSON(reservation) }
    case 'released':
      return { ...resolved, formerReserved: Reservation.toJSON(reservation) }
    case 'paid':
      return { ...resolved, paidFen: paidFen(fen), formerReserved: Reservation.toJSON(reservation) }
    case 'returned':
      return { ...money, paidFen: paidFen(-fen) }
    default:
      return money
  }
}

function withMovement(state: Application, movement: Movement): Application {
  const { kind, reservation } = movement
  const { number, year } = reservation
  const moved = withYear(state, year, (money) => movedIn(money, movement))
  return kind === 'reserved' ? { ...moved, reservations: number } : withClaim(moved, movement)
}

const assessed = (state: Application, { assessment }: { readonly assessment?: Assessment | undefined }): Application =>
  assessment ? { ...state, assessment: Assessment.toJSON(assessment) } : state

/** It waits to be admitted, where a fact says by when that is decided. */
const awaited = (state: Application, { admitUntil }: { readonly admitUntil?: DateMessage | undefined }): Application =>
  admitUntil ? { ...state, admission: { until: dayFrom(admitUntil) } } : state

/** Nothing is awaited any more, of the sponsor or of the handling body. */
const notAwaited = (state: Application): Application => without(state, 'supplementUntil', 'admission') as Application

/** What a fact says besides the step that it is. */
function changed(state: Application, fact: ApplicationFact, at: Date): Application {
  switch (fact.$type) {
    case 'qiantou.application.v1.SpendingPlanned':
      return withYear(state, fact.year, (money) => planned(money, fact))
    case 'qiantou.application.v1.PaymentProposed':
      return withYear(state, fact.year, (money) => proposed(money, fact, at))
    case 'qiantou.application.v1.ApplicationBodySucceeded':
      return succeeded(state, fact, ['sponsor', 'recommenders', 'handler', 'finance'])
    case 'qiantou.application.v1.SupplementRequested':
      return { ...notAwaited(state), supplementUntil: dayFrom(fact.until as DateMessage) }
    case 'qiantou.application.v1.ApplicationSupplemented':
      return {
        ...awaited(notAwaited(state), fact),
        content: ApplicationContent.toJSON(fact.content ?? ApplicationContent.create()),
      }
    case 'qiantou.application.v1.ApplicationRecommended':
      return awaited(state, fact)
    case 'qiantou.application.v1.AdmissionOverdue':
      return { ...state, admission: { until: dayFrom(fact.until as DateMessage), isTold: true } }
    case 'qiantou.application.v1.AwardAmended':
      return {
        ...stillAgreed(state, fact.claimed),
        assessment: Assessment.toJSON(fact.assessment ?? Assessment.create()),
      }
    case 'qiantou.application.v1.RecoveryAgreed':
      return withAgreement(state, fact.instalments)
    case 'qiantou.application.v1.RecoveryOverdue':
      return withOverdue(state, fact.due)
    case 'qiantou.application.v1.FundsRecovered':
      return withReceipt(state, fact.reference)
    case 'qiantou.application.v1.ApplicationEvaluated':
      return { ...state, rating: fact.rating }
    case 'qiantou.application.v1.ApplicationAdmitted':
      return assessed(notAwaited(state), fact)
    case 'qiantou.application.v1.ApplicationMatched':
    case 'qiantou.application.v1.ApplicationDecided':
    case 'qiantou.application.v1.InvestmentApproved':
    case 'qiantou.application.v1.InstalmentReserved':
      return assessed(state, fact)
    case 'qiantou.application.v1.ApplicationJointlyReviewed': {
      const { consultation, agreed, dissented, silent, minutes } = fact
      return { ...state, jointReview: { consultation, agreed, dissented, silent, minutes } }
    }
    case 'qiantou.application.v1.NoticeOpened':
      return { ...state, notice: { until: dayFrom(fact.until as DateMessage) } }
    case 'qiantou.application.v1.ObjectionRaised':
      return { ...state, notice: { until: state.notice?.until ?? '', isObjected: true } }
    case 'qiantou.application.v1.ObjectionSettled':
      return { ...state, notice: { until: state.notice?.until ?? '' } }
    case 'qiantou.application.v1.ApplicationRefused':
      return { ...notAwaited(state), ended: isAdmitted(state) ? 'REFUSED' : 'NOT_ADMITTED' }
    case 'qiantou.application.v1.ApplicationWithdrawn':
    case 'qiantou.application.v1.ApplicationLapsed':
      return { ...notAwaited(state), ended: 'WITHDRAWN' }
    default:
      return state
  }
}

/** Out of which year a payment is. */
function yearPaid(fact: PaymentFact, { year }: Application): number {
  switch (fact.$type) {
    case 'qiantou.transfer.v1.PaymentBooked':
      return fact.paid?.year || year
    case 'qiantou.transfer.v1.PaymentReturned':
      return fact.returned?.year || year
    default:
      return fact.year || year
  }
}

/** By how much what was proposed and not requested grows: what comes back from the bank is requested still. */
function proposedLeft({ $type, fen }: PaymentFact): bigint {
  if ($type === 'qiantou.transfer.v1.PaymentRequested') return -fen
  return $type === 'qiantou.transfer.v1.PaymentWithdrawn' ? fen : 0n
}

/** What of the reservation payments ask for, after a fact of one of them. */
function requested(state: Application, fact: PaymentFact): Application {
  const year = yearPaid(fact, state)
  const next = withYear(state, year, (money) => ({
    ...withOpen(money, proposedLeft(fact)),
    requestedFen: `${BigInt(money.requestedFen) + moreRequested(fact)}`,
  }))
  const isTakenBack =
    fact.$type === 'qiantou.transfer.v1.PaymentWithdrawn' &&
    yearsOf(next).every((one) => moneyIn(next, one).requestedFen === '0')
  return isTakenBack ? (without(next, 'allocated') as Application) : next
}

/** After the pool was shared out: what came to this application. */
function shared(state: Application, recorded: Recorded<PoolApportioned>, stream: string): Application {
  const { fact } = recorded
  const own = fact.awards.find(({ application }) => application === stream)
  const given: Application = {
    ...state,
    ...{ share: 'GIVEN', assessment: Assessment.toJSON(own?.assessment ?? Assessment.create()) },
    handled: [...(state.handled ?? []), { deed: 'APPORTIONMENT', ...signedOff(recorded) }],
  }
  return movementsOf(fact)
    .filter(({ reservation }) => reservation.holder === stream)
    .reduce(withMovement, given)
}

type Folded = ApplicationFact | PaymentFact | PaymentApproved | PoolApportioned | AwaitedMilestoneAccepted

const isPayment = (fact: Folded): fact is PaymentFact => fact.$type.startsWith('qiantou.transfer.v1.')

export function evolve(
  state: Application | undefined,
  recorded: Recorded<Folded>,
  stream: string,
): Application | undefined {
  const { fact } = recorded
  if (fact.$type === 'qiantou.apportionment.v1.PoolApportioned')
    return state && shared(state, { ...recorded, fact }, stream)
  if (fact.$type === 'qiantou.transfer.v1.PaymentApproved') return state && { ...state, allocated: true }
  if (fact.$type === 'qiantou.application.v1.AwaitedMilestoneAccepted')
    return state && withYear(state, fact.year, (money) => accepted(money, fact, recorded.at))
  if (isPayment(fact))
    return state && movementsOf(fact).reduce(withMovement, withSettled(requested(state, fact), settledFen(fact)))
  if (fact.$type === 'qiantou.application.v1.ApplicationSubmitted') return awaited(begun(fact, recorded), fact)
  if (fact.$type === 'qiantou.application.v1.ApplicationMatched') return after(begun(fact, recorded), recorded, fact)
  return state && after(state, recorded, fact)
}

function after(state: Application, recorded: Recorded, fact: ApplicationFact): Application {
  const { actor, at } = recorded
  const [step, deed] = [stepOf[fact.$type], deedOf(fact)]
  const taken = step && { step, organisation: actor, at: at.toISOString(), ...signedOff(recorded) }
  const { text } = fact as ApplicationFact & { readonly text?: ContentReference | undefined }
  return {
    ...movementsOf(fact).reduce(withMovement, changed(state, fact, at)),
    ...(taken ? { steps: [...state.steps, taken] } : {}),
    ...(deed ? { handled: [...(state.handled ?? []), { deed, ...signedOff(recorded) }] } : {}),
    ...(text ? { texts: [contentRef(text), ...state.texts].slice(0, maxTexts) } : {}),
  }
}
