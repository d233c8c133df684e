/** Delegation of a part: from day to day, and to nobody who reviews it, decides on it, or gives opinions on it (docs/domain.md, rule 10). */
import { describe, expect, test } from 'vitest'
import {
  AssignmentDelegated,
  AssignmentSubassigned,
  AssignmentSubmitted,
  DelegationRevoked,
  SubassignmentWithdrawn,
} from '#proto/qiantou/assignment/v1/assignment_events.ts'
import { endOf, toDate } from '#shared/domain/calendar.ts'
import type { Context } from '#shared/domain/decider.ts'
import { rulesOf } from '#shared/domain/rules.ts'
import { Story, type Told, told } from '#shared/testing/story.ts'
import {
  acknowledged,
  assignmentName,
  body,
  duties,
  evidence,
  issued,
  lead,
  noon,
  office,
  outsider,
  secondLead,
  successor,
  supporter,
  taskName,
  text,
} from '#shared/testing/task-facts.ts'
import { type AssignmentCommand, assignmentDecider, assignmentParties } from './assignment.ts'
import type { Assignment, AssignmentFact, TaskFact } from './assignment-state.ts'
import { judgesOf, type TaskView, taskView } from './task.ts'

const bodies = [body(lead, 'ROLE_LEAD'), body(secondLead, 'ROLE_LEAD'), body(supporter, 'ROLE_RESPONSIBLE')]
const viewOf = (fact = issued(bodies)): TaskView =>
  new Story(taskView, { actor: office, subject: taskName, at: noon }).state(fact) as TaskView

const groundOf = (judges: readonly string[] = judgesOf(viewOf(), supporter)) => ({
  ...{ parties: new Set([office, lead, secondLead, supporter]), judges, rules: rulesOf(undefined) },
})
const ground = groundOf()
const [from, until] = ['2026-03-02', '2026-04-01']
const delegate = (to: string, terms: { from?: string; until?: string; judges?: readonly string[] } = {}) =>
  ({
    ...{ ...groundOf(terms.judges), type: 'Delegate', delegate: to },
    ...{ from: toDate(terms.from ?? from), until: toDate(terms.until ?? until) },
  }) satisfies AssignmentCommand
const delegated = (first: string, last: string, organisation = successor): AssignmentDelegated =>
  AssignmentDelegated.create({ organisation, from: toDate(first), until: toDate(last) })
const revoke = (organisation: string, judges?: readonly string[]): AssignmentCommand => ({
  ...{ ...groundOf(judges), type: 'RevokeDelegation', delegate: organisation },
})
const storyOf = (organisation: string, day = '2026-03-02') =>
  new Story(assignmentDecider, {
    ...{ actor: organisation, subject: assignmentName(organisation), at: new Date(`${day}T04:00:00Z`) },
  })
const on = (day: string) => storyOf(supporter, day)
const story = storyOf(supporter)
type Scene = Told<AssignmentFact | TaskFact>
const ofTask = (fact: TaskFact): Scene => told<TaskFact>(fact, { actor: office, subject: taskName, at: noon })
const begun: Scene[] = [ofTask(issued()), acknowledged(supporter)]
const givenPart = ofTask(issued(bodies))
const reason = text('已过半')
const report: AssignmentCommand = {
  ...{ ...ground, type: 'Report', milestone: '', percent: 50, text: reason, evidence: [], corrects: 0 },
}

const submission = AssignmentSubmitted.create({
  ...{ submission: 1, text: text('办结'), evidence: [evidence('验收报告')], reviewBy: toDate('2026-03-09') },
})

describe('a delegation', () => {
  test('lets another body act, from its first day to its last', () => {
    const state = story
      .given(...begun)
      .when(delegate(successor, { from: '2026-03-03', until: '2026-03-10' }))
      .then([delegated('2026-03-03', '2026-03-10')])
    expect([...assignmentParties(ground.parties, state as Assignment)]).toContain(successor)
    const given = (day: string) =>
      on(day)
        .given(...begun, delegated('2026-03-03', '2026-03-10'))
        .when(report, successor)
    given('2026-03-02').then({ reason: 'NOT_ASSIGNEE' })
    for (const day of ['2026-03-03', '2026-03-10']) expect(given(day).decision._tag).toBe('Right')
    given('2026-03-11').then({ reason: 'NOT_ASSIGNEE' })
  })

  test('ends with a body that nobody succeeds, and is told to be over at once', () => {
    const gone = [...begun, delegated('2026-03-02', '2026-03-10'), ofTask(duties(supporter))]
    on('2026-03-03')
      .given(...gone)
      .when(report, successor)
      .then({ reason: 'NOT_ASSIGNEE' })
    const state = story.state(...gone) as Assignment
    const over = DelegationRevoked.create({ organisation: successor })
    expect(assignmentDecider.elapse?.(state, { at: noon } as Context)).toEqual([over])
    const after = story.state(...gone, over) as Assignment
    expect([...assignmentParties(ground.parties, after)]).not.toContain(successor)
  })

  test('whoever acts for a body delegates no further, and takes nothing back', () => {
    const given = story.given(...begun, delegated('2026-03-02', '2026-03-10'))
    given
      .when(delegate(outsider, { from: '2026-03-02', until: '2026-03-10' }), successor)
      .then({ reason: 'NOT_ASSIGNEE' })
    given.when(revoke(successor), successor).then({ reason: 'NOT_ASSIGNEE' })
  })

  test('is for days to come, at most a year, once for a body, never to itself', () => {
    for (const [from, until] of [
      ['2026-03-10', '2026-03-09'],
      ['2026-02-01', '2026-03-01'],
      ['2026-03-02', '2027-03-04'],
    ] as const)
      story
        .given(...begun)
        .when(delegate(successor, { from, until }))
        .then({ reason: 'DELEGATION_DATES' })
    story
      .given(...begun)
      .when(delegate(supporter, { from: '2026-03-02', until: '2026-03-09' }))
      .then({ reason: 'DELEGATE_IS_ITSELF' })
    story
      .given(...begun, delegated('2026-03-02', '2026-03-10'))
      .when(delegate(successor, { from: '2026-03-02', until: '2026-03-09' }))
      .then({ reason: 'ALREADY_DELEGATED' })
  })

  test('is not for who sees the part by a piece of it already; once that is taken back, it may be', () => {
    const piece = { subassignment: 1, organisation: successor }
    const given = [...begun, AssignmentSubassigned.fromPartial({ ...piece, what: reason })]
    story
      .given(...given)
      .when(delegate(successor))
      .then({ reason: 'ALREADY_SUBASSIGNED' })
    story
      .given(...given, SubassignmentWithdrawn.fromPartial({ ...piece, reason }))
      .when(delegate(successor))
      .then([delegated(from, until)])
  })

  test('at most ten bodies act for another at a time', () => {
    const ten = Array.from({ length: 10 }, (_, i) => delegated('2026-03-02', '2026-03-10', `organisations/d${i}`))
    story
      .given(...begun, ...ten)
      .when(delegate(successor, { from: '2026-03-02', until: '2026-03-09' }))
      .then({ reason: 'TOO_MANY_DELEGATIONS' })
  })

  test('is taken back, and ends by itself when its last day is over', () => {
    const revoked = DelegationRevoked.create({ organisation: successor })
    const given = story.given(...begun, delegated('2026-03-02', '2026-03-10'))
    const state = given.when(revoke(successor)).then([revoked])
    expect(state?.delegations).toEqual([])
    given.when(revoke(outsider)).then({ reason: 'NOT_DELEGATED' })
    const running = story.state(...begun, delegated('2026-03-02', '2026-03-10')) as Assignment
    expect(assignmentDecider.due?.(running)).toBe(endOf('2026-03-10').toISOString())
    expect(assignmentDecider.elapse?.(running, { at: endOf('2026-03-10') } as never)).toEqual([revoked])
  })

  test('who may act may see, from then on and until it ends', () => {
    const state = story.state(...begun) as Assignment
    expect(assignmentDecider.parties(delegated('2026-03-02', '2026-03-10'), state)).toEqual({
      admits: [successor],
      releases: [],
    })
    const revoked = DelegationRevoked.create({ organisation: successor })
    expect(assignmentDecider.parties(revoked, state)).toEqual({ admits: [], releases: [successor] })
  })
})

describe('a part is delegated', () => {
  test('to no lead, and not to the authority: they would review what they have submitted', () => {
    for (const judge of [lead, secondLead, office])
      storyOf(supporter)
        .given(givenPart)
        .when(delegate(judge))
        .then({ reason: 'DELEGATE_REVIEWS', kind: 'precondition', details: { organisation: judge } })
    storyOf(supporter)
      .given(givenPart)
      .when(delegate(outsider))
      .then([delegated(from, until, outsider)])
  })

  test('by a lead to no other lead, who would give its opinion on what it asks for', () => {
    const judges = judgesOf(viewOf(), lead)
    expect(judges).toEqual([office, secondLead])
    const given = storyOf(lead).given(givenPart)
    given.when(delegate(secondLead, { judges })).then({ reason: 'DELEGATE_REVIEWS' })
    given.when(delegate(supporter, { judges })).then([delegated(from, until, supporter)])
  })

  test('of a JOINT task to another of its bodies, which reviews nothing', () => {
    const together = issued(
      [body(lead, 'ROLE_RESPONSIBLE'), body(supporter, 'ROLE_RESPONSIBLE')],
      'RESPONSIBILITY_MODE_JOINT',
    )
    const judges = judgesOf(viewOf(together), supporter)
    expect(judges).toEqual([office])
    storyOf(supporter)
      .given(ofTask(together))
      .when(delegate(lead, { judges }))
      .then([delegated(from, until, lead)])
  })
})

describe('who has come to lead the task, or to be its authority, since', () => {
  const submit = (judges: readonly string[]): AssignmentCommand => ({
    ...groundOf(judges),
    ...{ type: 'Submit', text: text('办结'), evidence: [evidence('验收报告')] },
  })
  const given = storyOf(supporter).given(givenPart, acknowledged(supporter), delegated(from, until, outsider))

  test('acts for the body no more, which acts itself', () => {
    given.when(submit([office]), outsider).then([submission])
    given
      .when(submit([office, outsider]), outsider)
      .then({ reason: 'DELEGATE_REVIEWS', kind: 'permission', details: { organisation: outsider } })
    given.when(submit([office, outsider]), supporter).then([submission])
    given
      .when(revoke(outsider, [office, outsider]), supporter)
      .then([DelegationRevoked.create({ organisation: outsider })])
  })

  test('is known as who submitted, so long as that waits', () => {
    const waiting = storyOf(supporter).state(
      ...[givenPart, acknowledged(supporter), delegated(from, until, outsider), told(submission, { actor: outsider })],
    )
    expect(waiting?.submittedBy).toBe(outsider)
  })
})
