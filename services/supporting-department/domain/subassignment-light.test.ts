/** The light of a piece: each reason, at the days at its edges, whatever the part does meanwhile. */
import { describe, expect, test } from 'vitest'
import {
  AssignmentSubassigned,
  SubassignmentAccepted,
  SubassignmentAcknowledged,
  SubassignmentEnded,
  SubassignmentReported,
  SubassignmentReturned,
  SubassignmentSubmitted,
  SubassignmentWithdrawn,
} from '#proto/qiantou/assignment/v1/assignment_events.ts'
import { AssignmentSuspended, AssignmentWaived, DutiesSucceeded } from '#proto/qiantou/task/v1/task_events.ts'
import { type Day, toDate } from '#shared/domain/calendar.ts'
import { Story, type Told, told } from '#shared/testing/story.ts'
import {
  accepted as acceptedPart,
  acknowledged,
  assignmentName,
  issued,
  noon,
  office,
  reopened,
  submitted as submittedPart,
  supporter,
  taskName,
} from '#shared/testing/task-facts.ts'
import { assignmentDecider } from './assignment.ts'
import type { Assignment, AssignmentFact, TaskFact } from './assignment-state.ts'
import { pieceLight } from './subassignment-light.ts'
import type { Piece } from './subassignment-state.ts'
import { type TaskView, taskView } from './task.ts'

const city = 'organisations/hn-changsha'
const story = new Story(assignmentDecider, { actor: supporter, subject: assignmentName(supporter), at: noon })
const views = new Story(taskView, { actor: office, subject: taskName, at: noon })
type Scene = Told<AssignmentFact | TaskFact>
const on = (day: Day, fact: TaskFact): Scene =>
  told<TaskFact>(fact, { actor: office, subject: taskName, at: new Date(`${day}T04:00:00Z`) })

const subassignment = 1
/** Of a part that is due on 31 December; the piece before, five working days of warning before that, or with the part. */
const dated = AssignmentSubassigned.fromPartial({
  ...{ subassignment, organisation: city, due: toDate('2026-06-30'), warnOn: toDate('2026-06-23') },
})
const undated = AssignmentSubassigned.fromPartial({ subassignment, organisation: city })
const received = SubassignmentAcknowledged.create({ subassignment })
const reported = SubassignmentReported.create({ subassignment, percent: 60 })
const submitted = SubassignmentSubmitted.create({ subassignment })
const returned = SubassignmentReturned.create({ subassignment })
const accepted = SubassignmentAccepted.create({ subassignment })
const withdrawn = SubassignmentWithdrawn.create({ subassignment, organisation: city })
const ended = SubassignmentEnded.create({ subassignment, organisation: city })
const suspended = on('2026-06-01', AssignmentSuspended.create({ organisation: supporter }))
const waived = on('2026-06-01', AssignmentWaived.create({ organisation: supporter }))
const again = [
  submittedPart(supporter),
  on('2026-06-01', acceptedPart(supporter)),
  on('2026-06-02', reopened(supporter)),
]

type Shown = readonly [string, readonly Scene[], Day, string, string, readonly string[]]
const lightOn = (
  day: Day,
  scenes: readonly Scene[],
  gone: readonly string[] = [],
  ...succeeded: readonly DutiesSucceeded[]
) => {
  const state = story.state(on('2026-03-02', issued()), acknowledged(supporter), ...scenes) as Assignment
  const task = views.state(issued(), ...succeeded) as TaskView
  const [piece] = state.subassignments as readonly [Piece]
  return pieceLight(piece, { state, task, today: day, hasEnded: (one) => gone.includes(one) })
}
const shows = (colour: string, why: string, turn: readonly string[]) => ({
  ...{ colour: `LIGHT_COLOUR_${colour}`, reason: `LIGHT_REASON_${why}`, turn: [...turn] },
})

describe('the light of a piece', () => {
  test.each<Shown>([
    ['that is given', [dated], '2026-06-22', 'GREY', 'NOT_STARTED', [city]],
    ['that is given, and near', [dated], '2026-06-23', 'YELLOW', 'DUE_NEAR', [city]],
    ['that is under way', [dated, received], '2026-06-22', 'GREEN', 'ON_COURSE', [city]],
    ['that was reported on', [dated, received, reported], '2026-06-22', 'GREEN', 'ON_COURSE', [city]],
    ['that came back', [dated, received, submitted, returned], '2026-06-22', 'GREEN', 'ON_COURSE', [city]],
    ['on the first day of the warning', [dated, received], '2026-06-23', 'YELLOW', 'DUE_NEAR', [city]],
    ['on its last day', [dated, received], '2026-06-30', 'YELLOW', 'DUE_NEAR', [city]],
    ['on the day after', [dated, received], '2026-07-01', 'RED', 'OVERDUE', [city]],
    ['that is given, on the day after', [dated], '2026-07-01', 'RED', 'OVERDUE', [city]],
    [
      'that is submitted, whatever the day',
      [dated, received, submitted],
      '2026-07-01',
      'GREEN',
      'WAITING',
      [supporter],
    ],
    ['that is accepted', [dated, received, submitted, accepted], '2026-07-01', 'BLUE', 'DONE', []],
    ['that was taken back', [dated, withdrawn], '2026-07-01', 'UNSPECIFIED', 'UNSPECIFIED', []],
    ['that has ended', [dated, ended], '2026-07-01', 'UNSPECIFIED', 'UNSPECIFIED', []],
    ['of a part that has ended', [dated, received, waived], '2026-07-01', 'UNSPECIFIED', 'UNSPECIFIED', []],
    ['of a part that was opened again', [dated, received, ...again], '2026-07-01', 'UNSPECIFIED', 'UNSPECIFIED', []],
    ['due with the part, before it is near', [undated, received], '2026-12-23', 'GREEN', 'ON_COURSE', [city]],
    ['due with the part, that is near', [undated, received], '2026-12-24', 'YELLOW', 'DUE_NEAR', [city]],
    ['due with the part, on its last day', [undated, received], '2026-12-31', 'YELLOW', 'DUE_NEAR', [city]],
    ['due with the part, on the day after', [undated, received], '2027-01-01', 'RED', 'OVERDUE', [city]],
  ])('%s', (_, scenes, day, colour, why, turn) => {
    expect(lightOn(day, scenes)).toMatchObject(shows(colour, why, turn))
  })

  test.each<Shown>([
    ['not begun', [dated, suspended], '2026-06-22', 'GREY', 'NOT_STARTED', [city]],
    ['on course', [dated, received, suspended], '2026-06-22', 'GREEN', 'ON_COURSE', [city]],
    ['near', [dated, received, suspended], '2026-06-30', 'YELLOW', 'DUE_NEAR', [city]],
    ['overdue', [dated, received, suspended], '2026-07-05', 'RED', 'OVERDUE', [city]],
    ['submitted', [dated, received, submitted, suspended], '2026-07-05', 'GREEN', 'WAITING', [supporter]],
    ['accepted', [dated, received, submitted, accepted, suspended], '2026-07-05', 'BLUE', 'DONE', []],
    [
      'due with the part, whose clock stands',
      [undated, received, suspended],
      '2027-01-05',
      'GREEN',
      'ON_COURSE',
      [city],
    ],
  ])('goes on while the part is suspended: %s', (_, scenes, day, colour, why, turn) => {
    expect(lightOn(day, scenes)).toMatchObject(shows(colour, why, turn))
  })

  test('is the turn of whoever gave it where its body has ended', () => {
    expect(lightOn('2026-07-01', [dated, received], [city])).toMatchObject(shows('RED', 'OVERDUE', [supporter]))
  })

  test('is the turn of the authority where nobody succeeds the body that gave it', () => {
    const gone = DutiesSucceeded.create({ organisation: supporter })
    const given = [dated, received, submitted]
    expect(lightOn('2026-06-22', given, [], gone)).toMatchObject(shows('GREEN', 'WAITING', [office]))
    expect(lightOn('2026-06-22', [dated], [city], gone)).toMatchObject(shows('GREY', 'NOT_STARTED', [office]))
  })
})
