/** From the row of a file to what the API says of it. */
import type { Attachment } from '#proto/qiantou/attachment/v1/attachment_service.ts'
import type { ResourceName } from '#shared/domain/decider.ts'
import { attachmentName, partsOf, workflowOf } from '#shared/domain/resource-name.ts'
import { secrecyOf } from '#shared/domain/secrecy.ts'
import type { AttachmentRow } from '../postgres/attachment.ts'

export const toAttachment = (row: AttachmentRow): Attachment => ({
  $type: 'qiantou.attachment.v1.Attachment',
  name: attachmentName(row.parent, row.sha256),
  sha256: row.sha256,
  sizeBytes: row.size_bytes,
  mediaType: row.media_type,
  title: row.title,
  uploader: row.uploader,
  createTime: row.create_time,
  ...secrecyOf(row),
})

/** Who has brought a file. */
export const uploadersOf = ({ uploader, further }: AttachmentRow): readonly string[] => [uploader, ...(further ?? [])]

/** The task of an attachment, and its hash. */
export const fileOf = (name: ResourceName): { readonly parent: ResourceName; readonly sha256: Buffer } => ({
  parent: workflowOf(name),
  sha256: Buffer.from(partsOf('attachment', name).sha256, 'hex'),
})
