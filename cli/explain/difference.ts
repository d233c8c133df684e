/** What of an award is not as it was to be: by the arithmetic, and by what the measure's own records say. */
import { Assessment } from '#proto/qiantou/application/v1/application.ts'
import type { PoolApportioned } from '#proto/qiantou/apportionment/v1/apportionment_events.ts'
import { percentOf, yuanOf } from '#shared/domain/amount.ts'
import type { Figures, Scope } from '#shared/domain/award.ts'
import { entitledFen, figuresIn, recomputed, recomputedTogether } from '../text/assessment.ts'
import { expectedFigures, type Measure, versionFor } from './figures.ts'
import type { Judgement } from './judgement.ts'

/** One thing that was compared: as recorded, and as it was to be; empty where it was not to be there. */
export type Difference = {
  readonly figure:
    | 'AMOUNT'
    | 'RESERVED'
    | 'APPROVED'
    | 'BASIS'
    | 'YEAR'
    | 'POOL'
    | 'CLAIMED'
    | 'VERSION'
    | 'FIGURES'
    | 'SHARE'
    | 'CEILING'
    | 'ROUNDING'
    | 'OTHERS'
    | 'BEFORE'
    | 'POOL_LEFT'
    | 'REDEEMED'
    | 'LEFT'
    | 'RELEASED'
  /** What a ceiling is summed over. */
  readonly scope?: Scope
  readonly recorded: string
  readonly expected: string
}

export type Compared = Omit<Difference, 'recorded' | 'expected'> & {
  readonly recorded: string | undefined
  readonly expected: string | undefined
}

export const differing = (compared: readonly Compared[]): readonly Difference[] =>
  compared
    .filter(({ recorded, expected }) => recorded !== expected)
    .map((one) => ({ ...one, recorded: one.recorded ?? '', expected: one.expected ?? '' }))

const optionalYuan = (fen: bigint | undefined): string | undefined => (fen === undefined ? undefined : yuanOf(fen))

/** What the share is of: what experts approved, or the bills together; nothing of a sum. */
function basisFen({ approvedFen, content }: Judgement): bigint {
  return approvedFen ?? content.bills.reduce((sum, { fen }) => sum + fen, content.investmentFen)
}

/** What an award comes to, worked out anew: of a share together with all others that its record names. */
function expectedFen({ assessment, among, submission }: Judgement): bigint {
  if (!among) return recomputed(assessment).fen
  const at = among.awards.findIndex(({ application }) => application === submission.record.subject)
  return recomputedTogether(claimsIn(among), among.poolFen)[at]?.fen ?? 0n
}

const claimsIn = ({ awards }: PoolApportioned): readonly Assessment[] =>
  awards.map(({ assessment }) => assessment ?? Assessment.create())

/** What of a share is not as the record says by which the pool was shared out. */
function shareDifferences({ assessment, among }: Judgement): readonly Compared[] {
  if (!among) return []
  const claimedFen = claimsIn(among).reduce((sum, one) => sum + entitledFen(one), 0n)
  return [
    { figure: 'POOL', recorded: yuanOf(assessment.sharedPoolFen), expected: yuanOf(among.poolFen) },
    { figure: 'CLAIMED', recorded: yuanOf(assessment.sharedClaimedFen), expected: yuanOf(claimedFen) },
  ]
}

/** What follows from the application's own records alone. */
export function ownDifferences(judgement: Judgement): readonly Difference[] {
  const { assessment, reservedFen, awardedFen, submitted } = judgement
  const fen = yuanOf(expectedFen(judgement))
  // What it claims of a pool that is shared out later is not reserved yet.
  const reserved = assessment.shared && !judgement.among ? yuanOf(0n) : fen
  const year = submitted.year + (judgement.number ?? 1) - 1
  return differing([
    { figure: 'AMOUNT', recorded: yuanOf(assessment.fen), expected: fen },
    { figure: 'RESERVED', recorded: optionalYuan(reservedFen) ?? reserved, expected: reserved },
    { figure: 'APPROVED', recorded: optionalYuan(awardedFen) ?? fen, expected: fen },
    { figure: 'BASIS', recorded: yuanOf(assessment.basisFen), expected: yuanOf(basisFen(judgement)) },
    { figure: 'YEAR', recorded: `${judgement.reservedYear ?? year}`, expected: `${year}` },
    ...shareDifferences(judgement),
    { figure: 'VERSION', recorded: `${assessment.measureVersion}`, expected: `${submitted.measureVersion}` },
  ])
}

const shareText = ({ share }: Figures): string =>
  'basisPoints' in share ? percentOf(share.basisPoints) : yuanOf(share.sumFen)

const byScope = ({ ceilings }: Figures): ReadonlyMap<Scope, string> =>
  new Map(ceilings.map(({ scope, fen }) => [scope, yuanOf(fen)]))

function figureDifferences(recorded: Figures, expected: Figures): readonly Difference[] {
  const [had, has] = [byScope(recorded), byScope(expected)]
  const scopes = [...new Set([...had.keys(), ...has.keys()])]
  return differing([
    { figure: 'SHARE', recorded: shareText(recorded), expected: shareText(expected) },
    ...scopes.map((scope) => ({
      ...{ figure: 'CEILING' as const, scope },
      ...{ recorded: had.get(scope), expected: has.get(scope) },
    })),
    { figure: 'ROUNDING', recorded: yuanOf(recorded.roundingFen), expected: yuanOf(expected.roundingFen) },
  ])
}

/** What others grant counts where the highest applies, and is then no less than the applicant declares. */
function othersDifference(judgement: Judgement, isHighest: boolean): readonly Difference[] {
  const { othersFen } = judgement.assessment
  const declared = judgement.content.othersFen
  const isRight = isHighest ? othersFen !== undefined && othersFen >= declared : othersFen === undefined
  if (isRight) return []
  const expected = isHighest ? `≥ ${yuanOf(declared)}` : ''
  return [{ figure: 'OTHERS', recorded: optionalYuan(othersFen) ?? '', expected }]
}

/** Of a sum an amendment says how much is left of it. */
const lowered = (figures: Figures | undefined, { approvedFen: most }: Judgement): Figures | undefined =>
  figures && most !== undefined && 'sumFen' in figures.share && most < figures.share.sumFen
    ? { ...figures, share: { sumFen: most } }
    : figures

/** What the measure's own records say otherwise. */
export function measureDifferences(judgement: Judgement, measure: Measure): readonly Difference[] {
  const { assessment, submission, submitted, content } = judgement
  const number = assessment.measureVersion
  const inForce = versionFor(measure, submission.record)
  const judged = differing([{ figure: 'VERSION', recorded: `${number}`, expected: `${inForce || ''}` }])
  const version = measure.versions[number - 1]?.content
  if (!version) return judged
  const { call, applicant } = content
  const asked = { call, applicantClass: applicant?.applicantClass ?? '', year: submitted.year }
  const expected =
    version.basis === 'BASIS_DECISION'
      ? { share: { sumFen: judgement.approvedFen ?? 0n }, ceilings: [], roundingFen: version.roundingFen || 1n }
      : lowered(expectedFigures(version, measure, asked), judgement)
  const recorded = figuresIn(assessment)
  const figures = expected
    ? figureDifferences(recorded, expected)
    : [{ figure: 'FIGURES' as const, recorded: shareText(recorded), expected: '' }]
  const last = submitted.year + Math.max(version.instalments, 1) - 1
  const { reservedYear = submitted.year } = judgement
  const isWithin = reservedYear <= last
  const beyond = isWithin ? [] : [{ figure: 'YEAR' as const, recorded: `${reservedYear}`, expected: `≤ ${last}` }]
  return [...judged, ...beyond, ...figures, ...othersDifference(judgement, version.stacking === 'STACKING_HIGHEST')]
}
