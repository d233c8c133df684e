import * as assignment from '#proto/qiantou/assignment/v1/assignment_events.ts'
import * as task from '#proto/qiantou/task/v1/task_events.ts'
import { evidence, fgw, kjt, type Line, of, office, programme, reason } from './line.ts'

const subject = `${programme}/tasks/2026-2-3`
const due = { year: 2027, month: 6, day: 30 }
const warnOn = { year: 2027, month: 6, day: 23 }

/** The joint task that was closed is opened again for one of its bodies, closed, and archived. */
export const taskAfter: readonly Line[] = [
  {
    ...{ subject, actor: office },
    fact: task.TaskReopened.fromPartial({ reason: reason(60), organisations: [kjt], due, warnOn, provisional: true }),
  },
  {
    ...{ subject: of(kjt, subject), actor: kjt },
    fact: assignment.AssignmentSubmitted.fromPartial({ submission: 2, text: reason(61), evidence }),
  },
  { subject, actor: office, fact: task.SubmissionAccepted.fromPartial({ organisation: kjt, submission: 2 }) },
  { subject, actor: kjt, fact: task.ClosingProposed.fromPartial({ statement: reason(62), evidence }) },
  { subject, actor: fgw, fact: task.ClosingCountersigned.create() },
  { subject, actor: office, fact: task.TaskClosed.create() },
  { subject, actor: office, fact: task.TaskArchived.create() },
]
