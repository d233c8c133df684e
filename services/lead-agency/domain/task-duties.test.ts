/** What remains to be done in the role of a body that had finished its part and is no longer there. */

import { describe, expect, test } from 'vitest'
import {
  AssignmentTransferred,
  AssignmentWaived,
  type Body,
  SubmissionAccepted,
  TaskClosed,
} from '#proto/qiantou/task/v1/task_events.ts'
import type { BodySideFact, TaskFact } from '#shared/domain/task-fact.ts'
import { milestoneLights, partLight, taskLight } from '#shared/domain/task-light.ts'
import { compilerOf, leads, reviewersOf, taskParties } from '#shared/domain/task-roles.ts'
import type { Part, Task } from '#shared/domain/task-state.ts'
import { Story, type Told, told } from '#shared/testing/story.ts'
import { propose } from '#shared/testing/task-commands.ts'
import {
  accepted,
  acknowledged,
  body,
  done,
  duties,
  issued,
  lead,
  ledBy,
  noon,
  office,
  outsider,
  proposed,
  reported,
  returned,
  secondLead,
  submitted,
  successor,
  supporter,
  takenOver,
  taskName,
  text,
} from '#shared/testing/task-facts.ts'
import { type TaskCommand, taskDecider } from './task.ts'

const service = 'services/lead-agency'
const story = new Story(taskDecider, { actor: office, subject: taskName, at: noon })
type Scene = Told<TaskFact | BodySideFact>

const succeed = (organisation: string, to?: string): TaskCommand => ({ type: 'Succeed', organisation, successor: to })
const proposedBy = (actor: string): Scene => told(proposed(), { actor })
const partOf = (state: Task | undefined, organisation: string) =>
  state?.parts.find((part) => part.organisation === organisation) as Part

const led = issued([body(lead, 'ROLE_LEAD'), body(secondLead, 'ROLE_LEAD'), body(supporter, 'ROLE_RESPONSIBLE')])
const finished: Scene[] = [led, ...done(lead, secondLead, supporter)]

describe('a lead that had finished', () => {
  test('is succeeded in what remains: its part stays, its successor reads, reviews and proposes', () => {
    const state = story
      .given(led, ...done(lead))
      .when(succeed(lead, successor), service)
      .then([ledBy([successor, secondLead], [lead, secondLead, supporter, successor], duties(lead, successor))]) as Task
    expect(state.parts.map(({ organisation, state: now }) => [organisation, now.slice(17)])).toEqual([
      [lead, 'ACCEPTED'],
      [secondLead, 'ISSUED'],
      [supporter, 'ISSUED'],
    ])
    expect(leads(state)).toEqual([successor, secondLead])
    expect(compilerOf(state)).toBe(successor)
    expect([...taskParties(state)]).toContain(successor)
    expect(taskDecider.parties(duties(lead, successor), state)).toEqual({ admits: [successor], releases: [] })
    story
      .given(led, ...done(lead), duties(lead, successor), submitted(supporter))
      .when({ type: 'Accept', organisation: supporter }, successor)
      .then([SubmissionAccepted.create({ organisation: supporter, submission: 1 })])
  })

  test('closing is proposed by its successor and the other leads', () => {
    story
      .given(...finished, duties(lead, successor))
      .when(propose, lead)
      .then({ reason: 'NOT_PROPOSER' })
    const state = story
      .given(...finished, duties(lead, successor), proposedBy(secondLead))
      .when(propose, successor)
      .then([proposed()])
    expect(state?.state).toBe('CLOSE_PROPOSED')
  })

  test('what it had proposed stands: its successor has not to do it again', () => {
    const state = story.state(...finished, proposedBy(lead), duties(lead, successor)) as Task
    expect(taskLight(state, '2026-03-02').turn).toEqual([secondLead])
    story
      .given(...finished, proposedBy(lead), duties(lead, successor))
      .when(propose, successor)
      .then({ reason: 'CLOSING_ALREADY_PROPOSED' })
    expect(story.state(...finished, proposedBy(lead), duties(lead, successor), proposedBy(secondLead))?.state).toBe(
      'CLOSE_PROPOSED',
    )
  })

  test('succeeded by another lead is one lead with it, which proposes once, for both', () => {
    const state = story
      .given(...finished, proposedBy(lead), duties(lead, secondLead))
      .when(propose, secondLead)
      .then([proposed()])
    expect(state && leads(state)).toEqual([secondLead])
    expect(state?.state).toBe('CLOSE_PROPOSED')
  })

  test('without a successor, the other leads do without it; their proposals may be enough at once', () => {
    expect(story.state(...finished, proposedBy(secondLead), duties(lead))?.state).toBe('CLOSE_PROPOSED')
    const state = story
      .given(...finished)
      .when(succeed(lead), service)
      .then([ledBy([secondLead], [lead, secondLead, supporter], duties(lead))])
    expect(state && leads(state)).toEqual([secondLead])
  })

  test('and where no lead is left, the authority reviews, proposes, and strikes off', () => {
    const alone = issued()
    const state = story.state(alone, ...done(lead), duties(lead), submitted(supporter)) as Task
    expect(reviewersOf(state, partOf(state, supporter))).toEqual([office])
    const all: Scene[] = [alone, ...done(lead), duties(lead), ...done(supporter)]
    story
      .given(...all)
      .when({ type: 'Close' })
      .then({ reason: 'CLOSING_NOT_PROPOSED', details: { missing: office } } as never)
    story
      .given(...all)
      .when(propose)
      .then([proposed()])
    story
      .given(...all, proposedBy(office))
      .when({ type: 'Close' })
      .then([TaskClosed.create()])
  })

  test('does not review its own part where its successor has one: another lead does, or the authority', () => {
    const alone = story.state(issued(), ...done(lead), duties(lead, supporter), submitted(supporter)) as Task
    expect(reviewersOf(alone, partOf(alone, supporter))).toEqual([office])
    const two = story.state(led, ...done(lead), duties(lead, supporter), submitted(supporter)) as Task
    expect(reviewersOf(two, partOf(two, supporter))).toEqual([secondLead])
  })

  test('whose successor ends too is succeeded on and on, each by who alone is party then, but for who has a part', () => {
    const bodies = [lead, secondLead, supporter, outsider, successor]
    const state = story
      .given(...finished, duties(lead, successor))
      .when(succeed(lead, outsider), service)
      .then([ledBy([outsider, secondLead], bodies, duties(lead, outsider, successor))])
    expect(state && leads(state)).toEqual([outsider, secondLead])
    const last = duties(lead, outsider, successor)
    expect(taskDecider.parties(last, state as Task)).toEqual({ admits: [outsider], releases: [successor] })
    const beside = story.state(...finished, duties(lead, supporter), duties(lead, outsider, supporter)) as Task
    expect(taskDecider.parties(duties(lead, outsider, supporter), beside)).toEqual({ admits: [outsider], releases: [] })
    story
      .given(...finished, duties(lead, successor))
      .when(succeed(lead, successor), service)
      .then({ reason: 'ASSIGNMENT_ENDED' })
  })
})

describe('a body whose part is open, and whom nobody succeeds', () => {
  const alone = issued()
  const turnOf = (organisation: string, ...scenes: Scene[]): readonly string[] => {
    const state = story.state(...scenes) as Task
    const part = partOf(state, organisation)
    const [milestone] = milestoneLights(state, part, '2026-04-01')
    const { turn } = partLight(state, part, '2026-04-01')
    expect(milestone?.light.turn).toEqual(turn)
    return turn
  }

  test('is told of once, and the authority is to act from then on, where the body was', () => {
    for (const scenes of [[led], [led, acknowledged(supporter)], [led, reported(supporter, 40)]]) {
      const state = story
        .given(...scenes)
        .when(succeed(supporter), service)
        .then([duties(supporter)]) as Task
      expect(partOf(state, supporter).state).toBe(partOf(story.state(...scenes), supporter).state)
      expect(taskDecider.parties(duties(supporter), state)).toEqual({ admits: [], releases: [] })
      expect(turnOf(supporter, ...scenes)).toEqual([supporter])
      expect(turnOf(supporter, ...scenes, duties(supporter))).toEqual([office])
      story
        .given(...scenes, duties(supporter))
        .when(succeed(supporter), service)
        .then({ reason: 'BODY_WITHOUT_SUCCESSOR' })
    }
    expect(taskLight(story.state(led, duties(supporter)) as Task, '2026-03-03').turn).toEqual([
      lead,
      secondLead,
      office,
    ])
  })

  test('has submitted: it is reviewed as ever, and comes back to the authority', () => {
    const waiting: Scene[] = [led, submitted(supporter), duties(supporter)]
    expect(turnOf(supporter, ...waiting)).toEqual([lead, secondLead])
    expect(turnOf(supporter, ...waiting, returned(supporter))).toEqual([office])
    story
      .given(...waiting, accepted(supporter))
      .when(succeed(supporter), service)
      .then({ reason: 'ASSIGNMENT_ENDED' })
  })

  test('led: the others lead on, or the authority where none is left', () => {
    expect(turnOf(supporter, led, submitted(supporter), duties(lead))).toEqual([secondLead])
    expect(turnOf(supporter, alone, submitted(supporter), duties(lead))).toEqual([office])
    story
      .given(alone, submitted(supporter), duties(lead))
      .when({ type: 'Accept', organisation: supporter })
      .then([accepted(supporter)])
  })

  test('is transferred, waived, or succeeded after all, as ever', () => {
    const moved = AssignmentTransferred.create({
      ...{ organisation: lead, successor: body(successor, 'ROLE_LEAD'), ...takenOver },
    })
    expect(turnOf(successor, alone, duties(lead), moved)).toEqual([successor])
    expect(leads(story.state(alone, duties(lead), moved) as Task)).toEqual([successor])
    const reason = text('机构撤销')
    story
      .given(alone, duties(lead))
      .when({ type: 'Waive', organisation: lead, reason })
      .then([AssignmentWaived.create({ organisation: lead, reason })])
    expect(story.given(alone, duties(lead)).when(succeed(lead, successor), service).decision).toMatchObject({
      right: [{ $type: 'qiantou.task.v1.AssignmentTransferred', organisation: lead, succession: true }],
    })
  })
})

describe('others', () => {
  test('who only had a part of a led task, and finished it, have nothing left', () => {
    story
      .given(led, ...done(supporter))
      .when(succeed(supporter, successor), service)
      .then({ reason: 'ASSIGNMENT_ENDED' })
  })

  test('a lead with an open part that goes into a supporter makes it a lead: of two roles the first one', () => {
    const moved = AssignmentTransferred.create({
      ...{ organisation: lead, successor: body(supporter, 'ROLE_LEAD'), succession: true, ...takenOver },
    })
    const state = story.state(issued(), moved) as Task
    expect(leads(state)).toEqual([supporter])
    expect(reviewersOf(state, partOf(state, supporter))).toEqual([office])
  })

  test('a part of a former lead that passed it on, taken over from a supporter, makes it no lead again', () => {
    const moved = (from: string, to: string, role: Body['role']) =>
      AssignmentTransferred.create({ organisation: from, successor: body(to, role), ...takenOver })
    const state = story.state(
      led,
      moved(lead, outsider, 'ROLE_LEAD'),
      moved(supporter, lead, 'ROLE_RESPONSIBLE'),
    ) as Task
    expect(leads(state)).toEqual([outsider, secondLead])
    // In the place of whom it succeeds, once.
    expect(state.parts.map(({ organisation }) => organisation)).toEqual([outsider, secondLead, supporter, lead])
  })

  test('a lead that passes on its own part, and does what remains of another’s role, stays party to the task', () => {
    const waiting = [led, ...done(lead), duties(lead, secondLead)]
    const transferred = AssignmentTransferred.create({
      ...{ organisation: secondLead, successor: body(outsider, 'ROLE_LEAD'), ...takenOver },
    })
    const state = story.state(...waiting, transferred) as Task
    expect(leads(state)).toEqual([secondLead, outsider])
    expect(taskDecider.parties(transferred, state)).toEqual({ admits: [outsider], releases: [] })
  })
})
