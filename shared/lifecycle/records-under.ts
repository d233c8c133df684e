import { EventServiceClient } from '#proto/qiantou/event/v1/event_service.ts'
import type { After, ResourceName } from '#shared/domain/decider.ts'
import { call } from '#shared/grpc/client.ts'
import { allPages } from '#shared/grpc/page.ts'
import { type ReadRecord, readRecord } from '#shared/record/record.ts'
import type { Peer } from './peer.ts'

/** Everything that was recorded under a resource, asked of the event log: what any past day is worked out from. */
export class RecordsUnder {
  private readonly peer: () => Peer
  private client: EventServiceClient | undefined

  /** `peer`: the event log, found when it is first asked. */
  constructor(peer: () => Peer) {
    this.peer = peer
  }

  /** The records of a resource and of everything under it, in order; those of a programme may be many. */
  async of(resource: ResourceName): Promise<readonly ReadRecord[]> {
    const client = this.connected()
    const found: ReadRecord[] = []
    const fetch = (pageToken: string) =>
      call(client, (stub) => stub.listRecords, {
        $type: 'qiantou.event.v1.ListRecordsRequest' as const,
        ...{ resource, pageToken, pageSize: 100 },
      })
    for await (const { records } of allPages(fetch)) found.push(...records.map(({ record }) => readRecord(record)))
    return found
  }

  /** Whether the event log has admitted a record. */
  async has({ source, sequence }: After): Promise<boolean> {
    if (sequence === 0n) return true
    const asked = { source, afterSequence: sequence - 1n, pageSize: 1 }
    const request = { $type: 'qiantou.event.v1.ReadSourceRequest' as const, ...asked }
    return (await call(this.connected(), (stub) => stub.readSource, request)).records.length > 0
  }

  private connected(): EventServiceClient {
    if (this.client) return this.client
    const { address, credentials, options } = this.peer()
    this.client = new EventServiceClient(address, credentials, options)
    return this.client
  }
}
