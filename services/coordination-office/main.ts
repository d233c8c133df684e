/** coordination-office: the directory of organisations, from shipped data. */
import { runWhenMain } from '#shared/lifecycle/host.ts'
import { defineService } from '#shared/lifecycle/service.ts'
import { directoryService } from './grpc/directory.ts'

export type CoordinationOffice = Record<string, never>

export const coordinationOffice = defineService<CoordinationOffice>({
  name: 'coordination-office',
  migrations: {},
  grpc: [directoryService],
  open: async () => ({ services: {}, sequence: async () => 0n }),
})

await runWhenMain(import.meta, coordinationOffice)
