/** Who succeeds an organisation that ended without a successor, said afterwards; and successors that end themselves. */
import { expect, test } from 'vitest'
import * as directory from '#proto/qiantou/directory/v1/directory_events.ts'
import type { Organisation, OrganisationFact } from '#shared/domain/organisation-state.ts'
import { workerOn } from '#shared/domain/organisation-view.ts'
import { entryAfter } from '#shared/testing/directory-commands.ts'
import {
  at,
  basis,
  bureau,
  group,
  merged,
  named,
  office,
  on,
  other,
  registered,
  third,
} from '#shared/testing/directory-facts.ts'
import { Story } from '#shared/testing/story.ts'
import { type OrganisationCommand, organisationDecider } from './organisation.ts'

const story = new Story(organisationDecider, { actor: office, subject: bureau, at })
const known = {
  [other]: entryAfter(other, registered()),
  // It begins after the end of the bureau, and before today, which is 2026-11-26.
  [third]: entryAfter(third, registered('2026-06-01')),
}
const dissolved = (day: string, successor = '') =>
  directory.OrganisationDissolved.fromPartial({ successor, effectiveDate: on(day), basis })
const succeeded = (successor: string) => directory.SuccessorNamed.create({ successor, basis })
const name = (successor: string): OrganisationCommand => ({ type: 'NameSuccessor', successor, basis, known })
const given = (...facts: readonly OrganisationFact[]) => story.given(registered(), ...facts)

test('takes over from when it is named on, as if that had been said at the end, and becomes party to the entry', () => {
  const state = given(dissolved('2026-03-01'))
    .when(name(other))
    .then([succeeded(other)]) as Organisation
  expect(state.end).toEqual({ ending: 'DISSOLVED', date: '2026-03-01', successors: [other], basis })
  expect(workerOn('2026-11-26', bureau, (one) => ({ ...known, [bureau]: state })[one])).toBe(other)
  expect(organisationDecider.parties(succeeded(other), state)).toEqual({ admits: [other], releases: [] })
})

test('is there on the day of the naming, or on that of the end, where it lies ahead, and has no end itself', () => {
  given(dissolved('2026-03-01'))
    .when(name(third))
    .then([succeeded(third)])
  const late = { [third]: entryAfter(third, registered('2026-12-31')) }
  const naming = { ...name(third), known: late } as OrganisationCommand
  given(dissolved('2026-03-01'))
    .when(naming)
    .then({
      ...{ reason: 'ORGANISATION_NOT_YET_THERE', kind: 'precondition' },
      details: { organisation: third, date: '2026-12-31' },
    })
  given(dissolved('2027-01-01'))
    .when(naming)
    .then([succeeded(third)])
  const ending = { [other]: entryAfter(other, registered(), merged(third, '2030-01-01')) }
  given(dissolved('2026-03-01'))
    .when({ ...name(other), known: ending } as OrganisationCommand)
    .then({ reason: 'ORGANISATION_ENDED' })
  given(dissolved('2026-03-01')).when(name(bureau)).then({ reason: 'SUCCESSOR_IS_ITSELF' })
  given(dissolved('2026-03-01'))
    .when(name(named('x')))
    .then({ reason: 'ORGANISATION_UNKNOWN' })
})

test('is named once, of what has ended, by its registrar', () => {
  given().when(name(other)).then({ reason: 'ORGANISATION_GOES_ON' })
  for (const end of [merged(other, '2026-03-01'), dissolved('2026-03-01', other)])
    given(end)
      .when(name(other))
      .then({ reason: 'SUCCESSOR_NAMED', kind: 'precondition', details: { organisation: bureau, successors: other } })
  given(dissolved('2026-03-01'), succeeded(other)).when(name(third)).then({ reason: 'SUCCESSOR_NAMED' })
  given(dissolved('2026-03-01')).when(name(other), group).then({ reason: 'NOT_REGISTRAR' })
})

test('that ends before it has taken over passes that on; without a successor of its own nobody has it', () => {
  const heir = entryAfter(bureau, registered(), merged(other, '2027-01-01'))
  const worker = (...facts: readonly OrganisationFact[]) => {
    const entries = { ...known, [bureau]: heir, [other]: entryAfter(other, registered(), ...facts) }
    return ['2026-12-31', '2027-01-01'].map((day) => workerOn(day, bureau, (one) => entries[one]))
  }
  expect(worker()).toEqual([bureau, other])
  expect(worker(merged(third, '2026-12-01'))).toEqual([bureau, third])
  expect(worker(dissolved('2026-12-01'))).toEqual([bureau, undefined])
  expect(worker(dissolved('2026-12-01'), succeeded(third))).toEqual([bureau, third])
})
