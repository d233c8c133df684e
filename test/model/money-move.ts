/** Random moves of the game of money. What is usual shrinks to 0. */
import fc from 'fast-check'
import { gameRules } from './money-measure.ts'
import type { Asked } from './money-model.ts'

export const actKinds = [
  ...['admit', 'review', 'approve', 'refuse', 'withdraw'],
  ...['request', 'approvePayment', 'order', 'withdrawPayment', 'endOrder', 'book', 'return', 'reject', 'repeat'],
  ...['acceptPart', 'apportion', 'amend', 'agree', 'recover', 'evaluate', 'draw', 'plan'],
  ...['issue', 'present', 'accept', 'refusePresentation', 'cancel', 'succeed'],
  ...['claimPayment', 'agreePayment', 'recoverPayment'],
  ...['importRoster', 'matchRow', 'withdrawRoster'],
] as const

/** Something that is done to an application, an award, a payment or a voucher. */
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

type Budgeting =
  | { readonly kind: 'setBudget'; readonly year: number; readonly fen: bigint }
  | { readonly kind: 'closeYear'; readonly year: number }

export type Asking = Omit<Asked, 'year'>

/** An application, handed in, handled and approved: so many steps, as far as it gets. */
type Awarded = Asking & { readonly kind: 'award'; readonly fen: bigint; readonly steps: number }

/** `isLate`: time has not told yet what the days brought about when the next move is made. */
type Passing = { readonly kind: 'wait'; readonly days: number; readonly isLate: boolean }

/** All that may be paid of something is requested, agreed to, ordered and booked, as far as it gets. */
type Paying = Pick<Act, 'which'> & { readonly kind: 'pay' }

/** A voucher is issued, a bill presented with it, and accepted, as far as it gets. */
type Redeeming = Pick<Act, 'which' | 'fen'> & { readonly kind: 'redeem' }

/** So many claim of a pool that is shared out; once their call is over it is. */
type Sharing = Pick<Act, 'fen'> & { readonly kind: 'share'; readonly claims: number }

export type MoneyMove = Budgeting | Awarded | Passing | Paying | Redeeming | Sharing | Act

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
type Mixture = {
  readonly measures: readonly string[]
  /** How many steps an award goes: 3 are all there are. */
  readonly steps: fc.Arbitrary<number>
  /** How often something is done before it is approved, and after; 9 is how often something is applied for. */
  readonly before: number
  readonly after: number
}

const moves = ({ measures, steps, before, after }: Mixture): fc.Arbitrary<MoneyMove> =>
  fc.oneof(
    {
      weight: 3,
      arbitrary: fc.record({
        ...{ kind: fc.constant('setBudget' as const), year, fen: fc.oneof(upTo(320), fc.constant(250n)) },
      }),
    },
    {
      weight: before > after ? 3 : 1,
      arbitrary: fc.record({ kind: fc.constant('closeYear' as const), year: fc.oneof(year, fc.constant(2028)) }),
    },
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
        ...{ measure: fc.constantFrom(...measures), steps, project: fc.constantFrom('', 'p1', 'p2') },
        ...{ basis: upTo(400), fen: upTo(400), others: fc.constantFrom(0n, 0n, 0n, 5n) },
      }),
    },
    { weight: 9, arbitrary: fc.record({ kind: fc.constant('pay' as const), which }) },
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('redeem' as const), which, fen: upTo(120) }) },
    {
      weight: measures.includes('shared') ? 1 : 0,
      arbitrary: fc.record({
        ...{ kind: fc.constant('share' as const), fen: upTo(200), claims: fc.integer({ min: 2, max: 5 }) },
      }),
    },
    { weight: before, arbitrary: act({ admit: 4, review: 4, approve: 3, refuse: 2, withdraw: 2 }) },
    {
      weight: after,
      arbitrary: fc.oneof(
        { weight: 30, arbitrary: act({ request: 5, approvePayment: 6, order: 9, withdrawPayment: 2 }) },
        { weight: 24, arbitrary: act({ book: 9, return: 6, reject: 2, repeat: 3, endOrder: 1 }) },
        {
          weight: 24,
          arbitrary: act({
            apportion: 6,
            amend: 10,
            agree: 6,
            recover: 6,
            evaluate: 2,
            draw: 8,
            plan: 4,
            acceptPart: 2,
          }),
        },
        { weight: 4, arbitrary: act({ succeed: 1 }) },
        { weight: 6, arbitrary: act({ importRoster: 3, matchRow: 7, withdrawRoster: 3 }) },
        { weight: 8, arbitrary: act({ claimPayment: 6, agreePayment: 3, recoverPayment: 4 }) },
        { weight: 26, arbitrary: act({ issue: 5, present: 9, accept: 9, refusePresentation: 2, cancel: 2 }) },
      ),
    },
  )

/** What is applied for. */
const all = Object.keys(gameRules).filter((id) => !gameRules[id]?.isListed)
/** Most is approved, and it is then that things happen. */
export const moneyMove: fc.Arbitrary<MoneyMove> = moves({
  measures: [...all, 'yearly'],
  steps: fc.oneof({ weight: 9, arbitrary: fc.constant(3) }, { weight: 1, arbitrary: fc.integer({ min: 0, max: 2 }) }),
  ...{ before: 4, after: 104 },
})

/** What is not approved yet waits, beside what is. */
export const applicationMove = (measures: readonly string[] = [...all, 'investment']): fc.Arbitrary<MoneyMove> =>
  moves({ measures, steps: fc.integer({ min: 0, max: 3 }), before: 45, after: 10 })
