/** Every service of a bus as one caller sees it. */

import { AllocationServiceClient } from '#proto/qiantou/allocation/v1/allocation_service.ts'
import { ApplicationServiceClient } from '#proto/qiantou/application/v1/application_service.ts'
import { ApportionmentServiceClient } from '#proto/qiantou/apportionment/v1/apportionment_service.ts'
import { AssignmentServiceClient } from '#proto/qiantou/assignment/v1/assignment_service.ts'
import { AttachmentServiceClient } from '#proto/qiantou/attachment/v1/attachment_service.ts'
import { BudgetServiceClient } from '#proto/qiantou/budget/v1/budget_service.ts'
import { ConsultationServiceClient } from '#proto/qiantou/consultation/v1/consultation_service.ts'
import { DirectoryServiceClient } from '#proto/qiantou/directory/v1/directory_service.ts'
import { EventServiceClient } from '#proto/qiantou/event/v1/event_service.ts'
import { MeasureServiceClient } from '#proto/qiantou/measure/v1/measure_service.ts'
import { OperationServiceClient } from '#proto/qiantou/operation/v1/operation_service.ts'
import { PoolServiceClient } from '#proto/qiantou/pool/v1/pool_service.ts'
import { ProgrammeServiceClient } from '#proto/qiantou/programme/v1/programme_service.ts'
import { RosterServiceClient } from '#proto/qiantou/roster/v1/roster_service.ts'
import { BurdenServiceClient } from '#proto/qiantou/supervision/v1/burden_service.ts'
import { ReportServiceClient } from '#proto/qiantou/supervision/v1/report_service.ts'
import { SupervisionServiceClient } from '#proto/qiantou/supervision/v1/supervision_service.ts'
import { TaskServiceClient } from '#proto/qiantou/task/v1/task_service.ts'
import { PayeeServiceClient } from '#proto/qiantou/transfer/v1/payee_service.ts'
import { TransferServiceClient } from '#proto/qiantou/transfer/v1/transfer_service.ts'
import { VoucherServiceClient } from '#proto/qiantou/voucher/v1/voucher_service.ts'
import { clientOptions, mutualTls } from '#shared/grpc/client.ts'
import type { Tls } from '#shared/grpc/server.ts'

export type Stubs = {
  readonly programmes: ProgrammeServiceClient
  readonly tasks: TaskServiceClient
  readonly assignments: AssignmentServiceClient
  readonly attachments: AttachmentServiceClient
  readonly events: EventServiceClient
  readonly burdens: BurdenServiceClient
  readonly consultations: ConsultationServiceClient
  readonly directory: DirectoryServiceClient
  readonly reports: ReportServiceClient
  readonly supervisions: SupervisionServiceClient
  readonly measures: MeasureServiceClient
  readonly pools: PoolServiceClient
  readonly applications: ApplicationServiceClient
  readonly payees: PayeeServiceClient
  readonly allocations: AllocationServiceClient
  readonly apportionments: ApportionmentServiceClient
  readonly rosters: RosterServiceClient
  readonly transfers: TransferServiceClient
  readonly vouchers: VoucherServiceClient
  readonly budgets: BudgetServiceClient
  readonly operations: OperationServiceClient
  readonly close: () => void
}

/** Typed stubs over one connection. */
export function makeStubs(address: string, tls: Tls): Stubs {
  const credentials = mutualTls(tls)
  const clients = {
    programmes: new ProgrammeServiceClient(address, credentials, clientOptions),
    tasks: new TaskServiceClient(address, credentials, clientOptions),
    assignments: new AssignmentServiceClient(address, credentials, clientOptions),
    attachments: new AttachmentServiceClient(address, credentials, clientOptions),
    events: new EventServiceClient(address, credentials, clientOptions),
    burdens: new BurdenServiceClient(address, credentials, clientOptions),
    consultations: new ConsultationServiceClient(address, credentials, clientOptions),
    directory: new DirectoryServiceClient(address, credentials, clientOptions),
    reports: new ReportServiceClient(address, credentials, clientOptions),
    supervisions: new SupervisionServiceClient(address, credentials, clientOptions),
    measures: new MeasureServiceClient(address, credentials, clientOptions),
    apportionments: new ApportionmentServiceClient(address, credentials, clientOptions),
    pools: new PoolServiceClient(address, credentials, clientOptions),
    applications: new ApplicationServiceClient(address, credentials, clientOptions),
    payees: new PayeeServiceClient(address, credentials, clientOptions),
    rosters: new RosterServiceClient(address, credentials, clientOptions),
    allocations: new AllocationServiceClient(address, credentials, clientOptions),
    transfers: new TransferServiceClient(address, credentials, clientOptions),
    vouchers: new VoucherServiceClient(address, credentials, clientOptions),
    budgets: new BudgetServiceClient(address, credentials, clientOptions),
    operations: new OperationServiceClient(address, credentials, clientOptions),
  }
  return {
    ...clients,
    close: () => {
      for (const client of Object.values(clients)) client.close()
    },
  }
}
