/** What time does to a supervision, and what others record. */
import { describe, expect, test } from 'vitest'
import { DeadlineReached } from '#proto/qiantou/assignment/v1/assignment_events.ts'
import * as supervision from '#proto/qiantou/supervision/v1/supervision_events.ts'
import {
  AssignmentResumed,
  AssignmentTransferred,
  AssignmentWaived,
  ExtensionGranted,
} from '#proto/qiantou/task/v1/task_events.ts'
import { type Day, toDate } from '#shared/domain/calendar.ts'
import type { Task } from '#shared/domain/task-state.ts'
import { recordedOf, Story, type Told, told } from '#shared/testing/story.ts'
import { on } from '#shared/testing/supervision-commands.ts'
import {
  entryOf,
  firstStep,
  interview,
  letter,
  limitPassed,
  onDay,
  order,
  overdue,
  said,
  stepIssued,
  stepProposed,
  stepReplied,
  supervisionName,
} from '#shared/testing/supervision-facts.ts'
import {
  accepted,
  assignmentName,
  body,
  cancelled,
  duties,
  issued,
  lead,
  noon,
  office,
  reassigned,
  successor,
  supporter,
  taskName,
} from '#shared/testing/task-facts.ts'
import { supervisionDecider } from './supervision.ts'
import { type PartFact, type Supervision, type SupervisionFact, supervisionState } from './supervision-state.ts'
import { taskView } from './task.ts'

const name = supervisionName
type Scene = Told<SupervisionFact | PartFact>
const ofTask = (fact: PartFact): Scene => told<PartFact>(fact, { at: noon, actor: office, subject: taskName })

const task = new Story(taskView, { actor: office, subject: taskName, at: noon }).state(issued()) as Task

/** What time has brought about by noon of a day. */
const elapsed = (day: Day, ...scenes: readonly Scene[]) => on(day).elapsed(...scenes)

describe('time', () => {
  test('records once that a reply limit has passed, and proposes the next step', () => {
    expect(elapsed('2026-03-05', firstStep)).toEqual([])
    expect(elapsed('2026-03-06', firstStep)).toEqual([
      limitPassed(1),
      stepProposed(order, 'PROPOSAL_REASON_UNANSWERED', '2026-03-05'),
    ])
    const lapsed = [
      firstStep,
      onDay('2026-03-06', limitPassed(1)),
      onDay('2026-03-06', stepProposed(order, 'PROPOSAL_REASON_UNANSWERED', '2026-03-05')),
    ]
    expect(elapsed('2026-04-30', ...lapsed)).toEqual([])
    expect(on('2026-03-06').state(...lapsed)).toMatchObject({ proposal: { step: order }, steps: [{ state: 'LAPSED' }] })
    // A late reply takes the proposal back; so does the step itself.
    expect(on('2026-03-09').state(...lapsed, onDay('2026-03-09', stepReplied(1)))?.proposal).toBeUndefined()
    expect(
      on('2026-03-09').state(...lapsed, onDay('2026-03-09', stepIssued(2, order, '2026-03-12')))?.proposal,
    ).toBeUndefined()
  })

  test('stops while a reply waits, and proposes nothing above an interview', () => {
    expect(elapsed('2026-04-30', firstStep, onDay('2026-03-04', stepReplied(1)))).toEqual([])
    const last = onDay('2026-03-02', stepIssued(1, interview, '2026-03-05', '批示'))
    expect(elapsed('2026-03-06', last)).toEqual([limitPassed(1)])
  })

  test('an assignment that becomes overdue has the first step proposed, once', () => {
    const proposal = stepProposed(letter, 'PROPOSAL_REASON_OVERDUE', '2026-12-31')
    expect(elapsed('2027-01-04', overdue())).toEqual([proposal])
    const state = on('2027-01-04').state(overdue(), onDay('2027-01-04', proposal)) as Supervision
    expect([supervisionState(state), supervisionDecider.due?.(state)]).toEqual(['PROPOSED', undefined])
    // Neither the body nor the leads are told of a proposal.
    expect(supervisionDecider.parties(proposal, state)).toEqual({ admits: [], releases: [] })
    on('2027-01-04')
      .given(overdue(), onDay('2027-01-04', proposal))
      .when(
        { type: 'Reply', task, organisation: supporter, entry: entryOf(supporter), text: said, evidence: [] },
        supporter,
      )
      .then({
        reason: 'SUPERVISION_NOT_FOUND',
      })
  })

  test('proposes nothing where a step is open already, or the limit is another one', () => {
    expect(elapsed('2026-03-04', firstStep, overdue('2026-03-03'))).toEqual([])
    const near = DeadlineReached.create({ deadline: 'DEADLINE_WARNING', date: toDate('2026-12-31') })
    expect(elapsed('2026-12-31', told<PartFact>(near, { at: noon }))).toEqual([])
  })
})

describe('what others record', () => {
  const ends: readonly [string, PartFact][] = [
    ['accepted', accepted(supporter)],
    ['waived', AssignmentWaived.create({ organisation: supporter })],
    ['reassigned', reassigned(supporter, body(successor, 'ROLE_RESPONSIBLE'))],
    [
      'handed to the successor of a body that has ended',
      AssignmentTransferred.create({
        ...{ organisation: supporter, successor: body(successor, 'ROLE_RESPONSIBLE'), succession: true },
      }),
    ],
    ['cancelled', cancelled(lead)],
    ['of a body that has ended, and that nobody succeeds', duties(supporter)],
  ]
  test.each(ends)('a part that is %s ends the open step, whatever crosses with it', (_, end) => {
    const state = on('2026-03-03').state(firstStep, ofTask(end)) as Supervision
    expect([supervisionState(state), state.steps[0]?.state]).toEqual(['ENDED', 'ENDED'])
    expect(elapsed('2026-04-30', firstStep, ofTask(end))).toEqual([])
    expect(on('2027-01-04').state(ofTask(end), overdue())).toEqual(on('2027-01-04').state(overdue(), ofTask(end)))
    expect(elapsed('2027-01-04', ofTask(end), overdue())).toEqual([])
  })

  test('a body that has its part back by succeeding another begins anew, below the ladder that it had climbed', () => {
    const away = ofTask(reassigned(supporter, body(successor, 'ROLE_RESPONSIBLE')))
    const back = ofTask(
      AssignmentTransferred.create({
        ...{ organisation: successor, successor: body(supporter, 'ROLE_RESPONSIBLE'), succession: true },
        due: toDate('2027-03-31'),
      }),
    )
    const withdrawn = supervision.StepWithdrawn.create({ number: 2, reason: said })
    const climbed = [overdue(), firstStep, limitPassed(1), onDay('2026-03-06', stepIssued(2, order, '2026-03-11'))]
    const story = [...climbed, onDay('2026-03-06', withdrawn), away, back]
    const state = on('2026-03-09').state(...story) as Supervision
    expect([supervisionState(state), state.steps.map((step) => step.state)]).toEqual([
      'SETTLED',
      ['SUPERSEDED', 'WITHDRAWN'],
    ])
    // What is heard late of the former due date is about the former part.
    expect(elapsed('2027-01-04', ...story, overdue())).toEqual([])
    const late = [...story, overdue('2027-03-31')]
    const proposal = stepProposed(letter, 'PROPOSAL_REASON_OVERDUE', '2027-03-31')
    expect(elapsed('2027-04-01', ...late)).toEqual([proposal])
    const ground = { task, organisation: supporter, entry: entryOf(supporter) }
    on('2026-03-09')
      .given(...story)
      .when({ ...ground, type: 'Issue', step: letter, text: said, replyWorkingDays: 3, instruction: '' })
      .then([stepIssued(3, letter, '2026-03-12')])
  })

  test('a body whose part was accepted keeps it as it is, whatever it succeeds to', () => {
    const given = ofTask(
      AssignmentTransferred.create({
        ...{ organisation: successor, successor: body(supporter, 'ROLE_RESPONSIBLE'), succession: true },
      }),
    )
    const state = on('2026-03-09').state(firstStep, ofTask(accepted(supporter)), given) as Supervision
    expect(supervisionState(state)).toBe('ENDED')
    const own = on('2026-03-09').state(firstStep, given) as Supervision
    expect(supervisionState(own)).toBe('OPEN')
    expect(on('2026-03-09').state(given)).toBeUndefined()
  })

  test('nothing is proposed, waited for or told of a body that nobody succeeds; a successor of its role changes nothing', () => {
    const gone = ofTask(duties(supporter))
    const proposal = onDay('2027-01-04', stepProposed(letter, 'PROPOSAL_REASON_OVERDUE', '2026-12-31'))
    const state = on('2027-01-04').state(overdue(), proposal, gone) as Supervision
    expect([state.proposal, supervisionState(state), supervisionDecider.due?.(state)]).toEqual([
      ...[undefined, 'ENDED', undefined],
    ])
    const lapsed = [firstStep, onDay('2026-03-06', limitPassed(1))]
    expect(on('2026-03-09').state(...lapsed, gone)).toMatchObject({ ended: true, steps: [{ state: 'ENDED' }] })
    on('2026-03-09')
      .given(...lapsed, gone)
      .when({
        ...{ type: 'Withdraw', task, organisation: supporter, entry: entryOf(supporter), reason: said },
      })
      .then({ reason: 'NO_STEP_OPEN' })
    const passedOn = ofTask(duties(supporter, successor))
    expect(on('2026-03-09').state(firstStep, passedOn)).toEqual(on('2026-03-09').state(firstStep))
    expect(on('2026-03-09').state(passedOn)).toBeUndefined()
  })

  test('is heard by the supervision of whoever takes over, too', () => {
    const fact = reassigned(successor, body(supporter, 'ROLE_RESPONSIBLE'))
    const recorded = recordedOf(fact, { subject: taskName, at: noon, actor: office })
    expect(supervisionDecider.touches(recorded)).toContain(name)
  })

  test('a due date that moves takes back what was proposed of the former one, in whatever order both arrive', () => {
    const granted = ofTask(ExtensionGranted.create({ organisation: supporter, due: toDate('2027-06-30') }))
    const resumed = ofTask(AssignmentResumed.create({ organisation: supporter, due: toDate('2027-06-30') }))
    for (const moved of [granted, resumed]) {
      expect(elapsed('2027-01-04', overdue(), moved)).toEqual([])
      expect(elapsed('2027-01-04', moved, overdue())).toEqual([])
      const proposal = stepProposed(letter, 'PROPOSAL_REASON_OVERDUE', '2026-12-31')
      const state = on('2027-01-04').state(overdue(), onDay('2027-01-04', proposal), moved)
      expect(state?.proposal).toBeUndefined()
      expect(elapsed('2027-07-01', moved, overdue('2027-06-30'))).toEqual([
        stepProposed(letter, 'PROPOSAL_REASON_OVERDUE', '2027-06-30'),
      ])
    }
    const ofMilestone = ExtensionGranted.create({
      ...{ organisation: supporter, milestone: 'half-year', due: toDate('2027-06-30') },
    })
    expect(on('2027-01-04').state(ofTask(ofMilestone))).toBeUndefined()
  })

  test('touches the supervision of the body that it is about', () => {
    const of = (fact: PartFact, subject = taskName) =>
      supervisionDecider.touches(recordedOf(fact, { subject, at: noon, actor: office }))
    expect(of(cancelled(lead, supporter))).toEqual([`${taskName}/supervisions/hn-kjt`, name])
    expect(of(accepted(supporter))).toEqual([name])
    expect(of(DeadlineReached.create(), assignmentName(supporter))).toEqual([name])
  })
})
