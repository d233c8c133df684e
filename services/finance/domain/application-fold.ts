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

function submitted({ fact, actor }: Recorded<ApplicationFact>): Application | undefined {
  if (fact.$type !== 'qiantou.application.v1.ApplicationSubmitted') return undefined
  const { content, recommenders, handler, pool, finance, year, measureVersion, procedure } = fact
  return {
    content: ApplicationContent.toJSON(content ?? ApplicationContent.create()),
    ...{ sponsor: actor, recommenders, handler, pool, finance, year, measureVersion },
    procedure: procedure as Step[],
    ...{ steps: [], reservations: 0, paidFen: '0', texts: [] },
  }
}

function withMovement(state: Application, { kind, reservation }: Movement): Application {
  const { number, fen } = reservation
  if (kind === 'reserved') return { ...state, reserved: Reservation.toJSON(reservation), reservations: number }
  const isResolved = kind === 'released' || (kind === 'paid' && number > 0)
  const paidFen = { paid: fen, returned: -fen, released: 0n }[kind]
  return {
    ...(isResolved ? without(state, 'reserved') : state),
    paidFen: `${BigInt(state.paidFen) + paidFen}`,
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
      return { ...state, ended: isAdmitted(state) ? 'REFUSED' : 'NOT_ADMITTED' }
    case 'qiantou.application.v1.ApplicationWithdrawn':
    case 'qiantou.application.v1.ApplicationLapsed':
      return { ...without(state, 'supplementUntil'), ended: 'WITHDRAWN' }
    default:
      return state
  }
}

export function evolve(state: Application | undefined, recorded: Recorded<ApplicationFact>): Application | undefined {
  if (!state) return submitted(recorded)
  const { fact, actor, at } = recorded
  const step = stepOf[fact.$type]
  const taken = step && { step, organisation: actor, at: at.toISOString(), ...signedOff(recorded) }
  const { text } = fact as ApplicationFact & { readonly text?: ContentReference | undefined }
  return {
    ...movementsOf(fact).reduce(withMovement, changed(state, fact)),
    ...(taken ? { steps: [...state.steps, taken] } : {}),
    ...(text ? { texts: [contentRef(text), ...state.texts].slice(0, maxTexts) } : {}),
  }
}
