/** What a programme sets otherwise of supervision: how often a body is urged, how long it has, where the ladder ends. */
import { describe, expect, test } from 'vitest'
import { Rules, SupervisionRules } from '#proto/qiantou/programme/v1/programme_events.ts'
import { SignOff } from '#proto/qiantou/record/v1/record.ts'
import * as supervision from '#proto/qiantou/supervision/v1/supervision_events.ts'
import { type Day, toDate } from '#shared/domain/calendar.ts'
import { rulesOf } from '#shared/domain/rules.ts'
import type { Task } from '#shared/domain/task-state.ts'
import { Story, told } from '#shared/testing/story.ts'
import { on } from '#shared/testing/supervision-commands.ts'
import {
  bulletin,
  entryOf,
  firstStep,
  interview,
  letter,
  noonOf,
  onDay,
  said,
  stepIssued,
  urged,
} from '#shared/testing/supervision-facts.ts'
import { issued, lead, noon, office, supporter, taskName } from '#shared/testing/task-facts.ts'
import { type SupervisionCommand, supervisionDecider } from './supervision.ts'
import type { Rung } from './supervision-state.ts'
import { taskView } from './task.ts'

/** What a command takes from a task that was issued under such rules. */
const under = (set: Partial<SupervisionRules>) => {
  const rules = rulesOf(Rules.fromPartial({ supervision: SupervisionRules.create(set) }))
  const task = new Story(taskView, { actor: office, subject: taskName, at: noon }).state({ ...issued(), rules }) as Task
  return { task, organisation: supporter, entry: entryOf(supporter) }
}
const urge = (set: Partial<SupervisionRules>): SupervisionCommand => ({ ...under(set), type: 'Urge', text: said })
const issue = (step: Rung, set: Partial<SupervisionRules>, replyWorkingDays = 0): SupervisionCommand => ({
  ...{ ...under(set), type: 'Issue', step, text: said, replyWorkingDays, instruction: '批示' },
})

test('a body is urged again after as many working days as the rules say', () => {
  const monday = onDay('2026-03-02', urged())
  const thrice = urge({ urgeWorkingDays: 3 })
  on('2026-03-04')
    .given(monday)
    .when(thrice)
    .then({
      reason: 'URGED_LATELY',
      details: { organisation: supporter, date: '2026-03-02', days: '3' },
      kind: 'precondition',
    })
  on('2026-03-05').given(monday).when(thrice).then([urged()])
  on('2026-03-03').given(monday).when(urge({})).then([urged()])
})

test('a step that names no time for its reply gives what the rules say; five working days unless they do', () => {
  const first = (replyBy: Day) => [stepIssued(1, letter, replyBy, '批示')]
  on('2026-03-02').given().when(issue(letter, {})).then(first('2026-03-09'))
  on('2026-03-02')
    .given()
    .when(issue(letter, { replyWorkingDays: 2 }))
    .then(first('2026-03-04'))
  on('2026-03-02')
    .given()
    .when(issue(letter, { replyWorkingDays: 2 }, 3))
    .then(first('2026-03-05'))
})

describe('where there are no interviews', () => {
  const rules = { withoutInterview: true }
  const topmost = { ...stepIssued(2, bulletin, '2026-03-10', '批示'), topmost: true }

  test('nobody is asked to one, whatever the instruction', () => {
    on('2026-03-02').given().when(issue(interview, rules)).then({ reason: 'STEP_UNUSED' })
    on('2026-03-02')
      .given()
      .when(issue(interview, {}))
      .then([stepIssued(1, interview, '2026-03-09', '批示')])
  })

  test('the bulletin is the last step: nothing is proposed once its time has passed', () => {
    const state = on('2026-03-03').given(firstStep).when(issue(bulletin, rules)).then([topmost])
    const { elapse } = supervisionDecider
    const context = {
      actor: lead,
      at: noonOf('2026-03-11'),
      ids: [],
      signOff: [],
      requestId: '',
      correlationId: taskName,
    }
    expect(state && elapse?.(state, context)).toEqual([supervision.ReplyLimitPassed.create({ number: 2 })])
    // Where there are, an interview is proposed.
    const usual = on('2026-03-03').state(firstStep, stepIssued(2, bulletin, '2026-03-10', '批示'))
    expect(usual && elapse?.(usual, context)[1]).toEqual(
      supervision.StepProposed.create({
        step: interview,
        reason: 'PROPOSAL_REASON_UNANSWERED',
        date: toDate('2026-03-10'),
      }),
    )
  })
})

test('a step and a reply say by which persons they were signed, where it is said', () => {
  const signed = (person: string) => ({ signOff: [SignOff.create({ step: 'SIGN_OFF_STEP_SIGNED', person })] })
  const reply = supervision.StepReplied.create({ text: said })
  const state = on('2026-03-02').state(
    told(stepIssued(1, letter, '2026-03-09'), signed('p-1')),
    told(reply, { actor: lead, ...signed('p-3') }),
  )
  expect(state?.steps[0]).toMatchObject({ signOff: [{ person: 'p-1' }], reply: { signOff: [{ person: 'p-3' }] } })
  expect(on('2026-03-02').state(firstStep)?.steps[0]).not.toHaveProperty('signOff')
})
