/** What of a consultation is there for whom (docs/domain.md, rules 26 and 30). */

import { asks, type Case, hasEnded } from '#shared/domain/consultation-case.ts'
import { type Consultation, consultationParties } from '#shared/domain/consultation-state.ts'
import type { OrganisationName } from '#shared/domain/decider.ts'

/**
 * What somebody sees of it: a party this very state, whoever was removed from a standing joint review nothing but the open
 * cases that ask it still (docs/domain.md, rule 30); undefined for whom it is not there.
 */
export function seenBy(state: Consultation, organisation: OrganisationName): Consultation | undefined {
  if (consultationParties(state).has(organisation)) return state
  return withOnly(
    state,
    state.cases.filter((one) => !hasEnded(one) && asks(one, organisation)),
  )
}

/** What is shown to who has just answered: where that has ended the last case that asked it, that case. */
export function seenAfter(state: Consultation, organisation: OrganisationName): Consultation | undefined {
  const asking = state.cases.filter((one) => asks(one, organisation))
  const byEnd = asking.toSorted((one, other) => ((one.endedAt ?? '') < (other.endedAt ?? '') ? -1 : 1))
  return seenBy(state, organisation) ?? withOnly(state, byEnd.slice(-1))
}

/** Whether it asks a body, in any case or in those to come. */
export const everAsks = ({ standing = [], cases }: Consultation, organisation: OrganisationName): boolean =>
  standing.includes(organisation) || cases.some((one) => asks(one, organisation))

const withOnly = (state: Consultation, cases: readonly Case[]): Consultation | undefined =>
  cases.length ? { ...state, standing: [], cases, caseCount: cases.length } : undefined

/** Who sees something of it. */
export const consultationReaders = (state: Consultation): ReadonlySet<OrganisationName> =>
  new Set([
    ...consultationParties(state),
    ...state.cases
      .filter((one) => !hasEnded(one))
      .flatMap(({ bodies }) => bodies.map(({ organisation }) => organisation)),
  ])
