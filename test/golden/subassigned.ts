import * as assignment from '#proto/qiantou/assignment/v1/assignment_events.ts'
import * as task from '#proto/qiantou/task/v1/task_events.ts'
import type { Fact } from '#shared/domain/decider.ts'
import { content, evidence, fgw, kjt, type Line, of, office, programme, reason } from './line.ts'

const task4 = `${programme}/tasks/2026-2-5`
const offline = `${programme}/tasks/2026-2-6`
const changsha = 'organisations/hn-changsha'
const due = { year: 2026, month: 9, day: 30 }
const workSecret = {
  secrecy: 'SECRECY_LEVEL_WORK_SECRET' as const,
  publication: 'PUBLICATION_ATTRIBUTE_WITHHELD' as const,
}
const bodies = [
  { organisation: kjt, role: 'ROLE_LEAD' as const },
  { organisation: fgw, role: 'ROLE_RESPONSIBLE' as const },
]
const issued = (changes: object) =>
  task.TaskIssued.fromPartial({ mode: 'RESPONSIBILITY_MODE_LED', authority: office, bodies, content: changes })
const byOffice = (subject: string, fact: Fact, parties: Partial<Line> = {}): Line => ({
  ...{ subject, actor: office, fact },
  ...parties,
})
const onPart = (actor: string, fact: Fact, parties: Partial<Line> = {}): Line => ({
  ...{ subject: of(fgw, task4), actor, fact },
  ...parties,
})
const give = (subassignment: number): Line =>
  onPart(
    fgw,
    assignment.AssignmentSubassigned.fromPartial({
      ...{ subassignment, organisation: changsha, what: { ...reason(31), ...workSecret } },
      ...{ due, warnOn: { year: 2026, month: 9, day: 23 } },
    }),
    { admits: [changsha] },
  )
const took = { releases: [changsha] }

/** A task that is a work secret, with pieces of a part given to a city; and one whose work is handled offline. */
export const subassigned: readonly Line[] = [
  byOffice(task4, issued({ ...content, ...workSecret }), { admits: [office, kjt, fgw] }),
  onPart(fgw, assignment.AssignmentAcknowledged.create()),
  give(1),
  onPart(changsha, assignment.SubassignmentAcknowledged.create({ subassignment: 1 })),
  onPart(changsha, assignment.SubassignmentReported.fromPartial({ subassignment: 1, percent: 60, text: reason(32) })),
  onPart(changsha, assignment.SubassignmentSubmitted.fromPartial({ subassignment: 1, text: reason(33), evidence })),
  onPart(fgw, assignment.SubassignmentReturned.fromPartial({ subassignment: 1, reason: reason(34) })),
  onPart(changsha, assignment.SubassignmentSubmitted.fromPartial({ subassignment: 1, text: reason(35) })),
  onPart(fgw, assignment.SubassignmentAccepted.create({ subassignment: 1 })),
  give(2),
  onPart(
    fgw,
    assignment.SubassignmentWithdrawn.fromPartial({ subassignment: 2, organisation: changsha, reason: reason(36) }),
    took,
  ),
  give(3),
  byOffice(task4, task.AssignmentWaived.fromPartial({ organisation: fgw, reason: reason(37) })),
  {
    ...{ subject: of(fgw, task4), actor: 'services/supporting-department' },
    fact: assignment.SubassignmentEnded.create({ subassignment: 3, organisation: changsha }),
    ...took,
  },
  byOffice(offline, issued({ clause: content.clause, title: '线下办理', due: content.due, handledOffline: true }), {
    admits: [office, kjt, fgw],
  }),
]
