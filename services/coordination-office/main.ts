/** coordination-office: the directory, consultations, supervision of assignments, reports that the office confirms, burden. */

import { Heads } from '#shared/archive/heads.ts'
import { KeptBoards } from '#shared/archive/kept-boards.ts'
import { Past } from '#shared/archive/past.ts'
import { RecordsUnder } from '#shared/archive/records-under.ts'
import { Directory } from '#shared/directory/directory.ts'
import { Successions } from '#shared/directory/succession.ts'
import { type Aggregates, aggregates, storeMigrations } from '#shared/lifecycle/aggregates.ts'
import { runWhenMain } from '#shared/lifecycle/host.ts'
import { defineService } from '#shared/lifecycle/service.ts'
import { AttachedFiles } from '#shared/objects/attached-files.ts'
import { consultationDecider } from './domain/consultation.ts'
import { organisationDecider } from './domain/organisation.ts'
import { programmeView } from './domain/programme.ts'
import { reportDecider } from './domain/report.ts'
import { supervisionDecider } from './domain/supervision.ts'
import { taskView } from './domain/task.ts'
import { burdenService } from './grpc/burden.ts'
import { consultationService } from './grpc/consultation.ts'
import { directoryService } from './grpc/directory.ts'
import { KeptBurdens } from './grpc/kept-burdens.ts'
import { reportService } from './grpc/report.ts'
import { supervisionService } from './grpc/supervision.ts'
import { handovers } from './postgres/succession.ts'
import { enterShipped } from './shipped.ts'

/**
 * `records`: from the event log, which has all of them once it is as far as `heads`; `boards`, `burdens`: worked out from those;
 * `files`: of tasks, where evidence names them.
 */
export type CoordinationOffice = Aggregates & {
  readonly directory: Directory
  readonly records: RecordsUnder
  readonly heads: Heads
  readonly past: Past
  readonly boards: KeptBoards
  readonly burdens: KeptBurdens
  readonly files: AttachedFiles
  readonly successions: Successions
}

/** Whose records this service is told of. */
const followed = ['lead-agency', 'supporting-department'] as const

const openAggregates = aggregates<CoordinationOffice>({
  deciders: [organisationDecider, consultationDecider, supervisionDecider, reportDecider],
  // It watches what others do: who waits for it says so, and everybody else is spared its commits.
  gatherMilliseconds: 250,
  absorbs: {
    'lead-agency': [programmeView, taskView, supervisionDecider],
    'supporting-department': [taskView, supervisionDecider],
  },
  services: (own, { database, clock, logger, peer }) => {
    const known = { ...own, directory: new Directory(database, clock) }
    const records = new RecordsUnder(() => peer('event-log'))
    return {
      ...known,
      records,
      heads: new Heads(peer, followed),
      past: new Past(records, own, followed),
      boards: new KeptBoards(records),
      burdens: new KeptBurdens(records),
      files: new AttachedFiles(() => peer('supporting-department')),
      successions: new Successions(known, handovers, clock, logger),
    }
  },
  close: ({ successions }) => successions.stop(),
})

export const coordinationOffice = defineService<CoordinationOffice>({
  name: 'coordination-office',
  migrations: { store: storeMigrations },
  grpc: [directoryService, consultationService, supervisionService, reportService, burdenService],
  open: async (ground) => {
    const opened = await openAggregates(ground)
    await enterShipped(opened.services)
    return opened
  },
})

await runWhenMain(import.meta, coordinationOffice)
