/** What `qiantou assignment subassign` and `qiantou subassignment …` do. */
import {
  AcceptSubassignmentRequest,
  AcknowledgeSubassignmentRequest,
  AssignmentServiceClient,
  ReportSubassignmentRequest,
  ReturnSubassignmentRequest,
  SubassignAssignmentRequest,
  SubmitSubassignmentRequest,
  WithdrawSubassignmentRequest,
} from '#proto/qiantou/assignment/v1/assignment_service.ts'
import type { CommandOptions } from '../input/command.ts'
import { organisationName } from '../input/name.ts'
import { type SecrecyOptions, secrecyFields } from '../input/secrecy.ts'
import { dateOf, textOf } from '../input/text.ts'
import type { Session } from '../session.ts'
import { type Act, about, perform } from './assignment-command.ts'
import { type ShowingOptions, shownBy } from './attachment.ts'
import { checkPieceRepeats } from './task-repeat.ts'

type GivingOptions = CommandOptions &
  SecrecyOptions & { readonly what: string; readonly due?: string; readonly despiteRepeats?: true }

export async function subassign(
  session: Session,
  name: string,
  organisation: string,
  options: GivingOptions,
): Promise<void> {
  const request = SubassignAssignmentRequest.fromPartial({
    ...{ ...about(session, name, options), ...secrecyFields(options), organisation: organisationName(organisation) },
    ...{ what: await textOf(options.what), due: options.due === undefined ? undefined : dateOf(options.due) },
  })
  const act: Act = (called) => ({
    zh: `已向 ${called(request.organisation)} 分办`,
    en: `gave a piece to ${called(request.organisation)}`,
  })
  if (!options.despiteRepeats) {
    const bus = await session.bus()
    const trial = () =>
      bus.call(
        AssignmentServiceClient,
        (client) => client.subassignAssignment,
        { ...request, validateOnly: true },
        options.after,
      )
    await checkPieceRepeats(bus, request, session.settings, options, trial)
  }
  await perform(session, (client) => client.subassignAssignment, request, options, act)
}

const done =
  (zh: string, en: string): Act =>
  () => ({ zh, en })

export async function acknowledge(session: Session, name: string, options: CommandOptions): Promise<void> {
  const request = AcknowledgeSubassignmentRequest.fromPartial(about(session, name, options))
  const act = done('已签收分办事项', 'acknowledged the piece')
  await perform(session, (client) => client.acknowledgeSubassignment, request, options, act)
}

type WorkOptions = CommandOptions & SecrecyOptions & { readonly text: string }

const work = async (session: Session, name: string, options: WorkOptions) => ({
  ...about(session, name, options),
  ...secrecyFields(options),
  text: await textOf(options.text),
})

export async function report(
  session: Session,
  name: string,
  options: WorkOptions & { readonly percent: bigint },
): Promise<void> {
  const fields = { ...(await work(session, name, options)), percent: Number(options.percent) }
  const request = ReportSubassignmentRequest.fromPartial(fields)
  const act = done('已报告分办事项进展', 'reported on the piece')
  await perform(session, (client) => client.reportSubassignment, request, options, act)
}

export async function submit(session: Session, name: string, options: WorkOptions & ShowingOptions): Promise<void> {
  const said = await work(session, name, options)
  const evidence = await shownBy(session, said.name, options)
  const request = SubmitSubassignmentRequest.fromPartial({ ...said, evidence })
  const act = done('已报分办事项办结', 'said that the piece is done')
  await perform(session, (client) => client.submitSubassignment, request, options, act)
}

const ofPiece = (session: Session, name: string, organisation: string, options: CommandOptions) => ({
  ...about(session, name, options),
  organisation: organisationName(organisation),
})

export async function accept(
  session: Session,
  name: string,
  organisation: string,
  options: CommandOptions,
): Promise<void> {
  const request = AcceptSubassignmentRequest.fromPartial(ofPiece(session, name, organisation, options))
  const act: Act = (called) => ({
    zh: `已核准 ${called(request.organisation)} 的分办事项`,
    en: `accepted the piece of ${called(request.organisation)}`,
  })
  await perform(session, (client) => client.acceptSubassignment, request, options, act)
}

type Because = CommandOptions & { readonly reason: string }

export async function giveBack(session: Session, name: string, organisation: string, options: Because): Promise<void> {
  const fields = { ...ofPiece(session, name, organisation, options), reason: await textOf(options.reason) }
  const request = ReturnSubassignmentRequest.fromPartial(fields)
  const act: Act = (called) => ({
    zh: `已将分办事项退回 ${called(request.organisation)}`,
    en: `returned the piece to ${called(request.organisation)}`,
  })
  await perform(session, (client) => client.returnSubassignment, request, options, act)
}

export async function withdraw(session: Session, name: string, organisation: string, options: Because): Promise<void> {
  const fields = { ...ofPiece(session, name, organisation, options), reason: await textOf(options.reason) }
  const request = WithdrawSubassignmentRequest.fromPartial(fields)
  const act: Act = (called) => ({
    zh: `已收回 ${called(request.organisation)} 的分办事项`,
    en: `took the piece back from ${called(request.organisation)}`,
  })
  await perform(session, (client) => client.withdrawSubassignment, request, options, act)
}
