/** The light of a task as a whole: the gravest of its open parts, then its own. */

import { describe, expect, test } from 'vitest'
import {
  AssignmentSuspended,
  AssignmentTransferred,
  AssignmentWaived,
  ExtensionGranted,
} from '#proto/qiantou/task/v1/task_events.ts'
import { toDate } from '#shared/domain/calendar.ts'
import type { BodySideFact, TaskFact } from '#shared/domain/task-fact.ts'
import { milestoneLights, partLight, taskLight } from '#shared/domain/task-light.ts'
import type { Part, Task } from '#shared/domain/task-state.ts'
import { Story, type Told } from '#shared/testing/story.ts'
import {
  accepted,
  acknowledged,
  body,
  issued,
  lead,
  noon,
  office,
  reported,
  submitted,
  successor,
  supporter,
  takenOver,
  taskName,
} from '#shared/testing/task-facts.ts'
import { taskDecider } from './task.ts'

const story = new Story(taskDecider, { actor: office, subject: taskName, at: noon })
type Scene = Told<TaskFact | BodySideFact>
const suspended = AssignmentSuspended.create({ organisation: supporter })
const waived = AssignmentWaived.create({ organisation: supporter })

describe('lights of the task', () => {
  const light = (day: string, ...scenes: readonly Scene[]) => taskLight(story.state(issued(), ...scenes) as Task, day)
  const both = (make: (organisation: string) => Scene): Scene[] => [make(lead), make(supporter)]

  test.each<[string, string, readonly Scene[], string, string, readonly string[]]>([
    ['not acknowledged yet', '2026-03-04', [], 'GREY', 'NOT_STARTED', [lead, supporter]],
    ['one is late to acknowledge', '2026-03-05', [acknowledged(lead)], 'YELLOW', 'ACKNOWLEDGEMENT_LATE', [supporter]],
    ['all at work', '2026-04-01', both(acknowledged), 'GREEN', 'ON_COURSE', [lead, supporter]],
    ['one at work, one not yet', '2026-03-04', [acknowledged(lead)], 'GREEN', 'ON_COURSE', [lead, supporter]],
    ['a milestone is near', '2026-06-23', both(acknowledged), 'YELLOW', 'MILESTONE_NEAR', [lead, supporter]],
    ['a milestone was missed', '2026-07-01', both(acknowledged), 'RED', 'MILESTONE_MISSED', [lead, supporter]],
    ['it is near its end', '2026-12-24', both((one) => reported(one, 100)), 'YELLOW', 'DUE_NEAR', [lead, supporter]],
    ['overdue', '2027-01-01', both((one) => reported(one, 100)), 'RED', 'OVERDUE', [lead, supporter]],
    ['one waits for review', '2026-03-09', [submitted(supporter), acknowledged(lead)], 'GREEN', 'ON_COURSE', [lead]],
    ['the review is late', '2026-03-10', [submitted(supporter), acknowledged(lead)], 'YELLOW', 'REVIEW_LATE', [lead]],
    [
      'all done, not proposed',
      '2026-03-10',
      [submitted(lead), accepted(lead), submitted(supporter), accepted(supporter)],
      'GREEN',
      'WAITING',
      [lead],
    ],
  ])('%s', (_, day, scenes, colour, why, turn) => {
    expect(light(day, ...scenes)).toMatchObject({
      colour: `LIGHT_COLOUR_${colour}`,
      reason: `LIGHT_REASON_${why}`,
      turn,
    })
  })

  test.each<[string, string, readonly Scene[], string, string, readonly string[]]>([
    ['on course', '2026-04-01', both(acknowledged), 'GREEN', 'ON_COURSE', [supporter]],
    ['near', '2026-06-23', both(acknowledged), 'YELLOW', 'MILESTONE_NEAR', [supporter]],
    ['missed', '2026-07-01', both(acknowledged), 'RED', 'MILESTONE_MISSED', [supporter]],
    ['missed while its part waits for review', '2026-07-01', [submitted(supporter)], 'RED', 'MILESTONE_MISSED', [lead]],
    ['standing still', '2026-07-01', [suspended], 'GREY', 'SUSPENDED', [office]],
    ['reached', '2026-07-01', [reported(supporter, 100)], 'BLUE', 'DONE', []],
    ['of a part that is accepted', '2026-07-01', [submitted(supporter), accepted(supporter)], 'BLUE', 'DONE', []],
    ['of a part that is waived', '2026-07-01', [waived], 'UNSPECIFIED', 'UNSPECIFIED', []],
  ])('a milestone %s is the turn of whoever is to act in its part', (_, day, scenes, colour, why, turn) => {
    const task = story.state(issued(), ...scenes) as Task
    const part = task.parts.find(({ organisation }) => organisation === supporter) as Task['parts'][number]
    expect(milestoneLights(task, part, day)).toMatchObject([
      {
        ...{ id: 'half-year', due: '2026-06-30' },
        light: { colour: `LIGHT_COLOUR_${colour}`, reason: `LIGHT_REASON_${why}`, turn },
      },
    ])
  })

  test('all done, not proposed: late once the last of its parts is, whose date has moved', () => {
    const more = ExtensionGranted.create({ organisation: supporter, extension: 1, due: toDate('2027-03-31') })
    const done = [lead, supporter].flatMap((one): Scene[] => [submitted(one), accepted(one)])
    expect(light('2027-01-01', ...done).reason).toBe('LIGHT_REASON_OVERDUE')
    expect(light('2027-01-01', more, ...done).reason).toBe('LIGHT_REASON_WAITING')
    expect(light('2027-04-01', more, ...done).reason).toBe('LIGHT_REASON_OVERDUE')
  })
})

test('a milestone that is near is so for who has still to acknowledge', () => {
  const taken = { ...takenOver, acknowledgeBy: toDate('2026-06-26') }
  const moved = { organisation: supporter, successor: body(successor, 'ROLE_RESPONSIBLE'), ...taken }
  const state = story.state(issued(), AssignmentTransferred.create(moved)) as Task
  const part = state.parts.find(({ organisation }) => organisation === successor) as Part
  expect(partLight(state, part, '2026-06-22')).toMatchObject({ reason: 'LIGHT_REASON_NOT_STARTED' })
  expect(partLight(state, part, '2026-06-23')).toMatchObject({
    reason: 'LIGHT_REASON_MILESTONE_NEAR',
    turn: [successor],
  })
})
