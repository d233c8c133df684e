/** What is asked of files of tasks, the way out of one, and all their methods. */
import { type Either, isLeft, right } from 'fp-ts/lib/Either.js'
import {
  Attachment,
  AttachmentServiceService,
  DownloadAttachmentRequest,
  DownloadAttachmentResponse,
  GetAttachmentRequest,
  GetUploadRequest,
  ListAttachmentsRequest,
} from '#proto/qiantou/attachment/v1/attachment_service.ts'
import { type Rejection, reject } from '#shared/domain/rejection.ts'
import { type Call, query, stream } from '#shared/grpc/method.ts'
import { parsePageToken, readPage } from '#shared/grpc/page.ts'
import { contentFields, encodePiece, maxPieceBytes } from '#shared/grpc/piece.ts'
import type { GrpcService } from '#shared/grpc/server.ts'
import type { SupportingDepartment } from '../main.ts'
import { type AttachmentRow, findAttachments, readAttachments } from '../postgres/attachment.ts'
import { fileOf, toAttachment } from './attachment-resource.ts'
import { seen, sightOf } from './attachment-sight.ts'
import { notFound } from './not-found.ts'
import { mayUpload, uploadAttachment } from './upload.ts'

const lost = reject('lost', 'ATTACHMENT_LOST')

/** The attachment as the caller may see it; who may not learns nothing of it. */
async function readable(name: string, call: Call<SupportingDepartment>): Promise<AttachmentRow | undefined> {
  const { parent, sha256 } = fileOf(name)
  return (await seen(parent, await findAttachments(call.services.database, parent, [sha256]), call))[0]
}

const getUpload = query<SupportingDepartment>()(GetUploadRequest, {
  check: (request, fields) => {
    fields.name('parent', request.parent, 'task')
    fields.hash('sha256', request.sha256)
    fields.require('size_bytes', request.sizeBytes > 0n, 'must be a size')
  },
  answer: async (request, call) => {
    const key = await mayUpload(request, call)
    if (isLeft(key)) return key
    return right({ arrivedBytes: BigInt(await call.services.attachments.uploads.arrived(key.right)) })
  },
})

/** Cuts what a store hands out into what a message takes. */
function* pieces(bytes: Uint8Array): Generator<Buffer> {
  const whole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  for (let at = 0; at < whole.length; at += maxPieceBytes) yield whole.subarray(at, at + maxPieceBytes)
}

const downloadAttachment = stream<SupportingDepartment>()(DownloadAttachmentRequest, {
  check: (request, fields) => {
    fields.name('name', request.name, 'attachment')
    fields.require('offset_bytes', request.offsetBytes >= 0n, 'must not be negative')
  },
  answer: async ({ name, offsetBytes }, call, send): Promise<Either<Rejection, void>> => {
    const row = await readable(name, call)
    if (!row) return notFound.attachment
    if (offsetBytes > row.size_bytes) return reject('invalid', 'OFFSET_BEYOND', { size: `${row.size_bytes}` })
    const { objects } = call.services.attachments
    const bytes = await objects.get(row.sha256.toString('hex'), Number(offsetBytes))
    if (!bytes) return lost
    await send(DownloadAttachmentResponse.create({ frame: { $case: 'attachment', value: toAttachment(row) } }))
    let sent = offsetBytes
    for await (const some of bytes) {
      for (const piece of pieces(some)) await send(encodePiece(contentFields.down, piece))
      if (call.signal.aborted) return right(undefined)
      sent += BigInt(some.length)
    }
    return sent === row.size_bytes ? right(undefined) : lost
  },
})

const getAttachment = query<SupportingDepartment>()(GetAttachmentRequest, {
  check: (request, fields) => fields.name('name', request.name, 'attachment'),
  answer: async ({ name }, call) => {
    const row = await readable(name, call)
    return row ? right({ attachment: toAttachment(row) }) : notFound.attachment
  },
})

const listAttachments = query<SupportingDepartment>()(ListAttachmentsRequest, {
  check: (request, fields) => {
    fields.name('parent', request.parent, 'task')
    fields.page(request)
    fields.require(
      'page_token',
      /^([0-9a-f]{64})?$/.test(parsePageToken(request.pageToken) ?? '-'),
      'must come from an earlier answer',
    )
  },
  answer: async (request, call) => {
    const { parent } = request
    const sees = await sightOf(parent, call)
    if (!sees) return notFound.task
    const { page, nextPageToken } = await readPage(request, {
      read: (after, limit) => readAttachments(call.services.database, parent, Buffer.from(after, 'hex'), limit),
      keyOf: ({ sha256 }) => sha256.toString('hex'),
      keeps: sees,
      toMessage: toAttachment,
      message: Attachment,
    })
    return right({ attachments: page, nextPageToken })
  },
})

export const attachmentService: GrpcService<SupportingDepartment> = {
  definition: AttachmentServiceService,
  methods: { uploadAttachment, getUpload, downloadAttachment, getAttachment, listAttachments },
}
