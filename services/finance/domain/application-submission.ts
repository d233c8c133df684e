/** Handing in an application: what it is judged by is fixed here, by the version of its measure that is in force that day. */
import { type Either, right } from 'fp-ts/lib/Either.js'
import type { ApplicationContent } from '#proto/qiantou/application/v1/application.ts'
import type { ApplicationSubmitted } from '#proto/qiantou/application/v1/application_events.ts'
import type { MeasureContent } from '#proto/qiantou/measure/v1/measure.ts'
import { dayFrom, dayOf } from '#shared/domain/calendar.ts'
import type { OrganisationName, ResourceName } from '#shared/domain/decider.ts'
import { figuresOf } from '#shared/domain/figures.ts'
import { type Rejection, reject, rejection } from '#shared/domain/rejection.ts'
import { formatName, partsOf } from '#shared/domain/resource-name.ts'
import { yearOf } from '#shared/domain/trial.ts'
import type { Application, Step } from './application-state.ts'
import { contentOf, type Measure } from './measure.ts'
import type { Pool } from './pool.ts'

/** What handing in builds on; undefined where there is none. */
export type SubmissionGround = { readonly measure: Measure; readonly pool: Pool | undefined }

/** The pool that a measure pays out of: its own name's, unless it says another. */
export const poolOf = (measure: ResourceName, { poolId }: MeasureContent): ResourceName => {
  const { programme, measure: id } = partsOf('measure', measure)
  return formatName('pool', { programme, pool: poolId || id })
}

const allSteps: readonly Step[] = [
  'PROCEDURE_STEP_RECOMMENDATION',
  'PROCEDURE_STEP_ADMISSION',
  'PROCEDURE_STEP_CREDIT_CHECK',
  'PROCEDURE_STEP_EXPERT_REVIEW',
  'PROCEDURE_STEP_FINANCE_REVIEW',
  'PROCEDURE_STEP_COLLECTIVE_DECISION',
  'PROCEDURE_STEP_PUBLIC_NOTICE',
  'PROCEDURE_STEP_APPROVAL',
]

/** The steps that applications for a measure go through: experts approve an investment where that is the basis. */
export const procedureOf = ({ procedure, basis }: MeasureContent): readonly Step[] =>
  (procedure.length ? (procedure as Step[]) : allSteps).filter(
    (step) => step !== 'PROCEDURE_STEP_EXPERT_REVIEW' || basis === 'BASIS_APPROVED_INVESTMENT',
  )

/** The version in force on a day, with its number, from 1; undefined before the first. */
function versionOn({ versions }: Measure, day: string): { number: number; content: MeasureContent } | undefined {
  const number = versions.filter(({ from }) => from <= day).length
  const version = versions[number - 1]
  return version && { number, content: contentOf(version) }
}

/** Why a measure can't be applied for. */
function unfitMeasure(measure: MeasureContent, content: ApplicationContent, today: string): Rejection | undefined {
  const { validFrom, validUntil, basis, instalments, poolRule } = measure
  const [from, until] = [validFrom ? dayFrom(validFrom) : today, validUntil ? dayFrom(validUntil) : today]
  if (today < from || today > until) return rejection('precondition', 'MEASURE_NOT_IN_FORCE', { from, until })
  if (basis === 'BASIS_DECISION') return rejection('precondition', 'MEASURE_WITHOUT_FORMULA')
  if (instalments > 1 || poolRule === 'POOL_RULE_PRO_RATA') return rejection('precondition', 'MEASURE_NOT_PAID_HERE')
  const applicantClass = content.applicant?.applicantClass ?? ''
  if (!figuresOf(measure, applicantClass, yearOf(today)))
    return rejection('precondition', 'CLASS_WITHOUT_TERMS', { applicantClass })
  return undefined
}

/** Why what is asked for does not go with the measure. */
function unfitContent({ basis }: MeasureContent, { bills, investmentFen }: ApplicationContent): Rejection | undefined {
  const fits =
    (basis === 'BASIS_YEAR_SPENDING') === bills.length > 0 &&
    (basis === 'BASIS_APPROVED_INVESTMENT') === investmentFen > 0n
  return fits ? undefined : rejection('invalid', 'BASIS_MISFIT', { basis: basis.replace('BASIS_', '') })
}

export function submit(
  command: SubmissionGround & {
    readonly content: ApplicationContent
    readonly recommenders: readonly OrganisationName[]
  },
  state: Application | undefined,
  at: Date,
): Either<Rejection, readonly [ApplicationSubmitted]> {
  const { content, measure, pool, recommenders } = command
  if (state) return reject('exists', 'APPLICATION_EXISTS')
  const today = dayOf(at)
  const version = versionOn(measure, today)
  if (!version)
    return reject('precondition', 'MEASURE_NOT_IN_FORCE', { from: measure.versions[0]?.from ?? '', until: '' })
  const unfit = unfitMeasure(version.content, content, today) ?? unfitContent(version.content, content)
  if (unfit) return reject(unfit.kind, unfit.reason, unfit.details)
  const poolName = poolOf(content.measure, version.content)
  if (!pool) return reject('precondition', 'POOL_NOT_OPEN', { pool: poolName })
  const procedure = procedureOf(version.content)
  const asksForThem = procedure.includes('PROCEDURE_STEP_RECOMMENDATION')
  if (asksForThem && recommenders.length === 0) return reject('invalid', 'RECOMMENDERS_NEEDED')
  if (!asksForThem && recommenders.length > 0) return reject('invalid', 'NO_RECOMMENDERS_NEEDED')
  return right([
    {
      $type: 'qiantou.application.v1.ApplicationSubmitted',
      ...{ content, recommenders: [...recommenders], measureVersion: version.number },
      ...{ handler: version.content.organisations[0] ?? '', pool: poolName, finance: pool.finance },
      ...{ year: yearOf(today), procedure: [...procedure] },
    },
  ])
}
