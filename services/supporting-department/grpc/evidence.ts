import type { Evidence } from '#proto/qiantou/record/v1/record.ts'
import type { ResourceName } from '#shared/domain/decider.ts'
import type { Rejection } from '#shared/domain/rejection.ts'
import type { Call } from '#shared/grpc/method.ts'
import { evidenceProblem, type File, liesWith } from '../domain/evidence.ts'
import { type TaskView, taskParties } from '../domain/task.ts'
import type { SupportingDepartment } from '../main.ts'
import { findAttachments } from '../postgres/attachment.ts'
import { partsOf, toAttachment } from './attachment-resource.ts'

/**
 * What is wrong with evidence that lies with the task, once the task is known: who is not party to it is not told
 * which attachments there are.
 */
export async function checkedEvidence(
  task: ResourceName,
  evidence: readonly Evidence[],
  { caller, services }: Call<SupportingDepartment>,
): Promise<(view: TaskView) => Rejection | undefined> {
  const hashes = evidence.filter((piece) => liesWith(task, piece)).map(({ location }) => partsOf(location).sha256)
  const rows = await findAttachments(services.database, task, hashes)
  const files = new Map(
    rows.map((row): [ResourceName, File] => [
      toAttachment(row).name,
      { sha256: row.sha256.toString('hex'), sizeBytes: row.size_bytes, mediaType: row.media_type },
    ]),
  )
  return (view) => (taskParties(view).has(caller.actor) ? evidenceProblem(task, evidence, files) : undefined)
}
