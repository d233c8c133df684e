import { expect, it } from 'vitest'
import { billsOf } from './bills.ts'

it('reads bills in the order of the file, in fen', () => {
  const text = 'invoice,date,yuan\nFP-2,2026-03-01,"12,345.60"\nFP-1,2026-02-28,0.05\n'
  expect(billsOf(text, 'bills.csv')).toMatchObject([
    { invoice: 'FP-2', date: { year: 2026, month: 3, day: 1 }, fen: 1_234_560n },
    { invoice: 'FP-1', date: { year: 2026, month: 2, day: 28 }, fen: 5n },
  ])
})

it.each([
  ['invoice,date\nFP-1,2026-03-01\n', 'bills.csv, line 1: the columns must be invoice,date,yuan'],
  ['invoice,date,yuan,tax\n', 'line 1: the columns'],
  ['invoice,date,yuan\n', 'line 1: it has no bill'],
  ['invoice,date,yuan\nFP-1,2026-03-01,1.005\n', 'line 2: yuan "1.005" is no amount'],
  ['invoice,date,yuan\nFP-1,1.3.2026,1\n', 'line 2: date "1.3.2026" is no date'],
  ['invoice,date,yuan\nFP-1,2026-02-30,1\n', 'bills.csv, line 2: there is no day 2026-02-30'],
  ['invoice,date,yuan\n"', 'line '],
])('says of %j what is wrong, and where', (text, said) => {
  expect(() => billsOf(text, 'bills.csv')).toThrow(said)
})
