/** What a task asks for, of what the command line says, of the draft that it revises, or of the task that it goes on with. */
import type { DateMessage } from '#proto/google/type/date.ts'
import type { TaskContent } from '#proto/qiantou/task/v1/task_events.ts'
import { GetTaskRequest, type Task, TaskServiceClient } from '#proto/qiantou/task/v1/task_service.ts'
import { addDays, dayFrom, startOf, toDate } from '#shared/domain/calendar.ts'
import type { After } from '#shared/domain/decider.ts'
import type { Bus } from '../bus/bus.ts'
import { usage } from '../failure.ts'
import { type CommandOptions, creationFields } from '../input/command.ts'
import { clauseName, organisationName, programmeName, taskName } from '../input/name.ts'
import { type SecrecyOptions, secrecyFields } from '../input/secrecy.ts'
import { dateOf, milestoneOf, textOf } from '../input/text.ts'
import type { Session } from '../session.ts'
import type { Settings } from '../settings.ts'

type ContentOptions = SecrecyOptions & {
  readonly clause?: string
  readonly title?: string
  readonly offline?: true
  readonly due?: string
  readonly deliverable?: string
  readonly closingStandard?: string
  readonly milestone?: readonly string[]
  readonly reportDay?: bigint
  readonly reminderDays?: bigint
  readonly continue?: string
}

/** What every body reports each month. @throws Failure USAGE where there is a reminder of nothing */
function monthlyReportOf({ reportDay, reminderDays }: ContentOptions) {
  if (reportDay === undefined && reminderDays !== undefined)
    throw usage({
      zh: '--reminder-days 须与 --report-day 同用',
      en: '--reminder-days goes with --report-day: there is no report to remind of',
    })
  return reportDay === undefined
    ? {}
    : { monthlyReport: { day: Number(reportDay), reminderDays: Number(reminderDays ?? 0n) } }
}

/** Refuses what cannot be meant. @throws Failure USAGE */
function checkWhole({ title, offline, clause, due }: ContentOptions): void {
  if ((title === undefined) !== (offline ?? false))
    throw usage({
      zh: '须有 --title;线下办理的任务则用 --offline,不写标题',
      en: 'a task has a --title, or is handled --offline and has none',
    })
  if (clause === undefined || due === undefined)
    throw usage({
      zh: '须有 --clause 和 --due,或以 --continue 接续往年任务',
      en: 'a task has a --clause and a --due, or goes on with a former one: --continue',
    })
}

const dayMilliseconds = 86_400_000
const daysBetween = (from: DateMessage, to: DateMessage): number =>
  Math.round((startOf(dayFrom(to)).getTime() - startOf(dayFrom(from)).getTime()) / dayMilliseconds)

/** The same day some years later; of 29 February the day before, where there is none. */
function yearsLater({ year, month, day }: DateMessage, years: number): DateMessage {
  const date = toDate(addDays(dayFrom({ $type: 'google.type.Date', year: year + years, month, day: 1 }), day - 1))
  return date.month === month ? date : toDate(addDays(dayFrom(date), -1))
}

/** How the dates of a former task move: by whole years where its due date does, else by as many days. */
function moving(former: DateMessage, due: DateMessage): (date: DateMessage) => DateMessage {
  const years = due.year - former.year
  return dayFrom(yearsLater(former, years)) === dayFrom(due)
    ? (date) => yearsLater(date, years)
    : (date) => toDate(addDays(dayFrom(date), daysBetween(former, due)))
}

/** Of a task handled offline the service makes the title: who says one besides is told that there is none. */
const untitled = (content: Partial<TaskContent>): Partial<TaskContent> =>
  content.handledOffline ? { ...content, title: '' } : content

/** What is said, in the place of what there was; of that no text is left once the work is handled offline. */
function onTopOf(former: Partial<TaskContent>, said: Partial<TaskContent>): Partial<TaskContent> {
  if (!said.handledOffline) return { ...former, ...said }
  const { clause = '', due, continues } = former
  return { ...(continues === undefined ? { clause, due } : { clause, due, continues }), ...said }
}

/** What a task of the next year takes over from the one that it goes on with. */
function rolledOver(name: string, { content }: Task, due: string | undefined): Partial<TaskContent> {
  const { due: former, milestones = [], ...rest } = untitled(content ?? {})
  if (!former) return { ...rest, continues: name }
  const next = due === undefined ? yearsLater(former, 1) : dateOf(due)
  const move = moving(former, next)
  const moved = milestones.map((milestone) => ({ ...milestone, due: milestone.due && move(milestone.due) }))
  return { ...rest, continues: name, due: next, milestones: moved }
}

/** What the options say, and nothing of what they leave out. */
async function said(options: ContentOptions, settings: Settings): Promise<Partial<TaskContent>> {
  const { clause, title, due, deliverable, closingStandard, milestone } = options
  return {
    ...(clause === undefined ? {} : { clause: clauseName(clause, settings) }),
    ...(title === undefined ? {} : { title: await textOf(title) }),
    ...(deliverable === undefined ? {} : { deliverable: await textOf(deliverable) }),
    ...(closingStandard === undefined ? {} : { closingStandard: await textOf(closingStandard) }),
    ...(due === undefined ? {} : { due: dateOf(due) }),
    ...(milestone ? { milestones: milestone.map(milestoneOf) } : {}),
    ...(monthlyReportOf(options) as Partial<TaskContent>),
    ...secrecyFields(options),
    ...(options.offline ? { handledOffline: true } : {}),
  }
}

export const getTask = async (bus: Bus, name: string, after?: readonly After[]): Promise<Task> =>
  (await bus.call(TaskServiceClient, (client) => client.getTask, GetTaskRequest.fromPartial({ name }), after))
    .task as Task

/** Of a new task. @throws Failure USAGE where something is missing */
async function newContent(
  session: Session,
  options: ContentOptions & { readonly after: readonly After[] },
): Promise<Partial<TaskContent>> {
  const { settings } = session
  const own = await said(options, settings)
  if (options.continue === undefined) {
    checkWhole(options)
    return own
  }
  const name = taskName(options.continue, settings)
  const former = await getTask(await session.bus(), name, options.after)
  return onTopOf(rolledOver(name, former, options.due), own)
}

export type NewTaskOptions = CommandOptions &
  ContentOptions & { readonly copy?: readonly string[]; readonly id?: string }

/** What a task begins with, issued or drafted. @throws Failure USAGE where something is missing */
export async function newTask(session: Session, options: NewTaskOptions) {
  return {
    ...creationFields(options),
    parent: programmeName(session.settings.programme),
    taskId: options.id ?? '',
    content: await newContent(session, options),
    copied: (options.copy ?? []).map(organisationName),
  }
}

/** By what a task is called that is only tried: the id that the server makes for a trial is not the one that it will have. */
export const titleOfTrial = (
  answer: { readonly receipt?: unknown; readonly task?: Task | undefined },
  { id }: NewTaskOptions,
): string | undefined => (answer.receipt || id ? undefined : answer.task?.content?.title)

/** Of a draft: what is not said stays. */
export const changedContent = async (
  options: ContentOptions,
  { content }: Task,
  settings: Settings,
): Promise<Partial<TaskContent>> => onTopOf(untitled(content ?? {}), await said(options, settings))
