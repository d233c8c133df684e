import fc from 'fast-check'
import { expect, it } from 'vitest'
import { decimalOf, fenOf, maxFen } from './amount.ts'

it('an amount comes back as it went, to the last of 18 digits', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 1n, max: maxFen }), (fen) => {
      expect(fenOf(decimalOf(fen))).toBe(fen)
    }),
  )
  expect(decimalOf(maxFen)).toBe('9999999999999999.99')
  expect(decimalOf(5n)).toBe('0.05')
})

it.each([
  ['1', 100n],
  ['1.', 100n],
  ['1.5', 150n],
  ['+1.50', 150n],
  ['0001.50', 150n],
  ['-1.00', 'a negative amount'],
  ['-0.00', 'a negative amount'],
  ['0.00', 'an amount of nothing'],
  ['1.005', 'more than two decimals'],
  ['1.000', 'more than two decimals'],
  ['10000000000000000.00', 'more than 18 digits'],
  ['9'.repeat(1_000_000), 'more than 18 digits'],
  ['1e3', 'not an amount'],
  ['1,000.00', 'not an amount'],
  ['0x10', 'not an amount'],
  ['NaN', 'not an amount'],
  ['１.00', 'not an amount'],
  ['', 'not an amount'],
])('%s is read as %s', (text, meant) => {
  expect(fenOf(text)).toBe(meant)
})
