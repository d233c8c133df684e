/** The scenarios: each issues a task of its own, or takes one up, and plays it with its real bodies until it is closed. */

import { DeadlineReached } from '#proto/qiantou/assignment/v1/assignment_events.ts'
import type { Task } from '#proto/qiantou/task/v1/task_service.ts'
import { addDays } from '#shared/domain/calendar.ts'
import { assignmentName } from '#shared/domain/resource-name.ts'
import type { ReadRecord } from '#shared/record/record.ts'
import { now } from '../input/now.ts'
import { today } from '../text/time.ts'
import { reorganisation } from './reorganisation.ts'
import { organisationOf, type Play, type Steps } from './steps.ts'

/** Which task a scenario plays: one that is there, or a fresh one where none is named. */
export type Scenario = (steps: Steps, name: string | undefined) => Promise<Task>

const endOfYear = (): string => `${today(now()).slice(0, 4)}-12-31`

const bodiesOf = ({ assignments }: Task): string[] => assignments.map(organisationOf)
const leadsOf = ({ assignments }: Task): string[] =>
  assignments.filter(({ body }) => body?.role === 'ROLE_LEAD').map(organisationOf)

/** All is reviewed: parts by the first lead, the leads' own by the office. */
async function review(steps: Steps, task: Task): Promise<void> {
  const leads = leadsOf(task)
  const supporters = bodiesOf(task).filter((body) => !leads.includes(body))
  for (const body of supporters) await steps.accept(task.name, body, leads[0] as string)
  for (const body of leads) await steps.accept(task.name, body, steps.office)
}

/** Its leads propose closing, the office strikes it off. */
async function strikeOff(steps: Steps, task: Task): Promise<Task> {
  for (const lead of leadsOf(task)) await steps.proposeClosing(task.name, lead)
  await steps.close(task.name)
  return steps.read(task.name)
}

// ---- Led: every body acknowledges, reports, submits; one part is returned; all is reviewed and closed

const led: Scenario = async (steps, named) => {
  const mode = 'RESPONSIBILITY_MODE_LED'
  const play: Play = { clause: 'a5-1', due: endOfYear(), work: steps.lines.catalogue }
  const task = named ? await steps.takeUp(named, mode) : await steps.issue(play, mode)
  const { name } = task
  const leads = leadsOf(task)
  for (const body of bodiesOf(task)) await steps.acknowledge(name, body)
  for (const body of bodiesOf(task)) await steps.report(name, body)
  // The supporters first: a lead compiles what they have submitted.
  const supporters = bodiesOf(task).filter((body) => !leads.includes(body))
  const [returned, ...others] = [...supporters, ...leads]
  if (returned) {
    await steps.submit(name, returned, steps.lines.incomplete)
    await steps.returnSubmission(name, returned, supporters.length > 0 ? (leads[0] as string) : steps.office)
    await steps.submit(name, returned)
  }
  for (const body of others) await steps.submit(name, body)
  await review(steps, task)
  return strikeOff(steps, task)
}

// ---- Joint: nobody leads; one body compiles, all countersign

/** From issue to a proposal to close: the office reviews, who was confirmed to compile proposes. */
async function workJointly(steps: Steps, play: Play, named: string | undefined): Promise<Task> {
  const mode = 'RESPONSIBILITY_MODE_JOINT'
  const task = named ? await steps.takeUp(named, mode) : await steps.issue(play, mode)
  const { name, compiler } = task
  if (!task.compilerConfirmed) await steps.confirmCompiler(name, compiler)
  for (const body of bodiesOf(task)) await steps.acknowledge(name, body)
  for (const body of bodiesOf(task)) await steps.report(name, body)
  for (const body of bodiesOf(task)) await steps.submit(name, body)
  for (const body of bodiesOf(task)) await steps.accept(name, body, steps.office)
  await steps.proposeClosing(name, compiler)
  return task
}

const othersOf = (task: Task): string[] => bodiesOf(task).filter((body) => body !== task.compiler)

const joint: Scenario = async (steps, named) => {
  const task = await workJointly(steps, { clause: 'a5-3', due: endOfYear(), work: steps.lines.technologies }, named)
  const { name } = task
  await steps.refused(name, steps.office, 'COUNTERSIGNATURE_REQUIRED', () => steps.close(name))
  for (const body of othersOf(task)) await steps.countersign(name, body)
  await steps.close(name)
  return steps.read(name)
}

// ---- Dissent: one body does not agree; the office rules, citing minutes; the dissent stays

const dissent: Scenario = async (steps, named) => {
  const task = await workJointly(steps, { clause: 'a5-10', due: endOfYear(), work: steps.lines.filings }, named)
  const { name } = task
  const [dissenting = '', ...others] = othersOf(task)
  await steps.dissent(name, dissenting)
  for (const body of others) await steps.countersign(name, body)
  await steps.refused(name, steps.office, 'RULING_REQUIRED', () => steps.close(name))
  await steps.ruleThatItCloses(name)
  await steps.close(name)
  const closed = await steps.read(name)
  await steps.stage.aside({ kind: 'dissent', name, organisations: closed.dissentedBy })
  return closed
}

// ---- Overdue: limits pass, and time itself tells of them; more time is for those who ask before

/** Whether the bus has told of a limit of every body's part of a task. */
const toldOfAll =
  (task: Task, limit: DeadlineReached['deadline']) =>
  (records: readonly ReadRecord[]): boolean => {
    const told = records.filter(
      ({ type, data }) => type === DeadlineReached.$type && DeadlineReached.decode(data).deadline === limit,
    )
    const subjects = new Set(told.map(({ subject }) => subject))
    return bodiesOf(task).every((body) => subjects.has(assignmentName(task.name, body)))
  }

/** A task that is due tomorrow: a body asks in time, the lead supports it, the office grants it; its light changes. */
async function extend(steps: Steps, now: string): Promise<void> {
  const play: Play = { clause: 'a5-1', due: addDays(now, 1), work: steps.lines.nearCatalogue }
  const task = await steps.issue(play, 'RESPONSIBILITY_MODE_LED')
  const { name } = task
  const [lead = ''] = leadsOf(task)
  const body = bodiesOf(task).findLast((one) => one !== lead) ?? ''
  await steps.stage.told(toldOfAll(task, 'DEADLINE_WARNING'))
  await steps.acknowledge(name, body)
  await steps.showLight(name, body)
  await steps.requestExtension(name, body, addDays(now, 60))
  await steps.refused(name, steps.office, 'OPINION_REQUIRED', () => steps.grantExtension(name, body))
  await steps.supportExtension(name, body, lead)
  await steps.grantExtension(name, body)
  await steps.showLight(name, body)
  await steps.cancel(name)
}

const overdue: Scenario = async (steps) => {
  const day = today(now())
  const play: Play = { clause: 'a5-1', due: addDays(day, -10), work: steps.lines.overdueCatalogue }
  const task = await steps.issue(play, 'RESPONSIBILITY_MODE_LED')
  const { name } = task
  await steps.stage.told(toldOfAll(task, 'DEADLINE_DUE'))
  await steps.showLight(name)
  const [late = ''] = bodiesOf(task).filter((body) => !leadsOf(task).includes(body))
  const tooLate = () => steps.requestExtension(name, late, addDays(day, 60))
  await steps.refused(name, late, 'EXTENSION_TOO_LATE', tooLate)
  await extend(steps, day)
  for (const body of bodiesOf(task)) await steps.acknowledge(name, body)
  for (const body of bodiesOf(task)) await steps.submit(name, body)
  await review(steps, task)
  const closed = await strikeOff(steps, task)
  await steps.showLight(name)
  return closed
}

export const scenarios = { led, joint, dissent, overdue, reorganisation } as const satisfies Readonly<
  Record<string, Scenario>
>
