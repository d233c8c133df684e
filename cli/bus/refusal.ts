/** What a refused call says, as a failure of the command. */
import { type ServiceError, status } from '@grpc/grpc-js'
import { forms, type Kind, parseName } from '#shared/domain/resource-name.ts'
import { maxMessageBytes, maxTransportedBytes } from '#shared/grpc/boundary.ts'
import { type Explained, explained } from '#shared/grpc/client.ts'
import { sentences } from '#shared/grpc/sentences.ts'
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

/** What a call asked, and who. */
export type Asked = { readonly request: unknown; readonly caller: string }

function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return []
  return Object.values(value).flatMap(textsIn)
}

/**
 * The resource that is not there: of the kind that the reason names, `MEASURE_NOT_FOUND`, or what the request is about, by
 * whichever of the API's three words for it.
 */
function missing(reason: string, request: unknown): string {
  const { name, resource, parent } = request as { name?: string; resource?: string; parent?: string }
  const about = name ?? resource ?? parent ?? ''
  const kind = reason.replace(/_NOT_FOUND$/, '').toLowerCase()
  if (!Object.hasOwn(forms, kind)) return about
  return [about, ...textsIn(request)].find((text) => parseName(kind as Kind, text)) ?? about
}

/** What was not found, and for whom: the bus says the same of what is not there and of what is not for the caller. */
function notFound(sentence: string, name: string, caller: string, language: Language): string {
  // The directory is the same for everybody.
  const isForAll = parseName('organisation', name) !== undefined
  return {
    zh: `${sentence}:${name}${isForAll ? '' : `(以 ${caller} 名义查询;其他单位或可见:--as 代码)`}`,
    en: `${sentence}: ${name}${isForAll ? '' : ` (asked as ${caller}; another may see it: --as CODE)`}`,
  }[language]
}

/**
 * What the bus would say of a request that its transport did not let through to it, without a reason. An answer that is too
 * large for us is told in the same words, with our own limit.
 */
function heldBack({ code, details }: ServiceError): Explained | undefined {
  const [, bytes, limit] = details.match(/larger than max \((\d+) vs (\d+)\)/) ?? []
  if (code !== status.RESOURCE_EXHAUSTED || bytes === undefined || Number(limit) !== maxTransportedBytes)
    return undefined
  const [reason, numbers] = ['MESSAGE_TOO_LARGE', { bytes, limit: `${maxMessageBytes}` }]
  const { zh, en } = sentences(reason, numbers)
  return {
    reason,
    details: new Map(Object.entries(numbers)),
    sentences: new Map([
      [locales.zh, zh],
      [locales.en, en],
    ]),
    violations: [],
  }
}

/** The failure that a refused call is: in the language asked for where the other side has the sentence. */
export function refused(error: ServiceError, language: Language, asked?: Asked): Failure {
  const rich = explained(error) ?? heldBack(error)
  if (error.code === status.DEADLINE_EXCEEDED && !rich?.reason) return noAnswer(language)
  const sentence = rich?.sentences.get(locales[language]) ?? error.details
  const isUnnamed = error.code === status.NOT_FOUND && rich?.reason && rich.details.size === 0
  const name = isUnnamed && asked ? missing(rich.reason, asked.request) : ''
  return new Failure({
    code: status[error.code] ?? `${error.code}`,
    reason: rich?.reason || (status[error.code] ?? 'UNKNOWN'),
    message: name && asked ? notFound(sentence, name, asked.caller, language) : sentence,
    details: Object.fromEntries(rich?.details ?? []),
    violations: (rich?.violations ?? []).map(({ field, description }) => ({ field, description })),
  })
}
