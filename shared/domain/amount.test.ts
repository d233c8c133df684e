import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fenOf, yuanOf } from './amount.ts'

test.each([
  ['0.05', 5n],
  ['12', 1_200n],
  ['12.3', 1_230n],
  ['12 345 678.91', 1_234_567_891n],
  ['12,345,678.91', 1_234_567_891n],
  ['900719925474099.99', 90_071_992_547_409_999n],
])('%s yuan are %d fen', (yuan, fen) => {
  expect(fenOf(yuan)).toBe(fen)
})

test.each(['', '-1', '1.234', '1e6', '1,2', '1 23', '.5', '1.', '1,234,56', '壹万', 'NaN'])(
  '%j is no amount',
  (yuan) => {
    expect(fenOf(yuan)).toBeUndefined()
  },
)

test('what is written is read', () => {
  fc.assert(fc.property(fc.bigInt({ min: 0n, max: 10n ** 16n }), (fen) => fenOf(yuanOf(fen)) === fen))
  expect([yuanOf(-20_000_000n), yuanOf(0n)]).toEqual(['-200,000.00', '0.00'])
})
