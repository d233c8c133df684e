/** An upload that its caller holds, so that something can happen before all of it has arrived. */
import type { AttachmentServiceClient } from '#proto/qiantou/attachment/v1/attachment_service.ts'
import type { After } from '#shared/domain/decider.ts'
import { explained, metadataOf } from '#shared/grpc/client.ts'

/** A file as an upload announces it. */
export type Announced = {
  readonly parent: string
  readonly sha256: Buffer
  readonly sizeBytes: bigint
  readonly mediaType: string
  readonly title: string
}

const request = { $type: 'qiantou.attachment.v1.UploadAttachmentRequest' as const, offsetBytes: 0n }
const nothing = { parent: '', sha256: Buffer.alloc(0), sizeBytes: 0n, mediaType: '', title: '' }

/** Announces a file and sends nothing of it yet. `outcome` is the reason that the upload is answered with, or `OK`. */
export function holdUpload(stub: AttachmentServiceClient, announced: Announced, after: readonly After[]) {
  const { promise: outcome, resolve } = Promise.withResolvers<string>()
  const stream = stub.uploadAttachment(metadataOf(after), (error) =>
    resolve(error ? (explained(error)?.reason ?? error.details) : 'OK'),
  )
  stream.write({ ...request, ...announced, content: Buffer.alloc(0) })
  return {
    outcome,
    write: (content: Uint8Array) => stream.write({ ...request, ...nothing, content: Buffer.from(content) }),
    finish: () => stream.end(),
    leave: () => stream.cancel(),
  }
}
