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
import { contentOf as contentOfVersion, figuresFor, judgedBy, type Measure, versionJudging } from './measure.ts'
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

/** What is known of an award: what was reserved, or of a pool that is shared out in proportion what it claims. */
export type Outcome = { readonly assessment: Assessment; readonly reserved: Reservation | undefined }

/** What the share is of: of a year's bills their sum. */
export const basisFen = ({ bills, investmentFen }: Pick<ApplicationContent, 'bills' | 'investmentFen'>): bigint =>
  bills.reduce((sum, { fen }) => sum + fen, investmentFen)

export const toAssessment = (
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
  ...{ poolLeftFen: claimed.poolLeftFen ?? 0n, fen, shared: false, sharedPoolFen: 0n, sharedClaimedFen: 0n },
})

/** Why nothing is awarded: the pool, or what came before it. */
function nothing({ steps }: Award, leftOfPool: bigint): Either<Rejection, never> {
  const beforePool = steps.filter(({ kind }) => kind !== 'POOL' && kind !== 'ROUNDING').at(-1)
  if (beforePool && beforePool.leaves > 0n && leftOfPool === 0n) return reject('precondition', 'POOL_EXHAUSTED')
  const hit = steps.find(({ leaves }) => leaves === 0n)
  return reject('precondition', 'NOTHING_TO_AWARD', { step: hit?.kind ?? 'ROUNDING' })
}

/** Out of which year an award is worked out, and what the application was granted itself: that is not granted before. */
export type Working = {
  readonly year: number
  /** In that year, in fen. */
  readonly ownFen: bigint
  /** In all years: each pays the same, and is judged as one. */
  readonly ownOfAllFen: bigint
  /** What of its pool's year it has: reserved, or paid and not paid back. What is only claimed back of that is not the pool's. */
  readonly ownOfPoolFen: bigint
  /** What others of the stacking group grant, where that was judged before. */
  readonly othersFen?: bigint | undefined
  /** How much of a sum is paid, where an amendment has said it: that has no other basis. */
  readonly mostFen?: bigint | undefined
  /** What the pool has left does not count. */
  readonly withoutPool?: boolean
}

/** Of an application that was granted nothing yet. */
export const nothingOwn = { ownFen: 0n, ownOfAllFen: 0n, ownOfPoolFen: 0n } as const

/** What others of the same applicant were granted, less what this application itself was. */
function claimedOf(
  { measure, pool, grants }: AssessmentGround,
  state: Application,
  basis: bigint,
  { year, ownFen, ownOfAllFen, ownOfPoolFen, othersFen: judged, withoutPool }: Working,
): Claimed & { readonly group: string } {
  const { measure: measureName, project, othersFen: declared } = contentOf(state)
  const { stacking, stackingGroup } = judgedBy(measure, state) ?? {}
  const group = stacking === 'STACKING_HIGHEST' ? (stackingGroup ?? '') : ''
  const asked = { measure: measureName, group, project, year }
  const before = Object.entries(beforeFen(grants, asked)).map(([scope, fen]) => {
    const own = scope === 'APPLICANT_YEAR' ? ownFen : ownOfAllFen
    return [scope, fen > own ? fen - own : 0n]
  })
  return {
    ...{ basisFen: basis, beforeFen: Object.fromEntries(before), group },
    othersFen: group ? (judged ?? othersFen(grants, asked) + declared) : undefined,
    poolLeftFen: withoutPool ? undefined : leftFen(pool.years[year] ?? noBudget) + ownOfPoolFen,
  }
}

/** The figures by which an application is judged; what a meeting awards case by case is a sum. */
export function figuresIn(
  { measure }: Pick<AssessmentGround, 'measure'>,
  state: Application,
  basis: bigint,
): Either<Rejection, Figures> {
  const version = versionJudging(measure, state)
  if (!version) return reject('notFound', 'MEASURE_NOT_FOUND')
  const { basis: kind, roundingFen } = contentOfVersion(version)
  if (kind === 'BASIS_DECISION')
    return right({ share: { sumFen: basis }, ceilings: [], roundingFen: roundingFen || 1n })
  const { call: id, applicant } = contentOf(state)
  const call = measure.calls.find((one) => one.id === id)
  return figuresFor(version, call, applicant?.applicantClass ?? '', state.year)
}

/** An amount that is set aside for an application in a year, or claimed back of it. */
export const amountFor = (
  name: ResourceName,
  state: Application,
  amount: { readonly group: string; readonly number: number; readonly year: number; readonly fen: bigint },
): Reservation => {
  const { measure, applicant, project } = contentOf(state)
  const { group, number, year, fen } = amount
  return {
    $type: 'qiantou.pool.v1.Reservation',
    ...{ holder: name, number, pool: state.pool, year, fen, measure, stackingGroup: group, project, quota: '' },
    applicant: applicantName(name, applicant?.code ?? ''),
  }
}

/** What an application is judged by, and what its claim meets. */
export type Met = { readonly figures: Figures; readonly claimed: Claimed; readonly group: string }

/** A sum, of which an amendment leaves so much. */
const atMost = (figures: Figures, { mostFen }: Working): Figures =>
  mostFen !== undefined && 'sumFen' in figures.share && mostFen < figures.share.sumFen
    ? { ...figures, share: { sumFen: mostFen } }
    : figures

/** What an application meets in a year: that of the award, unless another is named. */
export function meet(
  state: Application,
  basis: bigint,
  ground: AssessmentGround,
  working: Working = { year: state.year, ...nothingOwn },
): Either<Rejection, Met> {
  const figures = figuresIn(ground, state, basis)
  if (isLeft(figures)) return figures
  const { group, ...claimed } = claimedOf(ground, state, basis, working)
  return right({ figures: atMost(figures.right, working), claimed, group })
}

type Worked = { readonly assessment: Assessment; readonly award: Award; readonly group: string }

/** What an application comes to in a year, with everything that it was worked out from. */
export function workOut(
  state: Application,
  basis: bigint,
  ground: AssessmentGround,
  working?: Working,
): Either<Rejection, Worked> {
  const met = meet(state, basis, ground, working)
  if (isLeft(met)) return met
  const { figures, claimed, group } = met.right
  const awarded = award(figures, claimed)
  return right({ assessment: toAssessment(figures, claimed, awarded, state.measureVersion), award: awarded, group })
}

/** Why nothing can be reserved in a year of a pool: it has no budget, or is closed. */
export function unfitYear({ years }: Pool, year: number): Rejection | undefined {
  const budget = years[year]
  if (!budget) return rejection('precondition', 'BUDGET_NOT_SET', { year: `${year}` })
  return isClosed(budget) ? rejection('precondition', 'YEAR_CLOSED', { year: `${year}` }) : undefined
}

/** What was worked out is reserved; refused where it comes to nothing. */
export const reserving = (
  name: ResourceName,
  state: Application,
  { assessment, award: awarded, group }: Worked,
  { year, leftFen: left }: { readonly year: number; readonly leftFen: bigint },
): Either<Rejection, Assessed> =>
  awarded.fen === 0n
    ? nothing(awarded, left)
    : right({
        assessment,
        reserved: amountFor(name, state, { group, year, number: state.reservations + 1, fen: awarded.fen }),
      })

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
  const { year } = state
  const unfit = unfitYear(ground.pool, year)
  if (unfit) return left(unfit)
  const worked = workOut(state, basis, ground)
  if (isLeft(worked)) return worked
  if (wasGranted(state, ground)) return reject('precondition', 'GRANTED_BEFORE')
  return reserving(name, state, worked.right, { year, leftFen: leftFen(ground.pool.years[year] ?? noBudget) })
}

/** Whether its applicant has had already what each has once. */
export function wasGranted(state: Application, ground: AssessmentGround): boolean {
  const { measure } = contentOf(state)
  const before = beforeFen(ground.grants, { measure, group: '', project: '', year: state.year })
  return judgedBy(ground.measure, state)?.once === true && (before.APPLICANT ?? 0n) > 0n
}

/** What an application claims of a pool that is shared out later: nothing is reserved. Refused where that is nothing. */
function claim(state: Application, basis: bigint, ground: AssessmentGround): Either<Rejection, Outcome> {
  const { year } = state
  const worked = workOut(state, basis, ground, { year, ...nothingOwn, withoutPool: true })
  if (isLeft(worked)) return worked
  if (wasGranted(state, ground)) return reject('precondition', 'GRANTED_BEFORE')
  const { assessment, award: awarded } = worked.right
  if (awarded.fen === 0n) return nothing(awarded, 1n)
  return right({ assessment: { ...assessment, shared: true }, reserved: undefined })
}

/** What becomes known of an award once its basis is: reserved at once, or claimed where the pool is shared out later. */
export const judge = (
  name: ResourceName,
  state: Application,
  basis: bigint,
  ground: AssessmentGround,
): Either<Rejection, Outcome> =>
  state.share === 'AWAITED' ? claim(state, basis, ground) : assess(name, state, basis, ground)

/** Whether a meeting decides what is awarded (一事一议). */
export const isDecided = ({ measure }: AssessmentGround, state: Application): boolean =>
  judgedBy(measure, state)?.basis === 'BASIS_DECISION'
