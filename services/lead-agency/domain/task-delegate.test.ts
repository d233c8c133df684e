/** Whose what a delegate did is, once it is no longer there: rules 10 and 19 of docs/domain.md. */
import { describe, expect, test } from 'vitest'
import { DelegateSucceeded } from '#proto/qiantou/task/v1/task_events.ts'
import type { BodySideFact } from '#shared/domain/task-fact.ts'
import type { Task } from '#shared/domain/task-state.ts'
import { Story, type Told } from '#shared/testing/story.ts'
import {
  accepted,
  extensionRequested,
  inPlaceOf,
  issued,
  lead,
  noon,
  office,
  outsider,
  returned,
  submitted,
  successor,
  supporter,
  taskName,
  text,
} from '#shared/testing/task-facts.ts'
import { type TaskCommand, taskDecider } from './task.ts'

const story = new Story(taskDecider, { actor: office, subject: taskName, at: noon })
const reason = text('职责调整')
const accept = (): TaskCommand => ({ type: 'Accept', organisation: supporter })
const forSupporter = (scene: Told<BodySideFact>) => inPlaceOf(supporter, outsider, scene)

describe('who submitted for a body, has no part of its own, and is merged into who reviews', () => {
  const succeeded = (delegate: string, to = lead) => DelegateSucceeded.create({ delegate, successor: to })
  const pass = (delegate: string, to = lead): TaskCommand => ({ type: 'SucceedDelegate', delegate, successor: to })
  const waiting = [issued(), forSupporter(submitted(supporter))] as const

  test('leaves it to the authority by a record of that alone, and its successor becomes no party', () => {
    const state = story
      .given(...waiting)
      .when(pass(outsider), 'services/lead-agency')
      .then([succeeded(outsider)]) as Task
    expect(taskDecider.parties(succeeded(outsider), state)).toEqual({ admits: [], releases: [] })
    expect(state.parts).toEqual((story.state(...waiting) as Task).parts)
    const given = story.given(...waiting, succeeded(outsider))
    given.when(accept(), lead).then({ reason: 'OWN_SUBMISSION' })
    given.when(accept()).then([accepted(supporter)])
  })

  test('also where the one that succeeded it is succeeded in its turn, and of more time that is asked for', () => {
    const passedOn = [...waiting, succeeded(outsider, successor)]
    story
      .given(...passedOn)
      .when(pass(successor), 'services/lead-agency')
      .then([succeeded(successor)])
    story
      .given(...passedOn, succeeded(successor))
      .when(accept(), lead)
      .then({ reason: 'OWN_SUBMISSION' })
    const asking = [issued(), forSupporter(extensionRequested(supporter, '2026-12-31'))]
    const supports: TaskCommand = { type: 'GiveOpinion', organisation: supporter, supports: true, text: reason }
    story
      .given(...asking, succeeded(outsider))
      .when(supports, lead)
      .then({ reason: 'OWN_EXTENSION' })
  })

  test('and nothing is said of who did nothing for others, or nothing that waits still, or twice', () => {
    const none = { reason: 'NOT_DELEGATED', details: { organisation: outsider } }
    for (const scenes of [
      [issued(), submitted(supporter)],
      [...waiting, returned(supporter)],
      [...waiting, succeeded(outsider)],
    ])
      story
        .given(...scenes)
        .when(pass(outsider), 'services/lead-agency')
        .then(none as never)
  })
})
