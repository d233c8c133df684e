/** Delegation of a part: to nobody who reviews it, decides on it, or gives opinions on it (docs/domain.md, rule 10). */
import { describe, expect, test } from 'vitest'
import {
  AssignmentDelegated,
  AssignmentSubmitted,
  DelegationRevoked,
} from '#proto/qiantou/assignment/v1/assignment_events.ts'
import { toDate } from '#shared/domain/calendar.ts'
import { rulesOf } from '#shared/domain/rules.ts'
import { Story, told } from '#shared/testing/story.ts'
import {
  acknowledged,
  assignmentName,
  body,
  evidence,
  issued,
  lead,
  noon,
  office,
  outsider,
  secondLead,
  supporter,
  taskName,
  text,
} from '#shared/testing/task-facts.ts'
import { type AssignmentCommand, assignmentDecider } from './assignment.ts'
import { judgesOf, type TaskView, taskView } from './task.ts'

const bodies = [body(lead, 'ROLE_LEAD'), body(secondLead, 'ROLE_LEAD'), body(supporter, 'ROLE_RESPONSIBLE')]
const [from, until] = [toDate('2026-03-02'), toDate('2026-04-01')]
const viewOf = (fact = issued(bodies)): TaskView =>
  new Story(taskView, { actor: office, subject: taskName, at: noon }).state(fact) as TaskView

const groundOf = (judges: readonly string[]) => ({
  ...{ parties: new Set([office, lead, secondLead, supporter]), judges, rules: rulesOf(undefined) },
})
const delegate = (to: string, judges = judgesOf(viewOf(), supporter)): AssignmentCommand => ({
  ...groundOf(judges),
  ...{ type: 'Delegate', delegate: to, from, until },
})
const storyOf = (organisation: string) =>
  new Story(assignmentDecider, { actor: organisation, subject: assignmentName(organisation), at: noon })
const delegated = (organisation: string) => AssignmentDelegated.create({ organisation, from, until })
const givenPart = told(issued(bodies), { actor: office, subject: taskName })

const submission = AssignmentSubmitted.create({
  ...{ submission: 1, text: text('办结'), evidence: [evidence('验收报告')], reviewBy: toDate('2026-03-09') },
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
      .then([delegated(outsider)])
  })

  test('by a lead to no other lead, who would give its opinion on what it asks for', () => {
    const judges = judgesOf(viewOf(), lead)
    expect(judges).toEqual([office, secondLead])
    const given = storyOf(lead).given(givenPart)
    given.when(delegate(secondLead, judges)).then({ reason: 'DELEGATE_REVIEWS' })
    given.when(delegate(supporter, judges)).then([delegated(supporter)])
  })

  test('of a JOINT task to another of its bodies, which reviews nothing', () => {
    const together = issued(
      [body(lead, 'ROLE_RESPONSIBLE'), body(supporter, 'ROLE_RESPONSIBLE')],
      'RESPONSIBILITY_MODE_JOINT',
    )
    const judges = judgesOf(viewOf(together), supporter)
    expect(judges).toEqual([office])
    storyOf(supporter)
      .given(told(together, { actor: office, subject: taskName }))
      .when(delegate(lead, judges))
      .then([delegated(lead)])
  })
})

describe('who has come to lead the task, or to be its authority, since', () => {
  const submit = (judges: readonly string[]): AssignmentCommand => ({
    ...groundOf(judges),
    ...{ type: 'Submit', text: text('办结'), evidence: [evidence('验收报告')], signOff: [] },
  })
  const given = storyOf(supporter).given(givenPart, acknowledged(supporter), delegated(outsider))

  test('acts for the body no more, which acts itself', () => {
    given.when(submit([office]), outsider).then([submission])
    given
      .when(submit([office, outsider]), outsider)
      .then({ reason: 'DELEGATE_REVIEWS', kind: 'permission', details: { organisation: outsider } })
    given.when(submit([office, outsider]), supporter).then([submission])
    const revoke: AssignmentCommand = { ...groundOf([office, outsider]), type: 'RevokeDelegation', delegate: outsider }
    given.when(revoke, supporter).then([DelegationRevoked.create({ organisation: outsider })])
  })

  test('is known as who submitted, so long as that waits', () => {
    const waiting = storyOf(supporter).state(
      ...[givenPart, acknowledged(supporter), delegated(outsider), told(submission, { actor: outsider })],
    )
    expect(waiting?.submittedBy).toBe(outsider)
  })
})
