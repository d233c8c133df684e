/** What a body goes by in its part: what the task sets for all alike, or a handover for whoever takes over. */
import type * as task from '#proto/qiantou/task/v1/task_events.ts'
import { dayFrom, dayOf } from './calendar.ts'
import { type Basis, noDay } from './course.ts'

export type Handover = task.AssignmentReassigned | task.AssignmentTransferred

const reportOf = (asked: task.MonthlyReport | undefined): Pick<Basis, 'report'> =>
  asked ? { report: { day: asked.day, reminderDays: asked.reminderDays } } : {}

/** What a task says of its dates; of a draft its content alone. */
type Dated = Pick<task.TaskIssued, 'content' | 'milestonesWarnOn'> &
  Partial<Pick<task.TaskIssued, 'warnOn' | 'acknowledgeBy' | 'reassignBy' | 'provisional'>>

/** What an issued task sets for every body alike. */
export function basisOf({ content, ...fact }: Dated, at: Date): Basis {
  const { monthlyReport, milestones = [] } = content ?? {}
  return {
    issuedOn: dayOf(at),
    due: content?.due ? dayFrom(content.due) : dayOf(at),
    ...(fact.warnOn ? { warnOn: dayFrom(fact.warnOn) } : {}),
    ...(fact.acknowledgeBy ? { acknowledgeBy: dayFrom(fact.acknowledgeBy) } : {}),
    ...(fact.reassignBy ? { reassignBy: dayFrom(fact.reassignBy) } : {}),
    milestones: milestones.map(({ id, due }, i) => {
      const warnOn = fact.milestonesWarnOn[i]
      return { id, due: due ? dayFrom(due) : dayOf(at), ...(warnOn ? { warnOn: dayFrom(warnOn) } : {}) }
    }),
    ...reportOf(monthlyReport),
    ...(fact.provisional ? { provisional: true } : {}),
  }
}

/** What whoever takes over a part goes by, for those who do not know the task. */
export const handedOver = (fact: Handover, at: Date): Basis => ({
  issuedOn: dayOf(at),
  due: fact.due ? dayFrom(fact.due) : noDay,
  ...(fact.acknowledgeBy ? { acknowledgeBy: dayFrom(fact.acknowledgeBy) } : {}),
  milestones: fact.milestones.map(({ id, due }) => ({ id, due: due ? dayFrom(due) : noDay })),
  ...reportOf(fact.monthlyReport),
})
