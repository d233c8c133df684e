import * as supervision from '#proto/qiantou/supervision/v1/supervision_events.ts'
import { fgw, kjt, type Line, office, programme, reason } from './line.ts'

/** A step that names the persons who issued it. */
export const signedSteps: readonly Line[] = [
  {
    ...{ subject: `${programme}/tasks/2026-2-1/supervisions/hn-fgw`, actor: office, admits: [fgw, kjt] },
    fact: supervision.StepIssued.fromPartial({
      ...{ number: 1, step: 'SUPERVISION_STEP_REMINDER_LETTER', text: reason(38), leads: [kjt] },
      replyBy: { year: 2026, month: 3, day: 8 },
      signOff: [
        { step: 'SIGN_OFF_STEP_HANDLED', person: 'p-17' },
        { step: 'SIGN_OFF_STEP_SIGNED', person: 'p-1' },
      ],
    }),
  },
]
