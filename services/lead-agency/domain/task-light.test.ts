/** The light of a task as a whole: the gravest of its open parts, then its own. */

import { describe, expect, test } from 'vitest'
import {
  AssignmentResumed,
  AssignmentSuspended,
  AssignmentTransferred,
  AssignmentWaived,
  ExtensionGranted,
  MonthlyReport,
} from '#proto/qiantou/task/v1/task_events.ts'
import { addDays, type Day, toDate } from '#shared/domain/calendar.ts'
import { gravest, light } from '#shared/domain/light.ts'
import type { BodySideFact, TaskFact } from '#shared/domain/task-fact.ts'
import { milestoneLights, partLight, standings, taskLight } from '#shared/domain/task-light.ts'
import type { Part, Task } from '#shared/domain/task-state.ts'
import { Story, type Told, told } from '#shared/testing/story.ts'
import {
  accepted,
  acknowledged,
  body,
  inPlaceOf,
  issued,
  lead,
  noon,
  office,
  releaseRequested,
  reported,
  returned,
  secondLead,
  submitted,
  successor,
  supporter,
  takenOver,
  taskContent,
  taskName,
} from '#shared/testing/task-facts.ts'
import { taskDecider } from './task.ts'

const story = new Story(taskDecider, { actor: office, subject: taskName, at: noon })
type Scene = Told<TaskFact | BodySideFact>
const suspended = AssignmentSuspended.create({ organisation: supporter })
const waived = AssignmentWaived.create({ organisation: supporter })

describe('lights of the task', () => {
  const lightOn = (day: string, ...scenes: readonly Scene[]) => taskLight(story.state(issued(), ...scenes) as Task, day)
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
    expect(lightOn(day, ...scenes)).toMatchObject({
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
    expect(lightOn('2027-01-01', ...done).reason).toBe('LIGHT_REASON_OVERDUE')
    expect(lightOn('2027-01-01', more, ...done).reason).toBe('LIGHT_REASON_WAITING')
    expect(lightOn('2027-04-01', more, ...done).reason).toBe('LIGHT_REASON_OVERDUE')
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

describe('the last day of a limit is still in time, the next is not', () => {
  const on = (day: Day, scene: Scene): Scene => {
    const { fact, ...details } = 'fact' in scene ? scene : { fact: scene }
    return told<TaskFact | BodySideFact>(fact, { ...details, at: new Date(`${day}T04:00:00Z`) })
  }
  const monthly = { ...taskContent(), monthlyReport: MonthlyReport.create({ day: 25, reminderDays: 0 }) }
  const withReports: Scene = { ...issued(), content: monthly }
  const resumed = AssignmentResumed.create({ organisation: supporter, due: toDate('2026-12-31') })
  const inTime = on('2026-03-04', acknowledged(supporter))
  const late = on('2026-03-05', acknowledged(supporter))
  const reportedOn = (day: Day) => on(day, reported(supporter, 100))
  const handedIn = on('2026-03-20', submitted(supporter))
  const askedOn = (day: Day) => on(day, releaseRequested(supporter))
  const stoodFrom = (day: Day) => on(day, suspended)

  test.each<[string, readonly Scene[], Day, string, string]>([
    ['to acknowledge', [issued()], '2026-03-04', 'NOT_STARTED', 'ACKNOWLEDGEMENT_LATE'],
    ['of a milestone', [issued(), inTime], '2026-06-30', 'MILESTONE_NEAR', 'MILESTONE_MISSED'],
    ['before a milestone is near', [issued(), inTime], '2026-06-22', 'ON_COURSE', 'MILESTONE_NEAR'],
    ['of the part', [issued(), reportedOn('2026-03-03')], '2026-12-31', 'DUE_NEAR', 'OVERDUE'],
    ['before its end is near', [issued(), reportedOn('2026-03-03')], '2026-12-23', 'ON_COURSE', 'DUE_NEAR'],
    ['to review', [issued(), submitted(supporter)], '2026-03-09', 'WAITING', 'REVIEW_LATE'],
    ['of a monthly report', [withReports, inTime], '2026-03-25', 'ON_COURSE', 'REPORT_LATE'],
    ['of the next one', [withReports, reportedOn('2026-03-10')], '2026-04-25', 'ON_COURSE', 'REPORT_LATE'],
    [
      'of the next one after the part was returned',
      [withReports, handedIn, on('2026-03-27', returned(supporter))],
      ...(['2026-04-25', 'ON_COURSE', 'REPORT_LATE'] as const),
    ],
    [
      'of the next one after the part was resumed',
      [withReports, inTime, stoodFrom('2026-03-25'), on('2026-03-26', resumed)],
      ...(['2026-04-25', 'ON_COURSE', 'REPORT_LATE'] as const),
    ],
  ])('%s', (_, scenes, last, then, after) => {
    const state = story.state(...scenes) as Task
    const part = state.parts.find(({ organisation }) => organisation === supporter) as Part
    expect(partLight(state, part, last).reason).toBe(`LIGHT_REASON_${then}`)
    expect(partLight(state, part, addDays(last, 1)).reason).toBe(`LIGHT_REASON_${after}`)
  })

  test.each<[string, readonly Scene[], Day, string, string]>([
    ['it was acknowledged on the last day', [issued(), inTime], '2026-03-05', 'GREEN', 'ON_COURSE'],
    ['it was acknowledged a day too late', [issued(), late], '2026-03-05', 'YELLOW', 'ACKNOWLEDGED_LATE'],
    ['late, but reported on since', [issued(), late, reportedOn('2026-03-06')], '2026-03-06', 'GREEN', 'ON_COURSE'],
    ['no report was given, nobody told of it', [withReports, inTime], '2026-05-01', 'YELLOW', 'REPORT_LATE'],
    ['the report was given on its day', [withReports, reportedOn('2026-03-25')], '2026-03-26', 'GREEN', 'ON_COURSE'],
    ['a report made up for it', [withReports, reportedOn('2026-03-26')], '2026-03-27', 'GREEN', 'ON_COURSE'],
    ['it stands still on its report day', [withReports, stoodFrom('2026-03-25')], '2026-03-26', 'GREY', 'SUSPENDED'],
    ['it waits for review on its report day', [withReports, handedIn], '2026-03-26', 'YELLOW', 'REVIEW_LATE'],
    ['a release was asked for on that day', [withReports, askedOn('2026-03-25')], '2026-06-01', 'GREEN', 'WAITING'],
    [
      'a release was asked for on the day after',
      [withReports, inTime, askedOn('2026-03-26')],
      ...(['2026-03-26', 'YELLOW', 'REPORT_LATE'] as const),
    ],
    [
      'it stood still only after its report day',
      [withReports, inTime, stoodFrom('2026-03-26'), on('2026-03-30', resumed)],
      ...(['2026-03-30', 'YELLOW', 'REPORT_LATE'] as const),
    ],
  ])('%s', (_, scenes, day, colour, why) => {
    const state = story.state(...scenes) as Task
    const part = state.parts.find(({ organisation }) => organisation === supporter) as Part
    const light = { colour: `LIGHT_COLOUR_${colour}`, reason: `LIGHT_REASON_${why}` }
    expect(partLight(state, part, day)).toMatchObject(light)
  })

  test('of a milestone by itself', () => {
    const state = story.state(issued(), inTime) as Task
    const part = state.parts.find(({ organisation }) => organisation === supporter) as Part
    const reasonOn = (day: Day) => milestoneLights(state, part, day)[0]?.light.reason
    const days = ['2026-06-22', '2026-06-23', '2026-06-30', '2026-07-01']
    const whys = ['ON_COURSE', 'MILESTONE_NEAR', 'MILESTONE_NEAR', 'MILESTONE_MISSED']
    expect(days.map(reasonOn)).toEqual(whys.map((why) => `LIGHT_REASON_${why}`))
  })

  test('of a task whose parts are done', () => {
    const done = [lead, supporter].flatMap((one): Scene[] => [submitted(one), accepted(one)])
    const state = story.state(issued(), ...done) as Task
    expect(taskLight(state, '2026-12-31').reason).toBe('LIGHT_REASON_WAITING')
    expect(taskLight(state, '2027-01-01').reason).toBe('LIGHT_REASON_OVERDUE')
  })
})

describe('the gravest of several', () => {
  const order = [
    ...(['OVERDUE', 'MILESTONE_MISSED', 'ACKNOWLEDGEMENT_LATE', 'REVIEW_LATE', 'COUNTERSIGNATURE_LATE'] as const),
    ...(['REPORT_LATE', 'DUE_NEAR', 'MILESTONE_NEAR', 'ACKNOWLEDGED_LATE', 'ON_COURSE', 'WAITING'] as const),
    ...(['NOT_STARTED', 'SUSPENDED', 'DONE'] as const),
  ]

  test.each(order.slice(1).map((lesser, i) => [order[i] as (typeof order)[number], lesser] as const))(
    '%s before %s, whichever part comes first',
    (graver, lesser) => {
      const lights = [light(`LIGHT_REASON_${graver}`, [lead]), light(`LIGHT_REASON_${lesser}`, [supporter])]
      for (const some of [lights, lights.toReversed()])
        expect(gravest(some)).toMatchObject({ reason: `LIGHT_REASON_${graver}` })
    },
  )

  test('of none is none', () => expect(gravest([])).toBeUndefined())
})

test('whose turn the review is follows who has succeeded whoever submitted', () => {
  const led = issued([body(lead, 'ROLE_LEAD'), body(secondLead, 'ROLE_LEAD'), body(supporter, 'ROLE_RESPONSIBLE')])
  const submission = inPlaceOf(supporter, secondLead, submitted(supporter))
  const succeeded = AssignmentTransferred.create({
    ...{ organisation: secondLead, successor: body(successor, 'ROLE_LEAD'), succession: true, ...takenOver },
  })
  const state = story.state(led, submission, succeeded) as Task
  const standing = standings(state, '2026-03-02').find(({ part }) => part.organisation === supporter)
  expect(standing).toMatchObject({ reviewers: [lead], light: { reason: 'LIGHT_REASON_WAITING', turn: [lead] } })
})
