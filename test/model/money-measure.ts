/** Measures of the game: small amounts, so that ceilings, pools and fractions of a fen are met often. */
import { MeasureContent, type ProcedureStep } from '#proto/qiantou/measure/v1/measure.ts'
import { vouchers } from '#shared/testing/money-facts.ts'
import type { MoneyRule } from './money-model.ts'

export const gameRules: Readonly<Record<string, MoneyRule>> = {
  spending: {
    ...{ basisPoints: 3_333n, ceilings: { APPLICATION: 60n, APPLICANT_YEAR: 110n }, unit: 2n, group: 'ai' },
    ...{ once: false, isReviewed: false, isFinanceReviewed: true },
  },
  investment: {
    ...{ basisPoints: 2_000n, ceilings: { PROJECT: 80n, APPLICANT: 150n }, unit: 7n, group: 'ai' },
    ...{ once: false, isReviewed: true },
  },
  first: {
    ...{ basisPoints: 1_000n, ceilings: { APPLICATION: 45n }, unit: 1n, group: '', once: true, isReviewed: false },
  },
  yearly: {
    ...{
      basisPoints: 1_500n,
      ceilings: { APPLICATION: 50n, APPLICANT_YEAR: 70n, APPLICANT: 55n },
      unit: 1n,
      group: 'ai',
      years: 3,
    },
    ...{ once: false, isReviewed: false },
  },
  fixed: { sum: 37n, ceilings: {}, unit: 1n, group: '', once: true, isReviewed: false },
}

const kind = 'FIGURE_KIND_FIXED' as const
const scopes = ['APPLICATION', 'PROJECT', 'APPLICANT_YEAR', 'APPLICANT'] as const
const review: readonly ProcedureStep[] = ['PROCEDURE_STEP_EXPERT_REVIEW']
const financeReview: readonly ProcedureStep[] = ['PROCEDURE_STEP_FINANCE_REVIEW']
const [admission, approval] = ['PROCEDURE_STEP_ADMISSION', 'PROCEDURE_STEP_APPROVAL'] as const

/** One of them as it is entered. */
export function gameMeasure(id: string, rule: MoneyRule): MeasureContent {
  const { basisPoints, sum, ceilings, unit, group, once, isReviewed, isFinanceReviewed, years = 0 } = rule
  const share =
    basisPoints === undefined ? { sum: { fen: sum ?? 0n, kind } } : { rate: { basisPoints: Number(basisPoints), kind } }
  const most = scopes.flatMap((scope) => {
    const fen = ceilings[scope]
    return fen === undefined ? [] : [{ scope: `CEILING_SCOPE_${scope}` as const, fen }]
  })
  return MeasureContent.fromPartial({
    ...vouchers(),
    ...{ title: id, once, roundingFen: unit, stackingGroup: group, instalments: years },
    basis: basisPoints === undefined ? 'BASIS_SUM' : isReviewed ? 'BASIS_APPROVED_INVESTMENT' : 'BASIS_YEAR_SPENDING',
    terms: [{ ...share, ceilings: most }],
    stacking: group ? 'STACKING_HIGHEST' : 'STACKING_FREE',
    procedure: [admission, ...(isReviewed ? review : []), ...(isFinanceReviewed ? financeReview : []), approval],
  })
}
