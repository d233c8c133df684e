/** A pool's year that is shared out in proportion among the claims of a call (按比例分配), by largest remainder. */
import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js'
import type { Assessment } from '#proto/qiantou/application/v1/application.ts'
import type { Reservation } from '#proto/qiantou/pool/v1/reservation.ts'
import { award, awardsOf } from '#shared/domain/award.ts'
import type { ResourceName } from '#shared/domain/decider.ts'
import { type Rejection, reject } from '#shared/domain/rejection.ts'
import { contentOf } from './application-state.ts'
import { amountFor, applicantName, type Met, meet, nothingOwn, toAssessment, wasGranted } from './assessment.ts'
import { type Grants, grantsView } from './grants.ts'
import type { Measure } from './measure.ts'
import { leftFen, noBudget, type Pool } from './pool.ts'
import { byHandingIn, type Named, supposed } from './supposed.ts'

/** A claim, by what it is worked out from: in fen. */
export type Claimant = Named & { readonly basisFen: bigint }

/** What claims are judged by: what their applicants were granted, by name, as it stands. */
export type SharingGround = {
  readonly measure: Measure
  readonly pool: Pool
  readonly year: number
  readonly grantsOf: (applicant: ResourceName) => Grants | undefined
}

type Share = {
  readonly name: ResourceName
  readonly assessment: Assessment
  /** Undefined where it comes to nothing. */
  readonly reserved: Reservation | undefined
}

export type Shares = { readonly poolFen: bigint; readonly claimedFen: bigint; readonly shares: readonly Share[] }

type Entitled = Claimant & Met

/** What each claims, in the order in which they were handed in: under ceilings a claim counts with what it is entitled to. */
function entitled(claimants: readonly Claimant[], ground: SharingGround): Either<Rejection, readonly Entitled[]> {
  const { year, grantsOf } = ground
  const grants = new Map<ResourceName, Grants>()
  const all: Entitled[] = []
  for (const one of claimants.toSorted(byHandingIn)) {
    const { name, state, basisFen } = one
    const applicant = applicantName(name, contentOf(state).applicant?.code ?? '')
    const before = grants.get(applicant) ?? grantsOf(applicant) ?? { grants: [] }
    const judged = { ...ground, grants: before }
    if (wasGranted(state, judged)) return reject('precondition', 'CLAIMED_TWICE', { application: name })
    const met = meet(state, basisFen, judged, { year, ...nothingOwn, withoutPool: true })
    if (isLeft(met)) return met
    const { fen } = award(met.right.figures, met.right.claimed)
    const reserved = amountFor(name, state, { group: met.right.group, number: 1, year, fen })
    grants.set(applicant, grantsView.evolve(before, supposed({ assessment: undefined, reserved }), applicant) ?? before)
    all.push({ ...one, ...met.right })
  }
  return right(all)
}

/**
 * What each claim comes to: together what the pool's year has left, or what is claimed where that is less. Refused where
 * an applicant claims twice what each has once, naming the later application.
 */
export function shareOut(claimants: readonly Claimant[], ground: SharingGround): Either<Rejection, Shares> {
  const claims = entitled(claimants, ground)
  if (isLeft(claims)) return left(claims.left)
  const { pool, year } = ground
  const poolFen = leftFen(pool.years[year] ?? noBudget)
  const claimedFen = claims.right.reduce((sum, { figures, claimed }) => sum + award(figures, claimed).fen, 0n)
  const awards = awardsOf(claims.right, poolFen)
  const shares = claims.right.map(({ name, state, figures, claimed, group }, i): Share => {
    const awarded = awards[i] ?? { fen: 0n, steps: [] }
    const { fen } = awarded
    return {
      name,
      assessment: {
        ...toAssessment(figures, claimed, awarded, state.measureVersion),
        ...{ shared: true, sharedPoolFen: poolFen, sharedClaimedFen: claimedFen },
      },
      reserved: fen > 0n ? amountFor(name, state, { group, number: state.reservations + 1, year, fen }) : undefined,
    }
  })
  return right({ poolFen, claimedFen, shares })
}
