/** The office's reports: lights are confirmed for each month and each quarter, and now and then taken back and confirmed anew. */
import { ConfirmReportRequest, WithdrawReportRequest } from '#proto/qiantou/supervision/v1/report_service.ts'
import type { Task } from '#proto/qiantou/task/v1/task_service.ts'
import { type Day, dayOf, toDate } from '#shared/domain/calendar.ts'
import { fresh } from '../world/request.ts'
import type { Client } from './client.ts'
import { bodyOf, isOver } from './lead.ts'

/** A report that is to be confirmed. */
export type Wanted = { readonly id: string; readonly asOf: Day }

/** What is reported once a month is over. */
export function reportsOf(lastDay: Day): readonly Wanted[] {
  const [year, month] = lastDay.split('-').map(Number) as [number, number]
  const monthly = { id: lastDay.slice(0, 7), asOf: lastDay }
  return month % 3 === 0 ? [monthly, { id: `${year}-q${month / 3}`, asOf: lastDay }] : [monthly]
}

/** A part that was given by then and open: nothing was submitted of it, so that it was not opened again since. */
const openOn = (day: Day, tasks: readonly Task[]): string | undefined =>
  tasks
    .filter(({ issueTime }) => issueTime && dayOf(issueTime) <= day)
    .flatMap(({ name, assignments }) =>
      assignments
        .filter((part) => !isOver(part) && part.submissions === 0)
        .map((part) => `${name}/assignments/${bodyOf(part).split('/')[1]}`),
    )[0]

/** Confirms what is wanted. @returns what could not be confirmed yet: while the log is behind it is asked for again */
export async function confirm(
  client: Client,
  wanted: readonly Wanted[],
  tasks: readonly Task[],
): Promise<readonly Wanted[]> {
  const { world } = client
  const left: Wanted[] = []
  for (const { id, asOf } of wanted) {
    const name = `${world.parent}/reports/${id}`
    const assignment = world.comes(0.6, name, 'adjusted') ? openOn(asOf, tasks) : undefined
    const colour = 'LIGHT_COLOUR_YELLOW' as const
    const request = ConfirmReportRequest.fromPartial({
      ...{ ...fresh(), parent: world.parent, reportId: id, asOf: toDate(asOf) },
      adjustments: assignment ? [{ assignment, colour, reason: '正在扫尾' }] : [],
    })
    const confirmed = await client.send('reports', (stub) => stub.confirmReport, request)
    if (!confirmed) left.push({ id, asOf })
    else if (world.comes(world.tally.acts.has('WithdrawReport') ? 0.2 : 0.6, name, 'withdrawn')) {
      const withdrawal = WithdrawReportRequest.create({ ...fresh(), name, reason: '数据有误' })
      if (await client.send('reports', (stub) => stub.withdrawReport, withdrawal)) left.push({ id, asOf })
    }
  }
  return left
}
