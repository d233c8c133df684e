import { describe, expect, test } from 'vitest'
import { noParties } from '#shared/domain/decider.ts'
import { evolve } from '#shared/domain/organisation-fold.ts'
import { membersOn, type Organisation, type OrganisationFact } from '#shared/domain/organisation-state.ts'
import { dissolve, entryAfter, known, merge, rename, split } from '#shared/testing/directory-commands.ts'
import {
  at,
  bureau,
  group,
  liaison,
  memberAdded,
  memberRemoved,
  merged,
  named,
  office,
  other,
  registered,
  renamed,
  termBegan,
  termEnded,
  third,
} from '#shared/testing/directory-facts.ts'
import { Story, type Told, told } from '#shared/testing/story.ts'
import { text } from '#shared/testing/task-facts.ts'
import { type OrganisationCommand, organisationDecider } from './organisation.ts'

const story = new Story(organisationDecider, { actor: office, subject: bureau, at })
type Scene = Told<OrganisationFact>
const given = (...scenes: readonly Scene[]) => story.given(registered(), ...scenes)
const groups = new Story(organisationDecider, { actor: office, subject: group, at })
const givenGroup = (...scenes: readonly Scene[]) => groups.given(registered('2020-01-01', 'GROUP'), ...scenes)

const add = (member: string, date: string): OrganisationCommand => ({ type: 'AddMember', member, date, known })
const remove = (member: string, date: string): OrganisationCommand => ({ type: 'RemoveMember', member, date, known })
const beginTerm = (from: string, to?: string): OrganisationCommand => ({
  ...{ type: 'BeginTerm', ...liaison, from, to, displayName: text('张三'), limitFen: 0n, known },
})
const endTerm = (to: string): OrganisationCommand => ({ type: 'EndTerm', ...liaison, to, known })

describe('a group has members', () => {
  test('from a day to a day, and again', () => {
    const state = givenGroup(memberAdded(other, '2026-01-01'), memberRemoved(other, '2026-03-01'))
      .when(add(other, '2026-05-01'))
      .then([memberAdded(other, '2026-05-01')]) as Organisation
    const days = ['2025-12-31', '2026-01-01', '2026-02-28', '2026-03-01', '2026-05-01']
    expect(days.map((day) => membersOn(state, day).length)).toEqual([0, 1, 1, 0, 1])
    const after = groups.state(registered('', 'GROUP'), memberAdded(other, ''), memberAdded(third, '2026-01-01'))
    expect(membersOn(after as Organisation, '1990-01-01')).toEqual([other])
  })

  test('a membership is taken back whole on its first day', () => {
    const state = givenGroup(memberAdded(other, '2026-01-01'))
      .when(remove(other, '2026-01-01'))
      .then([memberRemoved(other, '2026-01-01')]) as Organisation
    expect(membersOn(state, '2026-01-01')).toEqual([])
  })

  test('but nobody else has, and a member is a member once', () => {
    given().when(add(other, '2026-01-01')).then({ reason: 'NOT_A_GROUP' })
    given().when(remove(other, '2026-01-01')).then({ reason: 'NOT_A_GROUP' })
    for (const date of ['2025-01-01', '2026-06-01'])
      givenGroup(memberAdded(other, '2026-01-01')).when(add(other, date)).then({ reason: 'ALREADY_MEMBER' })
    givenGroup(memberAdded(other, '2026-01-01'), memberRemoved(other, '2026-03-01'))
      .when(add(other, '2026-02-28'))
      .then({ reason: 'ALREADY_MEMBER' })
    givenGroup().when(remove(other, '2026-01-01')).then({ reason: 'NOT_A_MEMBER' })
    givenGroup(memberAdded(other, '2026-01-02')).when(remove(other, '2026-01-01')).then({ reason: 'DATE_TOO_EARLY' })
  })

  test('which are known, no groups, and there', () => {
    givenGroup()
      .when(add(named('x'), '2026-01-01'))
      .then({ reason: 'ORGANISATION_UNKNOWN' })
    givenGroup().when(add(group, '2026-01-01')).then({ reason: 'MEMBER_IS_GROUP' })
    const ending = { ...known, [other]: entryAfter(other, registered(), merged(third, '2026-06-01')) }
    givenGroup()
      .when({ ...add(other, '2026-05-31'), known: ending })
      .then([memberAdded(other, '2026-05-31')])
    givenGroup()
      .when({ ...add(other, '2026-06-01'), known: ending })
      .then({ reason: 'ORGANISATION_ENDED' })
    givenGroup(merged(other, '2026-06-01')).when(add(third, '2026-06-01')).then({ reason: 'ORGANISATION_ENDED' })
  })
})

describe('people have terms', () => {
  test('by a UUID; somebody new gets a fresh one', () => {
    const fact = termBegan('2026-01-01', '2026-12-31')
    given().when(beginTerm('2026-01-01', '2026-12-31')).then([fact])
    const fresh = { ...fact, person: '0192f0c1-7c1e-7b0a-9c3f-000000000000' }
    given()
      .when({ ...beginTerm('2026-01-01', '2026-12-31'), person: '' } as OrganisationCommand)
      .then([fresh])
  })

  test('which end, and may end earlier than was said', () => {
    const state = given(termBegan('2026-01-01'))
      .when(endTerm('2026-06-30'))
      .then([termEnded('2026-06-30')])
    expect(state?.terms).toMatchObject([{ from: '2026-01-01', to: '2026-06-30' }])
    given(termBegan('2026-01-01', '2026-12-31'))
      .when(endTerm('2026-12-30'))
      .then([termEnded('2026-12-30')])
    given(termBegan('2026-01-01', '2026-12-31')).when(endTerm('2026-12-31')).then({ reason: 'TERM_NOT_FOUND' })
    given().when(endTerm('2026-12-31')).then({ reason: 'TERM_NOT_FOUND' })
    given(termBegan('2026-01-02')).when(endTerm('2026-01-01')).then({ reason: 'DATE_TOO_EARLY' })
  })

  test('of which the latest is ended, whichever was entered last', () => {
    const state = given(termBegan('2026-01-01'), termBegan('2024-01-01', '2024-12-31'))
      .when(endTerm('2026-06-30'))
      .then([termEnded('2026-06-30')])
    expect(state?.terms.map(({ to }) => to)).toEqual(['2026-06-30', '2024-12-31'])
  })

  test('which do not overlap, in the same role', () => {
    given(termBegan('2026-01-01')).when(beginTerm('2027-01-01')).then({ reason: 'TERM_OVERLAPS' })
    given(termBegan('2026-01-01', '2026-12-31')).when(beginTerm('2026-12-31')).then({ reason: 'TERM_OVERLAPS' })
    given(termBegan('2026-01-01', '2026-12-31'))
      .when(beginTerm('2027-01-01'))
      .then([termBegan('2027-01-01')])
    const officer = { ...beginTerm('2026-05-01'), role: 'TERM_ROLE_OFFICER' } as OrganisationCommand
    const fact = { ...termBegan('2026-05-01'), role: 'TERM_ROLE_OFFICER' as const }
    given(termBegan('2026-01-01')).when(officer).then([fact])
    given(merged(other, '2027-01-01')).when(beginTerm('2027-01-01')).then({ reason: 'ORGANISATION_ENDED' })
  })
})

describe('nobody but the registrar changes an entry', () => {
  const changes = [
    ...[rename('2026-01-01'), merge(other), split(other, third), dissolve(), add(other, ''), remove(other, '')],
    ...[beginTerm('2026-01-01'), endTerm('2026-01-01')],
  ]

  test.each(changes.map((command) => [command.type, command] as const))('%s', (_, command) => {
    for (const actor of [bureau, other])
      given()
        .when(command, actor)
        .then({ reason: 'NOT_REGISTRAR', kind: 'permission', details: { registrar: office } })
    story.given().when(command).then({ reason: 'ORGANISATION_NOT_FOUND' })
  })

  test('and no fact of a stream that has not begun says anything', () => {
    for (const fact of [renamed('甲', '2026-01-01'), merged(other, '2027-01-01'), termEnded('2026-01-01')])
      expect(evolve(undefined, { ...told(fact, {}), subject: bureau } as never, bureau)).toBeUndefined()
    expect(organisationDecider.parties(renamed('甲', '2026-01-01'), {} as never)).toEqual(noParties)
  })
})
