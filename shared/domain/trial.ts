/** What a measure would pay to a list of claims, as if nothing had been paid before: the office's simulator. Pure. */
import type { MeasureContent } from '#proto/qiantou/measure/v1/measure.ts'
import { type Award, award, awardsOf, type Claimed, type Figures, type Scope } from './award.ts'
import { type Day, dayFrom } from './calendar.ts'
import { figuresOf } from './figures.ts'

/** A claim, with what it is judged by. Amounts in fen. */
export type Claim = {
  readonly id: string
  readonly applicant: string
  readonly applicantClass: string
  readonly project: string
  readonly day: Day
  /** Of a year's bills their sum. */
  readonly basisFen: bigint
  /** What others of the stacking group have granted for it. */
  readonly othersFen: bigint
}

/** Why a claim is not judged by the measure at all. */
export type NotEligible = 'NOT_IN_FORCE' | 'CLASS_WITHOUT_TERMS' | 'DECIDED_CASE_BY_CASE' | 'GRANTED_BEFORE'

/** `years`: for how many years running the award is paid. */
export type Judged = { readonly claim: Claim } & (
  | { readonly award: Award; readonly years: number }
  | { readonly notEligible: NotEligible }
)

/** What a year's pool had, and what it has left. */
export type PoolEnd = { readonly year: number; readonly fen: bigint; readonly leftFen: bigint }

export type Trial = { readonly judged: readonly Judged[]; readonly pools: readonly PoolEnd[] }

/** The budget year of a day: the calendar year. */
export const yearOf = (day: Day): number => Number(day.slice(0, 4))

/** Sums of awards by what ceilings are summed over. */
class Before {
  private readonly sums = new Map<string, bigint>()

  private keysOf({ applicant, project, day }: Claim): readonly (readonly [Scope, string])[] {
    return [
      ['PROJECT', `project ${project}`],
      ['APPLICANT_YEAR', `year ${yearOf(day)} ${applicant}`],
      ['APPLICANT', `applicant ${applicant}`],
    ]
  }

  of(claim: Claim): Claimed['beforeFen'] {
    return Object.fromEntries(this.keysOf(claim).map(([scope, key]) => [scope, this.sums.get(key) ?? 0n]))
  }

  add(claim: Claim, fen: bigint): void {
    for (const [, key] of this.keysOf(claim)) this.sums.set(key, (this.sums.get(key) ?? 0n) + fen)
  }
}

function notEligible(content: MeasureContent, claim: Claim, granted: ReadonlySet<string>): NotEligible | undefined {
  const { validFrom, validUntil, basis, once } = content
  const isEarly = validFrom !== undefined && claim.day < dayFrom(validFrom)
  const isLate = validUntil !== undefined && claim.day > dayFrom(validUntil)
  if (isEarly || isLate) return 'NOT_IN_FORCE'
  if (basis === 'BASIS_DECISION') return 'DECIDED_CASE_BY_CASE'
  if (!figuresOf(content, claim.applicantClass, yearOf(claim.day))) return 'CLASS_WITHOUT_TERMS'
  return once && granted.has(claim.applicant) ? 'GRANTED_BEFORE' : undefined
}

/**
 * Judges claims in the order of their days, those of one day in the order given. `pools` stand in place of what the measure says
 * that a year has. A year that is not named has no pool, and so no limit.
 */
export function tried(content: MeasureContent, claims: readonly Claim[], pools: ReadonlyMap<number, bigint>): Trial {
  const budgets = new Map([...content.pool.map(({ year, fen }) => [year, fen] as const), ...pools])
  const inOrder = claims.toSorted((a, b) => (a.day === b.day ? 0 : a.day < b.day ? -1 : 1))
  const judged =
    content.poolRule === 'POOL_RULE_PRO_RATA'
      ? inProportion(content, inOrder, budgets)
      : inTurn(content, inOrder, budgets)
  const spent = new Map<number, bigint>()
  for (const one of judged)
    if ('award' in one)
      for (let i = 0; i < one.years; i += 1) {
        const year = yearOf(one.claim.day) + i
        spent.set(year, (spent.get(year) ?? 0n) + one.award.fen)
      }
  const ends = [...budgets].map(([year, fen]) => ({ year, fen, leftFen: fen - (spent.get(year) ?? 0n) }))
  return { judged, pools: ends.toSorted((a, b) => a.year - b.year) }
}

const claimedOf = (content: MeasureContent, claim: Claim, before: Before): Omit<Claimed, 'poolLeftFen'> => ({
  basisFen: claim.basisFen,
  beforeFen: before.of(claim),
  othersFen: content.stacking === 'STACKING_HIGHEST' ? claim.othersFen : undefined,
})

/** First come, first served. */
function inTurn(
  content: MeasureContent,
  claims: readonly Claim[],
  budgets: ReadonlyMap<number, bigint>,
): readonly Judged[] {
  const left = new Map(budgets)
  const before = new Before()
  const granted = new Set<string>()
  const years = content.instalments || 1
  return claims.map((claim): Judged => {
    const no = notEligible(content, claim, granted)
    const figures = figuresOf(content, claim.applicantClass, yearOf(claim.day))
    if (no || !figures) return { claim, notEligible: no ?? 'CLASS_WITHOUT_TERMS' }
    const paid = Array.from({ length: years }, (_, i) => yearOf(claim.day) + i)
    // What every year that it is paid in has left, as far as there are pools.
    const lefts = paid.flatMap((year) => left.get(year) ?? [])
    const poolLeftFen = lefts.reduce<bigint | undefined>(
      (least, one) => (least === undefined || one < least ? one : least),
      undefined,
    )
    const made = award(figures, { ...claimedOf(content, claim, before), poolLeftFen })
    for (const year of paid) if (left.has(year)) left.set(year, (left.get(year) ?? 0n) - made.fen)
    before.add(claim, made.fen)
    if (made.fen > 0n) granted.add(claim.applicant)
    return { claim, award: made, years }
  })
}

type NotEntitled = { readonly claim: Claim; readonly notEligible: NotEligible }
type Entitled = { readonly claim: Claim; readonly figures: Figures; readonly claimed: Claimed }

/** In proportion: the claims of a year share what that year has. Under ceilings a claim counts with what it is entitled to. */
function inProportion(
  content: MeasureContent,
  claims: readonly Claim[],
  budgets: ReadonlyMap<number, bigint>,
): readonly Judged[] {
  const before = new Before()
  const granted = new Set<string>()
  const entitled = claims.map((claim): Entitled | NotEntitled => {
    const no = notEligible(content, claim, granted)
    const figures = figuresOf(content, claim.applicantClass, yearOf(claim.day))
    if (no || !figures) return { claim, notEligible: no ?? 'CLASS_WITHOUT_TERMS' }
    const claimed = { ...claimedOf(content, claim, before), poolLeftFen: undefined }
    const { fen } = award(figures, claimed)
    before.add(claim, fen)
    if (fen > 0n) granted.add(claim.applicant)
    return { claim, figures, claimed }
  })
  const shared = new Map<Claim, Award>()
  for (const year of new Set(claims.map(({ day }) => yearOf(day)))) {
    const ofYear = entitled.flatMap((one) => ('figures' in one && yearOf(one.claim.day) === year ? [one] : []))
    const pool = budgets.get(year)
    const awards =
      pool === undefined ? ofYear.map(({ figures, claimed }) => award(figures, claimed)) : awardsOf(ofYear, pool)
    for (const [i, { claim }] of ofYear.entries()) shared.set(claim, awards[i] as Award)
  }
  return entitled.map((one) =>
    'figures' in one
      ? { claim: one.claim, award: shared.get(one.claim) as Award, years: content.instalments || 1 }
      : one,
  )
}
