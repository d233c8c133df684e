/** The client's side of attachments: a file goes up and comes down piece by piece, no faster than the other side takes it. */
import { once } from 'node:events'
import {
  type Attachment,
  type AttachmentServiceClient,
  DownloadAttachmentRequest,
  type DownloadAttachmentResponse,
  UploadAttachmentRequest,
  type UploadAttachmentResponse,
} from '#proto/qiantou/attachment/v1/attachment_service.ts'
import type { After } from '#shared/domain/decider.ts'
import { metadataOf } from './client.ts'

/** The largest piece that a message may have (attachment_service.proto). */
export const pieceBytes = 128 * 1024

/** What an upload says first. */
export type Announced = Pick<UploadAttachmentRequest, 'parent' | 'sha256' | 'sizeBytes' | 'mediaType' | 'title'>

const piece = (content: Uint8Array): UploadAttachmentRequest =>
  UploadAttachmentRequest.fromPartial({ content: content as Buffer })

/**
 * Uploads a file, or the rest of it from `offsetBytes` on: `bytes` in pieces of at most `pieceBytes`. `progress` is told
 * how many bytes have been handed on. @throws ServiceError, and whatever `bytes` throws
 */
export async function upload(
  client: AttachmentServiceClient,
  announced: Announced,
  bytes: AsyncIterable<Uint8Array>,
  options: {
    readonly offsetBytes?: number
    readonly after?: readonly After[]
    readonly progress?: (sent: number) => void
  },
): Promise<Attachment> {
  const { promise, resolve, reject } = Promise.withResolvers<UploadAttachmentResponse>()
  const ended = new AbortController()
  const stream = client.uploadAttachment(metadataOf(options.after ?? []), (error, response) => {
    ended.abort()
    if (error) reject(error)
    else resolve(response)
  })
  let sent = options.offsetBytes ?? 0
  const send = async (): Promise<void> => {
    stream.write({ ...piece(new Uint8Array()), ...announced, offsetBytes: BigInt(sent) })
    for await (const content of bytes) {
      if (ended.signal.aborted) return
      // A refusal comes while the other side does not read any more.
      if (!stream.write(piece(content))) await once(stream, 'drain', { signal: ended.signal }).catch(() => {})
      sent += content.length
      options.progress?.(sent)
    }
    stream.end()
  }
  send().catch((error) => {
    reject(error)
    stream.cancel()
  })
  return (await promise).attachment as Attachment
}

/**
 * The bytes of an attachment from an offset on; `begun` is told first what it is. @throws ServiceError
 */
export async function* download(
  client: AttachmentServiceClient,
  name: string,
  options: {
    readonly offsetBytes?: number
    readonly after?: readonly After[]
    readonly begun?: (attachment: Attachment) => void
  },
): AsyncGenerator<Uint8Array> {
  const request = DownloadAttachmentRequest.fromPartial({ name, offsetBytes: BigInt(options.offsetBytes ?? 0) })
  const stream = client.downloadAttachment(request, metadataOf(options.after ?? []))
  try {
    for await (const { frame } of stream as AsyncIterable<DownloadAttachmentResponse>) {
      if (frame?.$case === 'attachment') options.begun?.(frame.value)
      else if (frame?.$case === 'content') yield frame.value
    }
  } finally {
    stream.cancel()
  }
}
