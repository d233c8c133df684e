/** Files of tasks as evidence names them, asked of the service that keeps them: no record has them. */

import { status } from '@grpc/grpc-js'
import { AttachmentServiceClient } from '#proto/qiantou/attachment/v1/attachment_service.ts'
import type { Evidence } from '#proto/qiantou/record/v1/record.ts'
import type { ResourceName } from '#shared/domain/decider.ts'
import { attachmentsIn, evidenceProblem, type File } from '#shared/domain/evidence.ts'
import type { Rejection } from '#shared/domain/rejection.ts'
import { parseName } from '#shared/domain/resource-name.ts'
import { call } from '#shared/grpc/client.ts'
import { clientOf, type Peer } from '#shared/grpc/peer.ts'

const nothing = (): undefined => undefined

export class AttachedFiles {
  private readonly client: () => AttachmentServiceClient

  /** `peer`: `supporting-department`, found when it is first asked. */
  constructor(peer: () => Peer) {
    this.client = clientOf(peer, AttachmentServiceClient)
  }

  /**
   * What is wrong with evidence that lies with a task, for one of its parties: they see all its files. Nobody is asked where
   * none does. @throws what calling the other service throws, where it does not answer
   */
  async checked(task: ResourceName, evidence: readonly Evidence[]): Promise<() => Rejection | undefined> {
    const names = attachmentsIn(task, evidence)
    if (names.length === 0) return nothing
    const found = await Promise.all(names.map((name) => this.find(name)))
    const files = new Map(found.flatMap((entry) => (entry ? [entry] : [])))
    return () => evidenceProblem(task, evidence, files)
  }

  private async find(name: ResourceName): Promise<readonly [ResourceName, File] | undefined> {
    // What has not the form of a name is nobody's.
    if (!parseName('attachment', name)) return undefined
    try {
      const request = { $type: 'qiantou.attachment.v1.GetAttachmentRequest' as const, name }
      const { attachment } = await call(this.client(), (stub) => stub.getAttachment, request)
      if (!attachment) return undefined
      const { sha256, sizeBytes, mediaType } = attachment
      return [name, { sha256: Buffer.from(sha256).toString('hex'), sizeBytes, mediaType }]
    } catch (error) {
      if ((error as { readonly code?: number }).code === status.NOT_FOUND) return undefined
      throw error
    }
  }
}
