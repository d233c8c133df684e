/** The way in of a file: pieces that are hashed and written while they arrive. */
import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js'
import {
  UploadAttachmentRequest,
  type UploadAttachmentResponse,
} from '#proto/qiantou/attachment/v1/attachment_service.ts'
import { type Rejection, reject, rejection } from '#shared/domain/rejection.ts'
import { codeOf } from '#shared/domain/resource-name.ts'
import { isOffline } from '#shared/domain/secrecy.ts'
import { limits } from '#shared/grpc/fields.ts'
import { type Call, receive, todayOf } from '#shared/grpc/method.ts'
import { contentFields, decodePiece, maxPieceBytes } from '#shared/grpc/piece.ts'
import { until } from '#shared/grpc/until.ts'
import { superseded, type Upload, type UploadKey, uploadLimits } from '#shared/objects/uploads.ts'
import { worksOn } from '../domain/attachment.ts'
import { onlyReads, taskParties, taskView } from '../domain/task.ts'
import type { SupportingDepartment } from '../main.ts'
import { uploadId } from '../objects/attachment.ts'
import { readWorkedOn } from '../postgres/assignment.ts'
import { toAttachment } from './attachment-resource.ts'
import { notFound } from './not-found.ts'

const idle = new Error('nothing arrives')

/**
 * Who may upload to a task, and under which key: its parties, and who has work in it, as long as it may be worked on again.
 * Nobody else learns that there is one.
 */
export async function mayUpload(
  { parent, sha256, sizeBytes }: { readonly parent: string; readonly sha256: Uint8Array; readonly sizeBytes: bigint },
  { caller, services }: Call<SupportingDepartment>,
): Promise<Either<Rejection, UploadKey>> {
  if (caller.role === 'service') return reject('permission', 'CALLER_NOT_ORGANISATION')
  const task = (await services.store.load(parent, taskView))?.state
  if (!task) return notFound.task
  const isParty = taskParties(task).has(caller.actor)
  const assignments = isParty ? [] : await readWorkedOn(services.database, parent, caller.actor)
  if (!isParty && assignments.length === 0) return notFound.task
  if (task.end) return reject('precondition', 'TASK_ENDED', { state: `TASK_STATE_${task.end}` })
  // Who reads along does nothing, until it comes to have a part.
  if (onlyReads(task, caller.actor)) return reject('permission', 'ONLY_READS')
  if (!isParty && !worksOn(assignments, caller.actor, todayOf({ services })))
    return reject('permission', 'NOT_ASSIGNEE', { organisation: assignments[0]?.organisation ?? '' })
  if (isOffline(task)) return reject('precondition', 'OFFLINE_TASK_HOLDS_NO_TEXT')
  return right({ caller: codeOf(caller.actor), upload: uploadId(parent, sha256, sizeBytes) })
}

/** The same of who has begun: it may have taken long, and the caller have ended meanwhile, or lost its part. */
async function mayFinish(
  request: UploadAttachmentRequest,
  call: Call<SupportingDepartment>,
): Promise<Either<Rejection, UploadKey>> {
  const { caller, services } = call
  if (await services.directory.hasEndedByNow(caller.actor)) return reject('permission', 'CALLER_ENDED')
  return await mayUpload(request, call)
}

async function* contents(
  first: Uint8Array,
  further: AsyncIterable<UploadAttachmentRequest>,
): AsyncGenerator<Uint8Array> {
  if (first.length > 0) yield first
  for await (const { content } of further) yield content
}

/** Takes in what arrives; a rejection where that is not what was announced. */
async function takeIn(
  first: UploadAttachmentRequest,
  further: AsyncIterable<UploadAttachmentRequest>,
  upload: Upload,
  idleMilliseconds: number,
): Promise<Rejection | undefined> {
  const size = Number(first.sizeBytes)
  const quiet = new AbortController()
  const timer = setTimeout(() => quiet.abort(idle), idleMilliseconds)
  const signal = AbortSignal.any([upload.signal, quiet.signal])
  try {
    for await (const content of until(signal, contents(first.content, further))) {
      if (upload.arrived + content.length > size) return rejection('invalid', 'SIZE_DIFFERS', { size: `${size}` })
      await upload.add(content)
      timer.refresh()
    }
  } catch (error) {
    if (error === superseded) return rejection('conflict', 'UPLOAD_SUPERSEDED')
    if (error === idle) return rejection('conflict', 'UPLOAD_IDLE', { seconds: `${idleMilliseconds / 1_000}` })
    throw error
  } finally {
    clearTimeout(timer)
  }
  const arrived = `${upload.arrived}`
  if (upload.arrived < size) return rejection('precondition', 'UPLOAD_INCOMPLETE', { arrived, size: `${size}` })
  const sha256 = Buffer.from(first.sha256).toString('hex')
  const actual = await upload.whole()
  return actual === sha256 ? undefined : rejection('invalid', 'HASH_DIFFERS', { actual, sha256 })
}

/** Nothing is kept of what turned out to be something else. */
const unkept: readonly string[] = ['SIZE_DIFFERS', 'HASH_DIFFERS']

async function received(
  first: UploadAttachmentRequest,
  further: AsyncIterable<UploadAttachmentRequest>,
  key: UploadKey,
  call: Call<SupportingDepartment>,
): Promise<Either<Rejection, Pick<UploadAttachmentResponse, 'attachment'>>> {
  const { attachments } = call.services
  const { uploads } = attachments
  const upload = await uploads.begin(key, Number(first.offsetBytes))
  if (upload === 'gap') return reject('precondition', 'UPLOAD_OFFSET', { arrived: `${await uploads.arrived(key)}` })
  if (upload === 'tooMany') return reject('exhausted', 'TOO_MANY_UPLOADS', { limit: `${uploadLimits.underway}` })
  try {
    const problem = await takeIn(first, further, upload, attachments.idleMilliseconds)
    if (problem && unkept.includes(problem.reason)) await uploads.remove(key)
    if (problem) return left(problem)
    const still = await mayFinish(first, call)
    if (isLeft(still)) {
      await attachments.discard(key)
      return still
    }
    const row = await attachments.keep(upload.file, {
      parent: first.parent,
      sha256: Buffer.from(first.sha256),
      size_bytes: first.sizeBytes,
      media_type: first.mediaType,
      title: first.title,
      uploader: call.caller.actor,
      secrecy: first.secrecy ?? 'SECRECY_LEVEL_UNSPECIFIED',
      publication: first.publication ?? 'PUBLICATION_ATTRIBUTE_UNSPECIFIED',
    })
    await uploads.remove(key)
    return right({ attachment: toAttachment(row) })
  } finally {
    await upload.close()
  }
}

export const uploadAttachment = receive<SupportingDepartment>()(UploadAttachmentRequest, {
  decode: (bytes) => {
    const content = decodePiece(contentFields.up, bytes)
    return content && UploadAttachmentRequest.create({ content })
  },
  check: (request, fields) => {
    fields.name('parent', request.parent, 'task')
    fields.hash('sha256', request.sha256)
    fields.require('size_bytes', request.sizeBytes > 0n, 'must be a size, 1 or more')
    fields.mediaType('media_type', request.mediaType)
    fields.text('title', request.title, 0, limits.title)
    const { offsetBytes, sizeBytes } = request
    fields.require('offset_bytes', offsetBytes >= 0n && offsetBytes <= sizeBytes, 'must be 0 to size_bytes')
    fields.require('content', request.content.length <= maxPieceBytes, `must have at most ${maxPieceBytes} bytes`)
  },
  checkFurther: (request, fields) => {
    const { length } = request.content
    fields.require('content', length > 0 && length <= maxPieceBytes, `must have 1 to ${maxPieceBytes} bytes`)
    fields.require('parent', request.parent === '', 'must stand in the first message alone')
  },
  answer: async (first, further, call) => {
    const key = await mayUpload(first, call)
    if (isLeft(key)) return key
    const { limitBytes } = call.services.attachments
    if (first.sizeBytes > BigInt(limitBytes))
      return reject('invalid', 'ATTACHMENT_TOO_LARGE', { bytes: `${first.sizeBytes}`, limit: `${limitBytes}` })
    return await received(first, further, key.right, call)
  },
})
