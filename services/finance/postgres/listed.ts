/** Resources of a programme, as they are listed. */
import type { Reader } from '#shared/domain/entitlement.ts'
import type { Database } from '#shared/postgres/database.ts'

export type ListedRow<State> = { readonly name: string; readonly version: bigint; readonly state: State }

/** $1 what they are, $2 from where on and $3 up to where, $4 after, $5 whether all are read, $6 by whom, $7 limit */
const selectListed = `
  SELECT name, version, state FROM stream
  WHERE aggregate = $1 AND name >= $2 AND name < $3 AND name > $4 AND ($5 OR readers @> ARRAY[$6])
  ORDER BY name LIMIT $7`

/** By name, as far as the reader may see them. */
export async function readListedRows<State>(
  database: Database,
  page: {
    readonly aggregate: string
    readonly parent: string
    /** Under which of its collections they are, where that is not their own. */
    readonly collection?: string | undefined
    readonly after: string
    readonly limit: number
    /** Undefined where all of them are read. */
    readonly reader: Reader | undefined
  },
): Promise<readonly ListedRow<State>[]> {
  const { aggregate, parent, collection = `${aggregate}s`, after, limit, reader } = page
  // `0` comes right after `/`.
  const range = [`${parent}/${collection}/`, `${parent}/${collection}0`]
  const values = [aggregate, ...range, after, reader === undefined, reader?.actor ?? '', limit]
  return (await database.query({ name: 'select-listed', text: selectListed, values })).rows
}
