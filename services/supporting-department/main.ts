/** supporting-department: assignments, decided here, and the files that show what was done. */

import { Past } from '#shared/archive/past.ts'
import { RecordsUnder } from '#shared/archive/records-under.ts'
import { Directory } from '#shared/directory/directory.ts'
import { organisationView } from '#shared/domain/organisation-view.ts'
import { type Aggregates, aggregates, storeMigrations } from '#shared/lifecycle/aggregates.ts'
import { runWhenMain } from '#shared/lifecycle/host.ts'
import { defineService } from '#shared/lifecycle/service.ts'
import { assignmentDecider } from './domain/assignment.ts'
import { taskView } from './domain/task.ts'
import { assignmentService } from './grpc/assignment.ts'
import { attachmentService } from './grpc/attachment.ts'
import { type Attachments, openAttachments } from './objects/attachment.ts'

/** `records`: of tasks, from the event log, for who is no longer party. */
export type SupportingDepartment = Aggregates & {
  readonly directory: Directory
  readonly records: RecordsUnder
  readonly past: Past
  readonly attachments: Attachments
}

export const supportingDepartment = defineService<SupportingDepartment>({
  name: 'supporting-department',
  migrations: { store: storeMigrations, assignment: new URL('./postgres/migrations/', import.meta.url) },
  keepsObjects: true,
  grpc: [assignmentService, attachmentService],
  open: aggregates({
    deciders: [assignmentDecider],
    absorbs: { 'lead-agency': [taskView, assignmentDecider], 'coordination-office': [organisationView] },
    services: async (own, ground) => {
      const records = new RecordsUnder(() => ground.peer('event-log'))
      return {
        ...own,
        directory: new Directory(ground.database, ground.clock),
        ...{ records, past: new Past(records, own, ['lead-agency', 'coordination-office']) },
        attachments: await openAttachments(ground),
      }
    },
    close: ({ attachments }) => attachments.close(),
  }),
})

await runWhenMain(import.meta, supportingDepartment)
