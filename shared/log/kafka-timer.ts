import { createRequire } from 'node:module'

/** The part of kafkajs/src/network/requestQueue (2.2.4) that is put right here. */
type RequestQueue = {
  readonly pending: readonly unknown[]
  readonly throttledUntil: number
  throttleCheckTimeoutId: NodeJS.Timeout | null
  checkPendingRequests(): void
}

const recheckMilliseconds = 10

/**
 * kafkajs 2.2.4, which nobody maintains any more, re-arms this timer for ever on every connection, with a negative delay
 * that Node takes as 1 ms (tulios/kafkajs#1704; TimeoutNegativeWarning is the trace): 46 ms of processor a second on an
 * idle connection. A check is only of use while a request is pending: a throttled one waits there as well.
 */
const queue = createRequire(import.meta.url)('kafkajs/src/network/requestQueue') as { prototype: object }

Object.assign(queue.prototype, {
  scheduleCheckPendingRequests(this: RequestQueue): void {
    if (this.throttleCheckTimeoutId || this.pending.length === 0) return
    const throttled = this.throttledUntil - Date.now()
    this.throttleCheckTimeoutId = setTimeout(
      () => {
        this.throttleCheckTimeoutId = null
        this.checkPendingRequests()
      },
      throttled > 0 ? throttled : recheckMilliseconds,
    )
  },
})
