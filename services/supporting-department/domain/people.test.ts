/** Who does what for a part, from a day on (docs/domain.md, rule 37). */
import { expect, test } from 'vitest'
import { AssignmentPersonNamed } from '#proto/qiantou/assignment/v1/assignment_events.ts'
import { AssignmentTransferred } from '#proto/qiantou/task/v1/task_events.ts'
import { toDate } from '#shared/domain/calendar.ts'
import type { Organisation } from '#shared/domain/organisation-state.ts'
import { rulesOf } from '#shared/domain/rules.ts'
import { Story, type Told, told } from '#shared/testing/story.ts'
import {
  accepted,
  acknowledged,
  assignmentName,
  issued,
  lead,
  noon,
  office,
  submitted,
  successor,
  supporter,
  taskName,
  text,
} from '#shared/testing/task-facts.ts'
import { type AssignmentCommand, assignmentDecider } from './assignment.ts'
import type { AssignmentFact, TaskFact } from './assignment-state.ts'

const li = '0b9f5a52-6f0c-4c50-9f0e-2d1c9a7f3e11'
const wang = '6c1e3f1a-0f0e-4a9f-8a3d-0f5f2d1c9a7f'
const on = (day: string) =>
  new Story(assignmentDecider, {
    ...{ actor: supporter, subject: assignmentName(supporter), at: new Date(`${day}T04:00:00Z`) },
  })
const ofTask = (fact: TaskFact): Told<TaskFact> => told<TaskFact>(fact, { actor: office, subject: taskName, at: noon })
const begun: Told<AssignmentFact | TaskFact>[] = [ofTask(issued()), acknowledged(supporter)]

/** The body as the directory has it: Li all along, Wang from the first of April. */
const body = {
  terms: [
    { person: li, role: 'TERM_ROLE_OFFICER', from: '2020-01-01' },
    { person: wang, role: 'TERM_ROLE_LIAISON', from: '2026-04-01', to: '2026-12-31' },
  ],
} as unknown as Organisation
const ground = {
  parties: new Set([office, lead, supporter, successor]),
  judges: [office, lead],
  rules: rulesOf(undefined),
}
const name = (person: string, from?: string): AssignmentCommand => ({
  ...{ ...ground, type: 'NamePerson', role: 'TERM_ROLE_OFFICER', person, from, body },
})
const named = (person: string, from: string) =>
  AssignmentPersonNamed.create({ role: 'TERM_ROLE_OFFICER', person, from: toDate(from) })
test('a body names its people, from today or a day to come, and whoever is next takes the place', () => {
  const story = on('2026-03-02')
  story
    .given(...begun)
    .when(name(li))
    .then([named(li, '2026-03-02')])
  story
    .given(...begun, named(li, '2026-03-02'))
    .when(name(wang, '2026-04-01'))
    .then([named(wang, '2026-04-01')])
  story
    .given(...begun, named(li, '2026-03-02'))
    .when(name(''))
    .then([named('', '2026-03-02')])
})

test('only whose term runs there on that day, never from a day that is past, nor what is so already', () => {
  const given = on('2026-03-02').given(...begun, named(li, '2026-03-02'))
  const notThere = { reason: 'PERSON_NOT_THERE', kind: 'precondition' } as const
  given.when(name(wang)).then({ ...notThere, details: { organisation: supporter, from: '2026-03-02' } })
  given.when(name(wang, '2027-01-01')).then(notThere)
  given.when(name('11111111-1111-4111-8111-111111111111')).then(notThere)
  given.when({ ...name(wang, '2026-04-01'), body: undefined } as AssignmentCommand).then(notThere)
  given.when(name(li, '2026-03-01')).then({ reason: 'PERSON_TOO_EARLY', kind: 'invalid' })
  given.when(name(li, '2026-05-01')).then({ reason: 'PERSON_UNCHANGED' })
  on('2026-03-02')
    .given(...begun)
    .when(name(''))
    .then({ reason: 'PERSON_UNCHANGED' })
})

test('is the body’s own, and at most twenty changes lie ahead', () => {
  on('2026-03-02')
    .given(...begun)
    .when(name(li), lead)
    .then({ reason: 'NOT_ASSIGNEE' })
  const ahead = Array.from({ length: 20 }, (_, i) => named(i % 2 ? '' : li, `2026-04-${10 + i}`))
  const given = on('2026-03-02').given(...begun, ...ahead)
  given.when(name(li, '2026-05-01')).then({ reason: 'TOO_MANY_PEOPLE_AHEAD' })
  given.when(name(li)).then([named(li, '2026-03-02')])
})

test('a state keeps whoever is in a role and whoever will be; what is over stays in the event log', () => {
  const entry = (person: string, from: string) => ({ role: 'TERM_ROLE_OFFICER', person, from })
  const people = (day: string, ...facts: AssignmentPersonNamed[]) =>
    on(day)
      .given(...begun, ...facts)
      .when(name(''))
      .then([named('', day)])?.people
  expect(people('2026-04-10', named(li, '2026-03-02'), named(wang, '2026-04-01'))).toEqual([entry('', '2026-04-10')])
  expect(people('2026-03-10', named(li, '2026-03-02'), named(wang, '2026-04-01'))).toEqual([
    ...[entry('', '2026-03-10'), entry(wang, '2026-04-01')],
  ])
})

test('people stay where a part ends, and whoever takes it over names its own', () => {
  const facts = [...begun, named(li, '2026-03-02'), submitted(supporter), ofTask(accepted(supporter))]
  const ended = on('2026-03-02').state(...facts)
  expect(ended?.people).toHaveLength(1)
  const given = { organisation: successor, role: 'ROLE_RESPONSIBLE' as const }
  const moved = AssignmentTransferred.fromPartial({ organisation: supporter, successor: given, reason: text('三定') })
  const setting = { actor: successor, subject: assignmentName(successor), at: noon }
  const theirs = new Story(assignmentDecider, setting).state(...begun, named(li, '2026-03-02'), ofTask(moved))
  expect(theirs?.organisation).toBe(successor)
  expect(theirs?.people).toBeUndefined()
})
