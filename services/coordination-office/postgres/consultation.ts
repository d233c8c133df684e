/** Consultations, as they are listed. */

import type { Consultation } from '#shared/domain/consultation-state.ts'
import type { Reader } from '#shared/domain/entitlement.ts'
import type { Database } from '#shared/postgres/database.ts'

/** Consultations of a programme by name, as far as the reader may see something of them. */
const selectConsultations = `
  SELECT name, version, state FROM stream
  WHERE aggregate = 'consultation' AND name > $2
    AND name >= $1 || '/consultations/' AND name < $1 || '/consultations0'
    AND ($5 OR readers @> ARRAY[$6])
    AND ($3::text IS NULL OR state ->> 'state' = $3)
    AND ($4::text IS NULL OR coalesce((state -> 'standing')::jsonb ? $4, false)
      OR jsonb_path_exists(state::jsonb, '$.cases[*].bodies[*].organisation ? (@ == $body)', jsonb_build_object('body', $4)))
  ORDER BY name LIMIT $7`

export async function readConsultations(
  database: Database,
  page: {
    readonly parent: string
    readonly after: string
    readonly state: string | undefined
    readonly body: string | undefined
    readonly limit: number
    readonly reader: Reader
  },
): Promise<readonly { readonly name: string; readonly version: bigint; readonly state: Consultation }[]> {
  const { parent, after, state, body, limit, reader } = page
  const values = [parent, after, state ?? null, body ?? null, reader.role !== 'organisation', reader.actor, limit]
  return (await database.query({ name: 'select-consultations', text: selectConsultations, values })).rows
}

/** Whether an organisation is party to any consultation of a programme. */
export async function partyBelow(database: Database, programme: string, organisation: string): Promise<boolean> {
  const reader: Reader = { actor: organisation, role: 'organisation' }
  const wanted = { parent: programme, after: '', state: undefined, body: undefined, limit: 1, reader }
  return (await readConsultations(database, wanted)).length > 0
}
