/** An authority that is no longer there: its successor does all that it could. */
import { describe, expect, test } from 'vitest'
import { AuthoritySucceeded, DissentRuled, TaskCommented } from '#proto/qiantou/task/v1/task_events.ts'
import { taskLight } from '#shared/domain/task-light.ts'
import { taskParties } from '#shared/domain/task-roles.ts'
import { type Task, usualAuthor } from '#shared/domain/task-state.ts'
import { Story, told } from '#shared/testing/story.ts'
import {
  accepted,
  body,
  cancelled,
  closed,
  issued,
  lead,
  noon,
  office,
  outsider,
  proposed,
  reopened,
  submitted,
  successor,
  supporter,
  taskName,
  text,
} from '#shared/testing/task-facts.ts'
import { type TaskCommand, taskDecider } from './task.ts'

const service = 'services/lead-agency'
const story = new Story(taskDecider, { actor: office, subject: taskName, at: noon })
const succeed = (to = successor): TaskCommand => ({ type: 'SucceedAuthority', authority: office, successor: to })
const fact = (to = successor) => AuthoritySucceeded.create({ authority: office, successor: to })
const moved = told(fact(), { actor: service })
const done = [lead, supporter].flatMap((one) => [submitted(one), accepted(one)])

describe('an authority that is no longer there', () => {
  test('is succeeded, who is admitted, and the former one released', () => {
    const state = story.given(issued()).when(succeed(), service).then([fact()]) as Task
    expect(state.authority).toBe(successor)
    expect([...taskParties(state)]).toEqual([successor, lead, supporter])
    expect(taskDecider.parties(fact(), state)).toEqual({ admits: [successor], releases: [office] })
  })

  test('does nothing in the task any more; its successor decides, reviews, strikes off, and it is its turn', () => {
    const commands: TaskCommand[] = [
      { type: 'Cancel', reason: text('政策调整') },
      { type: 'Waive', organisation: lead, reason: text('另行安排') },
    ]
    for (const command of commands) {
      story.given(issued(), moved).when(command, office).then({ reason: 'TASK_NOT_FOUND' })
      const outcome = story.given(issued(), moved).when(command, successor)
      expect(outcome.decision).toMatchObject({ _tag: 'Right' })
    }
    story
      .given(issued(), moved, submitted(lead))
      .when({ type: 'Accept', organisation: lead }, successor)
      .then([accepted(lead)])
    const proposal = [issued(), ...done, told(proposed(), { actor: lead }), moved]
    expect(taskLight(story.state(...proposal) as Task, '2026-03-03').turn).toEqual([successor])
    story
      .given(...proposal)
      .when({ type: 'Close' }, successor)
      .then([closed()])
  })

  test('is succeeded also in a task that has ended: it is opened again, archived, read', () => {
    const ended = [issued(), ...done, told(proposed(), { actor: lead }), closed()]
    story
      .given(...ended)
      .when(succeed(), service)
      .then([fact()])
    expect(
      story.given(...ended, moved).when({ type: 'Archive' }, successor).decision,
      'the successor archives it',
    ).toMatchObject({ _tag: 'Right' })
  })

  test('keeps what it wrote in its name, and its successor has what it writes in its own', () => {
    const ruled = DissentRuled.create({ closes: false, ruling: text('裁定'), minutes: '会议纪要' })
    const before = [issued(), ...done, told(proposed(), { actor: lead }), closed(), reopened(lead), ruled]
    const comment = told(TaskCommented.create({ text: text('请补充') }), { actor: successor })
    const cancelledBySuccessor = told(cancelled(lead), { actor: successor })
    const state = story.state(...before, moved, comment, cancelledBySuccessor) as Task
    const authors = state.texts.map((one) => [one.kind ?? 'STATEMENT', one.by ?? usualAuthor(state, one)])
    expect(authors).toEqual([
      ['STATEMENT', lead],
      ['REOPENING', office],
      ['RULING', office],
      ['COMMENT', successor],
      ['CANCELLATION', successor],
    ])
  })

  test('whose successor has read along, or has a part, is succeeded all the same', () => {
    const copied = { ...issued(), copied: [successor, outsider] }
    const state = story.given(copied).when(succeed(), service).then([fact()])
    expect(state?.copied).toEqual([outsider])
    story
      .given(copied, moved)
      .when({ type: 'Comment', text: text('请加快') }, successor)
      .then([TaskCommented.create({ text: text('请加快') })])
    const own = story
      .given(issued())
      .when(succeed(lead), service)
      .then([fact(lead)]) as Task
    expect([...taskParties(own)]).toEqual([lead, supporter])
  })

  test('stays party where it does something else in the task: only who does nothing any more is released', () => {
    const leading = issued([body(office, 'ROLE_LEAD'), body(lead, 'ROLE_LEAD'), body(supporter, 'ROLE_RESPONSIBLE')])
    const state = story.given(leading).when(succeed(), service).then([fact()]) as Task
    expect([...taskParties(state)]).toContain(office)
    expect(taskDecider.parties(fact(), state)).toEqual({ admits: [successor], releases: [] })
  })

  test('is succeeded once, and only where there is a task', () => {
    story.given(issued(), moved).when(succeed(), service).then({ reason: 'NOT_ISSUING_AUTHORITY' })
    story.given().when(succeed(), service).then({ reason: 'TASK_NOT_FOUND' })
  })
})
