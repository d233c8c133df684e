/** What `qiantou application agree-recovery` and `record-recovery` do. */
import * as application from '#proto/qiantou/application/v1/application_service.ts'
import { instalmentFrom } from '../input/instalment.ts'
import { dateOf } from '../input/text.ts'
import type { Agreeing, Recording } from '../recovery.ts'
import type { Session } from '../session.ts'
import { agreedDeed, receivedDeed } from '../text/recovery-fact.ts'
import { answered } from './application-answer.ts'
import { fieldsOf } from './application-step.ts'

const { ApplicationServiceClient } = application

export async function agree(session: Session, name: string, options: Agreeing): Promise<void> {
  const instalments = options.part.map(instalmentFrom)
  const request = application.AgreeRecoveryRequest.create({ ...fieldsOf(session, name, options), instalments })
  const bus = await session.bus()
  const answer = await bus.call(ApplicationServiceClient, (it) => it.agreeRecovery, request, options.after)
  await answered(session, answer, agreedDeed(instalments.length))
}

export async function record(session: Session, name: string, options: Recording): Promise<void> {
  const said = { fen: options.yuan, receivedOn: dateOf(options.on), reference: options.reference }
  const request = application.RecordRecoveryRequest.create({ ...fieldsOf(session, name, options), ...said })
  const bus = await session.bus()
  const answer = await bus.call(ApplicationServiceClient, (it) => it.recordRecovery, request, options.after)
  await answered(session, answer, receivedDeed(options.yuan))
}
