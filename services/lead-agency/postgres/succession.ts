/** What a body that is no longer there has left in tasks: parts that are open, and what remains of its role in finished ones. */
import type { OrganisationName } from '#shared/domain/decider.ts'
import type { Handover, Left } from '#shared/lifecycle/succession.ts'
import type { Database } from '#shared/postgres/database.ts'
import { type TaskCommand, taskDecider } from '../domain/task.ts'

/**
 * Parts in tasks under way in which a body has something to do; $1 the body, $2 and $3 after which task and part, $4 limit.
 * Of a finished part something remains for leads, and for all where nobody leads (`hasDuties`).
 */
const selectLeft = `
  SELECT name AS stream, part ->> 'organisation' AS of, part ->> 'state' = 'ASSIGNMENT_STATE_ACCEPTED' AS finished
  FROM stream, json_array_elements(state -> 'parts') AS part
  WHERE aggregate = 'task' AND name >= $2 AND state ->> 'state' IN ('ISSUED', 'CLOSE_PROPOSED')
    AND (name, part ->> 'organisation') > ($2, $3)
    AND COALESCE(part ->> 'succeededBy', part ->> 'organisation') = $1
    AND part ->> 'state' NOT IN (
      'ASSIGNMENT_STATE_REASSIGNED', 'ASSIGNMENT_STATE_TRANSFERRED',
      'ASSIGNMENT_STATE_CANCELLED', 'ASSIGNMENT_STATE_WAIVED')
    AND (
      part ->> 'state' <> 'ASSIGNMENT_STATE_ACCEPTED'
      OR part ->> 'role' = 'ROLE_LEAD'
      OR state ->> 'mode' <> 'RESPONSIBILITY_MODE_LED')
  ORDER BY 1, 2 LIMIT $4`

type LeftInTask = Left & { readonly finished: boolean }

async function find(
  database: Database,
  organisation: OrganisationName,
  after: Left | undefined,
  limit: number,
): Promise<readonly LeftInTask[]> {
  const { rows } = await database.query(selectLeft, [organisation, after?.stream ?? '', after?.of ?? '', limit])
  return rows
}

/** An open part without a successor waits for the authority; what remains of a finished one's role is done without. */
function command(left: Left, _: OrganisationName, successor: OrganisationName | undefined): TaskCommand | undefined {
  if (successor === undefined && !(left as LeftInTask).finished) return undefined
  return { type: 'Succeed', organisation: left.of, successor }
}

export const taskHandover: Handover = { decider: taskDecider, find, command }
