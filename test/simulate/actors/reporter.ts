/** What a body reports of a part, and when: on milestones, each month, and what it got wrong. */
import {
  type Assignment,
  GetAssignmentRequest,
  ReportProgressRequest,
} from '#proto/qiantou/assignment/v1/assignment_service.ts'
import type { PublicationAttribute, SecrecyLevel } from '#proto/qiantou/record/v1/record.ts'
import { addDays, dayFrom, dayOf } from '#shared/domain/calendar.ts'
import { fresh, proof } from '../world/request.ts'
import type { World } from '../world/world.ts'
import type { Client } from './client.ts'

type Report = { readonly milestone: string; readonly percent: number; readonly corrects: number }

/** What is to be reported today; nothing on most days. */
export function reportOn({ chance, today }: World, part: Assignment): Report | undefined {
  const { name, reportCount, reports } = part
  const last = reports.at(-1)
  // What counts as reached since the task was opened again is reported on no more.
  const isSettled = part.milestoneStates.some(({ id, reachTime }) => id === last?.milestone && reachTime)
  const mayCorrect = last?.corrects === 0 && (last.percent === 100 || !isSettled)
  if (mayCorrect && chance.odds(0.05, name, 'wrong', reportCount))
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

/** How secret a report says it is, most often nothing. */
const marks: readonly { readonly secrecy?: SecrecyLevel; readonly publication?: PublicationAttribute }[] = [
  ...[{}, {}, {}, {}, {}],
  { secrecy: 'SECRECY_LEVEL_WORK_SECRET', publication: 'PUBLICATION_ATTRIBUTE_WITHHELD' },
  { publication: 'PUBLICATION_ATTRIBUTE_PROACTIVE' },
]

export async function reportProgress(client: Client, { name }: Assignment, report: Report): Promise<void> {
  const act = report.corrects ? 'CorrectReport' : 'ReportProgress'
  const { chance, today, tally } = client.world
  const isAttached = report.percent === 100 && chance.odds(0.6, name, today, 'attached')
  const attached = isAttached ? await client.attach(name.split('/assignments/')[0] ?? '', '佐证') : undefined
  const mark = chance.pick(marks, name, today, 'mark')
  const said = {
    text: report.corrects ? '更正' : '按计划推进',
    evidence: report.percent === 100 ? [attached ?? proof('佐证')] : [],
  }
  const request = ReportProgressRequest.fromPartial({ ...fresh(), name, ...report, ...said, ...mark })
  const answer = await client.send('assignments', (stub) => stub.reportProgress, request, act)
  const { source, sequence } = answer?.receipt ?? {}
  const { secrecy = '-', publication = '-' } = mark
  if (source && sequence) tally.marked.push({ source, sequence, mark: `${secrecy} ${publication}` })
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
