/** The texts that a record refers to. Records carry hashes alone (docs/decisions/0008): each text lies with its service. */
import { AllocationServiceClient, GetAllocationTextRequest } from '#proto/qiantou/allocation/v1/allocation_service.ts'
import {
  ApplicationServiceClient,
  GetApplicationTextRequest,
} from '#proto/qiantou/application/v1/application_service.ts'
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
import { GetTransferTextRequest, TransferServiceClient } from '#proto/qiantou/transfer/v1/transfer_service.ts'
import { GetVoucherTextRequest, VoucherServiceClient } from '#proto/qiantou/voucher/v1/voucher_service.ts'
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
export function referencesIn(value: unknown): readonly ContentReference[] {
  if (isReference(value)) return [value]
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return []
  return Object.values(value).flatMap(referencesIn)
}

type Asked = { readonly name: string; readonly sha256: Uint8Array }
type Answer = Promise<{ readonly content: Uint8Array }>

/** Texts of records of services that have several sorts of things, by what a name is of. */
const textsBySort = {
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
  application: (bus: Bus, asked: Asked): Answer =>
    bus.call(
      ApplicationServiceClient,
      (client) => client.getApplicationText,
      GetApplicationTextRequest.fromPartial(asked),
    ),
  voucher: (bus: Bus, asked: Asked): Answer =>
    bus.call(VoucherServiceClient, (client) => client.getVoucherText, GetVoucherTextRequest.fromPartial(asked)),
  transfer: (bus: Bus, asked: Asked): Answer =>
    bus.call(TransferServiceClient, (client) => client.getTransferText, GetTransferTextRequest.fromPartial(asked)),
  allocation: (bus: Bus, asked: Asked): Answer =>
    bus.call(
      AllocationServiceClient,
      (client) => client.getAllocationText,
      GetAllocationTextRequest.fromPartial(asked),
    ),
} as const
const sorts = Object.keys(textsBySort) as readonly (keyof typeof textsBySort)[]

type Keeper = 'task' | 'assignment' | keyof typeof textsBySort

/**
 * Who keeps the texts of a record: parts may be spoken of by their task's records too, so that the writer counts. Undefined where
 * nobody tells them: an account's number is shown to nobody.
 */
export function keeperOf({ source, subject }: Pick<Positioned['record'], 'source' | 'subject'>): Keeper | undefined {
  const [, , , service] = source.split('/')
  if (service === 'supporting-department') return 'assignment'
  if (service === 'lead-agency') return 'task'
  return sorts.find((sort) => parseName(sort, subject))
}

/** Asks for a text where it lies. */
function ask(bus: Bus, keeper: Keeper, subject: string, sha256: Uint8Array): Answer {
  const asked = { name: subject, sha256 }
  if (keeper === 'assignment')
    return bus.call(
      AssignmentServiceClient,
      (client) => client.getAssignmentText,
      GetAssignmentTextRequest.fromPartial(asked),
    )
  if (keeper !== 'task') return textsBySort[keeper](bus, asked)
  const ofTask = GetTaskTextRequest.fromPartial({ name: workflowOf(subject), sha256 })
  return bus.call(TaskServiceClient, (client) => client.getTaskText, ofTask)
}

/** One text; undefined where it was erased, is not for the caller, or its service does not run here. */
async function textOf(bus: Bus, keeper: Keeper, subject: string, sha256: Uint8Array): Promise<string | undefined> {
  try {
    return Buffer.from((await ask(bus, keeper, subject, sha256)).content).toString()
  } catch (error) {
    if (error instanceof Failure && ['NOT_FOUND', 'UNIMPLEMENTED'].includes(error.report.code)) return undefined
    throw error
  }
}

/** What people wrote in a record, in the order of its fields; undefined for what cannot be read any more. */
export async function textsOf(bus: Bus, positioned: Positioned): Promise<readonly (string | undefined)[]> {
  const { record } = positioned
  const keeper = keeperOf(record)
  if (!keeper) return []
  return Promise.all(referencesIn(factOf(positioned)).map(({ sha256 }) => textOf(bus, keeper, record.subject, sha256)))
}
