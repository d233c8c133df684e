/** What nobody repairs any more in kafkajs 2.2.4, put right at import. */
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)

/** The part of kafkajs/src/network/requestQueue that is put right here. */
type RequestQueue = {
  readonly pending: readonly unknown[]
  readonly throttledUntil: number
  throttleCheckTimeoutId: NodeJS.Timeout | null
  checkPendingRequests(): void
}

const recheckMilliseconds = 10

// It re-arms this timer for ever on every connection, with a negative delay that Node takes as 1 ms (tulios/kafkajs#1704;
// TimeoutNegativeWarning is the trace): 46 ms of processor a second for an idle connection. A check is only of use while
// a request is pending; a throttled one is.
const requestQueue = require('kafkajs/src/network/requestQueue') as { prototype: RequestQueue }
Object.assign(requestQueue.prototype, {
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

/** The part of kafkajs/src/cluster/brokerPool that is put right here. */
type BrokerPool = {
  readonly brokers: Readonly<Record<string, unknown>>
  metadataExpireAt: number | null
  removeBroker(address: { host: string; port: number }): void
}

// It forgets a broker that closed a connection, be it the only one it knew. A consumer then crashes for want of brokers
// instead of trying again, comes back as a new member, and waits until the session of its former self has timed out.
const brokerPool = require('kafkajs/src/cluster/brokerPool') as { prototype: BrokerPool }
const { removeBroker } = brokerPool.prototype
Object.assign(brokerPool.prototype, {
  removeBroker(this: BrokerPool, address: { host: string; port: number }): void {
    if (Object.keys(this.brokers).length > 1) removeBroker.call(this, address)
    else this.metadataExpireAt = null
  },
})
