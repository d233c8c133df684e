/** A proposal to close that somebody does not answer, and one that the authority sends back (docs/domain.md, rules 6 and 7). */

import { describe, expect, test } from 'vitest'
import { CalendarDay, Rules } from '#proto/qiantou/programme/v1/programme_events.ts'
import {
  ClosingCountersigned,
  ClosingDissented,
  ClosingReturned,
  CompilerConfirmed,
  CountersignatureLimitPassed,
  DissentRuled,
  TaskClosed,
  type TaskIssued,
} from '#proto/qiantou/task/v1/task_events.ts'
import { type Day, endOf, toDate } from '#shared/domain/calendar.ts'
import { rulesOf } from '#shared/domain/rules.ts'
import type { BodySideFact, TaskFact } from '#shared/domain/task-fact.ts'
import { taskLight } from '#shared/domain/task-light.ts'
import type { Task } from '#shared/domain/task-state.ts'
import { Story, type Told, told } from '#shared/testing/story.ts'
import {
  accepted,
  body,
  closed,
  evidence,
  issued,
  lead,
  office,
  outsider,
  proposed,
  proposedJointly,
  secondLead,
  submitted,
  supporter,
  taskName,
  text,
} from '#shared/testing/task-facts.ts'
import { type TaskCommand, taskDecider } from './task.ts'

const noonOf = (day: Day): Date => new Date(`${day}T04:00:00Z`)
// A Monday; five working days from then lies the Monday after.
const on = (day: Day) => new Story(taskDecider, { actor: office, subject: taskName, at: noonOf(day) })
const [inTime, late] = [on('2026-03-09'), on('2026-03-10')]
type Scene = Told<TaskFact | BodySideFact>

const bodies = [lead, supporter, secondLead]
const joint = issued(
  bodies.map((one) => body(one, 'ROLE_RESPONSIBLE')),
  'RESPONSIBILITY_MODE_JOINT',
)
const done: Scene[] = bodies.flatMap((one) => [submitted(one), accepted(one)])
const confirmed = CompilerConfirmed.create({ organisation: lead })
const byCompiler: Scene = told(proposedJointly(), { actor: lead, at: noonOf('2026-03-02') })
const waiting: Scene[] = [joint, ...done, confirmed, byCompiler]
const signed = (by: string): Scene => told(ClosingCountersigned.create(), { actor: by })
const reason = text('指标口径不一致')
const dissented = (by: string): Scene => told(ClosingDissented.create({ reason }), { actor: by })
const passed = CountersignatureLimitPassed.create({ silent: [secondLead], date: toDate('2026-03-09') })

const propose: TaskCommand = {
  type: 'ProposeClosing',
  statement: text('已达标准'),
  evidence: [evidence('验收报告')],
}
const sendBack: TaskCommand = { type: 'ReturnClosing', reason }
const rule = (closes: boolean): TaskCommand => ({
  type: 'Rule',
  closes,
  ruling: text('可以'),
  minutes: '〔2026〕12号',
})
const ruled = (closes: boolean, ...silent: string[]): DissentRuled =>
  DissentRuled.create({ closes, ruling: text('可以'), minutes: '〔2026〕12号', silent })

/** What time has brought about by noon of a day. */
const elapsed = (day: Day, ...scenes: readonly Scene[]) => on(day).elapsed(...scenes)

describe('the limit for countersigning', () => {
  test('is as many working days as the rules say, and stands in the proposal', () => {
    const under = (countersignWorkingDays: number): TaskIssued => ({
      ...joint,
      rules: rulesOf(Rules.fromPartial({ joint: { countersignWorkingDays } })),
    })
    for (const [days, last] of [
      [0, '2026-03-09'],
      [1, '2026-03-03'],
      [10, '2026-03-16'],
    ] as const)
      on('2026-03-02')
        .given(under(days), ...done, confirmed)
        .when(propose, lead)
        .then([proposedJointly(last)])
  })

  test('that reaches into a year which nobody has announced is provisional', () => {
    const state = on('2027-12-30')
      .given(joint, ...done, confirmed)
      .when(propose, lead)
      .then([{ ...proposedJointly('2028-01-06'), provisional: true }])
    expect(state?.countersignProvisional).toBe(true)
    // Also where the programme itself has settled the last day: those before it may be changed still.
    const days = [CalendarDay.create({ date: toDate('2028-01-06'), working: true })]
    const settled = { ...joint, rules: rulesOf(Rules.fromPartial({ days })) }
    const { decision } = on('2027-12-30')
      .given(settled, ...done, confirmed)
      .when(propose, lead)
    expect(decision).toMatchObject({ right: [{ countersignBy: toDate('2028-01-06'), provisional: true }] })
  })

  test('is none where nobody else answers', () => {
    const led = [issued(), ...[lead, supporter].flatMap((one) => [submitted(one), accepted(one)])]
    inTime
      .given(...led)
      .when(propose, lead)
      .then([proposed()])
    const alone = issued([body(lead, 'ROLE_RESPONSIBLE')], 'RESPONSIBILITY_MODE_JOINT')
    const state = inTime.given(alone, submitted(lead), accepted(lead), confirmed).when(propose, lead).then([proposed()])
    expect(state?.state).toBe('CLOSE_PROPOSED')
  })

  test('that has passed is told once, with who is silent; not while all have answered', () => {
    const one = [...waiting, signed(supporter)]
    expect(taskDecider.due?.(inTime.state(...one) as Task)).toBe(endOf('2026-03-09').toISOString())
    expect(elapsed('2026-03-09', ...one)).toEqual([])
    expect(elapsed('2026-03-10', ...one)).toEqual([passed])
    expect(elapsed('2026-03-31', ...one, passed)).toEqual([])
    expect(elapsed('2026-03-31', ...one, signed(secondLead))).toEqual([])
    expect(elapsed('2026-03-31', ...one, dissented(secondLead))).toEqual([])
    for (const over of [ruled(false, secondLead), ClosingReturned.create({ reason })])
      expect(elapsed('2026-03-31', ...one, over)).toEqual([])
  })

  test('shows in the light: who keeps it waiting, and that the authority may rule', () => {
    const light = (day: Day, ...scenes: readonly Scene[]) => taskLight(inTime.state(...waiting, ...scenes) as Task, day)
    const [waits, isLate] = ['LIGHT_REASON_WAITING', 'LIGHT_REASON_COUNTERSIGNATURE_LATE']
    expect(light('2026-03-09', signed(supporter))).toMatchObject({ reason: waits, turn: [secondLead] })
    const slow = { colour: 'LIGHT_COLOUR_YELLOW', reason: isLate, turn: [secondLead, office] }
    expect(light('2026-03-10', signed(supporter))).toMatchObject(slow)
    expect(light('2026-03-10', dissented(supporter))).toMatchObject(slow)
    expect(light('2027-01-01', signed(supporter))).toMatchObject({
      reason: 'LIGHT_REASON_OVERDUE',
      turn: [secondLead, office],
    })
    expect(light('2026-03-10', signed(supporter), signed(secondLead))).toMatchObject({ reason: waits, turn: [office] })
    expect(light('2026-03-10', signed(supporter), passed, ruled(true, secondLead))).toMatchObject({ turn: [office] })
  })
})

describe('silence past the limit', () => {
  const silent = [...waiting, signed(supporter), passed]

  test('is no consent: the task is not closed, and a late answer still counts', () => {
    late
      .given(...silent)
      .when({ type: 'Close' })
      .then({ reason: 'COUNTERSIGNATURE_REQUIRED', details: { missing: secondLead }, kind: 'precondition' })
    const state = late
      .given(...silent)
      .when({ type: 'Countersign' }, secondLead)
      .then([ClosingCountersigned.create()])
    expect(state?.state).toBe('CLOSE_PROPOSED')
    late
      .given(...silent)
      .when({ type: 'Dissent', reason }, secondLead)
      .then([ClosingDissented.create({ reason })])
  })

  test('is ruled on by the authority alone, which names who was silent; not before the limit has passed', () => {
    inTime
      .given(...waiting, signed(supporter))
      .when(rule(true))
      .then({ reason: 'NO_DISSENT' })
    late
      .given(...silent)
      .when(rule(true), lead)
      .then({ reason: 'NOT_ISSUING_AUTHORITY' })
    // Whether time has told of it yet makes no difference: the date does.
    for (const scenes of [silent, [...waiting, signed(supporter)]]) {
      const state = late
        .given(...scenes)
        .when(rule(true))
        .then([ruled(true, secondLead)])
      expect(state).toMatchObject({ state: 'CLOSE_PROPOSED', silences: [secondLead], countersignedBy: [supporter] })
    }
    const over = late.given(...silent, ruled(true, secondLead))
    over.when(rule(false)).then({ reason: 'ALREADY_RULED' })
    over.when({ type: 'Countersign' }, secondLead).then({ reason: 'ALREADY_RULED' })
    over.when({ type: 'Dissent', reason }, secondLead).then({ reason: 'ALREADY_RULED' })
    over.when({ type: 'Close' }).then([TaskClosed.create()])
  })

  test('is ruled on together with dissent, which waited for it until then', () => {
    const divided = [...waiting, dissented(supporter)]
    inTime
      .given(...divided)
      .when(rule(true))
      .then({ reason: 'COUNTERSIGNATURE_REQUIRED' })
    const state = late
      .given(...divided)
      .when(rule(true))
      .then([ruled(true, secondLead)])
    expect(state).toMatchObject({ dissents: [supporter], silences: [secondLead] })
  })

  test('ruled not to close, closing is proposed anew with a limit of its own, and who was silent stays in sight', () => {
    const again = late
      .given(...silent)
      .when(rule(false))
      .then([ruled(false, secondLead)])
    expect(again).toMatchObject({ state: 'ISSUED', closingProposedBy: [], silences: [secondLead] })
    expect([again?.countersignBy, again?.countersignLate]).toEqual([undefined, undefined])
    late
      .given(...silent, ruled(false, secondLead))
      .when(propose, lead)
      .then([proposedJointly('2026-03-17')])
  })

  test('nothing of it holds for a proposal of old, which has no limit', () => {
    const old = [joint, ...done, confirmed, told(proposed(), { actor: lead }), signed(supporter)]
    expect(elapsed('2026-12-31', ...old)).toEqual([])
    late
      .given(...old)
      .when(rule(true))
      .then({ reason: 'NO_DISSENT' })
    late
      .given(...old)
      .when(sendBack)
      .then([ClosingReturned.create({ reason })])
  })
})

describe('a proposal to close', () => {
  const returned = ClosingReturned.create({ reason })
  const led: Scene[] = [issued(), ...[lead, supporter].flatMap((one): Scene[] => [submitted(one), accepted(one)])]

  test('is sent back by the authority, with a reason: who proposed has the turn again', () => {
    const state = inTime
      .given(...led, told(proposed(), { actor: lead }))
      .when(sendBack)
      .then([returned])
    expect(state).toMatchObject({ state: 'ISSUED', closingProposedBy: [] })
    expect(state?.texts.at(-1)).toMatchObject({ kind: 'CLOSING_RETURN' })
    expect(taskLight(state as Task, '2026-03-09')).toMatchObject({ turn: [lead] })
    inTime
      .given(...led, told(proposed(), { actor: lead }), returned)
      .when(propose, lead)
      .then([proposed()])
  })

  test('of a joint task is answered anew by all; who dissented stays in sight', () => {
    const answered = [...waiting, dissented(supporter), signed(secondLead)]
    for (const scenes of [waiting, answered, [...answered, ruled(true)]]) {
      const state = inTime
        .given(...scenes)
        .when(sendBack)
        .then([returned])
      expect(state).toMatchObject({ state: 'ISSUED', closingProposedBy: [], compiler: lead })
      expect([state?.countersignedBy, state?.dissenting, state?.countersignBy]).toEqual([
        undefined,
        undefined,
        undefined,
      ])
      expect(taskLight(state as Task, '2026-03-09')).toMatchObject({ turn: [lead] })
    }
    expect(inTime.state(...answered, returned)?.dissents).toEqual([supporter])
    inTime
      .given(...answered, returned)
      .when({ type: 'Countersign' }, supporter)
      .then({ reason: 'CLOSING_NOT_PROPOSED' })
  })

  test('is sent back by nobody else, nor where there is none, nor once the task is closed', () => {
    const standing = inTime.given(...led, told(proposed(), { actor: lead }))
    standing.when(sendBack, lead).then({ reason: 'NOT_ISSUING_AUTHORITY' })
    standing.when(sendBack, outsider).then({ reason: 'TASK_NOT_FOUND' })
    inTime
      .given(...led)
      .when(sendBack)
      .then({ reason: 'CLOSING_NOT_PROPOSED', details: { missing: lead }, kind: 'precondition' })
    inTime
      .given(...led, told(proposed(), { actor: lead }), closed())
      .when(sendBack)
      .then({ reason: 'TASK_ENDED' })
  })
})
