import { AssignmentPersonNamed } from '#proto/qiantou/assignment/v1/assignment_events.ts'
import { fgw, type Line, of, programme } from './line.ts'

const subject = of(fgw, `${programme}/tasks/2026-2-2`)
const role = 'TERM_ROLE_OFFICER'
const person = '0b9f5a52-6f0c-4c50-9f0e-2d1c9a7f3e11'

/** A body names who does what for its part, and then nobody any longer. */
export const peopleNamed: readonly Line[] = [
  {
    subject,
    actor: fgw,
    fact: AssignmentPersonNamed.fromPartial({ role, person, from: { year: 2026, month: 1, day: 5 } }),
  },
  { subject, actor: fgw, fact: AssignmentPersonNamed.fromPartial({ role, from: { year: 2026, month: 2, day: 9 } }) },
]
