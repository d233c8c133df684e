import type { Attachment } from '#proto/qiantou/attachment/v1/attachment_service.ts'
import { secrecyOf } from '#shared/domain/secrecy.ts'
import type { AttachmentRow } from '../postgres/attachment.ts'

/** The largest piece of a file in a message, either way (attachment_service.proto). */
export const maxPieceBytes = 64 * 1024

export const toAttachment = (row: AttachmentRow): Attachment => ({
  $type: 'qiantou.attachment.v1.Attachment',
  name: `${row.parent}/attachments/${row.sha256.toString('hex')}`,
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
export function partsOf(name: string): { readonly parent: string; readonly sha256: Buffer } {
  // A programme may be called anything, `attachments` too.
  const at = name.lastIndexOf('/attachments/')
  return { parent: name.slice(0, at), sha256: Buffer.from(name.slice(at + '/attachments/'.length), 'hex') }
}
