import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  AssignmentAcknowledged,
  AssignmentSubmitted,
  ProgressReported,
  ReassignmentRequested,
} from '#proto/qiantou/assignment/v1/assignment_events.ts'
import { AssignmentTransferred } from '#proto/qiantou/task/v1/task_events.ts'
import { rulesOf } from '#shared/domain/rules.ts'
import { recordedOf, Story, type Told, throughJson, told } from '#shared/testing/story.ts'
import {
  accepted,
  acknowledged,
  assignmentName,
  body,
  cancelled,
  evidence,
  issued,
  lead,
  noon,
  office,
  outsider,
  reassigned,
  releaseRequested,
  reported,
  returned,
  submitted,
  successor,
  supporter,
  taskName,
  text,
  upheld,
} from '#shared/testing/task-facts.ts'
import { type AssignmentCommand, assignmentDecider } from './assignment.ts'
import type { Assignment, AssignmentFact, TaskFact } from './assignment-state.ts'

const ours = assignmentName(supporter)
const setting = { actor: supporter, subject: ours, at: noon }
const story = new Story(assignmentDecider, setting)
type Scene = Told<AssignmentFact | TaskFact>

/** What the authority's side did: its facts are about the task. */
const ofTask = (fact: TaskFact): Scene => told<TaskFact>(fact, { actor: office, subject: taskName })
const given = (...scenes: readonly Scene[]) => story.given(ofTask(issued()), ...scenes)

const ground = {
  parties: new Set([office, lead, supporter]),
  judges: [office, lead],
  rules: rulesOf(undefined),
}
const acknowledge: AssignmentCommand = { ...ground, type: 'Acknowledge' }
const report = (percent: number, milestone = 'half-year'): AssignmentCommand => ({
  ...ground,
  type: 'Report',
  milestone,
  percent,
  text: text('半'),
  evidence: [],
  corrects: 0,
})
const submit: AssignmentCommand = {
  ...ground,
  type: 'Submit',
  text: text('办结'),
  evidence: [evidence('验收报告')],
}
const askRelease: AssignmentCommand = { ...ground, type: 'RequestReassignment', reason: text('非我单位职责') }
const everything = [acknowledge, report(10), submit, askRelease]
/** What each of them is told where nothing is left to do. */
const tooLate = ['NOT_ACKNOWLEDGEABLE', 'NOT_WORKABLE', 'NOT_WORKABLE', 'REASSIGNMENT_TOO_LATE']

const acknowledgement = AssignmentAcknowledged.create()
const submission = (number: number) =>
  AssignmentSubmitted.create({
    submission: number,
    text: text('办结'),
    evidence: [evidence('验收报告')],
    reviewBy: { year: 2026, month: 3, day: 9 },
  })
const progress = (number: number, percent: number, milestone = 'half-year') =>
  ProgressReported.create({ report: number, milestone, percent, text: text('半'), evidence: [] })

describe('a body works on its assignment', () => {
  test('acknowledging starts its clock', () => {
    const state = given().when(acknowledge).then([acknowledgement])
    expect(state).toMatchObject({ state: 'ASSIGNMENT_STATE_ACKNOWLEDGED', acknowledgedAt: noon.toISOString() })
  })

  test('it reports by milestone, and reports are numbered', () => {
    const first = given(acknowledged(supporter))
      .when(report(30))
      .then([progress(1, 30)])
    expect(first).toMatchObject({ state: 'ASSIGNMENT_STATE_IN_PROGRESS', reports: [{ percent: 30 }] })
    given(acknowledged(supporter), reported(supporter, 30))
      .when(report(60, ''))
      .then([progress(2, 60, '')])
  })

  test('it submits when it is done, and again when that was returned', () => {
    const state = given(acknowledged(supporter))
      .when(submit)
      .then([submission(1)])
    expect(state).toMatchObject({ state: 'ASSIGNMENT_STATE_SUBMITTED', submissions: [{ percent: 100, milestone: '' }] })
    given(acknowledged(supporter), submitted(supporter), ofTask(returned(supporter)))
      .when(submit)
      .then([submission(2)])
  })

  test('it asks to be released before work has begun', () => {
    const requested = ReassignmentRequested.create({ reason: text('非我单位职责') })
    for (const before of [[], [acknowledged(supporter)]]) {
      const state = given(...before)
        .when(askRelease)
        .then([requested])
      expect(state).toMatchObject({ state: 'ASSIGNMENT_STATE_REASSIGNMENT_REQUESTED' })
    }
  })

  test('nothing it does changes who is party', () => {
    expect(assignmentDecider.parties(acknowledgement, {} as never)).toEqual({ admits: [], releases: [] })
  })
})

describe('is refused', () => {
  test('acknowledging twice', () => {
    given(acknowledged(supporter))
      .when(acknowledge)
      .then({
        reason: 'NOT_ACKNOWLEDGEABLE',
        kind: 'precondition',
        details: { state: 'ASSIGNMENT_STATE_ACKNOWLEDGED' },
      })
  })

  test('working before acknowledging', () => {
    for (const command of [report(10), submit]) given().when(command).then({ reason: 'NOT_WORKABLE' })
  })

  test('working while a submission waits for review, and after it was accepted', () => {
    const waiting = [acknowledged(supporter), submitted(supporter)]
    for (const scenes of [waiting, [...waiting, ofTask(accepted(supporter))]])
      for (const command of [report(10), submit])
        given(...scenes)
          .when(command)
          .then({ reason: 'NOT_WORKABLE' })
  })

  test('a milestone that the task does not have', () => {
    given(acknowledged(supporter))
      .when(report(10, 'quarter'))
      .then({
        reason: 'MILESTONE_UNKNOWN',
        kind: 'invalid',
        details: { milestone: 'quarter', milestones: 'half-year' },
      })
  })

  test('a milestone that the body before had reached: it did not come with the part', () => {
    const moved = AssignmentTransferred.fromPartial({
      ...{
        organisation: supporter,
        successor: { organisation: successor, role: 'ROLE_RESPONSIBLE' },
        reason: text('三定'),
      },
    })
    new Story(assignmentDecider, { ...setting, actor: successor, subject: assignmentName(successor) })
      .given(issued(), told(moved, { actor: office, subject: taskName }), acknowledged(successor))
      .when({ ...report(50, 'half-year'), parties: new Set([successor]) })
      .then({ reason: 'MILESTONE_UNKNOWN', kind: 'invalid', details: { milestone: 'half-year', milestones: '' } })
  })

  test('asking to be released once work has begun', () => {
    for (const scenes of [[reported(supporter, 10)], [submitted(supporter)], [releaseRequested(supporter)]])
      given(acknowledged(supporter), ...scenes)
        .when(askRelease)
        .then({ reason: 'REASSIGNMENT_TOO_LATE' })
  })

  test('anything while the request to be released is not decided', () => {
    for (const command of [report(10), submit])
      given(releaseRequested(supporter)).when(command).then({ reason: 'NOT_WORKABLE' })
    given(releaseRequested(supporter)).when(acknowledge).then({ reason: 'NOT_ACKNOWLEDGEABLE' })
  })

  test.each<[string, Scene[]]>([
    ['cancelled', [ofTask(cancelled(lead, supporter))]],
    ['reassigned', [releaseRequested(supporter), ofTask(reassigned(supporter, body(successor, 'ROLE_RESPONSIBLE')))]],
  ])('everything on an assignment that was %s', (_, scenes) => {
    for (const [i, command] of everything.entries())
      expect(
        given(...scenes)
          .when(command)
          .then({ reason: tooLate[i] as string }),
      ).toEqual(story.state(ofTask(issued()), ...scenes))
  })

  test('acting for another body, be it a lead or the authority', () => {
    for (const command of everything)
      for (const actor of [lead, office])
        given()
          .when(command, actor)
          .then({ reason: 'NOT_ASSIGNEE', kind: 'permission', details: { organisation: supporter } })
  })

  test('who is not party learns nothing of it', () => {
    for (const command of everything) {
      given().when(command, outsider).then({ reason: 'ASSIGNMENT_NOT_FOUND', kind: 'notFound', details: {} })
      story.given().when(command).then({ reason: 'ASSIGNMENT_NOT_FOUND' })
    }
  })
})

describe('the assignment follows what its task decides', () => {
  const after = (...scenes: readonly Scene[]) => story.state(ofTask(issued()), ...scenes)?.state

  test.each<[string, Scene[], string]>([
    ['accepted', [submitted(supporter), ofTask(accepted(supporter))], 'ACCEPTED'],
    ['returned', [submitted(supporter), ofTask(returned(supporter))], 'IN_PROGRESS'],
    ['cancelled', [ofTask(cancelled(supporter))], 'CANCELLED'],
    ['upheld before acknowledging', [releaseRequested(supporter), ofTask(upheld(supporter))], 'ISSUED'],
    ['upheld after', [acknowledged(supporter), releaseRequested(supporter), ofTask(upheld(supporter))], 'ACKNOWLEDGED'],
  ])('%s', (_, scenes, expected) => {
    expect(after(...scenes)).toBe(`ASSIGNMENT_STATE_${expected}`)
  })

  test('a successor begins anew', () => {
    const fact = ofTask(reassigned(lead, body(supporter, 'ROLE_LEAD')))
    expect(story.state(fact)).toMatchObject({
      organisation: supporter,
      role: 'ROLE_LEAD',
      state: 'ASSIGNMENT_STATE_ISSUED',
      reports: [],
      submissions: [],
      issuedAt: noon.toISOString(),
      acknowledgeBy: '2026-03-04',
      due: '2026-12-31',
    })
  })

  test('every fact says which assignments it is about', () => {
    const touched = (fact: TaskFact) => assignmentDecider.touches(recordedOf(fact, { ...setting, subject: taskName }))
    const [leads, theirs] = [assignmentName(lead), assignmentName(successor)]
    expect(touched(issued())).toEqual([leads, ours])
    expect(touched(cancelled(supporter))).toEqual([ours])
    expect(touched(reassigned(supporter, body(successor, 'ROLE_LEAD')))).toEqual([ours, theirs])
    for (const fact of [accepted(supporter), returned(supporter), upheld(supporter)])
      expect(touched(fact)).toEqual([ours])
  })

  test('a task that does not name the body is none of its business', () => {
    expect(story.state(ofTask(issued([body(lead, 'ROLE_LEAD')])))).toBeUndefined()
  })
})

test.each<[string, Scene]>([
  ['acknowledged', acknowledged(supporter)],
  ['reported', reported(supporter, 10)],
  ['submitted', submitted(supporter)],
  ['asked to be released', releaseRequested(supporter)],
])('a cancellation ends what the body %s', (_, acted) => {
  const state = story.state(ofTask(issued()), acted, ofTask(cancelled(supporter)))
  expect(state?.state).toBe('ASSIGNMENT_STATE_CANCELLED')
})

test('the fold is total over any facts in any order, and every state is what JSON makes of it', () => {
  const name = fc.constantFrom(lead, supporter, successor)
  const scene: fc.Arbitrary<Scene> = fc.oneof(
    fc.constant(ofTask(issued())),
    fc.tuple(name, name).map(([from, to]) => ofTask(reassigned(from, body(to, 'ROLE_LEAD')))),
    fc.tuple(name, fc.constantFrom(accepted, returned, upheld, cancelled)).map(([who, make]) => ofTask(make(who))),
    fc.constantFrom<Scene>(
      acknowledged(supporter),
      reported(supporter, 50),
      submitted(supporter),
      releaseRequested(supporter),
    ),
  )
  fc.assert(
    fc.property(fc.array(scene, { maxLength: 30 }), (scenes) => {
      let state: Assignment | undefined
      let restored: Assignment | undefined
      for (const next of scenes) {
        const recorded = recordedOf(next, setting)
        state = assignmentDecider.evolve(state, recorded, ours)
        restored = throughJson(assignmentDecider.evolve(restored, recorded, ours))
        expect(restored).toEqual(state)
      }
    }),
  )
})
