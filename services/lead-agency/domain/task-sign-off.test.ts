/** Whoever handled, reviewed and signed what is decided on a task stands in its state (docs/domain.md, rule 8). */
import { expect, test } from 'vitest'
import { SignOff } from '#proto/qiantou/record/v1/record.ts'
import { ClosingDissented, DissentRuled, TaskCancelled, TaskCommented } from '#proto/qiantou/task/v1/task_events.ts'
import { Story, told } from '#shared/testing/story.ts'
import { issued, lead, noon, office, proposed, supporter, taskName, text } from '#shared/testing/task-facts.ts'
import { taskDecider } from './task.ts'

const story = new Story(taskDecider, { actor: office, subject: taskName, at: noon })
const steps = [
  { step: 'SIGN_OFF_STEP_HANDLED', person: 'p-17' },
  { step: 'SIGN_OFF_STEP_SIGNED', person: 'p-1' },
] as const
const signOff = steps.map((step) => SignOff.create(step))

test('a task says who signed its issue, and nothing where nobody is named', () => {
  expect(story.state(told(issued(), { signOff }))).toMatchObject({ signOff: steps })
  expect(story.state(issued())).not.toHaveProperty('signOff')
})

test('every text about it says who signed it', () => {
  const ruling = DissentRuled.create({ closes: true, ruling: text('予以销号'), minutes: '〔2026〕3号' })
  const state = story.state(
    issued(),
    told(proposed(), { actor: lead, signOff }),
    told(ClosingDissented.create({ reason: text('未达标') }), { actor: supporter, signOff }),
    told(ruling, { signOff }),
    told(TaskCommented.create({ text: text('请尽快归档') }), { actor: lead }),
    told(TaskCancelled.create({ reason: text('任务取消') }), { signOff }),
  )
  expect(state?.texts.map((one) => one.signOff)).toEqual([steps, steps, steps, undefined, steps])
})
