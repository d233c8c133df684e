/** lead-agency: programmes and tasks. Issue, review, transfer, more time, close and cancel are decided here. */

import { Past } from '#shared/archive/past.ts'
import { RecordsUnder } from '#shared/archive/records-under.ts'
import { Directory } from '#shared/directory/directory.ts'
import { Successions } from '#shared/directory/succession.ts'
import { organisationView } from '#shared/domain/organisation-view.ts'
import { type Aggregates, aggregates, storeMigrations } from '#shared/lifecycle/aggregates.ts'
import { runWhenMain } from '#shared/lifecycle/host.ts'
import { defineService } from '#shared/lifecycle/service.ts'
import { AttachedFiles } from '#shared/objects/attached-files.ts'
import { programmeDecider } from './domain/programme.ts'
import { taskDecider } from './domain/task.ts'
import { programmeService } from './grpc/programme.ts'
import { taskService } from './grpc/task.ts'
import { handovers } from './postgres/succession.ts'

/** `records`: of tasks, from the event log, for who is no longer party; `files`: of tasks, where evidence names them. */
export type LeadAgency = Aggregates & {
  readonly directory: Directory
  readonly records: RecordsUnder
  readonly past: Past
  readonly files: AttachedFiles
  readonly successions: Successions
}

export const leadAgency = defineService<LeadAgency>({
  name: 'lead-agency',
  migrations: { store: storeMigrations },
  grpc: [programmeService, taskService],
  open: aggregates({
    deciders: [programmeDecider, taskDecider],
    absorbs: { 'supporting-department': [taskDecider], 'coordination-office': [organisationView] },
    services: (own, { database, clock, logger, peer }) => {
      const known = { ...own, directory: new Directory(database, clock) }
      const records = new RecordsUnder(() => peer('event-log'))
      const past = new Past(records, own, ['supporting-department', 'coordination-office'])
      const files = new AttachedFiles(() => peer('supporting-department'))
      return { ...known, records, past, files, successions: new Successions(known, handovers, clock, logger) }
    },
    close: ({ successions }) => successions.stop(),
  }),
})

await runWhenMain(import.meta, leadAgency)
