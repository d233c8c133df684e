/** Urging: whom, by whom, how often. */
import { describe, expect, test } from 'vitest'
import { AssignmentSuspended, AssignmentWaived } from '#proto/qiantou/task/v1/task_events.ts'
import { toDate } from '#shared/domain/calendar.ts'
import type { BodySideFact, TaskFact } from '#shared/domain/task-fact.ts'
import type { Told } from '#shared/testing/story.ts'
import { ground, on, taskAfter, urge } from '#shared/testing/supervision-commands.ts'
import { onDay, urged } from '#shared/testing/supervision-facts.ts'
import {
  accepted,
  acknowledged,
  body,
  cancelled,
  lead,
  noon,
  office,
  outsider,
  reassigned,
  secondLead,
  submitted,
  successor,
  supporter,
} from '#shared/testing/task-facts.ts'
import { type SupervisionCommand, supervisionDecider } from './supervision.ts'
import type { Supervision } from './supervision-state.ts'

describe('urging', () => {
  test.each([[office], [lead]])('%s reminds a body whose turn it is, and nothing else changes', (actor) => {
    const state = on('2026-03-02').given().when(urge, actor).then([urged()])
    expect(state).toMatchObject({ urges: [{ urger: actor, at: noon.toISOString() }], steps: [], leads: [lead] })
  })

  test('is for the authority and the leads: the body itself is told so, others learn nothing', () => {
    const story = on('2026-03-02').given(onDay('2026-02-27', urged()))
    story.when(urge, supporter).then({ reason: 'NOT_URGER' })
    for (const actor of [outsider, secondLead]) story.when(urge, actor).then({ reason: 'SUPERVISION_NOT_FOUND' })
    on('2026-03-02').given().when(urge, supporter).then({ reason: 'SUPERVISION_NOT_FOUND' })
  })

  test('a lead does not urge itself', () => {
    on('2026-03-02')
      .given()
      .when({ ...urge, organisation: lead } as SupervisionCommand, lead)
      .then({ reason: 'URGES_ITSELF', details: { organisation: lead }, kind: 'precondition' })
  })

  test('is done once a working day: a weekend is no other one', () => {
    const friday = onDay('2026-03-06', urged())
    for (const day of ['2026-03-06', '2026-03-07', '2026-03-08'])
      on(day).given(friday).when(urge).then({ reason: 'URGED_ALREADY' })
    on('2026-03-09').given(friday).when(urge).then([urged()])
    // On a day off it may be done, and does not use up the next working day.
    on('2026-03-09').given(onDay('2026-03-08', urged())).when(urge).then([urged()])
  })

  test('goes by the days that the programme works', () => {
    const days = [{ $type: 'qiantou.programme.v1.CalendarDay' as const, date: toDate('2026-03-09'), working: false }]
    const task = { ...ground.task, rules: { ...ground.task.rules, days } }
    const friday = onDay('2026-03-06', urged())
    on('2026-03-09')
      .given(friday)
      .when({ ...urge, task } as SupervisionCommand)
      .then({ reason: 'URGED_ALREADY' })
  })

  test('is of no use while others have the turn, unless the work is late', () => {
    const waiting = { ...urge, task: taskAfter(acknowledged(supporter), submitted(supporter)) } as SupervisionCommand
    on('2026-03-02').given().when(waiting).then({ reason: 'NOT_THEIR_TURN' })
    // A review that is late is urged with whoever waits for it, too.
    on('2026-03-10').given().when(waiting).then([urged()])
  })

  test('reaches nobody whose part has ended or stands still', () => {
    const standing = (...facts: readonly Told<TaskFact | BodySideFact>[]) =>
      on('2026-03-03')
        .given()
        .when({ ...urge, task: taskAfter(...facts) } as SupervisionCommand)
    standing(acknowledged(supporter), submitted(supporter), accepted(supporter)).then({ reason: 'ASSIGNMENT_ENDED' })
    standing(AssignmentWaived.create({ organisation: supporter })).then({ reason: 'ASSIGNMENT_ENDED' })
    standing(cancelled(lead, supporter)).then({ reason: 'ASSIGNMENT_ENDED' })
    standing(reassigned(supporter, body(successor, 'ROLE_RESPONSIBLE'))).then({ reason: 'ASSIGNMENT_ENDED' })
    standing(AssignmentSuspended.create({ organisation: supporter })).then({ reason: 'ASSIGNMENT_STANDS' })
  })

  test('admits the body and the leads; a lead that no longer leads is released', () => {
    const state = on('2026-03-02').state(onDay('2026-03-02', urged([lead, secondLead]))) as Supervision
    expect(supervisionDecider.parties(urged(), state)).toEqual({
      admits: [supporter, lead, secondLead],
      releases: [],
    })
    const later = on('2026-03-03').state(onDay('2026-03-02', urged([lead, secondLead])), onDay('2026-03-03', urged()))
    expect(supervisionDecider.parties(urged(), later as Supervision)).toEqual({
      admits: [supporter, lead],
      releases: [secondLead],
    })
  })
})
