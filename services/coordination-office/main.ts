/** coordination-office: the directory of organisations. Registering, renaming, ending, members, people are decided here. */

import type { Clock } from '#shared/domain/clock.ts'
import { type Aggregates, aggregates, storeMigrations } from '#shared/lifecycle/aggregates.ts'
import { runWhenMain } from '#shared/lifecycle/host.ts'
import { defineService } from '#shared/lifecycle/service.ts'
import { organisationDecider } from './domain/organisation.ts'
import { directoryService } from './grpc/directory.ts'
import { enterShipped } from './postgres/shipped.ts'

/** `clock`: which day it is. */
export type CoordinationOffice = Aggregates & { readonly clock: Clock }

const openAggregates = aggregates<CoordinationOffice>({
  deciders: [organisationDecider],
  absorbs: {},
  services: (own, { clock }) => ({ ...own, clock }),
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
