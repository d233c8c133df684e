/** The test bank's account statements: for each account one of each day on which it has booked something. */
import { createHash } from 'node:crypto'
import type { AccountDay } from './answer.ts'
import type { Taken } from './ledger.ts'

/** What every account has before its first payment: 1 000 000 000.00 yuan. */
const firstFen = 100_000_000_000n

type Movements = AccountDay['movements']

const changeOf = (movements: Movements): bigint =>
  movements.reduce((sum, { deed }) => (deed.kind === 'RETURNED' ? sum + deed.fen : sum - deed.fen), 0n)

/** In order of account and day; each day opens with what the one before it closed with. */
export function accountDays(taken: Iterable<Taken>): readonly AccountDay[] {
  const all = [...taken].flatMap(({ account, endToEndId, deeds }) =>
    deeds.flatMap((deed) => ('reference' in deed ? [{ account, endToEndId, deed }] : [])),
  )
  return [...Map.groupBy(all, ({ account }) => account)].flatMap(([account, own]) => {
    const byDay = [...Map.groupBy(own, ({ deed }) => deed.day)].toSorted(([one], [other]) => (one < other ? -1 : 1))
    let openingFen = firstFen
    return byDay.map(([day, movements]) => {
      const closingFen = openingFen + changeOf(movements)
      const statement = { account, day, openingFen, closingFen, movements }
      openingFen = closingFen
      return statement
    })
  })
}

/** The file of a day: another one, once more was booked on it or before it. */
export function statementName(statement: AccountDay): string {
  const said = JSON.stringify(statement, (_, value) => (typeof value === 'bigint' ? `${value}` : value))
  return `statement-${statement.day}-${createHash('sha256').update(said).digest('hex').slice(0, 12)}.xml`
}
