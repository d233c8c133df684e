/**
 * What becomes of one pool's money, told from the rules of docs/domain.md and docs/money.md apart from the service: cases
 * and what each has, summed anew for every question; nothing is folded, and nothing of the ledger is known.
 */

/** How a measure of the game pays. */
export type MoneyRule = {
  /** In hundredths of a percent; or a sum whatever the basis. */
  readonly basisPoints?: bigint
  readonly sum?: bigint
  readonly ceilings: Partial<Readonly<Record<'APPLICATION' | 'PROJECT' | 'APPLICANT_YEAR' | 'APPLICANT', bigint>>>
  readonly unit: bigint
  /** Within which the highest applies; empty where it stacks with everything. */
  readonly group: string
  readonly once: boolean
  /** Whether experts approve an investment, which it is a share of. */
  readonly isReviewed: boolean
}

type Stage = 'SUBMITTED' | 'ADMITTED' | 'RESERVED' | 'APPROVED' | 'REFUSED' | 'NOT_ADMITTED' | 'WITHDRAWN'

export type Case = {
  readonly applicant: number
  readonly measure: string
  /** Empty where none is named. */
  readonly project: string
  readonly year: number
  readonly basis: bigint
  readonly others: bigint
  stage: Stage
  reserved: bigint
  paid: bigint
}

type Year = { budget: bigint; carried: bigint; gone: bigint; isClosed: boolean }

/** The least of an amount and what it may be at most. */
function least(amount: bigint, ...most: readonly bigint[]): bigint {
  return most.find((one) => one < amount && most.every((other) => one <= other)) ?? amount
}

const has = ({ reserved, paid }: Case): bigint => reserved + paid
const sum = (cases: readonly Case[]): bigint => cases.reduce((all, one) => all + has(one), 0n)

/** Says what is answered, `OK` or the reason of a no, and then has happened what was said. */
export class MoneyModel {
  readonly years: Map<number, Year> = new Map()
  readonly cases: Map<string, Case> = new Map()
  private readonly rules: Readonly<Record<string, MoneyRule>>
  private readonly carriesOver: boolean

  constructor(rules: Readonly<Record<string, MoneyRule>>, carriesOver: boolean) {
    this.rules = rules
    this.carriesOver = carriesOver
  }

  left(year: number): bigint {
    const { budget, carried, gone } = this.yearOf(year)
    return budget + carried - gone - this.inUse(year)
  }

  setBudget(year: number, fen: bigint): string {
    const one = this.yearOf(year)
    if (one.isClosed) return 'YEAR_CLOSED'
    if (fen === one.budget) return 'BUDGET_UNCHANGED'
    if (fen + one.carried < this.inUse(year)) return 'BUDGET_IN_USE'
    this.years.set(year, { ...one, budget: fen })
    return 'OK'
  }

  closeYear(year: number, thisYear: number): string {
    const one = this.yearOf(year)
    const left = this.left(year)
    if (one.isClosed && left === 0n) return 'YEAR_CLOSED'
    if (!this.years.has(year)) return 'BUDGET_NOT_SET'
    if (year >= thisYear) return 'YEAR_NOT_OVER'
    this.years.set(year, { ...one, isClosed: true, gone: one.gone + left })
    const next = this.yearOf(year + 1)
    if (this.carriesOver && left > 0n) this.years.set(year + 1, { ...next, carried: next.carried + left })
    return 'OK'
  }

  submit(id: string, asked: Omit<Case, 'stage' | 'reserved' | 'paid'>): string {
    if (this.cases.has(id)) return 'APPLICATION_EXISTS'
    this.cases.set(id, { ...asked, stage: 'SUBMITTED', reserved: 0n, paid: 0n })
    return 'OK'
  }

  admit(id: string): string {
    const one = this.cases.get(id)
    const no = this.unfit(one, 'SUBMITTED')
    if (!one || no) return no ?? 'APPLICATION_NOT_FOUND'
    if (!this.ruleOf(one).isReviewed) return this.reserve(one, one.basis)
    one.stage = 'ADMITTED'
    return 'OK'
  }

  approveInvestment(id: string, investment: bigint): string {
    const one = this.cases.get(id)
    const no = this.unfit(one, 'ADMITTED')
    return !one || no ? (no ?? 'APPLICATION_NOT_FOUND') : this.reserve(one, investment)
  }

  approve(id: string): string {
    const one = this.cases.get(id)
    const no = this.unfit(one, 'RESERVED')
    if (!one || no) return no ?? 'APPLICATION_NOT_FOUND'
    one.stage = 'APPROVED'
    return 'OK'
  }

  end(id: string, how: 'REFUSED' | 'WITHDRAWN'): string {
    const one = this.cases.get(id)
    if (!one) return 'APPLICATION_NOT_FOUND'
    if (one.stage === 'APPROVED') return 'APPLICATION_APPROVED'
    if (this.hasEnded(one)) return 'APPLICATION_ENDED'
    one.stage = how === 'REFUSED' && one.stage === 'SUBMITTED' ? 'NOT_ADMITTED' : how
    one.reserved = 0n
    return 'OK'
  }

  /** What an award comes to, or why it comes to nothing. */
  award(one: Case, basis: bigint): bigint | string {
    const { ceilings, unit, group, once } = this.ruleOf(one)
    if (!this.years.has(one.year)) return 'BUDGET_NOT_SET'
    if (this.yearOf(one.year).isClosed) return 'YEAR_CLOSED'
    const theirs = [...this.cases.values()].filter(({ applicant }) => applicant === one.applicant)
    const same = theirs.filter(({ measure }) => measure === one.measure)
    if (once && sum(same) > 0n) return 'GRANTED_BEFORE'
    const before = {
      APPLICATION: 0n,
      PROJECT: one.project ? sum(same.filter(({ project }) => project === one.project)) : 0n,
      APPLICANT_YEAR: sum(same.filter(({ year }) => year === one.year)),
      APPLICANT: sum(same),
    }
    const highest = theirs.filter(
      (other) => other.measure !== one.measure && this.ruleOf(other).group === group && other.project === one.project,
    )
    const others = group ? sum(highest) + one.others : 0n
    // In ten-thousandths of a fen, so that nothing is rounded before the end.
    const scopes = Object.keys(before) as (keyof typeof before)[]
    const most = scopes.flatMap((scope) => {
      const ceiling = ceilings[scope]
      return ceiling === undefined ? [] : [(ceiling - before[scope]) * 10_000n]
    })
    const entitled = least(this.shareOf(one, basis), ...most) - others * 10_000n
    const left = this.left(one.year)
    const fen = (least(entitled, left * 10_000n) / (unit * 10_000n)) * unit
    if (entitled > 0n && left === 0n) return 'POOL_EXHAUSTED'
    return entitled > 0n && fen > 0n ? fen : 'NOTHING_TO_AWARD'
  }

  ruleOf({ measure }: Case): MoneyRule {
    const rule = this.rules[measure]
    if (!rule) throw new Error(`${measure} is no measure of the game`)
    return rule
  }

  private shareOf(one: Case, basis: bigint): bigint {
    const { basisPoints, sum: whole = 0n } = this.ruleOf(one)
    return basisPoints === undefined ? whole * 10_000n : basis * basisPoints
  }

  private reserve(one: Case, basis: bigint): string {
    const fen = this.award(one, basis)
    if (typeof fen === 'string') return fen
    one.reserved = fen
    one.stage = 'RESERVED'
    return 'OK'
  }

  private unfit(one: Case | undefined, stage: Stage): string | undefined {
    if (!one) return 'APPLICATION_NOT_FOUND'
    if (this.hasEnded(one)) return 'APPLICATION_ENDED'
    return one.stage === stage ? undefined : 'STEP_NOT_NEXT'
  }

  private hasEnded({ stage }: Case): boolean {
    return stage === 'REFUSED' || stage === 'NOT_ADMITTED' || stage === 'WITHDRAWN'
  }

  private inUse(year: number): bigint {
    return sum([...this.cases.values()].filter((one) => one.year === year))
  }

  private yearOf(year: number): Year {
    return this.years.get(year) ?? { budget: 0n, carried: 0n, gone: 0n, isClosed: false }
  }
}
