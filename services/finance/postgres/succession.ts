/** What a body that is no longer there has left in finance: all that it knows of by what it is there (`readers`). */
import { findBy, type Handover } from '#shared/directory/succession.ts'
import type { AnyDecider } from '#shared/domain/decider.ts'
import { programmeOf } from '#shared/domain/resource-name.ts'
import { allocationDecider } from '../domain/allocation.ts'
import { applicationDecider } from '../domain/application.ts'
import { apportionmentDecider } from '../domain/apportionment.ts'
import { poolDecider } from '../domain/pool.ts'
import { quotaDecider } from '../domain/quota.ts'
import { rosterDecider } from '../domain/roster.ts'
import { succeedBody } from '../domain/succession.ts'
import { transferDecider } from '../domain/transfer.ts'
import { voucherDecider } from '../domain/voucher.ts'

/** $1 the body, $2 after which, $3 limit. */
const selectLeft = (aggregate: string, which = 'TRUE'): string => `
  SELECT name AS stream, $1::text AS of FROM stream
  WHERE aggregate = '${aggregate}' AND readers @> ARRAY[$1::text] AND name > $2 AND (${which})
  ORDER BY name LIMIT $3`

/**
 * Of whatever has ended too: it is read, claimed back, sent back by the bank. Where nobody succeeds the body only what
 * `isOpen` says: of the rest nobody need be told.
 */
const handover = (decider: AnyDecider, isOpen?: string): Handover => {
  const [all, open] = [findBy(selectLeft(decider.aggregate)), findBy(selectLeft(decider.aggregate, isOpen))]
  const find: Handover['find'] = (...page) => (page[4] === undefined ? open(...page) : all(...page))
  return { decider, find, command: succeedBody, needsSuccessor: true }
}

/**
 * Pools first: what is begun afterwards has the successor as its finance department. The programme knows who that is. So with
 * rosters before the applications that their rows become, and quotas before the payments that are requested out of them.
 */
export const handovers: readonly Handover[] = [
  { ...handover(poolDecider), beside: ({ stream }) => [programmeOf(stream)] },
  handover(rosterDecider, `state -> 'withdrawn' IS NULL`),
  handover(
    applicationDecider,
    `state -> 'ended' IS NULL
      AND (state -> 'rating' IS NULL OR state -> 'reserved' IS NOT NULL OR state -> 'claimed' IS NOT NULL)`,
  ),
  handover(apportionmentDecider, `state -> 'made' IS NULL`),
  handover(voucherDecider, `state -> 'reserved' IS NOT NULL`),
  handover(
    quotaDecider,
    `EXISTS (
      SELECT FROM json_array_elements(state -> 'lines') AS line, LATERAL (
        SELECT (line ->> 'receivedFen')::numeric + (line ->> 'adjustedInFen')::numeric + (line ->> 'carriedInFen')::numeric
          AS came, (line ->> 'passedOnFen')::numeric + (line ->> 'adjustedOutFen')::numeric
          + (line ->> 'goneFen')::numeric + (line ->> 'paidFen')::numeric AS went)
      WHERE came > went)`,
  ),
  handover(
    transferDecider,
    `state ->> 'stage' IN ('REQUESTED', 'APPROVED', 'RETURNED') OR state ->> 'atBankFen' <> '0'
      OR state -> 'claimed' IS NOT NULL`,
  ),
  handover(allocationDecider, `state ->> 'stage' = 'PROPOSED'`),
]
