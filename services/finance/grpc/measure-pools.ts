/** The pools that a measure may pay out of, by any of its versions, as far as it is known. */
import type { Call } from '#shared/grpc/method.ts'
import { poolsOf } from '../domain/application-submission.ts'
import { measureDecider } from '../domain/measure.ts'
import type { Finance } from '../main.ts'

export async function poolsFor(measure: string, { services }: Call<Finance>): Promise<readonly string[]> {
  const state = (await services.store.glance(measure, measureDecider))?.state
  return state ? poolsOf(measure, state) : []
}
