/** Measures, as they are listed. */
import type { OrganisationName } from '#shared/domain/decider.ts'
import type { Database } from '#shared/postgres/database.ts'
import type { Measure } from '../domain/measure.ts'

export type MeasureRow = { readonly name: string; readonly version: bigint; readonly state: Measure }

/** Measures of a programme by name, as far as one of these may see them. */
const selectMeasures = `
  SELECT name, version, state FROM stream
  WHERE aggregate = 'measure' AND name > $2 AND name >= $1 || '/measures/' AND name < $1 || '/measures0'
    AND ($3 OR readers && $4)
  ORDER BY name LIMIT $5`

export async function readMeasures(
  database: Database,
  page: {
    readonly parent: string
    readonly after: string
    readonly limit: number
    /** Undefined where all of them are read. */
    readonly readers: readonly OrganisationName[] | undefined
  },
): Promise<readonly MeasureRow[]> {
  const { parent, after, limit, readers } = page
  const values = [parent, after, readers === undefined, readers ?? [], limit]
  return (await database.query({ name: 'select-measures', text: selectMeasures, values })).rows
}
