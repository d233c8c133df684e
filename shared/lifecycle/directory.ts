import { DirectoryServiceClient } from '#proto/qiantou/directory/v1/directory_service.ts'
import { call } from '#shared/grpc/client.ts'
import { allPages } from '#shared/grpc/page.ts'
import type { Peer } from './peer.ts'

/** Whether bodies are known, asked of the coordination office, which owns the directory. */
export class Directory {
  private readonly peer: Peer
  private client: DirectoryServiceClient | undefined
  private known: ReadonlySet<string> = new Set()

  constructor(peer: Peer) {
    this.peer = peer
  }

  /** Those of the names that the directory does not have. Names once known are not asked for again: they do not go. */
  async unknown(names: readonly string[]): Promise<readonly string[]> {
    if (!names.every((name) => this.known.has(name))) this.known = await this.fetch()
    return names.filter((name) => !this.known.has(name))
  }

  private async fetch(): Promise<ReadonlySet<string>> {
    this.client ??= new DirectoryServiceClient(this.peer.address, this.peer.credentials, this.peer.options)
    const client = this.client
    const names = new Set<string>()
    const fetch = (pageToken: string) =>
      call(client, (stub) => stub.listOrganisations, {
        $type: 'qiantou.directory.v1.ListOrganisationsRequest' as const,
        pageSize: 1_000,
        pageToken,
        filter: '',
        documentName: '',
        asOf: undefined,
      })
    for await (const page of allPages(fetch)) for (const { name } of page.organisations) names.add(name)
    return names
  }
}
