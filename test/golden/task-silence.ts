import * as assignment from '#proto/qiantou/assignment/v1/assignment_events.ts'
import { ProgrammeRulesChanged } from '#proto/qiantou/programme/v1/programme_events.ts'
import * as supervision from '#proto/qiantou/supervision/v1/supervision_events.ts'
import * as task from '#proto/qiantou/task/v1/task_events.ts'
import type { Fact } from '#shared/domain/decider.ts'
import { content, evidence, fgw, gxt, kjt, type Line, of, office, programme, reason } from './line.ts'

const subject = `${programme}/tasks/2026-2-8`
const on = (month: number, day: number) => ({ year: 2026, month, day })
const rules = {
  ...{ acknowledgeWorkingDays: 2, reassignmentWorkingDays: 2, reviewWorkingDays: 5, warningWorkingDays: 5 },
  ...{ closing: 'QUORUM_ALL' as const, joint: { countersignWorkingDays: 3 } },
  supervision: { urgeWorkingDays: 1, replyWorkingDays: 5, proposeAgainWorkingDays: 8 },
}
const byOffice = (fact: Fact, admits?: string[]): Line => ({
  subject,
  actor: office,
  fact,
  ...(admits ? { admits } : {}),
})
const bodies = [kjt, gxt, fgw]
const proposal = { statement: reason(90), evidence, countersignBy: on(1, 7), provisional: true }

const supervised = `${subject}/supervisions/hn-fgw`
const bySupervisor = (fact: Fact, admits?: string[]): Line => ({
  ...{ subject: supervised, actor: office, fact },
  ...(admits ? { admits } : {}),
})
const letter = { step: 'SUPERVISION_STEP_REMINDER_LETTER' as const, replyBy: on(1, 8), instruction: '批示' }

/** A joint task whose proposal to close is sent back, then ruled on though one body is silent; and a step that is proposed again. */
export const taskSilence: readonly Line[] = [
  { subject: programme, actor: office, fact: ProgrammeRulesChanged.fromPartial({ rules }) },
  byOffice(
    task.TaskIssued.fromPartial({
      ...{ content, mode: 'RESPONSIBILITY_MODE_JOINT', authority: office, rules },
      bodies: bodies.map((organisation) => ({ organisation, role: 'ROLE_RESPONSIBLE' as const })),
      ...{ acknowledgeBy: on(1, 6), reassignBy: on(1, 6), warnOn: on(12, 24), milestonesWarnOn: [on(6, 23)] },
    }),
    [office, ...bodies],
  ),
  byOffice(task.CompilerConfirmed.create({ organisation: kjt })),
  bySupervisor(supervision.StepIssued.fromPartial({ number: 1, text: reason(91), ...letter }), [fgw]),
  bySupervisor(supervision.StepWithdrawn.fromPartial({ number: 1, reason: reason(92), proposeAgainAfter: on(1, 15) })),
  bySupervisor(supervision.StepIssued.fromPartial({ number: 2, text: reason(93), ...letter })),
  { subject: supervised, actor: fgw, fact: supervision.StepReplied.fromPartial({ number: 2, text: reason(94) }) },
  bySupervisor(supervision.ReplyAccepted.fromPartial({ number: 2, proposeAgainAfter: on(1, 16) })),
  {
    ...{ subject: supervised, actor: 'services/coordination-office' },
    fact: supervision.StepProposed.fromPartial({
      ...{ step: 'SUPERVISION_STEP_SUPERVISION_ORDER', reason: 'PROPOSAL_REASON_STILL_OVERDUE', date: on(1, 2) },
    }),
  },
  ...bodies.flatMap((body): Line[] => [
    {
      ...{ subject: of(body, subject), actor: body },
      fact: assignment.AssignmentSubmitted.fromPartial({
        submission: 1,
        text: reason(95),
        evidence,
        reviewBy: on(1, 12),
      }),
    },
    byOffice(task.SubmissionAccepted.fromPartial({ organisation: body, submission: 1 })),
  ]),
  { subject, actor: kjt, fact: task.ClosingProposed.fromPartial(proposal) },
  byOffice(task.ClosingReturned.fromPartial({ reason: reason(96) })),
  { subject, actor: kjt, fact: task.ClosingProposed.fromPartial(proposal) },
  { subject, actor: gxt, fact: task.ClosingCountersigned.create() },
  {
    ...{ subject, actor: 'services/lead-agency' },
    fact: task.CountersignatureLimitPassed.fromPartial({ silent: [fgw], date: on(1, 7) }),
  },
  bySupervisor(supervision.AssignmentUrged.fromPartial({ text: reason(97), matter: 'URGE_MATTER_CLOSING' })),
  byOffice(task.DissentRuled.fromPartial({ closes: true, ruling: reason(98), minutes: '〔2026〕15号', silent: [fgw] })),
  byOffice(task.TaskClosed.create()),
]
