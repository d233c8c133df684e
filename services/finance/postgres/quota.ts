/** Quotas, as a year that ends finds them. */
import type { ResourceName } from '#shared/domain/decider.ts'
import type { Database } from '#shared/postgres/database.ts'
import { lineLeftFen, type NamedQuota } from '../domain/quota-state.ts'

/** $1 after which name, $2 before which */
const selectQuotas = `
  SELECT name, state FROM stream WHERE aggregate = 'quota' AND name > $1 AND name < $2 ORDER BY name`

/** Quotas of a pool that have something left of a year, by name: those whose lines come to a limit, and no more. */
export async function readUnspent(
  database: Database,
  { pool, year, limit }: { readonly pool: ResourceName; readonly year: number; readonly limit: number },
): Promise<readonly ResourceName[]> {
  // `0` comes right after `/`.
  const values = [`${pool}/quotas/`, `${pool}/quotas0`]
  const { rows } = await database.query<NamedQuota>({ name: 'select-quotas', text: selectQuotas, values })
  const isUnspent = ({ state }: NamedQuota): boolean =>
    state.lines.some((line) => line.year === year && lineLeftFen(line) > 0n)
  return rows
    .filter(isUnspent)
    .slice(0, limit)
    .map(({ name }) => name)
}
