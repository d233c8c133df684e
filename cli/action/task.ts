/** What `qiantou task …` does. */
import type { DateMessage } from '#proto/google/type/date.ts'
import { GetProgrammeRequest, ProgrammeServiceClient } from '#proto/qiantou/programme/v1/programme_service.ts'
import type { Receipt } from '#proto/qiantou/record/v1/record.ts'
import {
  AcceptSubmissionRequest,
  CancelTaskRequest,
  CloseTaskRequest,
  GetTaskRequest,
  IssueTaskRequest,
  ListTasksRequest,
  ProposeClosingRequest,
  ReassignAssignmentRequest,
  ReturnSubmissionRequest,
  type Task,
  TaskServiceClient,
  UpholdAssignmentRequest,
} from '#proto/qiantou/task/v1/task_service.ts'
import type { After } from '#shared/domain/decider.ts'
import { allPages } from '#shared/grpc/page.ts'
import type { Bus } from '../bus/bus.ts'
import { type CommandOptions, commandFields } from '../input/command.ts'
import { clauseName, organisationName, programmeName, taskName } from '../input/name.ts'
import { dateOf, evidenceOf, milestoneOf, textOf } from '../input/text.ts'
import type { Session } from '../session.ts'
import type { Bilingual, Settings } from '../settings.ts'
import { jsonOf } from '../text/json.ts'
import { loadNames, Names } from '../text/names.ts'
import { write, writeJson } from '../text/output.ts'
import { told } from '../text/receipt.ts'
import { taskSheet, taskTable } from '../text/task.ts'
import { dateText, today } from '../text/time.ts'

// ---- Reading

export async function list(session: Session, { state }: { readonly state?: string }): Promise<void> {
  const { settings } = session
  const bus = await session.bus()
  const tasks: Task[] = []
  const request = {
    parent: programmeName(settings.programme),
    filter: state ? `state = ${state.toUpperCase()}` : '',
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
  await write(taskTable(tasks, await loadNames(bus, settings), settings.language))
}

export async function show(
  session: Session,
  task: string,
  { after }: { readonly after?: readonly After[] },
): Promise<void> {
  const { settings } = session
  const bus = await session.bus()
  const request = GetTaskRequest.fromPartial({ name: taskName(task, settings) })
  const response = await bus.call(TaskServiceClient, (client) => client.getTask, request, after)
  if (settings.json) return writeJson(jsonOf(response))
  await write(taskSheet(response.task as Task, await loadNames(bus, settings), settings.language))
}

// ---- Commands

type Answer = { readonly task: Task | undefined; readonly receipt: Receipt | undefined }

/** What a command did, told with the names that bodies have. */
type Act = (name: (organisation: string) => string, task: Task) => Bilingual

/** Says what a command did; `called` stands for a name that does not count. */
async function reply({ settings }: Session, bus: Bus, answer: Answer, act: Act, called?: string): Promise<void> {
  if (settings.json) return writeJson(jsonOf(answer))
  const { task, receipt } = answer as { task: Task; receipt: Receipt | undefined }
  // What is done is told, whether or not somebody can say what bodies are called; in English they go by their codes.
  const codes = new Names([], settings)
  const names = settings.language === 'zh' ? await loadNames(bus, settings).catch(() => codes) : codes
  const done = act((organisation) => names.list([organisation]), task)
  await write(told(called ?? task.name, done[settings.language], receipt, settings))
}

type IssueOptions = CommandOptions & {
  readonly clause: string
  readonly title: string
  readonly due: string
  readonly deliverable?: string
  readonly closingStandard?: string
  readonly milestone?: readonly string[]
  readonly id?: string
}

/** A task may be due in the past, where it is taken over from paper; where it is a slip, somebody should notice. */
function warnOfPast(due: DateMessage | undefined, { language }: Settings): void {
  const day = dateText(due)
  if (day >= today(new Date())) return
  const say = { zh: `注意:时限 ${day} 已过`, en: `note: the due date, ${day}, has passed already` }
  process.stderr.write(`qiantou: ${say[language]}\n`)
}

export async function issue(session: Session, options: IssueOptions): Promise<void> {
  const { settings } = session
  const { requestId, validateOnly } = commandFields(options)
  const request = IssueTaskRequest.fromPartial({
    requestId,
    validateOnly,
    parent: programmeName(settings.programme),
    taskId: options.id ?? '',
    content: {
      clause: clauseName(options.clause, settings),
      title: await textOf(options.title),
      deliverable: await textOf(options.deliverable ?? ''),
      closingStandard: await textOf(options.closingStandard ?? ''),
      due: dateOf(options.due),
      milestones: (options.milestone ?? []).map(milestoneOf),
    },
  })
  const bus = await session.bus()
  const answer = await bus.call(TaskServiceClient, (client) => client.issueTask, request, options.after)
  // The id that the server makes for a trial is not the one that the task will have.
  const called = answer.receipt || options.id ? undefined : answer.task?.content?.title
  const act: Act = (name, { assignments }) => {
    const bodies = assignments.map(({ body }) => name(body?.organisation ?? ''))
    return { zh: `已交办 ${bodies.join('、')}`, en: `issued to ${bodies.join(', ')}` }
  }
  await reply(session, bus, answer, act, called)
  warnOfPast(request.content?.due, settings)
}

export async function accept(session: Session, task: string, body: string, options: CommandOptions): Promise<void> {
  const organisation = organisationName(body)
  const fields = { ...commandFields(options), name: taskName(task, session.settings), organisation }
  const request = AcceptSubmissionRequest.fromPartial(fields)
  const bus = await session.bus()
  const answer = await bus.call(TaskServiceClient, (client) => client.acceptSubmission, request, options.after)
  await reply(session, bus, answer, (name) => ({
    zh: `已审核通过 ${name(organisation)} 的办结`,
    en: `accepted what ${name(organisation)} submitted`,
  }))
}

type WithReason = CommandOptions & { readonly reason: string }

/** The fields of a command about one body's part, with a reason. */
const reasoned = async ({ settings }: Session, task: string, body: string, options: WithReason) => ({
  ...commandFields(options),
  name: taskName(task, settings),
  organisation: organisationName(body),
  reason: await textOf(options.reason),
})

export async function returnSubmission(
  session: Session,
  task: string,
  body: string,
  options: WithReason,
): Promise<void> {
  const request = ReturnSubmissionRequest.fromPartial(await reasoned(session, task, body, options))
  const bus = await session.bus()
  const answer = await bus.call(TaskServiceClient, (client) => client.returnSubmission, request, options.after)
  await reply(session, bus, answer, (name) => ({
    zh: `已将办结退回 ${name(request.organisation)} 重办`,
    en: `returned what ${name(request.organisation)} submitted, to be done again`,
  }))
}

export async function uphold(session: Session, task: string, body: string, options: WithReason): Promise<void> {
  const request = UpholdAssignmentRequest.fromPartial(await reasoned(session, task, body, options))
  const bus = await session.bus()
  const answer = await bus.call(TaskServiceClient, (client) => client.upholdAssignment, request, options.after)
  await reply(session, bus, answer, (name) => ({
    zh: `已维持 ${name(request.organisation)} 的交办`,
    en: `upheld the part of ${name(request.organisation)}`,
  }))
}

export async function reassign(
  session: Session,
  task: string,
  body: string,
  successor: string,
  options: WithReason,
): Promise<void> {
  const fields = { ...(await reasoned(session, task, body, options)), successor: organisationName(successor) }
  const request = ReassignAssignmentRequest.fromPartial(fields)
  const bus = await session.bus()
  const answer = await bus.call(TaskServiceClient, (client) => client.reassignAssignment, request, options.after)
  await reply(session, bus, answer, (name) => ({
    zh: `已将 ${name(request.organisation)} 的交办件改派 ${name(request.successor)}`,
    en: `reassigned the part of ${name(request.organisation)} to ${name(request.successor)}`,
  }))
}

type ClosingOptions = CommandOptions & { readonly text: string; readonly evidence?: readonly string[] }

export async function proposeClosing(session: Session, task: string, options: ClosingOptions): Promise<void> {
  const request = ProposeClosingRequest.fromPartial({
    ...commandFields(options),
    name: taskName(task, session.settings),
    statement: await textOf(options.text),
    evidence: await Promise.all((options.evidence ?? []).map(evidenceOf)),
  })
  const bus = await session.bus()
  const answer = await bus.call(TaskServiceClient, (client) => client.proposeClosing, request, options.after)
  await reply(session, bus, answer, () => ({ zh: '已提出销号', en: 'proposed closing' }))
}

export async function close(session: Session, task: string, options: CommandOptions): Promise<void> {
  const request = CloseTaskRequest.fromPartial({ ...commandFields(options), name: taskName(task, session.settings) })
  const bus = await session.bus()
  const answer = await bus.call(TaskServiceClient, (client) => client.closeTask, request, options.after)
  await reply(session, bus, answer, () => ({ zh: '已销号', en: 'closed, struck off the list' }))
}

export async function cancel(session: Session, task: string, options: WithReason): Promise<void> {
  const name = taskName(task, session.settings)
  const request = CancelTaskRequest.fromPartial({
    ...commandFields(options),
    name,
    reason: await textOf(options.reason),
  })
  const bus = await session.bus()
  const answer = await bus.call(TaskServiceClient, (client) => client.cancelTask, request, options.after)
  await reply(session, bus, answer, () => ({ zh: '任务已终止', en: 'cancelled' }))
}
