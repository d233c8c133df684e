/** Assignments, as they are listed. */
import type { Reader } from '#shared/domain/entitlement.ts'
import { codeOf } from '#shared/domain/resource-name.ts'
import type { Database } from '#shared/postgres/database.ts'
import type { Assignment } from '../domain/assignment-state.ts'
import type { TaskView } from '../domain/task.ts'

/** The newest of an assignment's reports or submissions alone, without its evidence: a page has up to 1000 assignments. */
const newest = (which: 'reports' | 'submissions') =>
  `jsonb_set(jsonb_path_query_array(assignment.state::jsonb, '$.${which}[last]'), '{0,evidence}', '[]')`

/**
 * Assignments by name with what is known of their tasks, as far as the reader may see them: by its part in the task, by a
 * copy of it, because the body has delegated to it, or by a piece of it.
 */
const selectAssignments = `
  SELECT assignment.name, assignment.version, task.state AS task, assignment.state::jsonb || jsonb_build_object(
    'reports', ${newest('reports')}, 'submissions', ${newest('submissions')}) AS state
  FROM stream AS assignment
  JOIN stream AS task ON task.name = regexp_replace(assignment.name, '/assignments/[^/]+$', '')
  WHERE assignment.aggregate = 'assignment' AND assignment.name > $3
    AND assignment.name >= $1 AND assignment.name < $2
    AND ($5::text IS NULL OR split_part(assignment.name, '/', 6) = $5)
    AND ($6 OR task.readers @> ARRAY[$7] OR assignment.readers @> ARRAY[$7])
    AND ($4::text IS NULL OR assignment.state ->> 'state' = 'ASSIGNMENT_STATE_' || $4)
  ORDER BY assignment.name LIMIT $8`

/** Assignments of a task that an organisation sees without being party to it: delegated to it, or with a piece of its own. */
const selectWorkedOn = `
  SELECT state FROM stream
  WHERE aggregate = 'assignment' AND name >= $1 || '/assignments/' AND name < $1 || '/assignments0'
    AND readers @> ARRAY[$2]`

export async function readWorkedOn(
  database: Database,
  task: string,
  organisation: string,
): Promise<readonly Assignment[]> {
  const query = { name: 'select-worked-on', text: selectWorkedOn, values: [task, organisation] }
  return (await database.query(query)).rows.map(({ state }) => state as Assignment)
}

const most = 1_000

/** Assignments of whatever task that are a body's own or that it has pieces of, as far as the reader may see them: the newest tasks. */
const selectAsked = `
  SELECT assignment.name, assignment.version, task.state AS task, assignment.state
  FROM stream AS assignment
  JOIN stream AS task ON task.name = regexp_replace(assignment.name, '/assignments/[^/]+$', '')
  WHERE assignment.aggregate = 'assignment'
    AND (split_part(assignment.name, '/', 6) = split_part($1, '/', 2)
      OR coalesce(assignment.state::jsonb @> jsonb_build_object('subassignments',
        jsonb_build_array(jsonb_build_object('organisation', $1::text))), false))
    AND (task.state ->> 'authority' = $2 OR (task.state -> 'bodies')::jsonb ? $2)
  ORDER BY assignment.state ->> 'issuedAt' DESC, assignment.name LIMIT ${most}`

export async function readAskedOf(
  database: Database,
  organisation: string,
  reader: string,
): Promise<readonly AssignmentRow[]> {
  return (await database.query({ name: 'select-asked', text: selectAsked, values: [organisation, reader] })).rows
}

export type AssignmentRow = {
  readonly name: string
  readonly version: bigint
  readonly state: Assignment
  readonly task: TaskView
}

/** What the names of the assignments of a parent begin with. `-` stands for all tasks, of all programmes. */
function prefixOf(parent: string): string {
  if (parent === 'programmes/-/tasks/-') return 'programmes/'
  return parent.endsWith('/-') ? parent.slice(0, -1) : `${parent}/assignments/`
}

export async function readAssignments(
  database: Database,
  page: {
    readonly parent: string
    readonly after: string
    readonly state: string | undefined
    readonly organisation: string | undefined
    readonly limit: number
    readonly reader: Reader
  },
): Promise<readonly AssignmentRow[]> {
  const { parent, after, state, organisation, limit, reader } = page
  const prefix = prefixOf(parent)
  // The next character after the slash bounds a prefix from above.
  const bound = `${prefix.slice(0, -1)}0`
  // The name of an assignment ends with its body's code.
  const code = organisation === undefined ? null : codeOf(organisation)
  const role = reader.role !== 'organisation'
  const values = [prefix, bound, after, state ?? null, code, role, reader.actor, limit]
  return (await database.query({ name: 'select-assignments', text: selectAssignments, values })).rows
}
