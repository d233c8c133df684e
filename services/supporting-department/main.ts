/** supporting-department: assignments. Acknowledge, report, submit, ask to be released are decided here. */
import { type Aggregates, aggregates, storeMigrations } from '#shared/lifecycle/aggregates.ts'
import { runWhenMain } from '#shared/lifecycle/host.ts'
import { defineService } from '#shared/lifecycle/service.ts'
import { assignmentDecider } from './domain/assignment.ts'
import { taskView } from './domain/task.ts'
import { assignmentService } from './grpc/assignment.ts'

export type SupportingDepartment = Aggregates

export const supportingDepartment = defineService<SupportingDepartment>({
  name: 'supporting-department',
  migrations: { store: storeMigrations, assignment: new URL('./postgres/migrations/', import.meta.url) },
  grpc: [assignmentService],
  open: aggregates({
    deciders: [assignmentDecider],
    absorbs: { 'lead-agency': [taskView, assignmentDecider] },
    services: (own) => own,
  }),
})

await runWhenMain(import.meta, supportingDepartment)
