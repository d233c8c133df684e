import type { SpanContext } from '@opentelemetry/api'
import type { DeliveredRecord } from '#shared/record/record.ts'
import type { Command, Outcome } from './work.ts'

export type Redriven = { redriven: number; remaining: number }

/** What stands in line for a batch. */
export type Work =
  | { kind: 'command'; command: Command; settle: Settle<Outcome>; waitingSince: number; span: SpanContext | undefined }
  | { kind: 'records'; records: readonly DeliveredRecord[]; settle: Settle<void>; waitingSince: number }
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
