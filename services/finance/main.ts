/** finance: measures. What policy documents pay is entered here, as data. */

import { Directory } from '#shared/directory/directory.ts'
import { organisationView } from '#shared/domain/organisation-view.ts'
import { type Aggregates, aggregates, storeMigrations } from '#shared/lifecycle/aggregates.ts'
import { runWhenMain } from '#shared/lifecycle/host.ts'
import { defineService } from '#shared/lifecycle/service.ts'
import { measureDecider } from './domain/measure.ts'
import { programmeView } from './domain/programme.ts'
import { measureService } from './grpc/measure.ts'

export type Finance = Aggregates & { readonly directory: Directory }

export const finance = defineService<Finance>({
  name: 'finance',
  migrations: { store: storeMigrations },
  grpc: [measureService],
  open: aggregates({
    deciders: [measureDecider],
    // It waits for nobody's tasks: who builds on a programme or a body that is new says so.
    gatherMilliseconds: 250,
    absorbs: { 'lead-agency': [programmeView], 'coordination-office': [organisationView] },
    services: (own, { database, clock }) => ({ ...own, directory: new Directory(database, clock) }),
  }),
})

await runWhenMain(import.meta, finance)
