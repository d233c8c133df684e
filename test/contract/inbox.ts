import type { Source } from '#shared/domain/decider.ts'
import type { Log, Subscription } from '#shared/log/log.ts'
import type { DeliveredRecord } from '#shared/record/record.ts'

/** What the instances of one group share: how far each source was taken in, as a consumer's own database says. */
export class Inbox {
  readonly group: string
  readonly positions = new Map<Source, bigint>()
  /** Every record once, in the order in which it was taken in. */
  readonly taken: DeliveredRecord[] = []
  /** Every delivery, repeats included, with the name of the instance that got it. */
  readonly deliveries: { readonly to: string; readonly records: readonly DeliveredRecord[] }[] = []

  constructor(group: string) {
    this.group = group
  }

  /** Subscribes as an instance of the group. `before` may refuse a batch by throwing. */
  subscribe(
    log: Log,
    sources: readonly Source[],
    options: {
      as?: string
      underway?: number
      before?: (batch: readonly DeliveredRecord[], signal: AbortSignal) => Promise<void>
    } = {},
  ): Promise<Subscription> {
    return log.subscribe({
      group: this.group,
      sources,
      ...(options.underway ? { underway: options.underway } : {}),
      from: async (source) => this.positions.get(source) ?? 0n,
      deliver: async (batch, signal) => {
        this.deliveries.push({ to: options.as ?? 'the only one', records: batch })
        await options.before?.(batch, signal)
        for (const record of batch) this.take(record)
      },
    })
  }

  /** The bytes that were taken in of a source. */
  of(source: Source): readonly Uint8Array[] {
    return this.taken.filter((record) => record.source === source).map(({ bytes }) => bytes)
  }

  /** The sequences of every delivery of a source, repeats included. */
  deliveredTo(instance: string): readonly bigint[] {
    return this.deliveries
      .filter(({ to }) => to === instance)
      .flatMap(({ records }) => records.map(({ sequence }) => sequence))
  }

  private take(record: DeliveredRecord): void {
    const position = this.positions.get(record.source) ?? 0n
    if (record.sequence <= position) return
    if (record.sequence > position + 1n)
      throw new Error(`${record.source} skips from ${position} to ${record.sequence}`)
    this.positions.set(record.source, record.sequence)
    this.taken.push(record)
  }
}
