/** The texts that a record refers to. Records carry hashes alone (docs/decisions/0008): each text lies with its service. */
import { AssignmentServiceClient, GetAssignmentTextRequest } from '#proto/qiantou/assignment/v1/assignment_service.ts'
import type { ContentReference } from '#proto/qiantou/record/v1/record.ts'
import { GetTaskTextRequest, TaskServiceClient } from '#proto/qiantou/task/v1/task_service.ts'
import { workflowOf } from '#shared/domain/decider.ts'
import type { Bus } from '../bus/bus.ts'
import type { Positioned } from '../bus/tail.ts'
import { Failure } from '../failure.ts'
import { factOf } from '../text/record.ts'

const isReference = (value: unknown): value is ContentReference =>
  typeof value === 'object' &&
  value !== null &&
  '$type' in value &&
  value.$type === 'qiantou.record.v1.ContentReference'

/** One text; undefined where it was erased, is not for the caller, or its service does not run here. */
async function textOf(bus: Bus, { record }: Positioned, { sha256 }: ContentReference): Promise<string | undefined> {
  const asked =
    record.source === '//qiantou/supporting-department'
      ? bus.call(
          AssignmentServiceClient,
          (client) => client.getAssignmentText,
          GetAssignmentTextRequest.fromPartial({ name: record.subject, sha256 }),
        )
      : bus.call(
          TaskServiceClient,
          (client) => client.getTaskText,
          GetTaskTextRequest.fromPartial({ name: workflowOf(record.subject) ?? '', sha256 }),
        )
  try {
    return Buffer.from((await asked).content).toString()
  } catch (error) {
    if (error instanceof Failure && ['NOT_FOUND', 'UNIMPLEMENTED'].includes(error.report.code)) return undefined
    throw error
  }
}

/** What people wrote in a record, in the order of its fields; undefined for what cannot be read any more. */
export function textsOf(bus: Bus, positioned: Positioned): Promise<readonly (string | undefined)[]> {
  const references = (Object.values(factOf(positioned) ?? {}) as readonly unknown[]).filter(isReference)
  return Promise.all(references.map((reference) => textOf(bus, positioned, reference)))
}
