import { type Either, left } from 'fp-ts/lib/Either.js'

/** What a rejection is about; each kind has one gRPC status (shared/grpc/status.ts). */
export type RejectionKind =
  | 'precondition'
  | 'permission'
  | 'conflict'
  | 'exists'
  | 'invalid'
  | 'notFound'
  | 'exhausted'
  | 'lost'

/**
 * The domain says no. `reason` is a stable UPPER_SNAKE code, part of the API;
 * `details` fill the sentences in zh-CN and en (shared/grpc/sentences.ts).
 */
export type Rejection = {
  readonly reason: string
  readonly kind: RejectionKind
  readonly details: Readonly<Record<string, string>>
}

export const rejection = (
  kind: RejectionKind,
  reason: string,
  details: Readonly<Record<string, string>> = {},
): Rejection => ({ kind, reason, details })

/** A decision that says no. */
export const reject = (
  kind: RejectionKind,
  reason: string,
  details: Readonly<Record<string, string>> = {},
): Either<Rejection, never> => left(rejection(kind, reason, details))
