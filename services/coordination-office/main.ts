/** coordination-office: the directory of organisations. Registering, renaming, ending, members, people are decided here. */

import { type Aggregates, aggregates, storeMigrations } from '#shared/lifecycle/aggregates.ts'
import { Directory } from '#shared/lifecycle/directory.ts'
import { runWhenMain } from '#shared/lifecycle/host.ts'
import { defineService } from '#shared/lifecycle/service.ts'
import { organisationDecider } from './domain/organisation.ts'
import { directoryService } from './grpc/directory.ts'
import { enterShipped } from './postgres/shipped.ts'

export type CoordinationOffice = Aggregates & { readonly directory: Directory }

const openAggregates = aggregates<CoordinationOffice>({
  deciders: [organisationDecider],
  absorbs: {},
  services: (own, { database, clock }) => ({ ...own, directory: new Directory(database, clock) }),
})

export const coordinationOffice = defineService<CoordinationOffice>({
  name: 'coordination-office',
  migrations: { store: storeMigrations },
  grpc: [directoryService],
  open: async (ground) => {
    const opened = await openAggregates(ground)
    await enterShipped(opened.services)
    return opened
  },
})

await runWhenMain(import.meta, coordinationOffice)
