/**
 * What becomes of lists that nobody applies for (免申即享), told from rule 18 of docs/domain.md (Money) apart from the service.
 * Each answer is all the reasons there are to say no.
 */
import type { AwardModel } from './award-model.ts'
import type { Who } from './duty-model.ts'

export type ListedRow = { readonly applicant: number; readonly project: string; readonly basis: bigint }
/** `matched`: numbers of rows, from 1. */
export type Listing = {
  readonly year: number
  readonly rows: readonly ListedRow[]
  readonly matched: Set<number>
  isWithdrawn: boolean
}

export class RosterModel {
  readonly rosters: Map<string, Listing> = new Map()
  private readonly books: AwardModel

  constructor(books: AwardModel) {
    this.books = books
  }

  /** Rows that list an applicant: all but those that were dropped before they were matched. */
  listed(applicant: number): readonly (ListedRow & { readonly roster: string; readonly row: number })[] {
    return [...this.rosters].flatMap(([roster, { rows, matched, isWithdrawn }]) =>
      rows
        .map((one, i) => ({ ...one, roster, row: i + 1 }))
        .filter((one) => one.applicant === applicant && (matched.has(one.row) || !isWithdrawn)),
    )
  }

  import(name: string, year: number, rows: readonly ListedRow[]): readonly string[] {
    if (this.rosters.has(name)) return ['ROSTER_EXISTS']
    const isListed = ({ applicant, project }: ListedRow): boolean =>
      this.listed(applicant).some((one) => one.project === project && this.rosters.get(one.roster)?.year === year)
    if (rows.some(isListed)) return ['ROSTER_ROWS_LISTED']
    this.rosters.set(name, { year, rows, matched: new Set(), isWithdrawn: false })
    return []
  }

  /** Opens an application, which reserves what it comes to. */
  match(name: string, row: number, application: string, who: Who): readonly string[] {
    const { year, rows, matched, isWithdrawn } = this.rosters.get(name) as Listing
    const listed = rows[row - 1]
    if (!listed) return ['ROSTER_ROW_NOT_FOUND']
    const no = [...(matched.has(row) ? ['ROSTER_ROW_MATCHED'] : []), ...(isWithdrawn ? ['ROSTER_WITHDRAWN'] : [])]
    if (no.length > 0) return no
    this.books.submit(application, { ...listed, measure: 'listed', year, call: undefined, others: 0n })
    const unfit = this.books.take('admit', application, 0n, who)
    if (unfit.length === 0) matched.add(row)
    else this.books.forget(application)
    return unfit
  }

  withdraw(name: string): readonly string[] {
    const one = this.rosters.get(name) as Listing
    const no = [
      ...(one.isWithdrawn ? ['ROSTER_WITHDRAWN'] : []),
      ...(one.matched.size === one.rows.length ? ['ROSTER_MATCHED_WHOLLY'] : []),
    ]
    if (no.length === 0) one.isWithdrawn = true
    return no
  }
}
