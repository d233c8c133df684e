/** What remains to be done in a joint task in the role of a body that had finished its part and is no longer there. */

import { describe, expect, test } from 'vitest'
import {
  AssignmentWaived,
  ClosingCountersigned,
  ClosingDissented,
  ClosingProposed,
  CompilerConfirmed,
  DissentRuled,
  TaskClosed,
} from '#proto/qiantou/task/v1/task_events.ts'
import type { BodySideFact, TaskFact } from '#shared/domain/task-fact.ts'
import { answersMissing, compilerOf } from '#shared/domain/task-roles.ts'
import type { Task } from '#shared/domain/task-state.ts'
import { Story, type Told, told } from '#shared/testing/story.ts'
import { propose } from '#shared/testing/task-commands.ts'
import {
  body,
  done,
  duties,
  issued,
  lead,
  noon,
  office,
  proposed,
  proposedJointly,
  reopened,
  secondLead,
  successor,
  supporter,
  taskName,
  text,
} from '#shared/testing/task-facts.ts'
import { type TaskCommand, taskDecider } from './task.ts'

const service = 'services/lead-agency'
const story = new Story(taskDecider, { actor: office, subject: taskName, at: noon })
type Scene = Told<TaskFact | BodySideFact>

const succeed = (organisation: string, to?: string): TaskCommand => ({ type: 'Succeed', organisation, successor: to })
const proposedBy = (actor: string): Scene => told(proposed(), { actor })

describe('a joint task', () => {
  const bodies = [lead, supporter, secondLead]
  const joint: Scene[] = [
    issued(
      bodies.map((one) => body(one, 'ROLE_RESPONSIBLE')),
      'RESPONSIBILITY_MODE_JOINT',
    ),
    ...done(...bodies),
  ]
  const confirmed = CompilerConfirmed.create({ organisation: lead })
  const waiting = [...joint, confirmed, proposedBy(lead)]
  const signed = (actor: string): Scene => told(ClosingCountersigned.create(), { actor })
  const dissented = (actor: string): Scene => told(ClosingDissented.create({ reason: text('否') }), { actor })

  test('its compiler is confirmed anew, from among those that are there', () => {
    const state = story
      .given(...joint, confirmed)
      .when(succeed(lead, successor), service)
      .then([duties(lead, successor)])
    expect(state?.compiler).toBeUndefined()
    expect(state && compilerOf(state)).toBe(successor)
    const gone = [...joint, confirmed, duties(lead, successor)]
    story
      .given(...gone)
      .when({ type: 'ConfirmCompiler', organisation: lead })
      .then({ reason: 'ASSIGNMENT_NOT_FOUND' })
    story
      .given(...gone, CompilerConfirmed.create({ organisation: successor }))
      .when(propose, successor)
      .then([ClosingProposed.create(proposedJointly())])
  })

  test('what its compiler proposed stands, and the others answer it; ruled not to close, another is confirmed', () => {
    const state = story.state(...waiting, duties(lead, successor)) as Task
    expect(answersMissing(state)).toEqual([supporter, secondLead])
    expect(story.state(...waiting, duties(lead, successor), signed(supporter), signed(secondLead))?.state).toBe(
      'CLOSE_PROPOSED',
    )
    const ruled = DissentRuled.create({ closes: false, ruling: text('再议'), minutes: '1' })
    const anew = story.state(
      ...waiting,
      duties(lead, successor),
      dissented(supporter),
      signed(secondLead),
      ruled,
    ) as Task
    expect([anew.compiler, compilerOf(anew)]).toEqual([undefined, successor])
  })

  test('opened again, it has none where the one that proposed is no longer there', () => {
    const signing = [signed(supporter), signed(secondLead)]
    const closed = [...waiting, duties(lead, successor), ...signing, TaskClosed.create(), reopened(supporter)]
    const state = story.state(...closed) as Task
    expect([state.compiler, compilerOf(state)]).toEqual([undefined, successor])
    expect(story.state(...waiting, ...signing, TaskClosed.create(), reopened(supporter))?.compiler).toBe(lead)
  })

  test('a compiler that is waived compiles no more', () => {
    const state = story.state(joint[0] as Scene, confirmed, AssignmentWaived.create({ organisation: lead })) as Task
    expect([state.compiler, compilerOf(state)]).toEqual([undefined, supporter])
  })

  test('what its compiler proposed stands, also where nobody else is left to answer it', () => {
    const gone = bodies.map((one) => duties(one))
    expect(story.state(...waiting, ...gone)?.state).toBe('CLOSE_PROPOSED')
  })

  test('a body that has not answered is succeeded in its answer, or done without where nobody succeeds it', () => {
    story
      .given(...waiting, duties(supporter, successor))
      .when({ type: 'Countersign' }, successor)
      .then([ClosingCountersigned.create()])
    expect(story.state(...waiting, signed(secondLead), duties(supporter))?.state).toBe('CLOSE_PROPOSED')
  })

  test('what it had answered stands, its dissent too; a successor with a part of its own answers for that', () => {
    const agreed = story.state(...waiting, signed(supporter), duties(supporter, secondLead)) as Task
    expect(answersMissing(agreed)).toEqual([secondLead])
    const opposed = story.state(...waiting, dissented(supporter), duties(supporter), signed(secondLead)) as Task
    expect([opposed.state, opposed.dissenting]).toEqual(['ISSUED', [supporter]])
  })

  test('of which nobody is left is proposed to be closed by the authority', () => {
    const gone: Scene[] = [...joint, ...bodies.map((one) => duties(one))]
    const state = story
      .given(...gone)
      .when(propose)
      .then([proposed()])
    expect(state?.state).toBe('CLOSE_PROPOSED')
  })
})
