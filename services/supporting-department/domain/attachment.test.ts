/** Files of a task, seen and brought by those who work on one part of it alone. */
import { describe, expect, test } from 'vitest'
import {
  AssignmentDelegated,
  AssignmentSubassigned,
  DelegationRevoked,
  ProgressReported,
  SubassignmentAccepted,
  SubassignmentReturned,
  SubassignmentSubmitted,
} from '#proto/qiantou/assignment/v1/assignment_events.ts'
import { AssignmentWaived } from '#proto/qiantou/task/v1/task_events.ts'
import { toDate } from '#shared/domain/calendar.ts'
import { Story, type Told, told } from '#shared/testing/story.ts'
import {
  acknowledged,
  assignmentName,
  duties,
  evidence,
  issued,
  lead,
  noon,
  office,
  outsider,
  supporter,
  taskName,
  text,
} from '#shared/testing/task-facts.ts'
import { assignmentDecider } from './assignment.ts'
import type { Assignment, AssignmentFact, TaskFact } from './assignment-state.ts'
import { type Attached, seenBeside, worksOn } from './attachment.ts'

const city = 'organisations/hn-changsha'
const today = '2026-03-02'
const story = new Story(assignmentDecider, { actor: supporter, subject: assignmentName(supporter), at: noon })
type Scene = Told<AssignmentFact | TaskFact>
const ofTask = (fact: TaskFact): Scene => told<TaskFact>(fact, { actor: office, subject: taskName, at: noon })
const begun: Scene[] = [ofTask(issued()), acknowledged(supporter)]
const stateAfter = (...more: (AssignmentFact | Scene)[]): readonly Assignment[] => [
  story.state(...begun, ...(more as never[])) as Assignment,
]

const file = (id: string, ...uploaders: readonly string[]): Attached => ({
  name: `${taskName}/attachments/${id.repeat(64)}`,
  uploaders,
})
const reported = (shown: Attached) =>
  ProgressReported.fromPartial({
    ...{ report: 1, percent: 40, text: text('已立项') },
    evidence: [{ ...evidence('批复'), location: shown.name }],
  })
const given = AssignmentSubassigned.fromPartial({ subassignment: 1, organisation: city, what: text('报送清单') })
const delegated = (from: string, until: string) =>
  AssignmentDelegated.create({ organisation: outsider, from: toDate(from), until: toDate(until) })

describe('what is seen', () => {
  const [named, ofBody, ofLead, own] = [file('a', lead), file('b', supporter), file('c', lead), file('d', city, lead)]

  test('who has a piece sees what the part names, and what it brought itself, whoever brought that besides', () => {
    const sees = seenBeside(stateAfter(reported(named), given), city)
    expect([named, ofBody, ofLead, own].filter(sees)).toEqual([named, own])
  })

  test('what was brought of a piece and came back is named still', () => {
    const evidenced = [{ ...evidence('清单'), location: named.name }]
    const done = SubassignmentSubmitted.fromPartial({ subassignment: 1, text: text('已报送'), evidence: evidenced })
    const back = SubassignmentReturned.fromPartial({ subassignment: 1, reason: text('缺附表') })
    const sees = seenBeside(stateAfter(given, done, back), city)
    expect([named, ofBody, ofLead, own].filter(sees)).toEqual([named, own])
  })

  test('who acts for the body sees what that brought, too', () => {
    const sees = seenBeside(stateAfter(reported(named), delegated('2026-03-20', '2026-04-01')), outsider)
    expect([named, ofBody, ofLead, own].filter(sees)).toEqual([named, ofBody])
  })

  test('who has nothing to do with a part sees nothing of it', () => {
    expect([named, ofBody, ofLead, own].filter(seenBeside([], outsider))).toEqual([])
  })
})

describe('who brings files', () => {
  test('whoever acts for the body, on its days and until that is over', () => {
    const acting = delegated('2026-03-02', '2026-04-01')
    expect(worksOn(stateAfter(acting), outsider, today)).toBe(true)
    expect(worksOn(stateAfter(delegated('2026-03-03', '2026-04-01')), outsider, today)).toBe(false)
    expect(worksOn(stateAfter(acting), outsider, '2026-04-02')).toBe(false)
    expect(worksOn(stateAfter(acting, DelegationRevoked.create({ organisation: outsider })), outsider, today)).toBe(
      false,
    )
    expect(worksOn(stateAfter(acting, ofTask(duties(supporter))), outsider, today)).toBe(false)
  })

  test('whoever has an open piece; not once it is done, or the part has ended', () => {
    const waived = ofTask(AssignmentWaived.fromPartial({ organisation: supporter, reason: text('任务合并') }))
    expect(worksOn(stateAfter(given), city, today)).toBe(true)
    expect(worksOn(stateAfter(given, SubassignmentAccepted.create({ subassignment: 1 })), city, today)).toBe(false)
    expect(worksOn(stateAfter(given, waived), city, today)).toBe(false)
  })
})
