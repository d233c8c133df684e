/** Issuing a voucher: it is worth what its measure would grant in this moment of the batch, and is reserved whole. */
import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js'
import type { Applicant } from '#proto/qiantou/application/v1/application.ts'
import type { MeasureContent } from '#proto/qiantou/measure/v1/measure.ts'
import type { VoucherIssued } from '#proto/qiantou/voucher/v1/voucher_events.ts'
import { award } from '#shared/domain/award.ts'
import { addDays, type Day, dayFrom, dayOf, toDate } from '#shared/domain/calendar.ts'
import type { Context, OrganisationName, ResourceName } from '#shared/domain/decider.ts'
import type { EntryOf } from '#shared/domain/organisation-view.ts'
import { type Rejection, reject, rejection } from '#shared/domain/rejection.ts'
import { yearOf } from '#shared/domain/trial.ts'
import { callOf, poolOf } from './application-submission.ts'
import { applicantName, unfitYear } from './assessment.ts'
import { type Signatories, signing, unfitDuty } from './duty.ts'
import { beforeFen, type Grants, othersFen } from './grants.ts'
import { contentOf, figuresFor, handlerOn, type Measure, versionOn } from './measure.ts'
import { callContentOf } from './measure-call.ts'
import { leftFen, noBudget, type Pool } from './pool.ts'
import type { Voucher } from './voucher-state.ts'

export type Issuing = Signatories & {
  readonly name: ResourceName
  readonly title: string
  readonly measureName: ResourceName
  readonly measure: Measure
  /** Who stands today for bodies that it names. */
  readonly entryOf: EntryOf
  /** Undefined of a pool that there is none of. */
  readonly poolNamed: (name: ResourceName) => Pool | undefined
  readonly grants: Grants
  readonly call: string
  readonly applicant: Applicant
  readonly sponsor: OrganisationName
  readonly faceFen: bigint
  readonly validityDays: number
  readonly credit: { readonly engine: string; readonly problem: string | undefined }
}

/** Why a measure pays by no voucher: it promises what is paid once, out of what is reserved now, to who comes. */
const unfitMeasure = ({ instalments, poolRule, withoutApplication }: MeasureContent): Rejection | undefined =>
  instalments > 1 || poolRule === 'POOL_RULE_PRO_RATA' || withoutApplication
    ? rejection('precondition', 'MEASURE_WITHOUT_VOUCHERS')
    : undefined

/** A voucher is for bills, of which its measure pays a share. */
const unfitBasis = ({ basis }: MeasureContent): Rejection | undefined =>
  basis === 'BASIS_YEAR_SPENDING' ? undefined : rejection('precondition', 'MEASURE_WITHOUT_BILLS')

/** Why it can't have that last day: bills are judged by a measure that is in force. */
const unfitDays = ({ validUntil }: MeasureContent, lastDay: Day): Rejection | undefined =>
  validUntil && lastDay > dayFrom(validUntil)
    ? rejection('precondition', 'VOUCHER_OUTLASTS_MEASURE', { until: dayFrom(validUntil), lastDay })
    : undefined

/** What a voucher takes up of ceilings and pool, were it redeemed whole: less than its face value refuses it. */
function unfitFace(
  { measureName, grants, faceFen }: Issuing,
  { once, stacking, stackingGroup }: MeasureContent,
  figures: Omit<Parameters<typeof award>[0], 'share'>,
  { year, poolLeftFen }: { readonly year: number; readonly poolLeftFen: bigint },
): Rejection | undefined {
  const group = stacking === 'STACKING_HIGHEST' ? stackingGroup : ''
  const asked = { measure: measureName, group, project: '', year }
  const before = beforeFen(grants, asked)
  if (once && (before.APPLICANT ?? 0n) > 0n) return rejection('precondition', 'GRANTED_BEFORE')
  if (poolLeftFen === 0n) return rejection('precondition', 'POOL_EXHAUSTED')
  const claimed = {
    basisFen: 0n,
    beforeFen: before,
    othersFen: group ? othersFen(grants, asked) : undefined,
    poolLeftFen,
  }
  const { fen, steps } = award({ ...figures, share: { sumFen: faceFen } }, claimed)
  if (fen === faceFen) return undefined
  const lowering = steps.filter(({ leaves }, i) => leaves < (steps[i - 1]?.leaves ?? leaves))
  // What bounds it in the end; rounding only where nothing else does.
  const hit = lowering.findLast(({ kind }) => kind !== 'ROUNDING') ?? lowering.at(-1)
  const step = hit?.kind === 'CEILING' ? hit.scope : (hit?.kind ?? 'ROUNDING')
  return rejection('precondition', 'VOUCHER_TOO_LARGE', { fen: `${fen}`, step })
}

/**
 * What is issued, with all that bills are judged by later. Refused where the measure pays no share of bills, its figures are
 * not set, a ceiling or the pool leaves less than its face value, it would outlast the measure, or credit is not good.
 */
export function issue(
  command: Issuing,
  state: Voucher | undefined,
  context: Context,
): Either<Rejection, readonly [VoucherIssued]> {
  const { name, title, measureName, measure, applicant, sponsor, faceFen, credit } = command
  const { actor, at } = context
  const today = dayOf(at)
  const version = versionOn(measure, today)
  if (!version) return reject('precondition', 'MEASURE_NOT_IN_FORCE', { today })
  const measured = contentOf(version)
  const handler = handlerOn(today, version, command.entryOf)
  if (isLeft(handler)) return handler
  if (actor !== handler.right) return reject('permission', 'NOT_YOUR_TURN', { turn: handler.right })
  if (state) return reject('exists', 'VOUCHER_EXISTS')
  const lastDay = addDays(today, command.validityDays - 1)
  const unfit = unfitMeasure(measured) ?? unfitBasis(measured) ?? unfitDays(measured, lastDay)
  if (unfit) return left(unfit)
  const call = callOf(measure, command.call, today)
  if (isLeft(call)) return call
  const year = call.right ? callContentOf(call.right).year : yearOf(today)
  const figures = figuresFor(version, call.right, applicant.applicantClass, year)
  if (isLeft(figures)) return figures
  const { share, ceilings, roundingFen } = figures.right
  if (!('basisPoints' in share)) return reject('precondition', 'MEASURE_WITHOUT_BILLS')
  const pool = poolOf(measureName, measured)
  const found = command.poolNamed(pool)
  if (!found) return reject('precondition', 'POOL_NOT_OPEN', { pool })
  if (credit.problem !== undefined) return reject('precondition', 'CREDIT_NOT_GOOD', { problem: credit.problem })
  const poolLeftFen = leftFen(found.years[year] ?? noBudget)
  const unfitAmount =
    unfitYear(found, year) ?? unfitFace(command, measured, { ceilings, roundingFen }, { year, poolLeftFen })
  const unfitNow = unfitAmount ?? unfitDuty('HANDLE', signing(command, context, faceFen), [])
  if (unfitNow) return left(unfitNow)
  return right([
    {
      $type: 'qiantou.voucher.v1.VoucherIssued',
      ...{ title, measure: measureName, measureVersion: measure.versions.indexOf(version) + 1, call: command.call },
      ...{ applicant, sponsor, finance: found.finance, year, basisPoints: Number(share.basisPoints), roundingFen },
      ...{ lastDay: toDate(lastDay), creditEngine: credit.engine },
      reserved: {
        $type: 'qiantou.pool.v1.Reservation',
        ...{ holder: name, number: 1, applicant: applicantName(name, applicant.code), measure: measureName },
        stackingGroup: measured.stacking === 'STACKING_HIGHEST' ? measured.stackingGroup : '',
        ...{ project: '', quota: '', pool, year, fen: faceFen },
      },
    },
  ])
}
