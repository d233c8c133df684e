import { describe, expect, test } from 'vitest'
import {
  Clause,
  ProgrammeContent,
  ProgrammeImported,
  ProgrammeRulesChanged,
  type Responsibility,
  Rules,
} from '#proto/qiantou/programme/v1/programme_events.ts'
import { Body } from '#proto/qiantou/task/v1/task_events.ts'
import type { Organisation } from '#shared/domain/organisation-state.ts'
import { rulesOf } from '#shared/domain/rules.ts'
import { Story } from '#shared/testing/story.ts'
import { lead, noon, office, secondLead, successor, supporter } from '#shared/testing/task-facts.ts'
import { bodiesOf, bodiesOn, mayIssue, type Programme, programmeDecider, programmeParties } from './programme.ts'

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
    const state = story.given().when({ type: 'Import', content }).then([imported])
    expect(state).toMatchObject({ title: content.title, office, documentSha256: '05'.repeat(32) })
    expect(state && [...programmeParties(state)]).toEqual([office])
    expect(state && programmeDecider.parties(imported, state)).toEqual({ admits: [office], releases: [] })
  })

  test('nobody imports it in the name of another office', () => {
    story
      .given()
      .when({ type: 'Import', content }, lead)
      .then({ reason: 'NOT_PROGRAMME_OFFICE', kind: 'permission', details: { office } })
  })

  test('a programme is imported once', () => {
    story
      .given(imported)
      .when({ type: 'Import', content })
      .then({ reason: 'PROGRAMME_EXISTS', kind: 'exists', details: {} })
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

  test('may let leads issue, and nobody else', () => {
    const [before, after] = [story.state(imported), story.state(imported, changed)]
    const may = (state: Programme | undefined) => [office, lead, supporter].map((one) => state && mayIssue(state, one))
    expect([may(before), may(after)]).toEqual([
      [true, false, false],
      [true, true, false],
    ])
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
