/** coordination-office: the directory of organisations, and consultations: a text that bodies answer. */

import type { Clock } from '#shared/domain/clock.ts'
import { type Aggregates, aggregates, storeMigrations } from '#shared/lifecycle/aggregates.ts'
import { runWhenMain } from '#shared/lifecycle/host.ts'
import { defineService } from '#shared/lifecycle/service.ts'
import { consultationDecider } from './domain/consultation.ts'
import { organisationDecider } from './domain/organisation.ts'
import { programmeView } from './domain/programme.ts'
import { consultationService } from './grpc/consultation.ts'
import { directoryService } from './grpc/directory.ts'
import { enterShipped } from './postgres/shipped.ts'

/** `clock`: which day it is. */
export type CoordinationOffice = Aggregates & { readonly clock: Clock }

const openAggregates = aggregates<CoordinationOffice>({
  deciders: [organisationDecider, consultationDecider],
  absorbs: { 'lead-agency': [programmeView] },
  services: (own, { clock }) => ({ ...own, clock }),
})

export const coordinationOffice = defineService<CoordinationOffice>({
  name: 'coordination-office',
  migrations: { store: storeMigrations },
  grpc: [directoryService, consultationService],
  open: async (ground) => {
    const opened = await openAggregates(ground)
    await enterShipped(opened.services)
    return opened
  },
})

await runWhenMain(import.meta, coordinationOffice)
