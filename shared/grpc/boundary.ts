/** What is asked of every request before anything is done with it: its size, its form, that it holds no secret, its fields. */
import { status } from '@grpc/grpc-js'
import { type Either, left, right } from 'fp-ts/lib/Either.js'
import type { StreamId } from '#shared/domain/decider.ts'
import { rejection } from '#shared/domain/rejection.ts'
import { workflowOf } from '#shared/domain/resource-name.ts'
import {
  declares,
  type Forbidden,
  forbiddenIn,
  inEveryMarking,
  isOffline,
  saysNothing,
} from '#shared/domain/secrecy.ts'
import type { Command } from '#shared/postgres/work.ts'
import { Fields } from './fields.ts'
import { invalidFields, type Refusal, refusal } from './status.ts'

/** Requests above this are refused by us, with a reason; the transport's own limit lies above it. */
export const maxMessageBytes = 256 * 1024

/** Requests above this are refused by the transport, without a reason of ours: they are not read at all. */
export const maxTransportedBytes = 1024 * 1024

/** A request as it comes off the wire: decoded, or not; never an exception that grpc-js would answer with INTERNAL. */
export type Arrived<Request> = { readonly bytes: Buffer } & (
  | { readonly request: Request; readonly malformed?: undefined }
  | { readonly request?: undefined; readonly malformed: string }
)

const marks = inEveryMarking.map((mark) => Buffer.from(mark))

/** Decoding and boundary checks, the same for every method. */
export function opened<Request>(
  arrived: Arrived<unknown>,
  check: (request: Request, fields: Fields) => void,
  admitsWorkSecrets: boolean,
): Either<Refusal, Request> {
  const bytes = arrived.bytes.length
  if (bytes > maxMessageBytes)
    return left(
      refusal(status.RESOURCE_EXHAUSTED, 'MESSAGE_TOO_LARGE', { bytes: `${bytes}`, limit: `${maxMessageBytes}` }),
    )
  if (arrived.malformed !== undefined)
    return left(refusal(status.INVALID_ARGUMENT, 'MALFORMED_MESSAGE', { problem: arrived.malformed }))
  const mayBeMarked = marks.some((mark) => arrived.bytes.includes(mark))
  const mayBeSecret = mayBeMarked || declares(arrived.request as object)
  const secret = mayBeSecret ? forbiddenIn(arrived.request, admitsWorkSecrets, mayBeMarked) : undefined
  if (secret) return left(secretRefusal(secret))
  const fields = new Fields()
  check(arrived.request as Request, fields)
  return fields.violations.length ? left(invalidFields(fields.violations)) : right(arrived.request as Request)
}

/**
 * The answer to what must not be here (docs/domain.md, rule 33). Nothing of it has been stored, hashed or logged, and the
 * answer names the field alone.
 */
function secretRefusal({ kind, field, level }: Forbidden): Refusal {
  switch (kind) {
    case 'state':
      return refusal(status.INVALID_ARGUMENT, 'CLASSIFIED_REFUSED', { field, level })
    case 'work':
      return refusal(status.FAILED_PRECONDITION, 'WORK_SECRET_REFUSED', { field, level })
    case 'unknown':
      return invalidFields([{ field, description: 'must be one of the values this version knows' }])
    case 'published':
      return invalidFields([
        { field, description: 'must be absent or PUBLICATION_ATTRIBUTE_WITHHELD: it is a work secret' },
      ])
  }
}

/** What tasks that are handled offline say to text about them; asked after the decision. */
export const offlineVeto =
  (tasks: readonly StreamId[]): NonNullable<Command['veto']> =>
  (stateOf) =>
    tasks.some((task) => isOffline(stateOf(task))) ? rejection('precondition', 'OFFLINE_TASK_HOLDS_NO_TEXT') : undefined

/**
 * What the task of a resource says to a command on it, or on anything below it, where it is handled offline: no text but
 * the fixed words, no evidence (docs/domain.md, rule 34). Asked of every text of every such command, whoever adds it.
 */
export function vetoOf(stream: StreamId, { written, hasEvidence }: Fields): Command['veto'] {
  const task = workflowOf(stream)
  const isSilent = !hasEvidence && saysNothing(written)
  return isSilent || !/^programmes\/[^/]+\/tasks\//.test(task) ? undefined : offlineVeto([task])
}
