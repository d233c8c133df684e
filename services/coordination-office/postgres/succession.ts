/** Consultations in which an organisation that is no longer there still has something to do, or may have, or which it oversees. */

import { findBy, type Handover } from '#shared/directory/succession.ts'
import { consultationDecider } from '../domain/consultation.ts'
import { succeedBody, succeedOffice } from '../domain/succession.ts'

/** As `isAtWork` has it; $1 the organisation, $2 after which consultation, $3 limit. */
const selectAtWork = `
  SELECT name AS stream, $1::text AS of FROM stream
  WHERE aggregate = 'consultation' AND name > $2
    AND state ->> 'state' NOT IN ('CONSENSUS', 'RULED', 'WITHDRAWN')
    AND (
      state ->> 'initiator' = $1
      OR EXISTS (SELECT FROM json_array_elements_text(state -> 'standing') AS body WHERE body = $1)
      OR EXISTS (SELECT FROM json_array_elements_text(state -> 'gone') AS body WHERE body = $1)
      OR EXISTS (
        SELECT FROM json_array_elements(state -> 'cases') AS one
        WHERE one ->> 'state' NOT IN ('CONSENSUS', 'RULED', 'WITHDRAWN')
          AND (
            one -> 'referral' ->> 'referee' = $1
            OR EXISTS (
              SELECT FROM json_array_elements(one -> 'bodies') AS body WHERE body ->> 'organisation' = $1))))
  ORDER BY name LIMIT $3`

/** Those whose office an organisation is, in whatever state: who has ended reads none of them; parameters as above. */
const selectOverseen = `
  SELECT name AS stream, $1::text AS of FROM stream
  WHERE aggregate = 'consultation' AND name > $2 AND state ->> 'office' = $1
  ORDER BY name LIMIT $3`

/** The office first: what a referee can no longer rule on is the new one's. */
export const handovers: readonly Handover[] = [
  { decider: consultationDecider, find: findBy(selectOverseen), command: succeedOffice },
  { decider: consultationDecider, find: findBy(selectAtWork), command: succeedBody },
]
