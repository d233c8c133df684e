/** What a refused call says, as a failure of the command. */
import { type ServiceError, status } from '@grpc/grpc-js'
import { explained } from '#shared/grpc/client.ts'
import { Failure } from '../failure.ts'
import type { Language } from '../settings.ts'

const locales: Record<Language, string> = { zh: 'zh-CN', en: 'en' }

/** An error that gRPC made, ours or the other side's. */
export const isServiceError = (error: unknown): error is ServiceError =>
  error instanceof Error && 'code' in error && typeof error.code === 'number' && 'metadata' in error

/** Whether the other side itself answered, with a reason of ours, rather than the transport. */
export const isAnswered = (error: ServiceError): boolean => Boolean(explained(error)?.reason)

/** Whether repeating the same call, with the same request id, may succeed. */
export const isPassing = (error: ServiceError): boolean =>
  error.code === status.UNAVAILABLE ||
  // A server that shuts down cancels what is under way; nothing of ours cancels a call that it waits for.
  (error.code === status.CANCELLED && !isAnswered(error))

/** The other side took the call and has not answered; whether it has done what was asked is not known. */
const noAnswer = (language: Language): Failure =>
  new Failure({
    code: 'DEADLINE_EXCEEDED',
    reason: 'NO_ANSWER',
    message: {
      zh: '总线未及时答复;重试前请先查看所请事项是否已办',
      en: 'the bus has not answered in time; before you repeat it, look whether what was asked has been done',
    }[language],
  })

/** The failure that a refused call is: in the language asked for where the other side has the sentence. */
export function refused(error: ServiceError, language: Language): Failure {
  const rich = explained(error)
  if (error.code === status.DEADLINE_EXCEEDED && !rich?.reason) return noAnswer(language)
  return new Failure({
    code: status[error.code] ?? `${error.code}`,
    reason: rich?.reason || (status[error.code] ?? 'UNKNOWN'),
    message: rich?.sentences.get(locales[language]) ?? error.details,
    details: Object.fromEntries(rich?.details ?? []),
    violations: (rich?.violations ?? []).map(({ field, description }) => ({ field, description })),
  })
}
