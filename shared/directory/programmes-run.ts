/** Programmes by their office, in the database of a service that keeps them: under the names of their state in either. */
import type { OrganisationName, ResourceName } from '#shared/domain/decider.ts'
import type { Database } from '#shared/postgres/database.ts'

/** $1 the office */
const selectProgrammesRun = `
  SELECT name FROM stream WHERE aggregate = 'programme' AND state ->> 'office' = $1 ORDER BY name`

/** The programmes that an office runs. */
export async function readProgrammesRun(
  database: Database,
  office: OrganisationName,
): Promise<readonly ResourceName[]> {
  const asked = { name: 'select-programmes-run', text: selectProgrammesRun, values: [office] }
  return (await database.query<{ name: ResourceName }>(asked)).rows.map(({ name }) => name)
}
