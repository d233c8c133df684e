/** What a measure would pay to a list of claims (docs/trying-measures.md). */
import { expect, test } from 'vitest'
import { MeasureContent } from '#proto/qiantou/measure/v1/measure.ts'
import { fenOf } from './amount.ts'
import { type Claim, type Trial, tried } from './trial.ts'

const yuan = (text: string): bigint => fenOf(text) as bigint
const date = (year: number, month: number, day: number) => ({ year, month, day })

/** 30% of a year's spending. */
const measure = (rest: object = {}): MeasureContent =>
  MeasureContent.fromPartial({
    ...{ validFrom: date(2026, 1, 1), validUntil: date(2027, 12, 31), basis: 'BASIS_YEAR_SPENDING' },
    ...{ terms: [{ rate: { basisPoints: 3_000 } }], stacking: 'STACKING_FREE', poolRule: 'POOL_RULE_FIRST_COME' },
    ...rest,
  })

const claim = (id: string, basis: string, rest: Partial<Claim> = {}): Claim => ({
  ...{ id, applicant: 'a', applicantClass: '', project: id, day: '2026-03-02' },
  ...{ basisFen: yuan(basis), othersFen: 0n },
  ...rest,
})

/** `c1 3000.00`, or why it gets nothing. */
const paid = ({ judged }: Trial): readonly string[] =>
  judged.map((one) => `${one.claim.id} ${'award' in one ? one.award.fen : one.notEligible}`)
const left = ({ pools }: Trial): readonly string[] => pools.map(({ year, leftFen }) => `${year} ${leftFen}`)
const pools = (...all: readonly (readonly [number, bigint])[]) => new Map(all)

test('claims are judged by the days on which the measure is in force, both of them included', () => {
  const on = (day: string) => claim(day, '1.00', { day: day as Claim['day'] })
  const trial = tried(measure(), ['2025-12-31', '2026-01-01', '2027-12-31', '2028-01-01'].map(on), pools())
  expect(paid(trial)).toEqual([
    ...['2025-12-31 NOT_IN_FORCE', '2026-01-01 30', '2027-12-31 30', '2028-01-01 NOT_IN_FORCE'],
  ])
})

test('a class of applicants has its own terms; whoever has none those of everybody, where there are any', () => {
  const small = { applicantClass: 'small', rate: { basisPoints: 5_000 } }
  const claims = [claim('s', '1.00', { applicantClass: 'small' }), claim('b', '1.00', { applicantClass: 'big' })]
  const both = measure({ terms: [{ rate: { basisPoints: 3_000 } }, small] })
  expect(paid(tried(both, claims, pools()))).toEqual(['s 50', 'b 30'])
  expect(paid(tried(measure({ terms: [small] }), claims, pools()))).toEqual(['s 50', 'b CLASS_WITHOUT_TERMS'])
})

test('ceilings are summed over what they are for; one of a year stands in place of that of every other', () => {
  const of = (scope: string, fen: bigint, year = 0) => ({ scope: `CEILING_SCOPE_${scope}`, fen, year })
  const under = (...ceilings: readonly object[]) => measure({ terms: [{ rate: { basisPoints: 3_000 }, ceilings }] })
  const claims = [
    claim('c1', '2.00', { project: 'p' }),
    claim('c2', '2.00', { project: 'p', applicant: 'b' }),
    claim('c3', '2.00', { project: 'q', day: '2027-03-02' }),
  ]
  expect(paid(tried(under(of('APPLICATION', 50n)), claims, pools()))).toEqual(['c1 50', 'c2 50', 'c3 50'])
  expect(paid(tried(under(of('PROJECT', 70n)), claims, pools()))).toEqual(['c1 60', 'c2 10', 'c3 60'])
  expect(paid(tried(under(of('APPLICANT', 70n)), claims, pools()))).toEqual(['c1 60', 'c2 60', 'c3 10'])
  expect(paid(tried(under(of('APPLICANT_YEAR', 70n)), claims, pools()))).toEqual(['c1 60', 'c2 60', 'c3 60'])
  const byYear = under(of('APPLICATION', 50n), of('APPLICATION', 20n, 2027))
  expect(paid(tried(byYear, claims, pools()))).toEqual(['c1 50', 'c2 50', 'c3 20'])
})

test('first come is first served by the day, and of one day by the order of the list; a pool is never overdrawn', () => {
  const claims = [claim('late', '2.00', { day: '2026-03-03' }), claim('one', '1.00'), claim('two', '1.00')]
  const trial = tried(measure({ pool: [{ year: 2026, fen: 1_000n }] }), claims, pools([2026, 70n]))
  expect([paid(trial), left(trial)]).toEqual([['one 30', 'two 30', 'late 10'], ['2026 0']])
})

test('in proportion each year shares out what it has; a year without a pool pays whole', () => {
  const rule = measure({ poolRule: 'POOL_RULE_PRO_RATA' })
  const claims = [claim('one', '1.00'), claim('two', '2.00'), claim('next', '1.00', { day: '2027-03-02' })]
  const trial = tried(rule, claims, pools([2026, 70n]))
  expect([paid(trial), left(trial)]).toEqual([['one 23', 'two 47', 'next 30'], ['2026 0']])
})

test('what is paid for years running is taken from the pool of each, as long as the least of them lasts', () => {
  const running = measure({ instalments: 3 })
  const trial = tried(running, [claim('one', '1.00'), claim('two', '1.00')], pools([2026, 90n], [2027, 40n]))
  expect([paid(trial), left(trial)]).toEqual([
    ['one 30', 'two 10'],
    ['2026 50', '2027 0'],
  ])
})

test('what each applicant has once nobody has twice, unless it got nothing', () => {
  const once = measure({ once: true })
  const claims = [
    claim('none', '0.00'),
    claim('one', '1.00'),
    claim('two', '1.00'),
    claim('b', '1.00', { applicant: 'b' }),
  ]
  expect(paid(tried(once, claims, pools()))).toEqual(['none 0', 'one 30', 'two GRANTED_BEFORE', 'b 30'])
})

test('where the highest applies, a claim is paid what it is higher by; where all is enjoyed, all of it', () => {
  const claims = [claim('one', '1.00', { othersFen: 20n }), claim('two', '1.00', { othersFen: 40n })]
  expect(paid(tried(measure({ stacking: 'STACKING_HIGHEST' }), claims, pools()))).toEqual(['one 10', 'two 0'])
  expect(paid(tried(measure(), claims, pools()))).toEqual(['one 30', 'two 30'])
})

test('what a meeting decides has no formula', () => {
  expect(paid(tried(measure({ basis: 'BASIS_DECISION', terms: [] }), [claim('one', '1.00')], pools()))).toEqual([
    'one DECIDED_CASE_BY_CASE',
  ])
})
