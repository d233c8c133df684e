/** A record after which other bodies lead says who they are, and whose supervision they read along (docs/domain.md, rule 24). */
import { type Either, isRight } from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { AssignmentTransferred, AssignmentWaived, type DutiesSucceeded } from '#proto/qiantou/task/v1/task_events.ts'
import type { Rejection } from '#shared/domain/rejection.ts'
import type { TaskFact } from '#shared/domain/task-fact.ts'
import { leads } from '#shared/domain/task-roles.ts'
import type { Task } from '#shared/domain/task-state.ts'
import { Story } from '#shared/testing/story.ts'
import {
  body,
  done,
  duties,
  issued,
  lead,
  ledBy,
  noon,
  office,
  outsider,
  reassigned,
  releaseRequested,
  secondLead,
  successor,
  supporter,
  takenOver,
  taskName,
  text,
} from '#shared/testing/task-facts.ts'
import { type TaskCommand, taskDecider } from './task.ts'

const service = 'services/lead-agency'
const story = new Story(taskDecider, { actor: office, subject: taskName, at: noon })
const reason = text('职责调整')
const led = issued([body(lead, 'ROLE_LEAD'), body(secondLead, 'ROLE_LEAD'), body(supporter, 'ROLE_RESPONSIBLE')])

const transfer = (organisation: string, to = successor): TaskCommand => ({
  ...{ type: 'Transfer', organisation, successor: to, reason },
})
const transferred = (organisation: string, to: ReturnType<typeof body>): AssignmentTransferred =>
  AssignmentTransferred.create({ organisation, successor: to, reason, ...takenOver })
const succeed = (organisation: string, to?: string): TaskCommand => ({ type: 'Succeed', organisation, successor: to })
/** What the only fact says of who leads. */
const said = (decision: Either<Rejection, readonly TaskFact[]>) => {
  const [fact] = isRight(decision) ? decision.right : []
  expect(fact).toBeDefined()
  return (fact as DutiesSucceeded).leadsChange
}

describe('who leads from then on is said', () => {
  test('where a lead’s part is moved, on request or without, to whoever leads in its place', () => {
    const bodies = [lead, successor, secondLead, supporter]
    story
      .given(led)
      .when(transfer(lead))
      .then([ledBy([successor, secondLead], bodies, transferred(lead, body(successor, 'ROLE_LEAD')))])
    story
      .given(led, releaseRequested(lead))
      .when({ type: 'Reassign', organisation: lead, successor, reason })
      .then([ledBy([successor, secondLead], bodies, reassigned(lead, body(successor, 'ROLE_LEAD')))])
  })

  test('where the successor of a lead that has ended takes its part, also who had one before and leads by that now', () => {
    const merged = said(story.given(led).when(succeed(lead, supporter), service).decision)
    expect(merged).toMatchObject({ leads: [secondLead, supporter], bodies: [lead, secondLead, supporter] })
  })

  test('where nobody succeeds a lead, or the authority does without its part', () => {
    expect(said(story.given(led).when(succeed(secondLead), service).decision)?.leads).toEqual([lead])
    story
      .given(led)
      .when({ type: 'Waive', organisation: secondLead, reason })
      .then([
        ledBy([lead], [lead, secondLead, supporter], AssignmentWaived.create({ organisation: secondLead, reason })),
      ])
  })

  test('to everybody that has, or had, a part, or has taken over what remains of one', () => {
    const before = [led, ...done(supporter), duties(supporter, outsider), transferred(lead, body(office, 'ROLE_LEAD'))]
    const next = said(story.given(...before).when(transfer(secondLead)).decision)
    expect(next).toMatchObject({ leads: [office, successor] })
    expect(next?.bodies.toSorted()).toEqual([lead, office, secondLead, successor, supporter, outsider].toSorted())
  })

  test('also to whoever had taken over what remains of one, and has passed that on or ended', () => {
    const stoodIn = [led, ...done(lead), duties(lead, outsider)]
    const passedOn = said(story.given(...stoodIn).when(succeed(lead, successor), service).decision)
    expect(passedOn).toMatchObject({ leads: [successor, secondLead] })
    expect(passedOn?.bodies).toContain(outsider)
    const ended = [...stoodIn, duties(lead, '', outsider)]
    for (const before of [ended, [...ended, duties(lead, successor)], [...stoodIn, duties(lead, successor, outsider)]])
      expect(said(story.given(...before).when(succeed(secondLead), service).decision)?.bodies).toContain(outsider)
  })

  test('where they lead in another order, too: the first of them compiles', () => {
    const thrice = issued([...led.bodies, body(outsider, 'ROLE_LEAD')])
    const before = [thrice, ...done(outsider), duties(outsider, lead)]
    expect(leads(story.state(...before) as Task)).toEqual([lead, secondLead])
    expect(said(story.given(...before).when({ type: 'Waive', organisation: lead, reason }).decision)?.leads).toEqual([
      ...[secondLead, lead],
    ])
  })

  test('and not where the same bodies lead', () => {
    expect(said(story.given(led).when(transfer(supporter)).decision)).toBeUndefined()
    expect(said(story.given(led).when({ type: 'Waive', organisation: supporter, reason }).decision)).toBeUndefined()
    // One lead that takes over from another which had finished is one lead: that is said, as one is there no more.
    const one = said(story.given(led, ...done(secondLead)).when(succeed(secondLead, lead), service).decision)
    expect(one?.leads).toEqual([lead])
    expect(said(story.given(issued(), ...done(supporter)).when(succeed(lead), service).decision)?.leads).toEqual([])
  })
})
