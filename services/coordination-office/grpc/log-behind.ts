/** Whether what any past day is worked out from has all arrived in the event log. */
import type { Either } from 'fp-ts/lib/Either.js'
import type { Head } from '#shared/archive/heads.ts'
import { type Rejection, reject } from '#shared/domain/rejection.ts'
import type { Call } from '#shared/grpc/method.ts'
import { sourceOf } from '#shared/lifecycle/service.ts'
import { readHead } from '#shared/postgres/head.ts'
import type { CoordinationOffice } from '../main.ts'

/** Whose records this service is told of. */
export const followed = ['lead-agency', 'supporting-department'] as const

/** For how long a call waits for the event log. */
const patienceMilliseconds = 2_000

/** Why nothing can be said yet: the event log has not admitted what this service has taken in, or recorded itself. */
export async function logBehind(call: Call<CoordinationOffice>): Promise<Either<Rejection, never> | undefined> {
  const { store } = call.services
  const taken = followed.map(sourceOf).map(async (source) => ({ source, sequence: await store.position(source) }))
  return missing(await Promise.all(taken), call)
}

/**
 * The same of a day that is over, for good: the event log has not admitted all that anybody has recorded by now, whether this
 * service has heard of it or not. @throws what calling a service throws, where it does not answer
 */
export async function logIncomplete(call: Call<CoordinationOffice>): Promise<Either<Rejection, never> | undefined> {
  return missing(await call.services.heads.now(), call)
}

async function missing(
  heads: readonly Head[],
  { services: { records, store, database } }: Call<CoordinationOffice>,
): Promise<Either<Rejection, never> | undefined> {
  for (const { source, sequence } of [...heads, { source: store.source, sequence: await readHead(database) }]) {
    if (sequence === undefined) return reject('precondition', 'SOURCE_SILENT', { source })
    if (!(await records.arrives({ source, sequence }, patienceMilliseconds)))
      return reject('precondition', 'LOG_BEHIND', { source })
  }
  return undefined
}
