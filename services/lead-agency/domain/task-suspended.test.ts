/** More time that was asked for before the clock of a part was stopped (docs/domain.md, rules 2 and 4). */
import { describe, expect, test } from 'vitest'
import { AssignmentSubmitted, ExtensionRequested } from '#proto/qiantou/assignment/v1/assignment_events.ts'
import { Rules } from '#proto/qiantou/programme/v1/programme_events.ts'
import { AssignmentResumed, AssignmentSuspended, ExtensionGranted } from '#proto/qiantou/task/v1/task_events.ts'
import { type Day, toDate } from '#shared/domain/calendar.ts'
import { rulesOf } from '#shared/domain/rules.ts'
import type { BodySideFact, TaskFact } from '#shared/domain/task-fact.ts'
import type { Task } from '#shared/domain/task-state.ts'
import { Story, type Told, told } from '#shared/testing/story.ts'
import {
  acknowledged,
  assignmentName,
  body,
  issued,
  noon,
  office,
  supporter,
  taskName,
  text,
} from '#shared/testing/task-facts.ts'
import { type TaskCommand, taskDecider } from './task.ts'

type Scene = Told<TaskFact | BodySideFact>
const at = (day: Day): Date => new Date(`${day}T04:00:00Z`)
const on = (day: Day) => new Story(taskDecider, { actor: office, subject: taskName, at: at(day) })
const partOf = (state: Task | undefined) => state?.parts[0]

const resume: TaskCommand = { type: 'Resume', organisation: supporter }
const grant = (due?: Day): TaskCommand => ({
  ...{ type: 'GrantExtension', organisation: supporter, due: due ? toDate(due) : undefined },
})
const suspended = (day: Day): Scene =>
  told(AssignmentSuspended.create({ organisation: supporter, reason: text('等待上位文件') }), { at: at(day) })
const asked = (milestone: string, due: Day): Scene =>
  told(ExtensionRequested.create({ extension: 1, milestone, due: toDate(due), reason: text('招标流程较长') }), {
    ...{ actor: supporter, subject: assignmentName(supporter), at: noon },
  })
const granted = (milestone: string, due: Day, warnOn: Day): ExtensionGranted =>
  ExtensionGranted.create({
    ...{ organisation: supporter, extension: 1, milestone, due: toDate(due), warnOn: toDate(warnOn) },
    provisional: due > '2026-12-31',
  })

const alone = issued([body(supporter, 'ROLE_RESPONSIBLE')], 'RESPONSIBILITY_MODE_SOLE')
const waits = (milestone: string, due: Day, since: Day): readonly Scene[] => [
  ...[alone, acknowledged(supporter), asked(milestone, due), suspended(since)],
]

describe('a request for more time that waits while the part stands', () => {
  const given = waits('half-year', '2026-07-31', '2026-03-02')

  test('is granted as it was asked for, however long ago that is: nothing has passed since', () => {
    const state = on('2026-11-02')
      .given(...given)
      .when(grant())
      .then([granted('half-year', '2026-07-31', '2026-07-24')])
    expect(partOf(state)?.milestones).toMatchObject({ 'half-year': { due: '2026-07-31' } })
    on('2026-11-02')
      .given(...given)
      .when(grant('2026-06-30'))
      .then({
        ...{ reason: 'EXTENSION_NOT_LATER', kind: 'invalid' },
        details: { due: '2026-06-30', former: '2026-06-30', today: '2026-03-02' },
      })
  })

  test('asks for as many working days more once the part goes on, as its dates are later', () => {
    const state = on('2026-03-12')
      .given(...waits('half-year', '2026-07-31', '2026-03-09'))
      .when(resume)
    expect(state.decision).toMatchObject({
      right: [{ workingDays: 3, extensionDue: toDate('2026-08-05'), milestones: [{ due: toDate('2026-07-03') }] }],
    })
  })

  test('is granted as it asks for then, though the day that it had asked for was past when the part went on', () => {
    const resumed = AssignmentResumed.create({
      ...{ organisation: supporter, due: toDate('2027-09-01'), extensionDue: toDate('2027-04-07') },
      milestones: [{ id: 'half-year', due: toDate('2027-03-09') }],
    })
    const going = on('2026-11-03').given(...given, told(resumed, { at: at('2026-11-02') }))
    const state = going.when(grant()).then([granted('half-year', '2027-04-07', '2027-03-31')])
    expect(partOf(state)?.milestones).toMatchObject({ 'half-year': { due: '2027-04-07' } })
  })

  test('asks for the same where the day that it asked for had passed before, or nothing waits', () => {
    const late = on('2027-03-12').given(...waits('', '2027-02-01', '2027-03-01'))
    expect(late.when(resume).decision).toMatchObject({ right: [{ extensionDue: undefined }] })
    const none = on('2026-03-12').given(alone, acknowledged(supporter), suspended('2026-03-09'))
    expect(none.when(resume).decision).toMatchObject({ right: [{ extensionDue: undefined }] })
  })
})

test('a due date that moved through days which nobody has announced is provisional, though the programme has set its own day', () => {
  const days = [{ $type: 'qiantou.programme.v1.CalendarDay' as const, date: toDate('2027-01-01'), working: true }]
  const own = { ...alone, rules: rulesOf(Rules.create({ days })) }
  const { decision } = on('2026-12-29').given(own, acknowledged(supporter), suspended('2026-12-28')).when(resume)
  expect(decision).toMatchObject({ right: [{ due: toDate('2027-01-01'), provisional: true }] })
})

test('a due date that had passed before the part stood stays as it is, provisional unless the programme has set its own day', () => {
  const day = { $type: 'qiantou.programme.v1.CalendarDay' as const, date: toDate('2026-12-31'), working: true }
  const resumed = (days: readonly (typeof day)[]) => {
    const own = { ...alone, rules: rulesOf(Rules.create({ days: [...days] })) }
    return on('2027-03-12').given(own, acknowledged(supporter), suspended('2027-03-01')).when(resume).decision
  }
  const stays = { due: toDate('2026-12-31'), milestones: [] }
  expect(resumed([])).toMatchObject({ right: [{ ...stays, provisional: true }] })
  expect(resumed([day])).toMatchObject({ right: [{ ...stays, provisional: false }] })
  // The reviewer's own limit goes on through days that nobody has announced.
  const late = AssignmentSubmitted.create({ submission: 1, text: text('办结'), reviewBy: toDate('2027-03-03') })
  const waiting = told(late, { actor: supporter, subject: assignmentName(supporter) })
  const own = { ...alone, rules: rulesOf(Rules.create({ days: [day] })) }
  const { decision } = on('2027-03-12')
    .given(own, acknowledged(supporter), waiting, suspended('2027-03-01'))
    .when(resume)
  expect(decision).toMatchObject({ right: [{ ...stays, reviewBy: toDate('2027-03-16'), provisional: true }] })
})
