import fc from 'fast-check'
import { isLeft } from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import {
  AssignmentAcknowledged,
  AssignmentDelegated,
  type AssignmentSubmitted,
  DelegationRevoked,
  ProgressReported,
} from '#proto/qiantou/assignment/v1/assignment_events.ts'
import { Evidence } from '#proto/qiantou/record/v1/record.ts'
import { AssignmentTransferred } from '#proto/qiantou/task/v1/task_events.ts'
import { toDate } from '#shared/domain/calendar.ts'
import { contentRef } from '#shared/domain/content.ts'
import { rulesOf } from '#shared/domain/rules.ts'
import { recordedOf, Story, type Told, told } from '#shared/testing/story.ts'
import {
  accepted,
  acknowledged,
  assignmentName,
  body,
  issued,
  lead,
  noon,
  office,
  reassigned,
  releaseRequested,
  reported,
  returned,
  submitted,
  successor,
  supporter,
  takenOver,
  taskName,
  text,
  upheld,
} from '#shared/testing/task-facts.ts'
import { type AssignmentCommand, assignmentDecider } from './assignment.ts'
import type { Assignment, AssignmentFact, TaskFact } from './assignment-state.ts'
import type { Report } from './report.ts'

const ours = assignmentName(supporter)
const setting = { actor: supporter, subject: ours, at: noon }
const story = new Story(assignmentDecider, setting)
const ofTask = (fact: TaskFact, actor = office): Told<TaskFact> => told<TaskFact>(fact, { actor, subject: taskName })
const stateAfter = (...scenes: readonly Told<AssignmentFact | TaskFact>[]) => story.state(ofTask(issued()), ...scenes)

test('whoever takes over a part has it in the role of that, unless it has one of its own that goes on', () => {
  const asLead = issued([body(lead, 'ROLE_RESPONSIBLE'), body(supporter, 'ROLE_LEAD')])
  const passedOn = reassigned(supporter, body(successor, 'ROLE_LEAD'))
  const takesOver = reassigned(lead, body(supporter, 'ROLE_RESPONSIBLE'))
  expect(story.state(ofTask(asLead), ofTask(passedOn), ofTask(takesOver))?.role).toBe('ROLE_RESPONSIBLE')
  expect(story.state(ofTask(asLead), ofTask(takesOver))?.role).toBe('ROLE_LEAD')
})

test('what is done with a second part says that it is of that', () => {
  const passedOn = reassigned(supporter, body(successor, 'ROLE_RESPONSIBLE'))
  const back = reassigned(successor, body(supporter, 'ROLE_RESPONSIBLE'))
  const ground = { parties: new Set([office, supporter]), judges: [], rules: rulesOf(undefined) }
  const state = story
    .given(ofTask(issued()), acknowledged(supporter), ofTask(passedOn), ofTask(back))
    .when({ ...ground, type: 'Acknowledge' })
    .then([AssignmentAcknowledged.create({ part: 2 })])
  const told = assignmentDecider.elapse?.(state as Assignment, { at: new Date('2027-01-01T04:00:00Z') } as never) ?? []
  expect(told.length).toBeGreaterThan(1)
  for (const fact of told) expect(fact).toMatchObject({ $type: 'qiantou.assignment.v1.DeadlineReached', part: 2 })
  const first = story.given(ofTask(issued())).when({ ...ground, type: 'Acknowledge' })
  first.then([AssignmentAcknowledged.create()])
})

test('who acts for a body does so until that is over, also where it is given another part', () => {
  const delegated = AssignmentDelegated.create({
    organisation: lead,
    from: toDate('2026-03-02'),
    until: toDate('2026-03-20'),
  })
  const passedOn = reassigned(supporter, body(successor, 'ROLE_RESPONSIBLE'))
  const state = stateAfter(
    delegated,
    ofTask(passedOn),
    ofTask(reassigned(lead, body(supporter, 'ROLE_LEAD'))),
  ) as Assignment
  expect(state.delegations).toHaveLength(1)
  const over = new Date('2026-03-21T00:00:00+08:00')
  expect(assignmentDecider.elapse?.(state, { at: over } as never)).toContainEqual(
    DelegationRevoked.create({ organisation: lead }),
  )
})

test('a part that went to another body keeps to whom, and when, until its body is given another', () => {
  const [to, at] = [body(successor, 'ROLE_RESPONSIBLE'), noon.toISOString()]
  const onRequest = [acknowledged(supporter), releaseRequested(supporter), ofTask(reassigned(supporter, to))]
  const transfer = { organisation: supporter, successor: to, ...takenOver }
  const [byAuthority, merged] = [false, true].map((succession) =>
    AssignmentTransferred.create({ ...transfer, succession }),
  )
  for (const scenes of [onRequest, [ofTask(byAuthority as TaskFact)], [ofTask(merged as TaskFact)]])
    expect(stateAfter(...scenes)?.moved).toEqual({ to: successor, at })
  expect(stateAfter()?.moved).toBeUndefined()
  const again = ofTask(reassigned(lead, body(supporter, 'ROLE_LEAD')))
  expect(stateAfter(...onRequest, again)?.moved).toBeUndefined()
})

test('how far a part is, the last report on the whole says, whatever a milestone has come to since', () => {
  const whole = (report: number, percent: number) => ProgressReported.create({ report, percent, text: text('报') })
  const before = [acknowledged(supporter), whole(1, 70), reported(supporter, 100, 2)]
  expect(stateAfter(acknowledged(supporter), reported(supporter, 100))?.percent).toBe(0)
  expect(stateAfter(...before)?.percent).toBe(70)
  expect(stateAfter(...before, { ...whole(3, 60), corrects: 1 })?.percent).toBe(60)
  const back = [...before, submitted(supporter), ofTask(returned(supporter), lead), reported(supporter, 50, 3)]
  expect(stateAfter(...back)?.percent).toBe(100)
  expect(stateAfter(...back, whole(4, 80))?.percent).toBe(80)
})

describe('a body sees how its work was reviewed', () => {
  const at = noon.toISOString()
  const returnedByLead = { outcome: 'RETURNED', reviewer: lead, at, reason: contentRef(text('材料不全')) }
  const first = [acknowledged(supporter), submitted(supporter), ofTask(returned(supporter), lead)]

  test('a return stands beside its submission, with who returned it and why', () => {
    expect(stateAfter(...first)?.submissions).toMatchObject([{ number: 1, review: returnedByLead }])
  })

  test('the next submission waits for its own review', () => {
    const state = stateAfter(...first, submitted(supporter, 2))
    expect(state?.submissions).toMatchObject([{ review: returnedByLead }, { number: 2 }])
    expect(state?.submissions[1]).not.toHaveProperty('review')
  })

  test('an acceptance gives no reason', () => {
    const state = stateAfter(...first, submitted(supporter, 2), ofTask(accepted(supporter, 2), office))
    expect(state?.submissions.map(({ review }) => review)).toEqual([
      returnedByLead,
      { outcome: 'ACCEPTED', reviewer: office, at },
    ])
  })

  test('a request to be released is upheld or moved on, with a reason', () => {
    const asked = [acknowledged(supporter), releaseRequested(supporter)]
    const to = body(successor, 'ROLE_RESPONSIBLE')
    expect(stateAfter(...asked)).not.toHaveProperty('reassignmentReview')
    expect(stateAfter(...asked, ofTask(upheld(supporter)))).toMatchObject({
      reassignmentReview: { outcome: 'UPHELD', reviewer: office, at, reason: contentRef(text('属其三定职责')) },
    })
    expect(stateAfter(...asked, ofTask(reassigned(supporter, to)))).toMatchObject({
      reassignmentReview: { outcome: 'REASSIGNED', reviewer: office, at, reason: contentRef(text('职责调整')) },
    })
  })

  test('a second request waits for a decision of its own', () => {
    const state = stateAfter(releaseRequested(supporter), ofTask(upheld(supporter)), releaseRequested(supporter))
    expect(state).not.toHaveProperty('reassignmentReview')
  })
})

/** The largest piece of evidence that may be named: every character of four bytes. */
const piece = Evidence.create({
  title: '𠮷'.repeat(200),
  sha256: Buffer.alloc(32, 255),
  sizeBytes: 2n ** 53n - 1n,
  mediaType: '𠮷'.repeat(100),
  location: '𠮷'.repeat(1_000),
})

const ground = { parties: new Set([office, lead, supporter]), judges: [office, lead], rules: rulesOf(undefined) }
const written = (pieces: number) => ({ text: text('办结'), evidence: Array.from({ length: pieces }, () => piece) })
const report = (pieces = 0): AssignmentCommand => ({
  ...{ ...ground, ...written(pieces), type: 'Report', milestone: 'half-year', percent: 100, corrects: 0 },
})
const submit = (pieces = 0): AssignmentCommand => ({ ...ground, ...written(pieces), type: 'Submit' })

/** A body at work: reports, or submits and gets it back. @returns the numbers its facts had, and what it came to. */
function work(acts: readonly AssignmentCommand[]) {
  let state = stateAfter(acknowledged(supporter)) as Assignment
  const numbers = { reports: [] as number[], submissions: [] as number[] }
  const fold = (scene: Told<AssignmentFact | TaskFact>) => {
    state = assignmentDecider.evolve(state, recordedOf(scene, setting), ours) as Assignment
  }
  for (const act of acts) {
    const decision = assignmentDecider.decide(act, state, { actor: supporter, at: noon } as never)
    if (isLeft(decision)) throw new Error(decision.left.reason)
    const [fact] = decision.right as unknown as [ProgressReported | AssignmentSubmitted]
    fold(fact)
    if ('report' in fact) numbers.reports.push(fact.report)
    else {
      numbers.submissions.push(fact.submission)
      fold(ofTask(returned(supporter, fact.submission), lead))
    }
  }
  return { state, numbers }
}

describe('a state does not grow without end', () => {
  const countedUp = (numbers: readonly number[]) => numbers.map((_, i) => i + 1)
  const kept = (reports: readonly Report[] | undefined) => reports?.map(({ number }) => number)

  test('it keeps the newest 20 reports and the newest 20 submissions, each with its review', () => {
    const { state } = work(Array.from({ length: 50 }, (_, i) => (i % 2 ? submit(1) : report(1))))
    const newest = Array.from({ length: 20 }, (_, i) => i + 6)
    expect([kept(state.reports), kept(state.submissions)]).toEqual([newest, newest])
    expect(state.submissions.every(({ review }) => review?.outcome === 'RETURNED')).toBe(true)
  })

  test('it keeps fewer where they name much evidence, the last one always', () => {
    expect(kept(work([report(50), report(49), report(1)]).state.reports)).toEqual([1, 2, 3])
    expect(kept(work([report(50), report(49), report(1), report(1)]).state.reports)).toEqual([2, 3, 4])
    expect(kept(work([report(), report(101)]).state.reports)).toEqual([2])
  })

  test('whatever a body sends, a state stays below 1.25 MiB, and numbers never repeat', () => {
    const act = fc.tuple(fc.constantFrom(report, submit), fc.constantFrom(0, 1, 5, 6, 50))
    fc.assert(
      fc.property(fc.array(act, { minLength: 40, maxLength: 70, size: 'max' }), (acts) => {
        const { state, numbers } = work(acts.map(([make, pieces]) => make(pieces)))
        expect(Buffer.byteLength(JSON.stringify(state))).toBeLessThan(1.25 * 1024 * 1024)
        expect(numbers.reports).toEqual(countedUp(numbers.reports))
        expect(numbers.submissions).toEqual(countedUp(numbers.submissions))
        expect(numbers.reports.length + numbers.submissions.length).toBe(acts.length)
      }),
    )
    const full = work(Array.from({ length: 80 }, (_, i) => (i % 2 ? submit(5) : report(5)))).state
    expect(Buffer.byteLength(JSON.stringify(full))).toBeGreaterThan(1024 * 1024)
    expect(Buffer.byteLength(JSON.stringify(full))).toBeLessThan(1.25 * 1024 * 1024)
  })
})
