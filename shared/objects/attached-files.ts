/** Files of tasks as evidence names them, asked of the service that keeps them: no record has them. */
import { status } from '@grpc/grpc-js'
import { AttachmentServiceClient } from '#proto/qiantou/attachment/v1/attachment_service.ts'
import type { Evidence } from '#proto/qiantou/record/v1/record.ts'
import type { ResourceName } from '#shared/domain/decider.ts'
import { evidenceProblem, type File, liesWith } from '#shared/domain/evidence.ts'
import type { Rejection } from '#shared/domain/rejection.ts'
import { call } from '#shared/grpc/client.ts'
import type { Peer } from '#shared/grpc/peer.ts'

const nothing = (): undefined => undefined

export class AttachedFiles {
  private readonly peer: () => Peer
  private client: AttachmentServiceClient | undefined

  /** `peer`: `supporting-department`, found when it is first asked. */
  constructor(peer: () => Peer) {
    this.peer = peer
  }

  /**
   * What is wrong with evidence that lies with a task, for one of its parties: they see all its files. Nobody is asked where
   * none does. @throws what calling the other service throws, where it does not answer
   */
  async checked(task: ResourceName, evidence: readonly Evidence[]): Promise<() => Rejection | undefined> {
    const names = new Set(evidence.filter((piece) => liesWith(task, piece)).map(({ location }) => location))
    if (names.size === 0) return nothing
    const found = await Promise.all([...names].map((name) => this.find(task, name)))
    const files = new Map(found.flatMap((entry) => (entry ? [entry] : [])))
    return () => evidenceProblem(task, evidence, files)
  }

  private async find(task: ResourceName, name: ResourceName): Promise<readonly [ResourceName, File] | undefined> {
    // What has not the form of a name is nobody's.
    if (!/^[0-9a-f]{64}$/.test(name.slice(`${task}/attachments/`.length))) return undefined
    try {
      const request = { $type: 'qiantou.attachment.v1.GetAttachmentRequest' as const, name }
      const { attachment } = await call(this.connected(), (stub) => stub.getAttachment, request)
      if (!attachment) return undefined
      const { sha256, sizeBytes, mediaType } = attachment
      return [name, { sha256: Buffer.from(sha256).toString('hex'), sizeBytes, mediaType }]
    } catch (error) {
      if ((error as { readonly code?: number }).code === status.NOT_FOUND) return undefined
      throw error
    }
  }

  private connected(): AttachmentServiceClient {
    if (this.client) return this.client
    const { address, credentials, options } = this.peer()
    this.client = new AttachmentServiceClient(address, credentials, options)
    return this.client
  }
}
