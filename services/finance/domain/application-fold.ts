/** How an application comes to stand as it does. */

import type { DateMessage } from '#proto/google/type/date.ts'
import { ApplicationContent, Assessment } from '#proto/qiantou/application/v1/application.ts'
import { Reservation } from '#proto/qiantou/pool/v1/reservation.ts'
import type { ContentReference } from '#proto/qiantou/record/v1/record.ts'
import { dayFrom } from '#shared/domain/calendar.ts'
import { contentRef } from '#shared/domain/content.ts'
import type { Recorded } from '#shared/domain/decider.ts'
import { signedOff } from '#shared/domain/sign-off.ts'
import { without } from '#shared/domain/without.ts'
import { type Application, type ApplicationFact, isAdmitted, type Step } from './application-state.ts'
import { type Movement, movementsOf } from './movement.ts'
import { isMoreRequested, type PaymentFact } from './transfer-state.ts'

/** As many texts as a state keeps (docs/decisions/0015). */
const maxTexts = 20

/** Which step a fact is; undefined where it is none. */
const stepOf: Readonly<Partial<Record<ApplicationFact['$type'], Step>>> = {
  'qiantou.application.v1.ApplicationRecommended': 'PROCEDURE_STEP_RECOMMENDATION',
  'qiantou.application.v1.ApplicationAdmitted': 'PROCEDURE_STEP_ADMISSION',
  'qiantou.application.v1.CreditChecked': 'PROCEDURE_STEP_CREDIT_CHECK',
  'qiantou.application.v1.InvestmentApproved': 'PROCEDURE_STEP_EXPERT_REVIEW',
  'qiantou.application.v1.FinanceReviewed': 'PROCEDURE_STEP_FINANCE_REVIEW',
  'qiantou.application.v1.ApplicationDecided': 'PROCEDURE_STEP_COLLECTIVE_DECISION',
  'qiantou.application.v1.NoticeOpened': 'PROCEDURE_STEP_PUBLIC_NOTICE',
  'qiantou.application.v1.ApplicationApproved': 'PROCEDURE_STEP_APPROVAL',
}

function submitted({ fact, actor, sequence }: Recorded<ApplicationFact>): Application | undefined {
  if (fact.$type !== 'qiantou.application.v1.ApplicationSubmitted') return undefined
  const { content, recommenders, handler, pool, finance, year, measureVersion, procedure } = fact
  return {
    content: ApplicationContent.toJSON(content ?? ApplicationContent.create()),
    ...{ sponsor: actor, handedIn: `${sequence}`, recommenders, handler, pool, finance, year, measureVersion },
    procedure: procedure as Step[],
    ...{ steps: [], reservations: 0, requestedFen: '0', paidFen: '0', texts: [] },
    ...{ claims: 0, recoveredFen: '0', recoveries: [] },
  }
}

function withMovement(state: Application, { kind, reservation }: Movement): Application {
  const { number, fen } = reservation
  const plus = (key: 'paidFen' | 'recoveredFen', more: bigint) => ({ [key]: `${BigInt(state[key]) + more}` })
  // What was set aside is resolved by its number; what has none moves at once.
  const resolved = (key: 'reserved' | 'claimed') => (number > 0 ? without(state, key) : state) as Application
  switch (kind) {
    case 'reserved':
      return { ...state, reserved: Reservation.toJSON(reservation), reservations: number }
    case 'released':
      return { ...resolved('reserved'), formerReserved: Reservation.toJSON(reservation) }
    case 'paid':
      return { ...resolved('reserved'), ...plus('paidFen', fen), formerReserved: Reservation.toJSON(reservation) }
    case 'returned':
      return { ...state, ...plus('paidFen', -fen) }
    case 'claimed':
      return { ...state, claimed: Reservation.toJSON(reservation), claims: number }
    case 'unclaimed':
      return resolved('claimed')
    case 'recovered':
      return { ...resolved('claimed'), ...plus('recoveredFen', fen) }
  }
}

/** What a fact says besides the step that it is. */
function changed(state: Application, fact: ApplicationFact): Application {
  switch (fact.$type) {
    case 'qiantou.application.v1.SupplementRequested':
      return { ...state, supplementUntil: dayFrom(fact.until as DateMessage) }
    case 'qiantou.application.v1.ApplicationSupplemented':
      return {
        ...without(state, 'supplementUntil'),
        content: ApplicationContent.toJSON(fact.content ?? ApplicationContent.create()),
      }
    case 'qiantou.application.v1.AwardAmended':
      return { ...without(state, 'agreed'), assessment: Assessment.toJSON(fact.assessment ?? Assessment.create()) }
    case 'qiantou.application.v1.RecoveryAgreed': {
      const instalments = fact.instalments.map(({ due, fen }) => ({ due: dayFrom(due as DateMessage), fen: `${fen}` }))
      return { ...state, agreed: { instalments, beforeFen: state.recoveredFen } }
    }
    case 'qiantou.application.v1.RecoveryOverdue':
      return state.agreed
        ? { ...state, agreed: { ...state.agreed, toldUntil: dayFrom(fact.due as DateMessage) } }
        : state
    case 'qiantou.application.v1.FundsRecovered':
      return { ...state, recoveries: [...state.recoveries, fact.reference] }
    case 'qiantou.application.v1.ApplicationEvaluated':
      return { ...state, rating: fact.rating }
    case 'qiantou.application.v1.ApplicationDecided':
    case 'qiantou.application.v1.ApplicationAdmitted':
    case 'qiantou.application.v1.InvestmentApproved':
      return fact.assessment ? { ...state, assessment: Assessment.toJSON(fact.assessment) } : state
    case 'qiantou.application.v1.NoticeOpened':
      return { ...state, notice: { until: dayFrom(fact.until as DateMessage) } }
    case 'qiantou.application.v1.ObjectionRaised':
      return { ...state, notice: { until: state.notice?.until ?? '', isObjected: true } }
    case 'qiantou.application.v1.ObjectionSettled':
      return { ...state, notice: { until: state.notice?.until ?? '' } }
    case 'qiantou.application.v1.ApplicationRefused':
      return { ...without(state, 'supplementUntil'), ended: isAdmitted(state) ? 'REFUSED' : 'NOT_ADMITTED' }
    case 'qiantou.application.v1.ApplicationWithdrawn':
    case 'qiantou.application.v1.ApplicationLapsed':
      return { ...without(state, 'supplementUntil'), ended: 'WITHDRAWN' }
    default:
      return state
  }
}

/** What of the reservation payments ask for, after a fact of one of them. */
function requested(state: Application, fact: PaymentFact): Application {
  const more = isMoreRequested(fact) ? fact.fen : -fact.fen
  return { ...state, requestedFen: `${BigInt(state.requestedFen) + more}` }
}

const isPayment = (fact: ApplicationFact | PaymentFact): fact is PaymentFact =>
  fact.$type.startsWith('qiantou.transfer.v1.')

export function evolve(
  state: Application | undefined,
  recorded: Recorded<ApplicationFact | PaymentFact>,
): Application | undefined {
  const { fact, actor, at } = recorded
  if (isPayment(fact)) return state && movementsOf(fact).reduce(withMovement, requested(state, fact))
  if (!state) return submitted({ ...recorded, fact })
  const step = stepOf[fact.$type]
  const taken = step && { step, organisation: actor, at: at.toISOString(), ...signedOff(recorded) }
  const { text } = fact as ApplicationFact & { readonly text?: ContentReference | undefined }
  return {
    ...movementsOf(fact).reduce(withMovement, changed(state, fact)),
    ...(taken ? { steps: [...state.steps, taken] } : {}),
    ...(text ? { texts: [contentRef(text), ...state.texts].slice(0, maxTexts) } : {}),
  }
}
