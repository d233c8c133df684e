/** A part whose clock stands: what its body may do, what time tells of it, and what it is for whoever takes it over. */
import { describe, expect, test } from 'vitest'
import { DeadlineReached } from '#proto/qiantou/assignment/v1/assignment_events.ts'
import {
  AssignmentResumed,
  AssignmentSuspended,
  AssignmentTransferred,
  ExtensionRefused,
  TaskContent,
} from '#proto/qiantou/task/v1/task_events.ts'
import { type Day, endOf, toDate } from '#shared/domain/calendar.ts'
import type { Context } from '#shared/domain/decider.ts'
import { rulesOf } from '#shared/domain/rules.ts'
import { Story, type Told, told } from '#shared/testing/story.ts'
import {
  acknowledged,
  assignmentName,
  body,
  extensionRequested,
  issued,
  lead,
  office,
  successor,
  supporter,
  takenOver,
  taskContent,
  taskName,
  text,
} from '#shared/testing/task-facts.ts'
import { type AssignmentCommand, assignmentDecider } from './assignment.ts'
import type { Assignment, AssignmentFact, TaskFact } from './assignment-state.ts'

type Scene = Told<AssignmentFact | TaskFact>
const ofTask = (day: Day, fact: TaskFact): Scene =>
  told<TaskFact>(fact, { actor: office, subject: taskName, at: new Date(`${day}T04:00:00Z`) })
const of = (organisation: string, day: Day = '2026-03-02') =>
  new Story(assignmentDecider, {
    ...{ actor: organisation, subject: assignmentName(organisation), at: new Date(`${day}T04:00:00Z`) },
  })
const suspended = (day: Day) =>
  ofTask(day, AssignmentSuspended.create({ organisation: supporter, reason: text('等待上位文件') }))

/** What time has brought about by the end of a day. */
const elapsed = (state: Assignment | undefined, day: Day): readonly AssignmentFact[] => {
  const due = state && assignmentDecider.due?.(state)
  const context = { at: endOf(day) } as Context
  return state && due && due <= endOf(day).toISOString() ? (assignmentDecider.elapse?.(state, context) ?? []) : []
}
const missed = (day: Day) => DeadlineReached.create({ deadline: 'DEADLINE_REPORT', date: toDate(day) })

describe('monthly reports', () => {
  const content = TaskContent.fromPartial({
    ...{ ...taskContent(), due: toDate('2027-12-31'), milestones: [], monthlyReport: { day: 25, reminderDays: 0 } },
  })
  const monthly = ofTask('2026-03-02', { ...issued(), content, milestonesWarnOn: [] })
  const begun: readonly Scene[] = [monthly, acknowledged(supporter), suspended('2026-03-20')]

  test('fall not due while the part is suspended; resumed, the next is that of the next day', () => {
    const story = of(supporter)
    expect(elapsed(story.state(...begun), '2026-05-31')).toEqual([])
    const resumed = ofTask('2026-06-01', AssignmentResumed.create({ organisation: supporter, due: content.due }))
    const going = story.state(...begun, resumed)
    expect(elapsed(going, '2026-06-24')).toEqual([])
    expect(elapsed(going, '2026-06-25')).toEqual([missed('2026-06-25')])
  })
})

describe('a request for more time', () => {
  const asked = extensionRequested(supporter, '2027-02-01')
  const resumed = ofTask(
    '2026-03-12',
    AssignmentResumed.create({
      organisation: supporter,
      due: toDate('2027-01-05'),
      extensionDue: toDate('2027-02-04'),
    }),
  )

  test('that waited while the part stood asks for as many days more; one that was decided before stays as it was', () => {
    const begun = [ofTask('2026-03-02', issued()), asked]
    const state = of(supporter).state(...begun, suspended('2026-03-09'), resumed)
    expect(state).toMatchObject({
      extension: { number: 1, due: '2027-02-04' },
      extensionRequests: [{ number: 1, due: '2027-02-04' }],
    })
    const refused = ofTask('2026-03-03', ExtensionRefused.create({ organisation: supporter, extension: 1 }))
    const decided = of(supporter).state(...begun, refused, suspended('2026-03-09'), resumed)
    expect(decided?.extension).toBeUndefined()
    expect(decided?.extensionRequests).toMatchObject([{ due: '2027-02-01', outcome: 'REFUSED' }])
  })
})

describe('handed over while it stands', () => {
  const fact = AssignmentTransferred.create({
    ...{ organisation: supporter, successor: body(successor, 'ROLE_RESPONSIBLE'), reason: text('划转'), ...takenOver },
    suspendedOn: toDate('2026-03-03'),
  })
  const given = ofTask('2026-03-09', fact)
  const acknowledge: AssignmentCommand = {
    ...{
      parties: new Set([office, lead, successor]),
      judges: [office, lead],
      rules: rulesOf(undefined),
      type: 'Acknowledge',
    },
  }

  test('it is still suspended: nothing is done about it, and nothing is late', () => {
    const story = of(successor, '2026-03-10').given(given)
    story
      .when(acknowledge)
      .then({ reason: 'ASSIGNMENT_SUSPENDED', details: { since: '2026-03-03' }, kind: 'precondition' })
    expect(elapsed(of(successor).state(given), '2027-12-31')).toEqual([])
  })

  test('resumed, it goes on as newly issued', () => {
    const acknowledgeBy = toDate('2026-03-13')
    const dates = { due: toDate('2027-01-08'), acknowledgeBy, reassignBy: acknowledgeBy, provisional: true }
    const resumed = ofTask(
      '2026-03-11',
      AssignmentResumed.create({ organisation: successor, workingDays: 6, ...dates }),
    )
    const state = of(successor).state(given, resumed)
    expect(state).toMatchObject({
      ...{ state: 'ASSIGNMENT_STATE_ISSUED', due: '2027-01-08', reassignBy: '2026-03-13', provisional: true },
    })
    expect(elapsed(state, '2026-03-13')).toMatchObject([{ deadline: 'DEADLINE_ACKNOWLEDGE' }])
    of(successor, '2026-03-12')
      .given(given, resumed)
      .when(acknowledge)
      .then([{ $type: 'qiantou.assignment.v1.AssignmentAcknowledged' }])
  })
})
