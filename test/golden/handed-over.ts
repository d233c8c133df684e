import * as assignment from '#proto/qiantou/assignment/v1/assignment_events.ts'
import * as supervision from '#proto/qiantou/supervision/v1/supervision_events.ts'
import * as task from '#proto/qiantou/task/v1/task_events.ts'
import { content, czt, fgw, gxt, kjt, type Line, of, office, programme, reason } from './line.ts'

const subject = `${programme}/tasks/2026-2-10`
const on = (month: number, day: number) => ({ year: 2026, month, day })
const said = (percent: number, report: number): Line => ({
  ...{ subject: of(fgw, subject), actor: fgw },
  fact: assignment.ProgressReported.fromPartial({
    ...{ report, milestone: 'half-year', percent, text: reason(48), corrects: report - 1 },
  }),
})
const given = {
  ...{ acknowledgeBy: on(1, 6), reassignBy: on(1, 6), due: on(12, 31), warnOn: on(12, 24), reason: reason(49) },
  reached: [{ id: 'half-year', reachedOn: on(1, 1) }],
}
const handed = (from: string, to: string, fact: Line['fact']): Line => ({
  ...{ subject, actor: office, fact, admits: [to], releases: [from] },
})

/** A part whose milestone was reached, moved twice; what its first body corrected crossed with that. */
export const handedOver: readonly Line[] = [
  {
    ...{ subject, actor: office, admits: [office, kjt, fgw] },
    fact: task.TaskIssued.fromPartial({
      ...{ content, mode: 'RESPONSIBILITY_MODE_LED', authority: office },
      ...{ acknowledgeBy: on(1, 6), reassignBy: on(1, 6), warnOn: on(12, 24), milestonesWarnOn: [on(6, 23)] },
      bodies: [
        { organisation: kjt, role: 'ROLE_LEAD' },
        { organisation: fgw, role: 'ROLE_RESPONSIBLE' },
      ],
    }),
  },
  { subject: of(fgw, subject), actor: fgw, fact: assignment.AssignmentAcknowledged.create() },
  said(100, 1),
  handed(
    fgw,
    czt,
    task.AssignmentTransferred.fromPartial({
      ...{ organisation: fgw, successor: { organisation: czt, role: 'ROLE_RESPONSIBLE' }, ...given },
    }),
  ),
  said(60, 2),
  {
    ...{ subject: of(czt, subject), actor: czt },
    fact: assignment.ReassignmentRequested.fromPartial({ reason: reason(50) }),
  },
  handed(
    czt,
    gxt,
    task.AssignmentReassigned.fromPartial({
      ...{ organisation: czt, successor: { organisation: gxt, role: 'ROLE_RESPONSIBLE' }, ...given },
    }),
  ),
]

const led = `${programme}/tasks/2026-2-12`
const supervised = `${led}/supervisions/hn-fgw`

/** A task whose lead is another from then on, and reads the letter that one of its bodies had been sent. */
export const ledAnew: readonly Line[] = [
  {
    ...{ subject: led, actor: office, admits: [office, kjt, fgw] },
    fact: task.TaskIssued.fromPartial({
      ...{ content, mode: 'RESPONSIBILITY_MODE_LED', authority: office, warnOn: on(12, 24) },
      bodies: [
        { organisation: kjt, role: 'ROLE_LEAD' },
        { organisation: fgw, role: 'ROLE_RESPONSIBLE' },
      ],
    }),
  },
  {
    ...{ subject: supervised, actor: office, admits: [fgw, kjt] },
    fact: supervision.StepIssued.fromPartial({
      ...{ number: 1, step: 'SUPERVISION_STEP_REMINDER_LETTER', text: reason(52), replyBy: on(1, 8), leads: [kjt] },
    }),
  },
  {
    ...{ subject: led, actor: office, admits: [czt], releases: [kjt] },
    fact: task.AssignmentTransferred.fromPartial({
      ...{ organisation: kjt, successor: { organisation: czt, role: 'ROLE_LEAD' }, ...given },
      leadsChange: { leads: [czt], bodies: [kjt, czt, fgw] },
    }),
  },
  {
    ...{ subject: supervised, actor: 'services/coordination-office', admits: [fgw, czt], releases: [kjt] },
    fact: supervision.ReadersChanged.create({ leads: [czt] }),
  },
]
