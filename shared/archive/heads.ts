/** How far other services have recorded. */
import { OperationServiceClient } from '#proto/qiantou/operation/v1/operation_service.ts'
import type { Source } from '#shared/domain/decider.ts'
import { call } from '#shared/grpc/client.ts'
import { clientOf, type Peer } from '#shared/grpc/peer.ts'
import { sourceOf } from '#shared/lifecycle/service.ts'

/** A service's last record. */
export type Head = { readonly source: Source; readonly sequence: bigint | undefined }

/** The last records of other services, as they say themselves: what was recorded, and nobody has been told of yet, included. */
export class Heads {
  private readonly clients: ReadonlyMap<string, () => OperationServiceClient>

  /** `names`: `lead-agency` and so on, each found when it is first asked. */
  constructor(peer: (name: string) => Peer, names: readonly string[]) {
    this.clients = new Map(names.map((name) => [name, clientOf(() => peer(name), OperationServiceClient)]))
  }

  /** `sequence` is undefined of a service that does not serve yet. @throws what calling a service throws, where it does not answer */
  now(): Promise<readonly Head[]> {
    return Promise.all([...this.clients].map(([name, client]) => this.headOf(name, client())))
  }

  private async headOf(name: string, client: OperationServiceClient): Promise<Head> {
    const request = { $type: 'qiantou.operation.v1.GetStatusRequest' as const }
    const { services } = await call(client, (stub) => stub.getStatus, request)
    const found = services.find(({ service }) => service === name)
    return { source: sourceOf(name), sequence: found?.ready ? found.sequence : undefined }
  }
}
