/** Good calls of the RPCs of attachments. */
import { hash } from 'node:crypto'
import { Readable } from 'node:stream'
import {
  DownloadAttachmentRequest,
  GetAttachmentRequest,
  GetUploadRequest,
  ListAttachmentsRequest,
  UploadAttachmentRequest,
} from '#proto/qiantou/attachment/v1/attachment_service.ts'
import { upload } from '#shared/grpc/transfer.ts'
import { cast, type Make, type Scene } from './rpc-specimen.ts'

/** A file, small enough for one message. */
const file = Buffer.from('验收报告')

/** What an upload of the file announces; it has been uploaded. */
async function uploaded({ bus, task, workflow }: Scene) {
  const sha256 = hash('sha256', file, 'buffer')
  const announced = { parent: task, sha256, sizeBytes: BigInt(file.length), mediaType: 'text/plain', title: '' }
  const { attachments } = bus.as(cast.supporter)
  const { name } = await upload(attachments, announced, Readable.from([file]), { after: workflow.after })
  return { announced, name }
}

export const attachmentSpecimens: Readonly<Record<string, Make>> = {
  'AttachmentService/UploadAttachment': async (scene) => {
    const { announced } = await uploaded(scene)
    return scene.by('office', UploadAttachmentRequest.create({ ...announced, content: file }))
  },
  'AttachmentService/GetUpload': async (scene) => {
    const { parent, sha256, sizeBytes } = (await uploaded(scene)).announced
    return scene.by('office', GetUploadRequest.create({ parent, sha256, sizeBytes }))
  },
  'AttachmentService/DownloadAttachment': async (scene) =>
    scene.by('office', DownloadAttachmentRequest.create({ name: (await uploaded(scene)).name })),
  'AttachmentService/GetAttachment': async (scene) =>
    scene.by('office', GetAttachmentRequest.create({ name: (await uploaded(scene)).name })),
  'AttachmentService/ListAttachments': async (scene) =>
    scene.by('office', ListAttachmentsRequest.create({ parent: (await uploaded(scene)).announced.parent })),
}
