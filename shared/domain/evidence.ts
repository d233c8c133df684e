/** Evidence that is an attachment of the task: named as what it is, or not at all. */
import type { Evidence } from '#proto/qiantou/record/v1/record.ts'
import type { ResourceName } from './decider.ts'
import { type Rejection, rejection } from './rejection.ts'

/** An attachment that is there. */
export type File = { readonly sha256: string; readonly sizeBytes: bigint; readonly mediaType: string }

/** Whether a piece of evidence says that it lies with the task; where else it lies is not for us to check. */
const liesWith = (task: ResourceName, { location }: Evidence): boolean => location.startsWith(`${task}/attachments/`)

/** What evidence names as lying with the task, each once. */
export const attachmentsIn = (task: ResourceName, evidence: readonly Evidence[]): readonly ResourceName[] => [
  ...new Set(evidence.filter((piece) => liesWith(task, piece)).map(({ location }) => location)),
]

/** What is wrong with the first piece of evidence that names an attachment which is not there, or is another one. */
export function evidenceProblem(
  task: ResourceName,
  evidence: readonly Evidence[],
  files: ReadonlyMap<ResourceName, File>,
): Rejection | undefined {
  for (const piece of evidence.filter((one) => liesWith(task, one))) {
    const { location } = piece
    const file = files.get(location)
    if (!file) return rejection('precondition', 'EVIDENCE_MISSING', { location })
    const named = {
      sha256: Buffer.from(piece.sha256).toString('hex'),
      size_bytes: `${piece.sizeBytes}`,
      media_type: piece.mediaType,
    }
    const there = { sha256: file.sha256, size_bytes: `${file.sizeBytes}`, media_type: file.mediaType }
    for (const field of ['sha256', 'size_bytes', 'media_type'] as const)
      if (named[field] !== there[field])
        return rejection('invalid', 'EVIDENCE_DIFFERS', { location, field, there: there[field], named: named[field] })
  }
  return undefined
}
