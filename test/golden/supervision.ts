import * as report from '#proto/qiantou/supervision/v1/report_events.ts'
import * as supervision from '#proto/qiantou/supervision/v1/supervision_events.ts'
import type { Fact } from '#shared/domain/decider.ts'
import { czt, evidence, kjt, type Line, office, programme, reason } from './line.ts'

const subject = `${programme}/tasks/2026-2-1/supervisions/hn-czt`
const on = (month: number, day: number) => ({ year: 2026, month, day })
const byOffice = (fact: Fact, admits?: string[]): Line => ({
  ...{ subject, actor: office, fact },
  ...(admits ? { admits } : {}),
})
const byBody = (fact: Fact): Line => ({ subject, actor: czt, fact })
const byTime = (fact: Fact): Line => ({ subject, actor: 'services/coordination-office', fact })

const reported = (fact: Fact): Line => ({ subject: `${programme}/reports/2026-q1`, actor: office, fact })

/**
 * The supervision of one part: a reminder, a letter without an answer, an order whose reply is returned and then accepted;
 * and a report that is confirmed and taken back.
 */
export const supervised: readonly Line[] = [
  byTime(
    supervision.StepProposed.fromPartial({
      ...{ step: 'SUPERVISION_STEP_REMINDER_LETTER', reason: 'PROPOSAL_REASON_OVERDUE', date: on(12, 31) },
    }),
  ),
  byOffice(supervision.AssignmentUrged.fromPartial({ text: reason(25), leads: [kjt] }), [czt, kjt]),
  byOffice(
    supervision.StepIssued.fromPartial({
      ...{ number: 1, step: 'SUPERVISION_STEP_REMINDER_LETTER', text: reason(26), replyBy: on(1, 8), leads: [kjt] },
      provisional: true,
    }),
    [czt, kjt],
  ),
  byTime(supervision.ReplyLimitPassed.create({ number: 1 })),
  byOffice(
    supervision.StepIssued.fromPartial({
      ...{ number: 2, step: 'SUPERVISION_STEP_SUPERVISION_ORDER', text: reason(27), replyBy: on(1, 15), leads: [kjt] },
      instruction: '省领导1月9日批示',
    }),
    [czt, kjt],
  ),
  byBody(supervision.StepReplied.fromPartial({ number: 2, text: reason(28), evidence })),
  byOffice(supervision.ReplyReturned.fromPartial({ number: 2, reason: reason(29) })),
  byBody(supervision.StepReplied.fromPartial({ number: 2, text: reason(30) })),
  byOffice(supervision.ReplyAccepted.create({ number: 2 })),
  byOffice(
    supervision.StepIssued.fromPartial({
      ...{ number: 3, step: 'SUPERVISION_STEP_REMINDER_LETTER', text: reason(31), replyBy: on(2, 8), leads: [kjt] },
    }),
    [czt, kjt],
  ),
  byOffice(supervision.StepWithdrawn.fromPartial({ number: 3, reason: reason(32) })),
  reported(
    report.ReportConfirmed.fromPartial({
      ...{ kind: 'REPORT_KIND_QUARTERLY_BULLETIN', asOf: on(3, 31), lightsSha256: Buffer.alloc(32, 6), assignments: 9 },
      adjustments: [
        {
          ...{ assignment: `${programme}/tasks/2026-2-1/assignments/hn-czt`, colour: 'LIGHT_COLOUR_YELLOW' },
          reason: reason(33),
        },
      ],
    }),
  ),
  reported(report.ReportWithdrawn.fromPartial({ reason: reason(34) })),
]
