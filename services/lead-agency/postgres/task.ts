/** Tasks, as they are listed. */
import { type Day, startOf } from '#shared/domain/calendar.ts'
import type { Reader } from '#shared/domain/entitlement.ts'
import type { Task } from '#shared/domain/task-state.ts'
import type { Database } from '#shared/postgres/database.ts'

/** Tasks of a programme by name, as far as the reader may see them: all by role or by office, else what it is party to. */
const selectTasks = `
  SELECT name, version, state FROM stream
  WHERE aggregate = 'task' AND name > $2 AND name >= $1 || '/tasks/' AND name < $1 || '/tasks0'
    AND ($3::text IS NULL OR state ->> 'state' = $3)
    AND ($4 OR state ->> 'authority' = $5 OR EXISTS (
      SELECT FROM json_array_elements(state -> 'parts') AS part
      WHERE part ->> 'succeededBy' = $5 OR part ->> 'organisation' = $5
        AND part ->> 'state' NOT IN ('ASSIGNMENT_STATE_REASSIGNED', 'ASSIGNMENT_STATE_TRANSFERRED'))
      OR coalesce((state -> 'copied')::jsonb ? $5, false)
      OR coalesce((state -> 'draft' -> 'drafters')::jsonb ? $5, false))
    AND ($7::text IS NULL OR coalesce(state ->> 'endedAt', '9999') >= $7)
  ORDER BY name LIMIT $6`

type NamedTask = { readonly name: string; readonly version: bigint; readonly state: Task }

export async function readTasks(
  database: Database,
  page: {
    readonly parent: string
    readonly after: string
    readonly state: string | undefined
    readonly limit: number
    readonly reader: Reader
    /** Those only that have not ended, or not before that day. */
    readonly since?: Day
  },
): Promise<readonly NamedTask[]> {
  const { parent, after, state, limit, reader, since } = page
  const began = since === undefined ? null : startOf(since).toISOString()
  const values = [parent, after, state ?? null, reader.role !== 'organisation', reader.actor, limit, began]
  return (await database.query({ name: 'select-tasks', text: selectTasks, values })).rows
}

/** All tasks of a programme that have not ended, or not before a day, as far as the reader may see them. */
export async function readTasksSince(
  database: Database,
  wanted: { readonly parent: string; readonly since: Day; readonly reader: Reader },
): Promise<readonly NamedTask[]> {
  const found: NamedTask[] = []
  for (let after: string | undefined = ''; after !== undefined; ) {
    const rows: readonly NamedTask[] = await readTasks(database, { ...wanted, after, state: undefined, limit: 500 })
    found.push(...rows)
    after = rows.length === 500 ? rows.at(-1)?.name : undefined
  }
  return found
}

/** Whether an organisation is party to any task of a programme. */
export async function partyBelow(database: Database, programme: string, organisation: string): Promise<boolean> {
  const reader: Reader = { actor: organisation, role: 'organisation' }
  return (await readTasks(database, { parent: programme, after: '', state: undefined, limit: 1, reader })).length > 0
}
