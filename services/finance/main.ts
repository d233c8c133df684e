/** finance: measures. What policy documents pay is entered here, as data. */

import { join } from 'node:path'
import { archiveOf } from '#shared/archive/archive.ts'
import { Directory } from '#shared/directory/directory.ts'
import { organisationView } from '#shared/domain/organisation-view.ts'
import { type Aggregates, aggregates, storeMigrations } from '#shared/lifecycle/aggregates.ts'
import { runWhenMain } from '#shared/lifecycle/host.ts'
import { defineService } from '#shared/lifecycle/service.ts'
import type { Archive } from '#shared/postgres/rebuild.ts'
import type { CreditRegister } from './credit/credit.ts'
import { openFileRegister } from './credit/file-register.ts'
import { applicationDecider } from './domain/application.ts'
import { grantsView } from './domain/grants.ts'
import { entriesOf } from './domain/ledger.ts'
import { measureDecider } from './domain/measure.ts'
import { poolDecider } from './domain/pool.ts'
import { programmeView } from './domain/programme.ts'
import { applicationService } from './grpc/application.ts'
import { measureService } from './grpc/measure.ts'
import { poolService } from './grpc/pool.ts'

/** `archive`: the event log, against which the ledger is compared. */
export type Finance = Aggregates & {
  readonly directory: Directory
  readonly archive: Archive
  readonly credit: CreditRegister
}

export const finance = defineService<Finance>({
  name: 'finance',
  migrations: { store: storeMigrations, finance: new URL('./postgres/migrations/', import.meta.url) },
  exchangesFiles: true,
  grpc: [measureService, poolService, applicationService],
  open: aggregates({
    deciders: [measureDecider, poolDecider, applicationDecider],
    within: [poolDecider, grantsView],
    books: entriesOf,
    // It waits for nobody's tasks: who builds on a programme or a body that is new says so.
    gatherMilliseconds: 250,
    absorbs: { 'lead-agency': [programmeView], 'coordination-office': [organisationView] },
    services: (own, ground) => ({
      ...own,
      directory: new Directory(ground.database, ground.clock),
      archive: archiveOf(ground),
      credit: openFileRegister(join(ground.exchange, 'credit')),
    }),
  }),
})

await runWhenMain(import.meta, finance)
