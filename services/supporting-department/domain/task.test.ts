import { expect, test } from 'vitest'
import {
  AssignmentWaived,
  AuthoritySucceeded,
  DelegateSucceeded,
  DutiesSucceeded,
  TaskArchived,
} from '#proto/qiantou/task/v1/task_events.ts'
import { reviewersAmong } from '#shared/domain/task-roles.ts'
import { Story } from '#shared/testing/story.ts'
import {
  body,
  cancelled,
  issued,
  lead,
  noon,
  office,
  outsider,
  reassigned,
  secondLead,
  successor,
  supporter,
  taskName,
} from '#shared/testing/task-facts.ts'
import { type TaskView, taskParties, taskView, workerOf } from './task.ts'

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
  expect(reviewersAmong(state, { role: 'ROLE_RESPONSIBLE', organisation: supporter })).toEqual([office])
  expect(taskParties(state).has(lead)).toBe(true)
})

test('who does what remains of a role leads and is party for that, whatever becomes of its own part', () => {
  const bodies = [lead, secondLead, supporter].map((one) =>
    body(one, one === supporter ? 'ROLE_RESPONSIBLE' : 'ROLE_LEAD'),
  )
  const given = [issued(bodies), DutiesSucceeded.create({ organisation: lead, successor: secondLead })]
  const passedOn = reassigned(secondLead, body(successor, 'ROLE_LEAD'))
  const state = story.state(...given, passedOn) as TaskView
  expect(state.leads).toEqual([secondLead, successor])
  expect(taskParties(state).has(secondLead)).toBe(true)
  const last = DutiesSucceeded.create({ organisation: lead, successor: outsider })
  expect((story.state(...given, passedOn, last) as TaskView).leads).toEqual([outsider, successor])
})

test('a body that nobody succeeds is worked for by the authority, until another has its part', () => {
  const nobody = DutiesSucceeded.create({ organisation: supporter })
  expect(workerOf(story.state(issued()) as TaskView, supporter)).toBe(supporter)
  const waiting = story.state(issued(), nobody) as TaskView
  expect([supporter, lead].map((one) => workerOf(waiting, one))).toEqual([office, lead])
  expect(workerOf(story.state(issued(), nobody, moved) as TaskView, successor)).toBe(successor)
})

test('who succeeds the authority reviews and is party; the former one only by what it does in the task', () => {
  const succeeded = AuthoritySucceeded.create({ authority: office, successor })
  const copied = { ...issued(), copied: [successor, outsider] }
  const state = story.state(copied, succeeded) as TaskView
  expect([...taskParties(state)]).toEqual([successor, lead, supporter, outsider])
  expect(reviewersAmong(state, { role: 'ROLE_LEAD', organisation: lead })).toEqual([successor])
  const own = story.state(issued([body(office, 'ROLE_LEAD'), body(supporter, 'ROLE_RESPONSIBLE')]), succeeded)
  expect(own && [...taskParties(own)]).toEqual([successor, office, supporter])
  expect((story.state(issued(), moved, succeeded) as TaskView).bodies).toEqual([lead])
})

test('what a body submitted for another is its successor’s, which leaves the review to the authority', () => {
  const part = { role: 'ROLE_RESPONSIBLE', organisation: supporter, submittedBy: outsider } as const
  const merged = { ...moved, $type: 'qiantou.task.v1.AssignmentTransferred', organisation: outsider } as const
  const bodies = [body(lead, 'ROLE_LEAD'), ...[supporter, outsider].map((one) => body(one, 'ROLE_RESPONSIBLE'))]
  const into = { ...merged, successor: body(lead, 'ROLE_RESPONSIBLE'), suspendedOn: undefined }
  const reviewers = (succession: boolean) =>
    reviewersAmong(story.state(issued(bodies), { ...into, succession }) as TaskView, part)
  expect(reviewers(true)).toEqual([office])
  expect(reviewers(false)).toEqual([lead])
  const noted = DelegateSucceeded.create({ delegate: outsider, successor: lead })
  expect(reviewersAmong(story.state(issued(bodies), noted) as TaskView, part)).toEqual([office])
})

test('a task is over for good once it is archived or cancelled, whoever succeeds its office', () => {
  const succeeded = AuthoritySucceeded.create({ authority: office, successor })
  expect(story.state(issued(), TaskArchived.create(), succeeded)).toMatchObject({
    end: 'ARCHIVED',
    authority: successor,
  })
  expect(story.state(issued(), cancelled(lead))?.end).toBe('CANCELLED')
  expect(story.state(cancelled(lead))).toBeUndefined()
})

test('a fact about a task that was never issued says nothing', () => {
  expect(story.state(moved)).toBeUndefined()
})
