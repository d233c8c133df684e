import { describe, expect, test } from 'vitest'
import * as directory from '#proto/qiantou/directory/v1/directory_events.ts'
import { type Organisation, type OrganisationFact, stateOn, titleOn } from '#shared/domain/organisation-state.ts'
import { dissolve, entryAfter, known, merge, rename, split } from '#shared/testing/directory-commands.ts'
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
  provincial,
  registered,
  renamed,
  third,
  titles,
} from '#shared/testing/directory-facts.ts'
import { Story, type Told } from '#shared/testing/story.ts'
import { limits, type OrganisationCommand, organisationDecider, seeder } from './organisation.ts'

const story = new Story(organisationDecider, { actor: office, subject: bureau, at })
type Scene = Told<OrganisationFact>
const given = (...scenes: readonly Scene[]) => story.given(registered(), ...scenes)

const register: OrganisationCommand = {
  ...{ type: 'Register', ...titles, ...provincial, kind: 'ORGANISATION_KIND_ORGANISATION', date: '2020-01-01', known },
}

describe('an organisation is registered', () => {
  test('by a registrar, which administers the entry from then on', () => {
    const state = story.given().when(register).then([registered()])
    expect(state).toMatchObject({ name: bureau, registrar: office })
    expect(organisationDecider.parties(registered(), state as Organisation)).toEqual({
      admits: [office, bureau],
      releases: [],
    })
  })

  test('by this service, which enters a registrar as well: it administers itself', () => {
    const first = new Story(organisationDecider, { actor: seeder, subject: office, at })
    const fact = registered('', 'MECHANISM')
    const command = { ...register, kind: fact.kind, date: '', registrar: office, known: {} } as OrganisationCommand
    const state = first.given().when(command).then([fact])
    expect(organisationDecider.parties(fact, state as Organisation)).toEqual({ admits: [office], releases: [] })
  })

  test('but not by others, not twice, and not below one that nobody knows', () => {
    story
      .given()
      .when(register, other)
      .then({ reason: 'NOT_REGISTRAR', kind: 'permission', details: { registrar: office } })
    story
      .given()
      .when({ ...register, known: {} }, named('x'))
      .then({ reason: 'CALLER_NOT_IN_DIRECTORY' })
    given().when(register).then({ reason: 'ORGANISATION_EXISTS' })
    story
      .given()
      .when({ ...register, superior: named('x') } as OrganisationCommand)
      .then({ reason: 'ORGANISATION_UNKNOWN', kind: 'precondition', details: { organisations: named('x') } })
  })

  test('a group that administers itself is no registrar', () => {
    const self = entryAfter(group, registered('', 'GROUP', group))
    story
      .given()
      .when({ ...register, known: { [group]: self } }, group)
      .then({ reason: 'NOT_REGISTRAR' })
  })
})

describe('an organisation is renamed', () => {
  test('from a day on; before it, it was called otherwise', () => {
    const state = given()
      .when(rename('2026-03-01'))
      .then([renamed('湖南省智能局', '2026-03-01')]) as Organisation
    expect(titleOn(state, '2026-02-28').zh).toBe('湖南省人工智能局')
    expect(titleOn(state, '2026-03-01').zh).toBe('湖南省智能局')
    // Before its first day it is called what it will be called.
    expect(titleOn(state, '2019-12-31').zh).toBe('湖南省人工智能局')
  })

  test('each name holds a day at least, and the last ones stay as they were', () => {
    given(renamed('甲', '2026-03-01'))
      .when(rename('2026-03-01'))
      .then({ reason: 'DATE_TOO_EARLY', kind: 'precondition', details: { date: '2026-03-01', earliest: '2026-03-02' } })
    given(renamed('甲', '2026-03-01'))
      .when(rename('2026-03-02'))
      .then([renamed('湖南省智能局', '2026-03-02')])
  })

  test('up to the day on which it ends', () => {
    given(merged(other, '2027-01-01'))
      .when(rename('2026-12-31'))
      .then([renamed('湖南省智能局', '2026-12-31')])
    given(merged(other, '2027-01-01')).when(rename('2027-01-01')).then({ reason: 'ORGANISATION_ENDED' })
  })

  test('a limited number of times', () => {
    const days = Array.from(
      { length: limits.titles - 1 },
      (_, i) => `${2021 + Math.floor(i / 12)}-${`${(i % 12) + 1}`.padStart(2, '0')}-01`,
    )
    given(...days.map((day) => renamed('甲', day)))
      .when(rename('2040-01-01'))
      .then({ reason: 'ENTRY_FULL', kind: 'precondition', details: { limit: '100' } })
  })
})

describe('an organisation ends', () => {
  test('by going into another, which becomes party to its entry', () => {
    const state = given()
      .when(merge(other))
      .then([merged(other, '2027-01-01')]) as Organisation
    expect(state.end).toEqual({ ending: 'MERGED', date: '2027-01-01', successors: [other], basis })
    expect(['2019-12-31', '2026-12-31', '2027-01-01'].map((day) => stateOn(state, day))).toEqual([
      ...['PLANNED', 'ACTIVE', 'ENDED'],
    ])
    expect(organisationDecider.parties(merged(other, '2027-01-01'), state)).toEqual({ admits: [other], releases: [] })
  })

  test('by becoming several, in order', () => {
    const fact = directory.OrganisationSplit.fromPartial({
      into: [third, other],
      effectiveDate: on('2027-01-01'),
      basis,
    })
    const state = given().when(split(third, other)).then([fact]) as Organisation
    expect(state.end?.successors).toEqual([third, other])
    expect(organisationDecider.parties(fact, state)).toEqual({ admits: [third, other], releases: [] })
  })

  test('by being dissolved, with a successor or without', () => {
    for (const successor of ['', other]) {
      const fact = directory.OrganisationDissolved.fromPartial({ successor, effectiveDate: on('2027-01-01'), basis })
      const state = given().when(dissolve(successor)).then([fact]) as Organisation
      expect(state.end?.successors).toEqual(successor ? [successor] : [])
      expect(organisationDecider.parties(fact, state)).toEqual({ admits: successor ? [successor] : [], releases: [] })
    }
  })

  test('not without a successor where nobody would run its programmes', () => {
    const stranded = ['programmes/a', 'programmes/b']
    given()
      .when({ ...dissolve(), stranded } as OrganisationCommand)
      .then({ reason: 'OFFICE_WITHOUT_SUCCESSOR', kind: 'precondition', details: { programmes: stranded.join(', ') } })
  })

  test('once, after the first day of its last name, and never a registrar', () => {
    given(merged(other, '2027-01-01')).when(merge(third)).then({ reason: 'ORGANISATION_ENDED' })
    given().when(merge(other, '2020-01-01')).then({ reason: 'DATE_TOO_EARLY' })
    const early = { reason: 'DATE_TOO_EARLY', kind: 'precondition' } as const
    for (const date of ['2026-02-01', '2026-03-01'])
      given(renamed('甲', '2026-03-01'))
        .when({ ...dissolve(), date } as OrganisationCommand)
        .then({ ...early, details: { date, earliest: '2026-03-02' } })
    given(renamed('甲', '2026-03-01'))
      .when(merge(other, '2026-03-02'))
      .then([merged(other, '2026-03-02')])
    const ofOffice = new Story(organisationDecider, { actor: office, subject: office, at })
    ofOffice.given(registered('', 'MECHANISM')).when(merge(other)).then({ reason: 'REGISTRAR_STAYS' })
  })

  test('to a successor that is another one, known, there on that day, and without an end', () => {
    given().when(merge(bureau)).then({ reason: 'SUCCESSOR_IS_ITSELF' })
    given()
      .when(split(other, named('x')))
      .then({ reason: 'ORGANISATION_UNKNOWN', kind: 'precondition', details: { organisations: named('x') } })
    given()
      .when(merge(third, '2025-12-31'))
      .then({
        ...{
          reason: 'ORGANISATION_NOT_YET_THERE',
          kind: 'precondition',
          details: { organisation: third, date: '2026-01-01' },
        },
      })
    // Also where its end lies later: two could name each other.
    const ending = entryAfter(other, registered(), merged(third, '2030-01-01'))
    given()
      .when({ ...dissolve(other), known: { ...known, [other]: ending } })
      .then({
        reason: 'ORGANISATION_ENDED',
        kind: 'precondition',
        details: { organisation: other, date: '2030-01-01', successors: third },
      })
  })
})
