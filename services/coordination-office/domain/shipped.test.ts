import { isRight } from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { isRegistrar, membersOn, type Organisation } from '#shared/domain/organisation-state.ts'
import { recordedOf } from '#shared/testing/story.ts'
import { type Known, organisationDecider, seeder } from './organisation.ts'
import { missing, shippedNames } from './shipped.ts'

const context = { actor: seeder, at: new Date(0), ids: [], signOff: [], requestId: '', correlationId: '' }

/** Enters what is missing, all of it or the first so many. */
function enter(
  present: ReadonlyMap<string, Organisation>,
  count = Number.POSITIVE_INFINITY,
): Map<string, Organisation> {
  const entries = new Map(present)
  for (const { stream, beside, commandWith } of missing(present).slice(0, count)) {
    const known: Known = Object.fromEntries(beside.map((name) => [name, entries.get(name) as Organisation]))
    const decision = organisationDecider.decide(commandWith(known), entries.get(stream), context)
    if (!isRight(decision)) throw new Error(`${stream} ${JSON.stringify(decision.left)}`)
    const recorded = recordedOf(decision.right[0], { actor: seeder, subject: stream, at: new Date(0) })
    entries.set(stream, organisationDecider.evolve(entries.get(stream), recorded, stream) as Organisation)
  }
  return entries
}

const shipped = enter(new Map())

describe('what is shipped', () => {
  test('is entered into an empty directory by commands that are fine', () => {
    expect([...shipped.keys()].sort()).toEqual([...shippedNames].sort())
    expect([...shipped.values()].filter(isRegistrar).map(({ name }) => name)).toEqual(['organisations/hn-office'])
    expect(new Set([...shipped.values()].map(({ registrar }) => registrar))).toEqual(
      new Set(['organisations/hn-office']),
    )
  })

  test('has the fourteen cities and prefectures, who are the group of that name', () => {
    const cities = [...shipped.values()].filter(
      ({ kind, level }) => kind === 'ORGANISATION_KIND_ORGANISATION' && level === 'ORGANISATION_LEVEL_CITY',
    )
    expect(cities).toHaveLength(14)
    const group = shipped.get('organisations/hn-cities') as Organisation
    // In the order in which the province names them.
    expect(membersOn(group, '2026-01-01')).toEqual(cities.map(({ name }) => name))
  })

  test('is entered once, and goes on where it was interrupted', () => {
    expect(missing(shipped)).toEqual([])
    for (const count of [0, 1, 40, shippedNames.length, shippedNames.length + 5])
      expect(enter(enter(new Map(), count))).toEqual(shipped)
  })

  test('does not come back where the registrar has changed it', () => {
    const group = shipped.get('organisations/hn-cities') as Organisation
    const [first, ...others] = group.memberships
    const left = { ...group, memberships: [{ ...first, until: '2026-01-01' }, ...others] } as Organisation
    expect(missing(new Map(shipped).set(group.name, left))).toEqual([])
  })
})
