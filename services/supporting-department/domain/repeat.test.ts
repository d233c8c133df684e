/** What a piece would repeat: stories of what its body has already. */
import { expect, test } from 'vitest'
import {
  AssignmentSubassigned,
  SubassignmentAccepted,
  SubassignmentWithdrawn,
} from '#proto/qiantou/assignment/v1/assignment_events.ts'
import { AssignmentWaived } from '#proto/qiantou/task/v1/task_events.ts'
import type { RepeatWindow } from '#shared/domain/alike.ts'
import { Story, type Told, told } from '#shared/testing/story.ts'
import {
  accepted,
  acknowledged,
  assignmentName,
  issued,
  noon,
  office,
  submitted,
  supporter,
  taskName,
  text,
} from '#shared/testing/task-facts.ts'
import { assignmentDecider } from './assignment.ts'
import type { Assignment, AssignmentFact, TaskFact } from './assignment-state.ts'
import { pieceRepeats } from './repeat.ts'
import { type TaskView, taskView } from './task.ts'

const city = 'organisations/hn-changsha'
type Scene = AssignmentFact | Told<AssignmentFact | TaskFact>
const ofTask = (fact: TaskFact): Told<TaskFact> => told(fact, { actor: office, subject: taskName, at: noon })
const story = new Story(assignmentDecider, { actor: supporter, subject: assignmentName(supporter), at: noon })
const task = new Story(taskView, { actor: office, subject: taskName, at: noon }).state(issued()) as TaskView

const what = text('报送本市算力资源')
const texts = new Map([[Buffer.from(what.sha256).toString('hex'), '报送本市算力资源']])
const given = AssignmentSubassigned.fromPartial({ subassignment: 1, organisation: city, what })
const done = SubassignmentAccepted.create({ subassignment: 1 })
const withdrawn = SubassignmentWithdrawn.fromPartial({
  subassignment: 1,
  organisation: city,
  reason: text('改由本厅办理'),
})
const waived = ofTask(AssignmentWaived.fromPartial({ organisation: supporter, reason: text('任务合并') }))

/** What is repeated by a piece for a body, after what has happened to the part: `1 100` by number and percent. */
function repeats(said: string, scenes: readonly Scene[], organisation = city, terms: Partial<RepeatWindow> = {}) {
  const state = story.state(ofTask(issued()), acknowledged(supporter), ...(scenes as never[])) as Assignment
  const known = [{ name: assignmentName(supporter), state, task }]
  return pieceRepeats({ organisation, what: said }, known, texts, { since: '2026-02-01', threshold: 60, ...terms }).map(
    ({ subassignment, percent }) => `${subassignment} ${percent}`,
  )
}

test.each<[string, readonly Scene[], Partial<RepeatWindow>, readonly string[]]>([
  ['one that is open', [given], {}, ['1 100']],
  ['one that was accepted lately', [given, done], {}, ['1 100']],
  ['not one that was accepted long ago', [given, done], { since: '2026-03-03' }, []],
  ['not one that was taken back', [given, withdrawn], {}, []],
  ['not one that ended with its part', [given, waived], {}, []],
])('a piece repeats %s', (_, scenes, terms, expected) => {
  expect(repeats('报送本市算力资源', scenes, city, terms)).toEqual(expected)
  expect(repeats('组织开展安全培训', scenes, city, terms)).toEqual([])
})

test('a piece repeats what its body has a part of itself, by the title of the task', () => {
  expect(repeats(task.title, [], supporter)).toEqual(['0 100'])
  expect(repeats(task.title, [submitted(supporter), ofTask(accepted(supporter))], supporter)).toEqual(['0 100'])
  const long = { since: '2026-03-03' }
  expect(repeats(task.title, [submitted(supporter), ofTask(accepted(supporter))], supporter, long)).toEqual([])
  expect(repeats(task.title, [waived], supporter)).toEqual([])
})
