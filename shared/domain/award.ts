/**
 * What a measure pays, and why, to the fen. Whole numbers alone: multiplied before they are divided, and rounded down once,
 * at the end, so that no ceiling is ever passed. Pure: the same claim under the same figures comes to the same at any time.
 */

/** An exact amount, in parts of a fen: a rate is in hundredths of a percent, so that no amount needs a finer one. */
export type Exact = bigint

/** How many parts a fen has. */
export const partsOfFen = 10_000n

/** What the amounts under a ceiling are summed over. */
export type Scope = 'APPLICATION' | 'PROJECT' | 'APPLICANT_YEAR' | 'APPLICANT'

/** The figures that a claim is judged by: the document's, within which a year's call has set them. */
export type Figures = {
  /** A share of the basis in hundredths of a percent, or a sum whatever the basis. */
  readonly share: { readonly basisPoints: bigint } | { readonly sumFen: bigint }
  readonly ceilings: readonly { readonly scope: Scope; readonly fen: bigint }[]
  /** Down to a multiple of how many fen. */
  readonly roundingFen: bigint
}

/** What a claim meets. */
export type Claimed = {
  /** What the share is of, in fen: of a year's bills their sum. */
  readonly basisFen: bigint
  /** What was granted before under the same measure, by what ceilings are summed over. */
  readonly beforeFen: Readonly<Partial<Record<Scope, bigint>>>
  /** What others of the stacking group have granted for it; undefined where the measure stacks with everything. */
  readonly othersFen: bigint | undefined
  /** What its pool has left; undefined where there is none. */
  readonly poolLeftFen: bigint | undefined
}

/** A step of a calculation, and what it leaves. */
export type Step = { readonly leaves: Exact } & (
  | { readonly kind: 'BASIS'; readonly basisFen: bigint }
  | { readonly kind: 'RATE'; readonly basisPoints: bigint }
  | { readonly kind: 'SUM'; readonly sumFen: bigint }
  | { readonly kind: 'CEILING'; readonly scope: Scope; readonly fen: bigint; readonly beforeFen: bigint }
  | { readonly kind: 'HIGHEST'; readonly othersFen: bigint }
  | { readonly kind: 'POOL'; readonly leftFen: bigint }
  | { readonly kind: 'SHARED'; readonly poolFen: bigint; readonly claimedFen: bigint }
  | { readonly kind: 'ROUNDING'; readonly unitFen: bigint }
)

/** An amount with every step to it; the last one leaves it. */
export type Award = { readonly fen: bigint; readonly steps: readonly Step[] }

export const least = (one: bigint, other: bigint): bigint => (one < other ? one : other)
export const notNegative = (amount: bigint): bigint => (amount < 0n ? 0n : amount)
const exactly = (fen: bigint): Exact => fen * partsOfFen

/** What a claim is entitled to, before its pool and before rounding. */
function entitled(figures: Figures, claimed: Claimed): readonly Step[] {
  const { basisFen, beforeFen, othersFen } = claimed
  const { share } = figures
  const steps: Step[] =
    'basisPoints' in share
      ? [
          { kind: 'BASIS', basisFen, leaves: exactly(basisFen) },
          { kind: 'RATE', basisPoints: share.basisPoints, leaves: basisFen * share.basisPoints },
        ]
      : [{ kind: 'SUM', sumFen: share.sumFen, leaves: exactly(share.sumFen) }]
  for (const { scope, fen } of figures.ceilings) {
    const before = beforeFen[scope] ?? 0n
    const leaves = least(leftBy(steps), exactly(notNegative(fen - before)))
    steps.push({ kind: 'CEILING', scope, fen, beforeFen: before, leaves })
  }
  if (othersFen !== undefined)
    steps.push({ kind: 'HIGHEST', othersFen, leaves: notNegative(leftBy(steps) - exactly(othersFen)) })
  return steps
}

/** What the last step leaves. */
export const leftBy = (steps: readonly Step[]): Exact => steps.at(-1)?.leaves ?? 0n

function rounded(steps: readonly Step[], unitFen: bigint): Award {
  const fen = (leftBy(steps) / exactly(unitFen)) * unitFen
  return { fen, steps: [...steps, { kind: 'ROUNDING', unitFen, leaves: exactly(fen) }] }
}

/** What a claim is awarded that comes when its pool has so much left. */
export function award(figures: Figures, claimed: Claimed): Award {
  const steps = [...entitled(figures, claimed)]
  const { poolLeftFen: leftFen } = claimed
  if (leftFen !== undefined) steps.push({ kind: 'POOL', leftFen, leaves: least(leftBy(steps), exactly(leftFen)) })
  return rounded(steps, figures.roundingFen)
}

/**
 * What claims under one measure are awarded that share a pool in proportion. Each is rounded down first, to whole units: a
 * fen each where they are not rounded alike. Where the pool does not do for all, each gets its share of the pool's whole
 * units, and what is left over goes, a unit each, to those with the largest remainders; of equal ones to the earlier. So no
 * claim gets more than it is entitled to, and the pool is given out whole.
 */
export function awardsOf(
  claims: readonly { readonly figures: Figures; readonly claimed: Claimed }[],
  poolFen: bigint,
): readonly Award[] {
  const all = claims.map(({ figures, claimed }) => rounded(entitled(figures, claimed), figures.roundingFen))
  const claimedFen = all.reduce((sum, { fen }) => sum + fen, 0n)
  if (claimedFen <= poolFen) return all
  const roundings = new Set(claims.map(({ figures }) => figures.roundingFen))
  const [unitFen = 1n] = roundings.size === 1 ? roundings : []
  const units = poolFen / unitFen
  const shares = all.map(({ fen }, i) => ({
    i,
    units: (units * fen) / claimedFen,
    remainder: (units * fen) % claimedFen,
  }))
  const over = units - shares.reduce((sum, share) => sum + share.units, 0n)
  const byRemainder = shares.toSorted(
    (a, b) => Number(a.remainder < b.remainder) - Number(a.remainder > b.remainder) || a.i - b.i,
  )
  const favoured = new Set(byRemainder.slice(0, Number(over)).map(({ i }) => i))
  return all.map(({ steps }, i) => {
    const share = ((shares[i]?.units ?? 0n) + (favoured.has(i) ? 1n : 0n)) * unitFen
    const own = claims[i]?.figures.roundingFen ?? unitFen
    const fen = (share / own) * own
    return { fen, steps: [...steps, { kind: 'SHARED', poolFen, claimedFen, leaves: exactly(fen) }] }
  })
}
