/** Who issues a task, and which goes on with one of a former year. */
import { isRight } from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { Rules } from '#proto/qiantou/programme/v1/programme_events.ts'
import { TaskDrafted } from '#proto/qiantou/task/v1/task_events.ts'
import { rulesOf } from '#shared/domain/rules.ts'
import type { Task } from '#shared/domain/task-state.ts'
import { Story } from '#shared/testing/story.ts'
import {
  cancelled,
  closed,
  issued,
  lead,
  noon,
  office,
  outsider,
  proposed,
  submitted,
  supporter,
  taskContent,
  taskName,
} from '#shared/testing/task-facts.ts'
import { taskDecider } from './task.ts'
import { decideIssue, refusedFormer } from './task-issue.ts'

const story = new Story(taskDecider, { actor: lead, subject: taskName, at: noon })
const drafted = TaskDrafted.create({ content: taskContent(), authority: office, bodies: issued().bodies })

test('a task is issued by the office, and by its leads where the rules let them, and by nobody else', () => {
  const { bodies, mode } = issued()
  const issue = { content: taskContent(), mode, authority: office, bodies, copied: [] }
  const issuers = (leadsIssue: boolean) =>
    [office, lead, supporter, outsider].filter((actor) => {
      const rules = rulesOf(Rules.create({ leadsIssue }))
      return isRight(decideIssue({ ...issue, rules }, undefined, { actor, at: noon }))
    })
  expect([issuers(false), issuers(true)]).toEqual([[office], [office, lead]])
})

describe('going on with a task of a former year', () => {
  const former = 'programmes/hunan/tasks/2025-1'
  const content = { ...taskContent(), continues: former }
  const refused = (state: Task | undefined, actor = office, clause = content.clause, draft?: Task) =>
    refusedFormer({ ...content, clause }, state, actor, draft)?.reason

  test('is for one of the same clause, closed or not, that the caller is party to', () => {
    const struckOff = story.state(issued(), submitted(lead), proposed(), closed())
    for (const state of [story.state(issued()), struckOff]) {
      expect(refused(state)).toBeUndefined()
      expect(refused(state, lead)).toBeUndefined()
      expect(refused(state, outsider)).toBe('FORMER_TASK_NOT_FOUND')
      expect(refused(state, office, 'programmes/hunan/clauses/2-2')).toBe('FORMER_TASK_OTHER_CLAUSE')
    }
    expect(refused(undefined)).toBe('FORMER_TASK_NOT_FOUND')
  })

  test('is for who took the place of its drafter since, in the draft that names it, and in no other', () => {
    const draftOf = (continues?: string) =>
      story.state(TaskDrafted.create({ ...drafted, content: { ...taskContent(), continues } }))
    const struckOff = story.state(issued(), submitted(lead), proposed(), closed())
    expect(refused(struckOff, outsider, content.clause, draftOf(former))).toBeUndefined()
    expect(refused(struckOff, outsider, content.clause, draftOf('programmes/hunan/tasks/2024-1'))).toBe(
      'FORMER_TASK_NOT_FOUND',
    )
    expect(refused(struckOff, outsider, content.clause, draftOf())).toBe('FORMER_TASK_NOT_FOUND')
    expect(refused(undefined, outsider, content.clause, draftOf(former))).toBe('FORMER_TASK_NOT_FOUND')
    const stopped = story.state(issued(), cancelled())
    expect(refused(stopped, outsider, content.clause, draftOf(former))).toBe('FORMER_TASK_NOT_ISSUED')
  })

  test('is not for one that was never issued, or was cancelled', () => {
    expect(refused(story.state(drafted))).toBe('FORMER_TASK_NOT_ISSUED')
    expect(refused(story.state(issued(), cancelled()))).toBe('FORMER_TASK_NOT_ISSUED')
  })

  test('is nothing to refuse where no former one is named', () => {
    expect(refusedFormer(taskContent(), undefined, office)).toBeUndefined()
  })
})
