/** When an organisation ceases to be there, as the directory's records say: its certificate outlives it. */
import {
  OrganisationDissolved,
  OrganisationMerged,
  OrganisationSplit,
} from '#proto/qiantou/directory/v1/directory_events.ts'
import { type Day, dayFrom, startOf } from '#shared/domain/calendar.ts'
import type { OrganisationName } from '#shared/domain/decider.ts'
import { type ReadRecord, readRecord } from '#shared/record/record.ts'

const ends = [OrganisationMerged, OrganisationSplit, OrganisationDissolved]

/**
 * Whether a record is of before the day on which a reader ends, where there is one: nothing later is given to it, also where
 * the clock of who records has come to that day sooner than this one's.
 */
export const isGivenBefore = (end: Day | undefined, bytes: Uint8Array): boolean =>
  end === undefined || readRecord(bytes).time < startOf(end)

/** The first day on which an organisation is no longer there; undefined where no record of its own says so. */
export function endOf(name: OrganisationName, records: readonly ReadRecord[]): Day | undefined {
  for (const { subject, type, data } of records) {
    const end = subject === name ? ends.find(({ $type }) => $type === type) : undefined
    const date = end?.decode(data).effectiveDate
    if (date) return dayFrom(date)
  }
  return undefined
}
