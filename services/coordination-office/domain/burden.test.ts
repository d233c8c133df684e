import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  AssignmentSubassigned,
  ProgressReported,
  SubassignmentReturned,
} from '#proto/qiantou/assignment/v1/assignment_events.ts'
import * as task from '#proto/qiantou/task/v1/task_events.ts'
import { addDays, type Day, toDate } from '#shared/domain/calendar.ts'
import type { Fact, Recorded } from '#shared/domain/decider.ts'
import { bodyAdded, caseOpened, opened, openedStanding, revised } from '#shared/testing/consultation-facts.ts'
import { recordedOf, type Told, told } from '#shared/testing/story.ts'
import { letter, noonOf, stepIssued, supervisionName, urged } from '#shared/testing/supervision-facts.ts'
import * as facts from '#shared/testing/task-facts.ts'
import { type Asked, askedIn, burdenOf, burdensOf, type Period } from './burden.ts'

const { lead, office, successor, supporter, taskName } = facts
const consultation = 'programmes/hunan/consultations/measures'

/** Facts, each with the day on which it is recorded. */
type Scene = readonly [Day, Told<Fact>]
const log = (scenes: readonly Scene[]): readonly Recorded[] =>
  scenes.map(([day, scene], i) =>
    recordedOf(scene, { actor: office, subject: taskName, at: noonOf(day) }, BigInt(i + 1)),
  )
const year: Period = { from: '2026-01-01', to: '2027-12-31' }
/** What a body was asked, as `2026-06-30 MILESTONE half-year`; with what it is about, where that is not its own part of the task. */
const of = (organisation: string, scenes: readonly Scene[], period = year): readonly string[] =>
  askedIn(log(scenes), period)
    .filter((one) => one.organisation === organisation)
    .map(({ day, kind, milestone, resource }) => {
      const about = resource === facts.assignmentName(organisation) ? [] : [`of ${resource}`]
      return [day, kind.replace('BURDEN_KIND_', ''), ...(milestone ? [milestone] : []), ...about].join(' ')
    })

const monday: Day = '2026-03-02'
const issue: Scene = [monday, facts.issued()]
const monthly = (): Scene => {
  const content = { ...facts.taskContent(), due: toDate('2026-05-20'), milestones: [] }
  return [
    monday,
    task.TaskIssued.fromPartial({ ...facts.issued(), content: { ...content, monthlyReport: { day: 31 } } }),
  ]
}

describe('of a task', () => {
  test('a body is asked for its part, each milestone and the whole on their due dates', () => {
    expect(of(supporter, [issue])).toEqual([
      '2026-03-02 ASSIGNMENT',
      '2026-06-30 MILESTONE half-year',
      '2026-12-31 DUE',
    ])
    expect(of(office, [issue])).toEqual([])
  })

  test('whoever is early is counted on that day, once; whoever is late when it was due', () => {
    const early: Scene[] = [
      ['2026-04-01', facts.reported(supporter, 60)],
      ['2026-05-01', facts.reported(supporter, 100, 2)],
      ['2026-05-02', facts.reported(supporter, 100, 3)],
      ['2026-07-01', facts.submitted(supporter)],
      ['2026-07-02', facts.returned(supporter)],
      ['2026-07-03', facts.submitted(supporter, 2)],
    ]
    expect(of(supporter, [issue, ...early])).toEqual([
      '2026-03-02 ASSIGNMENT',
      '2026-05-01 MILESTONE half-year',
      '2026-07-01 DUE',
    ])
    const late: Scene[] = [
      ['2026-07-01', facts.reported(supporter, 100)],
      ['2027-01-01', facts.submitted(supporter)],
    ]
    expect(of(supporter, [issue, ...late])).toEqual(of(supporter, [issue]))
  })

  test('a date that moves counts where it stands on its day', () => {
    const granted = task.ExtensionGranted.create({ organisation: supporter, extension: 1, due: toDate('2027-02-01') })
    expect(of(supporter, [issue, ['2026-12-31', granted]]).at(-1)).toBe('2027-02-01 DUE')
    // Granted when the date had passed: it was asked for on both.
    expect(of(supporter, [issue, ['2027-01-01', granted]]).slice(-2)).toEqual(['2026-12-31 DUE', '2027-02-01 DUE'])
  })

  test('nothing falls due of what is suspended or has ended', () => {
    const suspended = task.AssignmentSuspended.create({ organisation: supporter })
    const waived = task.AssignmentWaived.create({ organisation: supporter })
    for (const fact of [suspended, waived, facts.cancelled(lead, supporter)])
      expect(of(supporter, [issue, ['2026-06-30', fact]])).toEqual(['2026-03-02 ASSIGNMENT'])
  })

  test('a successor is asked for the part anew, and for what its record names', () => {
    const handover = { ...facts.reassigned(supporter, facts.body(successor, 'ROLE_RESPONSIBLE')), milestones: [] }
    const scenes: Scene[] = [issue, ['2026-05-01', facts.reported(supporter, 100)], ['2026-06-01', handover]]
    expect(of(successor, scenes)).toEqual(['2026-06-01 ASSIGNMENT', '2026-12-31 DUE'])
    expect(of(supporter, scenes)).toEqual(['2026-03-02 ASSIGNMENT', '2026-05-01 MILESTONE half-year'])
  })

  test('what crossed with the end of a former part does nothing of the one that its body has begun anew', () => {
    const handed = (from: string, to: string): Told<Fact> =>
      task.AssignmentTransferred.fromPartial({
        ...{ organisation: from, successor: facts.body(to, 'ROLE_RESPONSIBLE'), succession: true, ...facts.takenOver },
      })
    const anew: Scene[] = [
      issue,
      ['2026-03-04', handed(supporter, successor)],
      ['2026-03-05', handed(successor, supporter)],
      ['2026-03-06', facts.submitted(supporter)],
    ]
    const later = of(supporter, anew).filter((one) => one > '2026-03-05 ASSIGNMENT')
    expect(later).toEqual(of(successor, anew.slice(0, 2)).slice(1))
  })

  test("a piece is asked of the body that has it, once, on the day on which it is given; not of the part's", () => {
    const city = 'organisations/hn-changsha'
    const give = (subassignment: number) =>
      told(AssignmentSubassigned.fromPartial({ subassignment, organisation: city, what: facts.text('报送清单') }), {
        ...{ actor: supporter, subject: facts.assignmentName(supporter) },
      })
    const returned = told(SubassignmentReturned.create({ subassignment: 1, reason: facts.text('口径不符') }), {
      ...{ actor: supporter, subject: facts.assignmentName(supporter) },
    })
    const scenes: Scene[] = [issue, ['2026-03-04', give(1)], ['2026-03-09', returned], ['2026-04-01', give(2)]]
    const part = facts.assignmentName(supporter)
    expect(of(city, scenes)).toEqual([`2026-03-04 PIECE of ${part}`, `2026-04-01 PIECE of ${part}`])
    expect(of(supporter, scenes)).toEqual(of(supporter, [issue]))
    const asked = askedIn(log(scenes), year).filter(({ organisation }) => organisation === city)
    expect(burdenOf(city, asked)).toMatchObject({ assignments: 0, reports: 2, fields: 4 })
  })

  test('whoever has a part already is given none by a succession', () => {
    const succession = task.AssignmentTransferred.create({
      organisation: supporter,
      successor: facts.body(lead, 'ROLE_RESPONSIBLE'),
      succession: true,
    })
    expect(of(lead, [issue, ['2026-06-01', succession]])).toEqual(of(lead, [issue]))
  })

  test('a monthly report counts by its day, the last of a shorter month, while the body is at work', () => {
    expect(of(supporter, [monthly()])).toEqual([
      '2026-03-02 ASSIGNMENT',
      ...['2026-03-31 MONTHLY_REPORT', '2026-04-30 MONTHLY_REPORT', '2026-05-20 DUE'],
      ...['05-31', '06-30', '07-31', '08-31', '09-30', '10-31', '11-30', '12-31'].map(
        (day) => `2026-${day} MONTHLY_REPORT`,
      ),
      ...[
        '01-31',
        '02-28',
        '03-31',
        '04-30',
        '05-31',
        '06-30',
        '07-31',
        '08-31',
        '09-30',
        '10-31',
        '11-30',
        '12-31',
      ].map((day) => `2027-${day} MONTHLY_REPORT`),
    ])
    const done: Scene[] = [
      ['2026-04-30', facts.submitted(supporter)],
      ['2026-05-06', facts.accepted(supporter)],
    ]
    expect(of(supporter, [monthly(), ...done])).toEqual([
      '2026-03-02 ASSIGNMENT',
      '2026-03-31 MONTHLY_REPORT',
      '2026-04-30 DUE',
    ])
  })
})

test('a consultation asks whom a case asks, adds, or affects anew; a standing one nothing until it has a case', () => {
  const at = (fact: Fact): Told<Fact> => told(fact, { subject: consultation })
  const scenes: Scene[] = [
    ['2026-03-02', at(opened())],
    ['2026-03-03', at(bodyAdded(lead))],
    ['2026-03-04', at(revised(2, [lead]))],
    ['2026-03-05', at(openedStanding())],
    ['2026-03-06', at(bodyAdded(office, 0))],
    ['2026-03-07', at(caseOpened(1, [office]))],
  ]
  const asked = (day: Day) => `${day} CONSULTATION of ${consultation}`
  expect(of(supporter, scenes)).toEqual([asked('2026-03-02')])
  expect(of(lead, scenes)).toEqual([asked('2026-03-03'), asked('2026-03-04')])
  expect(of(office, scenes)).toEqual([asked('2026-03-07')])
})

test('a step asks for a reply, an urging for nothing to fill in', () => {
  const at = (fact: Fact): Told<Fact> => told(fact, { subject: supervisionName })
  const scenes: Scene[] = [
    ['2026-03-02', at(urged())],
    ['2026-03-03', at(stepIssued(1, letter, '2026-03-05'))],
  ]
  expect(of(supporter, scenes)).toEqual([
    ...[`2026-03-02 URGING of ${supervisionName}`, `2026-03-03 SUPERVISION_STEP of ${supervisionName}`],
  ])
  expect(burdenOf(supporter, askedIn(log(scenes), year))).toEqual({
    ...{ organisation: supporter, assignments: 0, reports: 2, fields: 2 },
    counts: new Map([
      ['BURDEN_KIND_SUPERVISION_STEP', 1],
      ['BURDEN_KIND_URGING', 1],
    ]),
  })
})

/** Whatever happens on whatever days of some months, in the order of their days. */
const anyScenes = fc
  .array(
    fc.tuple(
      fc.nat(150),
      fc.constantFrom<Told<Fact>>(
        facts.reported(supporter, 100),
        facts.submitted(supporter),
        facts.accepted(supporter),
        facts.reassigned(supporter, facts.body(successor, 'ROLE_RESPONSIBLE')),
        task.AssignmentSuspended.create({ organisation: lead }),
        task.ExtensionGranted.create({ organisation: lead, extension: 1, due: toDate('2026-06-15') }),
        told(opened(), { subject: consultation }),
        told(urged(), { subject: supervisionName }),
        told(ProgressReported.create({ report: 1, percent: 100 }), { subject: facts.assignmentName(successor) }),
      ),
    ),
    { maxLength: 12 },
  )
  .map((all) => all.toSorted(([one], [other]) => one - other))
  .map((all): Scene[] => [monthly(), ...all.map(([days, fact]): Scene => [addDays(monday, days), fact])])

const sum = (asked: readonly Asked[]) =>
  burdensOf(asked).map(({ organisation, assignments, reports, fields }) => [organisation, assignments, reports, fields])

test('the burdens of periods that adjoin add up, and nothing that comes later changes them', () => {
  const [first, last]: [Day, Day] = ['2026-03-01', '2026-09-30']
  fc.assert(
    fc.property(anyScenes, fc.nat(200), (scenes, days) => {
      const records = log(scenes)
      const cut = addDays(first, days)
      const early = askedIn(records, { from: first, to: cut })
      const both = [...early, ...askedIn(records, { from: addDays(cut, 1), to: last })]
      const whole = askedIn(records, { from: first, to: last })
      expect(both).toEqual(whole)
      expect(sum(both)).toEqual(sum(whole))
      const known = records.filter(({ at }) => at <= noonOf(cut))
      expect(askedIn(known, { from: first, to: cut })).toEqual(early)
    }),
  )
})

test('of a part that was handed over while it stood nothing falls due, no monthly report either, until it goes on', () => {
  const handover = task.AssignmentTransferred.create({
    ...{ organisation: supporter, successor: facts.body(successor, 'ROLE_RESPONSIBLE'), ...facts.takenOver },
    ...{ monthlyReport: task.MonthlyReport.create({ day: 31 }), milestones: [], suspendedOn: toDate('2026-03-20') },
  })
  const resumed = task.AssignmentResumed.create({ organisation: successor, due: toDate('2026-07-15') })
  const scenes: Scene[] = [
    monthly(),
    ['2026-03-20', task.AssignmentSuspended.create({ organisation: supporter })],
    ['2026-04-01', handover],
    ['2026-06-01', resumed],
  ]
  expect(of(successor, scenes, { from: '2026-01-01', to: '2026-07-20' })).toEqual([
    ...['2026-04-01 ASSIGNMENT', '2026-06-30 MONTHLY_REPORT', '2026-07-15 DUE'],
  ])
  expect(of(supporter, scenes)).toEqual(['2026-03-02 ASSIGNMENT'])
})
