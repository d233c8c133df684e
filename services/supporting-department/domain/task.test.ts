import { expect, test } from 'vitest'
import { AssignmentWaived } from '#proto/qiantou/task/v1/task_events.ts'
import { Story } from '#shared/testing/story.ts'
import {
  body,
  issued,
  lead,
  noon,
  office,
  reassigned,
  successor,
  supporter,
  taskName,
} from '#shared/testing/task-facts.ts'
import { reviewersOf, type TaskView, taskParties, taskView } from './task.ts'

const story = new Story(taskView, {
  actor: office,
  subject: taskName,
  at: noon,
})
const moved = reassigned(supporter, body(successor, 'ROLE_RESPONSIBLE'))

test('keeps what an issued task asks for, and of whom', () => {
  const state = story.state(issued())
  expect(state).toMatchObject({
    title: '建设算力调度平台',
    due: { year: 2026, month: 12, day: 31 },
    milestones: [{ id: 'half-year' }],
    authority: office,
    bodies: [lead, supporter],
  })
  expect(state && [...taskParties(state)]).toEqual([office, lead, supporter])
})

test('a body that was released is no party any more, its successor is', () => {
  const state = story.state(issued(), moved)
  expect(state && [...taskParties(state)]).toEqual([office, lead, successor])
})

test('a lead that is waived reviews no more; where none is left the authority does', () => {
  const state = story.state(issued(), AssignmentWaived.create({ organisation: lead })) as TaskView
  expect(reviewersOf(state, { role: 'ROLE_RESPONSIBLE', organisation: supporter })).toEqual([office])
  expect(taskParties(state).has(lead)).toBe(true)
})

test('a fact about a task that was never issued says nothing', () => {
  expect(story.state(moved)).toBeUndefined()
})
