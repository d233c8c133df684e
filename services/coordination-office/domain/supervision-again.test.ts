/** Work that is overdue still when a step has been closed by a reply, or taken back: the next is proposed after some days. */
import { expect, test } from 'vitest'
import { Rules, SupervisionRules } from '#proto/qiantou/programme/v1/programme_events.ts'
import * as supervision from '#proto/qiantou/supervision/v1/supervision_events.ts'
import { ExtensionGranted, TaskReopened } from '#proto/qiantou/task/v1/task_events.ts'
import { type Day, endOf, toDate } from '#shared/domain/calendar.ts'
import { rulesOf } from '#shared/domain/rules.ts'
import type { Task } from '#shared/domain/task-state.ts'
import { Story, type Told, told } from '#shared/testing/story.ts'
import { on } from '#shared/testing/supervision-commands.ts'
import {
  bulletin,
  entryOf,
  interview,
  letter,
  onDay,
  order,
  overdue,
  replyAccepted,
  said,
  stepIssued,
  stepProposed,
  stepReplied,
} from '#shared/testing/supervision-facts.ts'
import { accepted, issued, noon, office, supporter, taskName, text } from '#shared/testing/task-facts.ts'
import { type SupervisionCommand, supervisionDecider } from './supervision.ts'
import type { PartFact, Rung, Supervision, SupervisionFact } from './supervision-state.ts'
import { taskView } from './task.ts'

type Scene = Told<SupervisionFact | PartFact>
const ofTask = (fact: PartFact): Scene => told<PartFact>(fact, { at: noon, actor: office, subject: taskName })
const due = (...scenes: readonly Scene[]): string | undefined =>
  supervisionDecider.due?.(on('2027-01-04').state(...scenes) as Supervision)

/** What time has brought about by noon of a day. */
const elapsed = (day: Day, ...scenes: readonly Scene[]) => on(day).elapsed(...scenes)

/** Overdue on the last day of a year; a letter of the Monday after, which was replied to. */
const first = onDay('2027-01-04', stepProposed(letter, 'PROPOSAL_REASON_OVERDUE', '2026-12-31'))
const issuedOf = (step: Rung, number = 1, day: Day = '2027-01-04') =>
  onDay(day, stepIssued(number, step, '2027-01-07', '批示'))
const replied: Scene[] = [overdue(), first, issuedOf(letter), onDay('2027-01-05', stepReplied(1))]
const closed = onDay('2027-01-06', replyAccepted(1, '2027-01-13'))
const still = (step: Rung) => stepProposed(step, 'PROPOSAL_REASON_STILL_OVERDUE', '2026-12-31')

const task = (set: Partial<SupervisionRules> = {}): Task => {
  const rules = rulesOf(Rules.fromPartial({ supervision: SupervisionRules.create(set) }))
  return new Story(taskView, { actor: office, subject: taskName, at: noon }).state({ ...issued(), rules }) as Task
}
const ground = (set: Partial<SupervisionRules> = {}) => ({
  task: task(set),
  organisation: supporter,
  entry: entryOf(supporter),
})

test('the day is decided with what closes the step: five working days on, unless the rules say otherwise', () => {
  const accept: SupervisionCommand = { ...ground(), type: 'Accept' }
  on('2026-03-06')
    .given(...replied)
    .when(accept)
    .then([replyAccepted(1, '2026-03-13')])
  on('2026-03-06')
    .given(...replied)
    .when({ ...accept, ...ground({ proposeAgainWorkingDays: 2 }) })
    .then([replyAccepted(1, '2026-03-10')])
  const reason = text('误发')
  on('2026-03-06')
    .given(...replied)
    .when({ ...ground(), type: 'Withdraw', reason })
    .then([supervision.StepWithdrawn.create({ number: 1, reason, proposeAgainAfter: toDate('2026-03-13') })])
})

test('after an accepted reply the rung above is proposed, once, and may be issued', () => {
  expect(due(...replied, closed)).toBe(endOf('2027-01-13').toISOString())
  expect(elapsed('2027-01-13', ...replied, closed)).toEqual([])
  expect(elapsed('2027-01-14', ...replied, closed)).toEqual([still(order)])
  const again = [...replied, closed, onDay('2027-01-14', still(order))]
  expect(elapsed('2027-12-31', ...again)).toEqual([])
  const issue = (step: Rung): SupervisionCommand => ({
    ...{ ...ground(), type: 'Issue', step, text: said, replyWorkingDays: 3, instruction: '' },
  })
  // On the calendar of a year that is announced.
  const story = on('2026-03-02').given(...again)
  story.when(issue(bulletin)).then({ reason: 'STEP_OUT_OF_TURN' })
  story.when(issue(order)).then([stepIssued(2, order, '2026-03-05')])
  // Nobody is kept from being milder.
  story.when(issue(letter)).then([stepIssued(2, letter, '2026-03-05')])
})

test('the topmost is proposed again; a step that was taken back itself', () => {
  const after = (step: Rung) => [...[overdue(), first, issuedOf(step), onDay('2027-01-05', stepReplied(1)), closed]]
  expect(elapsed('2027-01-14', ...after(bulletin))).toEqual([still(interview)])
  expect(elapsed('2027-01-14', ...after(interview))).toEqual([still(interview)])
  const topmost = onDay('2027-01-04', { ...stepIssued(1, bulletin, '2027-01-07', '批示'), topmost: true })
  expect(elapsed('2027-01-14', overdue(), topmost, onDay('2027-01-05', stepReplied(1)), closed)).toEqual([
    still(bulletin),
  ])
  const withdrawn = supervision.StepWithdrawn.create({
    number: 1,
    reason: said,
    proposeAgainAfter: toDate('2027-01-13'),
  })
  expect(elapsed('2027-01-14', overdue(), first, issuedOf(order), onDay('2027-01-06', withdrawn))).toEqual([
    still(order),
  ])
})

test('nothing is, where the work is not late, was given more time, has ended, or a step was issued meanwhile', () => {
  const early = [issuedOf(letter), onDay('2027-01-05', stepReplied(1)), closed]
  expect(due(...early)).toBeUndefined()
  const more = ofTask(ExtensionGranted.create({ organisation: supporter, due: toDate('2027-06-30') }))
  expect(due(...replied, closed, more)).toBeUndefined()
  expect(on('2027-01-14').state(...replied, closed, onDay('2027-01-14', still(order)), more)?.proposal).toBeUndefined()
  expect(due(...replied, closed, ofTask(accepted(supporter)))).toBeUndefined()
  expect(
    due(...replied, closed, issuedOf(letter, 2, '2027-01-08'), onDay('2027-01-08', stepReplied(2))),
  ).toBeUndefined()
})

test('work that becomes late while a step is open is late still when that is closed', () => {
  const during = [issuedOf(letter), overdue('2027-01-04'), onDay('2027-01-05', stepReplied(1)), closed]
  expect(elapsed('2027-01-14', ...during)).toEqual([stepProposed(order, 'PROPOSAL_REASON_STILL_OVERDUE', '2027-01-04')])
  // Late only afterwards, the first step is proposed at once, as ever, and nothing beside it.
  const later = [...[issuedOf(letter), onDay('2027-01-05', stepReplied(1)), closed], overdue('2027-01-08')]
  const proposal = stepProposed(letter, 'PROPOSAL_REASON_OVERDUE', '2027-01-08')
  expect(elapsed('2027-01-09', ...later)).toEqual([proposal])
  expect(due(...later, onDay('2027-01-09', proposal))).toBeUndefined()
})

test('a step that was closed before this was known has no such day', () => {
  const old = onDay('2027-01-06', supervision.ReplyAccepted.create({ number: 1 }))
  expect(due(...replied, old)).toBeUndefined()
})

test('a step that crossed with the end of the part is over with it, also once the task is opened again', () => {
  const crossed = [overdue(), first, issuedOf(letter), ofTask(accepted(supporter))]
  const again = ofTask(TaskReopened.create({ organisations: [supporter], due: toDate('2027-06-30') }))
  const state = on('2027-02-01').state(...crossed, again)
  expect(state?.steps).toMatchObject([{ number: 1, state: 'ENDED' }])
  expect([state?.ended, due(...crossed, again)]).toEqual([undefined, undefined])
})
