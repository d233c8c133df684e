/**
 * What a body that is no longer there has left in programmes and tasks: parts that are open, what remains of its role in
 * finished ones, programmes that it ran, tasks whose authority it was, drafts that are its, and what it did for others.
 */

import { findBy, type Handover, type Left } from '#shared/directory/succession.ts'
import type { OrganisationName } from '#shared/domain/decider.ts'
import type { Database } from '#shared/postgres/database.ts'
import { programmeDecider } from '../domain/programme.ts'
import { succeedAuthority, succeedDelegate, succeedDrafter, succeedOffice, succeedPart } from '../domain/succession.ts'
import { taskDecider } from '../domain/task.ts'

/**
 * Parts in tasks under way in which a body has something to do; $1 the body, $2 and $3 after which task and part, $4 limit.
 * Of a finished part something remains for leads, and for all where nobody leads (`hasDuties`). What is on record as nobody's
 * is found only for a successor that was named afterwards, $5.
 */
const selectParts = `
  SELECT name AS stream, part ->> 'organisation' AS of
  FROM stream, json_array_elements(state -> 'parts') AS part
  WHERE aggregate = 'task' AND name >= $2 AND state ->> 'state' IN ('ISSUED', 'CLOSE_PROPOSED')
    AND (name, part ->> 'organisation') > ($2, $3)
    AND (
      COALESCE(part ->> 'succeededBy', part ->> 'organisation') = $1
      OR $5 AND part ->> 'succeededBy' = '' AND part ->> 'organisation' = $1)
    AND part ->> 'state' NOT IN (
      'ASSIGNMENT_STATE_REASSIGNED', 'ASSIGNMENT_STATE_TRANSFERRED',
      'ASSIGNMENT_STATE_CANCELLED', 'ASSIGNMENT_STATE_WAIVED')
    AND (
      part ->> 'state' <> 'ASSIGNMENT_STATE_ACCEPTED'
      OR part ->> 'role' = 'ROLE_LEAD'
      OR state ->> 'mode' <> 'RESPONSIBILITY_MODE_LED')
  ORDER BY 1, 2 LIMIT $4`

/** Programmes that a body runs; $1 the body, $2 after which, $3 limit. */
const selectProgrammes = `
  SELECT name AS stream, $1::text AS of FROM stream
  WHERE aggregate = 'programme' AND name > $2 AND state ->> 'office' = $1
  ORDER BY name LIMIT $3`

/** Tasks whose authority a body is, in whatever state: who has ended reads none of them, and opens none again. */
const selectTasks = `
  SELECT name AS stream, $1::text AS of FROM stream
  WHERE aggregate = 'task' AND name > $2 AND state ->> 'authority' = $1
  ORDER BY name LIMIT $3`

/** Tasks not issued yet that a body may draft, or might until it ended without a successor, where one was named since, $4. */
const selectDrafts = `
  SELECT name AS stream, $1::text AS of FROM stream
  WHERE aggregate = 'task' AND name > $2 AND state ->> 'state' = 'DRAFT'
    AND ((state -> 'draft' -> 'drafters')::jsonb ? $1 OR $4 AND (state -> 'draft' -> 'gone')::jsonb ? $1)
  ORDER BY name LIMIT $3`

/**
 * Tasks under way in which what a body did for another is still its own: what it submitted waits for a review, what it asked
 * for waits for an answer, and no record has said whose it is since.
 */
const selectDelegated = `
  SELECT name AS stream, $1::text AS of FROM stream
  WHERE aggregate = 'task' AND name > $2 AND state ->> 'state' IN ('ISSUED', 'CLOSE_PROPOSED')
    AND EXISTS (
      SELECT FROM json_array_elements(state -> 'parts') AS part,
        unnest(ARRAY[part ->> 'submittedBy', part -> 'extension' ->> 'askedBy']) AS doer
      WHERE COALESCE(state -> 'heirs' ->> doer, doer) = $1 AND part ->> 'organisation' <> $1)
  ORDER BY name LIMIT $3`

async function findParts(
  database: Database,
  organisation: OrganisationName,
  after: Left | undefined,
  limit: number,
  successor: OrganisationName | undefined,
): Promise<readonly Left[]> {
  const from = [after?.stream ?? '', after?.of ?? '']
  const { rows } = await database.query(selectParts, [organisation, ...from, limit, successor !== undefined])
  return rows
}

const findDrafts: Handover['find'] = async (database, organisation, after, limit, successor) =>
  (await database.query(selectDrafts, [organisation, after?.stream ?? '', limit, successor !== undefined])).rows

/**
 * Programmes first: a task that is issued afterwards has the successor as its authority. What was done for others last: mostly
 * one of the records before has said already whose it is.
 */
export const handovers: readonly Handover[] = [
  { decider: programmeDecider, find: findBy(selectProgrammes), command: succeedOffice, needsSuccessor: true },
  { decider: taskDecider, find: findBy(selectTasks), command: succeedAuthority },
  { decider: taskDecider, find: findDrafts, command: succeedDrafter },
  { decider: taskDecider, find: findParts, command: succeedPart },
  { decider: taskDecider, find: findBy(selectDelegated), command: succeedDelegate },
]
