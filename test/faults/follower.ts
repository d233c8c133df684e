import type { ChannelCredentials } from '@grpc/grpc-js'
import { EventServiceClient } from '#proto/qiantou/event/v1/event_service.ts'
import { clientOptions } from '#shared/grpc/client.ts'

/** Follows the order from the first record on; comes back with its last position whenever it is cut off. */
export class Follower {
  position = -1n
  private readonly client: EventServiceClient
  private readonly see: (position: bigint, record: Uint8Array) => void
  private stopped = false
  private cancel: () => void = () => {}

  constructor(address: string, credentials: ChannelCredentials, see: (position: bigint, record: Uint8Array) => void) {
    this.client = new EventServiceClient(address, credentials, clientOptions)
    this.see = see
    void this.follow()
  }

  stop(): void {
    this.stopped = true
    this.cancel()
    this.client.close()
  }

  private async follow(): Promise<void> {
    while (!this.stopped) {
      await new Promise<void>((resolve) => {
        const stream = this.client.subscribe({
          $type: 'qiantou.event.v1.SubscribeRequest',
          from:
            this.position >= 0n
              ? { $case: 'afterPosition', value: this.position }
              : { $case: 'start', value: 'SUBSCRIBE_START_EARLIEST' },
          subject: '',
          types: [],
        })
        this.cancel = () => stream.cancel()
        stream.on('data', ({ frame }) => {
          if (frame?.$case !== 'records') return
          for (const { position, record } of frame.value.records) {
            this.see(position, record)
            this.position = position
          }
        })
        stream.on('error', () => resolve())
        stream.on('end', () => resolve())
      })
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }
}
