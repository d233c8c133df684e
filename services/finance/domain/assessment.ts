/** What an application is awarded, worked out once its basis is known, with everything that it was worked out from. */
import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js'
import type { ApplicationContent, Assessment } from '#proto/qiantou/application/v1/application.ts'
import type { Reservation } from '#proto/qiantou/pool/v1/reservation.ts'
import { type Award, award, type Claimed, type Figures } from '#shared/domain/award.ts'
import type { ResourceName } from '#shared/domain/decider.ts'
import { type Rejection, reject, rejection } from '#shared/domain/rejection.ts'
import { formatName, partsOf, programmeOf } from '#shared/domain/resource-name.ts'
import { type Application, contentOf } from './application-state.ts'
import { beforeFen, type Grants, othersFen } from './grants.ts'
import { contentOf as contentOfVersion, figuresFor, type Measure } from './measure.ts'
import { isClosed, leftFen, noBudget, type Pool } from './pool.ts'

/** What an award is worked out from besides the application: how measure, pool and former grants stand in the batch. */
export type AssessmentGround = {
  readonly measure: Measure
  readonly pool: Pool
  readonly grants: Grants
}

/** `programmes/{p}/applicants/{code}`, the code in lower case; `holder`: an application or voucher of theirs. */
export const applicantName = (holder: ResourceName, code: string): ResourceName =>
  formatName('applicant', { ...partsOf('programme', programmeOf(holder)), applicant: code.toLowerCase() })

/** What is to be reserved for an application, and how that was worked out. */
export type Assessed = { readonly assessment: Assessment; readonly reserved: Reservation }

/** What the share is of: of a year's bills their sum. */
export const basisFen = ({ bills, investmentFen }: ApplicationContent): bigint =>
  bills.reduce((sum, { fen }) => sum + fen, investmentFen)

const toAssessment = (
  { share, ceilings, roundingFen }: Figures,
  claimed: Claimed,
  { fen }: Award,
  measureVersion: number,
): Assessment => ({
  $type: 'qiantou.application.v1.Assessment',
  measureVersion,
  share:
    'basisPoints' in share
      ? { $case: 'basisPoints', value: Number(share.basisPoints) }
      : { $case: 'sumFen', value: share.sumFen },
  ceilings: ceilings.map(({ scope, fen: most }) => ({
    $type: 'qiantou.application.v1.AppliedCeiling',
    ...{ scope: `CEILING_SCOPE_${scope}`, fen: most, beforeFen: claimed.beforeFen[scope] ?? 0n },
  })),
  ...{ roundingFen, basisFen: claimed.basisFen, othersFen: claimed.othersFen },
  ...{ poolLeftFen: claimed.poolLeftFen ?? 0n, fen },
})

/** Why nothing is reserved in a pool's year: it has no budget, or is closed. */
export function unfitBudget({ years }: Pool, year: number): Rejection | undefined {
  const budget = years[year]
  if (!budget) return rejection('precondition', 'BUDGET_NOT_SET', { year: `${year}` })
  return isClosed(budget) ? rejection('precondition', 'YEAR_CLOSED', { year: `${year}` }) : undefined
}

/** Why nothing is awarded: the pool, or what came before it. */
function nothing({ steps }: Award, poolLeft: bigint): Either<Rejection, never> {
  const beforePool = steps.filter(({ kind }) => kind !== 'POOL' && kind !== 'ROUNDING').at(-1)
  if (beforePool && beforePool.leaves > 0n && poolLeft === 0n) return reject('precondition', 'POOL_EXHAUSTED')
  const hit = steps.find(({ leaves }) => leaves === 0n)
  return reject('precondition', 'NOTHING_TO_AWARD', { step: hit?.kind ?? 'ROUNDING' })
}

/** What others of the same applicant were granted, less what this application itself was. */
function claimedOf(
  { measure, pool, grants }: AssessmentGround,
  state: Application,
  basis: bigint,
  own: bigint,
): Claimed & { readonly group: string } {
  const { year, measureVersion } = state
  const { measure: measureName, project, othersFen: declared } = contentOf(state)
  const version = measure.versions[measureVersion - 1]
  const { stacking, stackingGroup } = version ? contentOfVersion(version) : {}
  const group = stacking === 'STACKING_HIGHEST' ? (stackingGroup ?? '') : ''
  const asked = { measure: measureName, group, project, year }
  const before = Object.entries(beforeFen(grants, asked)).map(([scope, fen]) => [scope, fen > own ? fen - own : 0n])
  return {
    ...{ basisFen: basis, beforeFen: Object.fromEntries(before), group },
    othersFen: group ? othersFen(grants, asked) + declared : undefined,
    poolLeftFen: leftFen(pool.years[year] ?? noBudget) + own,
  }
}

/** The figures by which an application is judged; what a meeting awards case by case is a sum. */
export function figuresIn(
  { measure }: Pick<AssessmentGround, 'measure'>,
  state: Application,
  basis: bigint,
): Either<Rejection, Figures> {
  const version = measure.versions[state.measureVersion - 1]
  if (!version) return reject('notFound', 'MEASURE_NOT_FOUND')
  const { basis: kind, roundingFen } = contentOfVersion(version)
  if (kind === 'BASIS_DECISION')
    return right({ share: { sumFen: basis }, ceilings: [], roundingFen: roundingFen || 1n })
  const { call: id, applicant } = contentOf(state)
  const call = measure.calls.find((one) => one.id === id)
  return figuresFor(version, call, applicant?.applicantClass ?? '', state.year)
}

/** An amount that is set aside for an application, or claimed back of it. */
export const amountFor = (
  name: ResourceName,
  state: Application,
  { group, number, fen }: { readonly group: string; readonly number: number; readonly fen: bigint },
): Reservation => {
  const { measure, applicant, project } = contentOf(state)
  return {
    $type: 'qiantou.pool.v1.Reservation',
    ...{ holder: name, number, pool: state.pool, year: state.year, fen, measure, stackingGroup: group, project },
    applicant: applicantName(name, applicant?.code ?? ''),
  }
}

/** What an application comes to, with everything that it was worked out from; `own`: what it was granted itself already. */
export function workOut(
  state: Application,
  basis: bigint,
  ground: AssessmentGround,
  own = 0n,
): Either<Rejection, { readonly assessment: Assessment; readonly award: Award; readonly group: string }> {
  const figures = figuresIn(ground, state, basis)
  if (isLeft(figures)) return figures
  const { group, ...claimed } = claimedOf(ground, state, basis, own)
  const awarded = award(figures.right, claimed)
  return right({
    assessment: toAssessment(figures.right, claimed, awarded, state.measureVersion),
    award: awarded,
    group,
  })
}

/**
 * Works out what an application is awarded out of what its pool has left in this moment of the batch, and reserves it.
 * Refused where the pool's year has no budget, is closed or exhausted, and where nothing is left to award.
 */
export function assess(
  name: ResourceName,
  state: Application,
  basis: bigint,
  ground: AssessmentGround,
): Either<Rejection, Assessed> {
  const { year, measureVersion } = state
  const unfit = unfitBudget(ground.pool, year)
  if (unfit) return left(unfit)
  const worked = workOut(state, basis, ground)
  if (isLeft(worked)) return worked
  const { assessment, award: awarded, group } = worked.right
  const version = ground.measure.versions[measureVersion - 1]
  const before = beforeFen(ground.grants, { measure: contentOf(state).measure, group: '', project: '', year })
  if (version && contentOfVersion(version).once && (before.APPLICANT ?? 0n) > 0n)
    return reject('precondition', 'GRANTED_BEFORE')
  if (awarded.fen === 0n) return nothing(awarded, leftFen(ground.pool.years[year] ?? noBudget))
  return right({
    assessment,
    reserved: amountFor(name, state, { group, number: state.reservations + 1, fen: awarded.fen }),
  })
}
