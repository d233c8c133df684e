/** Pieces of a part (分办): given downwards, done below, accepted above; the part itself goes its own way. */
import { describe, expect, test } from 'vitest'
import {
  AssignmentDelegated,
  AssignmentSubassigned,
  SubassignmentAccepted,
  SubassignmentAcknowledged,
  SubassignmentEnded,
  SubassignmentReported,
  SubassignmentReturned,
  SubassignmentSubmitted,
  SubassignmentWithdrawn,
} from '#proto/qiantou/assignment/v1/assignment_events.ts'
import type { Evidence } from '#proto/qiantou/record/v1/record.ts'
import {
  AssignmentTransferred,
  AssignmentWaived,
  Body,
  SubmissionAccepted,
} from '#proto/qiantou/task/v1/task_events.ts'
import { toDate } from '#shared/domain/calendar.ts'
import { contentRef, evidenceRef } from '#shared/domain/content.ts'
import { rulesOf } from '#shared/domain/rules.ts'
import { Story, type Told, told } from '#shared/testing/story.ts'
import {
  acknowledged,
  assignmentName,
  evidence,
  issued,
  lead,
  noon,
  office,
  outsider,
  reopened,
  submitted,
  successor,
  supporter,
  taskName,
  text,
} from '#shared/testing/task-facts.ts'
import { type AssignmentCommand, assignmentDecider, assignmentParties } from './assignment.ts'
import type { Assignment, AssignmentFact, TaskFact } from './assignment-state.ts'

const city = 'organisations/hn-changsha'
const county = 'organisations/hn-liuyang'
const story = new Story(assignmentDecider, { actor: supporter, subject: assignmentName(supporter), at: noon })
type Scene = Told<AssignmentFact | TaskFact>
const ofTask = (fact: TaskFact): Scene => told<TaskFact>(fact, { actor: office, subject: taskName, at: noon })
const begun: Scene[] = [ofTask(issued()), acknowledged(supporter)]

const ground = { parties: new Set([office, lead, supporter]), judges: [office, lead], rules: rulesOf(undefined) }
const [what, said, why] = [text('报送本市算力资源'), text('已报送'), text('口径不符')]
type Giving = Extract<AssignmentCommand, { type: 'Subassign' }>
const give = (changes: Partial<Giving> = {}): AssignmentCommand => ({
  ...{ ...ground, type: 'Subassign', organisation: city, isBelow: true, what, due: undefined },
  ...changes,
})
const given = (subassignment = 1, organisation = city): AssignmentSubassigned =>
  AssignmentSubassigned.fromPartial({ subassignment, organisation, what })
const acknowledge: AssignmentCommand = { ...ground, type: 'AcknowledgePiece' }
const report: AssignmentCommand = { ...ground, type: 'ReportPiece', percent: 60, text: said }
const submit: AssignmentCommand = { ...ground, type: 'SubmitPiece', text: said, evidence: [evidence('清单')] }
const accept: AssignmentCommand = { ...ground, type: 'AcceptPiece', organisation: city }
const giveBack: AssignmentCommand = { ...ground, type: 'ReturnPiece', organisation: city, reason: why }
const withdraw: AssignmentCommand = { ...ground, type: 'WithdrawPiece', organisation: city, reason: why }

const received = SubassignmentAcknowledged.create({ subassignment: 1 })
const reported = SubassignmentReported.fromPartial({ subassignment: 1, percent: 60, text: said })
const done = SubassignmentSubmitted.fromPartial({ subassignment: 1, text: said, evidence: [evidence('清单')] })
const accepted = SubassignmentAccepted.create({ subassignment: 1 })
const returned = SubassignmentReturned.fromPartial({ subassignment: 1, reason: why })
const withdrawn = SubassignmentWithdrawn.fromPartial({ subassignment: 1, organisation: city, reason: why })
const endedFact = SubassignmentEnded.create({ subassignment: 1, organisation: city })

describe('giving a piece', () => {
  test('admits the body below, which sees the assignment; the part stays as it was', () => {
    const before = story.state(...begun) as Assignment
    const state = story
      .given(...begun)
      .when(give())
      .then([given()]) as Assignment
    expect([...assignmentParties(ground.parties, state)]).toContain(city)
    expect(assignmentDecider.parties(given(), state)).toEqual({ admits: [city], releases: [] })
    const { subassignments, ...part } = state
    expect(part).toEqual(before)
    expect(subassignments).toMatchObject([{ number: 1, organisation: city, state: 'GIVEN' }])
  })

  test('goes downwards only, and by the body of the part, which has acknowledged it', () => {
    story
      .given(...begun)
      .when(give({ isBelow: false }))
      .then({ reason: 'NOT_BELOW' })
    story
      .given(...begun)
      .when(give(), lead)
      .then({ reason: 'NOT_ASSIGNEE' })
    story
      .given(...begun)
      .when(give(), outsider)
      .then({ reason: 'ASSIGNMENT_NOT_FOUND' })
    story.given(ofTask(issued())).when(give()).then({ reason: 'NOT_WORKABLE' })
  })

  test('is due from today on and not after the part', () => {
    const due = toDate('2026-06-30')
    const fact = AssignmentSubassigned.fromPartial({ subassignment: 1, organisation: city, what, due })
    story
      .given(...begun)
      .when(give({ due }))
      .then([{ ...fact, warnOn: toDate('2026-06-23') }])
    for (const day of ['2026-02-27', '2027-01-01'])
      story
        .given(...begun)
        .when(give({ due: toDate(day) }))
        .then({ reason: 'SUBASSIGNMENT_DUE' })
  })

  test('not beside a delegation: who acts for the body gets no piece of it', () => {
    const days = { from: toDate('2026-03-02'), until: toDate('2026-04-01') }
    story
      .given(...begun, AssignmentDelegated.create({ organisation: city, ...days }))
      .when(give())
      .then({ reason: 'ALREADY_DELEGATED' })
  })

  test('one open piece for a body at a time, fifty in all', () => {
    story
      .given(...begun, given())
      .when(give())
      .then({ reason: 'ALREADY_SUBASSIGNED' })
    story
      .given(...begun, given(), received, done, accepted)
      .when(give())
      .then([given(2)])
    const fifty = Array.from({ length: 50 }, (_, i) => given(i + 1, `organisations/c${i}`))
    story
      .given(...begun, ...fifty)
      .when(give())
      .then({ reason: 'TOO_MANY_SUBASSIGNMENTS' })
  })
})

describe('a piece', () => {
  test('is acknowledged, reported on, done and accepted; whose turn it is changes with it, the part does not', () => {
    const part = story.state(...begun) as Assignment
    const state = story.state(...begun, given(), received, reported, done, accepted) as Assignment
    const { subassignments, ...rest } = state
    expect(rest).toEqual(part)
    expect(subassignments).toMatchObject([{ state: 'ACCEPTED', percent: 100 }])
    const steps: [Scene[], AssignmentCommand, string, AssignmentFact][] = [
      [[], acknowledge, city, received],
      [[received], report, city, reported],
      [[received, reported], submit, city, done],
      [[received, done], accept, supporter, accepted],
      [[received, done], giveBack, supporter, returned],
      [[received], withdraw, supporter, withdrawn],
    ]
    for (const [before, command, actor, fact] of steps)
      story
        .given(...begun, given(), ...before)
        .when(command, actor)
        .then([fact])
  })

  test('keeps of each submission that came back what it brought, and why it was not enough', () => {
    const again = (evidence: Evidence[] = []) =>
      SubassignmentSubmitted.fromPartial({ subassignment: 1, text: said, evidence })
    const state = story.state(...begun, given(), received, done, returned, reported, again()) as Assignment
    const [piece] = state.subassignments ?? []
    expect(piece).not.toHaveProperty('evidence')
    expect(piece?.returned).toEqual([
      {
        said: contentRef(done.text),
        evidence: done.evidence.map(evidenceRef),
        reason: contentRef(why),
        at: noon.toISOString(),
      },
    ])
    const often = ['1', '2', '3', '4'].flatMap((title) => [again([evidence(title)]), returned])
    const last = (story.state(...begun, given(), received, ...often) as Assignment).subassignments?.[0]
    expect(last?.returned?.map((one) => one.evidence?.map(({ title }) => title))).toEqual([['2'], ['3'], ['4']])
  })

  test('shows of all pieces together a hundred pieces of evidence, the newest', () => {
    const many = (n: number) => Array.from({ length: n }, (_, i) => evidence(`${i}`))
    const back = [SubassignmentSubmitted.fromPartial({ subassignment: 1, text: said, evidence: many(50) }), returned]
    const shown = story.state(...begun, given(), ...back, ...back, ...back) as Assignment
    // What came back is trimmed as the next is brought.
    const after = story.state(...begun, given(), ...back, ...back, ...back, done) as Assignment
    expect(shown.subassignments?.[0]?.returned?.map((one) => one.evidence?.length)).toEqual([undefined, 50, 50])
    expect(after.subassignments?.[0]?.returned?.map((one) => one.evidence?.length)).toEqual([undefined, undefined, 50])
    const fifty = Array.from({ length: 50 }, (_, i) => evidence(`${i}`))
    const three = [1, 2, 3].flatMap((subassignment) => [
      given(subassignment, `organisations/c${subassignment}`),
      SubassignmentSubmitted.fromPartial({ subassignment, text: said, evidence: fifty }),
    ])
    const pieces = (story.state(...begun, ...three) as Assignment).subassignments
    expect(pieces?.map((piece) => piece.evidence?.length ?? 0)).toEqual([0, 50, 50])
  })

  test('is nobody else’s to do, and in its order', () => {
    for (const actor of [supporter, lead])
      story
        .given(...begun, given())
        .when(acknowledge, actor)
        .then({ reason: 'NOT_SUBASSIGNED' })
    const early = story.given(...begun, given())
    for (const command of [report, submit]) early.when(command, city).then({ reason: 'SUBASSIGNMENT_STATE' })
    for (const command of [accept, giveBack]) early.when(command).then({ reason: 'SUBASSIGNMENT_STATE' })
    early.when(accept, city).then({ reason: 'NOT_ASSIGNEE' })
    story
      .given(...begun)
      .when(accept)
      .then({ reason: 'NOT_SUBASSIGNED' })
  })

  test('that is taken back releases nobody who has done another of the part', () => {
    const second = { ...withdrawn, subassignment: 2 }
    const scenes = [...begun, given(), received, done, accepted, given(2)]
    const state = story.state(...scenes, second) as Assignment
    expect(assignmentDecider.parties(second, state)).toEqual({ admits: [], releases: [] })
    expect([...assignmentParties(ground.parties, state)]).toContain(city)
    const both = [...begun, given(), withdrawn, given(2), second]
    expect([...assignmentParties(ground.parties, story.state(...both) as Assignment)]).not.toContain(city)
  })

  test('that is taken back releases whoever had it', () => {
    const state = story.state(...begun, given(), withdrawn) as Assignment
    expect([...assignmentParties(ground.parties, state)]).not.toContain(city)
    expect(assignmentDecider.parties(withdrawn, state)).toEqual({ admits: [], releases: [city] })
    story
      .given(...begun, given(), withdrawn)
      .when(report, city)
      .then({ reason: 'ASSIGNMENT_NOT_FOUND' })
  })
})

describe('with the part', () => {
  const transferred = AssignmentTransferred.fromPartial({
    organisation: supporter,
    successor: Body.create({ organisation: successor, role: 'ROLE_RESPONSIBLE' }),
    due: toDate('2026-12-31'),
  })
  const waived = AssignmentWaived.create({ organisation: supporter, reason: why })
  const partAccepted = SubmissionAccepted.create({ organisation: supporter, submission: 1 })

  test.each([
    ['transferred', [ofTask(transferred)]],
    ['waived', [ofTask(waived)]],
    ['accepted', [submitted(supporter), ofTask(partAccepted)]],
  ] as [string, Scene[]][])('that is %s its pieces end, at once and by the service', (_, scenes) => {
    const state = story.state(...begun, given(), ...scenes) as Assignment
    expect(assignmentDecider.due?.(state)).toBe(state.issuedAt)
    expect(assignmentDecider.elapse?.(state, { at: noon } as never)).toEqual([endedFact])
    expect(assignmentDecider.parties(endedFact, state)).toEqual({ admits: [], releases: [city] })
    const after = story.state(...begun, given(), ...scenes, endedFact) as Assignment
    expect(after.subassignments).toMatchObject([{ state: 'ENDED', released: true }])
    expect(assignmentDecider.elapse?.(after, { at: noon } as never)).toEqual([])
  })

  test('that goes on after it had ended, or is given to the same body again, the former pieces end', () => {
    const back = AssignmentTransferred.fromPartial({
      organisation: lead,
      successor: Body.create({ organisation: supporter, role: 'ROLE_RESPONSIBLE' }),
      due: toDate('2026-12-31'),
    })
    for (const scenes of [
      [submitted(supporter), ofTask(partAccepted), ofTask(reopened(supporter))],
      [ofTask(transferred), ofTask(back)],
    ] as Scene[][]) {
      const state = story.state(...begun, given(), ...scenes) as Assignment
      story
        .given(...begun, given(), ...scenes)
        .when(acknowledge, city)
        .then({ reason: 'ASSIGNMENT_ENDED' })
      expect(assignmentDecider.elapse?.(state, { at: noon } as never)).toEqual([endedFact])
    }
  })

  test('while it goes on none does, and the body submits whenever it likes', () => {
    const state = story.state(...begun, given(), submitted(supporter)) as Assignment
    expect(assignmentDecider.elapse?.(state, { at: noon } as never)).toEqual([])
    expect(state).toMatchObject({ state: 'ASSIGNMENT_STATE_SUBMITTED', subassignments: [{ state: 'GIVEN' }] })
  })

  test('one that was accepted stays so, and its body is released once for all its pieces', () => {
    const scenes = [given(), received, done, accepted, given(2), given(3, county), ofTask(waived)]
    const state = story.state(...begun, ...scenes) as Assignment
    const facts = assignmentDecider.elapse?.(state, { at: noon } as never)
    expect(facts).toMatchObject([{ subassignment: 2 }, { subassignment: 3, organisation: county }])
    const after = story.state(...begun, ...scenes, ...(facts ?? [])) as Assignment
    expect(after.subassignments).toMatchObject([{ state: 'ACCEPTED' }, { state: 'ENDED' }, { state: 'ENDED' }])
    expect([...assignmentParties(ground.parties, after)]).not.toContain(city)
  })
})
