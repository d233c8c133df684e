/** How a command about a task is sent, and how it says what it did. */
import type { Receipt } from '#proto/qiantou/record/v1/record.ts'
import { type Task, TaskServiceClient } from '#proto/qiantou/task/v1/task_service.ts'
import type { Bus, Method } from '../bus/bus.ts'
import { type CommandOptions, commandFields } from '../input/command.ts'
import { organisationName, taskName } from '../input/name.ts'
import { textOf } from '../input/text.ts'
import type { Session } from '../session.ts'
import type { Bilingual } from '../settings.ts'
import { jsonOf } from '../text/json.ts'
import { namesInSentences } from '../text/names.ts'
import { write, writeJson } from '../text/output.ts'
import { told } from '../text/receipt.ts'

export type WithReason = CommandOptions & { readonly reason: string }
export type WithText = CommandOptions & { readonly text: string }

type Answer = { readonly task: Task | undefined; readonly receipt: Receipt | undefined }

/** What a command did, told with the names that bodies have. */
export type Act = (name: (organisation: string) => string, task: Task) => Bilingual

/** Says what a command did; `called` stands for a name that does not count. */
export async function reply({ settings }: Session, bus: Bus, answer: Answer, act: Act, called?: string): Promise<void> {
  if (settings.json) return writeJson(jsonOf(answer))
  const { task, receipt } = answer as { task: Task; receipt: Receipt | undefined }
  const names = await namesInSentences(bus, settings)
  const done = act((organisation) => names.list([organisation]), task)
  await write(told(called ?? task.name, done[settings.language], receipt, settings))
}

/** Sends a command about a task, and says what it did. */
export async function perform<Request>(
  session: Session,
  method: Method<TaskServiceClient, Request, Answer>,
  request: Request,
  options: CommandOptions,
  act: Act,
): Promise<void> {
  const bus = await session.bus()
  await reply(session, bus, await bus.call(TaskServiceClient, method, request, options.after), act)
}

/** The fields of a command about the whole task. */
export const aboutTask = ({ settings }: Session, task: string, options: CommandOptions) => ({
  ...commandFields(options),
  name: taskName(task, settings),
})

/** The fields of a command about one body's part. */
export const aboutPart = (session: Session, task: string, body: string, options: CommandOptions) => ({
  ...aboutTask(session, task, options),
  organisation: organisationName(body),
})

/** The same, with a reason. */
export const reasoned = async (session: Session, task: string, body: string, options: WithReason) => ({
  ...aboutPart(session, task, body, options),
  reason: await textOf(options.reason),
})
