import type { OrganisationName, ResourceName } from '#shared/domain/decider.ts'
import type { Database } from '#shared/postgres/database.ts'

/** $1 the office */
const selectProgrammes = `
  SELECT name FROM stream WHERE aggregate = 'programme' AND state ->> 'office' = $1 ORDER BY name`

/** The programmes that an office runs. */
export async function readProgrammes(database: Database, office: OrganisationName): Promise<readonly ResourceName[]> {
  const asked = { name: 'select-programmes', text: selectProgrammes, values: [office] }
  return (await database.query<{ name: ResourceName }>(asked)).rows.map(({ name }) => name)
}

/** The last record that this service has made. */
export async function readHead(database: Database): Promise<bigint> {
  return (await database.query<{ sequence: bigint }>('SELECT sequence FROM head')).rows[0]?.sequence ?? 0n
}
