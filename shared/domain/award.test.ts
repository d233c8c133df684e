/** Worked examples of docs/trying-measures.md, and what holds of every award. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { award, awardsOf, type Claimed, type Figures } from './award.ts'

const yuan = (text: string): bigint => BigInt(text.replaceAll(' ', '').replace('.', ''))
const nothing: Claimed = { basisFen: 0n, beforeFen: {}, othersFen: undefined, poolLeftFen: undefined }
const claimOf = (basis: string, rest: Partial<Claimed> = {}): Claimed => ({
  ...nothing,
  basisFen: yuan(basis),
  ...rest,
})
const share = (percent: number, ceiling: string, rest: Partial<Figures> = {}): Figures => ({
  share: { basisPoints: BigInt(percent * 100) },
  ceilings: [{ scope: 'APPLICATION', fen: yuan(ceiling) }],
  roundingFen: 1n,
  ...rest,
})
const vouchers = share(30, '10 000 000.00')

describe('an award', () => {
  test.each([
    ['12 345 678.91', '3 703 703.67'],
    ['33 333 333.33', '9 999 999.99'],
    ['40 000 000.00', '10 000 000.00'],
    // Two bills of 0.05, summed before the rate is applied.
    ['0.10', '0.03'],
  ])('of 30%% of %s is %s', (basis, expected) => {
    expect(award(vouchers, claimOf(basis)).fen).toBe(yuan(expected))
  })

  test('says every step to it', () => {
    const claimed = claimOf('40 000 000.01', {
      beforeFen: { APPLICANT_YEAR: yuan('4 000 000.00') },
      poolLeftFen: 599_999_950n,
    })
    const figures = share(30, '10 000 000.00', {
      ceilings: [{ scope: 'APPLICANT_YEAR', fen: yuan('10 000 000.00') }],
      roundingFen: 100n,
    })
    expect(award(figures, claimed)).toEqual({
      fen: 599_999_900n,
      steps: [
        { kind: 'BASIS', basisFen: 4_000_000_001n, leaves: 40_000_000_010_000n },
        { kind: 'RATE', basisPoints: 3_000n, leaves: 12_000_000_003_000n },
        {
          kind: 'CEILING',
          scope: 'APPLICANT_YEAR',
          fen: 1_000_000_000n,
          beforeFen: 400_000_000n,
          leaves: 6_000_000_000_000n,
        },
        { kind: 'POOL', leftFen: 599_999_950n, leaves: 5_999_999_500_000n },
        { kind: 'ROUNDING', unitFen: 100n, leaves: 5_999_999_000_000n },
      ],
    })
  })

  test('of the highest pays what it is higher by, and nothing where others are higher', () => {
    const grant = share(20, '2 000 000.00')
    const beside = (others: string) => award(grant, claimOf('8 000 000.00', { othersFen: yuan(others) })).fen
    expect(beside('1 000 000.00')).toBe(yuan('600 000.00'))
    expect(beside('1 700 000.00')).toBe(0n)
  })
})

describe('a pool of 100 000 000 and eleven claims of 10 000 000', () => {
  const pool = yuan('100 000 000.00')
  const figures = share(30, '10 000 000.00')

  test('first come, first served, leaves the last nothing', () => {
    let poolLeftFen = pool
    const awards = Array.from({ length: 11 }, () => {
      const { fen } = award(figures, claimOf('40 000 000.00', { poolLeftFen }))
      poolLeftFen -= fen
      return fen
    })
    expect(awards).toEqual([...Array.from({ length: 10 }, () => yuan('10 000 000.00')), 0n])
  })

  test('in proportion, by largest remainder, gives one a fen more', () => {
    const claims = Array.from({ length: 11 }, () => ({ figures, claimed: claimOf('40 000 000.00') }))
    const awards = awardsOf(claims, pool).map(({ fen }) => fen)
    expect(awards).toEqual([yuan('9 090 909.10'), ...Array.from({ length: 10 }, () => yuan('9 090 909.09'))])
  })
})

// ---- What holds of all, beside a calculator of its own that works with fractions

type Fraction = { readonly over: bigint; readonly under: bigint }
const fraction = (over: bigint, under = 1n): Fraction => ({ over, under })
const isLess = (a: Fraction, b: Fraction): boolean => a.over * b.under < b.over * a.under
const smaller = (a: Fraction, b: Fraction): Fraction => (isLess(a, b) ? a : b)
const minus = (a: Fraction, b: Fraction): Fraction => fraction(a.over * b.under - b.over * a.under, a.under * b.under)
const zero = fraction(0n)
const larger = (a: Fraction, b: Fraction): Fraction => (isLess(a, b) ? b : a)

function reference({ share: of, ceilings, roundingFen }: Figures, claimed: Claimed, pool: bigint | undefined): bigint {
  const { basisFen, beforeFen, othersFen } = claimed
  let amount = 'sumFen' in of ? fraction(of.sumFen) : fraction(basisFen * of.basisPoints, 10_000n)
  for (const { scope, fen } of ceilings)
    amount = smaller(amount, larger(zero, minus(fraction(fen), fraction(beforeFen[scope] ?? 0n))))
  if (othersFen !== undefined) amount = larger(zero, minus(amount, fraction(othersFen)))
  if (pool !== undefined) amount = smaller(amount, fraction(pool))
  return (amount.over / (amount.under * roundingFen)) * roundingFen
}

const fen = (most: bigint) => fc.bigInt({ min: 0n, max: most })
const scopes = ['APPLICATION', 'PROJECT', 'APPLICANT_YEAR', 'APPLICANT'] as const
const anyFigures: fc.Arbitrary<Figures> = fc.record({
  share: fc.oneof(
    fc.bigInt({ min: 1n, max: 10_000n }).map((basisPoints) => ({ basisPoints })),
    fc.bigInt({ min: 1n, max: 10n ** 10n }).map((sumFen) => ({ sumFen })),
  ),
  ceilings: fc.array(fc.record({ scope: fc.constantFrom(...scopes), fen: fc.bigInt({ min: 1n, max: 10n ** 10n }) }), {
    maxLength: 3,
  }),
  roundingFen: fc.constantFrom(1n, 10n, 100n, 10_000n, 1_000_000n),
})
const anyClaim: fc.Arbitrary<Claimed> = fc.record({
  basisFen: fen(10n ** 12n),
  beforeFen: fc.dictionary(fc.constantFrom(...scopes), fen(10n ** 10n)),
  othersFen: fc.option(fen(10n ** 9n), { nil: undefined }),
  poolLeftFen: fc.option(fen(10n ** 10n), { nil: undefined }),
})

describe('of any claims under any figures', () => {
  test('an award is what fractions come to', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(anyFigures, anyClaim, (figures, claimed) => {
        expect(award(figures, claimed).fen).toBe(reference(figures, claimed, claimed.poolLeftFen))
      }),
      { numRuns: 100_000 },
    )
  })

  test('a pool that does not do for all is given out whole, and nobody gets more than alone', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(1n, 100n, 10_000n),
        fc.array(fc.tuple(anyFigures, anyClaim), { maxLength: 12 }),
        fen(10n ** 10n),
        (roundingFen, drawn, pool) => {
          const claims = drawn.map(([figures, claimed]) => ({ figures: { ...figures, roundingFen }, claimed }))
          const awards = awardsOf(claims, pool).map((one) => one.fen)
          const alone = claims.map(({ figures, claimed }) => reference(figures, claimed, undefined))
          const sum = (all: readonly bigint[]): bigint => all.reduce((total, one) => total + one, 0n)
          const whole = (pool / roundingFen) * roundingFen
          expect(sum(awards)).toBe(sum(alone) <= pool ? sum(alone) : whole)
          for (const [i, one] of awards.entries()) expect(one).toBeLessThanOrEqual(alone[i] as bigint)
        },
      ),
      { numRuns: 2_000 },
    )
  })
})
