/** A body has a part of a task again, by succeeding who had taken it over: rules 11 and 19 of docs/domain.md. */
import { expect, test } from 'vitest'
import { AssignmentSubmitted, DeadlineReached } from '#proto/qiantou/assignment/v1/assignment_events.ts'
import { AssignmentTransferred } from '#proto/qiantou/task/v1/task_events.ts'
import { toDate } from '#shared/domain/calendar.ts'
import type { Part, Task } from '#shared/domain/task-state.ts'
import { Story, told } from '#shared/testing/story.ts'
import {
  accepted,
  acknowledged,
  assignmentName,
  body,
  issued,
  lead,
  noon,
  office,
  releaseRequested,
  reported,
  submitted,
  successor,
  supporter,
  takenOver,
  taskName,
  text,
} from '#shared/testing/task-facts.ts'
import { type TaskCommand, taskDecider } from './task.ts'

const story = new Story(taskDecider, { actor: office, subject: taskName, at: noon })
const moved = (from: string, to: string, succession: boolean) =>
  AssignmentTransferred.create({
    ...{ organisation: from, successor: body(to, 'ROLE_RESPONSIBLE'), succession, ...takenOver },
    ...(succession ? {} : { reason: text('职责调整') }),
  })
/** Its part goes to another body, which it succeeds. */
const back = [issued(), acknowledged(supporter), moved(supporter, successor, false), moved(successor, supporter, true)]
const partOf = (state: Task | undefined): Part =>
  state?.parts.find(({ organisation }) => organisation === supporter) as Part
const accept: TaskCommand = { type: 'Accept', organisation: supporter }

test('what it did with the former one, and is heard of afterwards, says nothing of the new one', () => {
  const begun = partOf(story.state(...back))
  expect([begun.state, begun.partNumber]).toEqual(['ASSIGNMENT_STATE_ISSUED', 2])
  const late = told(DeadlineReached.create({ deadline: 'DEADLINE_WARNING', date: toDate('2026-12-24') }), {
    ...{ actor: 'services/supporting-department', subject: assignmentName(supporter) },
  })
  for (const crossing of [
    acknowledged(supporter),
    reported(supporter, 50),
    submitted(supporter),
    releaseRequested(supporter),
    late,
  ])
    expect(partOf(story.state(...back, crossing))).toEqual(begun)
  story
    .given(...back, submitted(supporter))
    .when(accept, lead)
    .then({ reason: 'NOT_SUBMITTED' })
})

test('what it does with the new one says so, and counts', () => {
  const submission = AssignmentSubmitted.create({ submission: 1, text: text('建设方案'), part: 2 })
  const again = told(submission, { actor: supporter, subject: assignmentName(supporter) })
  const { state, submissionCount } = partOf(story.state(...back, again))
  expect([state, submissionCount]).toEqual(['ASSIGNMENT_STATE_SUBMITTED', 1])
  story
    .given(...back, again)
    .when(accept, lead)
    .then([accepted(supporter)])
})
