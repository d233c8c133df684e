/** What a body is urged to do beside its own part: to review as a lead, to propose closing, to answer the proposal. */

import { describe, test } from 'vitest'
import { OrganisationDissolved, OrganisationRegistered } from '#proto/qiantou/directory/v1/directory_events.ts'
import * as supervision from '#proto/qiantou/supervision/v1/supervision_events.ts'
import { ClosingCountersigned, CompilerConfirmed, DutiesSucceeded } from '#proto/qiantou/task/v1/task_events.ts'
import { type Day, toDate } from '#shared/domain/calendar.ts'
import type { OrganisationName } from '#shared/domain/decider.ts'
import { supervisionName } from '#shared/domain/resource-name.ts'
import type { BodySideFact, TaskFact } from '#shared/domain/task-fact.ts'
import type { Task } from '#shared/domain/task-state.ts'
import { Story, type Told, told } from '#shared/testing/story.ts'
import { entryOf, letter, noonOf, onDay, said } from '#shared/testing/supervision-facts.ts'
import {
  accepted,
  acknowledged,
  body,
  issued,
  lead,
  noon,
  office,
  proposed,
  proposedJointly,
  secondLead,
  submitted,
  successor,
  supporter,
  taskName,
} from '#shared/testing/task-facts.ts'
import { organisationDecider } from './organisation.ts'
import { type SupervisionCommand, supervisionDecider } from './supervision.ts'
import { taskView } from './task.ts'

type Scene = Told<TaskFact | BodySideFact>
const taskAfter = (...facts: readonly Scene[]): Task =>
  new Story(taskView, { actor: office, subject: taskName, at: noon }).state(...facts) as Task
const on = (day: Day, organisation: OrganisationName) =>
  new Story(supervisionDecider, { actor: office, subject: supervisionName(taskName, organisation), at: noonOf(day) })
const urging = (task: Task, organisation: OrganisationName): SupervisionCommand => ({
  ...{ task, organisation, entry: entryOf(organisation), type: 'Urge', text: said },
})
const urgedTo = (matter: supervision.UrgeMatter, ...leads: OrganisationName[]): supervision.AssignmentUrged =>
  supervision.AssignmentUrged.create({ text: said, leads, matter })

describe('a lead', () => {
  const bodies = [body(lead, 'ROLE_LEAD'), body(secondLead, 'ROLE_LEAD'), body(supporter, 'ROLE_RESPONSIBLE')]
  const led = issued(bodies)
  const own = [lead, secondLead].flatMap((one): Scene[] => [submitted(one), accepted(one)])
  const review = urgedTo('URGE_MATTER_REVIEW', lead, secondLead)

  test('is urged to review what waits, though its own part is done; once a working day', () => {
    const waits = taskAfter(led, ...own, acknowledged(supporter), submitted(supporter))
    for (const one of [lead, secondLead]) on('2026-03-10', one).given().when(urging(waits, one)).then([review])
    // The other lead may urge it too.
    on('2026-03-10', lead).given().when(urging(waits, lead), secondLead).then([review])
    on('2026-03-10', lead)
      .given(onDay('2026-03-10', review))
      .when(urging(waits, lead))
      .then({ reason: 'URGED_ALREADY' })
    on('2026-03-11', lead).given(onDay('2026-03-10', review)).when(urging(waits, lead)).then([review])
  })

  test('is not while nothing waits for it', () => {
    const works = taskAfter(led, ...own, acknowledged(supporter))
    on('2026-03-10', lead).given().when(urging(works, lead)).then({ reason: 'ASSIGNMENT_ENDED' })
    // Its own submission waits for the authority.
    const submits = taskAfter(led, submitted(lead))
    on('2026-03-03', lead).given().when(urging(submits, lead)).then({ reason: 'NOT_THEIR_TURN' })
  })

  test('that has work of its own is urged to that first', () => {
    const both = taskAfter(led, acknowledged(lead), submitted(supporter))
    on('2026-03-10', lead)
      .given()
      .when(urging(both, lead))
      .then([urgedTo('URGE_MATTER_UNSPECIFIED', lead, secondLead)])
  })

  test('is urged to propose closing once all is done, until it has', () => {
    const done = [led, ...own, submitted(supporter), accepted(supporter)]
    on('2026-03-10', secondLead)
      .given()
      .when(urging(taskAfter(...done), secondLead))
      .then([urgedTo('URGE_MATTER_CLOSING', lead, secondLead)])
    on('2026-03-10', lead)
      .given()
      .when(urging(taskAfter(...done, told(proposed(), { actor: lead })), lead))
      .then({ reason: 'ASSIGNMENT_ENDED' })
  })

  test('is issued no step for any of it: those are of its own part', () => {
    const waits = taskAfter(led, ...own, acknowledged(supporter), submitted(supporter))
    on('2026-03-10', lead)
      .given()
      .when({
        ...{ task: waits, organisation: lead, entry: entryOf(lead), type: 'Issue', step: letter, text: said },
        ...{ replyWorkingDays: 3, instruction: '' },
      })
      .then({ reason: 'ASSIGNMENT_ENDED' })
  })
})

describe('a body of a joint task', () => {
  const bodies = [lead, supporter, secondLead]
  const waiting: Scene[] = [
    issued(
      bodies.map((one) => body(one, 'ROLE_RESPONSIBLE')),
      'RESPONSIBILITY_MODE_JOINT',
    ),
    ...bodies.flatMap((one): Scene[] => [submitted(one), accepted(one)]),
    CompilerConfirmed.create({ organisation: lead }),
    told(proposedJointly(), { actor: lead }),
    told(ClosingCountersigned.create(), { actor: supporter }),
  ]
  const closing = urgedTo('URGE_MATTER_CLOSING')

  test('that has not answered the proposal to close is urged to, also once the limit has passed', () => {
    for (const day of ['2026-03-09', '2026-03-10'] as const) {
      on(day, secondLead)
        .given()
        .when(urging(taskAfter(...waiting), secondLead))
        .then([closing])
      for (const one of [lead, supporter])
        on(day, one)
          .given()
          .when(urging(taskAfter(...waiting), one))
          .then({ reason: 'ASSIGNMENT_ENDED' })
    }
    const answered = taskAfter(...waiting, told(ClosingCountersigned.create(), { actor: secondLead }))
    on('2026-03-10', secondLead).given().when(urging(answered, secondLead)).then({ reason: 'ASSIGNMENT_ENDED' })
  })

  test('that has ended is not; who has taken over what remains of its role is, without a part of its own', () => {
    const moved = taskAfter(...waiting, DutiesSucceeded.create({ organisation: secondLead, successor }))
    on('2026-03-10', successor).given().when(urging(moved, successor)).then([closing])
    on('2026-03-10', secondLead).given().when(urging(moved, secondLead)).then({ reason: 'ASSIGNMENT_ENDED' })
    const entry = new Story(organisationDecider, { actor: office, subject: secondLead, at: noon }).state(
      OrganisationRegistered.create({ titleZh: '省工信厅', titleEn: 'Department', registrar: office }),
      OrganisationDissolved.create({ successor, effectiveDate: toDate('2026-03-10'), basis: '湘编' }),
    )
    on('2026-03-10', secondLead)
      .given()
      .when({ ...urging(taskAfter(...waiting), secondLead), entry })
      .then({ reason: 'ASSIGNMENT_ENDED' })
  })
})
