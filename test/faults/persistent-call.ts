import { type ServiceError, status } from '@grpc/grpc-js'
import type { After } from '#shared/domain/decider.ts'
import { call, explained } from '#shared/grpc/client.ts'

type Method<Client, Request, Response> = Parameters<typeof call<Client, Request, Response>>[1]

/** How long a client of ours waits before it repeats a call. */
const pauseMilliseconds = 50
const patienceMilliseconds = 120_000

/** What a client can't know the outcome of: it repeats the same command with the same request id. */
const isUncertain = (error: ServiceError): boolean =>
  [status.UNAVAILABLE, status.CANCELLED, status.DEADLINE_EXCEEDED].includes(error.code) ||
  // A connection that is torn in the middle of an answer; a service's own INTERNAL carries a reason.
  ((error.code === status.INTERNAL || error.code === status.UNKNOWN) && explained(error) === undefined)

/** Calls until there is an answer, at one instance after the other; the same request each time. */
export async function persistentCall<Client, Request, Response>(
  instances: readonly Client[],
  method: Method<Client, Request, Response>,
  request: Request,
  after: readonly After[] = [],
  onRepeat: () => void = () => {},
): Promise<Response> {
  const first = Math.floor(Math.random() * instances.length)
  const at = (attempt: number): Client => instances[(first + attempt) % instances.length] as Client
  return persistently((attempt) => call(at(attempt), method, request, after, 5_000), onRepeat)
}

/** Does something again until its outcome is known. */
export async function persistently<Outcome>(
  work: (attempt: number) => Promise<Outcome>,
  onRepeat: () => void = () => {},
): Promise<Outcome> {
  const end = Date.now() + patienceMilliseconds
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await work(attempt)
    } catch (error) {
      if (!isUncertain(error as ServiceError) || Date.now() > end) throw error
      onRepeat()
      await new Promise((resolve) => setTimeout(resolve, pauseMilliseconds))
    }
  }
}
