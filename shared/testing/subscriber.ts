import { type ClientReadableStream, type ServiceError, status } from '@grpc/grpc-js'
import { vi } from 'vitest'
import {
  type EventServiceClient,
  SubscribeRequest,
  type SubscribeResponse,
} from '#proto/qiantou/event/v1/event_service.ts'
import { type ReadRecord, readRecord } from '#shared/record/record.ts'

/** A record as a subscriber got it. */
export type Received = ReadRecord & { readonly position: bigint }

/** Follows the order, and keeps what it gets. */
export class Subscriber {
  readonly records: Received[] = []
  caughtUp = false
  failed: ServiceError | undefined
  private readonly frames: ClientReadableStream<SubscribeResponse>

  /** `after`: a position, or that only what comes from now on is wanted; from the first record unless given. */
  constructor(client: EventServiceClient, after?: bigint | 'latest') {
    const start = after === 'latest' ? ('SUBSCRIBE_START_LATEST' as const) : ('SUBSCRIBE_START_EARLIEST' as const)
    const from =
      typeof after === 'bigint'
        ? { $case: 'afterPosition' as const, value: after }
        : { $case: 'start' as const, value: start }
    this.frames = client.subscribe(SubscribeRequest.create({ from }))
    this.frames.on('data', ({ frame }: SubscribeResponse) => {
      if (frame?.$case === 'records')
        for (const { record, position } of frame.value.records) this.records.push({ ...readRecord(record), position })
      if (frame?.$case === 'caughtUp') this.caughtUp = true
    })
    this.frames.on('error', (error: ServiceError) => {
      if (error.code !== status.CANCELLED) this.failed = error
    })
  }

  /** Waits until so many records have come. */
  async has(count: number): Promise<readonly Received[]> {
    await this.until(() => this.records.length >= count, `${count} records`)
    return this.records
  }

  /** Waits for a condition. */
  async until(condition: () => boolean, what: string): Promise<void> {
    await vi.waitFor(
      () => {
        if (this.failed) throw this.failed
        if (!condition()) throw new Error(`a subscriber has ${this.records.length} records, waits for ${what}`)
      },
      { timeout: 20_000, interval: 5 },
    )
  }

  stop(): void {
    this.frames.cancel()
  }
}
