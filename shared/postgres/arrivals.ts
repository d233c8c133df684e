import type { Source } from '#shared/domain/decider.ts'
import type { DeliveredRecord } from '#shared/record/record.ts'
import type { Delivery } from './queue.ts'

/** Takes in one record. @returns why not. */
type TakeIn = (record: DeliveredRecord) => Error | 'early' | undefined

/**
 * The deliveries of a batch, taken in each in its order, and no record before what its maker had seen of other sources: what
 * comes too early waits for their deliveries, in this batch or a later one.
 */
export class Arrivals {
  private readonly takeIn: TakeIn
  private waiting: Delivery[] = []
  /** What became of deliveries that are through: taken in, or why not. */
  readonly results: Map<Delivery, Error | undefined> = new Map()
  /** The delivery that what is left of another one came with. */
  private readonly origins = new Map<Delivery, Delivery>()

  constructor(takeIn: TakeIn) {
    this.takeIn = takeIn
  }

  /** What is left of deliveries that came too early, in their order. */
  get early(): readonly Delivery[] {
    return this.waiting
  }

  add(delivery: Delivery): void {
    this.waiting.push(delivery)
    while (this.pass());
  }

  /** Tries all that wait. @returns whether one came further, and others may now too. */
  private pass(): boolean {
    const trying = this.waiting
    const held = new Set<Source | undefined>()
    this.waiting = []
    let moved = false
    for (const delivery of trying) {
      const source = delivery.records[0]?.source
      const left = held.has(source) ? delivery.records : this.left(delivery)
      if (left instanceof Error || left.length === 0) this.settle(delivery, left instanceof Error ? left : undefined)
      else {
        held.add(source)
        this.waiting.push(left.length < delivery.records.length ? this.rest(delivery, left) : delivery)
      }
      moved ||= left instanceof Error || left.length < delivery.records.length
    }
    return moved && this.waiting.length > 0
  }

  /** Takes in a delivery as far as it goes. @returns what is left, or why it can't go on. */
  private left({ records }: Delivery): Error | readonly DeliveredRecord[] {
    for (const [i, record] of records.entries()) {
      const outcome = this.takeIn(record)
      if (outcome === 'early') return records.slice(i)
      if (outcome) return outcome
    }
    return []
  }

  private rest(delivery: Delivery, records: readonly DeliveredRecord[]): Delivery {
    const rest = { ...delivery, records }
    this.origins.set(rest, this.origins.get(delivery) ?? delivery)
    return rest
  }

  private settle(delivery: Delivery, outcome: Error | undefined): void {
    this.results.set(this.origins.get(delivery) ?? delivery, outcome)
  }
}
