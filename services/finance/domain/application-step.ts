/** The steps of an application, one after the other: whose turn it is, who signs, and what each comes to. */
import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js'
import type { Reservation } from '#proto/qiantou/pool/v1/reservation.ts'
import { dayOf, limitFrom, toDate } from '#shared/domain/calendar.ts'
import type { Context } from '#shared/domain/decider.ts'
import { type Rejection, reject, rejection } from '#shared/domain/rejection.ts'
import type { ApplicationCommand, Of } from './application.ts'
import { admitFrom, nextOnceRecommended } from './application-admission.ts'
import { reviewJointly } from './application-joint-review.ts'
import {
  type Application,
  type ApplicationFact,
  awaitsShare,
  contentOf,
  gotNoShare,
  nextStep,
  reservedFor,
  type Step,
  turnOf,
} from './application-state.ts'
import { assess, basisFen, isDecided, judge } from './assessment.ts'
import { signing, unfitHandlers, unfitPersons } from './duty.ts'

type Decision = Either<Rejection, readonly [ApplicationFact]>

const steps = {
  Recommend: 'PROCEDURE_STEP_RECOMMENDATION',
  Admit: 'PROCEDURE_STEP_ADMISSION',
  CheckCredit: 'PROCEDURE_STEP_CREDIT_CHECK',
  ApproveInvestment: 'PROCEDURE_STEP_EXPERT_REVIEW',
  ReviewJointly: 'PROCEDURE_STEP_JOINT_REVIEW',
  ReviewFinance: 'PROCEDURE_STEP_FINANCE_REVIEW',
  Decide: 'PROCEDURE_STEP_COLLECTIVE_DECISION',
  OpenNotice: 'PROCEDURE_STEP_PUBLIC_NOTICE',
  Approve: 'PROCEDURE_STEP_APPROVAL',
} as const satisfies Partial<Record<ApplicationCommand['type'], Step>>

type StepCommand = Extract<ApplicationCommand, { readonly type: keyof typeof steps }>

export const isStep = (command: ApplicationCommand): command is StepCommand => command.type in steps

export const short = (step: Step | undefined): string => step?.replace('PROCEDURE_STEP_', '') ?? 'NONE'

/** Why a step can't be taken: it is not its turn, or not the caller's. */
function unfitStep(command: StepCommand, state: Application, context: Context): Rejection | undefined {
  const { type } = command
  const { actor, at } = context
  const step = steps[type]
  const next = nextStep(state)
  if (state.supplementUntil) return rejection('precondition', 'SUPPLEMENT_OPEN', { until: state.supplementUntil })
  if (step !== next) return rejection('precondition', 'STEP_NOT_NEXT', { step: short(step), next: short(next) })
  const turn = turnOf(state) ?? ''
  if (actor !== turn) return rejection('permission', 'NOT_YOUR_TURN', { turn })
  if (awaitsShare(state)) return rejection('precondition', 'NOT_APPORTIONED')
  if (gotNoShare(state)) return rejection('precondition', 'NOTHING_TO_AWARD', { step: 'SHARED' })
  if (state.notice?.isObjected) return rejection('precondition', 'OBJECTION_OPEN')
  if (type === 'Approve' && state.notice && dayOf(at) <= state.notice.until)
    return rejection('precondition', 'NOTICE_OPEN', { until: state.notice.until })
  return undefined
}

/** Why these persons may not take a step, by what it reserves, or else what is reserved by then. */
function unfitSigners(command: StepCommand, state: Application, context: Context, fact: ApplicationFact) {
  const { reserved = reservedFor(state) } = fact as { readonly reserved?: Reservation | undefined }
  const who = signing(command, context, reserved?.fen ?? 0n)
  if (fact.$type === 'qiantou.application.v1.ApplicationDecided' && fact.reserved) return unfitHandlers(who, state)
  return unfitPersons(steps[command.type], who, state)
}

export function decideStep(command: StepCommand, state: Application, context: Context, name: string): Decision {
  const unfit = unfitStep(command, state, context)
  if (unfit) return left(unfit)
  const taken = take(command, state, context, name)
  if (isLeft(taken)) return taken
  const unfitPerson = unfitSigners(command, state, context, taken.right[0])
  return unfitPerson ? left(unfitPerson) : taken
}

/** What a step comes to, whoever signs it. */
function take(command: StepCommand, state: Application, context: Context, name: string): Decision {
  switch (command.type) {
    case 'Recommend':
      return recommend(command, state, context)
    case 'Admit':
      return admit(command, state, name)
    case 'CheckCredit':
      return checkCredit(command, context)
    case 'ApproveInvestment':
      return approveInvestment(command, state, name)
    case 'ReviewJointly':
      return reviewJointly(command, state, context)
    case 'ReviewFinance':
      return right([{ $type: 'qiantou.application.v1.FinanceReviewed', text: command.text }])
    case 'Decide':
      return decideInFavour(command, state, name)
    case 'OpenNotice':
      return openNotice(command, context)
    case 'Approve':
      return right([{ $type: 'qiantou.application.v1.ApplicationApproved', fen: reservedFor(state)?.fen ?? 0n }])
  }
}

function recommend({ text, calendar }: Of<'Recommend'>, state: Application, { at }: Context): Decision {
  const limit = admitFrom(calendar, at, nextOnceRecommended(state))
  return right([{ $type: 'qiantou.application.v1.ApplicationRecommended', text, ...limit }])
}

/** Where experts approve an investment first, or a meeting decides, nothing is known yet of what it comes to. */
function admit(command: Of<'Admit'>, state: Application, name: string): Decision {
  if (state.procedure.includes('PROCEDURE_STEP_EXPERT_REVIEW') || isDecided(command, state))
    return right([{ $type: 'qiantou.application.v1.ApplicationAdmitted', assessment: undefined, reserved: undefined }])
  const assessed = judge(name, state, basisFen(contentOf(state)), command)
  if (isLeft(assessed)) return assessed
  return right([{ $type: 'qiantou.application.v1.ApplicationAdmitted', ...assessed.right }])
}

function checkCredit({ engine, problem }: Of<'CheckCredit'>, { at }: Context): Decision {
  if (problem !== undefined) return reject('precondition', 'CREDIT_NOT_GOOD', { problem })
  return right([{ $type: 'qiantou.application.v1.CreditChecked', engine, asOf: toDate(dayOf(at)) }])
}

function approveInvestment(command: Of<'ApproveInvestment'>, state: Application, name: string): Decision {
  const { investmentFen, experts, text } = command
  const assessed = judge(name, state, investmentFen, command)
  if (isLeft(assessed)) return assessed
  const said = { investmentFen, experts: [...experts], text }
  return right([{ $type: 'qiantou.application.v1.InvestmentApproved', ...said, ...assessed.right }])
}

function decideInFavour(command: Of<'Decide'>, state: Application, name: string): Decision {
  const { minutes, fen } = command
  const none = { assessment: undefined, reserved: undefined }
  if (isDecided(command, state) !== fen > 0n) return reject('invalid', 'AWARD_DECIDED_OTHERWISE')
  if (fen === 0n) return right([{ $type: 'qiantou.application.v1.ApplicationDecided', minutes, ...none }])
  const assessed = assess(name, state, fen, command)
  if (isLeft(assessed)) return assessed
  // What a meeting has decided is not cut down: by the pool, by what others grant, or by rounding.
  const { fen: awarded } = assessed.right.assessment
  if (awarded < fen) return reject('precondition', 'POOL_TOO_SMALL', { fen: `${awarded}` })
  return right([{ $type: 'qiantou.application.v1.ApplicationDecided', minutes, ...assessed.right }])
}

/** At least so many working days (docs/domain.md, Money). */
const noticeWorkingDays = 5

function openNotice({ calendar }: Of<'OpenNotice'>, { at }: Context): Decision {
  const { last, provisional } = limitFrom(calendar, dayOf(at), noticeWorkingDays)
  return right([{ $type: 'qiantou.application.v1.NoticeOpened', until: toDate(last), provisional }])
}
