/** What an application is awarded, worked out once its basis is known, with everything that it was worked out from. */
import { type Either, isLeft, right } from 'fp-ts/lib/Either.js'
import type { ApplicationContent, Assessment } from '#proto/qiantou/application/v1/application.ts'
import type { Reservation } from '#proto/qiantou/pool/v1/reservation.ts'
import { type Award, award, type Claimed, type Figures } from '#shared/domain/award.ts'
import type { ResourceName } from '#shared/domain/decider.ts'
import { type Rejection, reject } from '#shared/domain/rejection.ts'
import { formatName, partsOf } from '#shared/domain/resource-name.ts'
import { type Application, contentOf } from './application-state.ts'
import { beforeFen, type Grants, othersFen } from './grants.ts'
import { contentOf as contentOfVersion, figuresFor, type Measure } from './measure.ts'
import { isClosed, leftFen, type Pool } from './pool.ts'

/** What an award is worked out from besides the application: how measure, pool and former grants stand in the batch. */
export type AssessmentGround = {
  readonly measure: Measure
  readonly pool: Pool
  readonly grants: Grants
}

/** `programmes/{p}/applicants/{code}`, the code in lower case. */
export const applicantName = (application: ResourceName, code: string): ResourceName =>
  formatName('applicant', { programme: partsOf('application', application).programme, applicant: code.toLowerCase() })

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

/** Why nothing is awarded: the pool, or what came before it. */
function nothing({ steps }: Award, left: bigint): Either<Rejection, never> {
  const beforePool = steps.filter(({ kind }) => kind !== 'POOL' && kind !== 'ROUNDING').at(-1)
  if (beforePool && beforePool.leaves > 0n && left === 0n) return reject('precondition', 'POOL_EXHAUSTED')
  const hit = steps.find(({ leaves }) => leaves === 0n)
  return reject('precondition', 'NOTHING_TO_AWARD', { step: hit?.kind ?? 'ROUNDING' })
}

/**
 * Works out what an application is awarded out of what its pool has left in this moment of the batch, and reserves it.
 * Refused where the pool's year has no budget, is closed or exhausted, and where nothing is left to award.
 */
export function assess(
  name: ResourceName,
  state: Application,
  basis: bigint,
  { measure, pool, grants }: AssessmentGround,
): Either<Rejection, Assessed> {
  const { year, measureVersion, pool: poolName } = state
  const content = contentOf(state)
  const budget = pool.years[year]
  if (!budget) return reject('precondition', 'BUDGET_NOT_SET', { year: `${year}` })
  if (isClosed(budget)) return reject('precondition', 'YEAR_CLOSED', { year: `${year}` })
  const version = measure.versions[measureVersion - 1]
  if (!version) return reject('notFound', 'MEASURE_NOT_FOUND')
  const call = measure.calls.find(({ id }) => id === content.call)
  const figures = figuresFor(version, call, content.applicant?.applicantClass ?? '', year)
  if (isLeft(figures)) return figures
  const { once, stacking, stackingGroup } = contentOfVersion(version)
  const before = beforeFen(grants, { measure: content.measure, group: '', project: content.project, year })
  if (once && (before.APPLICANT ?? 0n) > 0n) return reject('precondition', 'GRANTED_BEFORE')
  const group = stacking === 'STACKING_HIGHEST' ? stackingGroup : ''
  const asked = { measure: content.measure, group, project: content.project, year }
  const claimed = {
    ...{ basisFen: basis, beforeFen: before, poolLeftFen: leftFen(budget) },
    othersFen: group ? othersFen(grants, asked) + content.othersFen : undefined,
  }
  const awarded = award(figures.right, claimed)
  if (awarded.fen === 0n) return nothing(awarded, claimed.poolLeftFen)
  const reserved: Reservation = {
    $type: 'qiantou.pool.v1.Reservation',
    ...{ holder: name, number: state.reservations + 1, pool: poolName, year, fen: awarded.fen },
    applicant: applicantName(name, content.applicant?.code ?? ''),
    ...{ measure: content.measure, stackingGroup: group, project: content.project },
  }
  return right({ assessment: toAssessment(figures.right, claimed, awarded, measureVersion), reserved })
}
