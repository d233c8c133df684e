/** The client's side of attachments: a file goes up and comes down piece by piece, no faster than the other side takes it. */
import { once } from 'node:events'
import type { ServiceError } from '@grpc/grpc-js'
import {
  type Attachment,
  type AttachmentServiceClient,
  AttachmentServiceService,
  DownloadAttachmentRequest,
  UploadAttachmentRequest,
  type UploadAttachmentResponse,
} from '#proto/qiantou/attachment/v1/attachment_service.ts'
import type { After } from '#shared/domain/decider.ts'
import { metadataOf } from './client.ts'
import { contentFields, decodePiece, encodePiece } from './piece.ts'

/** What an upload says first. */
export type Announced = Pick<
  UploadAttachmentRequest,
  'parent' | 'sha256' | 'sizeBytes' | 'mediaType' | 'title' | 'secrecy' | 'publication'
>

/** The two methods with messages that may be pieces (piece.ts). */
const { uploadAttachment, downloadAttachment } = AttachmentServiceService

type Frame = { readonly piece: Buffer } | { readonly piece?: undefined; readonly attachment: Attachment | undefined }

/** A frame as it comes; a piece where it is one. */
function frameOf(bytes: Buffer): Frame {
  const piece = decodePiece(contentFields.down, bytes)
  if (piece) return { piece }
  const { frame } = downloadAttachment.responseDeserialize(bytes)
  return frame?.$case === 'content' ? { piece: frame.value as Buffer } : { attachment: frame?.value }
}

const encoded = (message: UploadAttachmentRequest | Buffer): Buffer =>
  Buffer.isBuffer(message) ? message : uploadAttachment.requestSerialize(message)

/**
 * Uploads a file, or the rest of it from `offsetBytes` on: `bytes` in pieces of at most `maxPieceBytes`. `progress` is told
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
  const metadata = metadataOf(options.after ?? [])
  const answered = (error: ServiceError | null, response?: UploadAttachmentResponse): void => {
    ended.abort()
    if (error) reject(error)
    else resolve(response as UploadAttachmentResponse)
  }
  const { path, responseDeserialize } = uploadAttachment
  const stream = client.makeClientStreamRequest(path, encoded, responseDeserialize, metadata, answered)
  let sent = options.offsetBytes ?? 0
  const send = async (): Promise<void> => {
    stream.write(UploadAttachmentRequest.create({ ...announced, offsetBytes: BigInt(sent) }))
    for await (const content of bytes) {
      if (ended.signal.aborted) return
      // A refusal comes while the other side does not read any more.
      if (!stream.write(encodePiece(contentFields.up, content)))
        await once(stream, 'drain', { signal: ended.signal }).catch(() => {})
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
  } = {},
): AsyncGenerator<Uint8Array> {
  const request = DownloadAttachmentRequest.fromPartial({ name, offsetBytes: BigInt(options.offsetBytes ?? 0) })
  const { path, requestSerialize } = downloadAttachment
  const metadata = metadataOf(options.after ?? [])
  const stream = client.makeServerStreamRequest(path, requestSerialize, frameOf, request, metadata)
  try {
    for await (const frame of stream as AsyncIterable<Frame>) {
      if (frame.piece) yield frame.piece
      else if (frame.attachment) options.begun?.(frame.attachment)
    }
  } finally {
    stream.cancel()
  }
}
