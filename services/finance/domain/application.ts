/** Application: from handing in to approval. What it comes to is reserved in the batch that decides it. */
import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js'
import type { ApplicationContent } from '#proto/qiantou/application/v1/application.ts'
import type { ContentReference } from '#proto/qiantou/record/v1/record.ts'
import { type Calendar, dayOf, endOf, limitFrom, toDate } from '#shared/domain/calendar.ts'
import type { Context, Decider, OrganisationName } from '#shared/domain/decider.ts'
import { type Rejection, reject, rejection } from '#shared/domain/rejection.ts'
import { evolve } from './application-fold.ts'
import {
  type Application,
  type ApplicationFact,
  applicationBodies,
  applicationFacts,
  contentOf,
  isApproved,
  nextStep,
  reservedFor,
  type Step,
  turnOf,
} from './application-state.ts'
import { type SubmissionGround, submit } from './application-submission.ts'
import { type AssessmentGround, assess, basisFen } from './assessment.ts'
import { unfitPersons } from './duty.ts'
import { type PaymentFact, paymentFacts } from './transfer-state.ts'

// ---- Commands

type Text = ContentReference

export type ApplicationCommand =
  | ({
      readonly type: 'Submit'
      readonly content: ApplicationContent
      readonly recommenders: readonly OrganisationName[]
    } & SubmissionGround)
  | { readonly type: 'Recommend'; readonly text: Text }
  | ({ readonly type: 'Admit' } & AssessmentGround)
  | {
      readonly type: 'RequestSupplement'
      readonly text: Text
      readonly workingDays: number
      readonly calendar: Calendar
    }
  | { readonly type: 'Supplement'; readonly content: ApplicationContent }
  | { readonly type: 'CheckCredit'; readonly engine: string; readonly problem: string | undefined }
  | ({
      readonly type: 'ApproveInvestment'
      readonly investmentFen: bigint
      readonly experts: readonly string[]
      readonly text: Text
    } & AssessmentGround)
  | { readonly type: 'ReviewFinance'; readonly text: Text | undefined }
  | { readonly type: 'Decide'; readonly minutes: string }
  | { readonly type: 'OpenNotice'; readonly calendar: Calendar }
  | { readonly type: 'RaiseObjection'; readonly text: Text; readonly office: OrganisationName }
  | { readonly type: 'SettleObjection'; readonly text: Text }
  | { readonly type: 'Approve' }
  | { readonly type: 'Refuse'; readonly text: Text }
  | { readonly type: 'Withdraw'; readonly text: Text }

type Decision = Either<Rejection, readonly [ApplicationFact]>
type Of<Type extends ApplicationCommand['type']> = Extract<ApplicationCommand, { readonly type: Type }>

// ---- Steps

const steps = {
  Recommend: 'PROCEDURE_STEP_RECOMMENDATION',
  Admit: 'PROCEDURE_STEP_ADMISSION',
  CheckCredit: 'PROCEDURE_STEP_CREDIT_CHECK',
  ApproveInvestment: 'PROCEDURE_STEP_EXPERT_REVIEW',
  ReviewFinance: 'PROCEDURE_STEP_FINANCE_REVIEW',
  Decide: 'PROCEDURE_STEP_COLLECTIVE_DECISION',
  OpenNotice: 'PROCEDURE_STEP_PUBLIC_NOTICE',
  Approve: 'PROCEDURE_STEP_APPROVAL',
} as const satisfies Partial<Record<ApplicationCommand['type'], Step>>

type StepCommand = Extract<ApplicationCommand, { readonly type: keyof typeof steps }>

const isStep = (command: ApplicationCommand): command is StepCommand => command.type in steps

const short = (step: Step | undefined): string => step?.replace('PROCEDURE_STEP_', '') ?? 'NONE'

/** Why a step can't be taken: it is not its turn, not the caller's, or not these persons'. */
function unfitStep({ type }: StepCommand, state: Application, { actor, at, signOff }: Context): Rejection | undefined {
  const step = steps[type]
  const next = nextStep(state)
  if (state.supplementUntil) return rejection('precondition', 'SUPPLEMENT_OPEN', { until: state.supplementUntil })
  if (step !== next) return rejection('precondition', 'STEP_NOT_NEXT', { step: short(step), next: short(next) })
  const turn = turnOf(state) ?? ''
  if (actor !== turn) return rejection('permission', 'NOT_YOUR_TURN', { turn })
  if (state.notice?.isObjected) return rejection('precondition', 'OBJECTION_OPEN')
  if (type === 'Approve' && state.notice && dayOf(at) <= state.notice.until)
    return rejection('precondition', 'NOTICE_OPEN', { until: state.notice.until })
  return unfitPersons(step, signOff, state.steps)
}

function decideStep(command: StepCommand, state: Application, context: Context, name: string): Decision {
  const unfit = unfitStep(command, state, context)
  if (unfit) return left(unfit)
  switch (command.type) {
    case 'Recommend':
      return right([{ $type: 'qiantou.application.v1.ApplicationRecommended', text: command.text }])
    case 'Admit':
      return admit(command, state, name)
    case 'CheckCredit':
      return checkCredit(command, context)
    case 'ApproveInvestment':
      return approveInvestment(command, state, name)
    case 'ReviewFinance':
      return right([{ $type: 'qiantou.application.v1.FinanceReviewed', text: command.text }])
    case 'Decide':
      return right([{ $type: 'qiantou.application.v1.ApplicationDecided', minutes: command.minutes }])
    case 'OpenNotice':
      return openNotice(command, context)
    case 'Approve':
      return right([{ $type: 'qiantou.application.v1.ApplicationApproved', fen: reservedFor(state)?.fen ?? 0n }])
  }
}

/** Where experts approve an investment first, nothing is known yet of what it comes to. */
function admit(command: Of<'Admit'>, state: Application, name: string): Decision {
  if (state.procedure.includes('PROCEDURE_STEP_EXPERT_REVIEW'))
    return right([{ $type: 'qiantou.application.v1.ApplicationAdmitted', assessment: undefined, reserved: undefined }])
  const assessed = assess(name, state, basisFen(contentOf(state)), command)
  if (isLeft(assessed)) return assessed
  return right([{ $type: 'qiantou.application.v1.ApplicationAdmitted', ...assessed.right }])
}

function checkCredit({ engine, problem }: Of<'CheckCredit'>, { at }: Context): Decision {
  if (problem !== undefined) return reject('precondition', 'CREDIT_NOT_GOOD', { problem })
  return right([{ $type: 'qiantou.application.v1.CreditChecked', engine, asOf: toDate(dayOf(at)) }])
}

function approveInvestment(command: Of<'ApproveInvestment'>, state: Application, name: string): Decision {
  const { investmentFen, experts, text } = command
  const assessed = assess(name, state, investmentFen, command)
  if (isLeft(assessed)) return assessed
  const said = { investmentFen, experts: [...experts], text }
  return right([{ $type: 'qiantou.application.v1.InvestmentApproved', ...said, ...assessed.right }])
}

/** At least so many working days (docs/domain.md, Money). */
const noticeWorkingDays = 5

function openNotice({ calendar }: Of<'OpenNotice'>, { at }: Context): Decision {
  const { last, provisional } = limitFrom(calendar, dayOf(at), noticeWorkingDays)
  return right([{ $type: 'qiantou.application.v1.NoticeOpened', until: toDate(last), provisional }])
}

// ---- What is no step

function requestSupplement(command: Of<'RequestSupplement'>, state: Application, { actor, at }: Context): Decision {
  if (actor !== state.handler) return reject('permission', 'NOT_YOUR_TURN', { turn: state.handler })
  if (state.supplementUntil) return reject('precondition', 'SUPPLEMENT_OPEN', { until: state.supplementUntil })
  const next = nextStep(state)
  if (next !== 'PROCEDURE_STEP_ADMISSION')
    return reject('precondition', 'STEP_NOT_NEXT', { step: 'ADMISSION', next: short(next) })
  const { text, workingDays, calendar } = command
  const { last, provisional } = limitFrom(calendar, dayOf(at), workingDays)
  return right([{ $type: 'qiantou.application.v1.SupplementRequested', text, until: toDate(last), provisional }])
}

function supplement({ content }: Of<'Supplement'>, state: Application, { actor, at }: Context): Decision {
  const { sponsor, supplementUntil: limit } = state
  if (actor !== sponsor) return reject('permission', 'NOT_SPONSOR', { sponsor })
  if (!limit) return reject('precondition', 'NOTHING_MISSING')
  // It has lapsed, and is about to say so.
  if (limit < dayOf(at)) return reject('precondition', 'TIME_LIMIT_PASSED', { limit })
  const { measure, applicant } = contentOf(state)
  if (content.measure !== measure || content.applicant?.code !== applicant?.code)
    return reject('precondition', 'SUPPLEMENT_OTHER', { measure, applicant: applicant?.code ?? '' })
  const { bills, investmentFen } = contentOf(state)
  if (bills.length > 0 !== content.bills.length > 0 || investmentFen > 0n !== content.investmentFen > 0n)
    return reject('invalid', 'BASIS_MISFIT', {
      basis: bills.length ? 'YEAR_SPENDING' : investmentFen ? 'APPROVED_INVESTMENT' : 'SUM',
    })
  return right([{ $type: 'qiantou.application.v1.ApplicationSupplemented', content }])
}

function raiseObjection({ text, office }: Of<'RaiseObjection'>, state: Application, { actor, at }: Context): Decision {
  const { handler, finance, notice } = state
  if (![handler, finance, office].includes(actor)) return reject('permission', 'NOT_YOUR_TURN', { turn: handler })
  if (!notice || isApproved(state) || notice.until < dayOf(at)) return reject('precondition', 'NO_NOTICE_OPEN')
  if (notice.isObjected) return reject('precondition', 'OBJECTION_OPEN')
  return right([{ $type: 'qiantou.application.v1.ObjectionRaised', text }])
}

function settleObjection({ text }: Of<'SettleObjection'>, state: Application, { actor }: Context): Decision {
  if (actor !== state.handler) return reject('permission', 'NOT_YOUR_TURN', { turn: state.handler })
  if (!state.notice?.isObjected) return reject('precondition', 'NO_OBJECTION')
  return right([{ $type: 'qiantou.application.v1.ObjectionSettled', text }])
}

function end({ type, text }: Of<'Refuse' | 'Withdraw'>, state: Application, { actor }: Context): Decision {
  if (isApproved(state)) return reject('precondition', 'APPLICATION_APPROVED')
  const released = reservedFor(state)
  if (type === 'Withdraw') {
    if (actor !== state.sponsor) return reject('permission', 'NOT_SPONSOR', { sponsor: state.sponsor })
    return right([{ $type: 'qiantou.application.v1.ApplicationWithdrawn', text, released }])
  }
  const turn = state.supplementUntil ? state.handler : (turnOf(state) ?? '')
  if (actor !== turn) return reject('permission', 'NOT_YOUR_TURN', { turn })
  return right([{ $type: 'qiantou.application.v1.ApplicationRefused', text, released }])
}

// ---- Decisions

function decide(command: ApplicationCommand, state: Application | undefined, context: Context): Decision {
  const { correlationId: name, at } = context
  if (command.type === 'Submit') return submit(command, state, at)
  if (!state) return reject('notFound', 'APPLICATION_NOT_FOUND')
  if (state.ended) return reject('precondition', 'APPLICATION_ENDED', { state: state.ended })
  if (isStep(command)) return decideStep(command, state, context, name)
  switch (command.type) {
    case 'RequestSupplement':
      return requestSupplement(command, state, context)
    case 'Supplement':
      return supplement(command, state, context)
    case 'RaiseObjection':
      return raiseObjection(command, state, context)
    case 'SettleObjection':
      return settleObjection(command, state, context)
    default:
      return end(command, state, context)
  }
}

// ---- Time

const due = ({ supplementUntil, ended }: Application): string | undefined =>
  supplementUntil && !ended ? endOf(supplementUntil).toISOString() : undefined

export const applicationDecider: Decider<ApplicationCommand, Application, ApplicationFact, PaymentFact> = {
  aggregate: 'application',
  foldVersion: 1,
  owns: applicationFacts,
  folds: paymentFacts,
  touches: ({ fact }) => [fact.application],
  readers: applicationBodies,
  due,
  decide,
  evolve,
  elapse: () => [{ $type: 'qiantou.application.v1.ApplicationLapsed' }],
  parties: (fact, state) => ({
    admits: fact.$type === 'qiantou.application.v1.ApplicationSubmitted' ? applicationBodies(state) : [],
    releases: [],
  }),
}
