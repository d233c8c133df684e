/** What `qiantou payment claim`, `reduce-claim`, `agree-recovery` and `record-recovery` do. */
import * as transfer from '#proto/qiantou/transfer/v1/transfer_service.ts'
import { yuanOf } from '#shared/domain/amount.ts'
import type { CommandOptions } from '../input/command.ts'
import { instalmentFrom } from '../input/instalment.ts'
import { dateOf, textOf } from '../input/text.ts'
import type { Agreeing, Recording } from '../recovery.ts'
import type { Session } from '../session.ts'
import type { Bilingual } from '../settings.ts'
import { agreedDeed, receivedDeed } from '../text/recovery-fact.ts'
import { answered, fieldsOf } from './payment.ts'

const { TransferServiceClient } = transfer

type Claiming = CommandOptions & { readonly yuan?: bigint; readonly document: string; readonly reason: string }

const claiming = async (session: Session, name: string, options: Claiming) => ({
  ...fieldsOf(session, name, options),
  ...{ fen: options.yuan ?? 0n, document: options.document, text: await textOf(options.reason) },
})

const claimedDeed = ({ claimedFen }: { readonly claimedFen: bigint }): Bilingual => ({
  zh: `应收回 ${yuanOf(claimedFen)} 元`,
  en: `${yuanOf(claimedFen)} yuan are claimed back`,
})

export async function claim(session: Session, name: string, options: Claiming): Promise<void> {
  const request = transfer.ClaimRecoveryRequest.create(await claiming(session, name, options))
  const bus = await session.bus()
  const answer = await bus.call(TransferServiceClient, (client) => client.claimRecovery, request, options.after)
  await answered(session, answer, claimedDeed)
}

export async function reduce(session: Session, name: string, options: Claiming): Promise<void> {
  const request = transfer.ReduceClaimRequest.create(await claiming(session, name, options))
  const bus = await session.bus()
  const answer = await bus.call(TransferServiceClient, (client) => client.reduceClaim, request, options.after)
  await answered(session, answer, claimedDeed)
}

export async function agree(session: Session, name: string, options: Agreeing): Promise<void> {
  const instalments = options.part.map(instalmentFrom)
  const request = transfer.AgreeRecoveryRequest.create({ ...fieldsOf(session, name, options), instalments })
  const bus = await session.bus()
  const answer = await bus.call(TransferServiceClient, (it) => it.agreeRecovery, request, options.after)
  await answered(session, answer, agreedDeed(instalments.length))
}

export async function record(session: Session, name: string, options: Recording): Promise<void> {
  const said = { fen: options.yuan, receivedOn: dateOf(options.on), reference: options.reference }
  const request = transfer.RecordRecoveryRequest.create({ ...fieldsOf(session, name, options), ...said })
  const bus = await session.bus()
  const answer = await bus.call(TransferServiceClient, (it) => it.recordRecovery, request, options.after)
  await answered(session, answer, receivedDeed(options.yuan))
}
