/** What `qiantou supervision …` does. */

import type { Receipt } from '#proto/qiantou/record/v1/record.ts'
import * as supervision from '#proto/qiantou/supervision/v1/supervision_service.ts'
import { allPages } from '#shared/grpc/page.ts'
import type { LookingBack } from '../input/command.ts'
import { type CommandOptions, commandFields } from '../input/command.ts'
import { organisationName, programmeName, supervisionName, taskName } from '../input/name.ts'
import { type SecrecyOptions, secrecyFields } from '../input/secrecy.ts'
import { recordedDate, textOf } from '../input/text.ts'
import type { Session } from '../session.ts'
import type { Bilingual } from '../settings.ts'
import { jsonOf } from '../text/json.ts'
import { loadNames, partName } from '../text/names.ts'
import { write, writeJson } from '../text/output.ts'
import { told } from '../text/receipt.ts'
import { supervisionSheet, supervisionTable } from '../text/supervision.ts'
import { dateText } from '../text/time.ts'
import { supervisionWord } from '../text/words-supervision.ts'
import { type ShowingOptions, shownBy } from './attachment.ts'

const { SupervisionServiceClient } = supervision

// ---- Reading

type ListOptions = { readonly task?: string; readonly state?: string; readonly organisation?: string }

export async function list(session: Session, { task, state, organisation }: ListOptions): Promise<void> {
  const { settings } = session
  const bus = await session.bus()
  const supervisions: supervision.Supervision[] = []
  const terms = [
    ...(state ? [`state = ${state.toUpperCase()}`] : []),
    ...(organisation ? [`organisation = ${organisationName(organisation)}`] : []),
  ]
  const request = {
    parent: task ? taskName(task, settings) : `${programmeName(settings.programme)}/tasks/-`,
    ...{ filter: terms.join(' AND '), pageSize: 1_000 },
  }
  const fetch = (pageToken: string) => {
    const message = supervision.ListSupervisionsRequest.fromPartial({ ...request, pageToken })
    return bus.call(SupervisionServiceClient, (client) => client.listSupervisions, message)
  }
  for await (const page of allPages(fetch)) supervisions.push(...page.supervisions)
  if (settings.json) return writeJson({ supervisions: jsonOf(supervisions) })
  await write(supervisionTable(supervisions, await loadNames(bus, settings), settings.language))
}

export async function show(session: Session, name: string, { after, asOf }: LookingBack): Promise<void> {
  const { settings } = session
  const bus = await session.bus()
  const request = supervision.GetSupervisionRequest.create({
    name: supervisionName(name, settings),
    asOf: recordedDate(asOf),
  })
  const answer = await bus.call(SupervisionServiceClient, (client) => client.getSupervision, request, after)
  if (settings.json) return writeJson(jsonOf(answer))
  const found = answer.supervision as supervision.Supervision
  await write(supervisionSheet(found, await loadNames(bus, settings, asOf), settings.language))
}

// ---- Commands

type Answer = { readonly supervision: supervision.Supervision | undefined; readonly receipt: Receipt | undefined }

/** Says what was done, with how it stands after it where that is not the same. */
async function reply({ settings }: Session, answer: Answer, deed: (changed: supervision.Supervision) => Bilingual) {
  if (settings.json) return writeJson(jsonOf(answer))
  const { supervision: changed, receipt } = answer as Answer & { readonly supervision: supervision.Supervision }
  await write(told(partName(changed.name), deed(changed)[settings.language], receipt, settings))
}

/** What was issued, and until when it is replied to, as far as the answer has it. */
function issued({ steps }: supervision.Supervision): Bilingual {
  const last = steps.at(-1)
  const [step, day] = [last?.step ?? '', dateText(last?.replyBy)]
  return {
    zh: `已发出${supervisionWord(step, 'zh')}${day && `,${day} 前回复`}`,
    en: `issued the ${supervisionWord(step, 'en')}${day && `, reply by ${day}`}`,
  }
}

const fieldsOf = ({ settings }: Session, name: string, options: CommandOptions) => ({
  ...commandFields(options),
  name: supervisionName(name, settings),
})

export async function urge(
  session: Session,
  name: string,
  options: CommandOptions & { readonly text?: string },
): Promise<void> {
  const text = options.text === undefined ? '' : await textOf(options.text)
  const request = supervision.UrgeAssignmentRequest.create({ ...fieldsOf(session, name, options), text })
  const bus = await session.bus()
  const answer = await bus.call(SupervisionServiceClient, (it) => it.urgeAssignment, request, options.after)
  await reply(session, answer, () => ({ zh: '已催办', en: 'urged' }))
}

type IssueOptions = CommandOptions &
  SecrecyOptions & {
    readonly step: string
    readonly text: string
    readonly replyDays?: bigint
    readonly instruction?: string
  }

export async function issue(session: Session, name: string, options: IssueOptions): Promise<void> {
  const request = supervision.IssueStepRequest.create({
    ...fieldsOf(session, name, options),
    step: `SUPERVISION_STEP_${options.step.toUpperCase()}` as supervision.IssueStepRequest['step'],
    text: await textOf(options.text),
    ...secrecyFields(options),
    replyWorkingDays: Number(options.replyDays ?? 0n),
    instruction: options.instruction ?? '',
  })
  const bus = await session.bus()
  await reply(session, await bus.call(SupervisionServiceClient, (it) => it.issueStep, request, options.after), issued)
}

type ReplyOptions = ShowingOptions & { readonly text: string }

export async function replyTo(session: Session, name: string, options: ReplyOptions): Promise<void> {
  const fields = fieldsOf(session, name, options)
  const request = supervision.ReplyToStepRequest.create({
    ...fields,
    text: await textOf(options.text),
    ...secrecyFields(options),
    evidence: await shownBy(session, fields.name, options),
  })
  const bus = await session.bus()
  await reply(
    session,
    await bus.call(SupervisionServiceClient, (it) => it.replyToStep, request, options.after),
    () => ({ zh: '已回复,待审', en: 'replied; the office looks at it' }),
  )
}

export async function accept(session: Session, name: string, options: CommandOptions): Promise<void> {
  const request = supervision.AcceptReplyRequest.create(fieldsOf(session, name, options))
  const bus = await session.bus()
  await reply(
    session,
    await bus.call(SupervisionServiceClient, (it) => it.acceptReply, request, options.after),
    () => ({ zh: '已认可回复,督办办结', en: 'accepted the reply; it is settled' }),
  )
}

type Because = CommandOptions & { readonly reason: string }

const because = async (session: Session, name: string, options: Because) => ({
  ...fieldsOf(session, name, options),
  reason: await textOf(options.reason),
})

export async function giveBack(session: Session, name: string, options: Because): Promise<void> {
  const request = supervision.ReturnReplyRequest.create(await because(session, name, options))
  const bus = await session.bus()
  await reply(
    session,
    await bus.call(SupervisionServiceClient, (it) => it.returnReply, request, options.after),
    () => ({ zh: '已退回回复,须重新回复', en: 'returned the reply, to be replied anew' }),
  )
}

export async function withdraw(session: Session, name: string, options: Because): Promise<void> {
  const request = supervision.WithdrawStepRequest.create(await because(session, name, options))
  const bus = await session.bus()
  await reply(
    session,
    await bus.call(SupervisionServiceClient, (it) => it.withdrawStep, request, options.after),
    () => ({ zh: '已撤回督办', en: 'took the step back' }),
  )
}
