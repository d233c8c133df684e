/** A draft of whoever is there no longer, without a successor at first (docs/domain.md, rule 38). */
import { expect, test } from 'vitest'
import { DraftReturned, DutiesSucceeded, TaskDrafted } from '#proto/qiantou/task/v1/task_events.ts'
import type { OrganisationName } from '#shared/domain/decider.ts'
import { taskLight } from '#shared/domain/task-light.ts'
import type { Task } from '#shared/domain/task-state.ts'
import { Story, told } from '#shared/testing/story.ts'
import { body, lead, noon, office, successor, taskContent, taskName, text } from '#shared/testing/task-facts.ts'
import { type TaskCommand, taskDecider } from './task.ts'

const service = 'services/lead-agency'
const story = new Story(taskDecider, { actor: lead, subject: taskName, at: noon })
const drafted = () =>
  TaskDrafted.create({ content: taskContent(), authority: office, bodies: [body(lead, 'ROLE_LEAD')] })
const returned = told(DraftReturned.create({ reason: text('成果形式不明确') }), { actor: office })
const over = (organisation: OrganisationName, heir: OrganisationName): DutiesSucceeded =>
  DutiesSucceeded.create({ organisation, successor: heir })
const succeed: TaskCommand = { type: 'Succeed', organisation: lead, successor }

test('a successor that is named afterwards of who drafted it drafts again, once', () => {
  const left = [drafted(), returned, told(over(lead, ''), { actor: service })]
  const named = told(over(lead, successor), { actor: service })
  story
    .given(...left)
    .when({ ...succeed, successor: undefined }, service)
    .then({ reason: 'ASSIGNMENT_NOT_FOUND' })
  const state = story
    .given(...left)
    .when(succeed, service)
    .then([over(lead, successor)]) as Task
  expect([taskLight(state, '2026-03-02').turn, state.draft?.gone]).toEqual([[successor], undefined])
  story
    .given(...left, named)
    .when(succeed, service)
    .then({ reason: 'ASSIGNMENT_NOT_FOUND' })
})
