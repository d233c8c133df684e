/** Tasks, as they are listed. */
import { type Day, startOf } from '#shared/domain/calendar.ts'
import type { Reader } from '#shared/domain/entitlement.ts'
import type { Task } from '#shared/domain/task-state.ts'
import type { Database } from '#shared/postgres/database.ts'

/** As far as the reader may see it: all by role or by office, else what it is party to. $1 who is no organisation, $2 who reads */
const isRead = '($1 OR readers @> ARRAY[$2])'

/** Tasks of a programme by name. $3 after, $4 limit, $5 programme, $6 state */
const selectTasks = `
  SELECT name, version, state FROM stream
  WHERE aggregate = 'task' AND name > $3 AND name >= $5 || '/tasks/' AND name < $5 || '/tasks0'
    AND ${isRead} AND ($6::text IS NULL OR state ->> 'state' = $6)
  ORDER BY name LIMIT $4`

/** Tasks of programmes that have not ended, or not before a time, by name. $3 after, $4 limit, $5 programmes, $6 since, ISO 8601 */
const selectTasksSince = `
  SELECT name, version, state FROM unnest($5::text[]) AS programme JOIN stream
    ON name >= (programme || '/tasks/') COLLATE "C" AND name < (programme || '/tasks0') COLLATE "C"
  WHERE aggregate = 'task' AND name > $3 AND ${isRead} AND coalesce(state ->> 'endedAt', '9999') >= $6
  ORDER BY name LIMIT $4`

type TaskRow = { readonly name: string; readonly version: bigint; readonly state: Task }

const reading = ({ role, actor }: Reader): readonly unknown[] => [role !== 'organisation', actor]

export async function readTasks(
  database: Database,
  page: {
    readonly parent: string
    readonly after: string
    readonly state: string | undefined
    readonly limit: number
    readonly reader: Reader
  },
): Promise<readonly TaskRow[]> {
  const { parent, after, state, limit, reader } = page
  const values = [...reading(reader), after, limit, parent, state ?? null]
  return (await database.query({ name: 'select-tasks', text: selectTasks, values })).rows
}

const pageSize = 500

/** All tasks of programmes that have not ended, or not before a day, as far as the reader may see them. */
export async function readTasksSince(
  database: Database,
  wanted: { readonly parents: readonly string[]; readonly since: Day; readonly reader: Reader },
): Promise<readonly TaskRow[]> {
  const { parents, since, reader } = wanted
  const began = startOf(since).toISOString()
  const found: TaskRow[] = []
  for (let after: string | undefined = ''; after !== undefined; ) {
    const values: readonly unknown[] = [...reading(reader), after, pageSize, parents, began]
    const asked = { name: 'select-tasks-since', text: selectTasksSince, values: [...values] }
    const rows: readonly TaskRow[] = (await database.query(asked)).rows
    found.push(...rows)
    after = rows.length === pageSize ? rows.at(-1)?.name : undefined
  }
  return found
}

/** Whether an organisation is party to any task of a programme. */
export async function partyBelow(database: Database, programme: string, organisation: string): Promise<boolean> {
  const reader: Reader = { actor: organisation, role: 'organisation' }
  return (await readTasks(database, { parent: programme, after: '', state: undefined, limit: 1, reader })).length > 0
}
