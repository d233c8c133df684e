/** The texts that a record refers to. Records carry hashes alone (docs/decisions/0008): each text lies with its service. */
import { AssignmentServiceClient, GetAssignmentTextRequest } from '#proto/qiantou/assignment/v1/assignment_service.ts'
import {
  ConsultationServiceClient,
  GetConsultationTextRequest,
} from '#proto/qiantou/consultation/v1/consultation_service.ts'
import { DirectoryServiceClient, GetOrganisationTextRequest } from '#proto/qiantou/directory/v1/directory_service.ts'
import type { ContentReference } from '#proto/qiantou/record/v1/record.ts'
import { GetReportTextRequest, ReportServiceClient } from '#proto/qiantou/supervision/v1/report_service.ts'
import {
  GetSupervisionTextRequest,
  SupervisionServiceClient,
} from '#proto/qiantou/supervision/v1/supervision_service.ts'
import { GetTaskTextRequest, TaskServiceClient } from '#proto/qiantou/task/v1/task_service.ts'
import { parseName, workflowOf } from '#shared/domain/resource-name.ts'
import type { Bus } from '../bus/bus.ts'
import type { Positioned } from '../bus/tail.ts'
import { Failure } from '../failure.ts'
import { factOf } from '../text/record.ts'

const isReference = (value: unknown): value is ContentReference =>
  typeof value === 'object' &&
  value !== null &&
  '$type' in value &&
  value.$type === 'qiantou.record.v1.ContentReference'

/** Also of what lies deeper, as the reasons of a report's adjustments do. */
function referencesIn(value: unknown): readonly ContentReference[] {
  if (isReference(value)) return [value]
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return []
  return Object.values(value).flatMap(referencesIn)
}

type Asked = { readonly name: string; readonly sha256: Uint8Array }
type Answer = Promise<{ readonly content: Uint8Array }>

/** Texts of records of the office's service, which has several sorts of things, by what a name is of. */
const officeTexts = {
  supervision: (bus: Bus, asked: Asked): Answer =>
    bus.call(
      SupervisionServiceClient,
      (client) => client.getSupervisionText,
      GetSupervisionTextRequest.fromPartial(asked),
    ),
  consultation: (bus: Bus, asked: Asked): Answer =>
    bus.call(
      ConsultationServiceClient,
      (client) => client.getConsultationText,
      GetConsultationTextRequest.fromPartial(asked),
    ),
  report: (bus: Bus, asked: Asked): Answer =>
    bus.call(ReportServiceClient, (client) => client.getReportText, GetReportTextRequest.fromPartial(asked)),
  organisation: (bus: Bus, asked: Asked): Answer =>
    bus.call(
      DirectoryServiceClient,
      (client) => client.getOrganisationText,
      GetOrganisationTextRequest.fromPartial(asked),
    ),
} as const
const officeKinds = Object.keys(officeTexts) as readonly (keyof typeof officeTexts)[]

/** Asks for a text where it lies: parts may be spoken of by their task's records too, so that the writer counts. */
function ask(bus: Bus, { source, subject }: Positioned['record'], sha256: Uint8Array): Answer {
  const [, , , service] = source.split('/')
  const asked = { name: subject, sha256 }
  if (service === 'supporting-department')
    return bus.call(
      AssignmentServiceClient,
      (client) => client.getAssignmentText,
      GetAssignmentTextRequest.fromPartial(asked),
    )
  const kind = officeKinds.find((candidate) => parseName(candidate, subject))
  if (service === 'coordination-office' && kind) return officeTexts[kind](bus, asked)
  const ofTask = GetTaskTextRequest.fromPartial({ name: workflowOf(subject), sha256 })
  return bus.call(TaskServiceClient, (client) => client.getTaskText, ofTask)
}

/** One text; undefined where it was erased, is not for the caller, or its service does not run here. */
async function textOf(bus: Bus, { record }: Positioned, { sha256 }: ContentReference): Promise<string | undefined> {
  try {
    return Buffer.from((await ask(bus, record, sha256)).content).toString()
  } catch (error) {
    if (error instanceof Failure && ['NOT_FOUND', 'UNIMPLEMENTED'].includes(error.report.code)) return undefined
    throw error
  }
}

/** What people wrote in a record, in the order of its fields; undefined for what cannot be read any more. */
export function textsOf(bus: Bus, positioned: Positioned): Promise<readonly (string | undefined)[]> {
  return Promise.all(referencesIn(factOf(positioned)).map((reference) => textOf(bus, positioned, reference)))
}
