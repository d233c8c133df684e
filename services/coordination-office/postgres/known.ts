import type { OrganisationName } from '#shared/domain/decider.ts'
import type { Organisation } from '#shared/domain/organisation-state.ts'
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
