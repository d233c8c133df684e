/** A live subscription that outlasts restarts of the bus: no gap, no duplicate. */
import { setTimeout as pause } from 'node:timers/promises'
import type { ClientReadableStream } from '@grpc/grpc-js'
import {
  EventServiceClient,
  SubscribeRequest,
  type SubscribeResponse,
  type SubscribeStart,
} from '#proto/qiantou/event/v1/event_service.ts'
import { type ReadRecord, readRecord } from '#shared/record/record.ts'
import { type Bus, patienceMilliseconds, pauseAfter } from './bus.ts'
import { isPassing, isServiceError } from './refusal.ts'

export type Wanted = {
  /** A position that has been seen, or one end. */
  readonly from: bigint | Exclude<SubscribeStart, 'UNRECOGNIZED' | 'SUBSCRIBE_START_UNSPECIFIED'>
  /** A resource name; empty for all. */
  readonly subject: string
  /** Full names of facts; empty for all. */
  readonly types: readonly string[]
}

/** A record and its position in the one order. */
export type Positioned = { readonly position: bigint; readonly record: ReadRecord }

/** What a tail yields: records in order, and once that all there was has been delivered. */
export type TailFrame =
  | ({ readonly kind: 'record' } & Positioned)
  | { readonly kind: 'caughtUp'; readonly position: bigint | undefined }

const requestOf = ({ from, subject, types }: Wanted): SubscribeRequest =>
  SubscribeRequest.fromPartial({
    from: typeof from === 'bigint' ? { $case: 'afterPosition', value: from } : { $case: 'start', value: from },
    subject,
    types: [...types],
  })

/**
 * Follows the order until the caller stops iterating or `signal` aborts. Where the connection is lost it subscribes
 * again after the last position that was considered, for as long as it takes; a first connection has to come about
 * within ten seconds. `away` is told of each loss, once. @throws Failure where it does not, and where the bus says no
 */
export async function* tail(
  bus: Bus,
  wanted: Wanted,
  signal: AbortSignal,
  away: () => void = () => {},
): AsyncGenerator<TailFrame> {
  let from = wanted.from
  let connected = false
  let isAway = false
  const deadline = performance.now() + patienceMilliseconds
  let caughtUp = false
  await bus.reach(EventServiceClient)
  for (let attempt = 0; !signal.aborted; attempt += 1) {
    const stream = bus.stub(EventServiceClient).subscribe(requestOf({ ...wanted, from }))
    const stop = (): void => stream.cancel()
    signal.addEventListener('abort', stop, { once: true })
    try {
      for await (const { frame } of stream as ClientReadableStream<SubscribeResponse> &
        AsyncIterable<SubscribeResponse>) {
        connected = true
        bus.met()
        attempt = 0
        isAway = false
        if (frame?.$case === 'records') {
          for (const { position, record } of frame.value.records) {
            from = position
            yield { kind: 'record', position, record: readRecord(record) }
          }
          continue
        }
        // In an empty order there is no position to come back to: all that comes is after now.
        if (frame?.value.position !== undefined) from = frame.value.position
        else if (frame?.$case === 'caughtUp') from = 'SUBSCRIBE_START_EARLIEST'
        if (frame?.$case === 'caughtUp' && !caughtUp) {
          caughtUp = true
          yield { kind: 'caughtUp', position: frame.value.position }
        }
      }
    } catch (error) {
      if (signal.aborted) return
      if (!isServiceError(error)) throw error
      const isTooLate = !connected && performance.now() > deadline
      await bus.weigh(error, isTooLate || !isPassing(error))
      if (!isAway) away()
      isAway = true
    } finally {
      signal.removeEventListener('abort', stop)
      stream.cancel()
    }
    await pause(pauseAfter(attempt), undefined, { signal }).catch(() => {})
    bus.findAgain()
  }
}
