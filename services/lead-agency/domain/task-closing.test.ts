/** Tasks for which all are jointly responsible: who compiles, who countersigns, and what dissent comes to. */

import { describe, expect, test } from 'vitest'
import {
  ClosingCountersigned,
  ClosingDissented,
  ClosingReturned,
  CompilerConfirmed,
  DissentRuled,
  TaskClosed,
} from '#proto/qiantou/task/v1/task_events.ts'
import { rulesOf } from '#shared/domain/rules.ts'
import type { BodySideFact, TaskFact } from '#shared/domain/task-fact.ts'
import { taskLight } from '#shared/domain/task-light.ts'
import { compilerOf } from '#shared/domain/task-roles.ts'
import type { Task } from '#shared/domain/task-state.ts'
import { Story, type Told, told } from '#shared/testing/story.ts'
import {
  accepted,
  body,
  evidence,
  issued,
  lead,
  noon,
  office,
  outsider,
  proposed,
  proposedJointly,
  secondLead,
  submitted,
  successor,
  supporter,
  taskName,
  text,
} from '#shared/testing/task-facts.ts'
import { type TaskCommand, taskDecider } from './task.ts'

const story = new Story(taskDecider, { actor: office, subject: taskName, at: noon })
type Scene = Told<TaskFact | BodySideFact>

const bodies = [lead, supporter, secondLead]
const joint = issued(
  bodies.map((one) => body(one, 'ROLE_RESPONSIBLE')),
  'RESPONSIBILITY_MODE_JOINT',
)
const done: Scene[] = bodies.flatMap((one) => [submitted(one), accepted(one)])
const confirmed = CompilerConfirmed.create({ organisation: lead })
const byCompiler: Scene = told(proposedJointly(), { actor: lead })
const waiting: Scene[] = [joint, ...done, confirmed, byCompiler]
const signed = (by: string): Scene => told(ClosingCountersigned.create(), { actor: by })
const reason = text('指标口径不一致')
const dissented = (by: string): Scene => told(ClosingDissented.create({ reason }), { actor: by })

const propose: TaskCommand = {
  type: 'ProposeClosing',
  statement: text('已达标准'),
  evidence: [evidence('验收报告')],
}
const countersign: TaskCommand = { type: 'Countersign' }
const dissent: TaskCommand = { type: 'Dissent', reason }
const close: TaskCommand = { type: 'Close' }
const rule = (closes: boolean): TaskCommand => ({
  type: 'Rule',
  closes,
  ruling: text('同意销号'),
  minutes: '〔2026〕12号',
})
const ruled = (closes: boolean): DissentRuled =>
  DissentRuled.create({ closes, ruling: text('同意销号'), minutes: '〔2026〕12号' })
const confirm = (organisation: string): TaskCommand => ({ type: 'ConfirmCompiler', organisation })

describe('the compiler of a joint task', () => {
  test('is the first body, as a proposal; the authority confirms it, or hands over to another', () => {
    expect(compilerOf(story.state(joint) as Task)).toBe(lead)
    const state = story
      .given(joint)
      .when(confirm(supporter))
      .then([CompilerConfirmed.create({ organisation: supporter })])
    expect(compilerOf(state as Task)).toBe(supporter)
    story
      .given(joint, confirmed)
      .when(confirm(supporter))
      .then([CompilerConfirmed.create({ organisation: supporter })])
  })

  test('must be one of its bodies, of a joint task, said by the authority, and not twice', () => {
    story.given(joint).when(confirm(successor)).then({ reason: 'ASSIGNMENT_NOT_FOUND' })
    story.given(issued()).when(confirm(lead)).then({ reason: 'NOT_JOINT' })
    story.given(joint).when(confirm(lead), lead).then({ reason: 'NOT_ISSUING_AUTHORITY' })
    story.given(joint, confirmed).when(confirm(lead)).then({ reason: 'ALREADY_COMPILER' })
    story
      .given(...waiting)
      .when(confirm(supporter))
      .then({ reason: 'CLOSING_ALREADY_PROPOSED' })
  })

  test('proposes closing, once it is confirmed, and nobody else does', () => {
    story
      .given(joint, ...done)
      .when(propose, lead)
      .then({ reason: 'COMPILER_NOT_CONFIRMED' })
    story
      .given(joint, ...done, confirmed)
      .when(propose, supporter)
      .then({ reason: 'NOT_PROPOSER' })
    const state = story
      .given(joint, ...done, confirmed)
      .when(propose, lead)
      .then([proposedJointly()])
    expect(state?.state).toBe('ISSUED')
    expect(taskLight(state as Task, '2026-03-02')).toMatchObject({ turn: [supporter, secondLead] })
  })
})

describe('closing a joint task', () => {
  test('needs the countersignature of every other body', () => {
    story
      .given(...waiting, signed(supporter))
      .when(close)
      .then({ reason: 'COUNTERSIGNATURE_REQUIRED' })
    const state = story
      .given(...waiting, signed(supporter))
      .when(countersign, secondLead)
      .then([ClosingCountersigned.create()])
    expect(state?.state).toBe('CLOSE_PROPOSED')
    story
      .given(...waiting, signed(supporter), signed(secondLead))
      .when(close)
      .then([TaskClosed.create()])
  })

  test('each answers once, after the proposal, and only bodies of the task', () => {
    story
      .given(joint, ...done, confirmed)
      .when(countersign, supporter)
      .then({ reason: 'CLOSING_NOT_PROPOSED' })
    story
      .given(...waiting, signed(supporter))
      .when(dissent, supporter)
      .then({ reason: 'ALREADY_ANSWERED' })
    story
      .given(...waiting)
      .when(countersign, lead)
      .then({ reason: 'ALREADY_ANSWERED' })
    story
      .given(...waiting)
      .when(countersign, office)
      .then({ reason: 'NOT_BODY_OF_TASK' })
    story
      .given(...waiting)
      .when(countersign, outsider)
      .then({ reason: 'TASK_NOT_FOUND' })
    story.given(issued()).when(countersign, supporter).then({ reason: 'NOT_JOINT' })
  })

  test('dissent needs a ruling that cites its minutes, once all have answered; it is never lost', () => {
    const divided = [...waiting, dissented(supporter)]
    story
      .given(...divided)
      .when(rule(true))
      .then({ reason: 'COUNTERSIGNATURE_REQUIRED' })
    const answered = [...divided, signed(secondLead)]
    story
      .given(...answered)
      .when(close)
      .then({ reason: 'RULING_REQUIRED' })
    story
      .given(...answered)
      .when(rule(true), lead)
      .then({ reason: 'NOT_ISSUING_AUTHORITY' })
    const state = story
      .given(...answered)
      .when(rule(true))
      .then([ruled(true)])
    expect([state?.state, state?.dissents]).toEqual(['CLOSE_PROPOSED', [supporter]])
    story
      .given(...answered, ruled(true))
      .when(rule(false))
      .then({ reason: 'ALREADY_RULED' })
    story
      .given(...answered, ruled(true))
      .when(close)
      .then([TaskClosed.create()])
  })

  test('sent back, nothing is left of a limit that a notice might have changed', () => {
    const provisional: Scene = told({ ...proposedJointly(), provisional: true }, { actor: lead })
    const before = [joint, ...done, confirmed, provisional]
    expect(story.state(...before)?.countersignProvisional).toBe(true)
    for (const back of [[ClosingReturned.create({ reason })], [dissented(supporter), signed(secondLead), ruled(false)]])
      expect(story.state(...before, ...back)?.countersignProvisional).toBeUndefined()
  })

  test('a ruling against closing makes the compiler propose anew, and all answer anew', () => {
    const again = [...waiting, dissented(supporter), signed(secondLead), ruled(false)]
    expect(story.state(...again)).toMatchObject({ state: 'ISSUED', closingProposedBy: [], dissents: [supporter] })
    const divided = story.state(...again, byCompiler, signed(supporter), dissented(secondLead))
    expect(divided).toMatchObject({ dissenting: [secondLead], dissents: [supporter, secondLead] })
    story
      .given(...again)
      .when(countersign, supporter)
      .then({ reason: 'CLOSING_NOT_PROPOSED' })
    story
      .given(...again)
      .when(propose, lead)
      .then([proposedJointly()])
    story
      .given(...again, byCompiler)
      .when(dissent, secondLead)
      .then([ClosingDissented.create({ reason })])
  })

  test('there is nothing to rule on without dissent', () => {
    story
      .given(...waiting, signed(supporter))
      .when(rule(true))
      .then({ reason: 'NO_DISSENT' })
  })
})

describe('several leads', () => {
  const three = [lead, secondLead, supporter]
  const led = (closing: 'QUORUM_ALL' | 'QUORUM_ANY' | 'QUORUM_MAJORITY', leads = three.length) => ({
    ...issued(three.slice(0, leads).map((one) => body(one, 'ROLE_LEAD'))),
    rules: { ...rulesOf(undefined), closing },
  })
  const parts: Scene[] = three.flatMap((one) => [submitted(one), accepted(one)])

  test.each([
    ['QUORUM_ANY', 1, 3],
    ['QUORUM_MAJORITY', 2, 3],
    // Half of them are no majority.
    ['QUORUM_MAJORITY', 2, 2],
    ['QUORUM_ALL', 3, 3],
  ] as const)('with %s closing is proposed once %i of %i have proposed it', (closing, needed, of) => {
    const stateWith = (count: number) =>
      story.state(led(closing, of), ...parts, ...three.slice(0, count).map((by) => told(proposed(), { actor: by })))
        ?.state
    expect([stateWith(needed - 1), stateWith(needed)]).toEqual(['ISSUED', 'CLOSE_PROPOSED'])
  })

  test('once as many have proposed as must, nobody else proposes it', () =>
    story
      .given(led('QUORUM_ANY'), ...parts, told(proposed(), { actor: secondLead }))
      .when(propose, lead)
      .then({ reason: 'CLOSING_ALREADY_PROPOSED' }))

  test('of a SOLE task that a group has, each member proposes closing, whatever the quorum of leads', () => {
    const members = three.map((one) => body(one, 'ROLE_RESPONSIBLE'))
    const sole = {
      ...issued(members, 'RESPONSIBILITY_MODE_SOLE'),
      rules: { ...rulesOf(undefined), closing: 'QUORUM_ANY' as const },
    }
    const stateWith = (count: number) =>
      story.state(sole, ...parts, ...three.slice(0, count).map((by) => told(proposed(), { actor: by })))?.state
    expect([stateWith(1), stateWith(2), stateWith(3)]).toEqual(['ISSUED', 'ISSUED', 'CLOSE_PROPOSED'])
  })
})

test('a proposal to close and a ruling keep what they show and cite', () => {
  const answers = bodies.filter((one) => one !== lead).map(dissented)
  const state = story
    .given(joint, ...done, confirmed, told(proposedJointly(), { actor: lead }), ...answers)
    .when(rule(true))
    .then([DissentRuled.create({ closes: true, ruling: text('同意销号'), minutes: '〔2026〕12号' })])
  expect(state?.texts.map(({ evidence: shown, minutes }) => [shown?.length, minutes])).toEqual([
    [1, undefined],
    ...answers.map(() => [undefined, undefined]),
    [undefined, '〔2026〕12号'],
  ])
})

test('a task keeps what its newest proposals show, up to 100 pieces', () => {
  const shown = (count: number) => ({ ...proposedJointly(), evidence: Array(count).fill(evidence('名单')) })
  const back = told(ClosingReturned.create({ reason: text('再补') }), { actor: office })
  const proposals = [30, 40, 40, 20].flatMap((count) => [told(shown(count), { actor: lead }), back])
  const kept = story.state(joint, ...done, confirmed, ...proposals)?.texts.filter(({ kind }) => kind === undefined)
  expect(kept?.map((one) => one.evidence?.length)).toEqual([undefined, 40, 40, 20])
})
