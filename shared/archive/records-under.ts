/** What was recorded under a resource. */
import { setTimeout } from 'node:timers/promises'
import { EventServiceClient, SubscribeRequest, type SubscribeResponse } from '#proto/qiantou/event/v1/event_service.ts'
import type { After, ResourceName } from '#shared/domain/decider.ts'
import { parseName } from '#shared/domain/resource-name.ts'
import { call } from '#shared/grpc/client.ts'
import { allPages } from '#shared/grpc/page.ts'
import { clientOf, type Peer } from '#shared/grpc/peer.ts'
import { type ReadRecord, readRecord } from '#shared/record/record.ts'

/** Between two looks for a record that is on its way. */
const pauseMilliseconds = 20
/** For how long the whole log may take to come. */
const patienceMilliseconds = 30_000

/** Which records of the log: under a resource, of these types (full names, up to 50), after a position; all where nothing is said. */
type Wanted = {
  readonly subject?: ResourceName
  readonly types?: readonly string[]
  readonly afterPosition?: bigint | undefined
}

/** Everything that was recorded under a resource, asked of the event log: what any past day is worked out from. */
export class RecordsUnder {
  private readonly client: () => EventServiceClient

  /** `peer`: the event log, found when it is first asked. */
  constructor(peer: () => Peer) {
    this.client = clientOf(peer, EventServiceClient)
  }

  /**
   * The records of a resource and of everything under it, in order. Those of a programme may be many: of it only those of `types`,
   * full names, where any are given.
   */
  of(resource: ResourceName, types: readonly string[] = []): Promise<readonly ReadRecord[]> {
    return parseName('programme', resource) ? this.inFrames({ subject: resource, types }) : this.inPages(resource)
  }

  /** Whether the event log has admitted a record. */
  private async has({ source, sequence }: After): Promise<boolean> {
    if (sequence === 0n) return true
    const asked = { source, afterSequence: sequence - 1n, pageSize: 1 }
    const request = { $type: 'qiantou.event.v1.ReadSourceRequest' as const, ...asked }
    return (await call(this.client(), (stub) => stub.readSource, request)).records.length > 0
  }

  /**
   * Hands over every record there is after a position, in order, in one pass of the log: years of a programme come without a
   * question for each hundred of records.
   */
  async each(
    { subject = '', types = [], afterPosition }: Wanted,
    take: (record: ReadRecord, position: bigint) => void,
  ): Promise<void> {
    const from: SubscribeRequest['from'] =
      afterPosition === undefined
        ? { $case: 'start', value: 'SUBSCRIBE_START_EARLIEST' }
        : { $case: 'afterPosition', value: afterPosition }
    const deadline = Date.now() + patienceMilliseconds
    const frames = this.client().subscribe(SubscribeRequest.create({ from, subject, types: [...types] }), {
      deadline,
    })
    // What comes of leaving is nobody's concern; what comes before is thrown below.
    frames.on('error', () => {})
    try {
      for await (const { frame } of frames as AsyncIterable<SubscribeResponse>) {
        if (frame?.$case === 'caughtUp') return
        if (frame?.$case !== 'records') continue
        for (const { record, position } of frame.value.records) take(readRecord(record), position)
      }
    } finally {
      frames.cancel()
    }
    throw new Error('the event log ended a subscription by itself')
  }

  /** Waits until the event log has admitted a record. @returns whether it was in time */
  async arrives(record: After, milliseconds: number): Promise<boolean> {
    for (const until = Date.now() + milliseconds; ; await setTimeout(pauseMilliseconds)) {
      if (await this.has(record)) return true
      if (Date.now() >= until) return false
    }
  }

  /** Of one workflow, which the log finds without looking at those of others. */
  private async inPages(resource: ResourceName): Promise<readonly ReadRecord[]> {
    const client = this.client()
    const found: ReadRecord[] = []
    const fetch = (pageToken: string) =>
      call(client, (stub) => stub.listRecords, {
        $type: 'qiantou.event.v1.ListRecordsRequest' as const,
        ...{ resource, pageToken, pageSize: 100 },
      })
    for await (const { records } of allPages(fetch)) found.push(...records.map(({ record }) => readRecord(record)))
    return found
  }

  private async inFrames(wanted: Wanted): Promise<readonly ReadRecord[]> {
    const found: ReadRecord[] = []
    await this.each(wanted, (record) => found.push(record))
    return found
  }
}
