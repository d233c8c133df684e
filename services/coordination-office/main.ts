/** coordination-office: the directory of organisations, and supervision. What is recorded of tasks is watched here. */

import type { Clock } from '#shared/domain/clock.ts'
import { type Aggregates, aggregates, storeMigrations } from '#shared/lifecycle/aggregates.ts'
import { runWhenMain } from '#shared/lifecycle/host.ts'
import { defineService } from '#shared/lifecycle/service.ts'
import { organisationDecider } from './domain/organisation.ts'
import { supervisionDecider } from './domain/supervision.ts'
import { taskView } from './domain/task.ts'
import { directoryService } from './grpc/directory.ts'
import { supervisionService } from './grpc/supervision.ts'
import { enterShipped } from './postgres/shipped.ts'

/** `clock`: which day it is. */
export type CoordinationOffice = Aggregates & { readonly clock: Clock }

const openAggregates = aggregates<CoordinationOffice>({
  deciders: [organisationDecider, supervisionDecider],
  absorbs: {
    'lead-agency': [taskView, supervisionDecider],
    'supporting-department': [taskView, supervisionDecider],
  },
  services: (own, { clock }) => ({ ...own, clock }),
})

export const coordinationOffice = defineService<CoordinationOffice>({
  name: 'coordination-office',
  migrations: { store: storeMigrations },
  grpc: [directoryService, supervisionService],
  open: async (ground) => {
    const opened = await openAggregates(ground)
    await enterShipped(opened.services)
    return opened
  },
})

await runWhenMain(import.meta, coordinationOffice)
