import { describe, expect, test } from 'vitest'
import {
  Clause,
  ProgrammeContent,
  ProgrammeImported,
  ProgrammeOfficeSucceeded,
  ProgrammeRulesChanged,
  type Responsibility,
  Rules,
} from '#proto/qiantou/programme/v1/programme_events.ts'
import { Body, type Role } from '#proto/qiantou/task/v1/task_events.ts'
import type { Organisation } from '#shared/domain/organisation-state.ts'
import { rulesOf } from '#shared/domain/rules.ts'
import { Story } from '#shared/testing/story.ts'
import { lead, noon, office, outsider, secondLead, successor, supporter } from '#shared/testing/task-facts.ts'
import {
  bodiesOf,
  bodiesOn,
  copiedOn,
  type Programme,
  type ProgrammeCommand,
  programmeDecider,
  programmeParties,
} from './programme.ts'

const there = (bodies: readonly Body[]) => bodies
const story = new Story(programmeDecider, { actor: office, subject: 'programmes/hunan', at: noon })

const clauseOf = (responsibility: Partial<Responsibility>): Clause =>
  Clause.fromPartial({ id: '2-1', number: '(一)', title: '算力', kind: 'CLAUSE_KIND_ACTION', responsibility })

const content = ProgrammeContent.fromPartial({
  title: '湖南省人工智能产业发展行动计划',
  documentNumber: '湘政办发〔2025〕7号',
  documentSha256: Buffer.alloc(32, 5),
  office,
  clauses: [clauseOf({ mode: 'RESPONSIBILITY_MODE_LED', leads: [lead], supporters: [supporter] })],
})
const imported = ProgrammeImported.fromPartial({ content })

describe('importing', () => {
  test('the office that the programme names imports it', () => {
    const state = story.given().when({ type: 'Import', content, there }).then([imported])
    expect(state).toMatchObject({ title: content.title, office, documentSha256: '05'.repeat(32) })
    expect(state && [...programmeParties(state)]).toEqual([office])
    expect(state && programmeDecider.parties(imported, state)).toEqual({ admits: [office], releases: [] })
  })

  test('nobody imports it in the name of another office', () => {
    story
      .given()
      .when({ type: 'Import', content, there }, lead)
      .then({ reason: 'NOT_PROGRAMME_OFFICE', kind: 'permission', details: { office } })
  })

  test('a programme is imported once', () => {
    story
      .given(imported)
      .when({ type: 'Import', content, there })
      .then({ reason: 'PROGRAMME_EXISTS', kind: 'exists', details: {} })
  })
})

describe('an office that is no longer there', () => {
  const fact = ProgrammeOfficeSucceeded.create({ office, successor })
  const succeed: ProgrammeCommand = { type: 'SucceedOffice', office, successor }

  test('is succeeded, who runs the programme, is admitted to all of it, and the former one released', () => {
    const state = story.given(imported).when(succeed, 'services/lead-agency').then([fact]) as Programme
    expect([...programmeParties(state)]).toEqual([successor])
    expect(programmeDecider.parties(fact, state)).toEqual({ admits: [successor], releases: [office] })
    const rules = rulesOf(undefined)
    const changed = ProgrammeRulesChanged.create({ rules })
    story.given(imported, fact).when({ type: 'ChangeRules', rules }, successor).then([changed])
    story.given(imported, fact).when({ type: 'ChangeRules', rules }, office).then({ reason: 'PROGRAMME_NOT_FOUND' })
  })

  test('is succeeded once', () => {
    story.given(imported, fact).when(succeed).then({ reason: 'NOT_PROGRAMME_OFFICE' })
    story.given().when(succeed).then({ reason: 'PROGRAMME_NOT_FOUND' })
  })
})

describe('rules', () => {
  const rules = rulesOf(Rules.fromPartial({ reviewWorkingDays: 3, leadsIssue: true }))
  const changed = ProgrammeRulesChanged.create({ rules })

  test('the office changes them, and to others the programme is not there', () => {
    const state = story.given(imported).when({ type: 'ChangeRules', rules }).then([changed])
    expect(state?.rules).toEqual(rules)
    story.given(imported).when({ type: 'ChangeRules', rules }, lead).then({ reason: 'PROGRAMME_NOT_FOUND' })
    story.given().when({ type: 'ChangeRules', rules }).then({ reason: 'PROGRAMME_NOT_FOUND' })
  })
})

describe('bodies that are no longer there', () => {
  const entry = (date: string, ...successors: string[]) =>
    ({ end: { ending: 'SPLIT', date, successors, basis: '' } }) as unknown as Organisation
  const bodies = [lead, supporter].map((organisation) => Body.create({ organisation, role: 'ROLE_RESPONSIBLE' }))
  const on = (day: string, entries: Readonly<Record<string, Organisation>>) => {
    const found = bodiesOn(day, bodies, (name) => entries[name])
    return found._tag === 'Right' ? found.right.map(({ organisation, named }) => [organisation, named]) : found.left
  }

  test('are succeeded, by the first of several, from the day on which they end, and on and on', () => {
    const entries = { [supporter]: entry('2026-04-01', successor, lead), [successor]: entry('2026-05-01', secondLead) }
    expect(on('2026-03-31', entries)).toEqual([
      [lead, ''],
      [supporter, ''],
    ])
    expect(on('2026-04-01', entries)).toContainEqual([successor, supporter])
    expect(on('2026-05-01', entries)).toContainEqual([secondLead, supporter])
  })

  test('whose successor is named already have no part of their own', () => {
    expect(on('2026-04-01', { [supporter]: entry('2026-04-01', lead) })).toEqual([[lead, '']])
  })

  test('without a successor, or in a circle, are refused', () => {
    expect(on('2026-04-01', { [supporter]: entry('2026-04-01') })).toMatchObject({ reason: 'BODY_WITHOUT_SUCCESSOR' })
    const circle = { [supporter]: entry('2026-04-01', successor), [successor]: entry('2026-04-01', supporter) }
    expect(on('2026-04-01', circle)).toMatchObject({ reason: 'BODY_WITHOUT_SUCCESSOR' })
  })
})

describe('groups', () => {
  const [cities, parks] = ['organisations/hn-cities', 'organisations/hn-parks']
  const [first, second] = ['organisations/hn-changsha', 'organisations/hn-zhuzhou']
  const named = (organisation: string, role: Role = 'ROLE_STANDING') => Body.create({ organisation, role })
  const there = { titles: [{ from: '' }], memberships: [] } as unknown as Organisation
  const since = (from: string) => ({ ...there, titles: [{ from }] }) as unknown as Organisation
  const group = (...memberships: Organisation['memberships']) =>
    ({ ...there, kind: 'ORGANISATION_KIND_GROUP', memberships }) as Organisation
  const member = (name: string, from = '', until?: string) => ({ member: name, from, ...(until ? { until } : {}) })
  const on = (day: string, bodies: readonly Body[], entries: Readonly<Record<string, Organisation>>) => {
    const found = bodiesOn(day, bodies, (name) => entries[name])
    return found._tag === 'Right' ? found.right.map((one) => [one.organisation, one.role, one.named]) : found.left
  }

  test('stand for their members of the day, in the order of joining, each in the role and place of the group', () => {
    const entries = {
      [cities]: group(member(second), member(first, '2026-03-01'), member(supporter, '', '2026-03-01')),
    }
    const bodies = [named(lead, 'ROLE_LEAD'), named(cities), named(successor)]
    expect(on('2026-03-01', bodies, entries)).toEqual([
      [lead, 'ROLE_LEAD', ''],
      [second, 'ROLE_STANDING', cities],
      [first, 'ROLE_STANDING', cities],
      [successor, 'ROLE_STANDING', ''],
    ])
    expect(on('2026-02-28', [named(cities)], entries)).toEqual([
      [second, 'ROLE_STANDING', cities],
      [supporter, 'ROLE_STANDING', cities],
    ])
  })

  test('give a body that is named by itself too one part, in the first of its roles', () => {
    const entries = { [cities]: group(member(first), member(second)) }
    expect(on('2026-03-01', [named(second, 'ROLE_RESPONSIBLE'), named(cities)], entries)).toEqual([
      [second, 'ROLE_RESPONSIBLE', ''],
      [first, 'ROLE_STANDING', cities],
    ])
    expect(on('2026-03-01', [named(cities, 'ROLE_RESPONSIBLE'), named(second)], entries)).toEqual([
      [first, 'ROLE_RESPONSIBLE', cities],
      [second, 'ROLE_RESPONSIBLE', cities],
    ])
  })

  test('do not stand for members that are not there yet, or no longer, even where somebody succeeds these', () => {
    const gone = {
      ...there,
      end: { ending: 'MERGED', date: '2026-03-01', successors: [successor], basis: '' },
    } as const
    const entries = {
      ...{ [cities]: group(member(first), member(second), member(supporter)), [first]: gone },
      ...{ [second]: since('2026-03-02'), [supporter]: there },
    }
    expect(on('2026-03-01', [named(cities)], entries)).toEqual([[supporter, 'ROLE_STANDING', cities]])
  })

  test('without members that are there count as one body', () => {
    expect(on('2026-03-01', [named(cities)], { [cities]: group(member(first, '2027-01-01')) })).toEqual([
      [cities, 'ROLE_STANDING', ''],
    ])
  })

  test('that succeed a group stand in its place, and what the clause names stays in sight', () => {
    const end = { ending: 'MERGED', date: '2026-01-01', successors: [parks as string], basis: '' } as const
    const entries = { [cities]: { ...group(member(first)), end }, [parks]: group(member(second)) }
    expect(on('2026-03-01', [named(cities)], entries)).toEqual([[second, 'ROLE_STANDING', cities]])
  })

  test('within groups are expanded too, and a circle of them ends', () => {
    const nested = { [cities]: group(member(first), member(parks)), [parks]: group(member(second), member(cities)) }
    expect(on('2026-03-01', [named(cities)], nested)).toEqual([
      [first, 'ROLE_STANDING', cities],
      [second, 'ROLE_STANDING', cities],
    ])
    const circle = { [cities]: group(member(parks)), [parks]: group(member(cities)) }
    expect(on('2026-03-01', [named(cities)], circle)).toEqual([[cities, 'ROLE_STANDING', '']])
  })

  test('that get a copy stand for those of their members that have no part', () => {
    const entries = { [cities]: group(member(first), member(second)) }
    const copied = (...names: string[]) =>
      copiedOn(
        '2026-03-01',
        names,
        (one) => one === second,
        (one) => entries[one],
      )
    expect(copied(cities, first)).toEqual([first])
    // Whoever is named for a copy and has a part is left to the decision, which refuses it.
    expect(copied(second, outsider)).toEqual([second, outsider])
  })
})

describe('who a clause names', () => {
  test('leads, responsible bodies, standing implementers, in this order', () => {
    const clause = clauseOf({
      leads: [secondLead, lead],
      supporters: [supporter],
      standing: ['organisations/hn-cities'],
    })
    expect(bodiesOf(clause).map(({ organisation, role }) => [organisation, role])).toEqual([
      [secondLead, 'ROLE_LEAD'],
      [lead, 'ROLE_LEAD'],
      [supporter, 'ROLE_RESPONSIBLE'],
      ['organisations/hn-cities', 'ROLE_STANDING'],
    ])
  })

  test('a body that is named twice has one part, by its first role', () => {
    const clause = clauseOf({ leads: [lead], supporters: [lead, supporter], standing: [supporter] })
    expect(bodiesOf(clause).map(({ organisation, role }) => [organisation, role])).toEqual([
      [lead, 'ROLE_LEAD'],
      [supporter, 'ROLE_RESPONSIBLE'],
    ])
  })

  test('nobody, where nobody is named', () => {
    expect(bodiesOf(Clause.fromPartial({ id: '1' }))).toEqual([])
  })
})
