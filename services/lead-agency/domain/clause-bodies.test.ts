/** Whom a clause may name: nobody who alone would review its own part, and of a SOLE one a single body. */
import { isLeft } from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import {
  Clause,
  ProgrammeContent,
  ProgrammeImported,
  ProgrammeOfficeSucceeded,
  type Responsibility,
} from '#proto/qiantou/programme/v1/programme_events.ts'
import { Body } from '#proto/qiantou/task/v1/task_events.ts'
import type { Organisation } from '#shared/domain/organisation-state.ts'
import type { EntryOf } from '#shared/domain/organisation-view.ts'
import { Story } from '#shared/testing/story.ts'
import { lead, noon, office, secondLead, successor, supporter, taskContent } from '#shared/testing/task-facts.ts'
import { type Programme, programmeDecider } from './programme.ts'
import { issueOf } from './task-issue.ts'

const there = (bodies: readonly Body[]) => bodies
const story = new Story(programmeDecider, { actor: office, subject: 'programmes/hunan', at: noon })
const group = 'organisations/hn-cities'

const contentOf = (responsibility: Partial<Responsibility>): ProgrammeContent =>
  ProgrammeContent.fromPartial({ office, clauses: [Clause.fromPartial({ id: '2-1', responsibility })] })

const joint = (...supporters: string[]) => ({ mode: 'RESPONSIBILITY_MODE_JOINT' as const, supporters })
const sole = (...supporters: string[]) => ({ mode: 'RESPONSIBILITY_MODE_SOLE' as const, supporters })
const led = (leads: string[], ...supporters: string[]) => ({
  ...{ mode: 'RESPONSIBILITY_MODE_LED' as const, leads, supporters },
})

const own = { reason: 'NOBODY_ELSE_REVIEWS', kind: 'precondition', details: { clause: '2-1', organisation: office } }
const several = { reason: 'SOLE_IS_ONE_BODY', kind: 'precondition', details: { clause: '2-1', bodies: '2' } }

describe('importing a programme', () => {
  test.each([
    ['alone', sole(office)],
    ['among those responsible together', joint(lead, office)],
    ['as the only lead', led([office], supporter)],
  ] as const)('whose office would review its own part is refused: %s', (_, responsibility) => {
    story
      .given()
      .when({ type: 'Import', content: contentOf(responsibility), there })
      .then(own as never)
  })

  test('whose office leads beside another, or does a part that another leads, is not', () => {
    for (const responsibility of [led([office, lead], supporter), led([lead], office)]) {
      const content = contentOf(responsibility)
      story
        .given()
        .when({ type: 'Import', content, there })
        .then([ProgrammeImported.create({ content })])
    }
  })

  test('whose office, or whose several bodies, stand for one that a clause names is refused', () => {
    const named = { type: 'Import', content: contentOf(sole(supporter)) } as const
    const standing =
      (...organisations: string[]) =>
      ([body]: readonly Body[]) =>
        organisations.map((organisation) => Body.create({ ...body, organisation, named: supporter }))
    story
      .given()
      .when({ ...named, there: standing(office) })
      .then(own as never)
    story
      .given()
      .when({ ...named, there: standing(lead, secondLead) })
      .then(several as never)
  })

  test('with several bodies where one alone is meant is refused', () => {
    for (const responsibility of [sole(lead, supporter), { ...sole(lead), standing: [supporter] }])
      story
        .given()
        .when({ type: 'Import', content: contentOf(responsibility), there })
        .then(several as never)
  })
})

describe('issuing a task, and drafting one', () => {
  /** A group of these, and bodies that have ended. */
  const entries =
    (members: readonly string[], ends: Readonly<Record<string, string>> = {}): EntryOf =>
    (name) =>
      ({
        ...{ name, kind: name === group ? 'ORGANISATION_KIND_GROUP' : 'ORGANISATION_KIND_ORGANISATION' },
        titles: [{ zh: name, en: name, aliases: [], from: '' }],
        memberships: name === group ? members.map((member) => ({ member, from: '' })) : [],
        ...(ends[name] ? { end: { ending: 'MERGED', date: '2026-01-01', successors: [ends[name]] } } : {}),
      }) as unknown as Organisation
  const nobodyEnds = entries([])
  const programmeOf = (responsibility: Partial<Responsibility>, ...then: ProgrammeOfficeSucceeded[]): Programme =>
    story.state(ProgrammeImported.create({ content: contentOf(responsibility) }), ...then) as Programme
  const refused = (programme: Programme, entryOf: EntryOf) => {
    const issue = issueOf(programme, { content: taskContent(), copied: [] }, '2026-03-02', entryOf)
    return isLeft(issue) ? issue.left : undefined
  }

  test('is refused alike for clauses of old, and for whom a group stands for on that day', () => {
    expect(refused(programmeOf(sole(office)), nobodyEnds)).toEqual(own)
    expect(refused(programmeOf(joint(lead, group)), entries([secondLead, office]))).toEqual(own)
    expect(refused(programmeOf(joint(lead, group)), entries([secondLead, supporter]))).toBeUndefined()
    expect(refused(programmeOf(led([lead], group)), entries([secondLead, office]))).toBeUndefined()
    expect(refused(programmeOf(sole(group)), entries([lead, supporter]))).toEqual(several)
    expect(refused(programmeOf(sole(group)), entries([lead]))).toBeUndefined()
  })

  test('is not where the office came to it by succession: the clause stays as it is', () => {
    const merged = entries([], { [supporter]: office })
    expect(refused(programmeOf(sole(supporter)), merged)).toBeUndefined()
    const moved = ProgrammeOfficeSucceeded.create({ office, successor })
    expect(refused(programmeOf(joint(lead, successor), moved), nobodyEnds)).toBeUndefined()
  })
})
