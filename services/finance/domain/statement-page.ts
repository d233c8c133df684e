/** Pages of a statement (对账单分页): kept one by one, and a statement once all of them are there. */
import { type Either, left, right } from 'fp-ts/lib/Either.js'
import type { Day } from '#shared/domain/calendar.ts'
import { changeOf, entryKey, nameOf, type Statement, type StatementEntry } from './statement.ts'

/** A page of a statement, by the account, the bank's id and the time at which the bank has made it. */
export type StatementPage = Pick<Statement, 'account' | 'id' | 'createTime'> & {
  /** From 1. */
  readonly number: number
  readonly isLast: boolean
  /** What the first page opens with, and the day that it begins on. */
  readonly opening?: { readonly fen: bigint; readonly day: Day }
  /** What the last page closes with, and the day that it ends on. */
  readonly closing?: { readonly fen: bigint; readonly day: Day }
  readonly entries: readonly StatementEntry[]
}

/** Why pages are no statement: some are missing so far, or they contradict each other. */
export type Unassembled = { readonly kind: 'INCOMPLETE' | 'CONTRADICTION'; readonly what: string }

const contradiction = (what: string): Either<Unassembled, never> => left({ kind: 'CONTRADICTION', what })

/** As many gaps are named one by one. */
const shownGaps = 5

/** Which pages before the last that is there are missing: `2`, or `2 to 98`. */
const gapsIn = (inOrder: readonly StatementPage[]): readonly string[] =>
  inOrder.flatMap(({ number }, i) => {
    const [from, to] = [(inOrder[i - 1]?.number ?? 0) + 1, number - 1]
    if (from > to) return []
    return from === to ? `${from}` : `${from} to ${to}`
  })

/** @param pages of one statement, in whatever order they came, none told twice */
export function assembled(pages: readonly StatementPage[]): Either<Unassembled, Statement> {
  const inOrder = pages.toSorted((one, other) => one.number - other.number)
  const [first, last] = [inOrder[0], inOrder.at(-1)]
  if (!first || !last) return left({ kind: 'INCOMPLETE', what: 'no page is there' })
  const twice = inOrder.find(({ number }, i) => number === inOrder[i - 1]?.number)
  if (twice) return contradiction(`page ${twice.number} was told in two ways`)
  const early = inOrder.find((page) => page.isLast && page !== last)
  if (early) return contradiction(`page ${early.number} is the last one, and page ${last.number} is there`)
  const missing = gapsIn(inOrder)
  if (missing.length > 0 || !last.isLast) {
    const more = missing.length > shownGaps ? [`${missing.length - shownGaps} more gaps`] : []
    const what = [...missing.slice(0, shownGaps), ...more, ...(last.isLast ? [] : [`what follows ${last.number}`])]
    return left({ kind: 'INCOMPLETE', what: `page ${what.join(', ')} has not come` })
  }
  const { opening } = first
  const { closing } = last
  if (!opening || !closing) return contradiction('it has no opening or no closing balance')
  if (opening.day > closing.day) return contradiction(`it begins on ${opening.day}, and closes on ${closing.day}`)
  const entries = inOrder.flatMap((page) => page.entries)
  const told = new Set<string>()
  for (const entry of entries) {
    const { day, bankReference } = entry
    if (day < opening.day || day > closing.day)
      return contradiction(`entry ${bankReference} is of ${day}, the statement of ${opening.day} to ${closing.day}`)
    const one = entryKey(entry)
    if (told.has(one)) return contradiction(`reference ${bankReference} stands there twice, of the same amount and day`)
    told.add(one)
  }
  const sum = entries.reduce((total, entry) => total + changeOf(entry), opening.fen)
  if (sum !== closing.fen)
    return contradiction(`it closes with ${closing.fen} fen, the opening balance and the entries come to ${sum} fen`)
  const { account, id, createTime } = first
  const days = { firstDay: opening.day, lastDay: closing.day }
  return right({ account, id, createTime, ...days, openingFen: opening.fen, closingFen: closing.fen, entries })
}

const keyOf = ({ account, id, createTime }: StatementPage): string => `${account} ${id} ${createTime.toISOString()}`

/** What of all pages that have come is no statement, and why: none of its entries is compared. */
export const unassembled = (pages: readonly StatementPage[]): readonly string[] =>
  [...Map.groupBy(pages, keyOf).values()].flatMap((own) => {
    const found = assembled(own)
    const [first] = own
    return found._tag === 'Left' && first ? [`${nameOf(first)} is not compared: ${found.left.what}`] : []
  })
