/** Whether what any past day is worked out from has all arrived in the event log. */
import type { Either } from 'fp-ts/lib/Either.js'
import { type Rejection, reject } from '#shared/domain/rejection.ts'
import type { Call } from '#shared/grpc/method.ts'
import { sourceOf } from '#shared/lifecycle/service.ts'
import { readHead } from '#shared/postgres/head.ts'
import type { CoordinationOffice } from '../main.ts'

/** For how long a call waits for the event log. */
const patienceMilliseconds = 2_000

/** Why nothing can be said yet: the event log has not admitted what this service has taken in, or recorded itself. */
export async function logBehind({
  services: { records, store, database },
}: Call<CoordinationOffice>): Promise<Either<Rejection, never> | undefined> {
  const known = [{ source: store.source, sequence: await readHead(database) }]
  for (const source of ['lead-agency', 'supporting-department'].map(sourceOf))
    known.push({ source, sequence: await store.position(source) })
  for (const one of known)
    if (!(await records.arrives(one, patienceMilliseconds)))
      return reject('precondition', 'LOG_BEHIND', { source: one.source })
  return undefined
}
