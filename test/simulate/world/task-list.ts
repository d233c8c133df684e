/** The task list of a year, from the sample's: its clauses and titles, with dates that lie through that year anew. */

import { importRequest } from '#infra/start/seed.ts'
import { type IssueTaskRequest, IssueTaskRequest as Request } from '#proto/qiantou/task/v1/task_service.ts'
import { addDays, type Day, toDate } from '#shared/domain/calendar.ts'
import list from '../../../sample/hunan-2025-7/task-list-2026.json' with { type: 'json' }
import { fresh } from './request.ts'
import type { World } from './world.ts'

/** A task that is to be issued on a day or after it, or drafted by one of its drafters, where it has any. */
export type Planned = {
  readonly id: string
  readonly on: Day
  readonly drafters: readonly string[]
  readonly request: () => IssueTaskRequest
}

const { clauses = [] } = importRequest().content ?? {}

/** Who leads a clause; where nobody does, whom it names. */
function draftersOf(id: string): readonly string[] {
  const { leads = [], supporters = [] } = clauses.find((clause) => clause.id === id)?.responsibility ?? {}
  return (leads.length ? leads : supporters).map((name) => name.slice('organisations/'.length))
}

/** How many there are a year at most. */
export const mostTasks = list.tasks.length

/** What the office issues in the round of tasks that begins on a day. */
export function taskListFrom(first: Day, world: World): readonly Planned[] {
  const planning = (task: (typeof list.tasks)[number], i: number): Planned => ({
    ...planned(task, first, world),
    drafters: i % 3 === 2 ? draftersOf(task.clause) : [],
  })
  return list.tasks.slice(0, world.plan.tasks).map(planning)
}

function planned(task: (typeof list.tasks)[number], first: Day, { chance, span, parent }: World) {
  const id = `${first.slice(0, 4)}-${task.clause}`
  const part = (share: number): number => Math.floor(span * share)
  const after = chance.odds(0.6, id, 'at once') ? 0 : chance.between(1, part(0.2), id, 'issued')
  // Some are done soon: what follows a closing is seen in a shorter run, too.
  const [least, most] = chance.odds(0.4, id, 'soon') ? [0.15, 0.3] : [0.3, 0.9]
  const length = chance.between(part(least), part(most), id, 'due') - after
  const on = addDays(first, after)
  const due = addDays(on, Math.max(8, length))
  const milestones = Array.from({ length: chance.between(0, 3, id, 'milestones') }, (_, i) => ({
    id: `m${i + 1}`,
    title: task.milestones[0]?.title.zh ?? '阶段目标',
    due: toDate(addDays(on, Math.floor((length * (i + 1)) / 4) + 3)),
  }))
  const day = chance.between(1, 31, id, 'report by')
  const monthlyReport = chance.odds(0.6, id, 'monthly')
    ? { day, reminderDays: chance.between(0, 5, id, 'reminder') }
    : undefined
  const copied = chance.odds(0.3, id, 'copied') ? ['organisations/hn-sjt'] : []
  return {
    ...{ id, on },
    request: () =>
      Request.fromPartial({
        ...{ ...fresh(), parent, taskId: id, copied },
        content: {
          ...{ clause: `${parent}/clauses/${task.clause}`, title: task.title.zh, deliverable: task.deliverable.zh },
          ...{ closingStandard: '成果验收', due: toDate(due), milestones },
          ...(monthlyReport ? { monthlyReport } : {}),
        },
      }),
  }
}
