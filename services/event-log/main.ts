/** event-log: every record of every service in one order, each source's chain checked on entry. */
import { runWhenMain } from '#shared/lifecycle/host.ts'
import { defineService, sourceOf } from '#shared/lifecycle/service.ts'
import { eventService } from './grpc/event.ts'
import { Archive } from './postgres/archive.ts'
import { Endings } from './postgres/endings.ts'
import { Order } from './postgres/order.ts'

/** `directory`: who is no longer there. */
export type EventLog = { readonly order: Order; readonly directory: Endings }

/** Whose records make up the order: every service that records. */
const sources = ['coordination-office', 'finance', 'lead-agency', 'supporting-department'].map(sourceOf)

export const eventLog = defineService<EventLog>({
  name: 'event-log',
  migrations: { event_log: new URL('./postgres/migrations/', import.meta.url) },
  grpc: [eventService],
  open: async ({ database, clock, logger }) => {
    const archive = new Archive(database)
    await archive.follow(sources)
    const order = new Order(archive, logger)
    const stop = order.watchOthers()
    return {
      services: { order, directory: new Endings(archive, clock) },
      follows: {
        sources,
        gatherMilliseconds: 8,
        from: async (source) => (await archive.state()).admitted.get(source)?.sequence ?? 0n,
        deliver: (batch, signal) => order.deliver(batch, signal),
        stops: () => order.stops,
      },
      sequence: async () => (await order.last()) + 1n,
      close: stop,
    }
  },
})

await runWhenMain(import.meta, eventLog)
