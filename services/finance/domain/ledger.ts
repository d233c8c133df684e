/** What records of finance book (shared/domain/ledger.ts): of what a fact says alone, so that the log comes to the same. */
import { QuotaAdjusted, QuotaPassedOn } from '#proto/qiantou/allocation/v1/allocation_events.ts'
import { BudgetSet, type QuotaClosed, YearClosed } from '#proto/qiantou/pool/v1/pool_events.ts'
import type { Fact, Recorded } from '#shared/domain/decider.ts'
import type { Account, Entry } from '#shared/domain/ledger.ts'
import { type Movement, movementsOf } from './movement.ts'
import { allocating, moving } from './pool.ts'
import { quotaAccount, quotaMovesOf } from './quota-state.ts'
import { paymentFacts } from './transfer-state.ts'

/** The types of facts that book anything. */
export const bookingTypes: ReadonlySet<string> = new Set(
  [BudgetSet, YearClosed, QuotaPassedOn, QuotaAdjusted, ...moving, ...allocating, ...paymentFacts].map(
    ({ $type }) => $type as string,
  ),
)

/** Where a pool's budget comes from, and what lapses goes back to. */
export const budgetAccount = (pool: string): Account => `${pool}/budget`
/** Between two years of a pool, and of what bodies hold of it. */
export const carryOverAccount = (pool: string): Account => `${pool}/carry-over`
export const quotaCarryOverAccount = (pool: string): Account => `${pool}/quota-carry-over`

const posted = (
  pool: string,
  [debit, credit]: readonly [Account, Account],
  year: number,
  fen: bigint,
): readonly Entry[] => (fen > 0n ? [{ kind: 'POSTED', reservation: undefined, pool, debit, credit, year, fen }] : [])

/** Where what is claimed back goes: to the treasury, and not back into the pool. */
export const recoveredAccount = (pool: string): Account => `${pool}/recovered`

/** How each movement is booked: between which accounts, and what it does to what is pending. */
function entryOf({ kind, reservation }: Movement): Entry {
  const { holder, number, applicant, pool, year, fen } = reservation
  const out = { pool, debit: reservation.quota || pool, credit: applicant, year, fen }
  const back = { pool, debit: applicant, credit: recoveredAccount(pool), year, fen }
  const [reserved, claimed] = [`${holder}#${number}`, `${holder}#claim-${number}`]
  const atOnce = { kind: 'POSTED', reservation: undefined } as const
  switch (kind) {
    case 'reserved':
      return { kind: 'PENDING', reservation: reserved, ...out }
    case 'released':
      return { kind: 'VOID', reservation: reserved, ...out }
    case 'paid':
      return number > 0 ? { kind: 'POST', reservation: reserved, ...out } : { ...atOnce, ...out }
    case 'returned':
      return { ...atOnce, ...out, debit: out.credit, credit: out.debit }
    case 'claimed':
      return { kind: 'PENDING', reservation: claimed, ...back }
    case 'unclaimed':
      return { kind: 'VOID', reservation: claimed, ...back }
    case 'recovered':
      return number > 0 ? { kind: 'POST', reservation: claimed, ...back } : { ...atOnce, ...back }
  }
}

const budgetEntries = (pool: string, { year, fen, formerFen }: BudgetSet): readonly Entry[] => [
  ...posted(pool, [budgetAccount(pool), pool], year, fen - formerFen),
  ...posted(pool, [pool, budgetAccount(pool)], year, formerFen - fen),
]

/** Between two years of quotas, line by line. */
const quotaEndEntries = (pool: string, year: number, { account, lapsedFen, carriedFen }: QuotaClosed) => [
  ...posted(pool, [account, budgetAccount(pool)], year, lapsedFen),
  ...posted(pool, [account, quotaCarryOverAccount(pool)], year, carriedFen),
  ...posted(pool, [quotaCarryOverAccount(pool), account], year + 1, carriedFen),
]

const closingEntries = (pool: string, { year, lapsedFen, carriedFen, quotas }: YearClosed): readonly Entry[] => [
  ...posted(pool, [pool, budgetAccount(pool)], year, lapsedFen),
  ...posted(pool, [pool, carryOverAccount(pool)], year, carriedFen),
  ...posted(pool, [carryOverAccount(pool), pool], year + 1, carriedFen),
  ...quotas.flatMap((one) => quotaEndEntries(pool, year, one)),
]

/** From one quota into another: both sides at once. */
const quotaEntries = (recorded: Recorded, fact: QuotaPassedOn | QuotaAdjusted): readonly Entry[] =>
  quotaMovesOf({ ...recorded, fact }).flatMap(({ from, to, fen }) => {
    const accountOf = ({ organisation, classification }: typeof to) =>
      quotaAccount(fact.pool, organisation, classification)
    return from ? posted(fact.pool, [accountOf(from), accountOf(to)], fact.year, fen) : []
  })

export function entriesOf(recorded: Recorded): readonly Entry[] {
  const { fact, subject } = recorded
  const known = fact as BudgetSet | YearClosed | QuotaPassedOn | QuotaAdjusted | (Fact & { readonly $type: '' })
  if (known.$type === 'qiantou.pool.v1.BudgetSet') return budgetEntries(subject, known)
  if (known.$type === 'qiantou.pool.v1.YearClosed') return closingEntries(subject, known)
  if (known.$type === 'qiantou.allocation.v1.QuotaPassedOn') return quotaEntries(recorded, known)
  if (known.$type === 'qiantou.allocation.v1.QuotaAdjusted') return quotaEntries(recorded, known)
  return movementsOf(fact).map(entryOf)
}
