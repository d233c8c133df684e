/** How a part goes: its limits, and that facts of both sides end the same way in whatever order they arrive. */

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  DeadlineReached,
  ExtensionRequested,
  ProgressReported,
} from '#proto/qiantou/assignment/v1/assignment_events.ts'
import {
  AssignmentReassigned,
  AssignmentResumed,
  AssignmentSuspended,
  AssignmentTransferred,
  AssignmentWaived,
  ExtensionGranted,
  ExtensionOpinionGiven,
  ExtensionRefused,
  MonthlyReport,
} from '#proto/qiantou/task/v1/task_events.ts'
import { recordedOf, type Told } from '#shared/testing/story.ts'
import {
  accepted,
  acknowledged,
  assignmentName,
  body,
  cancelled,
  extensionRequested,
  halfYearReached,
  issued,
  noon,
  office,
  releaseRequested,
  reported,
  returned,
  submitted,
  successor,
  supporter,
  takenOver,
  taskContent,
  text,
  upheld,
} from '#shared/testing/task-facts.ts'
import { addDays, dayOf, endOf, startOf, toDate } from './calendar.ts'
import { type Course, datesOf, dueOfCourse, elapsed, nextReport } from './course.ts'
import { basisOf } from './course-basis.ts'
import { acted, decidedAbout, started, succeeded } from './course-fold.ts'
import type { BodySideFact, TaskSideFact } from './task-fact.ts'

type Fact = BodySideFact | TaskSideFact
const basis = basisOf(issued(), noon)
const monthly = basisOf(
  { ...issued(), content: { ...taskContent(), monthlyReport: MonthlyReport.create({ day: 31, reminderDays: 3 }) } },
  noon,
)
const isBody = (fact: Fact): fact is BodySideFact => fact.$type.startsWith('qiantou.assignment.')

const fold = (course: Course, scenes: readonly Told<Fact>[], on = basis): Course =>
  scenes.reduce((state, scene) => {
    const recorded = recordedOf(scene, { actor: office, subject: assignmentName(supporter), at: noon })
    const { fact, at } = recorded
    return isBody(fact) ? acted(state, on, fact, at) : decidedAbout(state, on, { ...recorded, fact })
  }, course)
const went = (...scenes: readonly Told<Fact>[]): Course => fold(started, scenes)

const reason = text('政策调整')
const reached = (deadline: DeadlineReached['deadline'], day: string, milestone = ''): DeadlineReached =>
  DeadlineReached.create({ deadline, milestone, date: toDate(day) })
const suspended = AssignmentSuspended.create({ organisation: supporter, reason })
const resumed = AssignmentResumed.create({
  organisation: supporter,
  due: toDate('2027-01-15'),
  warnOn: toDate('2027-01-08'),
})
const granted = ExtensionGranted.create({ organisation: supporter, extension: 1, due: toDate('2027-02-01') })
const milestoneReached = ProgressReported.create({ report: 2, milestone: 'half-year', percent: 100, text: reason })

describe('limits', () => {
  const told = (course: Course, at: Date) => elapsed(course, basis, at).map(({ deadline }) => deadline)

  test('the first to wait for is that to acknowledge, told of when its last day is over', () => {
    expect(dueOfCourse(started, basis)).toBe(endOf('2026-03-04').toISOString())
    expect(told(started, new Date('2026-03-04T15:59:59Z'))).toEqual([])
    expect(elapsed(started, basis, endOf('2026-03-04'))).toEqual([reached('DEADLINE_ACKNOWLEDGE', '2026-03-04')])
  })

  test('whoever has acknowledged is told of milestones, of the end coming near, and of the end', () => {
    const course = went(acknowledged(supporter))
    expect(told(course, endOf('2027-12-31'))).toEqual(['DEADLINE_MILESTONE', 'DEADLINE_WARNING', 'DEADLINE_DUE'])
    expect(told(fold(course, [milestoneReached]), endOf('2027-12-31'))).toEqual(['DEADLINE_WARNING', 'DEADLINE_DUE'])
  })

  test('each is told of once, and nothing is waited for once all are', () => {
    const course = went(acknowledged(supporter))
    const end = fold(course, elapsed(course, basis, endOf('2027-12-31')))
    expect(dueOfCourse(end, basis)).toBeUndefined()
  })

  test('while a submission waits, the clock is the reviewer’s; returned, it is the body’s again', () => {
    const course = went(acknowledged(supporter), submitted(supporter))
    expect(dueOfCourse(course, basis)).toBe(endOf('2026-03-09').toISOString())
    const late = fold(course, [reached('DEADLINE_REVIEW', '2026-03-09')])
    expect(dueOfCourse(late, basis)).toBeUndefined()
    expect(dueOfCourse(fold(late, [returned(supporter)]), basis)).toBe(endOf('2026-06-30').toISOString())
    // The next submission's review is limited anew.
    expect(dueOfCourse(fold(late, [returned(supporter), submitted(supporter, 2)]), basis)).toBe(
      endOf('2026-03-09').toISOString(),
    )
  })

  test('a suspended part waits for nothing; resumed, for its new dates', () => {
    const course = went(acknowledged(supporter), suspended)
    expect(dueOfCourse(course, basis)).toBeUndefined()
    expect(told(fold(course, [resumed, milestoneReached]), startOf('2027-01-08'))).toEqual(['DEADLINE_WARNING'])
  })

  test('what was told of while a suspension was on its way is told of anew where its date has moved, and only there', () => {
    const overdue = went(acknowledged(supporter), reached('DEADLINE_MILESTONE', '2026-06-30', 'half-year'), suspended)
    const milestones = [{ id: 'half-year', due: toDate('2026-07-15'), warnOn: toDate('2026-07-08') }]
    const moved = fold(overdue, [AssignmentResumed.fromPartial({ ...resumed, milestones })])
    expect(told(moved, endOf('2026-07-15'))).toEqual(['DEADLINE_MILESTONE'])
    const warned = went(acknowledged(supporter), milestoneReached, reached('DEADLINE_WARNING', '2026-12-31'), suspended)
    const same = AssignmentResumed.create({ ...resumed, due: toDate('2026-12-31'), warnOn: toDate('2026-12-24') })
    expect(told(fold(warned, [same]), endOf('2026-12-30'))).toEqual([])
  })

  test('what was granted is told of at its new date, although the old one was told of', () => {
    const course = went(acknowledged(supporter), milestoneReached, extensionRequested(supporter, '2027-02-01'))
    const overdue = fold(course, elapsed(course, basis, endOf('2026-12-31')))
    expect(dueOfCourse(overdue, basis)).toBeUndefined()
    expect(dueOfCourse(fold(overdue, [granted]), basis)).toBe(startOf('2026-12-24').toISOString())
    expect(fold(overdue, [granted])).toMatchObject({ due: '2027-02-01', formerDues: ['2026-12-31'] })
  })

  test('tasks issued before there were limits have none', () => {
    const { acknowledgeBy: _, warnOn: __, ...fact } = issued()
    expect(
      dueOfCourse(started, basisOf({ ...fact, acknowledgeBy: undefined, warnOn: undefined }, noon)),
    ).toBeUndefined()
  })
})

describe('milestones', () => {
  const said = (percent: number) =>
    ProgressReported.create({ report: 3, milestone: 'half-year', percent, text: reason })
  const isReached = (course: Course): boolean => datesOf(course, basis).milestones[0]?.reachedOn !== undefined

  test('are reached for as long as the last report on them says so', () => {
    expect(isReached(went(acknowledged(supporter), said(100)))).toBe(true)
    expect(isReached(went(acknowledged(supporter), said(100), said(95)))).toBe(false)
  })

  test('those that its former body had reached are not taken back by whoever took over', () => {
    const handover = { ...takenOver, organisation: office, successor: undefined, reason, monthlyReport: undefined }
    const transferred = { $type: 'qiantou.task.v1.AssignmentTransferred' as const, ...handover, succession: false }
    const owing = succeeded(AssignmentTransferred.fromPartial(transferred), noon)
    expect(isReached(fold(owing, [said(100)]))).toBe(true)
    expect(isReached(fold(owing, [said(100), said(95)]))).toBe(false)
    const reachedBefore = { ...transferred, milestones: [], reached: halfYearReached() }
    expect(isReached(fold(succeeded(AssignmentTransferred.fromPartial(reachedBefore), noon), [said(50)]))).toBe(true)
  })
})

describe('monthly reports', () => {
  const on = (day: string) => ({
    fact: ProgressReported.create({ report: 1, percent: 10, text: reason }),
    at: startOf(day),
  })

  test('are due on their day, or the last one of a shorter month', () => {
    const days = ['2026-03-31', '2026-04-30', '2026-05-31', '2026-06-30']
    let course = fold(started, [acknowledged(supporter)], monthly)
    for (const day of days) {
      expect(nextReport(course, monthly)).toBe(day)
      course = fold(course, [on(day)], monthly)
    }
  })

  test('a reminder comes before; whoever reports early is not reminded, and twice in a month settles one month', () => {
    const course = fold(started, [acknowledged(supporter)], monthly)
    expect(dueOfCourse(course, monthly)).toBe(startOf('2026-03-28').toISOString())
    const early = fold(course, [on('2026-03-05'), on('2026-03-09')], monthly)
    expect(dueOfCourse(early, monthly)).toBe(startOf('2026-04-27').toISOString())
  })

  test('one that is missed is late until the next report; a correction is none', () => {
    const course = fold(started, [acknowledged(supporter)], monthly)
    const missed = fold(course, elapsed(course, monthly, endOf('2026-03-31')), monthly)
    expect(missed.reportLate).toBe('2026-03-31')
    const corrected = fold(missed, [{ ...on('2026-04-02'), fact: { ...on('2026-04-02').fact, corrects: 1 } }], monthly)
    expect(corrected.reportLate).toBe('2026-03-31')
    expect(fold(missed, [on('2026-04-02')], monthly).reportLate).toBeUndefined()
  })

  test('after a long time without anybody, every month is told of, one after the other', () => {
    let course = fold(started, [acknowledged(supporter), milestoneReached], monthly)
    const missed: string[] = []
    for (let facts = elapsed(course, monthly, endOf('2026-08-01')); facts.length; ) {
      for (const fact of facts) if (fact.deadline === 'DEADLINE_REPORT') missed.push(`${fact.date?.month}`)
      course = fold(course, facts, monthly)
      facts = elapsed(course, monthly, endOf('2026-08-01'))
    }
    expect(missed).toEqual(['4', '5', '6', '7'])
  })
})

describe('facts that cross', () => {
  const underway = [acknowledged(supporter), reported(supporter, 40)]
  const asked = [...underway, extensionRequested(supporter, '2027-02-01')]
  const ends = [AssignmentWaived.create({ organisation: supporter, reason }), cancelled(supporter)]
  const later = ProgressReported.create({ report: 2, milestone: 'half-year', percent: 60, text: reason })
  const opinion = ExtensionOpinionGiven.create({ organisation: supporter, extension: 1, supports: true, text: reason })
  /** With what is owed of milestones; the others had been reached. */
  const handed = (milestones: typeof takenOver.milestones) => {
    const to = body(successor, 'ROLE_RESPONSIBLE')
    const reached = milestones.length ? [] : halfYearReached()
    return AssignmentReassigned.create({
      organisation: supporter,
      successor: to,
      reason,
      ...takenOver,
      milestones,
      reached,
    })
  }
  const refused = ExtensionRefused.create({ organisation: supporter, extension: 1, reason })
  /** What has happened, what the body does then, and what the task's side decides at the same time. */
  const situations: readonly (readonly [readonly Told<Fact>[], readonly Told<Fact>[], readonly Told<Fact>[]])[] = [
    [
      [],
      [acknowledged(supporter), releaseRequested(supporter), reached('DEADLINE_ACKNOWLEDGE', '2026-03-04')],
      [suspended, ...ends],
    ],
    [
      underway,
      [
        later,
        milestoneReached,
        submitted(supporter),
        reached('DEADLINE_DUE', '2026-12-31'),
        extensionRequested(supporter, '2027-02-01'),
      ],
      [suspended, ...ends],
    ],
    [
      asked,
      [
        later,
        submitted(supporter),
        reached('DEADLINE_WARNING', '2026-12-31'),
        reached('DEADLINE_MILESTONE', '2026-06-30', 'half-year'),
      ],
      [opinion, granted, refused, suspended, ...ends],
    ],
    [
      [...underway, submitted(supporter)],
      [reached('DEADLINE_REVIEW', '2026-03-09')],
      [accepted(supporter), returned(supporter), suspended, ...ends],
    ],
    [[...underway, suspended], [reached('DEADLINE_DUE', '2026-12-31')], [resumed, ...ends]],
    [[acknowledged(supporter), releaseRequested(supporter)], [], [upheld(supporter), ...ends]],
    [underway, [later, milestoneReached], [handed([]), handed(takenOver.milestones)]],
    [[...underway, milestoneReached], [later, milestoneReached], [handed([])]],
  ]

  test('one of each side end the same way in either order, on tasks with monthly reports too', () => {
    for (const on of [basis, monthly])
      for (const [before, acts, decisions] of situations)
        for (const act of acts)
          for (const decision of decisions) {
            const state = fold(started, before, on)
            expect(fold(state, [act, decision], on)).toEqual(fold(state, [decision, act], on))
          }
  })

  test('several of each side end the same way however they are mixed', () => {
    const acts = [later, extensionRequested(supporter, '2027-02-01', 2), milestoneReached, submitted(supporter)]
    const decisions = [opinion, granted, suspended, cancelled(supporter)]
    const expected = fold(went(...asked), [...acts, ...decisions])
    fc.assert(
      fc.property(fc.shuffledSubarray([0, 0, 0, 0, 1, 1, 1, 1], { minLength: 8 }), (mix) => {
        const [ours, theirs] = [[...acts], [...decisions]]
        const mixed = mix.map((side) => (side === 0 ? ours.shift() : theirs.shift()) as Told<Fact>)
        expect(fold(went(...asked), mixed)).toEqual(expected)
      }),
    )
  })

  test('a fact that says nothing known changes nothing', () => {
    expect(went(ExtensionRequested.create({ extension: 1 }))).toEqual({ ...started, extensionCount: 1 })
    expect(went(resumed)).toEqual(started)
    expect(addDays(dayOf(noon), 0)).toBe('2026-03-02')
  })
})
