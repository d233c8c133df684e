/** Random moves of the game on awards, payments and vouchers. What is usual shrinks to 0. */
import fc from 'fast-check'
import type { Move } from './money-game.ts'
import type { MoneyRule } from './money-model.ts'

/** Small amounts, so that ceilings, pools and fractions of a fen are met often. */
export const awardRules: Readonly<Record<string, MoneyRule>> = {
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
}

export const actKinds = [
  ...['request', 'approvePayment', 'order', 'withdrawPayment', 'book', 'return', 'reject', 'repeat'],
  ...['amend', 'agree', 'recover', 'evaluate', 'draw', 'plan'],
  ...['issue', 'present', 'accept', 'refusePresentation', 'cancel'],
] as const

/** Something that is done to an award, a payment or a voucher. */
export type Act = {
  readonly kind: (typeof actKinds)[number]
  /** Of those that it fits, counted round. */
  readonly which: number
  readonly fen: bigint
  /** 0 as usual; else which way it is not. */
  readonly odd: number
  /** 0 and 1 who usually signs it, 2 nobody, more: whoever. */
  readonly signs: number
}

/** An application, handed in, handled and approved, as far as it gets. */
type Awarded = Omit<Extract<Move, { kind: 'submit' }>, 'kind'> & { readonly kind: 'award'; readonly fen: bigint }

/** `isLate`: time has not told yet what the days brought about when the next move is made. */
type Passing = { readonly kind: 'wait'; readonly days: number; readonly isLate: boolean }

/** All that may be paid of something is requested, agreed to, ordered and booked, as far as it gets. */
type Paying = Pick<Act, 'which'> & { readonly kind: 'pay' }

/** A voucher is issued, a bill presented with it, and accepted, as far as it gets. */
type Redeeming = Pick<Act, 'which' | 'fen'> & { readonly kind: 'redeem' }

export type AwardMove =
  | Extract<Move, { kind: 'setBudget' | 'closeYear' }>
  | Awarded
  | Passing
  | Paying
  | Redeeming
  | Act

const upTo = (max: number) => fc.integer({ min: 1, max }).map(BigInt)
const usually = (max: number) =>
  fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, { weight: 2, arbitrary: fc.integer({ min: 1, max }) })
const which = fc.integer({ min: 0, max: 30 })
const act = (weights: Partial<Record<Act['kind'], number>>) =>
  fc.record({
    kind: fc.oneof(
      ...Object.entries(weights).map(([kind, weight]) => ({ weight, arbitrary: fc.constant(kind as Act['kind']) })),
    ),
    which,
    fen: upTo(240),
    odd: usually(5),
    signs: fc.oneof(
      { weight: 12, arbitrary: fc.integer({ min: 0, max: 1 }) },
      { weight: 2, arbitrary: fc.integer({ min: 2, max: 8 }) },
    ),
  })

const year = fc.constantFrom(2025, 2026, 2027)
export const awardMove: fc.Arbitrary<AwardMove> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('setBudget' as const), year, fen: upTo(320) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('closeYear' as const), year }) },
  {
    weight: 6,
    arbitrary: fc.record({
      ...{ kind: fc.constant('wait' as const), isLate: fc.boolean() },
      days: fc.oneof(
        { weight: 4, arbitrary: fc.integer({ min: 1, max: 15 }) },
        { weight: 2, arbitrary: fc.integer({ min: 60, max: 300 }) },
      ),
    }),
  },
  {
    weight: 9,
    arbitrary: fc.record({
      ...{ kind: fc.constant('award' as const), applicant: fc.constantFrom(1, 2, 3) },
      ...{ measure: fc.constantFrom(...Object.keys(awardRules), 'yearly'), project: fc.constantFrom('', 'p1') },
      ...{ basis: upTo(400), fen: upTo(400), others: fc.constantFrom(0n, 0n, 0n, 5n) },
    }),
  },
  { weight: 9, arbitrary: fc.record({ kind: fc.constant('pay' as const), which }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('redeem' as const), which, fen: upTo(120) }) },
  { weight: 30, arbitrary: act({ request: 5, approvePayment: 6, order: 9, withdrawPayment: 2 }) },
  { weight: 24, arbitrary: act({ book: 9, return: 5, reject: 2, repeat: 3 }) },
  { weight: 24, arbitrary: act({ amend: 7, agree: 6, recover: 6, evaluate: 2, draw: 6, plan: 3 }) },
  { weight: 26, arbitrary: act({ issue: 5, present: 9, accept: 9, refusePresentation: 2, cancel: 2 }) },
)
