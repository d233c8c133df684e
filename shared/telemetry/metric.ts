/**
 * Our metrics, all in this one list. The API keeps no place for a meter that comes later, so instruments are made at
 * their first use, when telemetry has started.
 */
import { type Counter, type Histogram, metrics } from '@opentelemetry/api'

const lazy = <T>(make: () => T): (() => T) => {
  let made: T | undefined
  return () => {
    made ??= make()
    return made
  }
}

const meter = () => metrics.getMeter('qiantou')

/** Seconds from a call's arrival to its answer, by `rpc.method` and `rpc.grpc.status_code`. */
export const callDuration: () => Histogram = lazy(() =>
  meter().createHistogram('qiantou.call.duration', { unit: 's', description: 'Time to answer a call' }),
)

/** Attempts without entitlement, by `rpc.method`. */
export const deniedCalls: () => Counter = lazy(() =>
  meter().createCounter('qiantou.call.denied', { description: 'Attempts without entitlement' }),
)

/** TLS handshakes that were refused. */
export const refusedHandshakes: () => Counter = lazy(() =>
  meter().createCounter('qiantou.handshake.refused', { description: 'Connections refused for their certificate' }),
)
