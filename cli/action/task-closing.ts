/** What `qiantou task …` does about how a task ends, and comments on it. */

import {
  ArchiveTaskRequest,
  CancelTaskRequest,
  CloseTaskRequest,
  CommentOnTaskRequest,
  ConfirmCompilerRequest,
  CountersignClosingRequest,
  DissentFromClosingRequest,
  ProposeClosingRequest,
  ReopenTaskRequest,
  ReturnClosingRequest,
  RuleOnDissentRequest,
} from '#proto/qiantou/task/v1/task_service.ts'
import { Failure, reworded } from '../failure.ts'
import type { CommandOptions } from '../input/command.ts'
import { organisationName } from '../input/name.ts'
import { type SecrecyOptions, secrecyFields } from '../input/secrecy.ts'
import { dateOf, textOf } from '../input/text.ts'
import type { Session } from '../session.ts'
import { type ShowingOptions, shownBy } from './attachment.ts'
import { confirmingCompiler } from './task.ts'
import { aboutPart, aboutTask, perform, type WithReason, type WithText } from './task-command.ts'
import { getTask } from './task-content.ts'

export async function confirmCompiler(
  session: Session,
  task: string,
  body: string,
  options: CommandOptions,
): Promise<void> {
  const request = ConfirmCompilerRequest.fromPartial(aboutPart(session, task, body, options))
  await perform(
    session,
    (client) => client.confirmCompiler,
    request,
    options,
    (name) => ({
      zh: `已确认 ${name(request.organisation)} 为汇总单位`,
      en: `${name(request.organisation)} compiles`,
    }),
  )
}

type ProposalOptions = WithText & ShowingOptions

export async function proposeClosing(session: Session, task: string, options: ProposalOptions): Promise<void> {
  const about = aboutTask(session, task, options)
  const request = ProposeClosingRequest.fromPartial({
    ...about,
    ...secrecyFields(options),
    statement: await textOf(options.text),
    evidence: await shownBy(session, about.name, options),
  })
  const act = () => ({ zh: '已提出销号', en: 'proposed closing' })
  await perform(session, (client) => client.proposeClosing, request, options, act)
}

export async function countersign(session: Session, task: string, options: CommandOptions): Promise<void> {
  const request = CountersignClosingRequest.fromPartial(aboutTask(session, task, options))
  const act = () => ({ zh: '已会签同意销号', en: 'countersigned the closing' })
  await perform(session, (client) => client.countersignClosing, request, options, act)
}

export async function dissent(session: Session, task: string, options: WithReason): Promise<void> {
  const fields = { ...aboutTask(session, task, options), reason: await textOf(options.reason) }
  const request = DissentFromClosingRequest.fromPartial(fields)
  const act = () => ({ zh: '已对销号提出异议', en: 'dissented from closing' })
  await perform(session, (client) => client.dissentFromClosing, request, options, act)
}

type RulingOptions = WithText & { readonly minutes: string }

export async function rule(
  session: Session,
  task: string,
  ruling: 'close' | 'keep-open',
  options: RulingOptions,
): Promise<void> {
  const closes = ruling === 'close'
  const texts = { ruling: await textOf(options.text), minutes: await textOf(options.minutes) }
  const request = RuleOnDissentRequest.fromPartial({ ...aboutTask(session, task, options), closes, ...texts })
  await perform(
    session,
    (client) => client.ruleOnDissent,
    request,
    options,
    () => ({
      zh: closes ? '已裁定:可以销号' : '已裁定:暂不销号,须重新提出',
      en: closes ? 'ruled that it may be closed' : 'ruled that it stays open; closing has to be proposed anew',
    }),
  )
}

export async function returnClosing(session: Session, task: string, options: WithReason): Promise<void> {
  const fields = { ...aboutTask(session, task, options), reason: await textOf(options.reason) }
  const request = ReturnClosingRequest.fromPartial(fields)
  const act = () => ({ zh: '已退回销号申请', en: 'sent the proposal to close back' })
  await perform(session, (client) => client.returnClosing, request, options, act)
}

export async function close(session: Session, task: string, options: CommandOptions): Promise<void> {
  const request = CloseTaskRequest.fromPartial({ ...aboutTask(session, task, options) })
  const act = () => ({ zh: '已销号', en: 'closed, struck off the list' })
  await perform(session, (client) => client.closeTask, request, options, act).catch(
    compilerFirst(session, request.name),
  )
}

/** Catches that closing has not been proposed where nobody could: of a joint task the compiler is confirmed first. @throws error */
const compilerFirst =
  (session: Session, name: string) =>
  async (error: unknown): Promise<never> => {
    if (!(error instanceof Failure) || error.report.reason !== 'CLOSING_NOT_PROPOSED') throw error
    const task = await getTask(await session.bus(), name)
    const call = confirmingCompiler(task, session.settings)
    if (!call) throw error
    return reworded('CLOSING_NOT_PROPOSED', {
      zh: `须先确认汇总单位,再由其提出销号:${call}`,
      en: `first confirm the compiler, who then proposes closing: ${call}`,
    })(error)
  }

export async function cancel(session: Session, task: string, options: WithReason): Promise<void> {
  const fields = { ...aboutTask(session, task, options), reason: await textOf(options.reason) }
  const act = () => ({ zh: '任务已终止', en: 'cancelled' })
  await perform(session, (client) => client.cancelTask, CancelTaskRequest.fromPartial(fields), options, act)
}

type ReopeningOptions = WithReason & { readonly due: string }

export async function reopen(
  session: Session,
  task: string,
  bodies: readonly string[],
  options: ReopeningOptions,
): Promise<void> {
  const request = ReopenTaskRequest.fromPartial({
    ...aboutTask(session, task, options),
    organisations: bodies.map(organisationName),
    due: dateOf(options.due),
    reason: await textOf(options.reason),
  })
  const act = () => ({ zh: '已重新启动', en: 'opened again' })
  await perform(session, (client) => client.reopenTask, request, options, act)
}

export async function archive(session: Session, task: string, options: CommandOptions): Promise<void> {
  const act = () => ({ zh: '已归档', en: 'archived' })
  const request = ArchiveTaskRequest.fromPartial(aboutTask(session, task, options))
  await perform(session, (client) => client.archiveTask, request, options, act)
}

export async function comment(session: Session, task: string, options: WithText & SecrecyOptions): Promise<void> {
  const said = { ...secrecyFields(options), text: await textOf(options.text) }
  const fields = { ...aboutTask(session, task, options), ...said }
  const act = () => ({ zh: '已留言', en: 'commented' })
  await perform(session, (client) => client.commentOnTask, CommentOnTaskRequest.fromPartial(fields), options, act)
}
