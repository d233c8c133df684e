/** Whether what an award was worked out from, besides its own records, is as other records of the log tell it. */
import type { MeasureContent } from '#proto/qiantou/measure/v1/measure.ts'
import { yuanOf } from '#shared/domain/amount.ts'
import type { Scope } from '#shared/domain/award.ts'
import { scopeOf } from '#shared/domain/figures.ts'
import { formatName, organisationName, partsOf, programmeOf } from '#shared/domain/resource-name.ts'
import { entitledFen } from '../text/assessment.ts'
import { type Difference, differing } from './difference.ts'
import type { Measure } from './figures.ts'
import { type Ground, grantedFen } from './ground.ts'
import type { Judgement } from './judgement.ts'
import type { Movement } from './movement.ts'

/** `BEFORE`: granted before under the measure's ceilings; `OTHERS`: by others of the stacking group. */
type InputKind = 'BEFORE' | 'OTHERS' | 'POOL_LEFT'

/**
 * Why it can't be told: not everything that the measure grants is the caller's to read, or that other measures of its group
 * do, or that the pool pays; or others of the same record come to nothing, of whom it does not say whose they are.
 */
export type Unchecked = 'MEASURE_NOT_WHOLE' | 'GROUP_NOT_WHOLE' | 'POOL_NOT_WHOLE' | 'CLAIMS_WITHOUT_SHARE'

export type Input = { readonly input: InputKind; readonly unchecked?: Unchecked }

/** Inputs that count for an award, and what of those that can be told is not as recorded. */
export type Inputs = { readonly inputs: readonly Input[]; readonly differences: readonly Difference[] }

/** What an award is compared with. */
export type Comparing = {
  readonly ground: Ground
  /** Undefined where its records are not for the caller. */
  readonly measure: Measure | undefined
  /** The code of the body that calls. */
  readonly caller: string
}

export const poolOf = (measureName: string, { poolId }: MeasureContent): string => {
  const { programme, measure } = partsOf('measure', measureName)
  return formatName('pool', { programme, pool: poolId || measure })
}

/** `holder`: an application or a voucher of theirs. */
export const applicantName = (holder: string, code = ''): string =>
  formatName('applicant', { ...partsOf('programme', programmeOf(holder)), applicant: code.toLowerCase() })

/** Whether the caller gets everything that a measure grants: with the programme, with its pools, or as who handles it. */
export function hasWholeMeasure(measureName: string, { ground, measure, caller }: Comparing): boolean {
  if (ground.isWhole) return true
  if (!measure) return false
  const versions = measure.versions.map(({ content }) => content)
  const isHandler = versions.every(({ organisations }) => organisations[0] === organisationName(caller))
  return isHandler || versions.every((content) => ground.hasPool(poolOf(measureName, content)))
}

type Asked = { readonly measure: string; readonly project: string; readonly year: number }

/** What was granted under a measure, by what ceilings are summed over. */
export function beforeFen(movements: readonly Movement[], { measure, project, year }: Asked): Record<Scope, bigint> {
  const same = movements.filter(({ reservation }) => reservation.measure === measure)
  return {
    APPLICATION: 0n,
    PROJECT: project ? grantedFen(same.filter(({ reservation }) => reservation.project === project)) : 0n,
    APPLICANT_YEAR: grantedFen(same.filter(({ reservation }) => reservation.year === year)),
    APPLICANT: grantedFen(same),
  }
}

/** What other measures of a stacking group granted for the same project, or where none is named, without one. */
export const othersFen = (movements: readonly Movement[], group: string, { measure, project }: Asked): bigint =>
  grantedFen(
    movements.filter(
      ({ reservation }) =>
        reservation.stackingGroup === group && reservation.project === project && reservation.measure !== measure,
    ),
  )

/** The group within which the highest applies; undefined where the measure stacks with everything. */
export const groupOf = ({ stacking, stackingGroup }: MeasureContent): string | undefined =>
  stacking === 'STACKING_HIGHEST' ? stackingGroup : undefined

const asInput = (input: InputKind, unchecked: Unchecked | undefined): Input =>
  unchecked ? { input, unchecked } : { input }

const holderOf = ({ submission }: Judgement): string => submission.record.subject

const yearOf = ({ reservedYear, submitted }: Judgement): number => reservedYear ?? submitted.year

/** What claims before it in the same record, of the same applicant, are entitled to; undefined where that is not told. */
function claimedBefore({ among }: Judgement, holder: string, applicant: string): readonly Movement[] | undefined {
  if (!among) return []
  const earlier = among.awards.slice(
    0,
    among.awards.findIndex(({ application }) => application === holder),
  )
  const shares = earlier.map(({ application, assessment }) => {
    const reservation = among.reserved.find((one) => one.holder === application)
    return reservation && assessment && { kind: 'reserved' as const, reservation, fen: entitledFen(assessment) }
  })
  if (shares.some((one) => one === undefined)) return undefined
  return shares.flatMap((one) =>
    one?.reservation.applicant === applicant
      ? [{ kind: one.kind, reservation: { ...one.reservation, fen: one.fen } }]
      : [],
  )
}

function beforeInputs(judgement: Judgement, comparing: Comparing, others: readonly Movement[]): Inputs {
  const { assessment, content } = judgement
  const { measure, project } = content
  const summed = assessment.ceilings.filter(({ scope }) => scopeOf(scope) !== 'APPLICATION')
  if (summed.length === 0) return { inputs: [], differences: [] }
  const holder = holderOf(judgement)
  const claimed = claimedBefore(judgement, holder, applicantName(holder, content.applicant?.code))
  const unchecked = hasWholeMeasure(measure, comparing)
    ? claimed === undefined
      ? 'CLAIMS_WITHOUT_SHARE'
      : undefined
    : 'MEASURE_NOT_WHOLE'
  if (unchecked) return { inputs: [asInput('BEFORE', unchecked)], differences: [] }
  const before = beforeFen([...others, ...(claimed ?? [])], { measure, project, year: yearOf(judgement) })
  const differences = differing(
    summed.map(({ scope, beforeFen: recorded }) => ({
      ...{ figure: 'BEFORE' as const, scope: scopeOf(scope) },
      ...{ recorded: yuanOf(recorded), expected: yuanOf(before[scopeOf(scope)]) },
    })),
  )
  return { inputs: [asInput('BEFORE', undefined)], differences }
}

/** A later year is judged by what others granted when the award was; anything else by what they have by then. */
function othersInputs(judgement: Judgement, { ground, measure }: Comparing, others: readonly Movement[]): Inputs {
  const { assessment, content, former } = judgement
  const recorded = assessment.othersFen
  if (recorded === undefined) return { inputs: [], differences: [] }
  const version = measure?.versions[assessment.measureVersion - 1]?.content
  const group = version && groupOf(version)
  const told =
    former !== undefined
      ? former.othersFen
      : ground.isWhole && group !== undefined
        ? othersFen(others, group, { ...content, year: yearOf(judgement) }) + content.othersFen
        : undefined
  if (told === undefined) return { inputs: [asInput('OTHERS', 'GROUP_NOT_WHOLE')], differences: [] }
  const differences = differing([{ figure: 'OTHERS', recorded: yuanOf(recorded), expected: yuanOf(told) }])
  return { inputs: [asInput('OTHERS', undefined)], differences }
}

function poolInputs(judgement: Judgement, { ground }: Comparing, own: readonly Movement[]): Inputs {
  const { assessment, among, by, submitted } = judgement
  // A claim of a pool that is shared out later does not ask what that has.
  if (assessment.shared && !among) return { inputs: [], differences: [] }
  const year = yearOf(judgement)
  if (!ground.hasPool(submitted.pool)) return { inputs: [asInput('POOL_LEFT', 'POOL_NOT_WHOLE')], differences: [] }
  const ownFen = grantedFen(own.filter(({ reservation }) => reservation.year === year))
  const left = ground.leftFen(submitted.pool, year, by.record) + ownFen
  const recorded = among ? among.poolFen : assessment.poolLeftFen
  return {
    inputs: [asInput('POOL_LEFT', undefined)],
    differences: differing([{ figure: 'POOL_LEFT', recorded: yuanOf(recorded), expected: yuanOf(left) }]),
  }
}

/** What was granted before, what others grant and what the pool had left, worked out from the records of all of them. */
export function inputsOf(judgement: Judgement, comparing: Comparing): Inputs {
  const holder = holderOf(judgement)
  const applicant = applicantName(holder, judgement.content.applicant?.code)
  const movements = comparing.ground.movements(applicant, judgement.by.record)
  const others = movements.filter(({ reservation }) => reservation.holder !== holder)
  const own = movements.filter(({ reservation }) => reservation.holder === holder)
  const all = [
    beforeInputs(judgement, comparing, others),
    othersInputs(judgement, comparing, others),
    poolInputs(judgement, comparing, own),
  ]
  return { inputs: all.flatMap(({ inputs }) => inputs), differences: all.flatMap(({ differences }) => differences) }
}
