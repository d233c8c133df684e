/** Programmes by their office. */
import type { OrganisationName, ResourceName } from '#shared/domain/decider.ts'
import type { Database } from '#shared/postgres/database.ts'
import type { Run } from '../domain/programme.ts'

const selectRuns = `
  SELECT name, state ->> 'office' AS office FROM stream WHERE aggregate = 'programme' ORDER BY name`

export const readRuns = async (database: Database): Promise<readonly Run[]> => (await database.query(selectRuns)).rows

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
