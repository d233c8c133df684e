/** Application: from handing in to approval. What it comes to is reserved in the batch that decides it. */
import { type Either, left, right } from 'fp-ts/lib/Either.js'
import type { ApplicationContent } from '#proto/qiantou/application/v1/application.ts'
import { AwaitedMilestoneAccepted, type Rating } from '#proto/qiantou/application/v1/application_events.ts'
import { PoolApportioned } from '#proto/qiantou/apportionment/v1/apportionment_events.ts'
import type { ContentReference } from '#proto/qiantou/record/v1/record.ts'
import { PaymentApproved } from '#proto/qiantou/transfer/v1/transfer_events.ts'
import { type Calendar, type Day, dayOf, endOf, limitFrom, toDate } from '#shared/domain/calendar.ts'
import type { Context, Decider, OrganisationName } from '#shared/domain/decider.ts'
import { type Rejection, reject } from '#shared/domain/rejection.ts'
import { admitFrom } from './application-admission.ts'
import { agree, amend, evaluate, recover, tellOverdue } from './application-award.ts'
import { evolve } from './application-fold.ts'
import type { JointReviewGround } from './application-joint-review.ts'
import { type MatchingGround, match } from './application-match.ts'
import { dueOfPlan, planSpending, propose } from './application-plan.ts'
import {
  type Application,
  type ApplicationFact,
  applicationBodies,
  applicationFacts,
  isApproved,
  nextStep,
  reservedFor,
  turnOf,
} from './application-state.ts'
import { decideStep, isStep, short } from './application-step.ts'
import { type SubmissionGround, submit, unfitSupplement } from './application-submission.ts'
import type { AssessmentGround } from './assessment.ts'
import type { Signatories } from './duty.ts'
import { draw } from './instalment.ts'
import type { Measure } from './measure.ts'
import { type Agreeing, overdueNext, type Receiving } from './recovery.ts'
import type { Planning } from './spending-plan.ts'
import { type SucceedCommand, succeed, successionParties } from './succession.ts'
import { type PaymentFact, paymentFacts } from './transfer-state.ts'

// ---- Commands

type Text = ContentReference

export type ApplicationCommand = Signatories &
  (
    | ({
        readonly type: 'Submit'
        readonly content: ApplicationContent
        readonly recommenders: readonly OrganisationName[]
        readonly calendar: Calendar
      } & SubmissionGround)
    | ({ readonly type: 'Match'; readonly row: number } & MatchingGround)
    | { readonly type: 'Recommend'; readonly text: Text; readonly calendar: Calendar }
    | ({ readonly type: 'Admit' } & AssessmentGround)
    | {
        readonly type: 'RequestSupplement'
        readonly text: Text
        readonly workingDays: number
        readonly calendar: Calendar
      }
    | {
        readonly type: 'Supplement'
        readonly content: ApplicationContent
        readonly measure: Measure
        readonly calendar: Calendar
      }
    | { readonly type: 'CheckCredit'; readonly engine: string; readonly problem: string | undefined }
    | ({
        readonly type: 'ApproveInvestment'
        readonly investmentFen: bigint
        readonly experts: readonly string[]
        readonly text: Text
      } & AssessmentGround)
    | ({ readonly type: 'ReviewJointly'; readonly text: Text | undefined } & JointReviewGround)
    | { readonly type: 'ReviewFinance'; readonly text: Text | undefined }
    | ({ readonly type: 'Decide'; readonly minutes: string; readonly fen: bigint } & AssessmentGround)
    | { readonly type: 'OpenNotice'; readonly calendar: Calendar }
    | { readonly type: 'RaiseObjection'; readonly text: Text; readonly office: OrganisationName }
    | { readonly type: 'SettleObjection'; readonly text: Text }
    | { readonly type: 'Approve' }
    | { readonly type: 'Refuse'; readonly text: Text }
    | { readonly type: 'Withdraw'; readonly text: Text }
    | ({
        readonly type: 'DrawInstalment'
        /** The budget year that pays. */
        readonly year: number
        readonly credit: { readonly engine: string; readonly problem: string | undefined }
      } & AssessmentGround)
    | ({
        readonly type: 'PlanSpending'
        /** The budget year that pays; 0 for the first in which something is left to plan. */
        readonly year: number
      } & Planning)
    | ({
        readonly type: 'Amend'
        readonly basisFen: bigint
        readonly minutes: string
        readonly text: Text
      } & AssessmentGround)
    | ({ readonly type: 'AgreeRecovery' } & Agreeing)
    | ({ readonly type: 'Recover' } & Receiving)
    | { readonly type: 'Evaluate'; readonly rating: Rating; readonly text: Text }
    | SucceedCommand
  )

type Decision = Either<Rejection, readonly [ApplicationFact]>
export type Of<Type extends ApplicationCommand['type']> = Extract<ApplicationCommand, { readonly type: Type }>

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

function supplement(command: Of<'Supplement'>, state: Application, { actor, at }: Context): Decision {
  const { content, measure, calendar } = command
  const { sponsor, supplementUntil: limit } = state
  if (actor !== sponsor) return reject('permission', 'NOT_SPONSOR', { sponsor })
  if (!limit) return reject('precondition', 'NOTHING_MISSING')
  // It has lapsed, and is about to say so.
  if (limit < dayOf(at)) return reject('precondition', 'TIME_LIMIT_PASSED', { limit })
  const unfit = unfitSupplement(content, state, measure, dayOf(at))
  const awaited = admitFrom(calendar, at, nextStep(state))
  return unfit ? left(unfit) : right([{ $type: 'qiantou.application.v1.ApplicationSupplemented', content, ...awaited }])
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
  if (command.type === 'Match') return match(command, state, context)
  if (!state) return reject('notFound', 'APPLICATION_NOT_FOUND')
  if (command.type === 'Succeed')
    return succeed('qiantou.application.v1.ApplicationBodySucceeded', command, applicationBodies(state))
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
    case 'DrawInstalment':
      return draw(command, state, context)
    case 'PlanSpending':
      return planSpending(command, state, context)
    case 'Amend':
      return amend(command, state, context)
    case 'AgreeRecovery':
      return agree(command, state, context)
    case 'Recover':
      return recover(command, state, context)
    case 'Evaluate':
      return evaluate(command, state, context)
    default:
      return end(command, state, context)
  }
}

const isBeginning = ({ $type }: ApplicationFact): boolean =>
  $type === 'qiantou.application.v1.ApplicationSubmitted' || $type === 'qiantou.application.v1.ApplicationMatched'

// ---- Time

/** Until when it is decided whether it is admitted, where it was not told yet that this is over. */
const admissionDue = ({ admission }: Application): Day | undefined => (admission?.isTold ? undefined : admission?.until)

const dueDay = (state: Application): Day | undefined =>
  state.ended ? undefined : (state.supplementUntil ?? admissionDue(state) ?? overdueNext(state)?.due)

const due = (state: Application): string | undefined => {
  const day = dueDay(state)
  const limits = [day && endOf(day).toISOString(), state.ended ? undefined : dueOfPlan(state)]
  return limits.flatMap((limit) => limit ?? []).sort()[0]
}

function elapse(state: Application, { at }: Context): readonly [ApplicationFact, ...ApplicationFact[]] {
  if (state.supplementUntil) return [{ $type: 'qiantou.application.v1.ApplicationLapsed' }]
  const until = admissionDue(state)
  if (until) return [{ $type: 'qiantou.application.v1.AdmissionOverdue', until: toDate(until) }]
  const [first, ...rest] = propose(state, at)
  return first ? [first, ...rest] : [tellOverdue(state)]
}

export const applicationDecider: Decider<
  ApplicationCommand,
  Application,
  ApplicationFact,
  PaymentFact | PaymentApproved | PoolApportioned | AwaitedMilestoneAccepted
> = {
  aggregate: 'application',
  foldVersion: 12,
  owns: applicationFacts,
  folds: [...paymentFacts, PaymentApproved, PoolApportioned, AwaitedMilestoneAccepted],
  touches: ({ fact }) => {
    if (fact.$type === 'qiantou.apportionment.v1.PoolApportioned')
      return fact.awards.map(({ application }) => application)
    return fact.application ? [fact.application] : []
  },
  readers: applicationBodies,
  due,
  decide,
  evolve,
  elapse,
  parties: (fact, state) => {
    if (fact.$type === 'qiantou.application.v1.ApplicationBodySucceeded') return successionParties(fact)
    return { admits: isBeginning(fact) ? applicationBodies(state) : [], releases: [] }
  },
}
