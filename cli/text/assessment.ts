/** What an award was worked out from, worked out once more: whoever has it comes to the same amount. */
import type { Assessment } from '#proto/qiantou/application/v1/application.ts'
import { type Award, award, awardsOf, type Claimed, type Figures, partsOfFen } from '#shared/domain/award.ts'
import { scopeOf } from '#shared/domain/figures.ts'
import type { Language } from '../settings.ts'
import { stepText } from './award.ts'

/** The figures that an assessment says it was worked out by. */
export const figuresIn = ({ share, ceilings, roundingFen }: Assessment): Figures => ({
  share: share?.$case === 'basisPoints' ? { basisPoints: BigInt(share.value) } : { sumFen: share?.value ?? 0n },
  ceilings: ceilings.map(({ scope, fen }) => ({ scope: scopeOf(scope), fen })),
  roundingFen,
})

const claimedIn = ({ basisFen, ceilings, othersFen, poolLeftFen, shared }: Assessment): Claimed => ({
  ...{ basisFen, othersFen, poolLeftFen: shared ? undefined : poolLeftFen },
  beforeFen: Object.fromEntries(ceilings.map(({ scope, beforeFen }) => [scopeOf(scope), beforeFen])),
})

/** What is claimed of a pool that is shared out, in fen. */
export const entitledFen = (assessment: Assessment): bigint => award(figuresIn(assessment), claimedIn(assessment)).fen

/** The award by what the assessment says alone; of a share of a pool what it says, where that is off by a unit at most. */
export function recomputed(assessment: Assessment): Award {
  const own = award(figuresIn(assessment), claimedIn(assessment))
  const { sharedPoolFen: poolFen, sharedClaimedFen: claimedFen, roundingFen, fen: said } = assessment
  if (claimedFen <= poolFen) return own
  const least = (((poolFen / roundingFen) * own.fen) / claimedFen) * roundingFen
  const fen = said === least + roundingFen ? said : least
  return { fen, steps: [...own.steps, { kind: 'SHARED', poolFen, claimedFen, leaves: fen * partsOfFen }] }
}

/** The awards of claims that share a pool, by what their assessments say together. */
export const recomputedTogether = (assessments: readonly Assessment[], poolFen: bigint): readonly Award[] =>
  awardsOf(
    assessments.map((one) => ({ figures: figuresIn(one), claimed: claimedIn(one) })),
    poolFen,
  )

/** Each step of an award, and what it leaves. */
export const stepTexts = ({ steps }: Award, language: Language): readonly string[] =>
  steps.map((step) => stepText(step, language))
