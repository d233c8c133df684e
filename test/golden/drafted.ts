import { AssignmentAcknowledged } from '#proto/qiantou/assignment/v1/assignment_events.ts'
import * as task from '#proto/qiantou/task/v1/task_events.ts'
import type { Fact } from '#shared/domain/decider.ts'
import { content, fgw, gxt, kjt, type Line, of, office, programme, reason } from './line.ts'

const subject = `${programme}/tasks/2027-2-1`
const on = (month: number, day: number) => ({ year: 2027, month, day })
const [mode, authority] = ['RESPONSIBILITY_MODE_LED' as const, office]
const body = (organisation: string, role: task.Role) => ({ organisation, role })
const bodies = [body(kjt, 'ROLE_LEAD'), body(fgw, 'ROLE_RESPONSIBLE')]
const goingOn = { ...content, milestones: [], due: on(12, 31), continues: `${programme}/tasks/2026-2-1` }
const by = (actor: string, fact: Fact, admits?: string[]): Line => ({
  ...{ subject, actor, fact },
  ...(admits ? { admits } : {}),
})

/** A task that goes on with one of the year before is drafted, returned, revised, and issued; another draft waits. */
export const drafted: readonly Line[] = [
  by(kjt, task.TaskDrafted.fromPartial({ content: goingOn, mode, authority, bodies, copied: [gxt] }), [office, kjt]),
  by(office, task.TaskCommented.fromPartial({ text: reason(100) })),
  by(office, task.DraftReturned.fromPartial({ reason: reason(101) })),
  by(kjt, task.DraftRevised.fromPartial({ content: { ...goingOn, deliverable: '平台上线' }, copied: [] })),
  by(
    office,
    task.TaskIssued.fromPartial({
      ...{ content: { ...goingOn, deliverable: '平台上线' }, mode, authority, bodies },
      ...{ acknowledgeBy: on(1, 6), reassignBy: on(1, 6), warnOn: on(12, 24), provisional: true },
    }),
    [office, kjt, fgw],
  ),
  { subject: of(fgw, subject), actor: fgw, fact: AssignmentAcknowledged.create() },
  {
    ...{ subject: `${programme}/tasks/2027-2-2`, actor: kjt, admits: [office, kjt] },
    fact: task.TaskDrafted.fromPartial({ content: { ...content, milestones: [] }, mode, authority, bodies }),
  },
]
