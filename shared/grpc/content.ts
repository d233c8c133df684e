import { hash, randomBytes } from 'node:crypto'
import type { ContentReference } from '#proto/qiantou/record/v1/record.ts'
import { type ContentRef, plainText } from '#shared/domain/content.ts'
import { secrecyOf } from '#shared/domain/secrecy.ts'
import type { Content } from '#shared/postgres/work.ts'

/**
 * Free text on its way in: the reference for the record, and salt and bytes for the store (docs/domain.md, rule 14). `said`
 * is the request: it says how secret the text is.
 */
export function contentOf(
  text: string,
  said: Parameters<typeof secrecyOf>[0] = {},
): { readonly reference: ContentReference; readonly content: Content } {
  const salt = randomBytes(16)
  const bytes = Buffer.from(text)
  const sha256 = hash('sha256', Buffer.concat([salt, bytes]), 'buffer')
  return {
    reference: {
      $type: 'qiantou.record.v1.ContentReference',
      sha256,
      sizeBytes: BigInt(bytes.length),
      mediaType: plainText,
      ...secrecyOf(said),
    },
    content: { sha256, salt, bytes, mediaType: plainText },
  }
}

/** What is kept encrypted, as a content: its hash is of what cannot be read. */
export function sealedContent(bytes: Buffer): ReturnType<typeof contentOf> {
  const salt = randomBytes(16)
  const sha256 = hash('sha256', Buffer.concat([salt, bytes]), 'buffer')
  const mediaType = 'application/octet-stream'
  const sizeBytes = BigInt(bytes.length)
  const reference = { $type: 'qiantou.record.v1.ContentReference' as const, sha256, sizeBytes, mediaType }
  return { reference: { ...reference, ...secrecyOf({}) }, content: { sha256, salt, bytes, mediaType } }
}

/** What is made of a text that people wrote: of its reference, and of what the store takes in with it. */
export function written<Made>(
  text: string,
  said: Parameters<typeof contentOf>[1],
  make: (reference: ContentReference, contents: readonly Content[]) => Made,
): Made {
  const { reference, content } = contentOf(text, said)
  return make(reference, [content])
}

/** How many bytes of texts one answer carries: a client takes messages of 4 MiB unless it is told otherwise. */
export const maxTextBytes = 1024 * 1024

/** The hashes of the texts that go into an answer: in the order given, up to the first that does not fit any more. */
export function hashesForAnswer(refs: readonly ContentRef[]): readonly string[] {
  let bytes = 0
  const hashes: string[] = []
  for (const { sha256, sizeBytes } of refs) {
    bytes += sizeBytes
    if (bytes > maxTextBytes) break
    hashes.push(sha256)
  }
  return hashes
}
