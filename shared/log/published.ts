import { type DeliveredRecord, readRecord } from '#shared/record/record.ts'
import { isTracing, markSpan } from '#shared/telemetry/span.ts'

/** Marks in the traces of their commands that records have left their source: handed over, or written to a broker. */
export function markPublished(records: readonly DeliveredRecord[]): void {
  if (!isTracing()) return
  for (const { source, bytes } of records) {
    const { id, traceparent } = readRecord(bytes)
    markSpan('publish', { 'qiantou.record': id, 'qiantou.source': source }, traceparent)
  }
}
