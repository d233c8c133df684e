/** An award over years: what a later year pays of it (续拨), out of that year's pool. */
import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js'
import { Assessment } from '#proto/qiantou/application/v1/application.ts'
import { dayOf } from '#shared/domain/calendar.ts'
import type { Context, ResourceName } from '#shared/domain/decider.ts'
import { type Rejection, reject, rejection } from '#shared/domain/rejection.ts'
import { yearOf } from '#shared/domain/trial.ts'
import type { Of } from './application.ts'
import {
  type Application,
  type ApplicationFact,
  isApproved,
  paidFenIn,
  reservedFor,
  yearsOf,
} from './application-state.ts'
import { type Assessed, type AssessmentGround, nothingOwn, reserving, unfitYear, workOut } from './assessment.ts'
import { signing, unfitHandlers } from './duty.ts'
import { leftFen, noBudget } from './pool.ts'

/** What is paid or reserved in all years: nothing was paid back, as no later year pays once something was claimed. */
const grantedFen = (state: Application): bigint =>
  yearsOf(state).reduce((sum, year) => sum + (reservedFor(state, year)?.fen ?? 0n), paidFenIn(state))

/** What a later year pays by the figures and the basis of the award. What others of its group grant was judged with that. */
export function workOutInstalment(state: Application, year: number, ground: AssessmentGround, withoutPool = false) {
  const { basisFen, othersFen, share } = Assessment.fromJSON(state.assessment ?? {})
  const own = { ...nothingOwn, ownOfAllFen: grantedFen(state) }
  const mostFen = share?.$case === 'sumFen' ? share.value : undefined
  return workOut(state, basisFen, ground, { year, ...own, othersFen, mostFen, withoutPool })
}

/**
 * What a later year pays, beside what the applicant was granted else, out of what that year's pool has left. Refused as an
 * award is.
 */
export function assessInstalment(
  name: ResourceName,
  state: Application,
  year: number,
  ground: AssessmentGround,
): Either<Rejection, Assessed> {
  const unfit = unfitYear(ground.pool, year)
  if (unfit) return left(unfit)
  const worked = workOutInstalment(state, year, ground)
  if (isLeft(worked)) return worked
  return reserving(name, state, worked.right, { year, leftFen: leftFen(ground.pool.years[year] ?? noBudget) })
}

/** Why a year does not pay: it is none of the award's, has not come, or has paid already. */
function unfitInstalment(state: Application, year: number, thisYear: number): Rejection | undefined {
  const { year: first, awardYears = 1, claims } = state
  const [from, last] = [`${first + 1}`, `${first + awardYears - 1}`]
  if (awardYears === 1) return rejection('precondition', 'NO_INSTALMENTS')
  if (year === first || yearsOf(state).includes(year))
    return rejection('precondition', 'INSTALMENT_DRAWN', { year: `${year}` })
  if (year < first || year >= first + awardYears)
    return rejection('precondition', 'INSTALMENT_BEYOND', { year: `${year}`, from, last })
  if (year > thisYear) return rejection('precondition', 'INSTALMENT_NOT_YET', { year: `${year}` })
  if (state.rating) return rejection('precondition', 'EVALUATED_BEFORE')
  return claims > 0 ? rejection('precondition', 'INSTALMENTS_STOPPED') : undefined
}

export function draw(
  command: Of<'DrawInstalment'>,
  state: Application,
  context: Context,
): Either<Rejection, readonly [ApplicationFact]> {
  const { actor, at, correlationId } = context
  const { year, credit } = command
  if (actor !== state.handler) return reject('permission', 'NOT_YOUR_TURN', { turn: state.handler })
  if (!isApproved(state)) return reject('precondition', 'APPLICATION_NOT_APPROVED')
  const unfit = unfitInstalment(state, year, yearOf(dayOf(at)))
  if (unfit) return left(unfit)
  if (credit.problem !== undefined) return reject('precondition', 'CREDIT_NOT_GOOD', { problem: credit.problem })
  const assessed = assessInstalment(correlationId, state, year, command)
  if (isLeft(assessed)) return assessed
  const unfitPerson = unfitHandlers(signing(command, context, assessed.right.reserved.fen), state)
  if (unfitPerson) return left(unfitPerson)
  const said = { number: year - state.year + 1, creditEngine: credit.engine }
  return right([{ $type: 'qiantou.application.v1.InstalmentReserved', ...said, ...assessed.right }])
}
