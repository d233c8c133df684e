/** What `qiantou task list|show|issue` does. */

import type { DateMessage } from '#proto/google/type/date.ts'
import { GetProgrammeRequest, ProgrammeServiceClient } from '#proto/qiantou/programme/v1/programme_service.ts'
import {
  GetTaskRequest,
  IssueTaskRequest,
  ListTasksRequest,
  type Task,
  TaskServiceClient,
} from '#proto/qiantou/task/v1/task_service.ts'
import { codeOf } from '#shared/domain/resource-name.ts'
import { allPages } from '#shared/grpc/page.ts'
import type { LookingBack } from '../input/command.ts'
import { filterOf } from '../input/command.ts'
import { programmeName, taskName } from '../input/name.ts'
import { now } from '../input/now.ts'
import { recordedDate } from '../input/text.ts'
import type { Session } from '../session.ts'
import type { Settings } from '../settings.ts'
import { jsonOf } from '../text/json.ts'
import { painted } from '../text/light.ts'
import { loadNames, shortName } from '../text/names.ts'
import { write, writeJson } from '../text/output.ts'
import { groupsOf, namedBodies, taskSheet, taskTable } from '../text/task.ts'
import { dateText, today } from '../text/time.ts'
import { type Act, reply } from './task-command.ts'
import { type NewTaskOptions, newTask, titleOfTrial } from './task-content.ts'
import { checkRepeats } from './task-repeat.ts'

// ---- Reading

type Listed = { readonly state?: string; readonly light?: string; readonly milestoneLight?: string }

export async function list(session: Session, { state, light, milestoneLight }: Listed): Promise<void> {
  const { settings } = session
  const bus = await session.bus()
  const tasks: Task[] = []
  const request = {
    parent: programmeName(settings.programme),
    filter: filterOf({
      ...{ state: state?.toUpperCase(), light: light?.toUpperCase(), milestone_light: milestoneLight?.toUpperCase() },
    }),
    pageSize: 1_000,
  }
  const fetch = (pageToken: string) =>
    bus.call(TaskServiceClient, (client) => client.listTasks, ListTasksRequest.fromPartial({ ...request, pageToken }))
  for await (const page of allPages(fetch)) tasks.push(...page.tasks)
  // A programme that is not there has no tasks either; who named it wants to know that.
  if (tasks.length === 0) {
    const named = GetProgrammeRequest.fromPartial({ name: request.parent })
    await bus.call(ProgrammeServiceClient, (client) => client.getProgramme, named)
  }
  if (settings.json) return writeJson({ tasks: jsonOf(tasks) })
  await write(painted(taskTable(tasks, await loadNames(bus, settings), settings.language)))
}

export async function show(session: Session, task: string, { after, asOf }: LookingBack): Promise<void> {
  const { settings } = session
  const bus = await session.bus()
  const request = GetTaskRequest.fromPartial({ name: taskName(task, settings), asOf: recordedDate(asOf) })
  const response = await bus.call(TaskServiceClient, (client) => client.getTask, request, after)
  if (settings.json) return writeJson(jsonOf(response))
  await write(painted(taskSheet(response.task as Task, await loadNames(bus, settings, asOf), settings.language)))
}

// ---- Issuing

type IssueOptions = NewTaskOptions & { readonly despiteRepeats?: true }

/** A task may be due in the past, where it is taken over from paper; where it is a slip, somebody should notice. */
export function warnOfPast(due: DateMessage | undefined, { language }: Settings): void {
  const day = dateText(due)
  if (day >= today(now())) return
  const say = { zh: `注意:时限 ${day} 已过`, en: `note: the due date, ${day}, has passed already` }
  process.stderr.write(`qiantou: ${say[language]}\n`)
}

export async function issue(session: Session, options: IssueOptions): Promise<void> {
  const { settings } = session
  const request = IssueTaskRequest.fromPartial({ ...(await newTask(session, options)) })
  const bus = await session.bus()
  const issueIt = (asked: IssueTaskRequest) =>
    bus.call(TaskServiceClient, (client) => client.issueTask, asked, options.after)
  const trial = () => issueIt({ ...request, validateOnly: true })
  if (!options.despiteRepeats) await checkRepeats(bus, request, settings, options, trial)
  const answer = await issueIt(request)
  await reply(session, bus, answer, issuedTo, titleOfTrial(answer, options))
  if (!settings.json && answer.receipt) await write(compilerStep(answer.task as Task, settings))
  warnOfPast(request.content?.due, settings)
}

/** How the authority of a joint task says who compiles, while that is to be said: closing is not proposed before. */
export function confirmingCompiler(task: Task, { programme }: Settings): string | undefined {
  const { name, mode, compiler, compilerConfirmed } = task
  if (mode !== 'RESPONSIBILITY_MODE_JOINT' || compilerConfirmed || compiler === '') return undefined
  return `npx qiantou task confirm-compiler ${shortName(name, programme)} ${codeOf(compiler)}`
}

/** That as a line; nothing where there is no such step. */
export function compilerStep(task: Task, settings: Settings): string {
  const call = confirmingCompiler(task, settings)
  if (!call) return ''
  return `${{ zh: `下一步,确认汇总单位:${call}`, en: `next, confirm who compiles: ${call}` }[settings.language]}\n`
}

/** To whom a task was issued, with a group in place of its members. */
export const issuedTo: Act = (name, { assignments, copied }) => {
  const groups = groupsOf({ assignments })
  const bodies = (counted: (count: number) => string) =>
    namedBodies({ assignments }).map(
      (body) => `${name(body)}${groups.has(body) ? counted(groups.get(body)?.length ?? 0) : ''}`,
    )
  const copies = copied.map(name)
  return {
    zh: `已交办 ${bodies((count) => ` ${count} 个`).join('、')}${copies.length ? `,抄送 ${copies.join('、')}` : ''}`,
    en: `issued to ${bodies((count) => ` (${count})`).join(', ')}${copies.length ? `, with copies to ${copies.join(', ')}` : ''}`,
  }
}
