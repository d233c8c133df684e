/** Supervisions, as they are listed. */
import type { Reader } from '#shared/domain/entitlement.ts'
import { codeOf, programmeOf } from '#shared/domain/resource-name.ts'
import type { Task } from '#shared/domain/task-state.ts'
import type { Database } from '#shared/postgres/database.ts'
import type { Supervision } from '../domain/supervision-state.ts'

/**
 * Supervisions by name with their tasks, as far as the reader may see them. `-` stands for all tasks. There are thousands in some
 * years: a task, which is large, is read for those that are shown, and for who runs the programme.
 */
const selectSupervisions = `
  SELECT supervision.name, supervision.version, supervision.state, task.state AS task
  FROM (
    SELECT name, version, state, regexp_replace(name, '/supervisions/[^/]+$', '') AS task FROM stream AS supervision
    WHERE aggregate = 'supervision' AND name > $3 AND name >= $1 AND name < $2
      AND state ->> 'begunAt' IS NOT NULL
      AND ($4::text IS NULL OR split_part(name, '/', 6) = $4)
      AND ($5 OR (state ->> 'leads' IS NOT NULL
          AND (state ->> 'organisation' = $6 OR (state -> 'leads')::jsonb ? $6))
        OR (SELECT state ->> 'office' FROM stream WHERE name = $8) = $6
          AND (SELECT state ->> 'authority' FROM stream AS task
            WHERE task.name = regexp_replace(supervision.name, '/supervisions/[^/]+$', '')) = $6)
    ORDER BY name LIMIT $7) AS supervision
  JOIN stream AS task ON task.name = supervision.task
  ORDER BY supervision.name`

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
  const values = [prefix, bound, after, code, reader.role !== 'organisation', reader.actor, limit, programmeOf(parent)]
  return (await database.query({ name: 'select-supervisions', text: selectSupervisions, values })).rows
}
