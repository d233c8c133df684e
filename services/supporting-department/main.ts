/** supporting-department: assignments. Acknowledge, report, submit, ask for release or for time are decided here. */
import { type Aggregates, aggregates, storeMigrations } from '#shared/lifecycle/aggregates.ts'
import { Directory } from '#shared/lifecycle/directory.ts'
import { runWhenMain } from '#shared/lifecycle/host.ts'
import { defineService } from '#shared/lifecycle/service.ts'
import { assignmentDecider } from './domain/assignment.ts'
import { taskView } from './domain/task.ts'
import { assignmentService } from './grpc/assignment.ts'

export type SupportingDepartment = Aggregates & { readonly directory: Directory }

export const supportingDepartment = defineService<SupportingDepartment>({
  name: 'supporting-department',
  migrations: { store: storeMigrations, assignment: new URL('./postgres/migrations/', import.meta.url) },
  grpc: [assignmentService],
  open: aggregates({
    deciders: [assignmentDecider],
    absorbs: { 'lead-agency': [taskView, assignmentDecider] },
    services: (own, ground) => ({ ...own, directory: new Directory(ground.peer('coordination-office')) }),
  }),
})

await runWhenMain(import.meta, supportingDepartment)
