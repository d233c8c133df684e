/** Measures of the game: small amounts, so that ceilings, pools and fractions of a fen are met often. */
import { CallContent, MeasureContent, type ProcedureStep } from '#proto/qiantou/measure/v1/measure.ts'
import { addDays, type Day, toDate } from '#shared/domain/calendar.ts'
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
  shared: {
    ...{ basisPoints: 3_000n, ceilings: { APPLICATION: 70n, APPLICANT_YEAR: 90n }, unit: 3n, group: '' },
    ...{ once: false, isReviewed: false, isShared: true },
  },
  listed: {
    ...{ basisPoints: 2_500n, ceilings: { APPLICATION: 40n, APPLICANT_YEAR: 60n }, unit: 1n, group: 'ai' },
    ...{ once: false, isReviewed: false, isListed: true },
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
  const {
    basisPoints,
    sum,
    ceilings,
    unit,
    group,
    once,
    isReviewed,
    isFinanceReviewed,
    isShared,
    isListed,
    years = 0,
  } = rule
  const share =
    basisPoints === undefined ? { sum: { fen: sum ?? 0n, kind } } : { rate: { basisPoints: Number(basisPoints), kind } }
  const most = scopes.flatMap((scope) => {
    const fen = ceilings[scope]
    return fen === undefined ? [] : [{ scope: `CEILING_SCOPE_${scope}` as const, fen }]
  })
  return MeasureContent.fromPartial({
    ...vouchers(),
    ...{
      title: id,
      once,
      roundingFen: unit,
      stackingGroup: group,
      instalments: years,
      withoutApplication: isListed ?? false,
    },
    basis: basisPoints === undefined ? 'BASIS_SUM' : isReviewed ? 'BASIS_APPROVED_INVESTMENT' : 'BASIS_YEAR_SPENDING',
    terms: [{ ...share, ceilings: most }],
    poolRule: isShared ? 'POOL_RULE_PRO_RATA' : 'POOL_RULE_FIRST_COME',
    stacking: group ? 'STACKING_HIGHEST' : 'STACKING_FREE',
    procedure: [admission, ...(isReviewed ? review : []), ...(isFinanceReviewed ? financeReview : []), approval],
  })
}

/** Calls of a measure that is shared out: of each quarter, by id. */
export type Call = { readonly id: string; readonly year: number; readonly first: Day; readonly last: Day }

export const gameCalls: readonly Call[] = [2025, 2026, 2027].flatMap((year) =>
  [1, 4, 7, 10].map((month): Call => {
    const [first, next] = [month, month + 3].map(
      (one) => `${one > 12 ? year + 1 : year}-${`${((one - 1) % 12) + 1}`.padStart(2, '0')}-01`,
    )
    return { id: `q-${year}-${month}`, year, first: first as Day, last: addDays(next as Day, -1) }
  }),
)

export const callOn = (day: Day): Call | undefined => gameCalls.find(({ first, last }) => first <= day && day <= last)

export const gameCall = ({ year, first, last }: Call): CallContent =>
  CallContent.fromPartial({ year, firstDay: toDate(first), lastDay: toDate(last) })
