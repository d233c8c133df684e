/** A year's call beside others of its year, and under a measure that was amended since (docs/money.md). */
import { describe, expect, test } from 'vitest'
import { CallContent, type MeasureContent } from '#proto/qiantou/measure/v1/measure.ts'
import { type Day, toDate } from '#shared/domain/calendar.ts'
import { figuresOf } from '#shared/domain/figures.ts'
import { callContent, measureContent } from '#shared/testing/measure-facts.ts'
import { type Call, figuresSet, overlapping } from './measure-call.ts'

const days = (firstDay: Day, lastDay: Day): CallContent =>
  callContent({ firstDay: toDate(firstDay), lastDay: toDate(lastDay) })
const opened = (content: CallContent): Call => ({
  id: '2026-1',
  content: CallContent.toJSON(content),
  openedAt: '2026-03-01T00:00:00.000Z',
})

describe('of one year', () => {
  const april = [opened(days('2026-04-01', '2026-04-30'))]

  test('a call overlaps another that takes applications on a single day of its own, its first or its last', () => {
    for (const touching of [days('2026-03-01', '2026-04-01'), days('2026-04-30', '2026-05-31')])
      expect(overlapping(touching, april)?.id).toBe('2026-1')
  })

  test('and none that ends the day before it begins, or begins the day after it ends', () => {
    for (const beside of [days('2026-03-01', '2026-03-31'), days('2026-05-01', '2026-05-31')])
      expect(overlapping(beside, april)).toBeUndefined()
  })
})

describe('what was amended since bounds', () => {
  const clause = 'programmes/hunan/clauses/vouchers'
  const setIn = (content: MeasureContent, call: CallContent) => {
    const [figures, [set]] = [figuresOf(content, '', 2026), call.terms]
    if (!figures || !set) throw new Error('neither figures nor terms')
    return figuresSet(figures, set, false)
  }
  const [terms] = measureContent(clause).terms

  test('the ceilings that a call has set', () => {
    const ceiling = (fen: bigint) => [{ $type: 'qiantou.measure.v1.Ceiling' as const, year: 0, fen, scope }]
    const scope = 'CEILING_SCOPE_APPLICANT_YEAR' as const
    const under = (fen: bigint): MeasureContent => ({
      ...measureContent(clause),
      terms: terms ? [{ ...terms, ceilings: ceiling(fen) }] : [],
    })
    expect(setIn(under(700_000_000n), callContent()).ceilings).toEqual([{ scope: 'APPLICANT_YEAR', fen: 700_000_000n }])
    expect(setIn(under(900_000_000n), callContent()).ceilings).toEqual([{ scope: 'APPLICANT_YEAR', fen: 800_000_000n }])
  })

  test('the sum that a call has set', () => {
    const upTo = (fen: bigint): MeasureContent => {
      const sum = { $type: 'qiantou.measure.v1.Amount' as const, fen, kind: 'FIGURE_KIND_CEILING' as const }
      return { ...measureContent(clause), terms: terms ? [{ ...terms, rate: undefined, sum, ceilings: [] }] : [] }
    }
    const call = callContent({ terms: [{ sumFen: 60n }] })
    expect(setIn(upTo(50n), call).share).toEqual({ sumFen: 50n })
    expect(setIn(upTo(70n), call).share).toEqual({ sumFen: 60n })
  })
})
