/** Who leads the task reads along in supervision, from the moment on in which that changes (docs/domain.md, rule 24). */
import { describe, expect, test } from 'vitest'
import { ReadersChanged } from '#proto/qiantou/supervision/v1/supervision_events.ts'
import {
  AssignmentReassigned,
  AssignmentSuspended,
  AssignmentTransferred,
  AssignmentWaived,
} from '#proto/qiantou/task/v1/task_events.ts'
import { type Day, toDate } from '#shared/domain/calendar.ts'
import { type Told, told } from '#shared/testing/story.ts'
import { on } from '#shared/testing/supervision-commands.ts'
import {
  firstStep,
  letter,
  limitPassed,
  noonOf,
  onDay,
  order,
  overdue,
  stepIssued,
  stepProposed,
  stepReplied,
  supervisionName,
  urged,
} from '#shared/testing/supervision-facts.ts'
import {
  accepted,
  body,
  duties,
  lead,
  ledBy,
  office,
  outsider,
  secondLead,
  successor,
  supporter,
  takenOver,
  taskName,
} from '#shared/testing/task-facts.ts'
import { supervisionDecider } from './supervision.ts'
import { addressed, type PartFact, type Supervision, type SupervisionFact } from './supervision-state.ts'

type Scene = Told<SupervisionFact | PartFact>
const elapsed = (day: Day, ...scenes: readonly Scene[]) => on(day).elapsed(...scenes)
const ofTask = (fact: PartFact, day: Day = '2026-03-03'): Scene =>
  told<PartFact>(fact, { at: noonOf(day), actor: office, subject: taskName })
const readersChanged = (...leads: readonly string[]): ReadersChanged => ReadersChanged.create({ leads: [...leads] })

/** The lead's part goes to another body, which leads from then on. */
const passedOn = (to: string, day?: Day): Scene => {
  const moved = { organisation: lead, successor: body(to, 'ROLE_LEAD'), ...takenOver }
  return ofTask(ledBy([to], [lead, to, supporter], AssignmentTransferred.create(moved)), day)
}
const stateOf = (...scenes: readonly Scene[]): Supervision => on('2026-03-03').state(...scenes) as Supervision

describe('another lead', () => {
  test('sees what is open at once, and the former one no more; that it does is recorded, and who is to be given the rest', () => {
    const after = stateOf(firstStep, passedOn(successor))
    expect(addressed(after)).toEqual([supporter, successor])
    expect(elapsed('2026-03-03', firstStep, passedOn(successor))).toEqual([readersChanged(successor)])
    const recorded = stateOf(firstStep, passedOn(successor), onDay('2026-03-03', readersChanged(successor)))
    expect(supervisionDecider.parties(readersChanged(successor), recorded)).toEqual({
      ...{ admits: [supporter, successor], releases: [lead] },
    })
    expect(supervisionDecider.readers?.(recorded)).toEqual([supporter, successor])
    expect(elapsed('2026-03-03', firstStep, passedOn(successor), readersChanged(successor) as never)).toEqual([])
  })

  test('also of a part that is handed over on request, waived, or left without a successor', () => {
    const reassigned = AssignmentReassigned.create({ organisation: lead, successor: body(successor, 'ROLE_LEAD') })
    const changes: readonly PartFact[] = [
      ledBy([successor], [lead, successor, supporter], reassigned),
      ledBy([successor], [lead, supporter, successor], duties(lead, successor)),
      ledBy([secondLead], [lead, secondLead, supporter], duties(lead)),
      ledBy([], [lead, supporter], AssignmentWaived.create({ organisation: lead })),
    ]
    for (const change of changes) {
      expect(supervisionDecider.touches(ofTask(change) as never)).toContain(supervisionName)
      const leads = change.$type !== 'qiantou.assignment.v1.DeadlineReached' && 'leadsChange' in change
      const [now = []] = leads ? [change.leadsChange?.leads] : []
      expect(elapsed('2026-03-03', firstStep, ofTask(change))).toEqual([readersChanged(...now)])
      // What waits for a reply of this body is not over with another's part.
      const { steps, ended } = stateOf(firstStep, ofTask(change))
      expect([steps.map(({ state }) => state), ended]).toEqual([['OPEN'], undefined])
    }
  })

  test('a handover that names nobody touches the supervision of its own body alone', () => {
    const nobody = ofTask(AssignmentReassigned.create({ organisation: supporter }))
    expect(supervisionDecider.touches(nobody as never)).toEqual([supervisionName])
  })

  test('nothing changes where nothing was addressed to the body, or the same bodies lead', () => {
    expect(elapsed('2027-01-04', overdue(), passedOn(successor))).toEqual([
      stepProposed(letter, 'PROPOSAL_REASON_OVERDUE', '2026-12-31'),
    ])
    const there = passedOn(successor)
    expect(elapsed('2026-03-03', there)).toEqual([])
    expect(supervisionDecider.readers?.(stateOf(overdue(), there))).toEqual([])
    expect(elapsed('2026-03-03', onDay('2026-03-02', urged([successor])), there)).toEqual([])
    // And where a lead that had come is gone again before anybody was told.
    expect(elapsed('2026-03-03', firstStep, passedOn(successor), passedOn(lead))).toEqual([])
  })

  test('the last of several is told of, once', () => {
    const twice = [firstStep, passedOn(successor), passedOn(outsider)]
    expect(elapsed('2026-03-03', ...twice)).toEqual([readersChanged(outsider)])
    // What was addressed to the body meanwhile named the one before.
    const crossing = [...twice, onDay('2026-03-03', urged([successor]))]
    expect(elapsed('2026-03-03', ...crossing)).toEqual([readersChanged(outsider)])
    expect(addressed(stateOf(...crossing))).toEqual([supporter, outsider])
    const known = [...twice, onDay('2026-03-03', urged([outsider]))]
    expect(elapsed('2026-03-03', ...known)).toEqual([])
  })

  test('is told of also while the part stands still, and once it has ended', () => {
    const suspended = ofTask(AssignmentSuspended.create({ organisation: supporter }))
    expect(elapsed('2026-03-10', firstStep, suspended, passedOn(successor))).toEqual([readersChanged(successor)])
    const done = told<PartFact>(accepted(supporter) as never, {
      at: noonOf('2026-03-03'),
      actor: lead,
      subject: taskName,
    })
    expect(elapsed('2026-03-10', firstStep, done, passedOn(successor))).toEqual([readersChanged(successor)])
  })

  test('takes nothing from what waits: a limit passes as it would, and a reply stays one', () => {
    const told = onDay('2026-03-03', readersChanged(successor))
    expect(elapsed('2026-03-06', firstStep, passedOn(successor), told)).toEqual([
      limitPassed(1),
      stepProposed(order, 'PROPOSAL_REASON_UNANSWERED', '2026-03-05'),
    ])
    const replied = stateOf(firstStep, onDay('2026-03-03', stepReplied(1)), passedOn(successor), told)
    expect(replied.steps).toMatchObject([{ state: 'REPLIED' }])
  })

  test('that is the supervised body itself reads as that alone', () => {
    const merged = passedOn(supporter)
    const recorded = stateOf(firstStep, merged, onDay('2026-03-03', readersChanged(supporter)))
    expect(addressed(recorded)).toEqual([supporter])
    expect(supervisionDecider.parties(readersChanged(supporter), recorded).releases).toEqual([lead])
  })

  test('leaves the supervised body, which had led itself, what is addressed to it', () => {
    const bySelf = onDay('2026-03-03', readersChanged(supporter))
    const recorded = stateOf(firstStep, bySelf, onDay('2026-03-03', readersChanged(successor)))
    expect(supervisionDecider.parties(readersChanged(successor), recorded)).toEqual({
      ...{ admits: [supporter, successor], releases: [] },
    })
  })

  test('and a limit that has still to move does so after it', () => {
    const step = onDay('2026-03-02', stepIssued(1, letter, '2026-03-05'))
    const suspended = ofTask(AssignmentSuspended.create({ organisation: supporter }))
    const resumed: PartFact = {
      ...{ $type: 'qiantou.task.v1.AssignmentResumed', organisation: supporter, workingDays: 2, provisional: false },
      ...{ due: toDate('2026-12-31'), warnOn: undefined, milestones: [], acknowledgeBy: undefined },
      ...{ reviewBy: undefined, reassignBy: undefined, extensionDue: undefined },
    }
    const scenes = [step, suspended, ofTask(resumed, '2026-03-05'), passedOn(successor, '2026-03-05')]
    expect(elapsed('2026-03-05', ...scenes)).toEqual([readersChanged(successor)])
    expect(elapsed('2026-03-05', ...scenes, onDay('2026-03-05', readersChanged(successor)))).toMatchObject([
      { $type: 'qiantou.supervision.v1.ReplyLimitMoved' },
    ])
  })
})
