import type { ChannelCredentials } from '@grpc/grpc-js'
import type { clientOptions } from './client.ts'

/** Another service, as a client sees it. */
export type Peer = {
  readonly address: string
  readonly credentials: ChannelCredentials
  readonly options: typeof clientOptions
}

/** A client of another service, connected when it is first needed. */
export function clientOf<Client>(
  peer: () => Peer,
  Service: new (address: Peer['address'], credentials: Peer['credentials'], options: Peer['options']) => Client,
): () => Client {
  let client: Client | undefined
  return () => {
    if (client) return client
    const { address, credentials, options } = peer()
    client = new Service(address, credentials, options)
    return client
  }
}
