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
  /** Whether the finance department reviews it before it is approved. */
  readonly isFinanceReviewed?: true
  /** Whether what answers a call shares its pool in proportion. */
  readonly isShared?: true
  /** Whether nobody applies for it: lists are matched. */
  readonly isListed?: true
  /** For how many years running it is paid; absent where once. */
  readonly years?: number
}

/** Of a pool that is shared out `CLAIMED` before that, and `SHARELESS` where nothing comes of it. */
type Stage =
  | ('SUBMITTED' | 'ADMITTED' | 'CLAIMED' | 'SHARELESS' | 'RESERVED' | 'APPROVED')
  | ('REFUSED' | 'NOT_ADMITTED' | 'WITHDRAWN')

/** What one budget year has for an applicant: of an award over years each is a case of its own. */
export type Case = {
  readonly applicant: number
  readonly measure: string
  /** Empty where none is named. */
  readonly project: string
  readonly year: number
  /** That it answers, where the pool is shared out call by call. */
  readonly call?: string | undefined
  /** What it is judged as one with: the application that it was awarded to. */
  readonly award: string
  basis: bigint
  /** How much an amendment has left of a sum. */
  most?: bigint
  /** What others were declared to grant. */
  readonly others: bigint
  /** What others of its group grant in all, as it was judged last. */
  judgedOthers: bigint
  stage: Stage
  /** What was awarded last: it is reserved, paid, or has come back, and no more is. */
  awarded: bigint
  reserved: bigint
  paid: bigint
  /** Of what was paid: what is to come back, and what came back. */
  claimed: bigint
  recovered: bigint
}

export type Asked = Pick<Case, 'applicant' | 'measure' | 'project' | 'year' | 'call' | 'basis' | 'others'>

/** A case of which nothing is known but what it is for. */
export const newCase = (award: string, asked: Asked): Case => ({
  ...{ ...asked, award, judgedOthers: 0n, stage: 'SUBMITTED' },
  ...{ awarded: 0n, reserved: 0n, paid: 0n, claimed: 0n, recovered: 0n },
})

type Year = { budget: bigint; carried: bigint; gone: bigint; isClosed: boolean }

/** The least of an amount and what it may be at most. */
function least(amount: bigint, ...most: readonly bigint[]): bigint {
  return most.find((one) => one < amount && most.every((other) => one <= other)) ?? amount
}

/** What a pool has given or keeps for it, and what it was granted: that does not count what comes back to the treasury. */
const inUseBy = ({ reserved, paid }: Case): bigint => reserved + paid
export const grantedTo = (one: Case): bigint => inUseBy(one) - one.claimed - one.recovered
const sum = (cases: readonly Case[], amount = grantedTo): bigint => cases.reduce((all, one) => all + amount(one), 0n)

/** Says what is answered, `OK` or the reason of a no, and then has happened what was said. */
export class MoneyModel {
  readonly years: Map<number, Year> = new Map()
  readonly cases: Map<string, Case> = new Map()
  readonly rules: Readonly<Record<string, MoneyRule>>
  private readonly carriesOver: boolean

  constructor(rules: Readonly<Record<string, MoneyRule>>, carriesOver: boolean) {
    this.rules = rules
    this.carriesOver = carriesOver
  }

  left(year: number): bigint {
    const { budget, carried, gone } = this.yearOf(year)
    return budget + carried - gone - this.inUse(year)
  }

  /** `unsigned`: why those who sign it may not. */
  setBudget(year: number, fen: bigint, unsigned: readonly string[]): readonly string[] {
    const one = this.yearOf(year)
    const no = [
      ...unsigned,
      ...(one.isClosed ? ['YEAR_CLOSED'] : []),
      ...(fen === one.budget ? ['BUDGET_UNCHANGED'] : []),
      ...(fen + one.carried < this.inUse(year) ? ['BUDGET_IN_USE'] : []),
    ]
    if (no.length === 0) this.years.set(year, { ...one, budget: fen })
    return no
  }

  closeYear(year: number, thisYear: number, unsigned: readonly string[]): readonly string[] {
    const one = this.yearOf(year)
    const left = this.left(year)
    const no = [
      ...unsigned,
      ...(one.isClosed && left === 0n ? ['YEAR_CLOSED'] : []),
      ...(this.years.has(year) ? [] : ['BUDGET_NOT_SET']),
      ...(year >= thisYear ? ['YEAR_NOT_OVER'] : []),
    ]
    if (no.length > 0) return no
    this.years.set(year, { ...one, isClosed: true, gone: one.gone + left })
    const next = this.yearOf(year + 1)
    if (this.carriesOver && left > 0n) this.years.set(year + 1, { ...next, carried: next.carried + left })
    return no
  }

  submit(id: string, asked: Asked): string {
    if (this.cases.has(id)) return 'APPLICATION_EXISTS'
    this.cases.set(id, newCase(id, asked))
    return 'OK'
  }

  admit(id: string): string {
    const one = this.cases.get(id)
    const no = this.unfit(one, 'SUBMITTED')
    if (!one || no) return no ?? 'APPLICATION_NOT_FOUND'
    const { isReviewed, isShared } = this.ruleOf(one)
    if (!isReviewed && !isShared) return this.reserve(one, one.basis)
    one.stage = isShared ? 'CLAIMED' : 'ADMITTED'
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
  award(one: Case, basis: bigint, others: bigint = this.othersOf(one)): bigint | string {
    if (!this.years.has(one.year)) return 'BUDGET_NOT_SET'
    if (this.yearOf(one.year).isClosed) return 'YEAR_CLOSED'
    if (this.wasGranted(one)) return 'GRANTED_BEFORE'
    const { entitled, fen } = this.comesTo(one, this.shareOf(one, basis), others)
    if (entitled > 0n && this.left(one.year) === 0n) return 'POOL_EXHAUSTED'
    return entitled > 0n && fen > 0n ? fen : 'NOTHING_TO_AWARD'
  }

  /** What admission reserves: nothing of a pool that is shared out later; or why it is refused. */
  admitted(one: Case): bigint | string {
    if (!this.ruleOf(one).isShared) return this.award(one, one.basis)
    if (this.wasGranted(one)) return 'GRANTED_BEFORE'
    return this.claimOf(one) > 0n ? 0n : 'NOTHING_TO_AWARD'
  }

  /** What is claimed, whatever the pool has. */
  claimOf(one: Case): bigint {
    return this.comesTo(one, this.shareOf(one, one.basis), 0n, false).fen
  }

  /** Whether its applicant has had already what each has once. */
  wasGranted(one: Case): boolean {
    return this.ruleOf(one).once && sum(this.sameAs(one)) > 0n
  }

  /** What others of its group grant for the same project, declared or known. */
  othersOf(one: Case): bigint {
    const { group } = this.ruleOf(one)
    const highest = [...this.cases.values()].filter(
      (other) =>
        other.applicant === one.applicant &&
        other.measure !== one.measure &&
        this.ruleOf(other).group === group &&
        other.project === one.project,
    )
    return group ? sum(highest) + one.others : 0n
  }

  /**
   * What a share comes to, in ten-thousandths of a fen, so that nothing is rounded before the end: under ceilings, beside what
   * others grant, out of what the pool has left and the case has of it already, unless it is not asked.
   */
  comesTo(
    one: Case,
    share: bigint,
    others: bigint,
    asksPool = true,
  ): { readonly entitled: bigint; readonly fen: bigint } {
    const { ceilings, unit } = this.ruleOf(one)
    const same = this.sameAs(one)
    const before = {
      APPLICATION: 0n,
      PROJECT: one.project ? sum(same.filter(({ project }) => project === one.project)) : 0n,
      APPLICANT_YEAR: sum(same.filter(({ year }) => year === one.year)),
      APPLICANT: sum(same),
    }
    const scopes = Object.keys(before) as (keyof typeof before)[]
    const most = scopes.flatMap((scope) => {
      const ceiling = ceilings[scope]
      return ceiling === undefined ? [] : [(ceiling > before[scope] ? ceiling - before[scope] : 0n) * 10_000n]
    })
    const entitled = least(share, ...most) - others * 10_000n
    // What was paid back is the treasury's: it would have to be paid anew.
    const out = this.left(one.year) + inUseBy(one) - one.recovered
    const fen = ((asksPool ? least(entitled, out * 10_000n) : entitled) / (unit * 10_000n)) * unit
    return { entitled, fen: fen > 0n ? fen : 0n }
  }

  ruleOf({ measure }: Case): MoneyRule {
    const rule = this.rules[measure]
    if (!rule) throw new Error(`${measure} is no measure of the game`)
    return rule
  }

  /** What its applicant has under the same measure by other awards. */
  private sameAs({ applicant, measure, award }: Case): readonly Case[] {
    return [...this.cases.values()].filter(
      (other) => other.applicant === applicant && other.measure === measure && other.award !== award,
    )
  }

  shareOf(one: Case, basis: bigint): bigint {
    const { basisPoints, sum: whole = 0n } = this.ruleOf(one)
    return basisPoints === undefined ? least(whole, one.most ?? whole) * 10_000n : basis * basisPoints
  }

  private reserve(one: Case, basis: bigint): string {
    const fen = this.award(one, basis)
    if (typeof fen === 'string') return fen
    one.judgedOthers = this.othersOf(one)
    one.basis = basis
    one.awarded = fen
    one.reserved = fen
    one.stage = 'RESERVED'
    return 'OK'
  }

  /** Why it is not in this stage. */
  protected unfit(one: Case | undefined, stage: Stage): string | undefined {
    if (!one) return 'APPLICATION_NOT_FOUND'
    if (this.hasEnded(one)) return 'APPLICATION_ENDED'
    if (stage === 'RESERVED' && one.stage === 'CLAIMED') return 'NOT_APPORTIONED'
    if (stage === 'RESERVED' && one.stage === 'SHARELESS') return 'NOTHING_TO_AWARD'
    return one.stage === stage ? undefined : 'STEP_NOT_NEXT'
  }

  hasEnded({ stage }: Case): boolean {
    return stage === 'REFUSED' || stage === 'NOT_ADMITTED' || stage === 'WITHDRAWN'
  }

  private inUse(year: number): bigint {
    return sum(
      [...this.cases.values()].filter((one) => one.year === year),
      inUseBy,
    )
  }

  yearOf(year: number): Year {
    return this.years.get(year) ?? { budget: 0n, carried: 0n, gone: 0n, isClosed: false }
  }
}
