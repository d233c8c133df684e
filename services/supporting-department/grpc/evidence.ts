/** Whether evidence names files that are there, and that who names them may see. */
import type { Evidence } from '#proto/qiantou/record/v1/record.ts'
import type { ResourceName } from '#shared/domain/decider.ts'
import { attachmentsIn, evidenceProblem, type File } from '#shared/domain/evidence.ts'
import type { Rejection } from '#shared/domain/rejection.ts'
import { parseName, workflowOf } from '#shared/domain/resource-name.ts'
import type { Call } from '#shared/grpc/method.ts'
import { assignmentParties } from '../domain/assignment.ts'
import type { Assignment } from '../domain/assignment-state.ts'
import { type TaskView, taskParties } from '../domain/task.ts'
import type { SupportingDepartment } from '../main.ts'
import { findAttachments } from '../postgres/attachment.ts'
import { fileOf, toAttachment } from './attachment-resource.ts'
import { seen } from './attachment-sight.ts'

/**
 * What is wrong with evidence that lies with the task of an assignment, once that is known: who may not see the assignment is
 * not told which attachments there are, and who may sees some of them only.
 */
export async function checkedEvidence(
  name: ResourceName,
  evidence: readonly Evidence[],
  call: Call<SupportingDepartment>,
): Promise<(view: TaskView, assignment: Assignment | undefined) => Rejection | undefined> {
  const { caller, services } = call
  const task = workflowOf(name)
  // What has not the form of a name is nobody's.
  const names = attachmentsIn(task, evidence).filter((name) => parseName('attachment', name))
  const hashes = names.map((name) => fileOf(name).sha256)
  const rows = await seen(task, await findAttachments(services.database, task, hashes), call)
  const files = new Map(
    rows.map((row): [ResourceName, File] => [
      toAttachment(row).name,
      { sha256: row.sha256.toString('hex'), sizeBytes: row.size_bytes, mediaType: row.media_type },
    ]),
  )
  return (view, assignment) =>
    assignment && assignmentParties(taskParties(view), assignment).has(caller.actor)
      ? evidenceProblem(task, evidence, files)
      : undefined
}
