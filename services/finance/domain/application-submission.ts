/** Handing in an application: what it is judged by is fixed here, by the version of its measure that is in force that day. */
import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js'
import type { ApplicationContent } from '#proto/qiantou/application/v1/application.ts'
import type { ApplicationSubmitted } from '#proto/qiantou/application/v1/application_events.ts'
import type { MeasureContent } from '#proto/qiantou/measure/v1/measure.ts'
import { type Calendar, type Day, dayOf } from '#shared/domain/calendar.ts'
import type { OrganisationName, ResourceName } from '#shared/domain/decider.ts'
import type { EntryOf } from '#shared/domain/organisation-view.ts'
import { type Rejection, reject, rejection } from '#shared/domain/rejection.ts'
import { formatName, partsOf } from '#shared/domain/resource-name.ts'
import { yearOf } from '#shared/domain/trial.ts'
import { admitFrom } from './application-admission.ts'
import { type Application, contentOf as contentOfApplication, nextStep, type Step } from './application-state.ts'
import type { Apportionment } from './apportionment.ts'
import { unfitBills } from './bill.ts'
import { contentOf, figuresFor, handlerOn, type Measure, type Version, versionJudging, versionOn } from './measure.ts'
import { type Call, callContentOf, daysOf } from './measure-call.ts'
import type { Pool } from './pool.ts'

/** What handing in builds on; `poolNamed` is undefined of a pool that there is none of. */
export type SubmissionGround = {
  readonly measure: Measure
  readonly poolNamed: (name: ResourceName) => Pool | undefined
  /** Who stands today for bodies that a measure names. */
  readonly entryOf: EntryOf
  /** What others who answer the same call share, where anybody does. */
  readonly apportionment?: Apportionment | undefined
}

/** The pool that a measure pays out of: its own name's, unless it says another. */
export const poolOf = (measure: ResourceName, { poolId }: MeasureContent): ResourceName => {
  const { programme, measure: id } = partsOf('measure', measure)
  return formatName('pool', { programme, pool: poolId || id })
}

/** Every pool that a version of a measure pays out of. */
export const poolsOf = (measure: ResourceName, { versions }: Measure): readonly ResourceName[] => [
  ...new Set(versions.map((version) => poolOf(measure, contentOf(version)))),
]

const allSteps: readonly Step[] = [
  'PROCEDURE_STEP_RECOMMENDATION',
  'PROCEDURE_STEP_ADMISSION',
  'PROCEDURE_STEP_CREDIT_CHECK',
  'PROCEDURE_STEP_EXPERT_REVIEW',
  'PROCEDURE_STEP_JOINT_REVIEW',
  'PROCEDURE_STEP_FINANCE_REVIEW',
  'PROCEDURE_STEP_COLLECTIVE_DECISION',
  'PROCEDURE_STEP_PUBLIC_NOTICE',
  'PROCEDURE_STEP_APPROVAL',
]

/** Steps that are there for what awards are worked out from, whatever a measure says of them. */
const stepsOf: Readonly<Partial<Record<Step, MeasureContent['basis']>>> = {
  PROCEDURE_STEP_EXPERT_REVIEW: 'BASIS_APPROVED_INVESTMENT',
  PROCEDURE_STEP_COLLECTIVE_DECISION: 'BASIS_DECISION',
}

/** The steps that applications for a measure go through: experts approve an investment, a meeting decides, where that is the basis. */
export const procedureOf = ({ procedure, basis }: MeasureContent): readonly Step[] =>
  allSteps.filter((step) => {
    if (stepsOf[step] === basis) return true
    // Bodies review jointly where that is said.
    if (step === 'PROCEDURE_STEP_JOINT_REVIEW') return procedure.includes(step)
    return step !== 'PROCEDURE_STEP_EXPERT_REVIEW' && (procedure.length === 0 || procedure.includes(step))
  })

const isShared = ({ poolRule }: MeasureContent): boolean => poolRule === 'POOL_RULE_PRO_RATA'

/** Why a measure is not applied for here: what is shared out in proportion is applied for, call by call, and paid by a formula, once. */
function unfitMeasure(measured: MeasureContent, { call }: Pick<ApplicationContent, 'call'>): Rejection | undefined {
  if (!isShared(measured)) return undefined
  if (measured.instalments > 1 || measured.basis === 'BASIS_DECISION' || measured.withoutApplication)
    return rejection('precondition', 'MEASURE_NOT_PAID_HERE')
  return call ? undefined : rejection('precondition', 'SHARED_BY_CALL')
}

/** The call that an application answers, or a voucher; undefined where none is named. Refused outside of its days. */
export function callOf({ calls }: Measure, id: string, today: Day): Either<Rejection, Call | undefined> {
  if (!id) return right(undefined)
  const call = calls.find((one) => one.id === id)
  if (!call) return reject('precondition', 'CALL_NOT_FOUND', { call: id })
  const { first, last } = daysOf(callContentOf(call))
  if (today < first || today > last) return reject('precondition', 'CALL_NOT_OPEN', { first, last })
  return right(call)
}

/** Why what is asked for does not go with the measure. */
export function unfitBasis(
  { basis }: MeasureContent,
  { bills, investmentFen }: Pick<ApplicationContent, 'bills' | 'investmentFen'>,
): Rejection | undefined {
  const fits =
    (basis === 'BASIS_YEAR_SPENDING') === bills.length > 0 &&
    (basis === 'BASIS_APPROVED_INVESTMENT') === investmentFen > 0n
  return fits ? undefined : rejection('invalid', 'BASIS_MISFIT', { basis: basis.replace('BASIS_', '') })
}

const unfitBuilder = ({ payee }: MeasureContent, { builder }: ApplicationContent): Rejection | undefined =>
  builder && payee !== 'PAYEE_BUILDER' ? rejection('invalid', 'NO_BUILDER_PAID') : undefined

/** For how many years running it is paid; 0 for once. */
export const awardYearsOf = ({ instalments }: MeasureContent): number => (instalments > 1 ? instalments : 0)

/** What is fixed on the day on which something is handed in, or a roster imported. */
export type Judged = {
  readonly version: Version
  /** Of the measure, from 1. */
  readonly measureVersion: number
  readonly measured: MeasureContent
  readonly call: Call | undefined
  readonly year: number
  readonly pool: ResourceName
  readonly handler: OrganisationName
  readonly finance: OrganisationName
}

/** What is judged by which version, call and budget year, and paid out of which pool. */
export function judgedOn(
  today: Day,
  { measure, poolNamed, entryOf }: SubmissionGround,
  asked: Pick<ApplicationContent, 'measure' | 'call'>,
): Either<Rejection, Judged> {
  const version = versionOn(measure, today)
  if (!version) return reject('precondition', 'MEASURE_NOT_IN_FORCE', { today })
  const measured = contentOf(version)
  const unfit = unfitMeasure(measured, asked)
  if (unfit) return left(unfit)
  const call = callOf(measure, asked.call, today)
  if (isLeft(call)) return call
  const year = call.right ? callContentOf(call.right).year : yearOf(today)
  const pool = poolOf(asked.measure, measured)
  const finance = poolNamed(pool)?.finance
  if (finance === undefined) return reject('precondition', 'POOL_NOT_OPEN', { pool })
  const handler = handlerOn(today, version, entryOf)
  if (isLeft(handler)) return handler
  const measureVersion = measure.versions.indexOf(version) + 1
  const bodies = { handler: handler.right, finance }
  return right({ version, measureVersion, measured, call: call.right, year, pool, ...bodies })
}

/** Why one applicant is paid nothing by what is judged so: what a meeting decides case by case has no figures. */
export function unfitClass(
  { version, measured, call, year }: Pick<Judged, 'version' | 'measured' | 'call' | 'year'>,
  applicantClass: string,
): Rejection | undefined {
  const figures = figuresFor(version, call, applicantClass, year)
  return isLeft(figures) && measured.basis !== 'BASIS_DECISION' ? figures.left : undefined
}

export function submit(
  command: SubmissionGround & {
    readonly content: ApplicationContent
    readonly recommenders: readonly OrganisationName[]
    readonly calendar: Calendar
  },
  state: Application | undefined,
  at: Date,
): Either<Rejection, readonly [ApplicationSubmitted]> {
  const { content, recommenders, calendar } = command
  if (state) return reject('exists', 'APPLICATION_EXISTS')
  const judged = judgedOn(dayOf(at), command, content)
  if (isLeft(judged)) return judged
  const { measured, measureVersion, pool, handler, finance, year } = judged.right
  if (measured.withoutApplication) return reject('precondition', 'NOBODY_APPLIES')
  const unfit =
    unfitBasis(measured, content) ??
    unfitBills(content.bills, dayOf(at)) ??
    unfitBuilder(measured, content) ??
    unfitClass(judged.right, content.applicant?.applicantClass ?? '')
  if (unfit) return left(unfit)
  const { apportionment } = command
  if (apportionment && apportionment.pool !== pool && isShared(measured))
    return reject('precondition', 'SHARED_OTHERWISE', { pool: apportionment.pool })
  const procedure = procedureOf(measured)
  const asksForThem = procedure.includes('PROCEDURE_STEP_RECOMMENDATION')
  if (asksForThem && recommenders.length === 0) return reject('invalid', 'RECOMMENDERS_NEEDED')
  if (!asksForThem && recommenders.length > 0) return reject('invalid', 'NO_RECOMMENDERS_NEEDED')
  return right([
    {
      $type: 'qiantou.application.v1.ApplicationSubmitted',
      ...{ content, recommenders: [...recommenders], measureVersion },
      ...{ handler, pool, finance, year, procedure: [...procedure], awardYears: awardYearsOf(measured) },
      poolRule: isShared(measured) ? measured.poolRule : 'POOL_RULE_UNSPECIFIED',
      ...admitFrom(calendar, at, nextStep({ procedure, steps: [], recommenders })),
    },
  ])
}

/** Why what is brought is another application: what it is judged by stays, and whom the measure pays. */
export function unfitSupplement(
  content: ApplicationContent,
  state: Application,
  measure: Measure,
  today: Day,
): Rejection | undefined {
  const { measure: name, applicant, call, bills, investmentFen } = contentOfApplication(state)
  if (content.measure !== name || content.applicant?.code !== applicant?.code || content.call !== call)
    return rejection('precondition', 'SUPPLEMENT_OTHER', { measure: name, applicant: applicant?.code ?? '', call })
  if (bills.length > 0 !== content.bills.length > 0 || investmentFen > 0n !== content.investmentFen > 0n)
    return rejection('invalid', 'BASIS_MISFIT', {
      basis: bills.length ? 'YEAR_SPENDING' : investmentFen ? 'APPROVED_INVESTMENT' : 'SUM',
    })
  const version = versionJudging(measure, state)
  if (!version) return rejection('notFound', 'MEASURE_NOT_FOUND')
  const measured = contentOf(version)
  const judged = { version, measured, call: measure.calls.find(({ id }) => id === call), year: state.year }
  return (
    unfitBills(content.bills, today) ??
    unfitBuilder(measured, content) ??
    unfitClass(judged, content.applicant?.applicantClass ?? '')
  )
}
