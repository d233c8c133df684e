/** What `qiantou task draft|revise-draft|return-draft|confirm` does. */
import {
  ConfirmDraftRequest,
  DraftTaskRequest,
  ListTasksRequest,
  ReturnDraftRequest,
  ReviseDraftRequest,
  type Task,
  TaskServiceClient,
} from '#proto/qiantou/task/v1/task_service.ts'
import { partsOf, programmeOf } from '#shared/domain/resource-name.ts'
import { allPages } from '#shared/grpc/page.ts'
import type { Bus } from '../bus/bus.ts'
import { Failure, usage } from '../failure.ts'
import { type CommandOptions, commandFields, filterOf } from '../input/command.ts'
import { organisationName, programmeName, taskName } from '../input/name.ts'
import { textOf } from '../input/text.ts'
import { spoken } from '../language.ts'
import type { Session } from '../session.ts'
import { jsonOf } from '../text/json.ts'
import { namesInSentences } from '../text/names.ts'
import { write, writeJson } from '../text/output.ts'
import { told } from '../text/receipt.ts'
import { compilerStep, issuedTo, warnOfPast } from './task.ts'
import { aboutTask, perform, reply, type WithReason } from './task-command.ts'
import { changedContent, getTask, type NewTaskOptions, newTask, titleOfTrial } from './task-content.ts'
import { checkRepeats } from './task-repeat.ts'

export async function draft(session: Session, options: NewTaskOptions): Promise<void> {
  const { settings } = session
  const request = DraftTaskRequest.fromPartial(await newTask(session, options))
  const bus = await session.bus()
  const answer = await bus.call(TaskServiceClient, (client) => client.draftTask, request, options.after)
  const act = () => ({ zh: '已拟订,待主管机构确认', en: 'drafted, to be confirmed by the office' })
  await reply(session, bus, answer, act, titleOfTrial(answer, options))
  warnOfPast(request.content?.due, settings)
}

export async function revise(session: Session, task: string, options: NewTaskOptions): Promise<void> {
  const bus = await session.bus()
  const about = aboutTask(session, task, options)
  const former = await getTask(bus, about.name, options.after)
  const request = ReviseDraftRequest.fromPartial({
    ...about,
    // What is not said is as it was read: somebody may have revised it meanwhile.
    etag: about.etag || former.etag,
    content: await changedContent(options, former, session.settings),
    copied: options.copy?.map(organisationName) ?? former.copied,
  })
  const act = () => ({ zh: '已修改,待主管机构确认', en: 'revised, to be confirmed by the office' })
  await perform(session, (client) => client.reviseDraft, request, options, act)
}

export async function giveBack(session: Session, task: string, options: WithReason): Promise<void> {
  const fields = { ...aboutTask(session, task, options), reason: await textOf(options.reason) }
  const act = () => ({ zh: '已退回修改', en: 'sent back to be revised' })
  await perform(session, (client) => client.returnDraft, ReturnDraftRequest.fromPartial(fields), options, act)
}

// ---- Confirming

type ConfirmOptions = CommandOptions & { readonly all?: true; readonly despiteRepeats?: true }

/** Every draft of the programme that waits for the office, in the order of their numbers. */
async function waiting({ settings }: Session, bus: Bus, { after }: ConfirmOptions): Promise<readonly Task[]> {
  const tasks: Task[] = []
  const request = { parent: programmeName(settings.programme), filter: filterOf({ state: 'DRAFT' }), pageSize: 1_000 }
  const fetch = (pageToken: string) =>
    bus.call(
      TaskServiceClient,
      (client) => client.listTasks,
      ListTasksRequest.fromPartial({ ...request, pageToken }),
      after,
    )
  for await (const page of allPages(fetch)) tasks.push(...page.tasks)
  return tasks
    .filter(({ draft: state }) => state && !state.returned)
    .toSorted((one, other) => one.name.localeCompare(other.name, 'en', { numeric: true }))
}

/** Confirms the draft that was read, and no other version of it. */
async function confirmOne({ settings }: Session, bus: Bus, task: Task, options: ConfirmOptions) {
  const { name, etag, content } = task
  const [parent, { task: taskId }] = [programmeOf(name), partsOf('task', name)]
  // A call that names its id may be made again, when there is another version.
  const seen = options.requestId ? 0n : etag
  const request = ConfirmDraftRequest.fromPartial({ ...commandFields(options), name, etag: seen })
  const confirm = (asked: ConfirmDraftRequest) =>
    bus.call(TaskServiceClient, (client) => client.confirmDraft, asked, options.after)
  const trial = () => confirm({ ...request, validateOnly: true })
  if (!options.despiteRepeats && task.draft && !task.draft.returned)
    await checkRepeats(bus, { parent, content, taskId }, settings, options, trial)
  return confirm(request)
}

type Refused = { readonly name: string; readonly failure: Failure }

/** Why a draft was not issued, and what it would repeat, which the refusal of one draft says in lines of their own. */
const whyNot = ({ report: { message, reason, violations } }: Failure): string =>
  [`${message} [${reason}]`, ...violations.map(({ field, description }) => `${field}: ${description}`)].join('; ')

function draftsRefused(refused: readonly Refused[], count: number, short: (name: string) => string): Failure {
  return new Failure({
    code: 'FAILED_PRECONDITION',
    reason: 'DRAFTS_REFUSED',
    message: spoken({
      zh: `${count} 件拟订稿中有 ${refused.length} 件未予交办`,
      en: `not issued: ${refused.length} of ${count} drafts`,
    }),
    violations: refused.map(({ name, failure }) => ({ field: short(name), description: whyNot(failure) })),
  })
}

/**
 * @throws the refusal of a draft that was named alone; of others Failure DRAFTS_REFUSED, once all have been tried, which names
 * each with why
 */
export async function confirm(session: Session, named: readonly string[], options: ConfirmOptions): Promise<void> {
  const { settings } = session
  if ((named.length === 0) !== (options.all ?? false) || (options.requestId && named.length !== 1))
    throw usage({
      zh: '须列明拟订稿,或用 --all 确认全部;--request-id 只用于一件',
      en: 'name drafts, or take all that wait with --all; --request-id is for one alone',
    })
  const bus = await session.bus()
  const drafts = options.all
    ? await waiting(session, bus, options)
    : await Promise.all(named.map((task) => getTask(bus, taskName(task, settings), options.after)))
  const [answers, refused, names] = [[] as unknown[], [] as Refused[], await namesInSentences(bus, settings)]
  for (const task of drafts)
    try {
      const answer = await confirmOne(session, bus, task, options)
      answers.push(answer)
      const done = issuedTo((body) => names.list([body]), answer.task as Task)[settings.language]
      if (settings.json) continue
      await write(told(task.name, done, answer.receipt, settings))
      if (answer.receipt) await write(compilerStep(answer.task as Task, settings))
    } catch (error) {
      if (!(error instanceof Failure)) throw error
      refused.push({ name: task.name, failure: error })
    }
  if (settings.json) await writeJson({ confirmed: jsonOf(answers) })
  else if (drafts.length === 0)
    await write(`${{ zh: '没有待确认的拟订稿', en: 'no draft waits to be confirmed' }[settings.language]}\n`)
  const [first] = refused
  if (first && named.length === 1) throw first.failure
  if (first) throw draftsRefused(refused, drafts.length, (name) => (settings.json ? name : names.resource(name)))
}
