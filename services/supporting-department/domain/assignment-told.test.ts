/** What time has told of a part it tells of once (docs/domain.md, rule 2), also where the part is done and opened again. */
import { expect, test } from 'vitest'
import { DeadlineReached, ProgressReported } from '#proto/qiantou/assignment/v1/assignment_events.ts'
import { toDate } from '#shared/domain/calendar.ts'
import { Story, type Told, told } from '#shared/testing/story.ts'
import {
  accepted,
  acknowledged,
  assignmentName,
  issued,
  noon,
  office,
  reopened,
  submitted,
  supporter,
  taskName,
} from '#shared/testing/task-facts.ts'
import { assignmentDecider } from './assignment.ts'
import type { Assignment, AssignmentFact, TaskFact } from './assignment-state.ts'

const story = new Story(assignmentDecider, { actor: supporter, subject: assignmentName(supporter), at: noon })
type Scene = Told<AssignmentFact | TaskFact>
const ofTask = (fact: TaskFact): Scene => told<TaskFact>(fact, { actor: office, subject: taskName })
const reported = (report: number, percent: number, corrects = 0): Scene =>
  told<AssignmentFact>(ProgressReported.create({ report, milestone: 'half-year', percent, corrects }), {})
const missed: Scene = told<AssignmentFact>(
  DeadlineReached.create({ deadline: 'DEADLINE_MILESTONE', milestone: 'half-year', date: toDate('2026-06-30') }),
  { actor: 'services/supporting-department' },
)

/** What time tells on a day of a part that came so far. */
const toldThen = (...scenes: readonly Scene[]): readonly string[] => {
  const state = story.state(ofTask(issued()), acknowledged(supporter), ...scenes) as Assignment
  const facts = assignmentDecider.elapse?.(state, { at: new Date('2026-09-01T04:00:00Z') } as never) ?? []
  return facts.map((fact) => ('deadline' in fact ? `${fact.deadline} ${fact.milestone}` : fact.$type))
}

test('a milestone that was missed, reached, done with its part, opened again and taken back is not told of again', () => {
  const again = [submitted(supporter), ofTask(accepted(supporter)), ofTask(reopened(supporter)), reported(2, 50, 1)]
  expect(toldThen(missed, reported(1, 100), ...again)).not.toContain('DEADLINE_MILESTONE half-year')
  // Of one that was reached in time nothing has been told.
  expect(toldThen(reported(1, 100), ...again)).toContain('DEADLINE_MILESTONE half-year')
})
