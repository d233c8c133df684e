import type { OrganisationName, ResourceName } from '#shared/domain/decider.ts'
import { endless, workerOn } from '#shared/domain/organisation-view.ts'
import type { Database } from '#shared/postgres/database.ts'
import type { CoordinationOffice } from '../main.ts'

const selectOffices = `
  SELECT name, state ->> 'office' AS office FROM stream WHERE aggregate = 'programme' ORDER BY name`

type Run = { readonly name: ResourceName; readonly office: OrganisationName }

const readOffices = async (database: Database): Promise<readonly Run[]> => (await database.query(selectOffices)).rows

/** The programmes that nobody would run once an organisation is gone: those that it runs, or will by what is recorded. */
export async function strandedBy(
  organisation: OrganisationName,
  { database, directory }: Pick<CoordinationOffice, 'database' | 'directory'>,
): Promise<readonly ResourceName[]> {
  const [runs, entryOf] = [await readOffices(database), await directory.entriesByNow()]
  return runs.filter(({ office }) => workerOn(endless, office, entryOf) === organisation).map(({ name }) => name)
}
