/** What a whole year has to have in it: where a thing never came about, nothing could differ either. */
// Descriptors name messages; who speaks to every service has loaded them.
import '#shared/testing/stubs.ts'
import { addDays, type Day } from '#shared/domain/calendar.ts'
import { describedRpcs } from '../../contract/rpc-call.ts'
import { monthEnd } from '../world/world.ts'

/** Money is not lived in a year: it has random histories of its own (test/model/money.test.ts, test/reference-fold/money.test.ts). */
const ofMoney = /^(Measure|Pool|Application|Payee|Transfer|Voucher|Allocation|Roster|Budget)Service\//

/** Every command that the descriptors know but those about money: what takes a request id, and what takes a stream. */
export const commands: readonly string[] = describedRpcs()
  .filter(({ isCommand, receives, name }) => (isCommand || receives) && !ofMoney.test(name))
  .map(({ name }) => name.split('/')[1] ?? '')

/** What a year does without, each with why; what a run may do without is no other command. */
export const exceptions: Readonly<Record<string, string>> = {}

/** What is compared in a year besides what every run compares (`findings.ts`): of some of it there is none in a few weeks. */
export const comparedInAYear: readonly string[] = [
  ...['limits of closing', 'adjustments', 'pieces asked about', 'repeats of pieces', 'lights of milestones replayed'],
  ...['organisations that have ended', 'given to city', 'lights as they were said', 'listed consultations'],
  ...['readers of assignments', 'readers of supervisions'],
  ...['others who ask for tasks', 'others who ask for assignments'],
  ...['others who ask for consultations', 'others who ask for supervisions'],
]

/** A run as far as it was lived. */
export type Lived = {
  readonly from: Day
  readonly days: number
  readonly acts: ReadonlyMap<string, number>
  readonly compared: ReadonlyMap<string, number>
  /** The days whose lights were compared. */
  readonly dayEnds: readonly Day[]
  /** The days whose burdens were compared. */
  readonly monthEnds: readonly Day[]
}

/** The last days of the months that ended in so many days. */
export function monthEndsIn(from: Day, days: number): readonly Day[] {
  const all = Array.from({ length: days }, (_, i) => addDays(from, i))
  return all.filter((day) => day === monthEnd(day))
}

/** @returns what is missing, a line each; nothing of a run that was shorter than a year, or stopped before */
export function missingOfYear({ from, days, acts, compared, dayEnds, monthEnds }: Lived): readonly string[] {
  if (days < 365) return []
  const months = monthEndsIn(from, days)
  return [
    ...commands.filter((name) => !acts.get(name) && !(name in exceptions)).map((name) => `nobody did: ${name}`),
    ...comparedInAYear.filter((what) => !compared.get(what)).map((what) => `nothing was compared of: ${what}`),
    ...months.filter((day) => !dayEnds.includes(day)).map((day) => `no lights were compared on ${day}`),
    ...months.filter((day) => !monthEnds.includes(day)).map((day) => `no burdens were compared on ${day}`),
  ]
}
