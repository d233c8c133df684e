/** What `qiantou task …` does about one body's part. */
import {
  AcceptSubmissionRequest,
  GiveExtensionOpinionRequest,
  GrantExtensionRequest,
  ReassignAssignmentRequest,
  RefuseExtensionRequest,
  ResumeAssignmentRequest,
  ReturnSubmissionRequest,
  SuspendAssignmentRequest,
  type Task,
  TransferAssignmentRequest,
  UpholdAssignmentRequest,
  WaiveAssignmentRequest,
} from '#proto/qiantou/task/v1/task_service.ts'
import type { CommandOptions } from '../input/command.ts'
import { organisationName } from '../input/name.ts'
import { dateOf, textOf } from '../input/text.ts'
import type { Session } from '../session.ts'
import type { Bilingual } from '../settings.ts'
import { dateText } from '../text/time.ts'
import { aboutPart, perform, reasoned, type WithReason, type WithText } from './task-command.ts'

// ---- Review

export async function accept(session: Session, task: string, body: string, options: CommandOptions): Promise<void> {
  const request = AcceptSubmissionRequest.fromPartial({ ...aboutPart(session, task, body, options) })
  await perform(
    session,
    (client) => client.acceptSubmission,
    request,
    options,
    (name) => ({
      zh: `已审核通过 ${name(request.organisation)} 的办结`,
      en: `accepted what ${name(request.organisation)} submitted`,
    }),
  )
}

export async function returnSubmission(
  session: Session,
  task: string,
  body: string,
  options: WithReason,
): Promise<void> {
  const request = ReturnSubmissionRequest.fromPartial({ ...(await reasoned(session, task, body, options)) })
  await perform(
    session,
    (client) => client.returnSubmission,
    request,
    options,
    (name) => ({
      zh: `已将办结退回 ${name(request.organisation)} 重办`,
      en: `returned what ${name(request.organisation)} submitted, to be done again`,
    }),
  )
}

// ---- Release, and other bodies

export async function uphold(session: Session, task: string, body: string, options: WithReason): Promise<void> {
  const request = UpholdAssignmentRequest.fromPartial(await reasoned(session, task, body, options))
  await perform(
    session,
    (client) => client.upholdAssignment,
    request,
    options,
    (name) => ({
      zh: `已维持 ${name(request.organisation)} 的交办`,
      en: `upheld the part of ${name(request.organisation)}`,
    }),
  )
}

type ToSuccessor = WithReason & { readonly due?: string }

type Handing = (session: Session, task: string, body: string, successor: string, options: ToSuccessor) => Promise<void>

type HandingFields = Awaited<ReturnType<typeof reasoned>> & {
  readonly successor: string
  readonly due: ReturnType<typeof dateOf> | undefined
}

/** Another body takes over a part. */
const handing =
  <Request extends Pick<HandingFields, 'organisation' | 'successor'>>(
    make: (fields: HandingFields) => Request,
    method: Parameters<typeof perform<Request>>[1],
    done: (from: string, to: string) => Bilingual,
  ): Handing =>
  async (session, task, body, successor, options) => {
    const fields = await reasoned(session, task, body, options)
    const due = options.due === undefined ? undefined : dateOf(options.due)
    const request = make({ ...fields, due, successor: organisationName(successor) })
    await perform(session, method, request, options, (name) =>
      done(name(request.organisation), name(request.successor)),
    )
  }

export const reassign = handing(
  (fields) => ReassignAssignmentRequest.fromPartial(fields),
  (client) => client.reassignAssignment,
  (from, to) => ({ zh: `已将 ${from} 的交办件改派 ${to}`, en: `reassigned the part of ${from} to ${to}` }),
)

export const transfer = handing(
  (fields) => TransferAssignmentRequest.fromPartial(fields),
  (client) => client.transferAssignment,
  (from, to) => ({ zh: `已将 ${from} 的交办件转办 ${to}`, en: `transferred the part of ${from} to ${to}` }),
)

// ---- Time

export async function suspend(session: Session, task: string, body: string, options: WithReason): Promise<void> {
  const request = SuspendAssignmentRequest.fromPartial(await reasoned(session, task, body, options))
  await perform(
    session,
    (client) => client.suspendAssignment,
    request,
    options,
    (name) => ({
      zh: `已中止 ${name(request.organisation)} 的交办件,停止计时`,
      en: `suspended the part of ${name(request.organisation)}: its clock stands still`,
    }),
  )
}

/** The due date of a body's part, as a task answers it. */
const dueOf = ({ assignments }: Task, organisation: string): string =>
  dateText(assignments.find(({ body }) => body?.organisation === organisation)?.due)

export async function resume(session: Session, task: string, body: string, options: CommandOptions): Promise<void> {
  const request = ResumeAssignmentRequest.fromPartial(aboutPart(session, task, body, options))
  await perform(
    session,
    (client) => client.resumeAssignment,
    request,
    options,
    (name, answered) => ({
      zh: `已恢复 ${name(request.organisation)} 的交办件,时限为 ${dueOf(answered, request.organisation)}`,
      en: `resumed the part of ${name(request.organisation)}; it is due on ${dueOf(answered, request.organisation)}`,
    }),
  )
}

export async function waive(session: Session, task: string, body: string, options: WithReason): Promise<void> {
  const request = WaiveAssignmentRequest.fromPartial(await reasoned(session, task, body, options))
  await perform(
    session,
    (client) => client.waiveAssignment,
    request,
    options,
    (name) => ({
      zh: `已免办 ${name(request.organisation)} 的交办件`,
      en: `waived the part of ${name(request.organisation)}`,
    }),
  )
}

export async function giveOpinion(
  session: Session,
  task: string,
  body: string,
  opinion: 'support' | 'oppose',
  options: WithText,
): Promise<void> {
  const supports = opinion === 'support'
  const fields = { ...aboutPart(session, task, body, options), supports, text: await textOf(options.text) }
  const request = GiveExtensionOpinionRequest.fromPartial(fields)
  await perform(
    session,
    (client) => client.giveExtensionOpinion,
    request,
    options,
    (name) => ({
      zh: `${supports ? '支持' : '不支持'} ${name(request.organisation)} 的延期申请`,
      en: `${supports ? 'supported' : 'opposed'} more time for ${name(request.organisation)}`,
    }),
  )
}

type GrantOptions = CommandOptions & { readonly due?: string }

export async function grantExtension(
  session: Session,
  task: string,
  body: string,
  options: GrantOptions,
): Promise<void> {
  const due = options.due === undefined ? undefined : dateOf(options.due)
  const request = GrantExtensionRequest.fromPartial({ ...aboutPart(session, task, body, options), due })
  await perform(
    session,
    (client) => client.grantExtension,
    request,
    options,
    (name, answered) => ({
      zh: `已同意 ${name(request.organisation)} 延期,时限为 ${dueOf(answered, request.organisation)}`,
      en: `granted ${name(request.organisation)} more time; its part is due on ${dueOf(answered, request.organisation)}`,
    }),
  )
}

export async function refuseExtension(
  session: Session,
  task: string,
  body: string,
  options: WithReason,
): Promise<void> {
  const request = RefuseExtensionRequest.fromPartial(await reasoned(session, task, body, options))
  await perform(
    session,
    (client) => client.refuseExtension,
    request,
    options,
    (name) => ({
      zh: `不同意 ${name(request.organisation)} 延期`,
      en: `refused ${name(request.organisation)} more time`,
    }),
  )
}
