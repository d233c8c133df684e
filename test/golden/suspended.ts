import * as assignment from '#proto/qiantou/assignment/v1/assignment_events.ts'
import * as supervision from '#proto/qiantou/supervision/v1/supervision_events.ts'
import * as task from '#proto/qiantou/task/v1/task_events.ts'
import type { Fact } from '#shared/domain/decider.ts'
import { content, czt, fgw, kjt, type Line, of, office, programme, reason } from './line.ts'

const subject = `${programme}/tasks/2026-2-7`
const on = (month: number, day: number, year = 2026) => ({ year, month, day })
const byOffice = (fact: Fact, parties: Partial<Line> = {}): Line => ({ subject, actor: office, fact, ...parties })
const supervised = (actor: string, fact: Fact, parties: Partial<Line> = {}): Line => ({
  ...{ subject: `${subject}/supervisions/hn-kjt`, actor, fact, ...parties },
})
const rules = {
  ...{ acknowledgeWorkingDays: 2, reassignmentWorkingDays: 2, reviewWorkingDays: 3, warningWorkingDays: 5 },
  ...{ closing: 'QUORUM_ALL' as const, days: [{ date: on(1, 9), working: false }] },
}

/** Two parts whose clocks stop: a step that one is to reply to lies later; the other is handed over while it stands. */
export const suspended: readonly Line[] = [
  byOffice(
    task.TaskIssued.fromPartial({
      ...{ content, mode: 'RESPONSIBILITY_MODE_LED', authority: office, rules },
      ...{ acknowledgeBy: on(1, 6), reassignBy: on(1, 6), warnOn: on(12, 24), milestonesWarnOn: [on(6, 23)] },
      bodies: [
        { organisation: kjt, role: 'ROLE_LEAD' },
        { organisation: fgw, role: 'ROLE_RESPONSIBLE' },
      ],
    }),
    { admits: [office, kjt, fgw] },
  ),
  supervised(
    office,
    supervision.StepIssued.fromPartial({
      ...{ number: 1, step: 'SUPERVISION_STEP_REMINDER_LETTER', text: reason(38), replyBy: on(1, 8), leads: [kjt] },
      days: rules.days,
    }),
    { admits: [kjt] },
  ),
  ...[kjt, fgw].map((organisation) =>
    byOffice(task.AssignmentSuspended.fromPartial({ organisation, reason: reason(39) })),
  ),
  byOffice(
    task.AssignmentTransferred.fromPartial({
      ...{ organisation: fgw, successor: { organisation: czt, role: 'ROLE_RESPONSIBLE' }, reason: reason(40) },
      ...{ acknowledgeBy: on(1, 6), reassignBy: on(1, 6), due: on(3, 31, 2027), warnOn: on(3, 24, 2027) },
      milestones: [{ id: 'half-year', due: on(8, 31), warnOn: on(8, 24), formerDue: on(6, 30) }],
      ...{ formerDue: on(12, 31), suspendedOn: on(1, 1), provisional: true },
    }),
    { admits: [czt], releases: [fgw] },
  ),
  ...[kjt, czt].map((organisation) =>
    byOffice(
      task.AssignmentResumed.fromPartial({
        ...{ organisation, workingDays: 2, due: on(1, 4, 2027), warnOn: on(12, 28) },
        ...{ acknowledgeBy: on(1, 8), reassignBy: on(1, 8), provisional: true },
      }),
    ),
  ),
  supervised(
    'services/coordination-office',
    supervision.ReplyLimitMoved.fromPartial({ number: 1, replyBy: on(1, 13), provisional: true }),
  ),
  {
    ...{ subject: of(kjt, subject), actor: kjt },
    fact: assignment.AssignmentSubmitted.fromPartial({
      ...{ submission: 1, text: reason(41), reviewBy: on(1, 5, 2027), provisional: true },
    }),
  },
]
