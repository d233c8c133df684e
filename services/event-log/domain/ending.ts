/** When an organisation ceases to be there, as the directory's records say: its certificate outlives it. */
import {
  OrganisationDissolved,
  OrganisationMerged,
  OrganisationSplit,
} from '#proto/qiantou/directory/v1/directory_events.ts'
import { type Day, dayFrom } from '#shared/domain/calendar.ts'
import type { OrganisationName } from '#shared/domain/decider.ts'
import type { ReadRecord } from '#shared/record/record.ts'

const ends = [OrganisationMerged, OrganisationSplit, OrganisationDissolved]

/** The first day on which an organisation is no longer there; undefined where no record of its own says so. */
export function endOf(name: OrganisationName, records: readonly ReadRecord[]): Day | undefined {
  for (const { subject, type, data } of records) {
    const end = subject === name ? ends.find(({ $type }) => $type === type) : undefined
    const date = end?.decode(data).effectiveDate
    if (date) return dayFrom(date)
  }
  return undefined
}
