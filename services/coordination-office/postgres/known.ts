import { dayOf } from '#shared/domain/calendar.ts'
import type { OrganisationName } from '#shared/domain/decider.ts'
import { membersOn, type Organisation } from '#shared/domain/organisation-state.ts'
import type { Aggregates } from '#shared/lifecycle/aggregates.ts'
import type { StateOf } from '#shared/postgres/work.ts'
import type { Known } from '../domain/organisation.ts'

/** The entries of organisations as they stand in the batch; those that there are. */
export const knownOf = (names: readonly OrganisationName[], stateOf: StateOf): Known =>
  Object.fromEntries(
    names.flatMap((name) => {
      const state = stateOf(name) as Organisation | undefined
      return state ? [[name, state]] : []
    }),
  )

/** The members today of those that are groups. */
export async function membersOf(
  names: readonly OrganisationName[],
  { store, clock }: Pick<Aggregates, 'store' | 'clock'>,
): Promise<readonly OrganisationName[]> {
  const rows = await Promise.all(names.map((name) => store.glance(name)))
  const today = dayOf(clock.now())
  return rows.flatMap((row) => (row?.state ? membersOn(row.state as Organisation, today) : []))
}
