/** Balances, rebuilt from entries alone, and compared with what pools say. */
import type { ResourceName } from '#shared/domain/decider.ts'
import type { Account, Entry } from '#shared/domain/ledger.ts'
import { budgetAccount, carryOverAccount, recoveredAccount } from './ledger.ts'
import { leftFen, noBudget, type Pool } from './pool.ts'
import { cameInFen, lineAccount, lineLeftFen, type NamedQuota, wentOutFen } from './quota.ts'

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
  /** In whose ledgers there are entries, and of which years. */
  readonly years: Map<ResourceName, Set<number>> = new Map()

  add({ pool, kind, debit, credit, year, fen }: Entry): void {
    this.years.set(pool, (this.years.get(pool) ?? new Set()).add(year))
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

/** A pool's amounts of a year by what it is called, each as the pool has it and as its ledger does. */
function amounts(
  pool: ResourceName,
  year: number,
  years: Pool['years'],
  balances: Balances,
): readonly (readonly [what: string, kept: bigint, booked: bigint])[] {
  const kept = years[year] ?? noBudget
  const own = balances.of(pool, year)
  const budget = balances.of(budgetAccount(pool), year)
  const carryOver = balances.of(carryOverAccount(pool), year)
  const recovered = balances.of(recoveredAccount(pool), year)
  // What lapses goes back to where the budget came from: an entry does not tell one from a budget that is lowered.
  const stayed = budget.debitsPosted - budget.creditsPosted - carryOver.creditsPosted
  return [
    ['left', leftFen(kept), own.creditsPosted - own.debitsPosted - own.debitsPending],
    ['reserved', BigInt(kept.reservedFen), own.debitsPending],
    ['carried in', BigInt(kept.carriedInFen), carryOver.debitsPosted],
    ['claimed back', BigInt(kept.claimedFen ?? '0'), recovered.creditsPending],
    ['recovered', BigInt(kept.recoveredFen ?? '0'), recovered.creditsPosted],
    ['of its budget not gone', BigInt(kept.budgetFen) - BigInt(kept.goneFen ?? '0'), stayed],
  ]
}

/**
 * What of a pool is not as its ledger has it, in any year that either knows of; what it can still give is what came in, less
 * what is pending or went out.
 */
export function differences(pool: ResourceName, years: Pool['years'], balances: Balances): readonly string[] {
  const known = new Set([...Object.keys(years).map(Number), ...(balances.years.get(pool) ?? [])])
  return [...known].flatMap((year) => {
    const compared = amounts(pool, year, years, balances)
    const left = compared[0]?.[2] ?? 0n
    return [
      ...compared
        .filter(([, kept, booked]) => kept !== booked)
        .map(([what, kept, booked]) => `${pool} ${year}: ${kept} ${what}, ${booked} by its ledger`),
      ...(left < 0n ? [`${pool} ${year}: overdrawn by ${-left}`] : []),
    ]
  })
}

const isOfQuota = (key: string): boolean => /^programmes\/[^/]+\/pools\/[^/]+\/quotas\//.test(key)

/**
 * What of quotas is not as the ledger has it: of every year and classification what came in and what went out, each booked from
 * the same record on the other side, and what is reserved; what only one of the two knows; what is overdrawn.
 */
export function quotaDifferences(quotas: readonly NamedQuota[], balances: Balances): readonly string[] {
  const known = new Set<string>()
  const differing = quotas.flatMap(({ name, state }) =>
    state.lines.flatMap((line) => {
      const account = lineAccount(name, line)
      const key = `${account} ${line.year}`
      known.add(key)
      const booked = balances.of(account, line.year)
      const left = lineLeftFen(line)
      const compared = [
        // What came back of payments came in once more.
        ['came in', cameInFen(line) + BigInt(line.returnedFen), booked.creditsPosted],
        ['went out', wentOutFen(line) + BigInt(line.paidFen) + BigInt(line.returnedFen), booked.debitsPosted],
        ['reserved', BigInt(line.reservedFen), booked.debitsPending],
      ] as const
      return [
        ...compared
          .filter(([, kept, posted]) => kept !== posted)
          .map(([what, kept, posted]) => `${key}: ${kept} ${what}, ${posted} by its ledger`),
        ...(left < 0n ? [`${key}: overdrawn by ${-left}`] : []),
      ]
    }),
  )
  // What a plan sets aside is pending to accounts of quotas that nothing was issued to yet.
  const isOfSome = ({ debitsPending, debitsPosted, creditsPosted }: Readonly<Balance>): boolean =>
    debitsPending > 0n || debitsPosted > 0n || creditsPosted > 0n
  const unknown = [...balances.all].filter(([key, amounts]) => isOfQuota(key) && !known.has(key) && isOfSome(amounts))
  return [...differing, ...unknown.map(([key]) => `${key} is in the ledger and in no quota`)]
}
