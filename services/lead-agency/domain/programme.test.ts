import { describe, expect, test } from 'vitest'
import {
  Clause,
  ProgrammeContent,
  ProgrammeImported,
  type Responsibility,
} from '#proto/qiantou/programme/v1/programme_events.ts'
import { Story } from '#shared/testing/story.ts'
import { lead, noon, office, secondLead, supporter } from '#shared/testing/task-facts.ts'
import { bodiesOf, programmeDecider, programmeParties } from './programme.ts'

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
