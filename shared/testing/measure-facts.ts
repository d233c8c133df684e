/** A measure, and a call of it, as tests enter them. */
import { CallContent, type DeepPartial, MeasureContent } from '#proto/qiantou/measure/v1/measure.ts'

/** 30% of a year's spending, 10 000 000 yuan an applicant and year, out of 100 000 000 a year. */
export const measureContent = (clause: string): MeasureContent =>
  MeasureContent.fromPartial({
    ...{ clause, title: '算力券', basis: 'BASIS_YEAR_SPENDING', payee: 'PAYEE_APPLICANT' },
    validFrom: { year: 2025, month: 10, day: 27 },
    validUntil: { year: 2099, month: 10, day: 26 },
    terms: [
      {
        rate: { basisPoints: 3_000, kind: 'FIGURE_KIND_CEILING' },
        ceilings: [{ scope: 'CEILING_SCOPE_APPLICANT_YEAR', fen: 1_000_000_000n }],
      },
    ],
    ...{ stacking: 'STACKING_FREE', poolRule: 'POOL_RULE_FIRST_COME', pool: [{ year: 2026, fen: 10_000_000_000n }] },
    ...{ organisations: ['organisations/hn-kjt', 'organisations/hn-fgw'], findings: ['每企业每年:据上下文推定'] },
  })

/** The same, and what it says is what is paid: applications need no call. */
export const fixedContent = (clause: string): MeasureContent => {
  const content = measureContent(clause)
  const terms = content.terms.map((one) => ({
    ...one,
    rate: one.rate && { ...one.rate, kind: 'FIGURE_KIND_FIXED' as const },
  }))
  return { ...content, terms }
}

/** 25% in the spring of 2026, 8 000 000 yuan an applicant and year. */
export const callContent = (changes: DeepPartial<CallContent> = {}): CallContent =>
  CallContent.fromPartial({
    year: 2026,
    firstDay: { year: 2026, month: 3, day: 1 },
    lastDay: { year: 2026, month: 4, day: 30 },
    terms: [{ basisPoints: 2_500, ceilings: [{ scope: 'CEILING_SCOPE_APPLICANT_YEAR', fen: 800_000_000n }] }],
    ...changes,
  })
