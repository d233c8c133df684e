import type { Delivery } from './queue.ts'
import { StoreFault } from './store-fault.ts'

/**
 * Deliveries that came before something that their maker had seen: they wait for deliveries of other sources. Whose tail
 * stops is refused, as nothing may come any more, and is delivered again by the next one.
 */
export class Early {
  private readonly waiting: Delivery[] = []
  private readonly heeded = new WeakSet<AbortSignal>()

  get all(): readonly Delivery[] {
    return this.waiting
  }

  add(deliveries: readonly Delivery[]): void {
    this.waiting.push(...deliveries)
    for (const { signal } of deliveries) {
      if (!signal || this.heeded.has(signal)) continue
      this.heeded.add(signal)
      signal.addEventListener('abort', () => this.refuse(({ signal: own }) => own === signal), { once: true })
    }
    this.refuse(({ signal }) => signal?.aborted === true)
  }

  /** All of them, to be tried again. */
  take(): readonly Delivery[] {
    return this.waiting.splice(0)
  }

  refuse(is: (delivery: Delivery) => boolean = () => true): void {
    for (const delivery of this.waiting.splice(0))
      if (is(delivery)) delivery.settle.reject(new StoreFault('what it builds on has not been delivered'))
      else this.waiting.push(delivery)
  }
}
