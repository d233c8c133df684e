import { CallContent, MeasureContent } from '#proto/qiantou/measure/v1/measure.ts'
import * as measure from '#proto/qiantou/measure/v1/measure_events.ts'
import { czt, gxt, type Line, office, programme } from './line.ts'

const name = `${programme}/measures/vouchers`
const content = (fen: bigint) =>
  MeasureContent.fromPartial({
    ...{ clause: `${programme}/clauses/a5-1`, title: '算力券', basis: 'BASIS_YEAR_SPENDING' },
    validFrom: { year: 2025, month: 10, day: 27 },
    validUntil: { year: 2028, month: 10, day: 26 },
    terms: [
      {
        rate: { basisPoints: 3_000, kind: 'FIGURE_KIND_CEILING' },
        ceilings: [{ scope: 'CEILING_SCOPE_APPLICANT_YEAR', fen: 1_000_000_000n }],
      },
    ],
    ...{ stacking: 'STACKING_FREE', payee: 'PAYEE_APPLICANT', poolRule: 'POOL_RULE_FIRST_COME' },
    pool: [{ year: 2026, fen }],
    ...{ organisations: [gxt, czt], findings: ['每企业每年:据上下文推定'] },
  })

/** A measure that is entered, and another version of it. */
export const measures: readonly Line[] = [
  {
    ...{ subject: name, actor: office, admits: [office, gxt, czt] },
    fact: measure.MeasureEntered.create({ content: content(10_000_000_000n) }),
  },
  {
    ...{ subject: name, actor: office, admits: [office, gxt, czt] },
    fact: measure.MeasureAmended.create({
      content: content(12_000_000_000n),
      effectiveFrom: { year: 2026, month: 7, day: 1 },
    }),
  },
]

/** A call of it, which sets what is paid. */
export const calls: readonly Line[] = [
  {
    ...{ subject: name, actor: office, admits: [] },
    fact: measure.CallOpened.create({
      call: '2026-1',
      content: CallContent.fromPartial({
        year: 2026,
        firstDay: { year: 2026, month: 8, day: 1 },
        lastDay: { year: 2026, month: 9, day: 30 },
        terms: [{ basisPoints: 2_500, ceilings: [{ scope: 'CEILING_SCOPE_APPLICANT_YEAR', fen: 800_000_000n }] }],
      }),
    }),
  },
]
