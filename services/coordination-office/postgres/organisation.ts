/** Entries of the directory, as they are listed. */
import type { OrganisationName } from '#shared/domain/decider.ts'
import type { Organisation } from '#shared/domain/organisation-state.ts'
import type { Database } from '#shared/postgres/database.ts'

export type OrganisationRow = {
  readonly name: OrganisationName
  readonly version: bigint
  readonly state: Organisation
}

/** Whether an organisation is there on the day $6. */
const stateOnDay = `
  CASE WHEN state -> 'end' ->> 'date' <= $6 COLLATE "C" THEN 'ENDED'
       WHEN state -> 'titles' -> 0 ->> 'from' <= $6 COLLATE "C" THEN 'ACTIVE'
       ELSE 'PLANNED' END`

/** Whether an organisation has at any time been called $5. */
const isCalled = `
  EXISTS (SELECT FROM json_array_elements(state -> 'titles') AS title
    WHERE title ->> 'zh' = $5 OR title ->> 'en' = $5 OR (title -> 'aliases')::jsonb ? $5)`

/** Organisations by name, without their members and people: a page has up to 1000 of them. */
const selectOrganisations = `
  SELECT name, version, state::jsonb || '{"memberships": [], "terms": []}' AS state
  FROM stream
  WHERE aggregate = 'organisation' AND name > $1
    AND ($2::text IS NULL OR ${stateOnDay} = $2)
    AND ($3::text IS NULL OR state ->> 'kind' = 'ORGANISATION_KIND_' || $3)
    AND ($4::text IS NULL OR state ->> 'level' = 'ORGANISATION_LEVEL_' || $4)
    AND ($5::text IS NULL OR ${isCalled})
    AND ($7::text[] IS NULL OR name = ANY ($7))
  ORDER BY name LIMIT $8`

export async function readOrganisations(
  database: Database,
  page: {
    readonly after: string
    readonly limit: number
    /** As of which day the state is meant. */
    readonly day: string
    readonly state?: string | undefined
    readonly kind?: string | undefined
    readonly level?: string | undefined
    readonly documentName?: string | undefined
    /** Of these only. */
    readonly names?: readonly OrganisationName[]
  },
): Promise<readonly OrganisationRow[]> {
  const { after, limit, day, state, kind, level, documentName, names } = page
  const values = [after, state ?? null, kind ?? null, level ?? null, documentName || null, day, names ?? null, limit]
  return (await database.query({ name: 'select-organisations', text: selectOrganisations, values })).rows
}

const selectEntries = `SELECT name, state FROM stream WHERE aggregate = 'organisation'`

/** Every entry of the directory, whole. */
export async function readEntries(database: Database): Promise<ReadonlyMap<OrganisationName, Organisation>> {
  const { rows } = await database.query(selectEntries)
  return new Map(rows.map(({ name, state }) => [name, state]))
}
