import * as assignment from '#proto/qiantou/assignment/v1/assignment_events.ts'
import { ProgrammeRulesChanged } from '#proto/qiantou/programme/v1/programme_events.ts'
import * as task from '#proto/qiantou/task/v1/task_events.ts'
import type { Fact } from '#shared/domain/decider.ts'
import { content, czt, evidence, fgw, gxt, kjt, type Line, of, office, programme, reason } from './line.ts'

const task3 = `${programme}/tasks/2026-2-3`
const on = (month: number, day: number, year = 2026) => ({ year, month, day })
const rules = {
  ...{ acknowledgeWorkingDays: 2, reassignmentWorkingDays: 2, reviewWorkingDays: 3, warningWorkingDays: 5 },
  ...{ closing: 'QUORUM_ANY' as const, days: [{ date: on(10, 9), working: false }] },
}
const limits = { acknowledgeBy: on(1, 6), reassignBy: on(1, 6) }
const jointly = {
  ...{
    content: { ...content, monthlyReport: { day: 25, reminderDays: 3 } },
    mode: 'RESPONSIBILITY_MODE_JOINT' as const,
  },
  ...{
    authority: office,
    bodies: [kjt, gxt, fgw].map((organisation) => ({ organisation, role: 'ROLE_RESPONSIBLE' as const })),
  },
  ...{ rules, ...limits, warnOn: on(12, 24), milestonesWarnOn: [on(6, 23)], copied: ['organisations/hn-wwj'] },
  provisional: true,
}
const byOffice = (fact: Fact, parties: Partial<Line> = {}): Line => ({
  subject: task3,
  actor: office,
  fact,
  ...parties,
})
const byBody = (body: string, fact: Fact, parties: Partial<Line> = {}): Line => ({
  ...{ subject: of(body, task3), actor: body, fact, ...parties },
})

/** A joint task with limits, more time, a delegation, a suspension, and dissent. */
export const timelyTask: readonly Line[] = [
  { subject: programme, actor: office, fact: ProgrammeRulesChanged.fromPartial({ rules }) },
  byOffice(task.TaskIssued.fromPartial(jointly), { admits: [office, kjt, gxt, fgw, 'organisations/hn-wwj'] }),
  byOffice(task.CompilerConfirmed.create({ organisation: kjt })),
  byBody(kjt, assignment.AssignmentAcknowledged.create()),
  {
    ...{ subject: of(gxt, task3), actor: 'services/supporting-department' },
    fact: assignment.DeadlineReached.fromPartial({ deadline: 'DEADLINE_ACKNOWLEDGE', date: on(1, 6) }),
  },
  byBody(gxt, assignment.AssignmentAcknowledged.create()),
  byBody(gxt, assignment.AssignmentDelegated.fromPartial({ organisation: czt, from: on(1, 8), until: on(2, 8) }), {
    admits: [czt],
  }),
  byBody(gxt, assignment.DelegationRevoked.create({ organisation: czt }), { releases: [czt] }),
  byBody(kjt, assignment.ProgressReported.fromPartial({ report: 1, percent: 20, text: reason(11), corrects: 0 })),
  byBody(kjt, assignment.ExtensionRequested.fromPartial({ extension: 1, due: on(3, 31, 2027), reason: reason(12) })),
  {
    subject: task3,
    actor: gxt,
    fact: task.ExtensionOpinionGiven.fromPartial({ organisation: kjt, extension: 1, supports: true, text: reason(13) }),
  },
  byOffice(
    task.ExtensionGranted.fromPartial({
      organisation: kjt,
      extension: 1,
      due: on(3, 31, 2027),
      warnOn: on(3, 24, 2027),
    }),
  ),
  byBody(
    gxt,
    assignment.ExtensionRequested.fromPartial({
      extension: 1,
      milestone: 'half-year',
      due: on(8, 31),
      reason: reason(14),
    }),
  ),
  byOffice(task.ExtensionRefused.fromPartial({ organisation: gxt, extension: 1, reason: reason(15) })),
  byOffice(task.AssignmentSuspended.fromPartial({ organisation: gxt, reason: reason(16) })),
  byOffice(
    task.AssignmentResumed.fromPartial({
      ...{ organisation: gxt, workingDays: 3, due: on(1, 6, 2027), warnOn: on(12, 29) },
      milestones: [{ id: 'half-year', due: on(7, 3), warnOn: on(6, 26) }],
    }),
  ),
  byOffice(
    task.AssignmentTransferred.fromPartial({
      ...{ organisation: gxt, successor: { organisation: czt, role: 'ROLE_RESPONSIBLE' }, reason: reason(17) },
      ...{ acknowledgeBy: on(1, 9), reassignBy: on(1, 9), due: on(1, 6, 2027), warnOn: on(12, 29) },
      ...{
        milestones: [{ id: 'half-year', due: on(7, 3), warnOn: on(6, 26) }],
        monthlyReport: { day: 25, reminderDays: 3 },
      },
    }),
    { admits: [czt], releases: [gxt] },
  ),
  byOffice(task.AssignmentWaived.fromPartial({ organisation: czt, reason: reason(18) })),
  { subject: task3, actor: fgw, fact: task.TaskCommented.fromPartial({ text: reason(19) }) },
  ...[kjt, fgw].flatMap((body) => [
    byBody(
      body,
      assignment.AssignmentSubmitted.fromPartial({
        submission: 1,
        text: reason(20),
        evidence,
        reviewBy: on(1, 12),
      }),
    ),
    byOffice(task.SubmissionAccepted.fromPartial({ organisation: body, submission: 1 })),
  ]),
  { subject: task3, actor: kjt, fact: task.ClosingProposed.fromPartial({ statement: reason(21), evidence }) },
  { subject: task3, actor: fgw, fact: task.ClosingDissented.fromPartial({ reason: reason(22) }) },
  byOffice(task.DissentRuled.fromPartial({ closes: false, ruling: reason(23), minutes: '〔2026〕12号' })),
  { subject: task3, actor: kjt, fact: task.ClosingProposed.fromPartial({ statement: reason(24), evidence }) },
  { subject: task3, actor: fgw, fact: task.ClosingCountersigned.create() },
  byOffice(task.TaskClosed.create()),
]
