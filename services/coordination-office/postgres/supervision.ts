/** Supervisions, as they are listed. */
import type { Reader } from '#shared/domain/entitlement.ts'
import { codeOf } from '#shared/domain/resource-name.ts'
import type { Task } from '#shared/domain/task-state.ts'
import type { Database } from '#shared/postgres/database.ts'
import type { Supervision } from '../domain/supervision-state.ts'

/** Supervisions by name with their tasks, as far as the reader may see them. `-` stands for all tasks. */
const selectSupervisions = `
  SELECT supervision.name, supervision.version, supervision.state, task.state AS task
  FROM stream AS supervision
  JOIN stream AS task ON task.name = regexp_replace(supervision.name, '/supervisions/[^/]+$', '')
  WHERE supervision.aggregate = 'supervision' AND supervision.name > $3
    AND supervision.name >= $1 AND supervision.name < $2
    AND ($4::text IS NULL OR split_part(supervision.name, '/', 6) = $4)
    AND ($5 OR supervision.readers @> ARRAY[$6] OR task.readers @> ARRAY[$6])
    AND supervision.state ->> 'begunAt' IS NOT NULL
  ORDER BY supervision.name LIMIT $7`

export type SupervisionRow = {
  readonly name: string
  readonly version: bigint
  readonly state: Supervision
  readonly task: Task
}

export async function readSupervisions(
  database: Database,
  page: {
    readonly parent: string
    readonly after: string
    readonly organisation: string | undefined
    readonly limit: number
    readonly reader: Reader
  },
): Promise<readonly SupervisionRow[]> {
  const { parent, after, organisation, limit, reader } = page
  const prefix = parent.endsWith('/-') ? parent.slice(0, -1) : `${parent}/supervisions/`
  // The next character after the slash bounds a prefix from above.
  const bound = `${prefix.slice(0, -1)}0`
  // The name of a supervision ends with its body's code.
  const code = organisation === undefined ? null : codeOf(organisation)
  const values = [prefix, bound, after, code, reader.role !== 'organisation', reader.actor, limit]
  return (await database.query({ name: 'select-supervisions', text: selectSupervisions, values })).rows
}
