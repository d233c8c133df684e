import { expect, it } from 'vitest'
import { CallTerms, type DeepPartial } from '#proto/qiantou/measure/v1/measure.ts'
import { callTermsOf } from './call-terms.ts'

const terms = (changes: DeepPartial<CallTerms>) => CallTerms.fromPartial(changes)

it('reads what a call pays to each class, and at most', () => {
  expect(callTermsOf(['25%', 'small=12.5%'], ['small=project:500000', 'small=applicant-year:1,000.50'])).toEqual([
    terms({ basisPoints: 2_500 }),
    terms({
      ...{ applicantClass: 'small', basisPoints: 1_250 },
      ceilings: [
        { scope: 'CEILING_SCOPE_PROJECT', fen: 50_000_000n },
        { scope: 'CEILING_SCOPE_APPLICANT_YEAR', fen: 100_050n },
      ],
    }),
  ])
  expect(callTermsOf(['800000.01'])).toEqual([terms({ sumFen: 80_000_001n })])
  expect(callTermsOf()).toEqual([])
})

it.each([
  [['a quarter'], [], /is no share and no amount/],
  [['25.125%'], [], /is no share and no amount/],
  [['-1'], [], /is no share and no amount/],
  [['25%', '20%'], [], /says twice what everybody else is paid/],
  [['small=25%', 'small=1'], [], /says twice what class small is paid/],
  [[], ['year:1'], /is no ceiling/],
  [[], ['project'], /is no ceiling/],
  [[], ['project:1.001'], /is no ceiling/],
])('refuses %j at most %j', (pays, atMost, said) => {
  expect(() => callTermsOf(pays, atMost)).toThrow(said)
})
