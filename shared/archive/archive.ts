/** Where services read what was recorded before they followed. */
import { EventServiceClient } from '#proto/qiantou/event/v1/event_service.ts'
import { call } from '#shared/grpc/client.ts'
import { clientOf } from '#shared/grpc/peer.ts'
import type { Ground } from '#shared/lifecycle/service.ts'
import type { Archive } from '#shared/postgres/rebuild.ts'

/** The event log as the archive that services rebuild from, connected when it is first asked. */
export function archiveOf(ground: Ground): Archive {
  const client = clientOf(() => ground.peer('event-log'), EventServiceClient)
  return async (source, afterSequence, pageSize) => {
    const request = { $type: 'qiantou.event.v1.ReadSourceRequest' as const, source, afterSequence, pageSize }
    const { records } = await call(client(), (stub) => stub.readSource, request)
    return records.map((bytes, i) => ({ source, sequence: afterSequence + BigInt(i + 1), bytes }))
  }
}
