/** What an award was worked out from, worked out once more: whoever has it comes to the same amount. */
import type { Assessment } from '#proto/qiantou/application/v1/application.ts'
import { type Award, award, type Claimed, type Figures } from '#shared/domain/award.ts'
import { scopeOf } from '#shared/domain/figures.ts'
import type { Language } from '../settings.ts'
import { stepText } from './award.ts'

/** The figures that an assessment says it was worked out by. */
export const figuresIn = ({ share, ceilings, roundingFen }: Assessment): Figures => ({
  share: share?.$case === 'basisPoints' ? { basisPoints: BigInt(share.value) } : { sumFen: share?.value ?? 0n },
  ceilings: ceilings.map(({ scope, fen }) => ({ scope: scopeOf(scope), fen })),
  roundingFen,
})

const claimedIn = ({ basisFen, ceilings, othersFen, poolLeftFen }: Assessment): Claimed => ({
  ...{ basisFen, othersFen, poolLeftFen },
  beforeFen: Object.fromEntries(ceilings.map(({ scope, beforeFen }) => [scopeOf(scope), beforeFen])),
})

/** The award by what the assessment says alone. */
export const recomputed = (assessment: Assessment): Award => award(figuresIn(assessment), claimedIn(assessment))

/** Each step of an award, and what it leaves. */
export const stepTexts = ({ steps }: Award, language: Language): readonly string[] =>
  steps.map((step) => stepText(step, language))
