/** Balances, rebuilt from entries alone, and compared with what pools say. */
import type { Account, Entry } from '#shared/domain/ledger.ts'
import { type BudgetYear, leftFen } from './pool.ts'

/** Of an account in a year, in fen. */
export type Balance = {
  debitsPending: bigint
  debitsPosted: bigint
  creditsPending: bigint
  creditsPosted: bigint
}

const nothing: Balance = { debitsPending: 0n, debitsPosted: 0n, creditsPending: 0n, creditsPosted: 0n }

/** What an entry adds to what is pending and what is booked. */
const effects: Readonly<Record<Entry['kind'], readonly [pending: bigint, posted: bigint]>> = {
  POSTED: [0n, 1n],
  PENDING: [1n, 0n],
  POST: [-1n, 1n],
  VOID: [-1n, 0n],
}

/** Adds up entries as they come, by account and year. */
export class Balances {
  private readonly balances = new Map<string, Balance>()

  add({ kind, debit, credit, year, fen }: Entry): void {
    const [pending, posted] = effects[kind]
    const debited = this.at(debit, year)
    debited.debitsPending += pending * fen
    debited.debitsPosted += posted * fen
    const credited = this.at(credit, year)
    credited.creditsPending += pending * fen
    credited.creditsPosted += posted * fen
  }

  of(account: Account, year: number): Readonly<Balance> {
    return this.balances.get(`${account} ${year}`) ?? nothing
  }

  /** As `account year`. */
  get all(): ReadonlyMap<string, Readonly<Balance>> {
    return this.balances
  }

  private at(account: Account, year: number): Balance {
    const key = `${account} ${year}`
    const known = this.balances.get(key)
    if (known) return known
    const fresh = { ...nothing }
    this.balances.set(key, fresh)
    return fresh
  }
}

/** What of a pool's year is not as its ledger has it; what it can still give is what came in, less what is pending or went out. */
export function differences(
  pool: string,
  year: string,
  kept: BudgetYear,
  balance: Readonly<Balance>,
): readonly string[] {
  const { debitsPending, debitsPosted, creditsPosted } = balance
  const left = creditsPosted - debitsPosted - debitsPending
  return [
    ...(left === leftFen(kept) ? [] : [`${pool} ${year}: ${leftFen(kept)} left, ${left} by its ledger`]),
    ...(debitsPending === BigInt(kept.reservedFen)
      ? []
      : [`${pool} ${year}: ${kept.reservedFen} reserved, ${debitsPending} by its ledger`]),
    ...(left < 0n ? [`${pool} ${year}: overdrawn by ${-left}`] : []),
  ]
}
