import { describe, expect, test } from 'vitest'
import { rulesOf } from '#shared/domain/rules.ts'
import type { BodySideFact, TaskFact } from '#shared/domain/task-fact.ts'
import { reviewersOf, taskParties } from '#shared/domain/task-roles.ts'
import type { Task } from '#shared/domain/task-state.ts'
import { Story, type Told } from '#shared/testing/story.ts'
import {
  accepted,
  acknowledged,
  body,
  done,
  evidence,
  issued,
  lead,
  noon,
  office,
  outsider,
  reassigned,
  releaseRequested,
  reported,
  returned,
  secondLead,
  submitted,
  successor,
  supporter,
  taskContent,
  taskName,
  text,
  upheld,
} from '#shared/testing/task-facts.ts'
import { type TaskCommand, taskDecider } from './task.ts'

const story = new Story(taskDecider, { actor: office, subject: taskName, at: noon })
/** Whose lists show it. */
const listedFor = (state: Task) => [...(taskDecider.readers?.(state) ?? [])]
type Scene = Told<TaskFact | BodySideFact>

const accept = (organisation: string): TaskCommand => ({ type: 'Accept', organisation })
const giveBack = (organisation: string): TaskCommand => ({
  type: 'Return',
  organisation,
  reason: text('材料不全'),
})
const uphold = (organisation: string): TaskCommand => ({ type: 'Uphold', organisation, reason: text('属其三定职责') })
const reassign = (organisation: string, to = successor): TaskCommand => ({
  type: 'Reassign',
  organisation,
  successor: to,
  reason: text('职责调整'),
})
const propose: TaskCommand = {
  type: 'ProposeClosing',
  statement: text('已达标准'),
  evidence: [evidence('验收报告')],
}
const cancel: TaskCommand = { type: 'Cancel', reason: text('政策调整') }
const issue = (fact = issued()): Extract<TaskCommand, { type: 'Issue' }> => ({
  type: 'Issue',
  content: taskContent(),
  mode: fact.mode,
  authority: fact.authority,
  bodies: fact.bodies,
  ...{ copied: [], rules: rulesOf(undefined) },
})

const twoLeads = issued([body(lead, 'ROLE_LEAD'), body(secondLead, 'ROLE_LEAD'), body(supporter, 'ROLE_RESPONSIBLE')])
const joint = issued([body(lead, 'ROLE_RESPONSIBLE'), body(supporter, 'ROLE_RESPONSIBLE')], 'RESPONSIBILITY_MODE_JOINT')
const sole = issued([body(supporter, 'ROLE_RESPONSIBLE')], 'RESPONSIBILITY_MODE_SOLE')

/** Everybody of a task submitted, and was accepted. */

describe('issuing', () => {
  test('the authority issues a task to every body that its clause names', () => {
    const state = story.given().when(issue()).then([issued()])
    expect(state?.parts.map(({ organisation, role, state: now }) => [organisation, role, now])).toEqual([
      [lead, 'ROLE_LEAD', 'ASSIGNMENT_STATE_ISSUED'],
      [supporter, 'ROLE_RESPONSIBLE', 'ASSIGNMENT_STATE_ISSUED'],
    ])
  })

  test('nobody else issues it, not even a lead', () => {
    story
      .given()
      .when(issue(), lead)
      .then({ reason: 'NOT_ISSUING_AUTHORITY', kind: 'permission', details: { authority: office } })
  })

  test('a task is issued once', () => {
    story.given(issued()).when(issue()).then({ reason: 'TASK_EXISTS', kind: 'exists', details: {} })
  })

  test.each([
    ['names nobody', { ...issue(), bodies: [] }],
    ['is unassigned', { ...issue(), mode: 'RESPONSIBILITY_MODE_UNASSIGNED' as const }],
  ])('a clause that %s is not issued', (_, command) => {
    story.given().when(command).then({ reason: 'CLAUSE_UNASSIGNED' })
  })

  test('a task has at most 300 bodies, and as many that read along', () => {
    const many = Array.from({ length: 301 }, (_, i) => `organisations/park-${i}`)
    const parts = (names: readonly string[]) => names.map((name) => body(name, 'ROLE_RESPONSIBLE'))
    const tooMany = { reason: 'TOO_MANY_BODIES', kind: 'precondition', details: { limit: '300' } } as const
    story
      .given()
      .when({ ...issue(), bodies: parts(many) })
      .then(tooMany)
    story
      .given()
      .when({ ...issue(), copied: many })
      .then(tooMany)
    story
      .given()
      .when({ ...issue(), bodies: parts(many.slice(1)) })
      .then([issued(parts(many.slice(1)))])
  })

  test('issuing makes the authority and every body party to it', () => {
    const state = story.state(issued())
    expect(taskDecider.parties(issued(), state as never)).toEqual({ admits: [office, lead, supporter], releases: [] })
    expect(state && [...taskParties(state)]).toEqual([office, lead, supporter])
    expect(state && listedFor(state)).toEqual([office, lead, supporter])
  })
})

describe('the task follows what bodies do', () => {
  const part = (organisation: string, ...scenes: readonly Scene[]) =>
    story.state(issued(), ...scenes)?.parts.find((candidate) => candidate.organisation === organisation)

  test.each<[string, readonly Scene[], object]>([
    ['acknowledged', [acknowledged(supporter)], { state: 'ASSIGNMENT_STATE_ACKNOWLEDGED', percent: 0 }],
    ['at a milestone', [reported(supporter, 40)], { state: 'ASSIGNMENT_STATE_IN_PROGRESS', percent: 0 }],
    ['submitted', [submitted(supporter)], { state: 'ASSIGNMENT_STATE_SUBMITTED', percent: 100, submissionCount: 1 }],
    ['asking to be released', [releaseRequested(supporter)], { state: 'ASSIGNMENT_STATE_REASSIGNMENT_REQUESTED' }],
    ['accepted', done(supporter), { state: 'ASSIGNMENT_STATE_ACCEPTED' }],
    [
      'returned',
      [submitted(supporter), returned(supporter)],
      { state: 'ASSIGNMENT_STATE_IN_PROGRESS', submissionCount: 1 },
    ],
    ['submitted again', [submitted(supporter), returned(supporter), submitted(supporter, 2)], { submissionCount: 2 }],
    [
      'upheld',
      [acknowledged(supporter), releaseRequested(supporter), upheld(supporter)],
      { state: 'ASSIGNMENT_STATE_ACKNOWLEDGED' },
    ],
  ])('%s', (_, scenes, expected) => {
    expect(part(supporter, ...scenes)).toMatchObject(expected)
    expect(part(lead, ...scenes)).toMatchObject({ state: 'ASSIGNMENT_STATE_ISSUED', submissionCount: 0 })
  })

  test('what a body did before the task was known here says nothing of a task', () => {
    expect(story.state(acknowledged(supporter), accepted(supporter))).toBeUndefined()
  })
})

describe('reviewing', () => {
  test('a lead accepts what a supporter submitted', () => {
    story
      .given(issued(), submitted(supporter))
      .when(accept(supporter), lead)
      .then([accepted(supporter)])
  })

  test('a lead returns it with a reason, and names the submission that it read', () => {
    story
      .given(issued(), submitted(supporter), returned(supporter), submitted(supporter, 2))
      .when(giveBack(supporter), lead)
      .then([returned(supporter, 2)])
  })

  test('any one of several leads reviews', () => {
    for (const reviewer of [lead, secondLead])
      story
        .given(twoLeads, submitted(supporter))
        .when(accept(supporter), reviewer)
        .then([accepted(supporter)])
  })

  test('what a lead submitted is reviewed by the authority, not by itself, nor by another lead', () => {
    const submittedByLead = story.given(twoLeads, submitted(lead))
    submittedByLead.when(accept(lead)).then([accepted(lead)])
    for (const reviewer of [lead, secondLead, supporter])
      submittedByLead.when(accept(lead), reviewer).then({
        reason: 'AUTHORITY_REVIEWS',
        kind: 'permission',
        details: { organisation: lead, reviewers: office },
      })
  })

  test.each([
    ['JOINT', joint],
    ['SOLE', sole],
  ])('where nobody leads (%s) the authority reviews', (_, fact) => {
    const given = story.given(fact, submitted(supporter))
    given.when(accept(supporter)).then([accepted(supporter)])
    given.when(giveBack(supporter)).then([returned(supporter)])
    given.when(accept(supporter), supporter).then({ reason: 'AUTHORITY_REVIEWS' })
  })

  test('the authority does not review for a lead, and a supporter for nobody', () => {
    const given = story.given(issued(), submitted(supporter))
    for (const reviewer of [office, supporter])
      given.when(accept(supporter), reviewer).then({
        reason: 'NOT_LEAD_OF_TASK',
        kind: 'permission',
        details: { organisation: supporter, reviewers: lead },
      })
  })

  test('there is nothing to review before a submission, nor twice', () => {
    const waiting = { organisation: supporter, state: 'ASSIGNMENT_STATE_ACKNOWLEDGED' }
    story
      .given(issued(), acknowledged(supporter))
      .when(accept(supporter), lead)
      .then({ reason: 'NOT_SUBMITTED', kind: 'precondition', details: waiting })
    story
      .given(issued(), ...done(supporter))
      .when(giveBack(supporter), lead)
      .then({ reason: 'NOT_SUBMITTED' })
  })

  test('a body without a part has submitted nothing', () => {
    story
      .given(issued())
      .when(accept(outsider), lead)
      .then({ reason: 'ASSIGNMENT_NOT_FOUND', kind: 'notFound', details: { organisation: outsider } })
  })

  test('says who reviews each part', () => {
    const state = story.state(twoLeads)
    expect(state?.parts.map((part) => reviewersOf(state, part))).toEqual([[office], [office], [lead, secondLead]])
  })
})

describe('a body that asks to be released', () => {
  const asked = story.given(issued(), releaseRequested(supporter))

  test('is upheld by the authority', () => {
    asked.when(uphold(supporter)).then([upheld(supporter)])
  })

  test('or succeeded by another body, with its role, in its place', () => {
    const fact = reassigned(supporter, body(successor, 'ROLE_RESPONSIBLE'))
    const state = asked.when(reassign(supporter)).then([fact])
    expect(state?.parts.map((part) => [part.organisation, part.state])).toEqual([
      [lead, 'ASSIGNMENT_STATE_ISSUED'],
      [supporter, 'ASSIGNMENT_STATE_REASSIGNED'],
      [successor, 'ASSIGNMENT_STATE_ISSUED'],
    ])
    expect(state && taskDecider.parties(fact, state)).toEqual({ admits: [successor], releases: [supporter] })
    expect(state && [...taskParties(state)]).toEqual([office, lead, successor])
    expect(state && listedFor(state)).toEqual([office, lead, successor])
  })

  test('only by the authority', () => {
    for (const command of [uphold(supporter), reassign(supporter)])
      asked.when(command, lead).then({ reason: 'NOT_ISSUING_AUTHORITY' })
  })

  test('nobody is moved who has not asked', () => {
    for (const command of [uphold(lead), reassign(lead)])
      asked.when(command).then({
        reason: 'NO_REASSIGNMENT_REQUESTED',
        kind: 'precondition',
        details: { organisation: lead, state: 'ASSIGNMENT_STATE_ISSUED' },
      })
    asked.when(uphold(outsider)).then({ reason: 'ASSIGNMENT_NOT_FOUND' })
  })

  test('nobody succeeds who has or had a part', () => {
    asked
      .when(reassign(supporter, lead))
      .then({ reason: 'ALREADY_ASSIGNED', kind: 'precondition', details: { organisation: lead } })
    story
      .given(issued(), releaseRequested(supporter), reassigned(supporter, body(successor, 'ROLE_RESPONSIBLE')))
      .when(reassign(successor, supporter))
      .then({ reason: 'NO_REASSIGNMENT_REQUESTED' })
  })

  test('is told nothing of the task once it is released', () => {
    story
      .given(twoLeads, releaseRequested(lead), reassigned(lead, body(successor, 'ROLE_LEAD')), submitted(supporter))
      .when(accept(supporter), lead)
      .then({ reason: 'TASK_NOT_FOUND', kind: 'notFound', details: {} })
  })
})

test('who is not party learns nothing of the task', () => {
  const commands = [accept(supporter), giveBack(supporter), reassign(supporter), uphold(supporter), propose, cancel]
  for (const command of commands) {
    story.given(issued()).when(command, outsider).then({ reason: 'TASK_NOT_FOUND' })
    story.given().when(command, office).then({ reason: 'TASK_NOT_FOUND' })
  }
})
