/** A roster as it is answered. */
import type { RosterContent } from '#proto/qiantou/roster/v1/roster.ts'
import type { Roster as RosterResource } from '#proto/qiantou/roster/v1/roster_service.ts'
import { type Roster, rosterContentOf } from '../domain/roster-state.ts'

/** `content` with its rows, or without. */
export function toRoster(name: string, state: Roster, etag: bigint, content: RosterContent): RosterResource {
  const { matched, withdrawn, importedAt, handler, finance, pool, year, measureVersion, procedure } = state
  return {
    $type: 'qiantou.roster.v1.Roster',
    ...{ name, etag, content, rowCount: rosterContentOf(state).rows.length, withdrawn: withdrawn === true },
    matched: matched.map((one) => ({ $type: 'qiantou.roster.v1.MatchedRow', ...one })),
    ...{ importTime: new Date(importedAt), handler, finance, pool, year, measureVersion, procedure: [...procedure] },
  }
}
