import type { ContentReference, Evidence } from '#proto/qiantou/record/v1/record.ts'
import { type Secrecy, secrecyOf } from './secrecy.ts'

/** What people write is plain text, unless a reference says otherwise. */
export const plainText = 'text/plain; charset=utf-8'

/** A reference to free text as a state keeps it: the hash in hex, the media type only where it is not plain text. */
export type ContentRef = Secrecy & {
  readonly sha256: string
  readonly sizeBytes: number
  readonly mediaType?: string
}

/** A piece of evidence as a state keeps it: the hash in hex. */
export type EvidenceRef = ContentRef & {
  readonly mediaType: string
  readonly title: string
  readonly location: string
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

/** From a fact into a state. An absent reference, which no fact of ours has, stays visible as an empty one. */
export const contentRef = (reference: ContentReference | undefined): ContentRef => ({
  sha256: hex(reference?.sha256 ?? new Uint8Array()),
  sizeBytes: Number(reference?.sizeBytes ?? 0n),
  ...(reference && reference.mediaType !== plainText ? { mediaType: reference.mediaType } : {}),
  ...(reference ? secrecyOf(reference) : {}),
})

/** From a state into an answer. */
export const toContentReference = (ref: ContentRef): ContentReference => ({
  $type: 'qiantou.record.v1.ContentReference',
  sha256: Buffer.from(ref.sha256, 'hex'),
  sizeBytes: BigInt(ref.sizeBytes),
  mediaType: ref.mediaType ?? plainText,
  ...secrecyOf(ref),
})

/** From a fact into a state. */
export const evidenceRef = (evidence: Evidence): EvidenceRef => ({
  title: evidence.title,
  sha256: hex(evidence.sha256),
  sizeBytes: Number(evidence.sizeBytes),
  mediaType: evidence.mediaType,
  location: evidence.location,
})

/** From a state into an answer. */
export const toEvidence = (ref: EvidenceRef): Evidence => ({
  $type: 'qiantou.record.v1.Evidence',
  title: ref.title,
  sha256: Buffer.from(ref.sha256, 'hex'),
  sizeBytes: BigInt(ref.sizeBytes),
  mediaType: ref.mediaType,
  location: ref.location,
})
