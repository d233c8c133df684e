import { Metadata, type ServiceError, status } from '@grpc/grpc-js'
import { BadRequest, ErrorInfo, LocalizedMessage } from '#proto/google/rpc/error_details.ts'
import { Status } from '#proto/google/rpc/status.ts'
import type { After } from '#shared/domain/decider.ts'
import type { Rejection, RejectionKind } from '#shared/domain/rejection.ts'
import type { Violation } from './fields.ts'
import { sentences } from './sentences.ts'

const codes: Record<RejectionKind, status> = {
  precondition: status.FAILED_PRECONDITION,
  permission: status.PERMISSION_DENIED,
  conflict: status.ABORTED,
  exists: status.ALREADY_EXISTS,
  invalid: status.INVALID_ARGUMENT,
  notFound: status.NOT_FOUND,
  exhausted: status.RESOURCE_EXHAUSTED,
  lost: status.DATA_LOSS,
}

/** An answer that is no answer: a gRPC status with google.rpc details (AIP-193). */
export type Refusal = Pick<ServiceError, 'code' | 'details' | 'metadata'>

const any = (type: string, value: Uint8Array) => ({
  $type: 'google.protobuf.Any' as const,
  typeUrl: `type.googleapis.com/${type}`,
  value,
})

/** A status with ErrorInfo, the sentence in both languages, and field violations where there are any. */
export function refusal(
  code: status,
  reason: string,
  details: Readonly<Record<string, string>> = {},
  violations: readonly Violation[] = [],
): Refusal {
  const { en, zh } = sentences(reason, details)
  const info = ErrorInfo.fromPartial({ reason, domain: 'qiantou', metadata: new Map(Object.entries(details)) as never })
  const message = (locale: string, text: string) =>
    any(
      'google.rpc.LocalizedMessage',
      LocalizedMessage.encode(LocalizedMessage.fromPartial({ locale, message: text })).finish(),
    )
  const bad = BadRequest.fromPartial({ fieldViolations: [...violations] })
  const rich = Status.encode({
    $type: 'google.rpc.Status',
    code,
    message: en,
    details: [
      any('google.rpc.ErrorInfo', ErrorInfo.encode(info).finish()),
      message('zh-CN', zh),
      message('en', en),
      ...(violations.length ? [any('google.rpc.BadRequest', BadRequest.encode(bad).finish())] : []),
    ],
  }).finish()
  const metadata = new Metadata()
  metadata.set('grpc-status-details-bin', Buffer.from(rich))
  const said = violations.map(({ field, description }) => `${field} ${description}`).join('; ')
  return { code, details: said ? `${en}: ${said}` : en, metadata }
}

/** What a call builds on has not come. */
export const notTakenIn = ({ source, sequence }: After): Refusal =>
  refusal(status.UNAVAILABLE, 'NOT_TAKEN_IN', { source, sequence: `${sequence}` })

/** The status of a rejection, by its kind. */
export const refusalOf = (rejection: Rejection): Refusal =>
  refusal(codes[rejection.kind], rejection.reason, rejection.details)

/** A refusal travels in headers, of which HTTP/2 takes some 60 KB: as many of what is wrong are told, and how many more there are. */
const maxViolations = 50

export function invalidFields(violations: readonly Violation[]): Refusal {
  const told = violations.slice(0, maxViolations)
  const said = refusal(status.INVALID_ARGUMENT, 'INVALID_FIELDS', {}, told)
  const more = violations.length - told.length
  return more > 0 ? { ...said, details: `${said.details}; and ${more} more` } : said
}
