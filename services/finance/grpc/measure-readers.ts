/** Who may read a measure. */
import type { Call } from '#shared/grpc/method.ts'
import { type Measure, measureParties } from '../domain/measure.ts'
import type { Finance } from '../main.ts'

/** Its programme's office, whoever a version of it names as responsible, and who stands for these today. */
export const measureReaders =
  ({ services: { directory } }: Call<Finance>) =>
  (office: string, measure: Measure): ReadonlySet<string> =>
    new Set([...measureParties(office, measure)].flatMap((name) => [name, directory.workerOf(name) ?? name]))
