/** Who handled, reviewed and signed what is decided on a task stands in its record (docs/domain.md, rule 8). */
import { right } from 'fp-ts/lib/Either.js'
import { expect, test } from 'vitest'
import { SignOff } from '#proto/qiantou/record/v1/record.ts'
import {
  DissentRuled,
  SubmissionAccepted,
  SubmissionReturned,
  TaskClosed,
  TaskDrafted,
  TaskIssued,
} from '#proto/qiantou/task/v1/task_events.ts'
import { rulesOf } from '#shared/domain/rules.ts'
import { Story, told } from '#shared/testing/story.ts'
import {
  body,
  done,
  issued,
  lead,
  noon,
  office,
  proposed,
  submitted,
  supporter,
  taskContent,
  taskName,
  text,
} from '#shared/testing/task-facts.ts'
import { taskDecider } from './task.ts'
import type { Issue } from './task-issue.ts'

const story = new Story(taskDecider, { actor: office, subject: taskName, at: noon })
const steps = [
  { step: 'SIGN_OFF_STEP_HANDLED', person: 'p-17' },
  { step: 'SIGN_OFF_STEP_SIGNED', person: 'p-1' },
] as const
const signOff = steps.map((step) => SignOff.create(step))
const issue: Issue = {
  ...{ content: taskContent(), mode: 'RESPONSIBILITY_MODE_SOLE', authority: office, copied: [] },
  bodies: [body(supporter, 'ROLE_RESPONSIBLE')],
  rules: rulesOf(undefined),
}

test('a task that is issued, at once or of its draft, says who signed its issue', () => {
  const drafted = TaskDrafted.create({ content: taskContent(), authority: office, bodies: issue.bodies as never })
  const decided = [
    story.given().when({ type: 'Issue', ...issue, signOff }),
    story.given(drafted).when({ type: 'ConfirmDraft', issue: right(issue), named: [], signOff }),
  ]
  for (const { decision } of decided) expect(decision).toMatchObject({ right: [{ $type: TaskIssued.$type, signOff }] })
  expect(story.state({ ...issued(), signOff })).toMatchObject({ signOff: steps })
  expect(story.state(issued())).not.toHaveProperty('signOff')
})

test('so do its reviews, and that it was closed', () => {
  const sole = issued([body(supporter, 'ROLE_RESPONSIBLE')], 'RESPONSIBILITY_MODE_SOLE')
  const about = { organisation: supporter, submission: 1, signOff }
  const waiting = story.given(sole, submitted(supporter))
  waiting.when({ type: 'Accept', organisation: supporter, signOff }).then([SubmissionAccepted.create(about)])
  const reason = text('材料不全')
  const giveBack = { type: 'Return', organisation: supporter, reason, signOff } as const
  waiting.when(giveBack).then([SubmissionReturned.create({ ...about, reason })])
  const proposal = told(proposed(), { actor: supporter })
  const ready = story.given(sole, ...done(supporter), proposal)
  ready.when({ type: 'Close', signOff }).then([TaskClosed.create({ signOff })])
})

test('so do the proposal to close and the ruling, where the task keeps their texts', () => {
  const ruling = DissentRuled.create({
    closes: true,
    ruling: text('予以销号'),
    minutes: '省政府专题会议纪要〔2026〕3号',
    signOff,
  })
  const signed = story.state(issued(), told({ ...proposed(), signOff }, { actor: lead }), ruling)
  expect(signed?.texts.map((one) => one.signOff)).toEqual([steps, steps])
})
