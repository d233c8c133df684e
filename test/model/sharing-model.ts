/**
 * What claims on a pool come to that is shared out in proportion, told from rule 16 of docs/domain.md (Money) apart from the
 * service. Each answer is all the reasons there are to say no.
 */
import type { AwardModel } from './award-model.ts'
import { unfitDuty, type Who } from './duty-model.ts'
import type { Case } from './money-model.ts'

const total = (amounts: readonly bigint[]): bigint => amounts.reduce((all, one) => all + one, 0n)

/** The place of the largest; of equal ones the first. */
const largest = (amounts: readonly bigint[]): number =>
  amounts.reduce((best, one, i) => (one > (amounts[best] as bigint) ? i : best), 0)

/** Whole units of so many, in proportion to what is wanted; each that is over goes to whom most is missing. */
export function inProportion(units: bigint, wanted: readonly bigint[]): readonly bigint[] {
  const all = total(wanted)
  const given = wanted.map((one) => (units * one) / all)
  const missing = () => wanted.map((one, i) => units * one - (given[i] as bigint) * all)
  while (total(given) < units) {
    const i = largest(missing())
    given[i] = (given[i] as bigint) + 1n
  }
  return given
}

export class SharingModel {
  private readonly shared = new Set<string>()
  private readonly books: AwardModel

  constructor(books: AwardModel) {
    this.books = books
  }

  isShared(call: string): boolean {
    return this.shared.has(call)
  }

  /** All that ever answered a call, in the order in which they were handed in. */
  answering(call: string): readonly (readonly [string, Case])[] {
    return [...this.books.cases].filter(([, one]) => one.call === call)
  }

  /** `isOver`: the call takes none any more. `sawAll`: whoever shares it out saw all that answered. */
  share(
    call: string,
    { isOver, sawAll }: { readonly isOver: boolean; readonly sawAll: boolean },
    who: Who,
  ): readonly string[] {
    const { books } = this
    const answering = this.answering(call)
    const claims = answering.filter(([, one]) => !books.hasEnded(one))
    const [first] = claims
    if (answering.length === 0) return ['APPORTIONMENT_NOT_FOUND']
    const unready = [
      ...(this.isShared(call) ? ['APPORTIONED'] : []),
      ...(isOver ? [] : ['CALL_STILL_OPEN']),
      ...(sawAll ? [] : ['APPLICATIONS_CHANGED']),
      ...(claims.some(([, { stage }]) => stage === 'SUBMITTED') ? ['CLAIMS_OPEN'] : []),
      ...(first ? this.unfitYear(first[1].year) : ['NOTHING_CLAIMED_OF_POOL']),
    ]
    if (!first || unready.length > 0) return unready
    const shares = this.sharesOf(claims.map(([, one]) => one))
    const no = claims.flatMap(([name]) => unfitDuty('HANDLE', who, books.awardOf(name).signed, total(shares)))
    for (const [i, [name, one]] of claims.entries()) {
      one.reserved = no.length > 0 ? 0n : (shares[i] as bigint)
      one.awarded = one.reserved
      if (no.length > 0) continue
      one.stage = one.reserved > 0n ? 'RESERVED' : 'SHARELESS'
      books.awardOf(name).signed.push({ duty: 'HANDLE', persons: who.persons })
    }
    if (no.length === 0) this.shared.add(call)
    return no
  }

  private unfitYear(year: number): readonly string[] {
    if (!this.books.years.has(year)) return ['BUDGET_NOT_SET']
    if (this.books.yearOf(year).isClosed) return ['YEAR_CLOSED']
    return this.books.left(year) === 0n ? ['POOL_EXHAUSTED'] : []
  }

  /** Each is judged with what was claimed before it: that counts under the ceilings. */
  private sharesOf(claims: readonly Case[]): readonly bigint[] {
    const left = this.books.left((claims[0] as Case).year)
    const wanted = claims.map((one) => {
      one.reserved = this.books.claimOf(one)
      return one.reserved
    })
    if (total(wanted) <= left) return wanted
    const { unit } = this.books.ruleOf(claims[0] as Case)
    return inProportion(left / unit, wanted).map((units) => units * unit)
  }
}
