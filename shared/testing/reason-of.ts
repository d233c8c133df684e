/** How a call of a test ended. */
import { type ServiceError, status } from '@grpc/grpc-js'
import { explained } from '#shared/grpc/client.ts'

/** The reason of a refusal; `OK` where there was none. */
export const reasonOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'OK',
    (error) => explained(error)?.reason ?? `${error}`,
  )

/** The same with its status: `PERMISSION_DENIED CALLER_ENDED`. */
export const refusalOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'OK',
    (error: ServiceError) => `${status[error.code]} ${explained(error)?.reason}`,
  )
