/** What a body reports of a part, and when: on milestones, each month, and what it got wrong. */
import {
  type Assignment,
  GetAssignmentRequest,
  ReportProgressRequest,
} from '#proto/qiantou/assignment/v1/assignment_service.ts'
import { addDays, dayFrom, dayOf } from '#shared/domain/calendar.ts'
import { fresh, proof } from '../world/request.ts'
import type { World } from '../world/world.ts'
import type { Client } from './client.ts'

type Report = { readonly milestone: string; readonly percent: number; readonly corrects: number }

/** What is to be reported today; nothing on most days. */
export function reportOn({ chance, today }: World, part: Assignment): Report | undefined {
  const { name, reportCount, reports } = part
  const last = reports.at(-1)
  if (last && last.corrects === 0 && chance.odds(0.05, name, 'wrong', reportCount))
    return { milestone: last.milestone, percent: Math.max(0, last.percent - 5), corrects: last.number }
  for (const { id, due, reachTime } of part.milestoneStates) {
    if (reachTime || !due) continue
    const day = addDays(dayFrom(due), chance.between(-12, 5, name, id, 'reached'))
    if (today >= day) return { milestone: id, percent: 100, corrects: 0 }
    // Half of it some days before.
    if (today >= addDays(day, -10) && !reports.some(({ milestone }) => milestone === id) && last?.milestone !== id)
      return { milestone: id, percent: 50, corrects: 0 }
  }
  if (!part.nextReportDue) return undefined
  const asked = dayFrom(part.nextReportDue)
  const isSaid = last !== undefined && dayOf(last.time as Date) > addDays(asked, -20)
  const day = addDays(asked, chance.between(-4, chance.odds(0.2, name, asked, 'late') ? 6 : -1, name, asked))
  return today >= day && !isSaid
    ? { milestone: '', percent: Math.min(95, (last?.percent ?? 0) + 8), corrects: 0 }
    : undefined
}

export async function reportProgress(client: Client, { name }: Assignment, report: Report): Promise<void> {
  const act = report.corrects ? 'CorrectReport' : 'ReportProgress'
  const said = {
    text: report.corrects ? '更正' : '按计划推进',
    evidence: report.percent === 100 ? [proof('佐证')] : [],
  }
  const request = ReportProgressRequest.fromPartial({ ...fresh(), name, ...report, ...said })
  await client.send('assignments', (stub) => stub.reportProgress, request, act)
}

/** Whoever another body has delegated to reports in its place; once the delegation has ended it is refused. */
export async function reportForOthers(client: Client): Promise<void> {
  const { world, code } = client
  for (const name of world.delegated.get(code) ?? []) {
    if (!world.comes(0.1, name, 'delegate reports')) continue
    const request = GetAssignmentRequest.create({ name })
    const found = await client.ask('assignments', (stub) => stub.getAssignment, request)
    if (found?.assignment) await reportProgress(client, found.assignment, { milestone: '', percent: 60, corrects: 0 })
  }
}
