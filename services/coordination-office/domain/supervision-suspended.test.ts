/** What a suspension of the part does to its supervision. */
import { describe, expect, test } from 'vitest'
import * as supervision from '#proto/qiantou/supervision/v1/supervision_events.ts'
import { AssignmentResumed, AssignmentSuspended } from '#proto/qiantou/task/v1/task_events.ts'
import { type Day, toDate } from '#shared/domain/calendar.ts'
import { type Told, told } from '#shared/testing/story.ts'
import { on } from '#shared/testing/supervision-commands.ts'
import {
  firstStep,
  letter,
  limitPassed,
  onDay,
  order,
  overdue,
  stepIssued,
  stepProposed,
  stepReplied,
} from '#shared/testing/supervision-facts.ts'
import { noon, office, supporter, taskName } from '#shared/testing/task-facts.ts'
import type { PartFact, SupervisionFact } from './supervision-state.ts'

type Scene = Told<SupervisionFact | PartFact>
const ofTask = (fact: PartFact): Scene => told<PartFact>(fact, { at: noon, actor: office, subject: taskName })

/** What time has brought about by noon of a day. */
const elapsed = (day: Day, ...scenes: readonly Scene[]) => on(day).elapsed(...scenes)

describe('a suspension', () => {
  test('a part that stands still lets no limit pass; once it goes on, what has passed is told', () => {
    const suspended = ofTask(AssignmentSuspended.create({ organisation: supporter }))
    const resumed = ofTask(AssignmentResumed.create({ organisation: supporter, due: toDate('2026-12-31') }))
    expect(elapsed('2026-03-06', firstStep, suspended)).toEqual([])
    expect(elapsed('2026-03-06', firstStep, suspended, resumed)).toEqual([
      limitPassed(1),
      stepProposed(order, 'PROPOSAL_REASON_UNANSWERED', '2026-03-05'),
    ])
    for (const crossing of [
      [suspended, overdue()],
      [overdue(), suspended],
    ])
      expect(elapsed('2027-01-04', ...crossing)).toEqual([])
  })

  test('a reply limit lies later by as many working days as the part stood, once it goes on', () => {
    const suspended = onDay('2026-03-04', AssignmentSuspended.create({ organisation: supporter }))
    const resumed = (day: Day, workingDays: number) =>
      onDay(day, AssignmentResumed.create({ organisation: supporter, workingDays }))
    const moved = (replyBy: Day) => supervision.ReplyLimitMoved.create({ number: 1, replyBy: toDate(replyBy) })
    const going = [firstStep, suspended, resumed('2026-03-10', 4)]
    expect(elapsed('2026-03-10', ...going)).toEqual([moved('2026-03-11')])
    const after = [...going, onDay('2026-03-10', moved('2026-03-11'))]
    expect(on('2026-03-10').state(...after)).toMatchObject({ steps: [{ state: 'OPEN', replyBy: '2026-03-11' }] })
    expect(elapsed('2026-03-11', ...after)).toEqual([])
    expect(elapsed('2026-03-12', ...after)).toContainEqual(limitPassed(1))
    // Two suspensions that nobody looked at in between move it by both.
    const again = onDay('2026-03-10', AssignmentSuspended.create({ organisation: supporter }))
    expect(elapsed('2026-03-12', ...going, again, resumed('2026-03-12', 2))).toEqual([moved('2026-03-13')])
    // By the days that the programme works, where it set that otherwise.
    const days = [{ $type: 'qiantou.programme.v1.CalendarDay' as const, date: toDate('2026-03-06'), working: false }]
    const issuedStep = onDay('2026-03-02', { ...stepIssued(1, letter, '2026-03-05'), days })
    expect(elapsed('2026-03-10', issuedStep, suspended, resumed('2026-03-10', 3))).toEqual([moved('2026-03-11')])
  })

  test('a limit that moves to a day which a notice may still change is provisional', () => {
    const step = onDay('2026-12-21', stepIssued(1, letter, '2026-12-24'))
    const suspended = onDay('2026-12-22', AssignmentSuspended.create({ organisation: supporter }))
    const going = (day: Day, workingDays: number, set = step) =>
      elapsed(day, set, suspended, onDay(day, AssignmentResumed.create({ organisation: supporter, workingDays })))
    expect(going('2026-12-23', 1)).toMatchObject([{ replyBy: toDate('2026-12-25'), provisional: false }])
    expect(going('2026-12-28', 4)).toMatchObject([{ replyBy: toDate('2026-12-30'), provisional: true }])
    // One that was so when it was set stays so (rule 2), whatever has been announced since.
    const unannounced = onDay('2026-12-21', { ...stepIssued(1, letter, '2026-12-24'), provisional: true })
    expect(going('2026-12-23', 1, unannounced)).toMatchObject([{ replyBy: toDate('2026-12-25'), provisional: true }])
  })

  test('of a part that stood over free days alone, no limit passes meanwhile', () => {
    const step = onDay('2026-03-02', stepIssued(1, letter, '2026-03-07'))
    const suspended = onDay('2026-03-06', AssignmentSuspended.create({ organisation: supporter }))
    const resumed = onDay('2026-03-08', AssignmentResumed.create({ organisation: supporter }))
    const moved = supervision.ReplyLimitMoved.create({ number: 1, replyBy: toDate('2026-03-08') })
    expect(elapsed('2026-03-08', step, suspended, resumed)).toEqual([moved])
    expect(elapsed('2026-03-08', step, suspended, resumed, onDay('2026-03-08', moved))).toEqual([])
    // One that has not come yet lies where it lay.
    const later = onDay('2026-03-02', stepIssued(1, letter, '2026-03-09'))
    expect(elapsed('2026-03-08', later, suspended, resumed)).toEqual([])
  })

  test('what was said to be late while a suspension was on its way is open again; what was answered or had passed is not moved', () => {
    const suspended = onDay('2026-03-04', AssignmentSuspended.create({ organisation: supporter }))
    const resumed = onDay('2026-03-10', AssignmentResumed.create({ organisation: supporter, workingDays: 4 }))
    const late = [
      firstStep,
      onDay('2026-03-06', limitPassed(1)),
      onDay('2026-03-06', stepProposed(order, 'PROPOSAL_REASON_UNANSWERED', '2026-03-05')),
    ]
    const [moved] = elapsed('2026-03-10', ...late, suspended, resumed)
    expect(moved).toMatchObject({ number: 1, replyBy: { month: 3, day: 11 } })
    const state = on('2026-03-10').state(...late, suspended, resumed, onDay('2026-03-10', moved as SupervisionFact))
    expect([state?.steps[0]?.state, state?.proposal]).toEqual(['OPEN', undefined])
    const answered = [suspended, onDay('2026-03-05', stepReplied(1)), resumed]
    expect(elapsed('2026-04-30', firstStep, ...answered)).toEqual([])
    const afterwards = onDay('2026-03-09', AssignmentSuspended.create({ organisation: supporter }))
    expect(elapsed('2026-03-12', ...late, afterwards, resumed)).toEqual([])
  })
})
