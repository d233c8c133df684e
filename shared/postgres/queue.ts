import type { SpanContext } from '@opentelemetry/api'
import type { After, StreamId } from '#shared/domain/decider.ts'
import type { DeliveredRecord } from '#shared/record/record.ts'
import { type Absorbs, streamsTouched } from './opened.ts'
import type { Command, Outcome } from './work.ts'

export type Redriven = { redriven: number; remaining: number }

/** Records of one source, in sequence. */
export type Delivery = {
  kind: 'records'
  records: readonly DeliveredRecord[]
  settle: Settle<void>
  waitingSince: number
  /** Aborted when whoever delivers stops. */
  signal?: AbortSignal | undefined
}

/** What stands in line for a batch. */
export type Work =
  | { kind: 'command'; command: Command; settle: Settle<Outcome>; waitingSince: number; span: SpanContext | undefined }
  | Delivery
  | { kind: 'redrive'; key: string; settle: Settle<Redriven>; waitingSince: number }

export type Settle<T> = { resolve: (value: T) => void; reject: (error: Error) => void }

/** As many commands and deliveries share one commit at most: enough to amortise it, few enough to stay under 10 ms. */
export const maxBatch = 128

/** The next work in order; a second command with the same (actor, request id) waits for the first to be committed. */
export function nextBatch(queue: Work[], most: number): Work[] {
  const batch: Work[] = []
  const asked = new Set<string>()
  const later: Work[] = []
  while (queue.length && batch.length < most) {
    // A redrive goes alone: beside it, what arrives would wait behind records that are no longer parked.
    if (batch[0]?.kind === 'redrive' || (batch.length && queue[0]?.kind === 'redrive')) break
    const work = queue.shift() as Work
    const key = work.kind === 'command' ? `${work.command.actor} ${work.command.requestId}` : undefined
    if (key && asked.has(key)) later.push(work)
    else batch.push(work)
    if (key) asked.add(key)
  }
  queue.unshift(...later)
  return batch
}

/** Whether work takes in a record, if nothing is missing before it. */
export const bears = (work: Work, { source, sequence }: After): boolean =>
  work.kind === 'records' && work.records.some((one) => one.source === source && one.sequence >= sequence)

/** Every stream that deciding the batch may look at. */
export function streamsOf(
  batch: readonly Work[],
  parked: ReadonlyMap<string, readonly DeliveredRecord[]>,
  answered: ReadonlyMap<Work, Outcome>,
  absorbs: Absorbs,
): Set<StreamId> {
  const streams = new Set<StreamId>()
  for (const work of batch) {
    if (work.kind === 'command') {
      if (!answered.has(work))
        for (const stream of [work.command.stream, ...(work.command.beside ?? [])]) streams.add(stream)
      continue
    }
    for (const record of work.kind === 'records' ? work.records : (parked.get(work.key) ?? []))
      for (const stream of streamsTouched(record, absorbs)) streams.add(stream)
  }
  return streams
}
