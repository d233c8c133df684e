/** What requests have in common. */
import { randomUUID } from 'node:crypto'
import { Evidence } from '#proto/qiantou/record/v1/record.ts'

/** An id of its own for each command. */
export const fresh = (): { readonly requestId: string } => ({ requestId: randomUUID() })

export const proof = (title: string): Evidence =>
  Evidence.create({ title, sha256: Buffer.alloc(32, 7), sizeBytes: 9n, mediaType: 'application/pdf', location: 'oa:1' })
