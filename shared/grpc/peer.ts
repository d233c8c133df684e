import type { ChannelCredentials } from '@grpc/grpc-js'
import type { clientOptions } from './client.ts'

/** Another service, as a client sees it. */
export type Peer = {
  readonly address: string
  readonly credentials: ChannelCredentials
  readonly options: typeof clientOptions
}
