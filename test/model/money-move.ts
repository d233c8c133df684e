/** Random moves of the money game. */
import fc from 'fast-check'
import { applicants } from './money-books.ts'
import type { Move } from './money-game.ts'
import { gameRules } from './money-measure.ts'

const fen = (max: number) => fc.integer({ min: 0, max }).map(BigInt)
const year = fc.constantFrom(2025, 2025, 2026, 2026, 2027)
const budget = fc.oneof(fen(400), fc.constant(200n))
const which = fc.integer({ min: 1, max: 40 })
const of = (...kinds: readonly Extract<Move, { which: number }>['kind'][]) =>
  fc.record({ kind: fc.constantFrom(...kinds), which, fen: fen(700).map((one) => one + 1n) })
export const move: fc.Arbitrary<Move> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('setBudget' as const), year, fen: budget }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('closeYear' as const), year }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('pass' as const), days: fc.integer({ min: 1, max: 120 }) }) },
  {
    weight: 8,
    arbitrary: fc.record({
      ...{ kind: fc.constant('submit' as const), applicant: fc.constantFrom(...applicants) },
      ...{ measure: fc.constantFrom(...Object.keys(gameRules)), project: fc.constantFrom('', 'p1', 'p2') },
      ...{ basis: fen(500).map((one) => one + 1n), others: fc.constantFrom(0n, 0n, 0n, 20n) },
    }),
  },
  { weight: 14, arbitrary: of('admit') },
  { weight: 14, arbitrary: of('review') },
  { weight: 6, arbitrary: of('approve') },
  { weight: 3, arbitrary: of('refuse', 'withdraw') },
  { weight: 5, arbitrary: of('pay', 'payBack') },
)

/** Two years have a budget from the start. */
export const start: readonly Move[] = [2025, 2026].map((year) => ({ kind: 'setBudget', year, fen: 200n }))
